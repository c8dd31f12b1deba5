"""Questions about the calendar: that of a unit, as known at an instant."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import yaml
from django.db.models import Count, QuerySet

from motcua.kernel.periods import Period
from motcua.organisation.selectors import ancestor_ids
from motcua.storage import sql
from motcua.storage.sql import Statement
from motcua.worktime import rules
from motcua.worktime.models import (
    CalendarDay,
    CalendarDecision,
    RecalculatedLine,
    Recalculation,
    WorkingHours,
)
from motcua.worktime.rules import (
    Calendar,
    DecidedDay,
    DecisionRecord,
    HoursRecord,
    NewDecision,
    Origin,
    Proposal,
    Scope,
    Spans,
)
from motcua.worktime.vocabulary import CalendarStatus, DayKind

_CALENDAR_FILE = Path(__file__).parent / "data" / "calendar.yaml"
_EDITION = Statement("worktime.edition", "select stamp from worktime_calendaredition where id = 1")


@dataclass(frozen=True, slots=True)
class _Book:
    """Everything the tables say at one edition, and the calendars made from it so far."""

    edition: UUID | None
    decisions: tuple[DecisionRecord, ...]
    hours: tuple[HoursRecord, ...]
    instants: tuple[datetime, ...]
    scopes: frozenset[Scope]
    calendars: dict[tuple[tuple[Scope, ...], int], Calendar] = field(default_factory=dict)


_books: list[_Book] = []


@lru_cache(maxsize=1)
def published_decisions() -> tuple[NewDecision, ...]:
    """Return the decisions that come with the program, without asking the database.

    :raises BadCalendarFile: the file cannot be read as a calendar.
    """
    return rules.published_decisions(yaml.safe_load(_CALENDAR_FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def published_calendar() -> Calendar:
    """Return the nation's calendar that comes with the program, without asking the database.

    :raises BadCalendarFile: the file cannot be read as a calendar.
    """
    return rules.national_calendar(published_decisions())


def calendar_for(*, unit_id: int | None, known_at: datetime | None = None) -> Calendar:
    """Return the calendar of a unit: its own decisions before its city's, then the nation's.

    unit_id: None for the nation's. known_at: as it was known in this system at that instant
    (by the time of recording), None for all that is known. One small statement asks whether
    the tables have changed; the calendar itself is kept in the process.
    """
    book = _current_book()
    scopes = _scopes(unit_id, book.scopes)
    known = len(book.instants)
    if known_at is not None:
        known = bisect_right(book.instants, known_at)
    found = book.calendars.get((scopes, known))
    if found is None:
        found = rules.assemble(
            decisions=book.decisions, hours=book.hours, scopes=scopes, known_at=known_at
        )
        book.calendars[scopes, known] = found
    return found


def calendar_if(*, unit_id: int | None, proposal: Proposal) -> Calendar:
    """Return the calendar of a unit as it would be with a change that is not entered yet."""
    book = _current_book()
    return rules.assemble(
        decisions=(*book.decisions, *proposal.decision_records()),
        hours=(*book.hours, *proposal.hours_records()),
        scopes=_scopes(unit_id, book.scopes | {proposal.scope}),
    )


def origins(*, unit_id: int | None, year: int) -> tuple[Origin, ...]:
    """Return every named day of a year with the decision it comes from, in order."""
    book = _current_book()
    found = rules.origins(decisions=book.decisions, scopes=_scopes(unit_id, book.scopes))
    return tuple(one for one in found if one.day.on.year == year)


def decisions_of(*, unit_id: int | None, year: int) -> tuple[DecisionRecord, ...]:
    """Return the decisions that this scope itself entered for days of a year, newest first."""
    return tuple(
        record
        for record in reversed(_current_book().decisions)
        if record.scope == unit_id and any(day.on.year == year for day in record.decision.days)
    )


def predicted_year(year: int) -> NewDecision | None:
    """Return the nation's predicted calendar of a year that nobody has decided, or None."""
    book = _current_book()
    whole = [
        record
        for record in book.decisions
        if record.scope is None and year in rules.settled_years(record.decision.valid)
    ]
    if not whole or any(one.decision.status is CalendarStatus.DECIDED for one in whole):
        return None
    return whole[-1].decision


@dataclass(frozen=True, slots=True)
class HoursLine:
    """The hours of one weekday that hold on a day, and the setting they come from.

    scope: the unit of the setting, None for the nation; document empty: the hours that the
    program begins with.
    """

    weekday: int
    spans: Spans
    scope: Scope = None
    document: str = ""
    valid: Period | None = None


def hours_to_come(*, unit_id: int | None, after: date) -> tuple[HoursLine, ...]:
    """Return the settings of hours that begin to hold after a day, the nearest first."""
    book = _current_book()
    scopes = _scopes(unit_id, book.scopes)
    documents = dict(WorkingHours.objects.values_list("pk", "document"))
    return tuple(
        HoursLine(one.weekday, one.spans, one.scope, documents.get(one.number, ""), one.valid)
        for one in sorted(book.hours, key=lambda one: (one.valid.start, one.weekday))
        if one.scope in scopes and one.valid.start > after
    )


