"""What must hold for every receipt, limit and pause."""

from datetime import date, datetime, timedelta
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.kernel.periods import VIETNAM, Period
from motcua.worktime.rules import (
    Calendar,
    HoursRule,
    Limit,
    add_working_minutes,
    due,
    due_after_pause,
    next_working_moment,
    remaining_at,
    transfer_due_at,
    working_minutes_between,
)
from motcua.worktime.tests.builders import NATION
from motcua.worktime.vocabulary import NOT_COMPUTED, DueTimeMode, LimitUnit, RuleSet

COMPUTED = sorted(set(LimitUnit) - NOT_COMPUTED)
HALF_DAYS = Calendar(
    days=NATION.days,
    years=NATION.years,
    hours=(
        HoursRule(3, ((450, 690),), Period(date(2020, 1, 1))),
        HoursRule(5, ((480, 720), (810, 990)), Period(date(2020, 1, 1), date(2025, 1, 1))),
    ),
)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2027, 9, 1), timezones=st.just(VIETNAM))
units = st.sampled_from(COMPUTED)
values = st.integers(1, 60)
CALENDARS = {"nation": NATION, "half days": HALF_DAYS}
names = st.sampled_from(sorted(CALENDARS))
modes = st.sampled_from(DueTimeMode)
some = settings(max_examples=100, deadline=None)


def due_at(received, value, unit, calendar, mode=DueTimeMode.END_OF_DAY):
    limit = Limit(value, unit)
    return due(
        received_at=received, limit=limit, calendar=calendar, rules=RuleSet.NOW, mode=mode
    ).due_at


@some
@given(instants, st.timedeltas(timedelta(0), timedelta(days=9)), values, units, names, modes)
def test_who_comes_later_is_not_due_earlier(received, later, value, unit, name, mode):
    calendar = CALENDARS[name]
    first = due_at(received, value, unit, calendar, mode)

    assert first <= due_at(received + later, value, unit, calendar, mode)


@some
@given(instants, values, st.integers(0, 20), units, names, modes)
def test_a_longer_limit_is_not_due_earlier(received, value, more, unit, name, mode):
    calendar = CALENDARS[name]
    first = due_at(received, value, unit, calendar, mode)

    assert first <= due_at(received, value + more, unit, calendar, mode)


@some
@given(instants, values, units, names, modes)
def test_never_due_on_a_day_off_nor_outside_working_hours(received, value, unit, name, mode):
    calendar = CALENDARS[name]
    when = due_at(received, value, unit, calendar, mode)

    minute = when.hour * 60 + when.minute
    assert calendar.is_working_day(when.date())
    assert any(start <= minute <= end for start, end in calendar.spans(when.date()))
    assert when > received


@some
@given(instants, values, units, names, modes, st.floats(0, 1.2))
def test_pausing_and_resuming_at_once_changes_nothing(received, value, unit, name, mode, part):
    calendar = CALENDARS[name]
    before = due_at(received, value, unit, calendar, mode)
    paused_at = received + (before - received) * part

    left = remaining_at(at=paused_at, due_at=before, unit=unit, calendar=calendar)
    after = due_after_pause(
        resumed_at=paused_at, remaining=left, calendar=calendar, mode=mode
    ).due_at

    assert after == before


@some
@given(instants, values, units, names, modes, st.integers(0, 200), st.integers(0, 400))
def test_a_pause_never_takes_time_away(received, value, unit, name, mode, before, length):
    calendar = CALENDARS[name]
    first = due_at(received, value, unit, calendar, mode)
    paused_at = received + timedelta(hours=before)

    left = remaining_at(at=paused_at, due_at=first, unit=unit, calendar=calendar)
    after = due_after_pause(
        resumed_at=paused_at + timedelta(hours=length),
        remaining=left,
        calendar=calendar,
        mode=mode,
    ).due_at

    assert after >= first
    assert calendar.is_working_day(after.date())


@some
@given(instants, st.integers(0, 20_000), names)
def test_minutes_between_undo_minutes_added(start, minutes, name):
    calendar = CALENDARS[name]
    start = start.replace(second=0, microsecond=0)
    end = add_working_minutes(start=start, minutes=minutes, calendar=calendar)

    assert working_minutes_between(start=start, end=end, calendar=calendar) == minutes


@some
@given(instants, values, units, names)
def test_every_day_from_receipt_to_due_is_explained_once(received, value, unit, name):
    calendar = CALENDARS[name]
    answer = due(
        received_at=received, limit=Limit(value, unit), calendar=calendar, rules=RuleSet.Y2021
    )

    days = [note.on for note in answer.days]
    length = (answer.due_at.date() - received.date()).days
    assert days == [received.date() + timedelta(days=n) for n in range(length + 1)]
    assert all(note.why for note in answer.days)
    if unit in (LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY):
        assert sum(note.counted for note in answer.days) == value


@some
@given(instants, st.timedeltas(timedelta(0), timedelta(days=5)), names)
def test_transfers_are_monotone_and_in_working_hours(received, later, name):
    calendar = CALENDARS[name]
    first = transfer_due_at(received_at=received, calendar=calendar)

    assert first <= transfer_due_at(received_at=received + later, calendar=calendar)
    assert received < first
    assert next_working_moment(received, calendar) <= first


def test_thousands_of_due_times_are_quick():
    """5,000 due times of 15 working days in well under a second of processor time."""
    first = datetime(2021, 1, 1, 9, tzinfo=VIETNAM)
    started = process_time()
    for number in range(5000):
        due_at(first + timedelta(hours=number % 4000), 15, LimitUnit.WORKING_DAY, NATION)

    assert process_time() - started < 3
