"""The deadline cue of lists, cards and prints: state and words (ux.md 4.4 and 8.2); pure.

Colour, icon and words always go together. What counts as late is asked of the rule that the
reports use; here is only how it is said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from motcua.dossiers.rules import is_late
from motcua.kernel.periods import day_of
from motcua.pages.formats import number

_MINUTES_OF_HOUR = 60
_MINUTES_OF_DAY = 8 * _MINUTES_OF_HOUR
#: The last fifth of the time is "sắp đến hạn" [design; ux.md 4.4].
_LAST_PART = 5


class State(StrEnum):
    """How a deadline stands; the value names the style of the cue."""

    icon: str
    rank: int

    LATE = "late", "octagon-alert", 0
    TODAY = "today", "clock-alert", 1
    SOON = "soon", "clock", 2
    OK = "ok", "circle-check", 3
    PAUSED = "paused", "circle-pause", 4
    NO_LIMIT = "none", "circle-help", 5
    EARLY = "early", "circle-check", 6
    ON_TIME = "on-time", "circle-check", 7
    DONE_LATE = "done-late", "octagon-alert", 8

    def __new__(cls, value: str, icon: str, rank: int) -> "State":
        """Make a member from its value, its icon and its place in the order of urgency."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.icon = icon
        member.rank = rank
        return member


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said of one deadline."""

    state: State
    words: str

    @property
    def icon(self) -> str:
        """The icon whose shape tells the state without colour."""
        return self.state.icon


@dataclass(frozen=True, slots=True)
class Deadline:
    """The facts of one deadline.

    by_hour: the limit is in working hours, so the minute counts; else the date counts.
    started_at: when the clock started, for "the last fifth"; unknown: that part is left out.
    paused_since: the clock stands still since then. ended_at: the dossier was settled then.
    """

    due_at: datetime | None
    by_hour: bool = False
    started_at: datetime | None = None
    paused_since: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """How time is counted between two moments, the later one last.

    days: the counted days after the first up to and with the second. minutes: working minutes.
    """

    days: Callable[[date, date], int]
    minutes: Callable[[datetime, datetime], int]


def cues(deadline: Deadline, *, now: datetime, working: Working) -> tuple[Cue, ...]:
    """Return what to show for a deadline: one cue, or two when it was late before a pause."""
    if deadline.ended_at is not None:
        return (_finished(deadline, deadline.ended_at, working),)
    if deadline.paused_since is not None:
        paused = Cue(State.PAUSED, _paused_words(deadline.paused_since, now, working))
        if _late(deadline, deadline.paused_since):
            return (_running(deadline, deadline.paused_since, working), paused)
        return (paused,)
    return (_running(deadline, now, working),)


def most_urgent(shown: tuple[Cue, ...]) -> State:
    """Return the state that a card's edge shows: quá hạn first."""
    return min((cue.state for cue in shown), key=lambda state: state.rank, default=State.NO_LIMIT)


def _late(deadline: Deadline, at: datetime) -> bool:
    return is_late(at, due_at=deadline.due_at, by_minute=deadline.by_hour)


def _running(deadline: Deadline, now: datetime, working: Working) -> Cue:
    due_at = deadline.due_at
    if due_at is None:
        return Cue(State.NO_LIMIT, "Chưa có hạn")
    if _late(deadline, now):
        return Cue(State.LATE, f"Quá hạn {_late_by(deadline.by_hour, due_at, now, working)}")
    if day_of(now) == day_of(due_at):
        left = working.minutes(now, due_at) if now < due_at else 0
        return Cue(State.TODAY, f"Còn {_minutes(left)}" if left else "Đến hạn hôm nay")
    left = working.minutes(now, due_at) if deadline.by_hour else 0
    if deadline.by_hour and left < _MINUTES_OF_DAY:
        return Cue(State.SOON, f"Còn {_minutes(max(left, 1))}")
    days = (
        left // _MINUTES_OF_DAY if deadline.by_hour else working.days(day_of(now), day_of(due_at))
    )
    state = State.SOON if days <= 1 or _last_part(deadline, days, working) else State.OK
    return Cue(state, f"Còn {number(max(days, 1))} ngày")


def _last_part(deadline: Deadline, days_left: int, working: Working) -> bool:
    if deadline.started_at is None or deadline.due_at is None:
        return False
    whole = working.days(day_of(deadline.started_at), day_of(deadline.due_at))
    return days_left * _LAST_PART <= whole


def _finished(deadline: Deadline, ended_at: datetime, working: Working) -> Cue:
    due_at = deadline.due_at
    if due_at is not None and _late(deadline, ended_at):
        words = f"Xong muộn {_late_by(deadline.by_hour, due_at, ended_at, working)}"
        return Cue(State.DONE_LATE, words)
    if due_at is not None and day_of(ended_at) < day_of(due_at):
        days = max(working.days(day_of(ended_at), day_of(due_at)), 1)
        return Cue(State.EARLY, f"Xong sớm {number(days)} ngày")
    return Cue(State.ON_TIME, "Xong đúng hạn")


def _late_by(by_hour: bool, due_at: datetime, at: datetime, working: Working) -> str:
    """Say how late, in full units; a lateness outside working time still is one unit."""
    if not by_hour:
        return f"{number(max(working.days(day_of(due_at), day_of(at)), 1))} ngày"
    minutes = max(working.minutes(due_at, at), 1)
    if minutes >= _MINUTES_OF_DAY:
        return f"{minutes // _MINUTES_OF_DAY} ngày"
    return _minutes(minutes)


def _minutes(minutes: int) -> str:
    if minutes >= _MINUTES_OF_HOUR:
        return f"{minutes // _MINUTES_OF_HOUR} giờ"
    return f"{minutes} phút"


def _paused_words(since: datetime, now: datetime, working: Working) -> str:
    days = working.days(day_of(since), day_of(now))
    return f"Tạm dừng {number(days)} ngày" if days else "Tạm dừng hôm nay"
