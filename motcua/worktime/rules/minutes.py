"""Arithmetic of working minutes: only the working hours of working days are consumed."""

from datetime import date, datetime, time

from motcua.kernel.periods import VIETNAM
from motcua.worktime.rules.calendar import Calendar, step


def local(at: datetime) -> datetime:
    """Return an instant on Việt Nam's clock.

    :raises ValueError: the instant has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(VIETNAM)


def minute_of(at: datetime) -> int:
    """Return the minute of the day of a local instant, its seconds left out."""
    return at.hour * 60 + at.minute


def moment(day: date, minute: int) -> datetime:
    """Return the instant at a minute of a day in Việt Nam."""
    return datetime.combine(day, time(minute // 60, minute % 60), VIETNAM)


def end_of(day: date, calendar: Calendar) -> datetime:
    """Return the instant at which the work of a working day ends."""
    return moment(day, calendar.closing(day))


def next_working_moment(at: datetime, calendar: Calendar) -> datetime:
    """Return the instant itself inside working hours, else the next beginning of work.

    :raises OutOfCalendar: no working day within ten years.
    """
    here = local(at)
    for start, end in calendar.spans(here.date()):
        if minute_of(here) < end:
            return here if start <= minute_of(here) else moment(here.date(), start)
    day = calendar.working_day_after(here.date())
    return moment(day, calendar.opening(day))


def consume(
    *, start: datetime, minutes: int, calendar: Calendar
) -> tuple[datetime, tuple[tuple[date, int], ...]]:
    """Return when the working minutes are used up, and how many each working day took.

    Seconds of the start are left out, as on the slip. A limit used up at the end of a stretch
    of work ends there, not at the beginning of the next. No minutes: the start itself.

    :raises ValueError: a negative number of minutes.
    :raises OutOfCalendar: the calendar has no such day.
    """
    if minutes < 0:
        raise ValueError("working minutes to add must not be negative")
    here = local(start).replace(second=0, microsecond=0)
    day, minute, left = here.date(), minute_of(here), minutes
    taken: list[tuple[date, int]] = []
    while left:
        before = left
        for begin, end in calendar.spans(day):
            part = min(max(0, end - max(begin, minute)), left)
            left -= part
            if not left:
                taken.append((day, before))
                return moment(day, max(begin, minute) + part), tuple(taken)
        if before > left:
            taken.append((day, before - left))
        day, minute = calendar.working_day_after(day), 0
    return here, tuple(taken)


def add_working_minutes(*, start: datetime, minutes: int, calendar: Calendar) -> datetime:
    """Return the instant at which the working minutes are used up, as `consume` does.

    :raises ValueError: a negative number of minutes.
    :raises OutOfCalendar: the calendar has no such day.
    """
    return consume(start=start, minutes=minutes, calendar=calendar)[0]


def working_minutes_between(*, start: datetime, end: datetime, calendar: Calendar) -> int:
    """Return the working minutes from start to end, negative when the end lies before."""
    first, last = local(start), local(end)
    if last < first:
        return -working_minutes_between(start=end, end=start, calendar=calendar)
    day, total = first.date(), 0
    while day <= last.date():
        low = minute_of(first) if day == first.date() else 0
        high = minute_of(last) if day == last.date() else 24 * 60
        for begin, finish in calendar.spans(day):
            total += max(0, min(finish, high) - max(begin, low))
        day = step(day)
    return total


def working_days_between(*, after: date, until: date, calendar: Calendar) -> int:
    """Return how many working days lie after a day up to and with another.

    Negative when `until` lies before `after`: the working days that have passed since.
    """
    if until < after:
        return -working_days_between(after=until, until=after, calendar=calendar)
    count, day = 0, step(after)
    while day <= until:
        count += calendar.is_working_day(day)
        day = step(day)
    return count
