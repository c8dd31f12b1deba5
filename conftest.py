"""One PostgreSQL for the suite: MOTCUA_DATABASE_URL, else the private server in MOTCUA_HOME."""

import importlib
import os
import socket
from collections.abc import Callable

import django
import pytest
from django.db import connection
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from motcua.config import environment, local_database

# A home of its own: the server of the tests is quick and forgetful, and nobody's data is near.
os.environ.setdefault("MOTCUA_HOME", str(environment.ROOT / "var" / "test"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
django.setup()

_LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost"}
_connect: Callable[..., None] = socket.socket.connect
_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --full: every width and theme, new examples, and the tests that take minutes."""
    parser.addoption("--full", action="store_true", help="every width and theme, and what is slow")


# A change is judged by the same examples twice; --full looks for new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("new", derandomize=False)


def pytest_configure(config: pytest.Config) -> None:
    """Choose between the examples of every run and new ones."""
    settings.load_profile("new" if config.getoption("--full") else "same")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs a database and what needs a browser, and leave out what only --full runs."""
    if not config.getoption("--full"):
        left_out = [item for item in items if item.get_closest_marker("full")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & _DATABASE_FIXTURES:
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether every width and theme is asked for."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let tests reach this machine only."""

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in _LOCAL_HOSTS:
            raise AssertionError(f"a test tried to reach {host}")
        _connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Start the private server, at the first test that needs a database."""
    given = environment.read()
    if not given.database_url:
        local_database.start(given.home, durable=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let the flush between tests empty the books, and nothing else: it needs TRUNCATE."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text, tgname from pg_trigger"
            " where tgname like '%_is_not_emptied'"
        )
        for table, trigger in cursor.fetchall():
            cursor.execute(f'alter table {table} disable trigger "{trigger}"')


@pytest.fixture(autouse=True)
def forgotten_actors() -> None:
    """Start each test without what the process remembers of the one before."""
    importlib.import_module("motcua.journal.services").forget_actors()
