"""Working minutes, the 15:00 rule of transfers, the last day for an extension."""

from datetime import date

import pytest

from motcua.kernel.periods import Period
from motcua.worktime.errors import ExtensionNotLater, ExtensionTooLate
from motcua.worktime.rules import (
    Calendar,
    HoursRule,
    add_working_minutes,
    check_extension,
    extension_latest_on,
    form_set_on,
    next_working_moment,
    rule_set_on,
    transfer_due_at,
    working_days_between,
    working_minutes_between,
)
from motcua.worktime.tests.builders import NATION, at, due_of
from motcua.worktime.vocabulary import LimitUnit, NoticeCount, RuleSet

HALF_FRIDAY = Calendar(
    days=NATION.days,
    years=NATION.years,
    hours=(HoursRule(5, ((450, 690),), Period(date(2021, 1, 1))),),
)


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [
        ("2021-11-01T08:00", 240, "2021-11-01T12:00"),
        ("2021-11-01T08:00", 241, "2021-11-01T13:01"),
        ("2021-11-01T16:30", 45, "2021-11-02T08:15"),
        ("2021-11-05T17:00", 480, "2021-11-08T17:00"),
        ("2021-11-06T10:00", 1, "2021-11-08T08:01"),
        ("2021-11-06T10:00", 0, "2021-11-06T10:00"),
    ],
)
def test_minutes_are_consumed_in_working_hours_only(start, minutes, expected):
    assert add_working_minutes(start=at(start), minutes=minutes, calendar=NATION) == at(expected)


def test_minutes_between_two_instants_count_working_hours_only():
    start, end = at("2021-02-09T16:00"), at("2021-02-17T09:00")

    assert working_minutes_between(start=start, end=end, calendar=NATION) == 120
    assert working_minutes_between(start=end, end=start, calendar=NATION) == -120


def test_negative_minutes_are_a_fault():
    with pytest.raises(ValueError, match="negative"):
        add_working_minutes(start=at("2021-11-01T08:00"), minutes=-1, calendar=NATION)


def test_working_days_between_leave_out_days_off():
    count = working_days_between(after=date(2021, 2, 9), until=date(2021, 2, 23), calendar=NATION)

    assert count == 5
    assert (
        working_days_between(after=date(2021, 2, 23), until=date(2021, 2, 9), calendar=NATION) == -5
    )


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2021-11-01T07:00", "2021-11-01T08:00"),
        ("2021-11-01T09:30", "2021-11-01T09:30"),
        ("2021-11-01T12:00", "2021-11-01T13:00"),
        ("2021-11-05T17:00", "2021-11-08T08:00"),
    ],
)
def test_the_next_working_moment(moment, expected):
    assert next_working_moment(at(moment), NATION) == at(expected)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param("2021-11-01T15:00", "2021-11-01T17:00", id="15:00 is within the day"),
        pytest.param("2021-11-01T15:01", "2021-11-02T08:00", id="after 15:00"),
        pytest.param("2021-11-05T16:00", "2021-11-08T08:00", id="Friday after 15:00"),
        pytest.param("2021-11-06T09:00", "2021-11-08T08:00", id="Saturday counter"),
        pytest.param("2021-11-01T06:00", "2021-11-01T17:00", id="before opening"),
    ],
)
def test_a_transfer_may_wait_only_after_three(received, expected):
    assert transfer_due_at(received_at=at(received), calendar=NATION) == at(expected)


def test_a_half_day_ends_when_the_office_closes():
    assert due_of("2021-11-04T09:00", 1, LimitUnit.WORKING_DAY, calendar=HALF_FRIDAY).due_at == at(
        "2021-11-05T11:30"
    )
    assert transfer_due_at(received_at=at("2021-11-05T11:30"), calendar=HALF_FRIDAY) == at(
        "2021-11-08T08:00"
    )
    assert due_of("2021-11-05T11:00", 1, LimitUnit.WORKING_HOUR, calendar=HALF_FRIDAY).due_at == at(
        "2021-11-08T08:30"
    )


def test_a_saturday_counter_receives_but_saturday_is_not_counted():
    calendar = Calendar(
        days=NATION.days,
        years=NATION.years,
        hours=(HoursRule(6, ((480, 690),), Period(date(2021, 1, 1))),),
    )

    assert not calendar.is_working_day(date(2021, 11, 6))
    assert due_of("2021-11-05T09:00", 1, LimitUnit.WORKING_DAY, calendar=calendar).due_at == at(
        "2021-11-08T17:00"
    )
    swapped = due_of("2024-04-26T10:00", 3, LimitUnit.WORKING_DAY, calendar=calendar)
    assert swapped.due_at == at("2024-05-04T17:00")


def test_a_swapped_saturday_keeps_the_hours_of_the_day_it_stands_for():
    # 26/04/2025 is worked in the place of Friday 02/05/2025.
    answer = due_of("2025-04-25T08:00", 1, LimitUnit.WORKING_DAY, calendar=HALF_FRIDAY)

    assert answer.due_at == at("2025-04-26T11:30")


def extension(written: str, new: str = "2021-11-12T17:00", count: NoticeCount = NoticeCount.DAY):
    check_extension(
        at=at(written),
        due_at=at("2021-11-08T17:00"),
        new_due_at=at(new),
        calendar=NATION,
        count=count,
    )


def test_an_extension_is_written_at_the_latest_a_day_before():
    extension("2021-11-07T20:00")
    with pytest.raises(ExtensionTooLate, match="07/11/2021"):
        extension("2021-11-08T07:00")


def test_the_day_before_may_have_to_be_a_working_day():
    assert extension_latest_on(
        due_at=at("2021-11-08T17:00"), calendar=NATION, count=NoticeCount.WORKING_DAY
    ) == date(2021, 11, 5)
    with pytest.raises(ExtensionTooLate):
        extension("2021-11-06T09:00", count=NoticeCount.WORKING_DAY)


@pytest.mark.parametrize("new", ["2021-11-08T17:00", "2021-11-13T17:00"])
def test_an_extension_moves_on_and_to_a_working_day(new):
    with pytest.raises(ExtensionNotLater):
        extension("2021-11-05T09:00", new)


def test_rule_sets_and_forms_have_their_own_dates():
    assert rule_set_on(date(2025, 6, 30)) is RuleSet.Y2021
    assert rule_set_on(date(2025, 7, 1)) is RuleSet.NOW
    assert rule_set_on(date(2011, 1, 1)) is RuleSet.Y2021
    assert RuleSet.Y2021.verified
    assert not RuleSet.NOW.verified
    assert form_set_on(date(2025, 7, 1)).key == "tt-01-2018"
    assert not form_set_on(date(2026, 11, 23)).verified
