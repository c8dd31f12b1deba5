"""Decisions on the calendar: what they must hold, and how they add up to one calendar."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from motcua.kernel.periods import VIETNAM, Period
from motcua.kernel.text import nfc
from motcua.worktime.errors import BadCalendarFile, CalendarRefused
from motcua.worktime.rules.calendar import FRIDAY, Calendar, HoursRule, NamedDay, Spans
from motcua.worktime.vocabulary import CalendarStatus, DayKind

#: The scope of a decision: the key of a unit, None for the nation.
Scope = int | None


@dataclass(frozen=True, slots=True)
class DecidedDay:
    """What a decision says of one day; stands_for as in `NamedDay`."""

    on: date
    kind: DayKind
    name: str
    stands_for: date | None = None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision on the calendar, before it is entered.

    key: never changes. source: where it was read, with its mark. valid: the days it speaks
    for; a decision whose period holds a whole year settles that year.
    """

    key: str
    document: str
    source: str
    status: CalendarStatus
    decided_on: date | None
    valid: Period
    days: tuple[DecidedDay, ...]


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """An entered decision: number gives the order among those recorded at the same instant."""

    number: int
    recorded_at: datetime
    scope: Scope
    decision: NewDecision


@dataclass(frozen=True, slots=True)
class HoursRecord:
    """Entered working hours of one weekday, all stretches together."""

    number: int
    recorded_at: datetime
    scope: Scope
    weekday: int
    spans: Spans
    valid: Period


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the calendar that has not been entered: a decision, or hours of weekdays."""

    scope: Scope
    valid: Period
    decision: NewDecision | None = None
    hours: tuple[tuple[int, Spans], ...] = ()

    def check(self) -> None:
        """Refuse what cannot be entered.

        :raises CalendarRefused: the sentence says what to change.
        """
        if self.decision is not None:
            check_decision(self.decision)
        for weekday, spans in self.hours:
            check_hours(spans, weekday=weekday)

    def decision_records(self) -> tuple[DecisionRecord, ...]:
        """Return the decision as the last of all that are entered."""
        if self.decision is None:
            return ()
        return (DecisionRecord(_LAST_NUMBER, _LAST, self.scope, self.decision),)

    def hours_records(self) -> tuple[HoursRecord, ...]:
        """Return the hours as the last of all that are entered."""
        return tuple(
            HoursRecord(_LAST_NUMBER, _LAST, self.scope, weekday, spans, self.valid)
            for weekday, spans in self.hours
        )


#: What is only proposed comes after everything that is entered.
_LAST = datetime.max.replace(tzinfo=UTC)
_LAST_NUMBER = 2**62


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a named day comes from: the scope and key of its decision.

    hidden: days of the same date that this one overrules, nearest first.
    """

    day: NamedDay
    scope: Scope
    key: str
    decided_on: date | None
    hidden: tuple["Origin", ...] = ()


def check_decision(decision: NewDecision) -> date:
    """Refuse a decision that cannot be entered; return the day until which it is valid.

    :raises CalendarRefused: no document, no day, a day twice or outside the period, an
        open period, a stand-in for a day that is not worked.
    """
    if not decision.document:
        raise CalendarRefused("Anh/chị nhập số, ngày, cơ quan ban hành của văn bản quyết định.")
    if decision.valid.until is None:
        raise CalendarRefused("Anh/chị ghi ngày cuối cùng mà quyết định có hiệu lực.")
    if not decision.days:
        raise CalendarRefused("Quyết định chưa có ngày nào: anh/chị nhập ít nhất một ngày.")
    seen: set[date] = set()
    for day in decision.days:
        shown = f"{day.on:%d/%m/%Y}"
        if day.on in seen:
            raise CalendarRefused(f"Ngày {shown} ghi hai lần: anh/chị xóa bớt một dòng.")
        if not decision.valid.holds(day.on):
            raise CalendarRefused(f"Ngày {shown} nằm ngoài thời gian của quyết định: sửa lại ngày.")
        if not day.name:
            raise CalendarRefused(f"Anh/chị ghi tên hoặc lý do của ngày {shown}.")
        if day.stands_for is not None and day.kind is not DayKind.WORKING:
            raise CalendarRefused(f"Ngày {shown} không phải ngày làm bù: bỏ ngày được làm bù.")
        seen.add(day.on)
    return decision.valid.until


def settled_years(valid: Period) -> range:
    """Return the years that a period holds wholly; none for an open period."""
    if valid.until is None:
        return range(0)
    first = valid.start.year + (valid.start != date(valid.start.year, 1, 1))
    return range(first, valid.until.year)


def assemble(
    *,
    decisions: Iterable[DecisionRecord],
    hours: Iterable[HoursRecord],
    scopes: Sequence[Scope],
    known_at: datetime | None = None,
) -> Calendar:
    """Return the calendar of a chain of scopes, nearest first, as known at an instant.

    The nearest scope that speaks of a day wins; inside a scope the decision recorded later. A
    decided calendar of a year takes the place of a predicted one, days that only the
    prediction named included.
    """
    known = _known(decisions, scopes, known_at)
    years = _years(known)
    named: dict[date, NamedDay] = {}
    for record in known:
        for day in _days_that_hold(record, known):
            named[day.on] = day
    return Calendar(
        days=tuple(sorted(named.values(), key=lambda day: day.on)),
        years=tuple(sorted(years.items())),
        hours=tuple(_hours(hours, scopes, known_at)),
    )


