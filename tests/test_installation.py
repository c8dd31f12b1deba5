"""The installation as its page tells it: as root, with Debian's packages (./test --full)."""

import os
import shutil
import subprocess

import pytest

from tests.house import code

pytestmark = [pytest.mark.full, pytest.mark.timeout(1300)]

NEEDED = ("nginx", "pgbackrest", "logrotate", "curl", "openssl", "runuser")


def test_the_page_can_be_followed() -> None:
    missing = [name for name in NEEDED if shutil.which(name) is None]
    assert not missing, f"apt-get install --no-install-recommends {' '.join(missing)}"
    assert os.geteuid() == 0, "roles with peer log-in need root"
    done = subprocess.run(
        [code.ROOT / "scripts" / "server" / "try-installation"],
        cwd="/", capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
