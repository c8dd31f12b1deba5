"""Prepared statements of the hot paths, in the transaction that Django holds open.

Every statement sent here is reported to the observers, so that tests and the bench count
what Django's own counters cannot see. A pipeline is one round trip.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

import psycopg
from django.db import connection, transaction
from psycopg import sql as psycopg_sql

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL text that a room owns; psycopg prepares it at its second use on a connection."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A statement with its values, ready to be sent."""

    statement: Statement
    values: Sequence[object]


@dataclass(frozen=True, slots=True)
class Sent:
    """What one round trip held: the names of its statements."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """Rows that went into a table by COPY."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(slots=True)
class Recording:
    """Statements and rows as they were sent, in order: enough to send them again."""

    calls: list[Call] = dataclass_field(default_factory=list)
    copies: list[Copied] = dataclass_field(default_factory=list)


_observers: list[Callable[[Sent], None]] = []
_recordings: list[Recording] = []


def run(calls: Sequence[Call]) -> list[list[Row]]:
    """Send the calls in one round trip and return the rows of each.

    The statements take part in the open transaction of Django's connection.

    :raises psycopg.Error: what the database refuses, as it comes.
    """
    raw = raw_connection()
    if _observers:
        _report(tuple(call.statement.name for call in calls))
    for recording in _recordings:
        recording.calls.extend(calls)
    if len(calls) == 1:
        return [_rows(raw.execute(calls[0].statement.text, calls[0].values, prepare=True))]
    with raw.pipeline():
        cursors = [raw.execute(call.statement.text, call.values, prepare=True) for call in calls]
    # Only here have all answers come in: inside the block a cursor may not know yet what it holds.
    return [_rows(cursor) for cursor in cursors]


def one(statement: Statement, *values: object) -> Row | None:
    """Return the first row that the statement gives, or None."""
    rows = run([Call(statement, values)])[0]
    return rows[0] if rows else None


def every(statement: Statement, *values: object) -> list[Row]:
    """Return all rows that the statement gives."""
    return run([Call(statement, values)])[0]


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write rows by COPY and return how many; constraints and triggers hold as for INSERT."""
    _report((f"copy {table}",))
    text = psycopg_sql.SQL("copy {} ({}) from stdin").format(
        psycopg_sql.Identifier(table),
        psycopg_sql.SQL(",").join(map(psycopg_sql.Identifier, columns)),
    )
    if _recordings:
        rows = list(rows)
        for recording in _recordings:
            recording.copies.append(Copied(table, columns, rows))
    count = 0
    with raw_connection().cursor() as cursor, cursor.copy(text) as target:
        for row in rows:
            target.write_row(row)
            count += 1
    return count


def take_numbers(table: str, count: int) -> Sequence[int]:
    """Reserve `count` keys of a table's identity column for rows that COPY will bring."""
    statement = Statement(
        "storage.take_numbers",
        "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
    )
    return [row[0] for row in every(statement, table, count)]


def raw_connection() -> psycopg.Connection[Row]:
    """Return psycopg's connection below Django's, opened if need be."""
    connection.ensure_connection()
    # Inside atomic() psycopg sends BEGIN by itself; outside, every statement stands alone.
    raw: psycopg.Connection[Row] = connection.connection
    return raw


@contextmanager
def observed() -> Iterator[list[Sent]]:
    """Collect every round trip made through this module inside the block."""
    collected: list[Sent] = []
    _observers.append(collected.append)
    try:
        yield collected
    finally:
        _observers.remove(collected.append)


@contextmanager
def recorded() -> Iterator[Recording]:
    """Keep what is sent through this module inside the block, with its values.

    For the bench: the same rows can then be sent by a bare connection.
    """
    kept = Recording()
    _recordings.append(kept)
    try:
        yield kept
    finally:
        _recordings.remove(kept)


def _report(names: tuple[str, ...]) -> None:
    if _observers:
        sent = Sent(names)
        for observer in _observers:
            observer(sent)


def _rows(cursor: psycopg.Cursor[Row]) -> list[Row]:
    # Not `description`: it would make an object of every column.
    return [] if cursor.rownumber is None else cursor.fetchall()


@contextmanager
def snapshot() -> Iterator[None]:
    """Let everything inside the block read one state of the database, and write nothing.

    Inside a transaction that is open already, only what that transaction gives.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def named(statement: Statement, values: Mapping[str, object]) -> list[Row]:
    """Return all rows of a statement whose values have names."""
    _report((statement.name,))
    return _rows(raw_connection().execute(statement.text, values, prepare=True))
