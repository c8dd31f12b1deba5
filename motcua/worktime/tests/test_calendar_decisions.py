"""How decisions add up to one calendar, and what the shipped one holds (one-stop.md 3.4)."""

from datetime import date, timedelta

import pytest

from motcua.kernel.periods import Period
from motcua.worktime.errors import BadCalendarFile, CalendarRefused
from motcua.worktime.rules import (
    Calendar,
    DecidedDay,
    DecisionRecord,
    HoursRecord,
    assemble,
    check_decision,
    check_hours,
    day_off_reason,
    published_decisions,
)
from motcua.worktime.tests.builders import DECISIONS, NATION, a_decision, at, off
from motcua.worktime.vocabulary import CalendarStatus, DayKind

WEDNESDAY = date(2027, 6, 9)
PREDICTED, DECIDED = CalendarStatus.PREDICTED, CalendarStatus.DECIDED

#: one-stop.md 3.4, without Saturdays and Sundays.
DAYS_OFF = {
    2020: "1/1 23/1 24/1 27/1 28/1 29/1 2/4 30/4 1/5 2/9",
    2021: "1/1 10/2 11/2 12/2 15/2 16/2 21/4 30/4 3/5 2/9 3/9",
    2022: "3/1 31/1 1/2 2/2 3/2 4/2 11/4 2/5 3/5 1/9 2/9",
    2023: "2/1 20/1 23/1 24/1 25/1 26/1 1/5 2/5 3/5 1/9 4/9",
    2024: "1/1 8/2 9/2 12/2 13/2 14/2 18/4 29/4 30/4 1/5 2/9 3/9",
    2025: "1/1 27/1 28/1 29/1 30/1 31/1 7/4 30/4 1/5 2/5 1/9 2/9",
    2026: "1/1 2/1 16/2 17/2 18/2 19/2 20/2 27/4 30/4 1/5 31/8 1/9 2/9 24/11",
    2027: "1/1 4/2 5/2 8/2 9/2 10/2 16/4 30/4 3/5 2/9 3/9 24/11",
}
SATURDAYS = {2024: "4/5", 2025: "26/4", 2026: "10/1 22/8"}


def days_of(year: int, text: str) -> set[date]:
    parts = [part.split("/") for part in text.split()]
    return {date(year, int(month), int(day)) for day, month in parts}


@pytest.mark.parametrize("year", DAYS_OFF)
def test_the_shipped_calendar_is_the_table_of_the_reference(year):
    whole = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    weekdays_off = {d for d in whole if d.isoweekday() <= 5 and not NATION.is_working_day(d)}
    weekends_worked = {d for d in whole if d.isoweekday() > 5 and NATION.is_working_day(d)}

    assert weekdays_off == days_of(year, DAYS_OFF[year])
    assert weekends_worked == days_of(year, SATURDAYS.get(year, ""))
    assert NATION.status(year) is (PREDICTED if year == 2027 else DECIDED)


def test_every_swap_names_its_pair():
    swapped = [day for day in NATION.days if day.kind is DayKind.WORKING]

    assert len(swapped) == 4
    for day in swapped:
        assert day.stands_for is not None
        assert f"{day.on:%d/%m/%Y}" in day_off_reason(NATION, day.stands_for)


def record(decision, *, scope=None, recorded="2026-11-01T00:00", number=0):
    return DecisionRecord(number, at(recorded), scope, decision)


def calendar_of(*records, scopes=(None,), known="2030-01-01T00:00", hours=()) -> Calendar:
    return assemble(decisions=records, hours=hours, scopes=scopes, known_at=at(known))


def test_a_decided_year_takes_the_place_of_the_prediction():
    predicted = record(a_decision(off(WEDNESDAY), status=PREDICTED, year=2027))
    decided = record(
        a_decision(off(WEDNESDAY + timedelta(days=1)), year=2027), recorded="2026-12-01T00:00"
    )

    before = calendar_of(predicted, decided, known="2026-11-30T00:00")
    after = calendar_of(predicted, decided)

    assert before.status(2027) is PREDICTED
    assert not before.is_working_day(WEDNESDAY)
    assert after.status(2027) is DECIDED
    assert after.is_working_day(WEDNESDAY)
    assert not after.is_working_day(WEDNESDAY + timedelta(days=1))
    assert before.version != after.version


