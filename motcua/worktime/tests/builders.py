"""Builders of the room's tests: the shipped calendar, instants, questions with defaults."""

from datetime import date, datetime
from pathlib import Path

import yaml

from motcua.kernel.periods import VIETNAM, Period
from motcua.worktime.rules import (
    Calendar,
    DecidedDay,
    Due,
    Limit,
    NewDecision,
    due,
    national_calendar,
    published_decisions,
)
from motcua.worktime.vocabulary import CalendarStatus, DayKind, DueTimeMode, LimitUnit, RuleSet

_FILE = Path(__file__).parents[1] / "data" / "calendar.yaml"
DECISIONS = published_decisions(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
NATION = national_calendar(DECISIONS)


def at(text: str) -> datetime:
    """Return an instant on Việt Nam's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def due_of(
    received: str,
    value: int,
    unit: LimitUnit,
    *,
    calendar: Calendar = NATION,
    rules: RuleSet = RuleSet.Y2021,
    mode: DueTimeMode = DueTimeMode.END_OF_DAY,
) -> Due:
    """Return the due time of a receipt, by default under the nation's calendar."""
    return due(
        received_at=at(received),
        limit=Limit(value, unit),
        calendar=calendar,
        rules=rules,
        mode=mode,
    )


def a_decision(
    *days: DecidedDay,
    key: str = "quyet-dinh",
    status: CalendarStatus = CalendarStatus.DECIDED,
    year: int | None = None,
    document: str = "Quyết định thử",
) -> NewDecision:
    """Return a decision; with a year it settles the whole year."""
    valid = Period.through(min(d.on for d in days), max(d.on for d in days))
    if year is not None:
        valid = Period(date(year, 1, 1), date(year + 1, 1, 1))
    return NewDecision(key, document, "", status, None, valid, days)


def off(on: date, name: str = "nghỉ thử") -> DecidedDay:
    """Return a day off."""
    return DecidedDay(on, DayKind.OFF, name)
