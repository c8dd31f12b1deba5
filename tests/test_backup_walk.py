"""Backup under load, machine emptied, restored: nothing acknowledged before it is missing."""

import json
import subprocess
import sys

import pytest

from tests.house import code

pytestmark = [pytest.mark.full, pytest.mark.timeout(1500)]


def test_nothing_acknowledged_before_the_backup_is_missing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.backup_walk"],
        cwd=code.ROOT, capture_output=True, text=True, timeout=1400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["lost"] == []
