"""A database of its own for a command whose work must not touch anybody's data."""

from dataclasses import replace

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from motcua.config import local_database
from motcua.config.environment import BadSetting, Environment


def turn_to(given: Environment, name: str) -> Environment:
    """Let this process work in the database motcua_`name`, made if it is not there.

    Without MOTCUA_DATABASE_URL it lies in a private server of its own, which keeps what was
    committed (fsync), in the folder `name` of the home.

    :raises BadSetting: the server cannot be reached or makes no database.
    """
    database = f"motcua_{name}"
    if given.database_url:
        address = _made(given.database_url, database)
    else:
        home = given.home / name
        home.mkdir(exist_ok=True)
        home.chmod(0o755)  # As root the server runs as another account and has to pass through.
        address = local_database.start(home, database)
        connection.settings_dict["HOST"] = conninfo_to_dict(address)["host"]
    connection.close()
    connection.settings_dict["NAME"] = database
    return replace(given, database_url=address)


def _made(url: str, database: str) -> str:
    try:
        with psycopg.connect(url, autocommit=True) as server:
            found = server.execute("select 1 from pg_database where datname = %s", [database])
            if found.fetchone() is None:
                server.execute(sql.SQL("create database {}").format(sql.Identifier(database)))
    except psycopg.Error as fault:
        raise BadSetting(
            f"Không mở được cơ sở dữ liệu {database} trên máy chủ trong MOTCUA_DATABASE_URL; "
            "kiểm tra máy chủ đã chạy và tài khoản được tạo cơ sở dữ liệu."
        ) from fault
    return make_conninfo(url, dbname=database)
