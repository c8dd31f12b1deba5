"""Pauses freeze what is left; a restart counts from zero; lateness stays (3.2.7)."""

import pytest

from motcua.worktime.rules import (
    ClockEvent,
    Limit,
    Remaining,
    assemble,
    due_after_events,
    due_after_pause,
    remaining_at,
)
from motcua.worktime.rules import due as compute
from motcua.worktime.rules.decisions import DecisionRecord
from motcua.worktime.tests.builders import DECISIONS, NATION, a_decision, at, due_of, off
from motcua.worktime.vocabulary import ClockEventKind, LimitUnit, RuleSet

DAY, CALENDAR, HOUR = LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY, LimitUnit.WORKING_HOUR
STOP, RESUME, RESTART, EXTEND = ClockEventKind


def paused(due: str, unit: LimitUnit, *, stop: str, resume: str) -> Remaining:
    left = remaining_at(at=at(stop), due_at=at(due), unit=unit, calendar=NATION)
    return due_after_pause(resumed_at=at(resume), remaining=left, calendar=NATION).due_at


@pytest.mark.parametrize(
    ("unit", "due", "stop", "resume", "expected"),
    [
        pytest.param(
            DAY, "2021-11-05T17:00", "2021-11-02T10:00", "2021-11-08T10:00",
            "2021-11-11T17:00", id="3 days and 6 hours again",
        ),
        pytest.param(
            DAY, "2021-11-05T17:00", "2021-11-05T10:00", "2021-11-08T09:00",
            "2021-11-08T17:00", id="over a weekend",
        ),
        pytest.param(
            DAY, "2021-11-05T17:00", "2021-11-05T10:00", "2021-11-08T14:00",
            "2021-11-09T17:00", id="the rest does not fit into the afternoon",
        ),
        pytest.param(
            DAY, "2021-11-05T17:00", "2021-11-06T10:00", "2021-11-09T14:00",
            "2021-11-05T17:00", id="late before the pause stays late",
        ),
        pytest.param(
            DAY, "2021-11-05T17:00", "2021-11-05T18:00", "2021-11-09T14:00",
            "2021-11-09T17:00", id="stopped in the evening of the due day",
        ),
        pytest.param(
            DAY, "2021-02-19T17:00", "2021-02-09T16:00", "2021-02-17T08:00",
            "2021-02-22T17:00", id="25 hours left over Tết, the hour of 9/2 included",
        ),
        pytest.param(
            CALENDAR, "2021-11-01T17:00", "2021-10-20T09:00", "2021-10-26T09:00",
            "2021-11-08T17:00", id="12 days left, Sunday moves on",
        ),
        pytest.param(
            HOUR, "2021-11-05T12:00", "2021-11-05T11:00", "2021-11-05T16:00",
            "2021-11-05T17:00", id="an hour left",
        ),
        pytest.param(
            HOUR, "2021-11-05T12:00", "2021-11-05T12:01", "2021-11-08T16:00",
            "2021-11-05T12:00", id="hours are late after the due minute",
        ),
    ],
)  # fmt: skip
def test_a_pause(unit, due, stop, resume, expected):
    assert paused(due, unit, stop=stop, resume=resume) == at(expected)


@pytest.mark.parametrize(
    ("unit", "amount"), [(DAY, 6 * 60 + 3 * 480), (HOUR, 6 * 60 + 3 * 480), (CALENDAR, 3)]
)
def test_what_is_left_is_kept_in_the_measure_of_the_unit(unit, amount):
    left = remaining_at(
        at=at("2021-11-02T10:00"), due_at=at("2021-11-05T17:00"), unit=unit, calendar=NATION
    )

    assert (left.amount, left.unit) == (amount, unit)


def test_the_days_after_a_pause_are_explained():
    left = Remaining(480, DAY)

    answer = due_after_pause(resumed_at=at("2021-11-05T15:00"), remaining=left, calendar=NATION)

    assert answer.due_at == at("2021-11-08T17:00")
    assert [note.why for note in answer.days] == [
        "Ngày tiếp tục",
        "Thứ Bảy, ngày nghỉ",
        "Chủ nhật, ngày nghỉ",
        "Tính tiếp sau tạm dừng",
    ]


