"""The one command: what it refuses, and the private server that comes and goes with it."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from motcua.config import local_database, server_account
from tests.house import code

#: Holds the private server of the home for as long as standard input stays open.
_HOLD = (
    "import sys; from pathlib import Path; from motcua.config import local_database;"
    "print(local_database.start(Path(sys.argv[1]), durable=False), flush=True); sys.stdin.read()"
)


@pytest.fixture
def home() -> Iterator[Path]:
    """Give an empty home that the server's account can enter, too."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def surroundings(home: Path, **more: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    return {**kept, "MOTCUA_HOME": str(home), "PYTHONPATH": str(code.ROOT), **more}


def run(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "motcua.config", *arguments],
        env=surroundings(home, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def hold(home: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(home)],
        env=surroundings(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=60)


def answers(address: str) -> bool:
    try:
        psycopg.connect(address).close()
    except psycopg.OperationalError:
        return False
    return True


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1
    assert not done.stdout
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert all(word in lines[0] for word in words)


def test_a_database_that_is_not_there_is_one_sentence(home: Path) -> None:
    url = "postgresql://nobody:secret@127.0.0.1:1/nothing"
    done = run(home, "--no-serve", MOTCUA_DATABASE_URL=url)
    assert_refused(done, "Không kết nối được", "MOTCUA_DATABASE_URL")
    assert "secret" not in done.stderr


def test_an_address_that_cannot_be_read_does_not_show_its_password(home: Path) -> None:
    done = run(home, "--no-serve", MOTCUA_DATABASE_URL="postgresql://a:secret@[b")
    assert_refused(done, "MOTCUA_DATABASE_URL không đọc được")
    assert "secret" not in done.stderr


def test_a_port_in_use_is_refused_before_anything_is_made(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert_refused(run(home, MOTCUA_PORT=port), f"Cổng {port}", "MOTCUA_PORT")
    assert not (home / "postgresql").exists()


@pytest.mark.parametrize("port", ["65536", "²"])
def test_a_port_that_is_none_is_refused(home: Path, port: str) -> None:
    assert_refused(run(home, MOTCUA_PORT=port), "MOTCUA_PORT", port)


@pytest.mark.parametrize("words", [["khong-co"], ["report", "--format", "pdf"]])
def test_wrong_usage_ends_with_status_2(home: Path, words: list[str]) -> None:
    done = run(home, *words)
    assert done.returncode == 2
    assert "--help" in done.stderr


def test_a_folder_that_the_account_of_the_server_cannot_enter_is_named(home: Path) -> None:
    closed = home / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)
    assert server_account.closed_folder(closed / "inside") == closed
    assert server_account.closed_folder(home) is None


def test_the_server_stops_with_the_last_process_that_uses_it(home: Path) -> None:
    first, address = hold(home)
    second, same = hold(home)
    assert address == same == local_database.address(home)
    let_go(first)
    assert answers(address)
    let_go(second)
    assert not answers(address)


def test_a_killed_process_keeps_the_server_neither_running_nor_from_starting(home: Path) -> None:
    killed, address = hold(home)
    killed.kill()
    killed.communicate()
    next_one, _ = hold(home)
    assert answers(address)
    server = int((home / "postgresql" / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    third, _ = hold(home)
    assert answers(address)
    let_go(next_one)
    let_go(third)
    assert not answers(address)


def test_a_mark_of_a_server_whose_number_went_to_another_does_not_stop_the_start(
    home: Path,
) -> None:
    once, address = hold(home)
    let_go(once)
    mark = home / "postgresql" / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{mark.parent}\n")
    shutil.chown(mark, mark.parent.stat().st_uid, mark.parent.stat().st_gid)
    again, _ = hold(home)
    assert answers(address)
    let_go(again)
