"""From a receipt and a time limit to the due time, explained day by day (one-stop.md 3.2)."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from motcua.worktime.errors import BadLimit, LimitNotComputed, OutOfCalendar
from motcua.worktime.rules.calendar import (
    Calendar,
    day_off_reason,
    step,
    working_day_remark,
)
from motcua.worktime.rules.minutes import (
    consume,
    end_of,
    local,
    minute_of,
    moment,
    next_working_moment,
)
from motcua.worktime.rules.rulesets import cutoff_minute
from motcua.worktime.vocabulary import (
    NOT_COMPUTED,
    CalendarStatus,
    DueTimeMode,
    LimitUnit,
    RuleSet,
)

MOST = 9999
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as published: a whole number and its unit.

    The number says nothing for `same_day`, `mixed_day` and `as_published`.

    :raises BadLimit: not from 1 to 9999 (months: 120).
    """

    value: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        """Refuse a number that no limit has."""
        counted = self.unit not in NOT_COMPUTED and self.unit is not LimitUnit.SAME_DAY
        most = MOST_MONTHS if self.unit is LimitUnit.MONTH else MOST
        if counted and not 1 <= self.value <= most:
            raise BadLimit(self.value, most=most)

    @property
    def label(self) -> str:
        """The limit in words: "5 ngày làm việc", "trong ngày"."""
        if self.unit is LimitUnit.SAME_DAY or self.unit in NOT_COMPUTED:
            return self.unit.label
        return f"{self.value} {self.unit.label}"


@dataclass(frozen=True, slots=True)
class DayNote:
    """What one day did to a time limit, and why, in Vietnamese."""

    on: date
    counted: bool
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """A due time with its explanation: every day from receipt to the due day.

    warnings: Vietnamese sentences about years without a decided calendar.
    """

    due_at: datetime
    days: tuple[DayNote, ...]
    warnings: tuple[str, ...] = ()

    @property
    def last_on(self) -> date | None:
        """The last day that the limit counts, before any shift off a day off."""
        return max((note.on for note in self.days if note.counted), default=None)


@dataclass(frozen=True, slots=True)
class _Question:
    received_at: datetime  # on Việt Nam's clock
    limit: Limit
    calendar: Calendar
    rules: RuleSet
    mode: DueTimeMode

    @property
    def received_on(self) -> date:
        return self.received_at.date()

    @property
    def minute(self) -> int:
        return minute_of(self.received_at)


def due(
    *,
    received_at: datetime,
    limit: Limit,
    calendar: Calendar,
    rules: RuleSet,
    mode: DueTimeMode = DueTimeMode.END_OF_DAY,
) -> Due:
    """Return when a dossier received at an instant is due, explained day by day.

    The day of receipt is not counted and a last day off moves to the next working day (Bộ luật
    Dân sự 2015, Điều 147, Điều 148 khoản 5). Limits in days and months end with the working
    hours of the last day, those in working days at the time of receipt if `mode` says so;
    hours consume working hours only; in-day procedures received after 15:00 are due on the
    next working day (Luật Hộ tịch Điều 5 khoản 3, Nghị định 23/2015/NĐ-CP Điều 7).

    :raises LimitNotComputed: a limit that is only shown; the officer enters the due time.
    :raises OutOfCalendar: the calendar has no such day.
    :raises ValueError: the receipt has no time zone.
    """
    compute = _COMPUTED.get(limit.unit)
    if compute is None:
        raise LimitNotComputed(limit.label)
    question = _Question(local(received_at), limit, calendar, rules, mode)
    due_at, days = compute(question)
    return Due(due_at, days, warnings(calendar, days))


def warnings(calendar: Calendar, days: tuple[DayNote, ...]) -> tuple[str, ...]:
    """Return a sentence for each year among the days whose calendar is not decided.

    The day of receipt tells nothing when it was not counted: the limit starts after it.
    """
    asked = days[1:] if len(days) > 1 and not days[0].counted else days
    sentences = []
    for year in sorted({note.on.year for note in asked}):
        status = calendar.status(year)
        if status is CalendarStatus.PREDICTED:
            sentences.append(
                f"Lịch nghỉ năm {year} chưa được quyết định: hạn trả tính theo lịch dự kiến và "
                "được tính lại khi có quyết định."
            )
        elif status is None:
            sentences.append(
                f"Lịch nghỉ năm {year} chưa được quyết định và chưa có dự kiến: hạn trả chỉ trừ "
                "thứ Bảy, Chủ nhật, chưa trừ ngày lễ."
            )
    return tuple(sentences)


def end_time(day: date, minute: int, mode: DueTimeMode, calendar: Calendar) -> datetime:
    """Return at what time a limit in working days ends on its last day.

    With `same_time` the minute of receipt is kept, moved back into the working hours of the day.
    """
    if mode is DueTimeMode.END_OF_DAY:
        return end_of(day, calendar)
    within = calendar.opening(day)
    for start, finish in calendar.spans(day):
        if minute >= start:
            within = min(minute, finish)
    return moment(day, within)


def _working_days(question: _Question) -> tuple[datetime, tuple[DayNote, ...]]:
    calendar, day, number = question.calendar, question.received_on, 0
    notes = [_receipt_not_counted(question)]
    while number < question.limit.value:
        day = step(day)
        if calendar.is_working_day(day):
            number += 1
            why = f"Ngày làm việc thứ {number}{working_day_remark(calendar, day)}"
            notes.append(DayNote(day, counted=True, why=why))
        else:
            notes.append(DayNote(day, counted=False, why=day_off_reason(calendar, day)))
    # A receipt on a day off has no working hour that could be kept.
    kept = calendar.is_working_day(question.received_on)
    mode = question.mode if kept else DueTimeMode.END_OF_DAY
    return end_time(day, question.minute, mode, calendar), tuple(notes)


