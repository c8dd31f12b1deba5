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
from django.db.migrations.exceptions import MigrationSchemaMissing
from django.db.migrations.executor import MigrationExecutor

import motcua
from motcua.config import local_database
from motcua.config.environment import BadSetting, Environment
from motcua.config.reference import LOADERS, UNITS
from motcua.organisation.selectors import any_unit
from motcua.storage.models import IdempotencyKey

_OLDEST_SERVER = 150_000
#: The number of the advisory lock that lets one process at a time prepare a database.
_LOCK = 0x6D6F7463
#: Remembers that this installation begins without the shipped units.
_WITHOUT_UNITS = "reference:without units"


def prepare(environment: Environment, *, at: datetime, organisation: bool = True) -> None:
    """Start the private server where it is used, migrate, and load the reference data.

    The second time it looks and changes nothing. Several processes may call it at once.
    organisation: False leaves the shipped units out of an empty database, now and at every later
    start: its administrator sets up the first unit (`create-admin`).

    :raises BadSetting: the database cannot be reached or may not be changed, or it is to be
        without the shipped units and has some.
    """
    address = reach(environment)
    if _is_ready() and organisation:
        return
    with _alone(address):
        if not _is_ready():
            _say("Đang chuẩn bị cơ sở dữ liệu…")
            _migrate()
        if not organisation:
            _leave_units_out()
        if not _is_ready():
            _load(at)


def reach(environment: Environment) -> str:
    """Start the private server where it is used and return the database's address.

    :raises BadSetting: the database cannot be reached.
    """
    address = environment.database_url or local_database.start(environment.home)
    _check_server()
    return address


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
        # Without parameters: a bound statement keeps its snapshot for the whole transaction, and
        # an index that a migration builds CONCURRENTLY would wait for it for ever.
        lock.execute(f"select pg_advisory_xact_lock({_LOCK})")
        yield


def _migrate() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except MigrationSchemaMissing as fault:
        raise _not_the_owner() from fault
    except ProgrammingError as fault:
        if isinstance(fault.__cause__, psycopg.errors.InsufficientPrivilege):
            raise _not_the_owner() from fault
        raise


def _not_the_owner() -> BadSetting:
    return BadSetting(
        "Cơ sở dữ liệu cần nâng cấp mà tài khoản trong MOTCUA_DATABASE_URL không có quyền; "
        "hãy chạy ./run --no-serve --no-sample một lần bằng tài khoản chủ sở hữu."
    )


def _leave_units_out() -> None:
    if IdempotencyKey.objects.filter(key=_WITHOUT_UNITS).exists():
        return
    if any_unit():
        raise BadSetting(
            "Cơ sở dữ liệu này đã có đơn vị; --no-organisation chỉ dùng cho cơ sở dữ liệu mới."
        )
    IdempotencyKey.objects.create(key=_WITHOUT_UNITS, answer={})


def _load(at: datetime) -> None:
    without = IdempotencyKey.objects.filter(key=_WITHOUT_UNITS).exists()
    for name, load in LOADERS:
        if without and name == UNITS:
            continue
        _say(f"Đang nạp {name}…")
        load(at)
    IdempotencyKey.objects.get_or_create(key=_loaded_key(), defaults={"answer": {}})


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
