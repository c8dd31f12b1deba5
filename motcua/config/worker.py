"""The worker: carries events to their reactions, and does what comes round again and again."""

import argparse
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import Error, close_old_connections, connection

from motcua.config.reactions import REACTIONS
from motcua.kernel.periods import day_of
from motcua.organisation.services import take_effect
from motcua.storage.events import relay
from motcua.storage.heartbeats import beat
from motcua.tally.services import fold

NAME = "worker"
HELP = "Chạy phần việc nền (chuyển sự kiện, cộng sổ đếm) cho đến khi dừng."

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
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the argument by which `./run` ties the worker to itself."""
    parser.add_argument("--beside", type=int, metavar="PID", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop, or until the process named by --beside is gone."""
    rest = threading.Event()
    due = {job.name: datetime.now(UTC) for job in ROUNDS}
    while options.beside is None or os.getppid() == options.beside:
        if not _once(due):
            rest.wait(_REST_SECONDS)
    return 0


def _once(due: dict[str, datetime]) -> int:
    """Do each round whose time has come and return how much was done in all."""
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
        except Exception:
            log.exception("round %s failed", job.name)
    close_old_connections()
    return done