def origins(*, decisions: Iterable[DecisionRecord], scopes: Sequence[Scope]) -> tuple[Origin, ...]:
    """Return every named day of a chain of scopes with the decision that it comes from."""
    known = _known(decisions, scopes, None)
    found: dict[date, Origin] = {}
    for record in known:
        for day in _days_that_hold(record, known):
            before = found.get(day.on)
            hidden = () if before is None else (before, *before.hidden)
            found[day.on] = Origin(
                day, record.scope, record.decision.key, record.decision.decided_on, hidden
            )
    return tuple(found[on] for on in sorted(found))


def _known(
    decisions: Iterable[DecisionRecord], scopes: Sequence[Scope], known_at: datetime | None
) -> list[DecisionRecord]:
    """Return the decisions of the scopes as known at an instant, those that win last."""
    return sorted(
        (
            record
            for record in decisions
            if record.scope in scopes and (known_at is None or record.recorded_at <= known_at)
        ),
        key=lambda record: (-scopes.index(record.scope), record.recorded_at, record.number),
    )


def _years(known: Sequence[DecisionRecord]) -> dict[int, CalendarStatus]:
    years: dict[int, CalendarStatus] = {}
    for record in known:
        for year in settled_years(record.decision.valid):
            if years.get(year) is not CalendarStatus.DECIDED:
                years[year] = record.decision.status
    return years


def _days_that_hold(record: DecisionRecord, known: Sequence[DecisionRecord]) -> Iterator[NamedDay]:
    decision = record.decision
    overruled: set[int] = set()
    if decision.status is CalendarStatus.PREDICTED:
        overruled = {
            year
            for other in known
            if other.scope == record.scope and other.decision.status is CalendarStatus.DECIDED
            for year in settled_years(other.decision.valid)
        }
    for day in decision.days:
        if day.on.year not in overruled:
            yield NamedDay(
                day.on, day.kind, day.name, decision.document, decision.status, day.stands_for
            )


def _hours(
    hours: Iterable[HoursRecord], scopes: Sequence[Scope], known_at: datetime | None
) -> Iterator[HoursRule]:
    known = [
        record
        for record in hours
        if record.scope in scopes and (known_at is None or record.recorded_at <= known_at)
    ]
    # Two stable sorts: later before earlier, then the nearest scope before the others.
    known.sort(key=lambda record: (record.recorded_at, record.number), reverse=True)
    known.sort(key=lambda record: scopes.index(record.scope))
    for record in known:
        yield HoursRule(record.weekday, record.spans, record.valid)


def published_decisions(content: object) -> tuple[NewDecision, ...]:
    """Return the decisions that come with the program, from its data file read as plain values.

    A day without a kind is off. A decision names its `year`, or nothing: then it speaks for
    its own days only.

    :raises BadCalendarFile: the file has another shape; the sentence names the decision.
    """
    entries = content.get("decisions") if isinstance(content, Mapping) else None
    if not isinstance(entries, list):
        raise BadCalendarFile("Tệp lịch làm việc đi kèm không có danh sách “decisions”.")
    return tuple(_published(entry) for entry in entries)


def national_calendar(decisions: Iterable[NewDecision]) -> Calendar:
    """Return the calendar of the nation that decisions give in their order."""
    always = datetime.min.replace(tzinfo=VIETNAM)
    records = [
        DecisionRecord(number, always, None, decision) for number, decision in enumerate(decisions)
    ]
    return assemble(decisions=records, hours=(), scopes=(None,))


def _published(entry: Mapping[str, object]) -> NewDecision:
    try:
        days = tuple(_published_day(day) for day in _list(entry["days"]))
        year = entry.get("year")
        valid = Period.through(min(day.on for day in days), max(day.on for day in days))
        if isinstance(year, int):
            valid = Period(date(year, 1, 1), date(year + 1, 1, 1))
        decided_on = entry.get("decided_on")
        decision = NewDecision(
            key=nfc(str(entry["key"])),
            document=nfc(str(entry["document"])),
            source=nfc(str(entry["source"])),
            status=CalendarStatus(str(entry["status"])),
            decided_on=decided_on if isinstance(decided_on, date) else None,
            valid=valid,
            days=days,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise BadCalendarFile(f"Tệp lịch làm việc đi kèm sai ở mục: {entry!r}.") from fault
    check_decision(decision)
    return decision


def _published_day(entry: Mapping[str, object]) -> DecidedDay:
    on, stands_for = entry["day"], entry.get("stands_for")
    if not isinstance(on, date) or not (stands_for is None or isinstance(stands_for, date)):
        raise TypeError("a day needs a date")
    kind = DayKind(str(entry.get("kind", DayKind.OFF.value)))
    return DecidedDay(on, kind, nfc(str(entry["name"])), stands_for)


def _list(value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list):
        raise TypeError("a list is needed")
    return value


def check_hours(spans: Spans, *, weekday: int) -> None:
    """Refuse working hours that are empty, overlap, or are not in order.

    :raises CalendarRefused: the sentence says what to change.
    """
    if not 1 <= weekday <= FRIDAY + 2:
        raise CalendarRefused("Thứ trong tuần ghi từ 1 (thứ Hai) đến 7 (Chủ nhật).")
    if not spans:
        raise CalendarRefused("Anh/chị nhập ít nhất một khoảng giờ làm việc trong ngày.")
    flat = [minute for span in spans for minute in span]
    if flat != sorted(set(flat)) or flat[0] < 0 or flat[-1] >= 24 * 60:
        raise CalendarRefused(
            "Các khoảng giờ làm việc phải nối tiếp nhau, giờ đầu trước giờ cuối: nhập lại giờ."
        )
