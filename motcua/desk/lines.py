"""Lines of dossiers for lists: the deadline cue in the words of the calendar."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from django.urls import reverse

from motcua.dossiers.selectors import WorkRow
from motcua.dossiers.vocabulary import CLOCK_STOPPED, Status, StepState
from motcua.pages.deadline import Cue, Deadline, Working, cues
from motcua.pages.formats import short_moment
from motcua.pages.parts import DIRECT, ONLINE, POST, Channel, DossierLine
from motcua.tally import vocabulary as tally
from motcua.worktime.rules import Calendar, working_days_between, working_minutes_between

CHANNELS = {
    tally.Channel.DIRECT: DIRECT,
    tally.Channel.ONLINE: ONLINE,
    tally.Channel.POST: POST,
}
#: They ended without a result: nothing was early or late.
_NO_RESULT = frozenset({Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED})


def working(calendar: Calendar) -> Working:
    """Return how a calendar counts days and minutes; each pair of days is counted once."""

    @cache
    def days(after: date, until: date) -> int:
        return working_days_between(after=after, until=until, calendar=calendar)

    def minutes(start: datetime, end: datetime) -> int:
        return working_minutes_between(start=start, end=end, calendar=calendar)

    return Working(days=days, minutes=minutes)


def deadline_cues(
    status: Status, *, deadline: Deadline, now: datetime, time: Working
) -> tuple[Cue, ...]:
    """Return the cues of a dossier; none when it ended without a result."""
    if deadline.ended_at is not None and status in _NO_RESULT:
        return ()
    return cues(deadline, now=now, working=time)


def deadline_of(row: WorkRow) -> Deadline:
    """Return the facts of a line's deadline: before its clock begins, those of its hand-over."""
    if row.due_at is None and row.wait_by is not None:
        return Deadline(due_at=row.wait_by, by_hour=True, started_at=row.received_at)
    stopped = row.status in CLOCK_STOPPED and row.ended_at is None
    return Deadline(
        due_at=row.due_at,
        by_hour=row.by_minute,
        started_at=row.received_at,
        paused_since=row.stopped_at if stopped else None,
        ended_at=row.ended_at,
    )


def status_words(status: Status, *, ended: bool) -> str:
    """Return a state in words; code 8 is told apart by its end."""
    return "Đã dừng giải quyết" if status is Status.STOPPED and ended else status.label


def channel_of(number: int) -> Channel:
    """Return word and icon of a channel."""
    return CHANNELS[tally.Channel(number)]


def lines_of(
    rows: Iterable[WorkRow], *, now: datetime, calendar: Calendar
) -> tuple[DossierLine, ...]:
    """Return rows of a list ready to be drawn."""
    time = working(calendar)
    return tuple(_line(row, now=now, time=time) for row in rows)


def _line(row: WorkRow, *, now: datetime, time: Working) -> DossierLine:
    return DossierLine(
        href=reverse("desk:dossier", args=[row.id]),
        code=row.code,
        procedure=row.procedure,
        owner=row.owner_name or "chưa có tên",
        cues=deadline_cues(row.status, deadline=deadline_of(row), now=now, time=time),
        due_at=row.due_at,
        step=row.step or status_words(row.status, ended=row.ended_at is not None),
        channel=CHANNELS[row.channel],
        marks=_marks(row, now=now, time=time),
    )


def _marks(row: WorkRow, *, now: datetime, time: Working) -> tuple[str, ...]:
    """Return what stands beside a step: who is awaited, and until when."""
    marks = ("Chờ nhận bàn giao",) if row.step_state is StepState.HANDED_OVER else ()
    if row.wait_by is None:
        return marks
    if row.due_at is None:
        return (*marks, f"chưa tính hạn; nhận trước {short_moment(row.wait_by)}")
    late = cues(Deadline(due_at=row.wait_by, by_hour=True), now=now, working=time)[0]
    return (*marks, f"trả lời trước {short_moment(row.wait_by)}, {late.words.lower()}")
