"""Databases on the server: dumped in one snapshot, filled beside the living one, swapped in."""

import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from motcua.config.backups import programs
from motcua.config.backups.archive import PIECE
from motcua.config.backups.errors import (
    AlreadyRestoring,
    DumpFailed,
    LoadFailed,
    MayNotCreate,
    StillServing,
)

#: What a database is called while it is filled; a killed restore leaves one of these behind.
_FRESH = "_khoi_phuc_"
_LONGEST_NAME = 63


@dataclass(frozen=True, slots=True)
class Place:
    """A database by the address of its server and its name; `server` is the version number."""

    address: str
    name: str
    server: int

    @property
    def major(self) -> int:
        """The major version of the server."""
        return self.server // 10_000

    def at(self, name: str) -> str:
        """Return the address of another database of the same server."""
        return make_conninfo(self.address, dbname=name)


def here() -> Place:
    """Return the database that this process works in."""
    connection.ensure_connection()
    raw = connection.connection
    given = connection.settings_dict
    named = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    address = {key: str(given[name]) for key, name in named.items() if given[name]}
    kept = {
        key: value
        for key, value in given["OPTIONS"].items()
        if key not in {"prepare_threshold", "server_side_binding"}
    }
    name = str(given["NAME"])
    return Place(make_conninfo(**address, **kept, dbname=name), name, raw.info.server_version)


def dump(place: Place, snapshot: str) -> Iterator[bytes]:
    """Yield the dump of a database as one exported snapshot shows it, in pieces.

    :raises DumpFailed: pg_dump stopped; its first words are told.
    """
    address, around = programs.reach(place.address)
    command = [
        programs.find("pg_dump", place.major),
        *("--format=custom", "--no-owner", "--no-privileges"),
        *(f"--snapshot={snapshot}", f"--dbname={address}"),
    ]
    with _started(command, around, feed=False) as (process, errors):
        if process.stdout is None:
            raise DumpFailed("")
        while piece := process.stdout.read(PIECE):
            yield piece
        if process.wait() != 0:
            raise DumpFailed(_first_words(errors))


class Loader:
    """Feeds a dump into a database; without one, only reads the dump through to its end."""

    def __init__(self, address: str | None, major: int) -> None:
        self._program = programs.find("pg_restore", major)
        self._command = [str(self._program), "--exit-on-error"]
        self._around: Mapping[str, str] = {}
        if address is None:
            self._command.append("--file=/dev/null")
        else:
            bare, self._around = programs.reach(address)
            self._command += ["--no-owner", "--no-privileges", "--single-transaction"]
            self._command.append(f"--dbname={bare}")

    @contextmanager
    def loading(self) -> Iterator[IO[bytes]]:
        """Give the stream that the dump is written to; at the end it has been taken in whole.

        :raises LoadFailed: pg_restore stopped; its first words are told.
        """
        with _started(self._command, self._around, feed=True) as (process, errors):
            if process.stdin is None:
                raise LoadFailed("")
            try:
                yield process.stdin
                process.stdin.close()
            except BrokenPipeError:
                pass  # It has stopped; why, it said on its way out.
            if process.wait() != 0:
                raise LoadFailed(_first_words(errors))


@contextmanager
def _started(
    command: Sequence[object], around: Mapping[str, str], *, feed: bool
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - a program of the server by its full path
            list(map(str, command)),
            env={**around} or None,
            stderr=errors,
            stdin=subprocess.PIPE if feed else subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if feed else subprocess.PIPE,
        )
        try:
            yield process, errors
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(BrokenPipeError):
                        stream.close()


def _first_words(errors: IO[bytes]) -> str:
    errors.seek(0)
    lines = errors.read(2000).decode(errors="replace").splitlines()
    return lines[0].strip().rstrip(".") if lines else "không rõ nguyên nhân"


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """Hold the lock of a restore of this database; it falls with the program that holds it.

    :raises AlreadyRestoring: another restore is at work.
    """
    with _server(place) as server:
        row = server.execute(
            "select pg_try_advisory_lock(hashtextextended(%s, 0))", [f"restore:{place.name}"]
        ).fetchone()
        if row is None or not row[0]:
            raise AlreadyRestoring
        yield


def fresh(place: Place, at: datetime) -> str:
    """Make an empty database beside and return its name; what a killed restore left, goes.

    :raises MayNotCreate: the account may not make databases.
    """
    name = _named(place.name, _FRESH, at)
    try:
        with _server(place) as server:
            _drop_left(server, place.name)
            server.execute(
                sql.SQL("create database {} template template0 encoding 'UTF8'").format(
                    sql.Identifier(name)
                )
            )
    except psycopg.errors.InsufficientPrivilege as fault:
        raise MayNotCreate from fault
    return name


def _drop_left(server: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    left = server.execute(
        "select datname from pg_database d where starts_with(datname, %s) and not exists"
        " (select from pg_stat_activity a where a.datname = d.datname)",
        [_stem(name, _FRESH)],
    )
    for row in left.fetchall():
        server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(str(row[0]))))


def drop(place: Place, name: str) -> None:
    """Remove a database of the server."""
    with _server(place) as server:
        server.execute(
            sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
        )


def others_connected(place: Place) -> int:
    """Return how many other programs are connected to the database."""
    with psycopg.connect(place.at("postgres"), autocommit=True) as server:
        row = server.execute(
            "select count(*) from pg_stat_activity where datname = %s"
            " and backend_type = 'client backend'",
            [place.name],
        ).fetchone()
    return int(row[0]) if row else 0


def swap(place: Place, name: str, at: datetime) -> str:
    """Put a filled database in the place of the living one; return the name of the old one.

    Both new names come into force in one transaction: there is no moment without a database.

    :raises StillServing: somebody is connected to the living one.
    :raises MayNotCreate: the account may not rename them.
    """
    old = _named(place.name, "_truoc_", at)
    rename = "alter database {} rename to {}"
    try:
        with _server(place) as server, server.transaction():
            for before, after in ((place.name, old), (name, place.name)):
                server.execute(
                    sql.SQL(rename).format(sql.Identifier(before), sql.Identifier(after))
                )
    except psycopg.errors.ObjectInUse as fault:
        raise StillServing(others_connected(place)) from fault
    except psycopg.errors.InsufficientPrivilege as fault:
        raise MayNotCreate from fault
    return old


def _server(place: Place) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(place.at("postgres"), autocommit=True)


def _stem(name: str, word: str) -> str:
    return f"{name[: _LONGEST_NAME - len(word) - 14]}{word}"


def _named(name: str, word: str, at: datetime) -> str:
    return f"{_stem(name, word)}{at:%Y%m%d%H%M%S}"
