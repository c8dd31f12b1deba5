"""A calendar as its page draws it: twelve months, where each day comes from, hours."""

from calendar import Calendar as Weeks
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from motcua.pages import parts
from motcua.pages.formats import day, weekday
from motcua.worktime.rules import Calendar, DecisionRecord, Origin, Proposal, Spans
from motcua.worktime.selectors import HoursLine
from motcua.worktime.vocabulary import WEEKDAY_LABELS, CalendarStatus, DayKind

#: Less than this many minutes of work is half a day.
_HALF = 6 * 60
_WORDS = {DayKind.OFF: "nghỉ", DayKind.CLOSED: "đóng", DayKind.WORKING: "bù"}
WEEK = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a month: its number, how it is drawn, and the word beside it."""

    number: int
    kind: str
    word: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its name and its weeks from Monday on, None before and after it."""

    name: str
    weeks: tuple[tuple[DayCell | None, ...], ...]


def months(calendar: Calendar, *, year: int, today: date) -> tuple[Month, ...]:
    """Return the twelve months of a year."""
    made = []
    for number in range(1, 13):
        weeks = tuple(
            tuple(
                _cell(calendar, on, today) if on.month == number else None for on in week
            )
            for week in Weeks().monthdatescalendar(year, number)
        )  # fmt: skip
        made.append(Month(f"Tháng {number}", weeks))
    return tuple(made)


def _cell(calendar: Calendar, on: date, today: date) -> DayCell:
    named = calendar.named(on)
    if named is not None:
        return DayCell(on.day, named.kind.value, _WORDS[named.kind], on == today)
    if not calendar.is_working_day(on):
        return DayCell(on.day, "weekend", "", on == today)
    worked = sum(end - start for start, end in calendar.spans(on))
    if worked < _HALF:
        return DayCell(on.day, "half", "nửa", on == today)
    return DayCell(on.day, "work", "", on == today)


def working_days(calendar: Calendar, year: int) -> int:
    """Return how many working days the year has."""
    first = date(year, 1, 1).toordinal()
    last = date(year, 12, 31).toordinal()
    return sum(calendar.is_working_day(date.fromordinal(one)) for one in range(first, last + 1))


def origin_table(found: Sequence[Origin], names: Mapping[int | None, str]) -> parts.Table:
    """Return each named day with the decision it comes from; like days in a row share a line."""
    heads = ("Ngày", "Là", "Tên, lý do", "Theo", "Văn bản", "Tình trạng")
    rows = [_origin_line(run, names) for run in _runs(found)]
    caption = "Ngày nghỉ, ngày làm bù và nguồn của từng ngày"
    return parts.Table(caption, [[parts.Head(head) for head in heads]], rows)