@pytest.mark.parametrize("unit", [LimitUnit.MIXED_DAY, LimitUnit.AS_PUBLISHED])
def test_a_due_time_that_an_officer_entered_is_frozen_in_working_time(unit):
    stop, resume = "2021-11-05T10:00", "2021-11-08T09:00"

    assert paused("2021-11-05T17:00", unit, stop=stop, resume=resume) == at("2021-11-08T17:00")


def replayed(*events: ClockEvent, calendar=NATION, value: int = 5):
    return due_after_events(
        received_at=at("2021-11-01T09:00"),
        limit=Limit(value, DAY),
        calendar=calendar,
        rules=RuleSet.Y2021,
        events=events,
    ).due_at


def test_without_events_the_clock_gives_the_first_due_time():
    assert replayed() == due_of("2021-11-01T09:00", 5, DAY).due_at == at("2021-11-08T17:00")


def test_a_restart_counts_from_zero():
    stop = ClockEvent(STOP, at("2021-11-03T09:00"))
    restart = ClockEvent(RESTART, at("2021-11-10T09:00"))

    assert replayed(stop, restart) == at("2021-11-17T17:00")


def test_a_restart_does_not_erase_lateness():
    stop = ClockEvent(STOP, at("2021-11-09T09:00"))
    restart = ClockEvent(RESTART, at("2021-11-10T09:00"))

    assert replayed(stop, restart) == at("2021-11-08T17:00")


def test_a_standing_clock_keeps_the_due_time_at_which_it_stopped():
    assert replayed(ClockEvent(STOP, at("2021-11-03T09:00"))) == at("2021-11-08T17:00")


def test_a_pause_after_an_extension_freezes_the_new_time():
    extend = ClockEvent(EXTEND, at("2021-11-04T09:00"), at("2021-11-12T17:00"))
    stop = ClockEvent(STOP, at("2021-11-12T09:00"))
    resume = ClockEvent(RESUME, at("2021-11-15T09:00"))

    assert replayed(extend, stop, resume) == at("2021-11-15T17:00")


def test_a_late_decision_moves_the_due_time_of_an_open_dossier():
    closed = a_decision(off(at("2021-11-05T00:00").date(), "bão"))
    records = [
        DecisionRecord(number, at("2021-11-04T00:00"), None, decision)
        for number, decision in enumerate((*DECISIONS, closed))
    ]
    stormy = assemble(decisions=records, hours=(), scopes=(None,))
    events = (
        ClockEvent(STOP, at("2021-11-03T09:00")),
        ClockEvent(RESUME, at("2021-11-04T09:00")),
    )

    assert replayed(calendar=stormy) == at("2021-11-09T17:00")
    assert replayed(*events) == at("2021-11-09T17:00")
    assert replayed(*events, calendar=stormy) == at("2021-11-10T17:00")


def test_a_clock_that_runs_cannot_be_resumed():
    with pytest.raises(ValueError, match="runs"):
        replayed(ClockEvent(RESUME, at("2021-11-03T09:00")))


def test_a_shift_off_a_day_off_is_no_part_of_the_limit() -> None:
    """15 calendar days from 15/10/2021 end on Saturday 30/10, due on Monday 01/11."""
    calendar = NATION
    first = compute(
        received_at=at("2021-10-15T09:00"),
        limit=Limit(15, LimitUnit.CALENDAR_DAY),
        calendar=calendar,
        rules=RuleSet.Y2021,
    )
    left = remaining_at(
        at=at("2021-10-20T09:00"),
        due_at=first.due_at,
        unit=LimitUnit.CALENDAR_DAY,
        calendar=calendar,
        last_on=first.last_on,
    )
    again = due_after_pause(resumed_at=at("2021-10-25T09:00"), remaining=left, calendar=calendar)

    assert first.due_at == at("2021-11-01T17:00")
    assert again.due_at == at("2021-11-04T17:00")
