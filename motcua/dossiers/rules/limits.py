"""What a stop leaves of a dossier's limit, and what it gives back; pure (one-stop.md 3.2, 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.rules.history import Fact, is_late
from motcua.dossiers.vocabulary import ClockKind
from motcua.worktime.rules import (
    Calendar,
    ClockEvent,
    Due,
    Limit,
    Remaining,
    due,
    due_after_events,
    due_after_pause,
    remaining_at,
)
from motcua.worktime.vocabulary import ClockEventKind, LimitUnit, RuleSet

_EVENTS = {
    ClockKind.STOP: ClockEventKind.STOP,
    ClockKind.RESUME: ClockEventKind.RESUME,
    ClockKind.RESTART: ClockEventKind.RESTART,
}
#: Entries that change nothing of what the calendar alone gives.
_NEUTRAL = frozenset({ClockKind.MOVE, ClockKind.RECALCULATE, ClockKind.END})


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what a dossier's time is counted: its limit (None: not computable), calendar, rules."""

    limit: Limit | None
    calendar: Calendar
    rules: RuleSet
    by_minute: bool = False

    @property
    def unit(self) -> LimitUnit:
        """In what a stop freezes: a due time recorded or entered by hand in working time."""
        return LimitUnit.WORKING_DAY if self.limit is None else self.limit.unit


def computed(terms: Terms, facts: Sequence[Fact]) -> Due | None:
    """Return the due time that calendar and entries alone give; None when they do not.

    An extension, a recorded or an entered due time is a promise that no calendar gives.
    """
    known = {*_EVENTS, *_NEUTRAL, ClockKind.START}
    if terms.limit is None or not facts or any(fact.kind not in known for fact in facts):
        return None
    events = [ClockEvent(_EVENTS[fact.kind], fact.at) for fact in facts if fact.kind in _EVENTS]
    return due_after_events(
        received_at=facts[0].at,
        limit=terms.limit,
        calendar=terms.calendar,
        rules=terms.rules,
        events=events,
    )


def left_at(terms: Terms, facts: Sequence[Fact], *, at: datetime, due_at: datetime) -> Remaining:
    """Return what is left of a limit at an instant; a shift off a day off is no part of it."""
    found = computed(terms, facts)
    last_on = found.last_on if found is not None and found.due_at == due_at else None
    return remaining_at(
        at=at, due_at=due_at, unit=terms.unit, calendar=terms.calendar, last_on=last_on
    )


def after_stop(
    terms: Terms, facts: Sequence[Fact], *, at: datetime, due_at: datetime, restart: bool
) -> Due:
    """Return the due time when a stopped clock goes on: the rest, or the whole limit again.

    facts: the entries up to the stop, which is the last. A due time that had passed before the
    stop stays: lateness is never erased.
    """
    stopped_at = facts[-1].at
    late = is_late(stopped_at, due_at=due_at, by_minute=terms.by_minute)
    if restart and not late and terms.limit is not None:
        return due(received_at=at, limit=terms.limit, calendar=terms.calendar, rules=terms.rules)
    left = left_at(terms, facts[:-1], at=stopped_at, due_at=due_at)
    return due_after_pause(resumed_at=at, remaining=left, calendar=terms.calendar)


def recalculated(terms: Terms, facts: Sequence[Fact], effective: Sequence[Fact]) -> datetime | None:
    """Return the due time under the calendar of the terms; None when it is a promise and stays.

    facts: the entries as written; effective: as they count after all corrections. A due time
    that was extended, entered by hand, recorded elsewhere or corrected is a promise.
    """
    if any(fact.amends is not None and "due_at" in fact.amends for fact in facts):
        return None
    found = computed(terms, effective)
    return None if found is None else found.due_at
