"""What a piece of work costs: time, processor time on both sides, calls, rows, log bytes."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from django.db import connection

from motcua.storage import sql
from motcua.storage.sql import Statement

Work = Callable[[], object]

_TICKS = 100
_ROWS = Statement(
    "bench.rows",
    "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint from pg_stat_user_tables",
)
_FLUSH = Statement("bench.flush", "select pg_stat_force_next_flush()")
_FORGET = Statement("bench.forget", "select pg_stat_clear_snapshot()")
_IMAGES = Statement("bench.images", "select wal_fpi from pg_stat_wal")
_LOG = Statement("bench.log", "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint")


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one operation in milliseconds: on the clock, of the client, of the server."""

    wall: float
    client: float
    server: float

    @property
    def cpu(self) -> float:
        """Processor time of client and server together."""
        return self.client + self.server


@dataclass(slots=True)
class Rounds:
    """Costs of two ways of doing the same, measured in turns."""

    first: list[Cost] = field(default_factory=list)
    second: list[Cost] = field(default_factory=list)

    def ratios(self, of: Callable[[Cost], float] | None = None) -> list[float]:
        """Return first by second for each round; of: which cost, by default processor time."""
        cost = of or (lambda one: one.cpu)
        return [cost(a) / max(cost(b), 1e-9) for a, b in zip(self.first, self.second, strict=True)]


def measured(work: Work, *, operations: int, backend: int) -> Cost:
    """Do a work of so many operations and return the cost of one of them.

    backend: the process of the server that does the client's work.
    """
    server, client, wall = server_cpu(backend), time.process_time(), time.perf_counter()
    work()
    wall, client = time.perf_counter() - wall, time.process_time() - client
    server = server_cpu(backend) - server
    scale = 1000 / operations
    return Cost(wall * scale, client * scale, server * scale)


def server_cpu(backend: int) -> float:
    """Return the processor seconds of a server process, 0 where this machine does not run it."""
    folder = Path("/proc") / str(backend)
    try:
        return int((folder / "schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError, IndexError):
        pass
    try:
        words = (folder / "stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return 0.0
    return (int(words[11]) + int(words[12])) / _TICKS


def our_backend() -> int:
    """Return the server process that works for this process."""
    return sql.raw_connection().info.backend_pid


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return float(median(values))


@dataclass(slots=True)
class Counted:
    """SQL calls inside a block; a pipeline is one, BEGIN and COMMIT are not among them."""

    calls: int = 0


@contextmanager
def counted_calls() -> Iterator[Counted]:
    """Count the round trips of prepared statements and of the ORM inside the block."""
    found = Counted()

    def count(execute: Callable[..., object], *asked: object) -> object:
        found.calls += 1
        return execute(*asked)

    with connection.execute_wrapper(count), sql.observed() as sent:
        yield found
        found.calls += len(sent)


def rows_written() -> int:
    """Return how many rows this database has written since its beginning."""
    sql.every(_FLUSH)
    sql.every(_FORGET)
    return int(sql.every(_ROWS)[0][0])


def page_images() -> int:
    """Return how many whole pages the server's log holds: each once after a checkpoint."""
    sql.every(_FLUSH)
    return int(sql.every(_IMAGES)[0][0])


def log_position() -> int:
    """Return how many bytes the server's log (WAL) holds since its beginning."""
    return int(sql.every(_LOG)[0][0])
