"""From the entries of the clock book to the lines of the counting book; pure.

One function says what the tally must hold for a dossier. Live acts write the difference that
their entry makes; corrections, `verify` and the rebuild use the same function.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from motcua.dossiers.vocabulary import ClockKind, Outcome
from motcua.kernel.periods import day_of
from motcua.tally.rules import Line, Lines, Place, Standing, flow, stock
from motcua.tally.vocabulary import NEVER, Channel, Measure


@dataclass(frozen=True, slots=True)
class Counted:
    """How a dossier is counted, apart from what happens to its clock.

    counts: a child of an interlinked dossier counts only as a procedure with its own code.
    refused_at: when its receipt was refused; such a dossier has no clock.
    """

    place: Place
    by_minute: bool = False
    counts: bool = True
    refused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the clock book, as the counting needs it."""

    number: int
    kind: ClockKind
    at: datetime
    unit: int
    due_at: datetime | None = None
    due_at_original: datetime | None = None
    outcome: Outcome | None = None
    amends: Mapping[str, object] | None = None

    @property
    def original(self) -> datetime | None:
        """The due time without an extension."""
        return self.due_at_original or self.due_at


def late_on(due_at: datetime | None, *, by_minute: bool) -> date:
    """Return the first day at whose end a dossier with this due time would be late.

    Limits in days are overdue from the day after the due date, limits in hours from the due
    minute (one-stop.md 3.3). Without a due time a dossier is never late.
    """
    if due_at is None:
        return NEVER
    return day_of(due_at) if by_minute else day_of(due_at) + timedelta(days=1)


def is_late(at: datetime, *, due_at: datetime | None, by_minute: bool) -> bool:
    """Return whether a dossier with this due time is overdue at an instant (one-stop.md 3.3)."""
    if due_at is None:
        return False
    if by_minute:
        return at.replace(second=0, microsecond=0) > due_at
    return day_of(at) > day_of(due_at)


def settled_class(at: datetime, *, due_at: datetime | None, by_minute: bool) -> Measure:
    """Return the class of a dossier settled at an instant: early, on time, overdue.

    The comparison is by date (one-stop.md 3.3); a limit in hours is overdue after its minute.
    Without a due time there is no promise to break: on time.
    """
    if due_at is None:
        return Measure.ON_TIME
    if is_late(at, due_at=due_at, by_minute=by_minute):
        return Measure.OVERDUE
    return Measure.EARLY if day_of(at) < day_of(due_at) else Measure.ON_TIME


#: Entries that give a due time; the others carry the one they found.
GIVES_DUE = frozenset(
    {
        ClockKind.START,
        ClockKind.AS_RECORDED,
        ClockKind.RESUME,
        ClockKind.RESTART,
        ClockKind.EXTEND,
        ClockKind.RECALCULATE,
    }
)


def due_of(facts: Iterable[Fact]) -> tuple[datetime | None, datetime | None]:
    """Return the due time that corrected entries give, and the one without the extension."""
    due_at: datetime | None = None
    original: datetime | None = None
    for fact in facts:
        if fact.kind in GIVES_DUE:
            due_at, original = fact.due_at, fact.original
    return due_at, original


def lines_of(counted: Counted, facts: Iterable[Fact]) -> Lines:
    """Return every line that the counting book must hold for a dossier with these entries."""
    if not counted.counts:
        return ()
    if counted.refused_at is not None:
        return (flow(Measure.REFUSED_RECEIPT, day=day_of(counted.refused_at), place=counted.place),)
    counted, effective = amended(counted, tuple(facts))
    walk = _Walk(counted)
    for fact in effective:
        walk.take(fact)
    return tuple(walk.lines)


def amended(counted: Counted, facts: Sequence[Fact]) -> tuple[Counted, tuple[Fact, ...]]:
    """Return the dossier and its entries as they count after all corrections.

    A correction names an entry and gives it another time or due time, or makes it void; or it
    gives the dossier another channel, procedure or field. The entries themselves stay.
    """
    changed = {fact.number: fact for fact in facts if fact.kind is not ClockKind.CORRECT}
    for correction in sorted(facts, key=lambda fact: fact.number):
        if correction.kind is not ClockKind.CORRECT or correction.amends is None:
            continue
        counted = replace(counted, place=_placed(counted.place, correction.amends))
        number = correction.amends.get("number")
        if not isinstance(number, int):
            continue
        if correction.amends.get("void"):
            changed.pop(number, None)
        elif number in changed:
            changed[number] = _mended(changed[number], correction.amends)
    return counted, _promised(sorted(changed.values(), key=lambda fact: fact.number))