def _runs(found: Sequence[Origin]) -> list[list[Origin]]:
    runs: list[list[Origin]] = []
    for one in found:
        last = runs[-1][-1] if runs else None
        if last is not None and _same(last, one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _same(one: Origin, other: Origin) -> bool:
    plain = replace(other.day, on=one.day.on) == one.day and not one.hidden and not other.hidden
    return plain and one.key == other.key and (other.day.on - one.day.on).days == 1


def _origin_line(run: Sequence[Origin], names: Mapping[int | None, str]) -> tuple[parts.Cell, ...]:
    one, named, last = run[0], run[0].day, run[-1].day.on
    note = ""
    if one.hidden:
        over = one.hidden[0]
        note = f"Thay cho: {over.day.name} ({names.get(over.scope, 'đơn vị khác')})"
    kind = named.kind.label
    if named.stands_for is not None:
        kind = f"làm bù cho {day(named.stands_for)}"
    when = f"{weekday(named.on)}, {day(named.on)}"
    if len(run) > 1:
        when = f"{len(run)} ngày, {day(named.on)} đến hết {day(last)}"
    return (
        parts.Cell(when, head=True, wide=True),
        parts.Cell(kind, name="Là"),
        parts.Cell(named.name, name="Tên", note=note),
        parts.Cell(names.get(one.scope, "đơn vị khác"), name="Theo"),
        parts.Cell(named.document, name="Văn bản", wide=True,
                   note=f"ký ngày {day(one.decided_on)}" if one.decided_on else ""),
        parts.Cell(_status(named.status), name="Tình trạng",
                   tone="soon" if named.status is CalendarStatus.PREDICTED else "plain"),
    )  # fmt: skip


def _status(status: CalendarStatus) -> str:
    return status.label[:1].upper() + status.label[1:]


def hours_table(lines: Iterable[HoursLine], names: Mapping[int | None, str]) -> parts.Table:
    """Return the hours of each weekday with the setting they come from."""
    heads = ("Thứ", "Giờ", "Theo", "Văn bản", "Hiệu lực")
    rows = [
        (
            parts.Cell(WEEKDAY_LABELS[line.weekday], head=True, wide=True),
            parts.Cell(spans_words(line.spans), name="Giờ", note=_remark(line)),
            parts.Cell(names.get(line.scope, "đơn vị khác") if line.document else "Mặc định",
                       name="Theo"),
            parts.Cell(line.document or "giờ hành chính đi kèm chương trình", name="Văn bản",
                       wide=True),
            parts.Cell(_valid(line), name="Hiệu lực"),
        )
        for line in lines
    ]  # fmt: skip
    return parts.Table("Giờ làm việc", [[parts.Head(head) for head in heads]], rows)


def _remark(line: HoursLine) -> str:
    if line.weekday > 5:
        return "giờ nhận hồ sơ, không tính vào thời hạn"
    return "nửa ngày" if sum(end - start for start, end in line.spans) < _HALF else ""


def _valid(line: HoursLine) -> str:
    if line.valid is None:
        return ""
    last = line.valid.last
    return f"từ {day(line.valid.start)}" + (f" đến hết {day(last)}" if last else "")


def spans_words(spans: Spans) -> str:
    """Return 08:00–12:00, 13:00–17:00."""
    return ", ".join(f"{_hour(start)}–{_hour(end)}" for start, end in spans)


def _hour(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def decisions_table(found: Iterable[DecisionRecord]) -> parts.Table:
    """Return the decisions that this scope itself entered, the newest first."""
    heads = ("Ghi lúc", "Văn bản", "Các ngày", "Tình trạng")
    rows = []
    for record in found:
        one = record.decision
        days = sorted(one.days, key=lambda row: row.on)
        told = ", ".join(f"{row.on:%d/%m} {_WORDS[row.kind]}" for row in days[:8])
        more = f" và {len(days) - 8} ngày nữa" if len(days) > 8 else ""
        rows.append(
            (
                parts.Cell(day(record.recorded_at), name="Ghi lúc"),
                parts.Cell(one.document, head=True, wide=True,
                           note=f"ký ngày {day(one.decided_on)}" if one.decided_on else ""),
                parts.Cell(told + more, name="Các ngày", wide=True),
                parts.Cell(_status(one.status), name="Tình trạng"),
            )
        )  # fmt: skip
    return parts.Table("Quyết định đã ghi", [[parts.Head(head) for head in heads]], rows)


def proposal_facts(proposal: Proposal, document: str, signed: date | None) -> list[parts.Fact]:
    """Return what is about to be entered, in words."""
    facts = [parts.Fact("Văn bản", document), parts.Fact("Ngày ký", day(signed))]
    decision = proposal.decision
    if decision is None:
        told = [
            f"{WEEKDAY_LABELS[weekday]}: {spans_words(spans)}" for weekday, spans in proposal.hours
        ]
        facts.append(parts.Fact("Giờ làm việc", "; ".join(told)))
    else:
        told = [
            f"{day(one.on)} {_WORDS[one.kind]}"
            + (f" cho {day(one.stands_for)}" if one.stands_for else "")
            for one in decision.days
        ]
        names = dict.fromkeys(one.name for one in decision.days)
        facts.append(parts.Fact(f"Các ngày ({len(told)})", ", ".join(told)))
        facts.append(parts.Fact("Tên, lý do", ", ".join(names)))
    last = proposal.valid.last
    ends = f" đến hết {day(last)}" if last else " cho đến khi có văn bản khác"
    facts.append(parts.Fact("Hiệu lực", f"từ {day(proposal.valid.start)}{ends}"))
    return facts
