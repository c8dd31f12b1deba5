"""The books proved against each other: journal, clock, tally (architecture.md section 1, 5)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from motcua.dossiers import rules
from motcua.dossiers.models import ClockEntry, Dossier
from motcua.dossiers.rules import Counted, Fact
from motcua.dossiers.vocabulary import ClockKind, Outcome, Status
from motcua.journal import selectors as journal
from motcua.kernel.canonical import instant_text
from motcua.tally import selectors as tally
from motcua.tally.models import TallyLine
from motcua.tally.rules import Line, Place, differences
from motcua.tally.vocabulary import Channel

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Differing:
    """One place where the books do not agree: which book, which row, why."""

    book: str
    key: str
    why: str


@dataclass(slots=True)
class Verification:
    """What was counted, and everything that differs."""

    entries: int = 0
    dossiers: int = 0
    lines: int = 0
    files: int = 0
    rows: list[Differing] = field(default_factory=list)

    def count(self, book: str) -> int:
        """Return how many differences there are in a book."""
        return sum(1 for row in self.rows if row.book == book)


def verify(progress: Callable[[int], None] | None = None) -> Verification:
    """Prove journal, clock and tally against each other and name every row that differs.

    progress: told how many dossiers are done, after each chunk.

    The journal proves itself by its hashes; every clock entry must stand in the journal as it
    was written; the dossier's due time, unit and end must follow from the clock; the tally
    must be the recount from the clock, its cells the sum of its lines.
    """
    found = Verification()
    proof = journal.prove()
    found.entries = proof.entries
    found.rows += [Differing("journal", fault.key, fault.why) for fault in proof.faults]
    known: set[str] = set()
    for chunk in _chunks():
        _verify_chunk(chunk, found)
        known.update(str(dossier.pk) for dossier in chunk)
        found.dossiers += len(chunk)
        if progress is not None:
            progress(found.dossiers)
    for orphan in sorted(journal.subjects("dossier") - known):
        found.rows.append(
            Differing("clock", f"hồ sơ số {orphan}", "có nhật ký nhưng không có hồ sơ")
        )
    found.rows += [
        Differing("tally", cell, "ô không bằng tổng các dòng") for cell in tally.faulty_cells()
    ]
    return found


def _chunks() -> Iterator[Sequence[Dossier]]:
    last = 0
    while True:
        chunk = list(Dossier.objects.filter(pk__gt=last).order_by("pk")[:CHUNK])
        if not chunk:
            return
        yield chunk
        last = chunk[-1].pk


def _verify_chunk(chunk: Sequence[Dossier], found: Verification) -> None:
    first, last = chunk[0].pk, chunk[-1].pk
    clocks: dict[int, list[ClockEntry]] = defaultdict(list)
    for entry in ClockEntry.objects.filter(dossier__gte=first, dossier__lte=last).order_by(
        "number"
    ):
        clocks[entry.dossier_id].append(entry)
    lines: dict[int, list[Line]] = defaultdict(list)
    for row in TallyLine.objects.filter(dossier__range=(first, last)).order_by("pk"):
        lines[row.dossier].append(tally.recorded(row).line)
        found.lines += 1
    written = _clock_parts([str(dossier.pk) for dossier in chunk])
    for dossier in chunk:
        facts = [_fact(entry) for entry in clocks[dossier.pk]]
        for why in _clock_faults(dossier, facts, written[dossier.pk]):
            found.rows.append(Differing("clock", str(dossier), why))
        if differences(rules.lines_of(_counted(dossier, facts), facts), lines[dossier.pk]):
            found.rows.append(Differing("tally", str(dossier), "các dòng đếm khác với sổ thời hạn"))


def _clock_parts(codes: Sequence[str]) -> dict[int, dict[int, Mapping[str, object]]]:
    parts: dict[int, dict[int, Mapping[str, object]]] = defaultdict(dict)
    for subject, _, payload in journal.payloads_of("dossier", codes):
        part = payload.get("clock")
        if isinstance(part, dict):
            parts[int(subject)][int(part["number"])] = part
    return parts


def _fact(entry: ClockEntry) -> Fact:
    return Fact(
        number=entry.number,
        kind=ClockKind(entry.kind),
        at=entry.at,
        unit=entry.unit_id,
        due_at=entry.due_at,
        due_at_original=entry.due_at_original,
        outcome=None if entry.outcome is None else Outcome(entry.outcome),
        amends=entry.amends,
    )


def _counted(dossier: Dossier, facts: Sequence[Fact]) -> Counted:
    place = Place(
        unit=facts[0].unit if facts else dossier.settling_unit_id,
        procedure=dossier.procedure_id,
        field=dossier.field_id,
        channel=Channel(dossier.channel),
        boundary_free=dossier.boundary_free,
        parent_unit=dossier.counted_under,
    )
    refused = dossier.ended_at if dossier.status == Status.NOT_RECEIVED else None
    return Counted(place, dossier.due_by_minute, dossier.counts, refused)


def _clock_faults(
    dossier: Dossier, facts: Sequence[Fact], written: Mapping[int, Mapping[str, object]]
) -> Iterable[str]:
    for fact in facts:
        part = written.get(fact.number)
        if part is None:
            yield f"dòng {fact.number} của sổ thời hạn không có trong nhật ký"
        elif _differs(fact, part):
            yield f"dòng {fact.number} của sổ thời hạn khác với nhật ký"
    for number in sorted(set(written) - {fact.number for fact in facts}):
        yield f"nhật ký có dòng {number} mà sổ thời hạn không có"
    yield from _cache_faults(dossier, facts)


def _differs(fact: Fact, part: Mapping[str, object]) -> bool:
    due = None if fact.due_at is None else instant_text(fact.due_at)
    return (
        part.get("kind") != str(fact.kind)
        or part.get("at") != instant_text(fact.at)
        or part.get("due_at") != due
        or part.get("unit") != fact.unit
        or part.get("outcome") != (None if fact.outcome is None else str(fact.outcome))
        or part.get("amends") != fact.amends
    )


def _cache_faults(dossier: Dossier, facts: Sequence[Fact]) -> Iterable[str]:
    if not facts:
        received = dossier.status in (Status.SETTLED, Status.RETURNED)
        if received or (dossier.received_at is not None and not dossier.boundary_free):
            yield "hồ sơ đã tiếp nhận mà sổ thời hạn trống"
        return
    _, effective = rules.amended(_counted(dossier, facts), facts)
    ended: datetime | None = None
    for fact in effective:
        if fact.kind is ClockKind.END:
            ended = fact.at
    due_at, _ = rules.due_of(effective)
    if dossier.due_at != due_at:
        yield "hạn trên hồ sơ khác với sổ thời hạn"
    if dossier.due_at_original != effective[0].due_at:
        yield "hạn gốc trên hồ sơ khác với sổ thời hạn"
    if dossier.ended_at != ended:
        yield "thời điểm kết thúc trên hồ sơ khác với sổ thời hạn"
    if dossier.settling_unit_id != effective[-1].unit:
        yield "đơn vị giải quyết trên hồ sơ khác với sổ thời hạn"
