"""The private PostgreSQL server of the one-command start: for trial and development only.

It lives in MOTCUA_HOME and listens on a Unix socket only. Every process that uses it holds a
shared lock on one file; the last to go stops the server. A lock dies with its process, so a
killed one leaves nothing behind that keeps the server running or from starting.
"""

import atexit
import fcntl
import hashlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
from psycopg import conninfo

from motcua.config import server_account
from motcua.config.environment import BadSetting
from motcua.config.server_account import ServerAccount

#: The longest path that a Unix socket may have on Linux is 107 bytes.
_LONGEST_SOCKET = 107
_SETTINGS = ("listen_addresses=", "unix_socket_permissions=0700", "max_connections=200")
#: What a server whose data nobody will miss may leave out: it runs for tests only.
_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_SECONDS_TO_START = 60

_held: dict[Path, int] = {}


def address(home: Path, database: str = "motcua") -> str:
    """Return the address of the private server, whether it runs or not."""
    return conninfo.make_conninfo(
        host=str(_socket_folder(home)), user="postgres", dbname=database, port=5432
    )


def start(home: Path, database: str = "motcua", *, durable: bool = True) -> str:
    """Start the private server if it is not running, make the database, return its address.

    It runs at least as long as this process.

    :raises BadSetting: the server's programs are not installed, or the folder cannot be used.
    """
    try:
        runtime = home / "run"
        runtime.mkdir(parents=True, exist_ok=True)
        with _alone(runtime):
            _hold(home)
            account = server_account.find(home)
            _ensure_running(home, account, durable=durable)
            _ensure_database(home, database)
    except OSError as fault:
        raise BadSetting(
            f"Không mở được máy chủ dữ liệu riêng trong {home}. "
            "Đặt MOTCUA_HOME là thư mục khác mà chương trình đọc và ghi được."
        ) from fault
    return address(home, database)


def revive(home: Path) -> bool:
    """Start the private server again if it was killed; return whether it did not answer.

    :raises BadSetting: it does not start.
    """
    if _answers(home):
        return False
    start(home)
    return True


def _hold(home: Path) -> None:
    """Count this process among the users of the server until it ends."""
    if home in _held:
        return
    lock = os.open(home / "run" / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    _held[home] = lock
    atexit.register(partial(_leave, home, os.getpid()))


def _leave(home: Path, process: int) -> None:
    # A forked worker shares the lock of its parent and must not give it up.
    if os.getpid() != process:
        return
    lock = _held.pop(home)
    try:
        with _alone(home / "run"):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            account = server_account.find(home)
            _run(account, "pg_ctl", "stop", "-D", str(_data(home)), "-m", "fast", "-w")
    except (OSError, BadSetting):
        # The folder went away under us, and the server with it.
        return
    finally:
        os.close(lock)


@contextmanager
def _alone(runtime: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    lock = os.open(runtime / "server.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _data(home: Path) -> Path:
    return home / "postgresql"


def _socket_folder(home: Path) -> Path:
    folder = _data(home)
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) < _LONGEST_SOCKET:
        return folder
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"motcua-{mark}"


def _ensure_running(home: Path, account: ServerAccount, *, durable: bool) -> None:
    if _answers(home):
        return
    folder = _data(home)
    if not (folder / "PG_VERSION").exists():
        _initialise(folder, account)
    _forget_dead_server(folder)
    sockets = _socket_folder(home)
    if sockets != folder:
        account.own_folder(sockets)
    settings = (*_SETTINGS, *(() if durable else _FORGETFUL))
    options = " ".join(f"-c {setting}" for setting in settings)
    log = folder / "server.log"
    for _ in range(3):
        _run(
            account,
            *("pg_ctl", "start", "-D", str(folder), "-w", "-t", str(_SECONDS_TO_START)),
            *("-l", str(log), "-o", f"{options} -k '{sockets}'"),
        )
        if _answers(home):
            return
        time.sleep(1)  # The processes of a killed server need a moment to let go.
    raise BadSetting(f"Máy chủ dữ liệu riêng không khởi động được; xem nguyên nhân trong {log}.")


def _initialise(folder: Path, account: ServerAccount) -> None:
    """Make the data folder beside its place, so that half a folder is never taken for one."""
    fresh = folder.with_name(f"{folder.name}.{os.getpid()}")
    account.own_folder(fresh)
    done = _run(
        account,
        *("initdb", "-D", str(fresh), "-U", "postgres", "-A", "trust"),
        *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
    )
    if not done:
        raise BadSetting(
            f"Không tạo được cơ sở dữ liệu riêng trong {folder}; kiểm tra dung lượng đĩa còn trống."
        )
    fresh.rename(folder)


def _forget_dead_server(folder: Path) -> None:
    """Remove the mark of a killed server whose process number now belongs to something else."""
    mark = folder / "postmaster.pid"
    try:
        process = int(mark.read_text().split(maxsplit=1)[0])
        name = Path(f"/proc/{process}/comm").read_text().strip()
    except (OSError, ValueError, IndexError):
        return
    if name != "postgres":
        mark.unlink(missing_ok=True)


def _answers(home: Path) -> bool:
    if not (_data(home) / "PG_VERSION").exists():
        return False
    try:
        psycopg.connect(address(home, "postgres"), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _ensure_database(home: Path, database: str) -> None:
    with psycopg.connect(address(home, "postgres"), autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [database])
        if known.fetchone() is None:
            connection.execute(f'create database "{database}"')


def _run(account: ServerAccount, program: str, *arguments: str) -> bool:
    """Run a program of the server as its account; return whether it succeeded."""
    done = subprocess.run(
        [account.programs / program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        umask=0o077,
        start_new_session=True,
        check=False,
        **account.identity(),
    )
    return done.returncode == 0
