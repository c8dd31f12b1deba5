"""Working days of a period, and on which of them a dossier of a class can have been received."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from functools import cached_property
from random import Random

from motcua.kernel.periods import VIETNAM
from motcua.worktime.rules import Calendar, Limit, due
from motcua.worktime.vocabulary import LimitUnit, RuleSet

#: Nobody is received in the last minutes before the office closes.
_LAST_RECEIPT = 25
_CUTOFF = 15 * 60


class Class(Enum):
    """How a dossier stands at the end of the period."""

    EARLY = "early"
    ON_TIME = "on_time"
    OVERDUE = "overdue"
    IN_PROCESS = "in_process"


@dataclass(frozen=True, slots=True)
class Start:
    """A day of receipt, whether after 15:00, and the due time that follows."""

    on: date
    afternoon: bool
    due_at: datetime


@dataclass(frozen=True)
class Days:
    """The working days from first to last, with the calendar behind them."""

    first_on: date
    last_on: date
    calendar: Calendar

    @cached_property
    def working(self) -> tuple[date, ...]:
        """Every working day of the period."""
        span = (self.last_on - self.first_on).days + 1
        days = (self.first_on + timedelta(days=count) for count in range(span))
        return tuple(day for day in days if self.calendar.is_working_day(day))

    def starts(self, limit: Limit, standing: Class) -> tuple[Start, ...]:
        """Return the receipts from which a dossier can have come to stand so."""
        found = []
        for day in self.working:
            for afternoon in (False, True):
                received = moment(day, _CUTOFF + 30 if afternoon else 9 * 60)
                if afternoon and limit.unit is not LimitUnit.SAME_DAY:
                    continue
                due_at = due(
                    received_at=received, limit=limit, calendar=self.calendar, rules=RuleSet.Y2021
                ).due_at
                if self._can(standing, day, due_at.date()):
                    found.append(Start(day, afternoon, due_at))
        return tuple(found)

    def _can(self, standing: Class, on: date, due_on: date) -> bool:
        if standing is Class.EARLY:
            return on < due_on
        if standing is Class.ON_TIME:
            return due_on <= self.last_on
        if standing is Class.OVERDUE:
            return self.calendar.working_day_after(due_on) <= self.last_on
        return due_on >= self.last_on

    def received_at(self, start: Start, *, same_day: bool, chance: Random) -> datetime:
        """Return a time of receipt inside working hours; of in-day limits, on the right side."""
        spans = self.calendar.spans(start.on)
        minutes = [minute for begin, end in spans for minute in (begin + 3, end - _LAST_RECEIPT)]
        if not same_day:
            begin, end = spans[chance.random() > 0.6]
            return moment(start.on, chance.randint(begin + 3, end - _LAST_RECEIPT), chance)
        if start.afternoon:
            return moment(start.on, chance.randint(_CUTOFF + 1, minutes[3]), chance)
        begin, end = spans[chance.random() > 0.7]
        return moment(
            start.on, chance.randint(begin + 3, min(end - _LAST_RECEIPT, _CUTOFF - 1)), chance
        )

    def settled_at(
        self, received_at: datetime, due_on: date, standing: Class, chance: Random
    ) -> datetime:
        """Return when a dossier of a settled class got its result."""
        on = received_at.date()
        if standing is Class.ON_TIME:
            day = due_on
        elif standing is Class.OVERDUE:
            day = self.calendar.working_day_after(due_on)
            while chance.random() < 0.55:
                following = self.calendar.working_day_after(day)
                if following > self.last_on:
                    break
                day = following
        else:
            days = [day for day in self.working if on <= day < due_on]
            day = days[int(len(days) * chance.random() ** 0.7)]
        return self.later_on(day, received_at, chance)

    def later_on(self, day: date, after: datetime, chance: Random) -> datetime:
        """Return a working time of a day; on the same day later than `after`."""
        spans = self.calendar.spans(day)
        if day > after.date():
            begin, end = spans[chance.random() > 0.4]
            return moment(day, chance.randint(begin + 10, end - 2), chance)
        minute = after.hour * 60 + after.minute
        wanted = minute + chance.randint(4, 90)
        for begin, end in spans:
            if wanted < end:
                return moment(day, max(begin, wanted), chance)
        return moment(day, max(minute + 2, spans[-1][1] - 2), chance)


def moment(day: date, minute: int, chance: Random | None = None) -> datetime:
    """Return the instant at a minute of a day in Việt Nam, with chance seconds."""
    second = 0 if chance is None else chance.randrange(60)
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, second, tzinfo=VIETNAM)