def _promised(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return the entries, each extension with the due time it really extended.

    An extension parts the two due times; the one without it is that of the entry before, as
    corrected (docs/decisions/0007).
    """
    due_at: datetime | None = None
    found = []
    for fact in facts:
        parted = fact.kind is ClockKind.EXTEND and due_at is not None
        found.append(replace(fact, due_at_original=due_at) if parted else fact)
        if fact.kind in GIVES_DUE:
            due_at = fact.due_at
    return tuple(found)


def _placed(place: Place, amends: Mapping[str, object]) -> Place:
    channel, procedure, field = (amends.get(key) for key in ("channel", "procedure", "field"))
    return replace(
        place,
        channel=Channel(channel) if isinstance(channel, int) else place.channel,
        procedure=procedure if isinstance(procedure, int) else place.procedure,
        field=field if isinstance(field, int) else place.field,
    )


def _mended(fact: Fact, amends: Mapping[str, object]) -> Fact:
    at, due_at = amends.get("at"), amends.get("due_at")
    if isinstance(at, str):
        fact = replace(fact, at=datetime.fromisoformat(at))
    if isinstance(due_at, str):
        due = datetime.fromisoformat(due_at)
        fact = replace(fact, due_at=due)
    return fact


class _Walk:
    """A walk through the entries of one dossier, keeping what it counts as."""

    def __init__(self, counted: Counted) -> None:
        self.counted = counted
        self.place = counted.place
        self.standing: Standing | None = None
        self.due_at: datetime | None = None
        self.original: datetime | None = None
        self.lines: list[Line] = []
        self.day = date.min

    def take(self, fact: Fact) -> None:
        """Count one entry; after the end, and before the start, nothing counts."""
        # Real records hold ends before starts. Nothing leaves the stock before it came in: such
        # an entry counts on the day of the one before it, and is classed by its own time.
        day = self.day = max(day_of(fact.at), self.day)
        if fact.kind in (ClockKind.START, ClockKind.AS_RECORDED):
            if self.standing is None and not self.lines:
                self.place = replace(self.place, unit=fact.unit)
                self.lines.append(flow(Measure.RECEIVED, day=day, place=self.place))
                self._set_due(fact)
                self._stand(day, Measure.OPEN, Measure.OPEN)
            return
        if self.standing is None:
            return
        if fact.kind is ClockKind.END:
            self._end(fact, day)
        elif fact.kind is ClockKind.MOVE:
            self._move(fact, day)
        elif fact.kind is ClockKind.STOP:
            self._stop(fact, day)
        else:
            self._set_due(fact)
            paused = fact.kind in (ClockKind.EXTEND, ClockKind.RECALCULATE)
            if paused and self.standing.measure is not Measure.OPEN:
                self._stand(day, self.standing.measure, self.standing.measure_original)
            else:
                self._stand(day, Measure.OPEN, Measure.OPEN)

    def _set_due(self, fact: Fact) -> None:
        self.due_at, self.original = fact.due_at, fact.original

    def _stand(self, day: date, measure: Measure, original: Measure) -> None:
        """Take the dossier out of its old standing and into a new one, where they differ."""
        by_minute = self.counted.by_minute
        wanted = Standing(
            measure,
            original,
            late_on(self.due_at, by_minute=by_minute),
            late_on(self.original, by_minute=by_minute),
        )
        if wanted == self.standing:
            return
        self._leave(day)
        self.standing = wanted
        self.lines.append(stock(wanted, day=day, place=self.place, quantity=1))

    def _leave(self, day: date) -> None:
        if self.standing is not None:
            self.lines.append(stock(self.standing, day=day, place=self.place, quantity=-1))

    def _stop(self, fact: Fact, day: date) -> None:
        measures = [
            Measure.PAUSED_LATE
            if is_late(fact.at, due_at=due, by_minute=self.counted.by_minute)
            else Measure.PAUSED_IN_TIME
            for due in (self.due_at, self.original)
        ]
        self._stand(day, measures[0], measures[1])

    def _move(self, fact: Fact, day: date) -> None:
        if fact.unit == self.place.unit or self.standing is None:
            return
        self._leave(day)
        self.lines.append(flow(Measure.MOVED_OUT, day=day, place=self.place))
        self.place = replace(self.place, unit=fact.unit)
        self.lines.append(flow(Measure.MOVED_IN, day=day, place=self.place))
        self.lines.append(stock(self.standing, day=day, place=self.place, quantity=1))

    def _end(self, fact: Fact, day: date) -> None:
        self._leave(day)
        self.standing = None
        if fact.outcome in (Outcome.WITHDRAWN, Outcome.STOPPED):
            measure = Measure.WITHDRAWN if fact.outcome is Outcome.WITHDRAWN else Measure.STOPPED
            self.lines.append(flow(measure, day=day, place=self.place))
            return
        current, original = (
            settled_class(fact.at, due_at=due, by_minute=self.counted.by_minute)
            for due in (self.due_at, self.original)
        )
        self.lines.append(flow(current, day=day, place=self.place, original=original))
        if fact.outcome is Outcome.REFUSED:
            self.lines.append(flow(Measure.REFUSED_SETTLEMENT, day=day, place=self.place))
