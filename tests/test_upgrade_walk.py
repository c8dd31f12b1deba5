"""Upgrade from the release before with people at work, roll-back, upgrade again."""

import subprocess
import sys

import pytest

from tests.house import code

pytestmark = [pytest.mark.full, pytest.mark.timeout(1500)]


def test_nothing_is_lost_between_two_releases() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.upgrade_walk"],
        cwd=code.ROOT, capture_output=True, text=True, timeout=1400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
