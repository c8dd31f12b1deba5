"""Due dates: the ten cases of one-stop.md 3.5 and the edges of 3.2."""

from datetime import date

import pytest

from motcua.worktime.errors import BadLimit, LimitNotComputed
from motcua.worktime.rules import Limit, due
from motcua.worktime.tests.builders import NATION, at, due_of
from motcua.worktime.vocabulary import DueTimeMode, LimitUnit, RuleSet

HOUR, DAY, CALENDAR, MONTH, SAME = (
    LimitUnit.WORKING_HOUR,
    LimitUnit.WORKING_DAY,
    LimitUnit.CALENDAR_DAY,
    LimitUnit.MONTH,
    LimitUnit.SAME_DAY,
)


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        pytest.param("2021-04-09T10:00", 3, DAY, "2021-04-14T17:00", id="over a weekend"),
        pytest.param("2021-04-20T09:00", 1, DAY, "2021-04-22T17:00", id="21/4 Giỗ Tổ"),
        pytest.param("2021-02-09T14:00", 5, DAY, "2021-02-23T17:00", id="Tết 10–16/2"),
        pytest.param("2021-04-29T15:30", 1, SAME, "2021-05-04T17:00", id="after 15:00, 30/4, 3/5"),
        pytest.param("2021-09-01T08:30", 2, DAY, "2021-09-07T17:00", id="2/9 and 3/9"),
        pytest.param("2024-04-26T10:00", 3, DAY, "2024-05-04T17:00", id="swapped 4/5/2024"),
        pytest.param("2026-08-20T09:00", 2, DAY, "2026-08-22T17:00", id="swapped 22/8/2026"),
        pytest.param("2026-11-23T10:00", 1, DAY, "2026-11-25T17:00", id="24/11 off"),
        pytest.param("2021-11-01T08:00", 15, CALENDAR, "2021-11-16T17:00", id="15 days"),
        pytest.param("2021-10-15T08:00", 15, CALENDAR, "2021-11-01T17:00", id="ends on Saturday"),
    ],
)
@pytest.mark.parametrize("rules", RuleSet)
def test_the_ten_cases_of_the_reference(received, value, unit, expected, rules):
    assert due_of(received, value, unit, rules=rules).due_at == at(expected)


@pytest.mark.parametrize(
    ("received", "value", "unit", "expected"),
    [
        pytest.param("2026-01-01T09:00", 1, DAY, "2026-01-05T17:00", id="2/1/2026 swapped off"),
        pytest.param("2026-01-09T09:00", 1, DAY, "2026-01-10T17:00", id="10/1/2026 worked"),
        pytest.param("2021-11-06T09:00", 1, DAY, "2021-11-08T17:00", id="Saturday gains no day"),
        pytest.param("2021-11-05T23:30", 1, DAY, "2021-11-08T17:00", id="received at night"),
        pytest.param("2021-01-31T09:00", 1, MONTH, "2021-03-01T17:00", id="28/2 is a Sunday"),
        pytest.param("2024-01-31T09:00", 1, MONTH, "2024-02-29T17:00", id="leap year"),
        pytest.param("2021-12-15T09:00", 2, MONTH, "2022-02-15T17:00", id="over the new year"),
        pytest.param("2021-03-30T09:00", 1, MONTH, "2021-05-04T17:00", id="30/4 to 4/5"),
        pytest.param("2024-04-20T09:00", 9, CALENDAR, "2024-05-02T17:00", id="29/4 swapped off"),
        pytest.param("2024-04-27T09:00", 7, CALENDAR, "2024-05-04T17:00", id="4/5 is worked"),
        pytest.param("2021-11-01T11:00", 1, HOUR, "2021-11-01T12:00", id="used up at noon"),
        pytest.param("2021-11-01T11:00", 2, HOUR, "2021-11-01T14:00", id="over lunch"),
        pytest.param("2021-11-01T12:30", 1, HOUR, "2021-11-01T14:00", id="received at lunch"),
        pytest.param("2021-11-01T08:00", 8, HOUR, "2021-11-01T17:00", id="a working day"),
        pytest.param("2021-11-05T16:00", 2, HOUR, "2021-11-08T09:00", id="over a weekend, hours"),
        pytest.param("2021-11-05T17:00", 8, HOUR, "2021-11-08T17:00", id="received at closing"),
        pytest.param("2021-11-01T06:00", 1, HOUR, "2021-11-01T09:00", id="before opening"),
        pytest.param("2021-02-09T16:00", 2, HOUR, "2021-02-17T09:00", id="over Tết, hours"),
        pytest.param("2024-05-03T16:00", 9, HOUR, "2024-05-04T17:00", id="swapped day, hours"),
        pytest.param("2021-11-01T08:00:59", 1, HOUR, "2021-11-01T09:00", id="seconds left out"),
    ],
)
def test_edges_of_each_unit(received, value, unit, expected):
    assert due_of(received, value, unit).due_at == at(expected)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        pytest.param("2021-11-01T14:59", "2021-11-01T17:00", id="14:59"),
        pytest.param("2021-11-01T15:00", "2021-11-01T17:00", id="15:00 exactly is not after"),
        pytest.param("2021-11-01T15:00:01", "2021-11-02T17:00", id="a second later"),
        pytest.param("2021-11-01T15:01", "2021-11-02T17:00", id="15:01"),
        pytest.param("2021-11-01T18:00", "2021-11-02T17:00", id="after closing"),
        pytest.param("2021-11-01T12:30", "2021-11-01T17:00", id="at lunch"),
        pytest.param("2021-11-01T05:00", "2021-11-01T17:00", id="before opening"),
        pytest.param("2021-11-06T16:00", "2021-11-08T17:00", id="Saturday starts on Monday"),
        pytest.param("2024-05-04T09:00", "2024-05-04T17:00", id="a swapped Saturday"),
        pytest.param("2024-05-04T15:30", "2024-05-06T17:00", id="a swapped Saturday, late"),
        pytest.param("2021-02-09T15:30", "2021-02-17T17:00", id="before Tết, late"),
    ],
)
def test_in_day_procedures_and_three_in_the_afternoon(received, expected):
    assert due_of(received, 1, SAME).due_at == at(expected)


