"""The product's own role works with everything, and cannot change a book."""

import signal
import socket
import time
import urllib.request

import psycopg
import pytest

from motcua.config import local_database
from motcua.config.tests.homes import Home, home

__all__ = ["home"]
pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def url(home: Home) -> str:
    """The address under which the product's own role connects."""
    owner = local_database.address(home.path)
    with psycopg.connect(owner, autocommit=True) as server:
        server.execute("create role motcua_app login")
    told = home.done("grants", "motcua_app")
    assert {"journal_journalentry", "dossiers_clockentry", "tally_tallyline"} <= set(told["books"])
    return psycopg.conninfo.make_conninfo(owner, user="motcua_app")


@pytest.mark.parametrize(
    "text",
    [
        "update journal_journalentry set act = 'x'",
        "delete from dossiers_clockentry",
        "truncate tally_tallyline",
        "alter table journal_journalentry disable trigger all",
        "drop table journal_journalentry",
        "delete from django_migrations",
    ],
)
def test_the_books_stay_as_written(url: str, text: str) -> None:
    with psycopg.connect(url) as server, pytest.raises(psycopg.errors.InsufficientPrivilege):
        server.execute(text)


def test_the_product_works_under_its_own_role(home: Home, url: str) -> None:
    more = {"MOTCUA_DATABASE_URL": url}
    assert home.run("--no-serve", "--no-sample", **more).returncode == 0
    # The background work may have sealed the day already; either way the role could write it.
    home.done("seal", **more)
    assert home.rows("select chains from journal_seal order by id")[0][0] > 0
    assert home.done("verify", **more)["rows"] == []
    assert home.done("tally", "fold", **more) is not None
    assert "sửa được nhật ký" not in home.run("check", **more, MOTCUA_HOSTS="motcua.vn").stdout


def test_the_owner_is_told_that_it_is_too_strong(home: Home) -> None:
    owner = local_database.address(home.path)
    told = home.run("check", MOTCUA_DATABASE_URL=owner, MOTCUA_HOSTS="motcua.vn")
    assert "sửa được nhật ký" in told.stdout
    # The server of the tests keeps nothing over a power cut, and that is said too.
    assert "fsync" in told.stdout
    assert told.returncode == 1
    assert "chủ sở hữu" in home.sentence("grants", "postgres")
    assert "createuser" in home.sentence("grants", "khong_co")


def test_told_to_reload_the_server_goes_on(home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    process = home.start("--no-sample", MOTCUA_PORT=port)
    try:
        _wait(port)
        process.send_signal(signal.SIGHUP)
        time.sleep(2)
        assert process.poll() is None
        _wait(port)
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _wait(port: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/suc-khoe", timeout=5) as told:
                assert told.status == 200
                return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.3)
