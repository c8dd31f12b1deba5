"""Signal 9 at random moments: nothing acknowledged is lost or doubled."""

import json
import subprocess
import sys

import pytest

from tests.house import code

pytestmark = [pytest.mark.full, pytest.mark.timeout(2500)]


def test_nothing_acknowledged_is_lost_or_doubled() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kill_walk", "--kills", "30"],
        cwd=code.ROOT, capture_output=True, text=True, timeout=2400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert sum(told["kills"].values()) == 30
    assert told["acknowledged"] > 0
