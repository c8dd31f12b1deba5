"""What a database holds, counted: the manifest is made from it and a restore is held to it."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from motcua.config.environment import ROOT
from motcua.journal import selectors as journal
from motcua.kernel.canonical import instant_text

_TABLES = (
    "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    " where n.nspname = 'public' and c.relkind = 'r' order by c.relname"
)


@dataclass(frozen=True, slots=True)
class Contents:
    """The rows of every table, the reach of the journal, the migrations applied."""

    tables: Mapping[str, int]
    journal: Mapping[str, object]
    migrations: list[list[str]]

    def as_dict(self) -> dict[str, Any]:
        """Return it as the manifest writes it."""
        return asdict(self)


@contextmanager
def one_snapshot() -> Iterator[str]:
    """Hold one view of the whole database and give the name by which pg_dump shares it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select pg_export_snapshot()")
        yield cursor.fetchone()[0]


def contents() -> Contents:
    """Count everything in the database that the process works in."""
    extent = journal.extent()
    reach = {
        "entries": extent.entries,
        "chains": extent.chains,
        "ends": extent.ends.hex(),
        "last_recorded_at": _text(extent.last_recorded_at),
        "sealed_on": extent.sealed_on.isoformat() if extent.sealed_on else None,
        "seal": extent.seal.hex(),
    }
    return Contents(_tables(), reach, _migrations())


def _text(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)


def _tables() -> dict[str, int]:
    counted = {}
    with connection.cursor() as cursor:
        for name in table_names():
            query = sql.SQL("select count(*) from {}").format(sql.Identifier(name))
            cursor.execute(query.as_string())
            counted[name] = int(cursor.fetchone()[0])
    return counted


def table_names() -> list[str]:
    """Return the tables of the database, none in an empty one."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        return [str(row[0]) for row in cursor.fetchall()]


def _migrations() -> list[list[str]]:
    applied = MigrationLoader(connection).applied_migrations
    return sorted([str(app), str(name)] for app, name in applied)


def unknown_migrations(told: Mapping[str, Any]) -> list[str]:
    """Return the migrations of a manifest that this program does not have."""
    known = set(MigrationLoader(None).disk_migrations)
    return [f"{app}.{name}" for app, name in told["migrations"] if (app, name) not in known]


def program_version() -> str:
    """Return the version of this program."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    return str(version)
