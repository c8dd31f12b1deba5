"""Backup and restore as commands, on a private server of their own."""

import signal
import time
from pathlib import Path

import psycopg
import pytest

from motcua.config import local_database
from motcua.config.tests.homes import Home, home

__all__ = ["home"]
pytestmark = pytest.mark.database

KINDS = "select kind, good from storage_safecopy order by id"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("khoa") / "khoa"
    path.write_text("một khóa rất dài để mã hóa bản sao lưu\n")
    return path


@pytest.fixture(scope="module")
def copy(home: Home, key: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encrypted backup, with a file of the store in it."""
    store = home.path / "files" / "ab"
    store.mkdir(parents=True)
    (store / "giay-to").write_text("bản quét")
    path = tmp_path_factory.mktemp("sao") / "sao"
    told = home.done("backup", path, "--key", key)
    assert told["journal"]["entries"] > 0
    return path


def test_a_backup_is_for_its_owner_only_and_leaves_nothing_half_done(copy: Path) -> None:
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_a_backup_is_never_written_over_another(home: Home, copy: Path) -> None:
    before = copy.read_bytes()
    assert "đã có" in home.sentence("backup", copy)
    assert copy.read_bytes() == before


def test_a_test_restore_proves_the_copy_and_leaves_a_row_only(
    home: Home, copy: Path, key: Path
) -> None:
    databases = home.rows("select datname from pg_database order by 1")
    told = home.done("restore", copy, "--key", key, "--test")
    assert told["differences"] == []
    # What a test before this one left behind may go; nothing stays that was not there.
    assert set(home.rows("select datname from pg_database order by 1")) <= set(databases)
    assert ("trial", True) in home.rows(KINDS)
    assert "đổi" in home.sentence("restore", copy, "--key", Path(__file__), "--test")
    assert ("trial", False) in home.rows(KINDS)


def test_what_was_recorded_later_is_not_replaced_unasked(home: Home, copy: Path, key: Path) -> None:
    databases = home.rows("select datname from pg_database order by 1")
    told = home.sentence("restore", copy, "--key", key)
    assert "--replace" in told
    assert home.rows("select datname from pg_database order by 1") == databases


def test_a_restore_waits_until_nobody_uses_the_database(home: Home, copy: Path, key: Path) -> None:
    worker = home.start("worker")
    try:
        deadline = time.monotonic() + 30
        while not _others(home) and time.monotonic() < deadline:
            time.sleep(0.2)
        told = home.sentence("restore", copy, "--key", key, "--replace")
        assert "dừng trang web" in told
    finally:
        worker.terminate()
        worker.communicate(timeout=30)


def _others(home: Home) -> int:
    query = "select count(*) from pg_stat_activity where datname = 'motcua'"
    with_mine = home.rows(query)[0][0]
    return int(with_mine) - 1


def test_of_two_restores_at_once_the_second_is_refused(home: Home, copy: Path, key: Path) -> None:
    lock = "select pg_advisory_lock(hashtextextended('restore:motcua', 0))"
    with psycopg.connect(local_database.address(home.path, "postgres")) as other:
        other.execute(lock)
        told = home.sentence("restore", copy, "--key", key, "--replace")
        assert "khôi phục khác đang chạy" in told
        assert "khôi phục khác" in home.sentence("restore", copy, "--key", key, "--test")


@pytest.mark.parametrize("seconds", [1.2, 2.0, 2.6])
def test_a_restore_killed_on_the_way_leaves_the_old_data(
    home: Home, copy: Path, key: Path, seconds: float
) -> None:
    before = home.rows("select count(*) from journal_journalentry")
    process = home.start("restore", copy, "--key", key, "--replace")
    time.sleep(seconds)
    ended = process.poll() is not None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    if not ended:
        after = home.rows("select count(*) from journal_journalentry")
        old = home.rows("select 1 from pg_database where datname like 'motcua\\_truoc%'")
        assert after == before or old
    assert home.done("verify")["rows"] == []


def test_a_restore_brings_back_rows_and_files_and_keeps_the_old_database(
    home: Home, copy: Path, key: Path
) -> None:
    (home.path / "files" / "ab" / "giay-to").unlink()
    told = home.done("restore", copy, "--key", key, "--replace")
    assert told["differences"] == []
    assert (home.path / "files" / "ab" / "giay-to").read_text() == "bản quét"
    assert home.rows("select count(*) from journal_journalentry", told["old_database"])
    left = home.rows("select datname from pg_database where datname like '%khoi\\_phuc%'")
    assert left == []
    assert home.rows(KINDS)[-1] == ("restore", True)
    forgotten = "select 1 from journal_journalentry where act = 'account.forget_proofs'"
    assert len(home.rows(forgotten)) == 1
    assert home.done("verify")["rows"] == []


def test_an_empty_machine_takes_a_backup_without_being_told_twice(
    copy: Path, key: Path, tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents[:2]:
        folder.chmod(0o755)
    fresh = Home(tmp_path)
    told = fresh.done("restore", copy, "--key", key)
    assert told["old_database"] == ""
    assert fresh.done("verify")["rows"] == []


def test_no_secret_stands_on_a_command_line_or_in_a_row(home: Home, key: Path) -> None:
    rows = home.rows("select payload::text from journal_journalentry")
    assert not [row for row in rows if key.read_text().strip() in row[0]]
