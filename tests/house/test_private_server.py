"""A private database server that was killed answers again without another command."""

import os
import signal
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError

from motcua.config import local_database, worker


def _kill(home: Path) -> None:
    number = int((home / "postgresql" / "postmaster.pid").read_text().split()[0])
    os.kill(number, signal.SIGKILL)
    ended = time.monotonic() + 10
    while time.monotonic() < ended:
        try:
            psycopg.connect(local_database.address(home), connect_timeout=1).close()
        except psycopg.OperationalError:
            return
        time.sleep(0.05)
    raise AssertionError("the server outlives its end")


def test_the_worker_starts_a_killed_private_server_again(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    home = tmp_path_factory.mktemp("home")
    for folder in (home, *home.parents[:2]):
        folder.chmod(0o755)  # As root the server runs as another account.
    address = local_database.start(home)
    with psycopg.connect(address) as connection:
        connection.execute("create table kept as select 1 as one")

    def asks(_at: datetime) -> int:
        try:
            with psycopg.connect(address, connect_timeout=2) as connection:
                return len(connection.execute("select one from kept").fetchall())
        except psycopg.OperationalError as fault:
            raise OperationalError from fault

    monkeypatch.setattr(worker, "ROUNDS", (worker.Round("asks", timedelta(0), asks),))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connection, "close", lambda: None)

    def once() -> int:
        return worker._once({"asks": datetime.now(UTC)}, private=home)

    assert once() == 1
    _kill(home)
    assert once() == 0
    assert "is started again" in caplog.text
    assert once() == 1
    assert not local_database.revive(home)