def hours_on(*, unit_id: int | None, on: date) -> tuple[HoursLine, ...]:
    """Return the hours of each weekday from Monday on as they hold for a unit on a day.

    Saturday and Sunday have a line only where opening hours are set.
    """
    book = _current_book()
    scopes = _scopes(unit_id, book.scopes)
    documents = dict(WorkingHours.objects.values_list("pk", "document"))
    known = sorted(
        (one for one in book.hours if one.scope in scopes and one.valid.holds(on)),
        key=lambda one: (-scopes.index(one.scope), one.recorded_at, one.number),
    )
    lines = {day: HoursLine(day, rules.DEFAULT_SPANS) for day in range(1, rules.FRIDAY + 1)}
    for one in known:
        lines[one.weekday] = HoursLine(
            one.weekday, one.spans, one.scope, documents.get(one.number, ""), one.valid
        )
    return tuple(lines[day] for day in sorted(lines))


#: A row that doors may hold without knowing the table.
Run = Recalculation


def recalculation(run_id: int) -> Recalculation | None:
    """Return what a change of the calendar does to the open due times, or None."""
    return Recalculation.objects.select_related("unit").filter(pk=run_id).first()


def recalculations() -> QuerySet[Recalculation]:
    """Return all of them, the newest first."""
    return Recalculation.objects.select_related("unit").order_by("-pk")


def recalculated_lines(run_id: int, *, failed: bool) -> QuerySet[RecalculatedLine]:
    """Return the due times that moved, or that could not be computed, in the order of dossiers."""
    return RecalculatedLine.objects.filter(run_id=run_id, after__isnull=failed).order_by("dossier")


def recalculated_by_unit(run_id: int) -> tuple[tuple[int, int, int], ...]:
    """Return settling unit, how many due times moved, how many could not be computed."""
    rows = (
        RecalculatedLine.objects.filter(run_id=run_id)
        .values("unit")
        .annotate(moved=Count("after"), every=Count("pk"))
        .values_list("unit", "moved", "every")
    )
    return tuple((unit, moved, every - moved) for unit, moved, every in rows)


def _scopes(unit_id: int | None, used: frozenset[Scope]) -> tuple[Scope, ...]:
    """Return whose decisions hold for a unit, nearest first; the nation's last."""
    if unit_id is None or not used - {None}:
        return (None,)
    return (*(unit for unit in ancestor_ids(unit_id=unit_id) if unit in used), None)


def _current_book() -> _Book:
    row = sql.one(_EDITION)
    edition: UUID | None = row[0] if row else None
    if edition is not None and _books and _books[0].edition == edition:
        return _books[0]
    book = _read_book(edition)
    _books[:] = [book]
    return book


def _read_book(edition: UUID | None) -> _Book:
    decisions, hours = _read_decisions(), _read_hours()
    records: tuple[DecisionRecord | HoursRecord, ...] = (*decisions, *hours)
    return _Book(
        edition=edition,
        decisions=decisions,
        hours=hours,
        instants=tuple(sorted({record.recorded_at for record in records})),
        scopes=frozenset(record.scope for record in records),
    )


def _read_decisions() -> tuple[DecisionRecord, ...]:
    days: dict[int, list[DecidedDay]] = defaultdict(list)
    for day in CalendarDay.objects.order_by("on", "pk"):
        days[day.decision_id].append(
            DecidedDay(day.on, DayKind(day.kind), day.name, day.stands_for)
        )
    return tuple(
        DecisionRecord(row.pk, row.recorded_at, row.unit_id, _decision(row, tuple(days[row.pk])))
        for row in CalendarDecision.objects.order_by("recorded_at", "pk")
    )


def _decision(row: CalendarDecision, days: tuple[DecidedDay, ...]) -> NewDecision:
    return NewDecision(
        key=row.key,
        document=row.document,
        source=row.source,
        status=CalendarStatus(row.status),
        decided_on=row.decided_on,
        valid=Period(row.valid_from, row.valid_until),
        days=days,
    )


def _read_hours() -> tuple[HoursRecord, ...]:
    together: dict[tuple[datetime, Scope, int], list[WorkingHours]] = defaultdict(list)
    for row in WorkingHours.objects.order_by("recorded_at", "starts", "pk"):
        together[row.recorded_at, row.unit_id, row.weekday].append(row)
    return tuple(
        HoursRecord(
            number=rows[0].pk,
            recorded_at=recorded_at,
            scope=scope,
            weekday=weekday,
            spans=tuple((_minute(row.starts), _minute(row.ends)) for row in rows),
            valid=Period(rows[0].valid_from, rows[0].valid_until),
        )
        for (recorded_at, scope, weekday), rows in together.items()
    )


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