def test_every_day_of_tet_is_explained():
    answer = due_of("2021-02-09T14:00", 5, DAY)

    assert [note.on for note in answer.days] == [date(2021, 2, day) for day in range(9, 24)]
    assert answer.days[0].why == "Ngày nhận, không tính"
    tet = [note for note in answer.days if note.why.startswith("Nghỉ Tết Nguyên đán (")]
    assert [note.on.day for note in tet] == [10, 11, 12, 15, 16]
    assert answer.days[4].why == "Thứ Bảy, ngày nghỉ"
    assert [note.why for note in answer.days if note.counted] == [
        f"Ngày làm việc thứ {number}" for number in range(1, 6)
    ]
    assert answer.warnings == ()


def test_a_swapped_saturday_says_which_day_it_makes_up_for():
    answer = due_of("2024-04-26T10:00", 3, DAY)

    assert answer.days[-1].why == "Ngày làm việc thứ 3, làm bù thứ Bảy thay ngày 29/04/2024"


def test_a_last_day_off_says_why_it_moves():
    answer = due_of("2021-10-15T08:00", 15, CALENDAR)

    assert sum(note.counted for note in answer.days) == 15
    assert answer.days[-3].why == (
        "Ngày thứ 15; thứ Bảy, ngày nghỉ: chuyển sang ngày làm việc tiếp theo"
    )
    assert answer.days[-1].why == "Ngày làm việc tiếp theo sau ngày nghỉ"


def test_hours_say_how_many_each_day_took():
    answer = due_of("2021-11-05T16:00", 2, HOUR)

    assert [note.why for note in answer.days] == [
        "Tính 1 giờ, từ 16:00",
        "Thứ Bảy, ngày nghỉ",
        "Chủ nhật, ngày nghỉ",
        "Tính 1 giờ, hết thời hạn lúc 09:00",
    ]


def test_a_predicted_year_warns_and_still_computes():
    answer = due_of("2026-12-30T09:00", 3, DAY)

    assert answer.due_at == at("2027-01-05T17:00")
    assert len(answer.warnings) == 1
    assert answer.warnings[0].startswith("Lịch nghỉ năm 2027 chưa được quyết định")
    assert "dự kiến, chưa quyết định" in answer.days[2].why


def test_a_year_without_any_calendar_warns():
    answer = due_of("2011-10-11T13:42", 3, DAY)

    assert answer.due_at == at("2011-10-14T17:00")
    assert "chỉ trừ thứ Bảy, Chủ nhật" in answer.warnings[0]


def test_the_year_of_a_receipt_that_is_not_counted_does_not_warn():
    assert due_of("2019-12-31T09:00", 1, DAY).warnings == ()


@pytest.mark.parametrize("unit", [LimitUnit.MIXED_DAY, LimitUnit.AS_PUBLISHED])
def test_a_limit_that_is_only_shown_asks_the_officer(unit):
    with pytest.raises(LimitNotComputed, match="nhập thời điểm hẹn trả kèm căn cứ"):
        due_of("2021-11-01T09:00", 24, unit)


@pytest.mark.parametrize("value", [0, -1, 10_000])
def test_a_limit_is_a_number_from_one_on(value):
    with pytest.raises(BadLimit):
        Limit(value, DAY)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2021-11-01T10:20", "2021-11-02T10:20"),
        ("2021-11-01T08:00", "2021-11-02T08:00"),
        ("2021-11-01T12:30", "2021-11-02T12:00"),
        ("2021-11-01T20:00", "2021-11-02T17:00"),
        ("2021-11-01T06:00", "2021-11-02T08:00"),
        ("2021-11-06T09:00", "2021-11-08T17:00"),
    ],
)
def test_the_hour_of_receipt_may_be_kept(received, expected):
    assert due_of(received, 1, DAY, mode=DueTimeMode.SAME_TIME).due_at == at(expected)


def test_an_instant_without_a_zone_is_a_fault():
    with pytest.raises(ValueError, match="time zone"):
        due(
            received_at=at("2021-11-01T10:00").replace(tzinfo=None),
            limit=Limit(1, DAY),
            calendar=NATION,
            rules=RuleSet.Y2021,
        )
