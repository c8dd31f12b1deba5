"""Many clients at once, each a process with a connection of its own (P1, P8)."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType

from django.db import connection

from motcua.console.benching.acts import uncounted
from motcua.console.benching.meter import middle
from motcua.console.benching.office import office
from motcua.console.benching.reference import Acts, Reference, recorded
from motcua.console.benching.run import Run
from motcua.console.benching.targets import Finding, finding
from motcua.journal.services import forget_actors

_WARM = 5


def throughput(run: Run) -> Iterator[Finding]:
    """Measure receptions of many clients at once: beside raw SQL, and without counting."""
    size = max(2, run.batch // 2)
    against_raw, uncounted_share, speeds = [], [], []
    with Clients(run.clients, size) as clients:
        for number in range(run.rounds + 1):
            own = clients.all("own")
            clients.all("record")
            raw = clients.all("replay")
            without = clients.all("uncounted")
            if number == 0:
                continue
            against_raw.append(100 * raw / own)
            uncounted_share.append(100 * (1 - without / own))
            speeds.append((size * run.clients / own, size * run.clients / raw))
    note = (
        f"{middle([own for own, _ in speeds]):.0f} so với {middle([raw for _, raw in speeds]):.0f} "
        f"hồ sơ/giây, {run.clients} tiến trình ở {run.clients} xã"
    )
    yield finding(
        "P1.throughput", middle(against_raw), worst=min(against_raw), dossiers=run.dossiers,
        note=note,
    )  # fmt: skip
    yield finding(
        "P8.cost", middle(uncounted_share), worst=max(uncounted_share), dossiers=run.dossiers,
        note="so với tiếp nhận không ghi dòng nào vào sổ đếm",
    )  # fmt: skip


class Clients:
    """Processes that all do the same at the same time."""

    def __init__(self, count: int, size: int) -> None:
        """Remember how many clients there are and how much each of them does at a time."""
        self._count = count
        self._size = size
        self._pipes: list[Connection] = []
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> "Clients":
        """Start the processes; they inherit no open connection."""
        connection.close()
        context = get_context("fork")
        for number in range(self._count):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, number, self._size))
            process.start()
            theirs.close()
            self._pipes.append(ours)
            self._processes.append(process)
        self.all("warm")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Send the processes home."""
        for pipe in self._pipes:
            pipe.send("")
            pipe.close()
        for process in self._processes:
            process.join()

    def all(self, what: str) -> float:
        """Let every client do a work and return the seconds until the last was done."""
        began = time.perf_counter()
        for pipe in self._pipes:
            pipe.send(what)
        for pipe in self._pipes:
            pipe.recv()
        return time.perf_counter() - began


def _serve(pipe: Connection, number: int, size: int) -> None:
    connection.close()
    forget_actors()
    there = office()
    unit = there.now[number % min(len(there.now), 20)]
    reference = Reference()
    acts: Acts = []

    def own(count: int) -> None:
        for _ in range(count):
            there.receive(unit)

    def record() -> None:
        nonlocal acts
        acts = recorded([partial(there.receive, unit)] * size)

    def not_counted() -> None:
        with uncounted():
            own(size)

    works: dict[str, Callable[[], None]] = {
        "warm": partial(own, _WARM),
        "own": partial(own, size),
        "record": record,
        "replay": lambda: reference.send(acts),
        "uncounted": not_counted,
    }
    while what := pipe.recv():
        works[what]()
        pipe.send(True)
    reference.close()
    connection.close()
    pipe.close()
