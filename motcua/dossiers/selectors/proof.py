"""The books proved against each other: journal, clock, tally (architecture.md section 1, 5)."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from motcua.archive.models import IssuedResult
from motcua.archive.selectors import results_among
from motcua.dossiers.models import ClockEntry, Dossier, Step
from motcua.dossiers.selectors.chains import chain_faults
from motcua.dossiers.selectors.proved import Whole, faults, is_stated
from motcua.dossiers.selectors.state import state_call
from motcua.journal import selectors as journal
from motcua.journal.selectors import Said
from motcua.storage import sql
from motcua.tally import selectors as tally
from motcua.tally.models import TallyLine
from motcua.tally.rules import Line

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Differing:
    """One place where the books do not agree: which book, which row, why.

    times: how many places a row stands for that says there are more than are named.
    """

    book: str
    key: str
    why: str
    times: int = 1


@dataclass(slots=True)
class Verification:
    """What was counted, and everything that differs; unsealed: entries that no seal covers."""

    entries: int = 0
    dossiers: int = 0
    lines: int = 0
    files: int = 0
    unsealed: int = 0
    rows: list[Differing] = field(default_factory=list)

    def count(self, book: str) -> int:
        """Return how many differences there are in a book."""
        return sum(row.times for row in self.rows if row.book == book)


def verify(progress: Callable[[int], None] | None = None) -> Verification:
    """Prove journal, clock and tally against each other and name every row that differs.

    progress: told how many dossiers are done, after each chunk.

    The journal proves itself by its hashes and seals. Every clock entry must stand in the
    journal as it was written, the dossier and its steps as its last act left them, an issued
    result as it was issued. The tally must be the recount from the clock, each line recorded
    with its act; its cells the sum of its lines. Everything is read from one snapshot.
    """
    with sql.snapshot():
        return _verify(progress)


def _verify(progress: Callable[[int], None] | None) -> Verification:
    found = Verification()
    proof = journal.prove()
    found.entries, found.unsealed = proof.entries, journal.unsealed()
    found.rows += [Differing("journal", fault.key, fault.why) for fault in proof.faults]
    for chunk in _chunks():
        _verify_chunk(chunk, found)
        found.dossiers += len(chunk)
        if progress is not None:
            progress(found.dossiers)
    found.rows += [Differing("journal", key, why) for key, why in chain_faults()]
    found.rows += _rows_of_no_dossier()
    cells = tally.prove_cells()
    found.rows += [Differing("tally", name, "ô không bằng tổng các dòng") for name in cells.names]
    if more := cells.count - len(cells.names):
        why = f"còn {more} ô nữa không bằng tổng các dòng (ít nhất {len(cells.names)} ô đã nêu tên)"
        found.rows.append(Differing("tally", "các ô khác", why, times=more))
    return found


def _rows_of_no_dossier() -> Iterator[Differing]:
    """Yield lines and results whose dossier is not there."""
    there = Dossier.objects.values("pk")
    lost = TallyLine.objects.exclude(dossier__in=there).values_list("dossier", flat=True)
    for key in sorted(set(lost)):
        yield Differing("tally", f"hồ sơ số {key}", "có dòng đếm nhưng không có hồ sơ")
    for result in IssuedResult.objects.exclude(dossier_number__in=there).order_by("pk"):
        yield Differing("clock", result.dossier_code, "có kết quả nhưng không có hồ sơ")


def _chunks() -> Iterator[Sequence[Dossier]]:
    last = 0
    while True:
        chunk = list(Dossier.objects.filter(pk__gt=last).order_by("pk")[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1].pk


def _verify_chunk(chunk: Sequence[Dossier], found: Verification) -> None:
    for whole in _wholes(chunk):
        found.lines += len(whole.lines)
        for book, why in faults(whole):
            found.rows.append(Differing(book, str(whole.dossier), why))


def _wholes(chunk: Sequence[Dossier]) -> Iterator[Whole]:
    keys = [dossier.pk for dossier in chunk]
    first, last = keys[0], keys[-1]
    clocks: dict[int, list[ClockEntry]] = defaultdict(list)
    for entry in ClockEntry.objects.filter(dossier__gte=first, dossier__lte=last).order_by(
        "number"
    ):
        clocks[entry.dossier_id].append(entry)
    lines: dict[int, list[tuple[datetime, Line]]] = defaultdict(list)
    for row in TallyLine.objects.filter(dossier__range=(first, last)).order_by("pk").iterator():
        lines[row.dossier].append((row.recorded_at, tally.recorded(row).line))
    said: dict[int, list[Said]] = defaultdict(list)
    for subject, one in journal.said_of("dossier", [str(key) for key in keys]):
        said[int(subject)].append(one)
    results: dict[int, list[IssuedResult]] = defaultdict(list)
    for result in results_among(keys):
        results[result.dossier_number].append(result)
    states = {row[0]: row for row in sql.run([state_call(keys)])[0]}
    steps = _steps([key for key in keys if not is_stated(said[key])])
    parents = _Parents({d.parent_id for d in chunk if d.parent_id is not None})
    for dossier in chunk:
        key = dossier.pk
        yield Whole(
            dossier, clocks[key], lines[key], said[key], results[key], states[key], steps[key],
            parents.units[dossier.parent_id], parents.instants[dossier.parent_id],
        )  # fmt: skip


def _steps(keys: Sequence[int]) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(dossier__in=keys).order_by("number"):
        found[step.dossier_id].append(step)
    return found


class _Parents:
    """Which units settled parents of interlinked parts, and when their acts were recorded."""

    def __init__(self, keys: set[int]) -> None:
        self.units: dict[int | None, frozenset[int]] = defaultdict(frozenset)
        self.instants: dict[int | None, frozenset[datetime]] = defaultdict(frozenset)
        if not keys:
            return
        rows = Dossier.objects.filter(pk__in=keys).values_list("pk", "settling_unit_id")
        for key, unit in rows.union(
            ClockEntry.objects.filter(dossier__in=keys).values_list("dossier_id", "unit_id")
        ):
            self.units[key] |= {unit}
        for subject, one in journal.said_of("dossier", [str(key) for key in sorted(keys)]):
            self.instants[int(subject)] |= {one.recorded_at}
