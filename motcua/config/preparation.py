"""Making the database ready before a command works with it: reachable, migrated, filled."""

import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

import motcua
from motcua.config import local_database
from motcua.config.environment import BadSetting, Environment
from motcua.config.reference import LOADERS
from motcua.storage.models import IdempotencyKey

_OLDEST_SERVER = 150_000
#: The number of the advisory lock that lets one process at a time prepare a database.
_LOCK = 0x6D6F7463


def prepare(environment: Environment, *, at: datetime) -> None:
    """Start the private server where it is used, migrate, and load the reference data.

    The second time it looks and changes nothing. Several processes may call it at once.

    :raises BadSetting: the database cannot be reached or may not be changed.
    """
    address = environment.database_url or local_database.start(environment.home)
    _check_server()
    if _is_ready():
        return
    with _alone(address):
        if not _is_ready():
            _say("Đang chuẩn bị cơ sở dữ liệu…")
            _migrate()
            _load(at)


def _check_server() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as fault:
        place = settings.DATABASES["default"]
        where = f"{place['HOST'] or 'máy này'}/{place['NAME']}"
        raise BadSetting(
            f"Không kết nối được cơ sở dữ liệu {where}; kiểm tra máy chủ đã chạy và "
            "MOTCUA_DATABASE_URL ghi đúng máy, cổng, tên và mật khẩu."
        ) from fault
    version = connection.connection.info.server_version
    if version < _OLDEST_SERVER:
        raise BadSetting(
            f"Cần PostgreSQL 15 trở lên; máy chủ đang là {version // 10_000}, hãy nâng cấp."
        )


def _is_ready() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    return IdempotencyKey.objects.filter(key=_loaded_key()).exists()


def _loaded_key() -> str:
    """Return the key under which the loading of exactly this reference data is remembered."""
    digest = hashlib.sha256()
    for name, _ in LOADERS:
        digest.update(name.encode())
    package = Path(motcua.__file__).parent
    for path in sorted(package.glob("*/data/**/*")):
        if path.is_file():
            digest.update(str(path.relative_to(package)).encode() + path.read_bytes())
    return f"reference:{digest.hexdigest()}"


@contextmanager
def _alone(address: str) -> Iterator[None]:
    """Hold the lock in a connection and transaction of its own: it works through a pooler too."""
    with psycopg.connect(address) as lock:
        lock.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def _migrate() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except ProgrammingError as fault:
        if isinstance(fault.__cause__, psycopg.errors.InsufficientPrivilege):
            raise BadSetting(
                "Cơ sở dữ liệu cần nâng cấp mà tài khoản trong MOTCUA_DATABASE_URL không có quyền; "
                "hãy chạy ./run --no-serve --no-sample một lần bằng tài khoản chủ sở hữu."
            ) from fault
        raise


def _load(at: datetime) -> None:
    for name, load in LOADERS:
        _say(f"Đang nạp {name}…")
        load(at)
    IdempotencyKey.objects.get_or_create(key=_loaded_key(), defaults={"answer": {}})


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
