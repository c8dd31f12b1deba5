"""The worker: carries events to their reactions, and does what comes round again and again."""

import argparse
import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import Error, close_old_connections, connection

from motcua.config import environment, local_database
from motcua.config.reactions import REACTIONS
from motcua.journal.services import seal, seal_once_a_day
from motcua.kernel.periods import day_of
from motcua.organisation.services import take_effect
from motcua.storage.events import relay
from motcua.storage.heartbeats import beat
from motcua.tally.services import fold

NAME = "worker"
HELP = "Chạy phần việc nền (chuyển sự kiện, cộng sổ đếm, niêm phong) cho đến khi dừng."

#: Acts become visible to their reactions within about this time.
_REST_SECONDS = 0.5

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """Something to do again and again; it returns how much it did, 0 when nothing waits."""

    name: str
    every: timedelta
    work: Callable[[datetime], int]


def _relay(at: datetime) -> int:
    return relay(reactions=REACTIONS, at=at)


def _fold(_at: datetime) -> int:
    return fold()


def _beat(at: datetime) -> int:
    beat(NAME, at)
    return 0


def _organisation(at: datetime) -> int:
    return take_effect(on=day_of(at))


ROUNDS = (
    Round("heartbeat", timedelta(seconds=10), _beat),
    Round("relay", timedelta(0), _relay),
    Round("tally", timedelta(seconds=2), _fold),
    # Names and places of units that were decided ahead begin with their day.
    Round("organisation", timedelta(minutes=10), _organisation),
    # The first turn after midnight in Việt Nam finds no seal of its day.
    Round("seal", timedelta(minutes=1), seal_once_a_day),
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the argument by which `./run` ties the worker to itself."""
    parser.add_argument("--beside", type=int, metavar="PID", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop, or until the process named by --beside is gone.

    It looks after the private server of the database, too, where there is one.
    """
    given = environment.read()
    private = None if given.database_url else given.home
    stop = _told_to_stop()
    due = {job.name: datetime.now(UTC) for job in ROUNDS}
    while not stop.is_set() and (options.beside is None or os.getppid() == options.beside):
        if not _once(due, private=private):
            stop.wait(_REST_SECONDS)
    _seal_at_the_end()
    return 0


def _told_to_stop() -> threading.Event:
    """Return what is set when the process is told to stop, so that it stops between two rounds."""
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for kind in (signal.SIGTERM, signal.SIGINT):
            signal.signal(kind, lambda *_: stop.set())
    return stop


def _seal_at_the_end() -> None:
    """Seal what was written since the last seal: nobody may be there at midnight."""
    now = datetime.now(UTC)
    try:
        seal(on=day_of(now), at=now)
    except Exception:
        log.exception("the journal was not sealed at the end")


def _once(due: dict[str, datetime], *, private: Path | None = None) -> int:
    """Do each round whose time has come and return how much was done in all.

    private: the home of the private server, which is started again when it was killed.
    """
    done = 0
    for job in ROUNDS:
        at = datetime.now(UTC)
        if due[job.name] > at:
            continue
        due[job.name] = at + job.every
        try:
            done += job.work(at)
        except Error:
            # The database is away or restarting: ask it for a new connection next time.
            log.exception("round %s failed", job.name)
            connection.close()
            if private is not None:
                _revive(private)
        except Exception:
            log.exception("round %s failed", job.name)
    close_old_connections()
    return done


def _revive(home: Path) -> None:
    """Start a killed private server again: every page would fail until another command did it."""
    try:
        if local_database.revive(home):
            log.warning("the private database server was gone and is started again")
    except Exception:
        # The next round tries again, half a second later.
        log.exception("the private database server does not start again")