def _calendar_days(question: _Question) -> tuple[datetime, tuple[DayNote, ...]]:
    return _through(question, step(question.received_on, question.limit.value), "")


def _months(question: _Question) -> tuple[datetime, tuple[DayNote, ...]]:
    first = question.received_on
    count = first.year * 12 + first.month - 1 + question.limit.value
    year, month = count // 12, count % 12 + 1
    if year > date.max.year:
        raise OutOfCalendar
    length = monthrange(year, month)[1]
    last = date(year, month, min(first.day, length))
    remark = f", tròn {question.limit.value} tháng"
    if first.day > length:
        remark += f" (tháng {month} không có ngày {first.day}, lấy ngày cuối tháng)"
    return _through(question, last, remark)


def _through(question: _Question, last: date, remark: str) -> tuple[datetime, tuple[DayNote, ...]]:
    """Count every day up to the last, then move on to a working day."""
    calendar = question.calendar
    notes = [_receipt_not_counted(question)]
    for number, day in enumerate(_days(step(question.received_on), last), start=1):
        why = f"Ngày thứ {number}" + (remark if day == last else "")
        if day == last and not calendar.is_working_day(day):
            why += f"; {_lower(day_off_reason(calendar, day))}: chuyển sang ngày làm việc tiếp theo"
        notes.append(DayNote(day, counted=True, why=why))
    due_on = calendar.working_day_from(last)
    notes.extend(_moved_on(calendar, last, due_on))
    return end_of(due_on, calendar), tuple(notes)


def _moved_on(calendar: Calendar, last: date, due_on: date) -> Iterator[DayNote]:
    for day in _days(step(last), due_on):
        why = day_off_reason(calendar, day)
        if day == due_on:
            why = "Ngày làm việc tiếp theo sau ngày nghỉ" + working_day_remark(calendar, day)
        yield DayNote(day, counted=False, why=why)


def _working_hours(question: _Question) -> tuple[datetime, tuple[DayNote, ...]]:
    calendar = question.calendar
    start = next_working_moment(question.received_at, calendar)
    minutes = question.limit.value * 60
    due_at, taken = consume(start=start, minutes=minutes, calendar=calendar)
    parts = dict(taken)
    notes = []
    for day in _days(question.received_on, due_at.date()):
        minutes_taken = parts.get(day, 0)
        if minutes_taken:
            why = f"Tính {_duration(minutes_taken)}{working_day_remark(calendar, day)}"
            if day == start.date():
                why += f", từ {start:%H:%M}"
            if day == due_at.date():
                why += f", hết thời hạn lúc {due_at:%H:%M}"
        elif calendar.is_working_day(day):
            why = "Nhận sau giờ làm việc, tính từ đầu giờ ngày làm việc tiếp theo"
        else:
            why = day_off_reason(calendar, day)
        notes.append(DayNote(day, counted=bool(minutes_taken), why=why))
    return due_at, tuple(notes)


def _same_day(question: _Question) -> tuple[datetime, tuple[DayNote, ...]]:
    calendar = question.calendar
    start = next_working_moment(question.received_at, calendar)
    late = after_cutoff(start, question.rules)
    due_on = calendar.working_day_after(start.date()) if late else start.date()
    notes = []
    for day in _days(question.received_on, due_on):
        if day == due_on:
            remark = working_day_remark(calendar, day)
            why = "Ngày nhận, trả kết quả trong ngày" + remark
            if day != question.received_on:
                why = "Trả kết quả trong ngày làm việc này" + remark
        elif not calendar.is_working_day(day):
            why = day_off_reason(calendar, day)
        elif after_cutoff(question.received_at, question.rules):
            why = "Nhận sau 15 giờ, chuyển sang ngày làm việc tiếp theo"
        else:
            why = "Nhận sau giờ làm việc, chuyển sang ngày làm việc tiếp theo"
        notes.append(DayNote(day, counted=day == due_on, why=why))
    return end_of(due_on, calendar), tuple(notes)


def after_cutoff(at: datetime, rules: RuleSet) -> bool:
    """Return whether an instant is after 15:00 of its day; 15:00 exactly is not after."""
    here = local(at)
    cutoff = cutoff_minute(rules)
    return minute_of(here) > cutoff or (
        minute_of(here) == cutoff and bool(here.second or here.microsecond)
    )


def _receipt_not_counted(question: _Question) -> DayNote:
    day = question.received_on
    why = "Ngày nhận, không tính"
    if not question.calendar.is_working_day(day):
        why += f"; {_lower(day_off_reason(question.calendar, day))}"
    return DayNote(day, counted=False, why=why)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day = step(day)


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} giờ"] if hours else []
    return " ".join(parts + ([f"{rest} phút"] if rest else []))


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


_COMPUTED: dict[LimitUnit, Callable[[_Question], tuple[datetime, tuple[DayNote, ...]]]] = {
    LimitUnit.WORKING_HOUR: _working_hours,
    LimitUnit.WORKING_DAY: _working_days,
    LimitUnit.CALENDAR_DAY: _calendar_days,
    LimitUnit.MONTH: _months,
    LimitUnit.SAME_DAY: _same_day,
}
