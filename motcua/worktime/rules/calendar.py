"""The official calendar as one frozen value: which day is worked, at which hours, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from motcua.kernel.canonical import canonical_json
from motcua.kernel.periods import Period
from motcua.worktime.errors import OutOfCalendar
from motcua.worktime.vocabulary import WEEKDAY_LABELS, CalendarStatus, DayKind

#: Half-open stretches of work in minutes of the day, in order: 08:00–12:00 is (480, 720).
Spans = tuple[tuple[int, int], ...]

ONE_DAY = timedelta(days=1)
FRIDAY = 5
DEFAULT_SPANS: Spans = ((8 * 60, 12 * 60), (13 * 60, 17 * 60))
#: A search for a working day gives up after this many days: no office closes for longer.
_FARTHEST = 3660


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day of which a decision speaks.

    stands_for: the day off that a working Saturday makes up for (ngày nghỉ hoán đổi), whose
    hours it keeps.
    """

    on: date
    kind: DayKind
    name: str
    document: str
    status: CalendarStatus = CalendarStatus.DECIDED
    stands_for: date | None = None


@dataclass(frozen=True, slots=True)
class HoursRule:
    """The hours of one ISO weekday while a setting of working hours is valid."""

    weekday: int
    spans: Spans
    valid: Period


@dataclass(frozen=True, repr=False)
class Calendar:
    """The calendar of one unit as known at one time; equal content has an equal version.

    days: what decisions say of single days, one entry a day. years: years whose calendar is
    decided or predicted; any other year knows only Saturdays and Sundays. hours: the unit's
    own before its parent's, later before earlier; without one 08:00–12:00 and 13:00–17:00.
    Saturday and Sunday are never working days but by a decision (Bộ luật Lao động 2019,
    Điều 111): a Saturday with opening hours only receives.
    """

    days: tuple[NamedDay, ...] = ()
    years: tuple[tuple[int, CalendarStatus], ...] = ()
    hours: tuple[HoursRule, ...] = ()
    version: str = field(init=False)
    _named: Mapping[date, NamedDay] = field(init=False, compare=False)
    _years: Mapping[int, CalendarStatus] = field(init=False, compare=False)
    _spans: dict[date, Spans] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Index the days and give the content its version."""
        object.__setattr__(self, "_named", {day.on: day for day in self.days})
        object.__setattr__(self, "_years", dict(self.years))
        object.__setattr__(self, "_spans", {})
        object.__setattr__(self, "version", _version(self))

    def __repr__(self) -> str:
        """Return the version: the content is long."""
        return f"Calendar({self.version})"

    def __hash__(self) -> int:
        """Return the hash of the version, which stands for the content."""
        return hash(self.version)

    def named(self, day: date) -> NamedDay | None:
        """Return what a decision says of the day, or None."""
        return self._named.get(day)

    def status(self, year: int) -> CalendarStatus | None:
        """Return whether the year's calendar is decided or predicted; None when unknown."""
        return self._years.get(year)

    def is_working_day(self, day: date) -> bool:
        """Return whether the day counts as a working day (ngày làm việc)."""
        named = self._named.get(day)
        if named is not None:
            return named.kind is DayKind.WORKING
        return day.isoweekday() <= FRIDAY

    def spans(self, day: date) -> Spans:
        """Return the day's stretches of work; none on a day off."""
        known = self._spans.get(day)
        if known is None:
            known = self._hours_of(day) if self.is_working_day(day) else ()
            self._spans[day] = known
        return known

    def closing(self, day: date) -> int:
        """Return the minute at which the work of a working day ends."""
        return self.spans(day)[-1][1]

    def opening(self, day: date) -> int:
        """Return the minute at which the work of a working day begins."""
        return self.spans(day)[0][0]

    def working_day_from(self, day: date) -> date:
        """Return the day itself if it is worked, else the next working day.

        :raises OutOfCalendar: none within ten years.
        """
        return self._search(day, ONE_DAY)

    def working_day_after(self, day: date) -> date:
        """Return the first working day after the day.

        :raises OutOfCalendar: none within ten years.
        """
        return self._search(step(day), ONE_DAY)

    def working_day_before(self, day: date) -> date:
        """Return the last working day before the day.

        :raises OutOfCalendar: none within ten years.
        """
        return self._search(step(day, -1), -ONE_DAY)

    def _search(self, day: date, way: timedelta) -> date:
        for _ in range(_FARTHEST):
            if self.is_working_day(day):
                return day
            day = step(day, way.days)
        raise OutOfCalendar

    def _hours_of(self, day: date) -> Spans:
        named = self._named.get(day)
        weekday = day.isoweekday()
        if weekday > FRIDAY:
            # The opening hours of a Saturday are hours of receipt; a day worked in the place
            # of another is worked as that other day is.
            stands_for = named.stands_for if named is not None else None
            weekday = stands_for.isoweekday() if stands_for is not None else 1
        for rule in self.hours:
            if rule.weekday == weekday and rule.valid.holds(day):
                return rule.spans
        return DEFAULT_SPANS


def step(day: date, count: int = 1) -> date:
    """Return the day `count` days later.

    :raises OutOfCalendar: no such date.
    """
    try:
        return day + timedelta(days=count)
    except OverflowError:
        raise OutOfCalendar from None


def day_off_reason(calendar: Calendar, day: date) -> str:
    """Return in Vietnamese why a day is not worked."""
    named = calendar.named(day)
    if named is None:
        return f"{WEEKDAY_LABELS[day.isoweekday()]}, ngày nghỉ"
    ground = [named.document] if named.document else []
    if named.status is CalendarStatus.PREDICTED:
        ground.append("dự kiến, chưa quyết định")
    verb = "Đóng cửa:" if named.kind is DayKind.CLOSED else "Nghỉ"
    return f"{verb} {named.name}" + (f" ({'; '.join(ground)})" if ground else "")


def working_day_remark(calendar: Calendar, day: date) -> str:
    """Return ", làm bù thứ Bảy …" for a weekend day that is worked, else nothing."""
    if day.isoweekday() <= FRIDAY:
        return ""
    named = calendar.named(day)
    weekday = WEEKDAY_LABELS[day.isoweekday()]
    remark = f", làm bù {weekday[0].lower()}{weekday[1:]}"
    if named is not None and named.stands_for is not None:
        remark += f" thay ngày {named.stands_for:%d/%m/%Y}"
    return remark


def _version(calendar: Calendar) -> str:
    content = {
        "days": [
            [day.on, day.kind, day.name, day.document, day.status, day.stands_for]
            for day in calendar.days
        ],
        "years": [list(year) for year in calendar.years],
        "hours": [
            [rule.weekday, [list(span) for span in rule.spans], rule.valid.start, rule.valid.until]
            for rule in calendar.hours
        ],
    }
    return sha256(canonical_json(content)).hexdigest()[:16]