def test_the_decision_recorded_later_holds_for_its_day():
    first = record(a_decision(off(WEDNESDAY), year=2027))
    later = record(
        a_decision(DecidedDay(WEDNESDAY, DayKind.WORKING, "làm việc như thường")),
        recorded="2026-12-01T00:00",
    )

    assert calendar_of(later, first).is_working_day(WEDNESDAY)
    assert not calendar_of(later, first, known="2026-11-15T00:00").is_working_day(WEDNESDAY)


def test_the_nearest_scope_holds():
    nation = record(a_decision(off(WEDNESDAY), year=2027), recorded="2026-12-01T00:00")
    unit = record(a_decision(DecidedDay(WEDNESDAY, DayKind.WORKING, "trực")), scope=7)
    other = record(a_decision(off(WEDNESDAY + timedelta(days=1))), scope=8)

    calendar = calendar_of(nation, unit, other, scopes=(7, 3, None))

    assert calendar.is_working_day(WEDNESDAY)
    assert calendar.is_working_day(WEDNESDAY + timedelta(days=1))
    assert calendar.status(2027) is DECIDED


def test_a_local_closing_says_why():
    day = DecidedDay(WEDNESDAY, DayKind.CLOSED, "bão số 3")
    calendar = calendar_of(record(a_decision(day, document="Công điện 01")))

    assert day_off_reason(calendar, WEDNESDAY) == "Đóng cửa: bão số 3 (Công điện 01)"


def test_hours_recorded_later_and_nearer_hold_while_they_are_valid():
    def hours(scope, spans, recorded, valid):
        return HoursRecord(0, at(recorded), scope, 3, spans, valid)

    year = Period(date(2027, 1, 1), date(2028, 1, 1))
    nation = hours(None, ((420, 660), (780, 1020)), "2026-12-01T00:00", year)
    unit = hours(7, ((480, 690),), "2026-11-01T00:00", Period(date(2027, 6, 1), date(2027, 7, 1)))

    calendar = calendar_of(hours=(nation, unit), scopes=(7, None))

    assert calendar.spans(WEDNESDAY) == ((480, 690),)
    assert calendar.spans(date(2027, 7, 7)) == ((420, 660), (780, 1020))
    assert calendar.spans(date(2028, 1, 5)) == ((480, 720), (780, 1020))


@pytest.mark.parametrize(
    "decision",
    [
        a_decision(off(WEDNESDAY), document=""),
        a_decision(off(WEDNESDAY), off(WEDNESDAY)),
        a_decision(off(WEDNESDAY), year=2026),
        a_decision(off(WEDNESDAY, "")),
        a_decision(DecidedDay(WEDNESDAY, DayKind.OFF, "nghỉ", WEDNESDAY)),
    ],
)
def test_a_decision_that_is_not_complete_is_refused(decision):
    with pytest.raises(CalendarRefused):
        check_decision(decision)


@pytest.mark.parametrize("spans", [(), ((720, 480),), ((480, 720), (700, 1020)), ((480, 1440),)])
def test_hours_out_of_order_are_refused(spans):
    with pytest.raises(CalendarRefused):
        check_hours(spans, weekday=1)


@pytest.mark.parametrize("content", [None, {}, {"decisions": [{}]}, {"decisions": ["x"]}])
def test_a_calendar_file_of_another_shape_is_refused(content):
    with pytest.raises(BadCalendarFile):
        published_decisions(content)


def test_shipped_keys_are_unique_and_never_too_long():
    keys = [decision.key for decision in DECISIONS]

    assert len(set(keys)) == len(keys)
    assert max(map(len, keys)) <= 60
