"""How acts become lines of the counting book; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, datetime

from motcua.tally.vocabulary import Channel, Measure, Span


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dossier is counted: settling unit, procedure, field, channel.

    parent_unit: the unit that settles the parent dossier of an interlinked child, else 0;
    a scope that holds both counts the parent only.
    """

    unit: int
    procedure: int
    field: int
    channel: Channel
    boundary_free: bool = False
    parent_unit: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dossier stands in the stock: open or paused, and from which day on it is late.

    late_on: the first day at whose end it would be late (limits in days: the day after the due
    date; limits in hours: the due date itself); the second one against the original due time.
    """

    measure: Measure
    measure_original: Measure
    late_on: date
    late_on_original: date


@dataclass(frozen=True, slots=True)
class Line:
    """One signed line: on `day` the measure changes by `quantity` at this place."""

    day: date
    place: Place
    standing: Standing
    quantity: int


Lines = tuple[Line, ...]


def flow(
    measure: Measure, *, day: date, place: Place, original: Measure | None = None, quantity: int = 1
) -> Line:
    """Return a line of a flow: received, settled in a class, withdrawn, moved …"""
    standing = Standing(measure, original or measure, day, day)
    return Line(day, place, standing, quantity)


def stock(standing: Standing, *, day: date, place: Place, quantity: int) -> Line:
    """Return a line that adds a dossier to the stock (+1) or takes it out (−1)."""
    return Line(day, place, standing, quantity)


def differences(wanted: Iterable[Line], written: Iterable[Line]) -> Lines:
    """Return the lines that turn what is written into what is wanted.

    Lines that undo each other leave nothing. The order is by day, so that a correction reads
    like the history it mends.
    """
    balance: Counter[Line] = Counter()
    for line in wanted:
        balance[replace(line, quantity=1)] += line.quantity
    for line in written:
        balance[replace(line, quantity=1)] -= line.quantity
    changed = [replace(line, quantity=count) for line, count in balance.items() if count]
    return tuple(sorted(changed, key=lambda line: (line.day, line.standing.measure, line.quantity)))


@dataclass(frozen=True, slots=True)
class Recorded:
    """A line as it stands in the book: of which dossier, written when."""

    dossier: int
    recorded_at: datetime
    line: Line


#: The columns of a cell, in the order of the table.
EFFECTS = (
    "received_online", "received_other", "in_process", "paused", "late", "late_original",
    "early", "on_time", "overdue", "early_original", "on_time_original", "overdue_original",
    "withdrawn", "stopped", "moved_in", "moved_out", "refused_settlement", "refused_receipt",
)  # fmt: skip


def effects(line: Line) -> Mapping[date, Mapping[str, int]]:
    """Return what a line adds to the columns of a cell, by the day from which it counts.

    A dossier is late from the later of two days: the one it entered the stock and its late
    day. So "late at the end of day T" is one sum over days up to T, although it depends on
    two dates.
    """
    found: dict[date, dict[str, int]] = {}

    def add(day: date, column: str) -> None:
        found.setdefault(day, {})[column] = line.quantity

    standing, day = line.standing, line.day
    if standing.measure is Measure.OPEN:
        add(day, "in_process")
        add(max(day, standing.late_on), "late")
        add(max(day, standing.late_on_original), "late_original")
    elif standing.measure in _PAUSED:
        add(day, "in_process")
        add(day, "paused")
        if standing.measure is Measure.PAUSED_LATE:
            add(day, "late")
        if standing.measure_original is Measure.PAUSED_LATE:
            add(day, "late_original")
    elif standing.measure is Measure.RECEIVED:
        online = line.place.channel is Channel.ONLINE
        add(day, "received_online" if online else "received_other")
    else:
        add(day, standing.measure.name.lower())
        if standing.measure in _CLASSES:
            add(day, f"{standing.measure_original.name.lower()}_original")
    return found


_PAUSED = (Measure.PAUSED_IN_TIME, Measure.PAUSED_LATE)
_CLASSES = (Measure.EARLY, Measure.ON_TIME, Measure.OVERDUE)


@dataclass(frozen=True, slots=True)
class Piece:
    """Cells of one span that begin from `first` on and before `until`, added or taken off."""

    sign: int
    span: Span
    first: date
    until: date


def pieces(since: date, until: date) -> tuple[Piece, ...]:
    """Return which cells add up to the days from `since` on and before `until`.

    `date.min` is the beginning. At most half a month of days and half a year of months are read
    at either end: what lies nearer to the next border is taken off from the longer span.
    """
    (year_a, month_a), (year_b, month_b) = _borders(since), _borders(until)
    found = _between(Span.YEAR, year_a, year_b)
    if year_a == year_b:
        found += _between(Span.MONTH, month_a, month_b)
    else:
        found += _between(Span.MONTH, month_a, year_a) + _between(Span.MONTH, year_b, month_b)
    if month_a == month_b:
        found += _between(Span.DAY, since, until)
    else:
        found += _between(Span.DAY, since, month_a) + _between(Span.DAY, month_b, until)
    return found


def _between(span: Span, first: date, until: date) -> tuple[Piece, ...]:
    if first == until:
        return ()
    return (Piece(1, span, first, until) if first < until else Piece(-1, span, until, first),)


def _borders(day: date) -> tuple[date, date]:
    """Return the borders of year and month from which a day is reached with the fewest cells."""
    month = day.replace(day=1)
    if day.day > _MIDDLE_DAY and (day.year, day.month) < (MAXYEAR, 12):
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    year = month.replace(month=1)
    if month.month > _MIDDLE_MONTH and month.year < MAXYEAR:
        year = year.replace(year=month.year + 1)
    return year, month


_MIDDLE_DAY = 16
_MIDDLE_MONTH = 7
