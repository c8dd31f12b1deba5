"""One database for each size, copied from the prepared one before it is filled."""

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from motcua.console.benching.errors import CannotMakeDatabase
from motcua.dossiers.services import forget_terms
from motcua.journal.services import forget_actors


def server_address(database: str) -> str:
    """Return how a bare connection reaches a database on the server that we work with."""
    given = connection.get_connection_params()
    wanted = {key: given[key] for key in ("host", "port", "user", "password") if given.get(key)}
    return make_conninfo(dbname=database, **wanted)


def current() -> str:
    """Return the name of the database that this process works with."""
    return str(connection.settings_dict["NAME"])


def use(name: str) -> None:
    """Let this process work with another database of the same server."""
    if current() == name:
        return
    connection.close()
    connection.settings_dict["NAME"] = name
    forget_actors()
    forget_terms()


def copied(template: str, size: int) -> tuple[str, bool]:
    """Return the database of a size, and whether it is filled already.

    A database that was filled from another edition of the program is made anew.
    """
    name = f"{template}_{size}"
    stamp = _stamp()
    connection.close()
    try:
        with psycopg.connect(server_address("postgres"), autocommit=True) as server:
            row = server.execute(
                "select shobj_description(oid, 'pg_database') from pg_database where datname = %s",
                [name],
            ).fetchone()
            if row is not None and row[0] == stamp:
                return name, True
            server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
            server.execute(
                sql.SQL("create database {} template {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
    except psycopg.Error as fault:
        raise CannotMakeDatabase(name) from fault
    return name, False


def mark_filled(template: str, size: int) -> None:
    """Remember on the server that the database of a size is filled."""
    use(template)
    stamp = _stamp()
    connection.close()
    with psycopg.connect(server_address("postgres"), autocommit=True) as server:
        server.execute(
            sql.SQL("comment on database {} is {}").format(
                sql.Identifier(f"{template}_{size}"), sql.Literal(stamp)
            )
        )


def _stamp() -> str:
    """Return from which edition of tables and reference data a database is filled."""
    with connection.cursor() as cursor:
        cursor.execute("select md5(string_agg(app || name || applied, ',')) from django_migrations")
        row = cursor.fetchone()
    return f"motcua {row[0]}"
