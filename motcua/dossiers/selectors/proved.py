"""One dossier proved: its clock, its rows, its figures, its results against its journal."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.archive.models import IssuedResult
from motcua.archive.selectors import paper_print
from motcua.dossiers import rules
from motcua.dossiers.models import ClockEntry, Dossier, Step
from motcua.dossiers.rules import Counted, Fact
from motcua.dossiers.rules.ground import Ground, ground_print
from motcua.dossiers.selectors.state import STATE
from motcua.dossiers.vocabulary import ClockKind, Deed, Outcome, Status
from motcua.journal.selectors import Said
from motcua.kernel.canonical import instant_text
from motcua.storage.sql import Row
from motcua.tally.rules import Line, Place, differences
from motcua.tally.vocabulary import Channel

_PRINT = 16
#: How a dossier stands whose clock ended so.
_ENDED = {
    Outcome.SETTLED: (Status.SETTLED, Status.RETURNED),
    Outcome.REFUSED: (Status.SETTLED, Status.RETURNED),
    Outcome.WITHDRAWN: (Status.WITHDRAWN,),
    Outcome.STOPPED: (Status.STOPPED,),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """A dossier with all that its books hold. parent: entries of the clock and acts of the parent.

    state: the print of its rows as they stand; steps: read only where the journal has no print.
    """

    dossier: Dossier
    clock: Sequence[ClockEntry]
    lines: Sequence[tuple[datetime, Line]]
    said: Sequence[Said]
    results: Sequence[IssuedResult]
    state: Row
    steps: Sequence[Step] = ()
    parent_units: frozenset[int] = frozenset()
    parent_instants: frozenset[datetime] = frozenset()


def faults(whole: Whole) -> Iterator[tuple[str, str]]:
    """Yield the book and the reason of everything that differs in one dossier."""
    facts = [_fact(entry) for entry in whole.clock]
    counted = _counted(whole.dossier, facts)
    if not whole.said:
        yield "journal", "không có dòng nhật ký nào"
    for why in (
        *_clock_faults(whole, facts),
        *_cache_faults(whole.dossier, counted, facts),
        *_row_faults(whole, facts),
        *_result_faults(whole),
    ):
        yield "clock", why
    for why in _line_faults(whole, counted, facts):
        yield "tally", why


def is_stated(said: Sequence[Said]) -> bool:
    """Return whether the last act left a print of the rows; acts of before 24/11/2026 did not."""
    return bool(said) and STATE in said[-1].payload


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


def _clock_faults(whole: Whole, facts: Sequence[Fact]) -> Iterator[str]:
    written: dict[int, tuple[Said, Mapping[str, object]]] = {}
    for said in whole.said:
        part = said.payload.get("clock")
        if isinstance(part, dict):
            written[int(part["number"])] = said, part
    extended = False
    for fact, entry in zip(facts, whole.clock, strict=True):
        extended = extended or fact.kind is ClockKind.EXTEND
        if fact.number not in written:
            yield f"dòng {fact.number} của sổ thời hạn không có trong nhật ký"
            continue
        said, part = written[fact.number]
        unlike = _unlike(fact, entry, said=said, part=part, extended=extended)
        if unlike:
            columns = ", ".join(unlike)
            yield f"dòng {fact.number} của sổ thời hạn khác với nhật ký ({columns})"
    for number in sorted(set(written) - {fact.number for fact in facts}):
        yield f"nhật ký có dòng {number} mà sổ thời hạn không có"


def _unlike(
    fact: Fact, entry: ClockEntry, *, said: Said, part: Mapping[str, object], extended: bool
) -> list[str]:
    """Return which columns of an entry differ from what the journal told of it."""
    pairs: dict[str, tuple[object, object]] = {
        "loại": (part.get("kind"), str(fact.kind)),
        "thời điểm": (part.get("at"), instant_text(fact.at)),
        "hạn": (part.get("due_at"), fact.due_at and instant_text(fact.due_at)),
        "đơn vị": (part.get("unit"), fact.unit),
        "kết thúc": (part.get("outcome"), fact.outcome and str(fact.outcome)),
        "đính chính": (part.get("amends"), fact.amends),
        "người thực hiện": (said.by, entry.by),
        "ghi lúc": (said.recorded_at, entry.recorded_at),
    }
    if "rest" in part:
        ground = Ground(
            entry.legal_ground, entry.document, entry.calendar, entry.remaining,
            entry.remaining_unit,
        )  # fmt: skip
        rest = ground_print(fact.due_at_original, ground)
        name = "căn cứ, văn bản, lịch, thời gian còn lại hoặc hạn không kể gia hạn"
        pairs[name] = (part["rest"], rest)
    else:
        # Older lines tell less: the words of the act, and that nothing was extended yet.
        pairs["hạn không kể gia hạn"] = (extended or fact.due_at_original is None, True)
        if said.act in (Deed.PAUSE, Deed.STOP_SETTLING):
            pairs["căn cứ"] = (said.payload.get("legal_ground"), entry.legal_ground)
    return [name for name, (told, stands) in pairs.items() if told != stands]


def _cache_faults(dossier: Dossier, counted: Counted, facts: Sequence[Fact]) -> Iterator[str]:
    if not facts:
        received = dossier.status in (Status.SETTLED, Status.RETURNED)
        if received or (dossier.received_at is not None and not dossier.boundary_free):
            yield "hồ sơ đã tiếp nhận mà sổ thời hạn trống"
        return
    _, effective = rules.amended(counted, facts)
    end: Fact | None = None
    for fact in effective:
        if fact.kind is ClockKind.END:
            end = fact
    due_at, _ = rules.due_of(effective)
    if dossier.due_at != due_at:
        yield "hạn trên hồ sơ khác với sổ thời hạn"
    if dossier.due_at_original != effective[0].due_at:
        yield "hạn gốc trên hồ sơ khác với sổ thời hạn"
    if dossier.ended_at != (None if end is None else end.at):
        yield "thời điểm kết thúc trên hồ sơ khác với sổ thời hạn"
    if dossier.settling_unit_id != effective[-1].unit:
        yield "đơn vị giải quyết trên hồ sơ khác với sổ thời hạn"
    if not _stands_as(dossier.status, end):
        yield "trạng thái trên hồ sơ khác với sổ thời hạn"


def _stands_as(status: int, end: Fact | None) -> bool:
    """Return whether a dossier may stand so with this end of its clock, or with none."""
    if end is not None and end.outcome is not None:
        return status in _ENDED[end.outcome]
    return status not in (*_ENDED[Outcome.SETTLED], Status.WITHDRAWN, Status.NOT_RECEIVED)


def _row_faults(whole: Whole, facts: Sequence[Fact]) -> Iterator[str]:
    """Yield how the rows differ from what the last act left, as far as the journal tells."""
    if is_stated(whole.said):
        kept, now = str(whole.said[-1].payload[STATE]), whole.state
        if kept[:_PRINT] != now[1]:
            yield "hồ sơ khác với lúc ghi việc cuối cùng trong nhật ký"
        if kept[_PRINT:] != now[2]:
            yield "bước, phiếu bổ sung, lấy ý kiến hoặc xin lỗi khác với lúc ghi việc cuối cùng"
        return
    yield from _older_faults(whole, facts)


def _older_faults(whole: Whole, facts: Sequence[Fact]) -> Iterator[str]:
    dossier = whole.dossier
    receipts = [said for said in whole.said if said.act == Deed.RECEIVE]
    if receipts and receipts[-1].payload.get("code") not in (dossier.code, dossier.source_code):
        yield "mã hồ sơ khác với nhật ký"
    known = {said.at for said in receipts} | {fact.at for fact in rules.amended(
        _counted(dossier, facts), facts)[1][:1]}  # fmt: skip
    if (dossier.received_at is None) != (not receipts) or (
        receipts and dossier.received_at not in known
    ):
        yield "thời điểm tiếp nhận khác với nhật ký"
    returns = [said.at for said in whole.said if said.act == Deed.RETURN_RESULT]
    if dossier.status == Status.RETURNED and (not returns or dossier.returned_at != returns[-1]):
        yield "thời điểm trả kết quả khác với nhật ký"
    instants = {said.at for said in whole.said} | {said.recorded_at for said in whole.said}
    for number, step in enumerate(whole.steps, start=1):
        times = (step.handed_at, step.taken_at, step.done_at)
        if step.number != number:
            yield f"thiếu bước {number}"
        elif any(time is not None and time not in instants for time in times):
            yield f"thời điểm của bước {number} không có trong nhật ký"


def _result_faults(whole: Whole) -> Iterator[str]:
    issued = [s for s in whole.said if s.act == Deed.ISSUE_RESULT and "name" in s.payload]
    if len(issued) != len(whole.results):
        yield f"nhật ký ghi {len(issued)} kết quả, kho lưu {len(whole.results)}"
        return
    corrected = {said.at for said in whole.said if said.act == Deed.CORRECT}
    for said, result in zip(issued, whole.results, strict=True):
        number, name, paper = (said.payload.get(key) for key in ("number", "name", "paper"))
        same = (result.number, result.name) == (number, name)
        if not same or (paper is not None and paper != paper_print(result)):
            yield f"kết quả {result.number} khác với nhật ký"
        if result.revoked_at is not None and result.revoked_at not in corrected:
            yield f"thu hồi kết quả {result.number} không có trong nhật ký"
    over = whole.dossier.status in _ENDED[Outcome.SETTLED]
    if [result.revoked_at is None for result in whole.results] != [
        over and result is whole.results[-1] for result in whole.results
    ]:
        yield "kết quả còn hiệu lực không khớp với trạng thái hồ sơ"


def _line_faults(whole: Whole, counted: Counted, facts: Sequence[Fact]) -> Iterator[str]:
    dossier, lines = whole.dossier, whole.lines
    if differences(rules.lines_of(counted, facts), [line for _, line in lines]):
        yield "các dòng đếm khác với sổ thời hạn"
        return
    if dossier.parent_id is None:
        wrong = dossier.counted_under != 0
    else:
        wrong = dossier.counts and dossier.counted_under not in whole.parent_units
    if wrong:
        yield "đơn vị của hồ sơ mẹ khác với hồ sơ mẹ"
    if not _told_when(whole, counted, facts):
        yield "thời điểm ghi của các dòng đếm khác với nhật ký"


def _told_when(whole: Whole, counted: Counted, facts: Sequence[Fact]) -> bool:
    """Return whether every line was written down by the act that made it."""
    told = {entry.recorded_at for entry in whole.clock}
    instants = {instant for instant, _ in whole.lines}
    if len(told) == 1 and _is_alone(whole):
        return instants <= told
    if not facts or not _is_alone(whole) or _changes_place(facts):
        return instants <= {said.recorded_at for said in whole.said} | whole.parent_instants
    return all(
        not differences(wanted, [line for at, line in whole.lines if at == instant])
        for instant, wanted in _by_instant(whole, counted, facts)
    )


def _by_instant(
    whole: Whole, counted: Counted, facts: Sequence[Fact]
) -> Iterable[tuple[datetime, Sequence[Line]]]:
    entries = list(zip(whole.clock, facts, strict=True))
    before: Sequence[Line] = ()
    every = {entry.recorded_at for entry in whole.clock} | {at for at, _ in whole.lines}
    for instant in sorted(every):
        until = [fact for entry, fact in entries if entry.recorded_at <= instant]
        after = rules.lines_of(counted, until)
        yield instant, differences(after, before)
        before = after


def _is_alone(whole: Whole) -> bool:
    """Return whether the lines follow from the dossier's own clock alone."""
    return whole.dossier.parent_id is None


def _changes_place(facts: Sequence[Fact]) -> bool:
    places = {"channel", "procedure", "field"}
    return any(fact.amends is not None and places & set(fact.amends) for fact in facts)
