"""Stopping and resuming a clock: what is left is frozen and added again (one-stop.md 3.2.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from motcua.worktime.rules.calendar import Calendar, day_off_reason, step, working_day_remark
from motcua.worktime.rules.limits import DayNote, Due, Limit, due, end_time, warnings
from motcua.worktime.rules.minutes import (
    add_working_minutes,
    end_of,
    local,
    minute_of,
    next_working_moment,
    working_minutes_between,
)
from motcua.worktime.vocabulary import (
    FROZEN_IN_CALENDAR_DAYS,
    ClockEventKind,
    DueTimeMode,
    LimitUnit,
    RuleSet,
)


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left of a time limit when the clock stops.

    amount: working minutes (below zero on the due day after the due minute, where a limit in
    days is not late yet); for limits in calendar days and months, calendar days. unit: the
    unit of the limit, which says how the amount is given back. passed_due_at: the due time if
    it had passed already; then nothing is left and it stays: lateness is never erased.
    due_minute: the minute of the day of the due time, kept by the mode `same_time`.
    """

    amount: int
    unit: LimitUnit
    passed_due_at: datetime | None = None
    due_minute: int = 0


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """One thing that happened to a running clock.

    due_at: the new due time of an extension. A restart counts from zero (NĐ 61/2018 Điều 19
    khoản 4).
    """

    kind: ClockEventKind
    at: datetime
    due_at: datetime | None = None


def has_passed(*, at: datetime, due_at: datetime, unit: LimitUnit) -> bool:
    """Return whether a due time has passed: hours after the minute, the rest from the day after."""
    here, limit = local(at).replace(second=0, microsecond=0), local(due_at)
    return here > limit if unit is LimitUnit.WORKING_HOUR else here.date() > limit.date()


def remaining_at(
    *,
    at: datetime,
    due_at: datetime,
    unit: LimitUnit,
    calendar: Calendar,
    last_on: date | None = None,
) -> Remaining:
    """Return what is left of a limit at an instant, frozen in the measure of its unit.

    last_on: the last day that a limit in calendar days or months counts, before the shift off a
    day off; what the shift gave is no part of the limit and is not given back.

    The due time of a limit that is only shown was entered by an officer; what is left of it is
    frozen in working minutes, like a limit in working days.
    """
    if has_passed(at=at, due_at=due_at, unit=unit):
        return Remaining(0, unit, passed_due_at=due_at)
    minute = minute_of(local(due_at))
    if unit in FROZEN_IN_CALENDAR_DAYS:
        days = ((last_on or local(due_at).date()) - local(at).date()).days
        return Remaining(days, unit, due_minute=minute)
    left = working_minutes_between(
        start=local(at).replace(second=0, microsecond=0), end=due_at, calendar=calendar
    )
    return Remaining(left, unit, due_minute=minute)


def due_after_pause(
    *,
    resumed_at: datetime,
    remaining: Remaining,
    calendar: Calendar,
    mode: DueTimeMode = DueTimeMode.END_OF_DAY,
) -> Due:
    """Return the due time after a pause, with the days from the resumption on.

    Limits in working days end with the working hours of the day on which the remaining time
    runs out; calendar days and months get their remaining days again, then move off a day off.
    """
    if remaining.passed_due_at is not None:
        note = DayNote(
            local(resumed_at).date(),
            counted=False,
            why="Đã quá hạn trước khi dừng, hạn trả giữ nguyên",
        )
        return Due(remaining.passed_due_at, (note,))
    due_at = _thawed(local(resumed_at), remaining, calendar, mode)
    days = _days_after_pause(local(resumed_at), due_at, remaining, calendar)
    return Due(due_at, days, warnings(calendar, days))


def due_after_events(
    *,
    received_at: datetime,
    limit: Limit,
    calendar: Calendar,
    rules: RuleSet,
    events: Sequence[ClockEvent],
    mode: DueTimeMode = DueTimeMode.END_OF_DAY,
) -> Due:
    """Return the due time that a receipt and what happened since give under a calendar.

    For recalculation after a late decision: the same receipt, the same events, another
    calendar. A clock that still stands keeps the due time at which it stopped. A restart
    after a due time that had passed counts as a resumption.

    :raises ValueError: a resumption of a clock that runs, or an extension without a due time.
    """
    whole = partial(due, limit=limit, calendar=calendar, rules=rules, mode=mode)
    rest = partial(due_after_pause, calendar=calendar, mode=mode)
    frozen = partial(remaining_at, unit=limit.unit, calendar=calendar)
    current, left = whole(received_at=received_at), None
    for event in events:
        if event.kind is ClockEventKind.STOP:
            left = frozen(at=event.at, due_at=current.due_at, last_on=current.last_on)
            continue
        if event.kind is ClockEventKind.EXTEND:
            if event.due_at is None:
                raise ValueError("an extension needs its due time")
            current = Due(event.due_at, (), current.warnings)
            continue
        if left is None:
            raise ValueError("the clock runs; it cannot be resumed")
        anew = event.kind is ClockEventKind.RESTART and left.passed_due_at is None
        current = whole(received_at=event.at) if anew else rest(resumed_at=event.at, remaining=left)
        left = None
    return current


def _thawed(
    resumed_at: datetime, remaining: Remaining, calendar: Calendar, mode: DueTimeMode
) -> datetime:
    if remaining.unit in FROZEN_IN_CALENDAR_DAYS:
        last = max(resumed_at.date(), step(resumed_at.date(), remaining.amount))
        return end_of(calendar.working_day_from(last), calendar)
    runs_out = add_working_minutes(
        start=resumed_at, minutes=max(0, remaining.amount), calendar=calendar
    )
    following = next_working_moment(runs_out, calendar)
    if remaining.unit is LimitUnit.WORKING_HOUR:
        return runs_out if remaining.amount else following
    day = calendar.working_day_from(runs_out.date())
    if remaining.unit is not LimitUnit.WORKING_DAY or mode is DueTimeMode.END_OF_DAY:
        return end_of(day, calendar)
    # The end of one stretch of work and the beginning of the next are the same working time;
    # a dossier due at 08:00 must not come back due at 17:00 of the day before.
    if remaining.amount >= 0 and minute_of(following) == remaining.due_minute:
        return following
    if remaining.amount > 0:
        return runs_out
    return end_time(day, remaining.due_minute, mode, calendar)


def _days_after_pause(
    resumed_at: datetime, due_at: datetime, remaining: Remaining, calendar: Calendar
) -> tuple[DayNote, ...]:
    by_days = remaining.unit in FROZEN_IN_CALENDAR_DAYS
    last = step(resumed_at.date(), remaining.amount) if by_days else due_at.date()
    notes = []
    day = resumed_at.date()
    while day <= due_at.date():
        worked = calendar.is_working_day(day)
        why = "Tính tiếp sau tạm dừng" + (working_day_remark(calendar, day) if worked else "")
        counted = worked or by_days
        if day == resumed_at.date():
            why = "Ngày tiếp tục" + ("" if counted else f"; {day_off_reason(calendar, day)}")
            counted = counted and not by_days
        elif by_days and day > last:
            counted = False
            why = day_off_reason(calendar, day) if not worked else "Ngày làm việc tiếp theo"
        elif not counted:
            why = day_off_reason(calendar, day)
        notes.append(DayNote(day, counted=counted, why=why))
        day = step(day)
    return tuple(notes)
