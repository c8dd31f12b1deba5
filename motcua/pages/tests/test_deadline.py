"""What the deadline cue says (ux.md 4.4 and 8.2)."""

from datetime import date, datetime, timedelta

import pytest

from motcua.kernel.periods import VIETNAM
from motcua.pages.deadline import Deadline, State, Working, cues, most_urgent


def at(day: int, hour: int = 17, minute: int = 0) -> datetime:
    """An instant of June 2021; the 28th is a Monday."""
    return datetime(2021, 6, 1, hour, minute, tzinfo=VIETNAM) + timedelta(days=day - 1)


def weekdays(start: date, end: date) -> int:
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(day.weekday() < 5 for day in days)


def minutes(start: datetime, end: datetime) -> int:
    """Working minutes from 8 to 12 and from 13 to 17 on weekdays, counted one by one hour."""
    total = 0
    moment = start
    while moment < end:
        open_now = moment.weekday() < 5 and moment.hour in {8, 9, 10, 11, 13, 14, 15, 16}
        step = min(timedelta(minutes=10), end - moment)
        total += int(step.total_seconds() // 60) if open_now else 0
        moment += step
    return total


WORKING = Working(days=weekdays, minutes=minutes)
NOW = at(30, 14, 30)


def said(due_at: datetime | None, **facts: object) -> list[tuple[State, str]]:
    found = cues(Deadline(due_at, **facts), now=NOW, working=WORKING)  # type: ignore[arg-type]
    return [(cue.state, cue.words) for cue in found]


@pytest.mark.parametrize(
    ("due_at", "facts", "state", "words"),
    [
        pytest.param(at(37), {}, State.OK, "Còn 5 ngày", id="days left are working days"),
        pytest.param(at(31), {}, State.SOON, "Còn 1 ngày", id="one working day left is soon"),
        pytest.param(
            at(32), {"started_at": at(18)}, State.SOON, "Còn 2 ngày", id="the last fifth is soon"
        ),
        pytest.param(at(32), {"started_at": at(25)}, State.OK, "Còn 2 ngày", id="not yet a fifth"),
        pytest.param(at(30, 16, 30), {}, State.TODAY, "Còn 2 giờ", id="today in working hours"),
        pytest.param(at(30, 15, 10), {}, State.TODAY, "Còn 40 phút", id="under an hour in minutes"),
        pytest.param(at(30, 11), {}, State.TODAY, "Đến hạn hôm nay", id="days: not late today"),
        pytest.param(at(29), {}, State.LATE, "Quá hạn 1 ngày", id="days: late from the next day"),
        pytest.param(at(25), {}, State.LATE, "Quá hạn 3 ngày", id="a weekend is no lateness"),
        pytest.param(
            at(30, 11), {"by_hour": True}, State.LATE, "Quá hạn 2 giờ", id="hours: by the minute"
        ),
        pytest.param(
            at(30, 14, 30), {"by_hour": True}, State.TODAY, "Đến hạn hôm nay", id="the due minute"
        ),
        pytest.param(
            at(28, 14, 30), {"by_hour": True}, State.LATE, "Quá hạn 2 ngày", id="16 hours: 2 days"
        ),
        pytest.param(
            at(31, 9), {"by_hour": True}, State.SOON, "Còn 3 giờ", id="hours left over the night"
        ),
        pytest.param(None, {}, State.NO_LIMIT, "Chưa có hạn", id="no due time"),
    ],
)
def test_a_running_clock(
    due_at: datetime | None, facts: dict[str, object], state: State, words: str
) -> None:
    assert said(due_at, **facts) == [(state, words)]


def test_a_paused_clock_says_how_long_it_stands() -> None:
    assert said(at(37), paused_since=at(28, 9)) == [(State.PAUSED, "Tạm dừng 2 ngày")]
    assert said(at(37), paused_since=at(30, 9)) == [(State.PAUSED, "Tạm dừng hôm nay")]


def test_late_before_the_pause_shows_both_and_the_lateness_stands_still() -> None:
    found = said(at(24), paused_since=at(25, 9))

    assert found == [(State.LATE, "Quá hạn 1 ngày"), (State.PAUSED, "Tạm dừng 3 ngày")]


def test_the_due_day_passing_during_a_pause_is_no_lateness() -> None:
    assert said(at(29), paused_since=at(28, 9)) == [(State.PAUSED, "Tạm dừng 2 ngày")]


@pytest.mark.parametrize(
    ("due_at", "ended_at", "by_hour", "state", "words"),
    [
        (at(30), at(29, 9), False, State.EARLY, "Xong sớm 1 ngày"),
        (at(30), at(30, 9), False, State.ON_TIME, "Xong đúng hạn"),
        (at(30, 11), at(30, 14), False, State.ON_TIME, "Xong đúng hạn"),
        (at(29, 11), at(30, 9), False, State.DONE_LATE, "Xong muộn 1 ngày"),
        (at(30, 9), at(30, 14), True, State.DONE_LATE, "Xong muộn 4 giờ"),
        (None, at(30, 9), False, State.ON_TIME, "Xong đúng hạn"),
    ],
)
def test_a_settled_dossier(
    due_at: datetime | None, ended_at: datetime, by_hour: bool, state: State, words: str
) -> None:
    assert said(due_at, ended_at=ended_at, by_hour=by_hour) == [(state, words)]


def test_a_card_shows_the_most_urgent_state() -> None:
    found = cues(Deadline(at(24), paused_since=at(25, 9)), now=NOW, working=WORKING)

    assert most_urgent(found) is State.LATE
    assert most_urgent(()) is State.NO_LIMIT
