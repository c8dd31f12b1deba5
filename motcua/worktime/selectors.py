"""Questions about the calendar: that of a unit, as known at an instant."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import yaml

from motcua.kernel.periods import Period
from motcua.organisation.selectors import ancestor_ids
from motcua.storage import sql
from motcua.storage.sql import Statement
from motcua.worktime import rules
from motcua.worktime.models import CalendarDay, CalendarDecision, WorkingHours
from motcua.worktime.rules import (
    Calendar,
    DecidedDay,
    DecisionRecord,
    HoursRecord,
    NewDecision,
    Scope,
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
    scopes: tuple[Scope, ...] = (None,)
    if unit_id is not None and book.scopes - {None}:
        above = ancestor_ids(unit_id=unit_id)
        scopes = (*(unit for unit in above if unit in book.scopes), None)
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
