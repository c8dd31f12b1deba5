"""Random histories of dossiers, and a plain recount of them that knows nothing of lines."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from motcua.dossiers.rules import Counted, Fact, lines_of
from motcua.dossiers.vocabulary import ClockKind, Outcome
from motcua.kernel.periods import VIETNAM
from motcua.reports.rules import Counts, from_columns
from motcua.tally.rules import Line, Place, effects
from motcua.tally.vocabulary import Channel

FIRST = date(2021, 1, 4)
LAST_DAY = 90


@dataclass
class History:
    """One dossier: how it is counted, what happened to its clock."""

    counted: Counted
    facts: list[Fact] = field(default_factory=list)

    def lines(self) -> tuple[Line, ...]:
        return lines_of(self.counted, self.facts)


def at(day: int, hour: int = 9) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), time(hour), VIETNAM)


@st.composite
def histories(
    draw: st.DrawFn, units: tuple[int, ...] = (1, 2, 3), fields=(1, 2), procedures=(1, 2, 3)
):
    place = Place(
        unit=draw(st.sampled_from(units)),
        procedure=draw(st.sampled_from(procedures)),
        field=draw(st.sampled_from(fields)),
        channel=draw(st.sampled_from(Channel)),
    )
    counted = Counted(place, by_minute=draw(st.booleans()))
    day = draw(st.integers(0, LAST_DAY))
    if draw(st.integers(0, 9)) == 0:
        return History(Counted(place, refused_at=at(day)))
    due = day + draw(st.integers(0, 20))
    facts = [Fact(1, ClockKind.START, at(day), place.unit, due_at=at(due, 12))]
    homes, original = [place.unit], due
    for number in range(2, 2 + draw(st.integers(0, 5))):
        day += draw(st.integers(0, 12))
        kind = draw(st.sampled_from(_KINDS))
        given = {"unit": homes[-1], "due_at": at(due, 12), "due_at_original": at(original, 12)}
        if kind is ClockKind.EXTEND:
            due += draw(st.integers(1, 9))
            given["due_at"] = at(due, 12)
        elif kind in (ClockKind.RESUME, ClockKind.RESTART):
            due = original = max(due, day) + draw(st.integers(0, 5))
            given |= {"due_at": at(due, 12), "due_at_original": None}
        elif kind is ClockKind.MOVE:
            # Nowhere twice: a list names a dossier once, a number counts every move.
            free = [unit for unit in units if unit not in homes]
            if not free:
                continue
            homes.append(draw(st.sampled_from(free)))
            given["unit"] = homes[-1]
        elif kind is ClockKind.END:
            given["outcome"] = draw(st.sampled_from(Outcome))
        facts.append(Fact(number, kind, at(day, 8 + number), **given))
        if kind is ClockKind.END:
            break
    return History(counted, facts)


_KINDS = (
    ClockKind.STOP, ClockKind.RESUME, ClockKind.EXTEND, ClockKind.RESTART, ClockKind.MOVE,
    ClockKind.END, ClockKind.END,
)  # fmt: skip


def recount(book: Iterable[History], *, units: set[int], first: date, last: date) -> Counts:
    """Count the dossiers one by one, by walking through what happened to each."""
    found: dict[str, int] = {}
    for history in book:
        teller = _Teller(history, units=units, found=found)
        eve = first - timedelta(days=1)
        teller.walk(until=eve, counting=False)
        teller.stand(eve, carried=True)
        teller.walk(until=last, counting=True)
        teller.stand(last, carried=False)
    return from_columns(found)


class _Teller:
    """Walks through one history and says aloud what a clerk would count."""

    def __init__(self, history: History, *, units: set[int], found: dict[str, int]) -> None:
        self.history, self.units, self.found = history, units, found
        self.home, self.due = history.counted.place.unit, None
        self.is_open, self.frozen = False, None
        self.left = list(history.facts)
        self.refused_at = history.counted.refused_at

    def walk(self, *, until: date, counting: bool) -> None:
        self.counting = counting
        if self.refused_at is not None and self.refused_at.date() <= until:
            self.add("refused_receipt")
            self.refused_at = None
        while self.left and self.left[0].at.date() <= until:
            fact = self.left.pop(0)
            _STEPS.get(fact.kind, _Teller.nothing)(self, fact)
            if fact.kind in _SETS_DUE:
                self.due = fact.due_at

    def stand(self, day: date, *, carried: bool) -> None:
        self.counting = self.is_open
        if carried:
            self.add("received.carried_over", "received.total")
            return
        late = self.frozen
        if late is None and self.is_open:
            late = self.overdue(datetime.combine(day, time(23, 59), VIETNAM))
        self.add("in_process.total", "in_process.overdue" if late else "in_process.in_time")
        if self.frozen is not None:
            self.add("in_process.paused")

    def add(self, *columns: str) -> None:
        for column in columns if self.counting and self.home in self.units else ():
            self.found[column] = self.found.get(column, 0) + 1

    def overdue(self, moment: datetime) -> bool:
        if self.history.counted.by_minute:
            return moment > self.due
        return moment.date() > self.due.date()

    def start(self, fact: Fact) -> None:
        self.is_open = True
        online = self.history.counted.place.channel is Channel.ONLINE
        self.add("received.total", "received.online" if online else "received.direct_or_post")

    def move(self, fact: Fact) -> None:
        self.add("moved_out")
        self.home = fact.unit
        self.add("moved_in")

    def stop(self, fact: Fact) -> None:
        self.frozen = self.overdue(fact.at)

    def resume(self, fact: Fact) -> None:
        self.frozen = None

    def nothing(self, fact: Fact) -> None:
        pass

    def end(self, fact: Fact) -> None:
        self.is_open, self.frozen = False, None
        if fact.outcome is Outcome.WITHDRAWN:
            self.add("withdrawn")
        elif fact.outcome is Outcome.STOPPED:
            self.add("stopped")
        else:
            early = fact.at.date() < self.due.date()
            on_time = "settled.early" if early else "settled.on_time"
            self.add("settled.total", "settled.overdue" if self.overdue(fact.at) else on_time)
        if fact.outcome is Outcome.REFUSED:
            self.add("refused_settlement")


_SETS_DUE = (ClockKind.START, ClockKind.RESUME, ClockKind.RESTART, ClockKind.EXTEND)
_STEPS = {
    ClockKind.START: _Teller.start,
    ClockKind.MOVE: _Teller.move,
    ClockKind.STOP: _Teller.stop,
    ClockKind.RESUME: _Teller.resume,
    ClockKind.RESTART: _Teller.resume,
    ClockKind.END: _Teller.end,
}


def sums(book: Iterable[History], *, units: set[int], until: date) -> dict[str, int]:
    """Add up what the lines of the histories say at the end of a day."""
    found: dict[str, int] = {}
    for history in book:
        for line in history.lines():
            if line.place.unit not in units:
                continue
            for day, columns in effects(line).items():
                for column, quantity in columns.items() if day <= until else ():
                    found[column] = found.get(column, 0) + quantity
    return found
