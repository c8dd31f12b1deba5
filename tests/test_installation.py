"""The installation as its page tells it: with --full, as root, with Debian's packages."""

import os
import shutil
import subprocess

import pytest

from tests.house import code

NEEDED = ("nginx", "pgbackrest", "logrotate", "curl", "openssl", "runuser")


@pytest.mark.timeout(900)
def test_the_page_can_be_followed(full: bool) -> None:
    if not full:
        pytest.skip("takes minutes: ./test --full")
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing or os.geteuid() != 0:
        pytest.skip(f"needs root and {', '.join(missing) or 'nothing more'}")
    done = subprocess.run(
        [code.ROOT / "scripts" / "server" / "try-installation"],
        cwd="/", capture_output=True, text=True, timeout=800, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
