"""What a change of the calendar would do, told before it is entered."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from motcua.dossiers.selectors.calendar import Move, moves, touched
from motcua.dossiers.selectors.references import codes_of
from motcua.organisation import selectors as organisation
from motcua.pages.frame import reads_dossiers
from motcua.pages.parts import DayLine
from motcua.pages.visitors import Visitor
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Limit, Proposal, due, rule_set_on

#: More open dossiers than this are counted in the background only, after the change is entered.
MOST_LOOKED_AT = 20_000
_LISTED = 50


@dataclass(frozen=True, slots=True)
class Tried:
    """A receipt by which a change is tried: appointed before and after."""

    received_at: datetime
    limit: str
    before: datetime
    after: datetime
    days: tuple[DayLine, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """The open dossiers that a change would move.

    looked_at: how many open limits run over the changed days. moved None: too many to say now.
    by_unit: name and count. listed: those that this person may read; None when the person
    reads no dossiers.
    """

    looked_at: int
    moved: int | None
    by_unit: tuple[tuple[str, int], ...] = ()
    listed: tuple[Move, ...] | None = None


def tried(proposal: Proposal, *, unit: int | None, received_at: datetime, limit: Limit) -> Tried:
    """Return the appointment of one receipt under the calendar as it is and as it would be."""
    rules = rule_set_on(received_at.date())
    now, then = (
        due(received_at=received_at, limit=limit, calendar=calendar, rules=rules)
        for calendar in (
            worktime.calendar_for(unit_id=unit),
            worktime.calendar_if(unit_id=unit, proposal=proposal),
        )
    )
    days = tuple(DayLine(one.on, one.counted, one.why) for one in then.days)
    return Tried(received_at, limit.label, now.due_at, then.due_at, days, then.warnings)


def effect(proposal: Proposal, visitor: Visitor, *, on: date) -> Effect:
    """Return what the change would do to the open dossiers; nothing is written."""
    found = touched(
        unit_id=proposal.scope, first_on=proposal.valid.start, until_on=proposal.valid.until, on=on
    )
    looked_at = found.count()
    if looked_at > MOST_LOOKED_AT:
        return Effect(looked_at, None)
    moving = list(
        moves(
            dossiers=found,
            calendar_of=lambda unit: worktime.calendar_if(unit_id=unit, proposal=proposal),
        )
    )
    counted = Counter(move.unit for move in moving)
    labels = organisation.unit_labels(counted)
    by_unit = [(labels[unit].name, count) for unit, count in counted.most_common()]
    return Effect(looked_at, len(moving), tuple(by_unit), _listed(moving, visitor))


def _listed(moving: list[Move], visitor: Visitor) -> tuple[Move, ...] | None:
    if not reads_dossiers(visitor):
        return None
    seen = codes_of(visitor.dossiers, [move.dossier for move in moving])
    return tuple(move for move in moving if move.dossier in seen)[:_LISTED]
