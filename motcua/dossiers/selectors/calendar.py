"""Which open due times a change of the calendar touches, and where it would move them."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from motcua.dossiers.models import ClockEntry, Dossier
from motcua.dossiers.rules import Counted, Fact, amended, limits
from motcua.dossiers.rules.dated import rules_on
from motcua.dossiers.vocabulary import ClockKind, Outcome
from motcua.kernel.periods import VIETNAM, day_of
from motcua.organisation import selectors as organisation
from motcua.organisation.vocabulary import Scope
from motcua.tally.rules import Place
from motcua.tally.vocabulary import Channel
from motcua.worktime.rules import Calendar, Limit
from motcua.worktime.vocabulary import LimitUnit

_READ_AT_ONCE = 500
#: Corrections of place change no due time: any place will do.
_NOWHERE = Counted(Place(0, 0, 0, Channel.DIRECT))
_COLUMNS = (
    "pk", "code", "settling_unit_id", "due_at", "received_at", "limit_value", "limit_unit",
    "due_by_minute",
)  # fmt: skip
_Row = tuple[int, str, int, datetime, datetime, int, str, bool]


@dataclass(frozen=True, slots=True)
class Move:
    """A due time that a change of the calendar would move."""

    dossier: int
    code: str
    unit: int
    before: datetime
    after: datetime


def touched(
    *, unit_id: int | None, first_on: date, until_on: date | None, on: date
) -> QuerySet[Dossier]:
    """Return the open dossiers whose limit runs over days from first_on until until_on.

    unit_id: whose calendar changes, with every unit below it; None for the nation's. Closed
    dossiers stay as they were (one-stop.md 3.2, 10), and so do those whose limit nobody can
    compute.
    """
    found = Dossier.objects.filter(
        ended_at=None, received_at__isnull=False, limit_value__isnull=False,
        due_at__gte=_begin(first_on),
    )  # fmt: skip
    if until_on is not None:
        found = found.filter(received_at__lt=_begin(until_on))
    if unit_id is None:
        return found
    below = organisation.unit_ids(unit_id=unit_id, scope=Scope.ALL, on=on)
    return found.filter(settling_unit__in=below)


def moves(*, dossiers: QuerySet[Dossier], calendar_of: Callable[[int], Calendar]) -> Iterator[Move]:
    """Yield the due times that would move under other calendars, in the order of dossiers.

    calendar_of: gives the calendar of a settling unit. Nothing is written; `recalculate`
    moves exactly these.
    """
    calendars: dict[int, Calendar] = {}
    last = 0
    while True:
        rows: list[_Row] = list(
            dossiers.filter(pk__gt=last).order_by("pk").values_list(*_COLUMNS)[:_READ_AT_ONCE]
        )
        facts = _facts([row[0] for row in rows])
        for row in rows:
            if row[2] not in calendars:
                calendars[row[2]] = calendar_of(row[2])
            move = _move(row, facts.get(row[0], ()), calendars[row[2]])
            if move is not None:
                yield move
        if len(rows) < _READ_AT_ONCE:
            return
        last = rows[-1][0]


def _move(row: _Row, facts: Sequence[Fact], calendar: Calendar) -> Move | None:
    key, code, unit, due_at, received_at, value, limit_unit, by_minute = row
    terms = limits.Terms(
        Limit(value, LimitUnit(limit_unit)), calendar, rules_on(day_of(received_at)), by_minute
    )
    after = limits.recalculated(terms, facts, amended(_NOWHERE, facts)[1])
    if after is None or after == due_at:
        return None
    return Move(key, code, unit, due_at, after)


def _facts(keys: Sequence[int]) -> Mapping[int, Sequence[Fact]]:
    found: dict[int, list[Fact]] = defaultdict(list)
    entries = ClockEntry.objects.filter(dossier__in=keys).order_by("dossier", "number")
    for entry in entries.iterator(chunk_size=2000):
        found[entry.dossier_id].append(
            Fact(
                entry.number, ClockKind(entry.kind), entry.at, entry.unit_id,
                due_at=entry.due_at, due_at_original=entry.due_at_original,
                outcome=None if entry.outcome is None else Outcome(entry.outcome),
                amends=entry.amends,
            )
        )  # fmt: skip
    return found


def _begin(on: date) -> datetime:
    return datetime.combine(on, time.min, tzinfo=VIETNAM)
