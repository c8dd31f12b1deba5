"""What is typed of a change of the calendar; every rule about it is the calendar's own."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from motcua.kernel.periods import VIETNAM, Period
from motcua.kernel.text import nfc
from motcua.pages.forms import DayField, MomentField
from motcua.worktime.rules import DecidedDay, NewDecision, Proposal, Scope, Spans
from motcua.worktime.vocabulary import WEEKDAY_LABELS, CalendarStatus, DayKind, LimitUnit

#: A closing of an office is told in days; what is longer is decided as a year.
_LONGEST = timedelta(days=60)
_SPAN = re.compile(r"(\d{1,2})[:h](\d{2})\s*(?:-|–|đến)\s*(\d{1,2})[:h](\d{2})")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\s+(.+)")
_STANDS_IN = re.compile(r"làm bù(?: cho)?(?: ngày)?\s+(\d{1,2})/(\d{1,2})/(\d{4})\b\s*[:,]?\s*(.*)")
#: The key of a decision that is only proposed; the service gives the lasting one.
_DRAFT = "du-thao"
TRIED_UNITS = (
    LimitUnit.WORKING_DAY, LimitUnit.WORKING_HOUR, LimitUnit.CALENDAR_DAY, LimitUnit.SAME_DAY,
)  # fmt: skip


def _line(label: str, error: str = "", *, hint: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=300,
        widget=forms.TextInput({"size": 30, "autocomplete": "off"}),
        error_messages={"required": error},
    )  # fmt: skip


class ChangeForm(forms.Form):
    """A change with its document, and a receipt by which its effect is tried."""

    document = _line(
        "Văn bản quyết định", "Nhập số, ngày, cơ quan ban hành của văn bản quyết định",
        hint="Ví dụ: Thông báo 12/TB-UBND ngày 03/03/2021 của Ủy ban nhân dân xã",
    )  # fmt: skip
    decided_on = DayField(label="Ngày ký văn bản")
    tried_at = MomentField(
        label="Thử: nộp lúc", required=False, help_text="Để trống thì lấy ngày làm việc liền trước."
    )
    tried_value = forms.IntegerField(
        label="Thử: thời hạn", required=False, min_value=1, max_value=999, initial=5,
        widget=forms.TextInput({"size": 4, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Ghi thời hạn bằng chữ số, ví dụ 5"},
    )  # fmt: skip
    tried_unit = forms.ChoiceField(
        label="Thử: đơn vị của thời hạn", required=False,
        choices=[(unit.value, unit.label) for unit in TRIED_UNITS],
    )  # fmt: skip
    first_fields: tuple[str, ...] = ()

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, scope: Scope, year: int, today: date
    ) -> None:
        """Make the form of one calendar's change; `data` is what was sent."""
        super().__init__(data, label_suffix="")
        self.scope, self.year, self.today = scope, year, today
        self.prepare()
        self.order_fields([*self.first_fields, "document", "decided_on"])

    def prepare(self) -> None:
        """Add the fields that depend on the year."""

    def clean_decided_on(self) -> date:
        """Return the day of the signature, which cannot lie ahead."""
        on: date = self.cleaned_data["decided_on"]
        if on > self.today:
            raise forms.ValidationError("Ngày ký văn bản không được sau hôm nay")
        return on

    def proposal(self) -> Proposal:
        """Return the change, after the form was found right."""
        days = self.days()
        valid = Period.through(min(day.on for day in days), max(day.on for day in days))
        return self.of_days(days, valid)

    def days(self) -> tuple[DecidedDay, ...]:
        """Return the days that the decision names."""
        return ()

    def of_days(self, days: tuple[DecidedDay, ...], valid: Period) -> Proposal:
        """Return a decision on these days."""
        decision = NewDecision(
            key=_DRAFT, document=nfc(self.cleaned_data["document"]), source="",
            status=CalendarStatus.DECIDED, decided_on=self.cleaned_data["decided_on"],
            valid=valid, days=days,
        )  # fmt: skip
        return Proposal(self.scope, valid, decision)


class DaysForm(ChangeForm):
    """Some days in a row, all of one kind."""

    first_on = DayField(label="Ngày đầu")
    last_on = DayField(label="Ngày cuối", required=False, help_text="Để trống nếu chỉ một ngày.")
    kind = DayKind.OFF
    first_fields = ("first_on", "last_on", "name")

    def clean(self) -> dict[str, Any]:
        """Refuse days out of order, and more than two months of them."""
        given: dict[str, Any] = self.cleaned_data
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "Ngày cuối phải từ ngày đầu trở đi")
        elif first and last and last - first > _LONGEST:
            self.add_error("last_on", "Một quyết định ghi nhiều nhất 60 ngày: tách thành nhiều lần")
        return given

    def days(self) -> tuple[DecidedDay, ...]:
        """Return each of the days."""
        given = self.cleaned_data
        first, last = given["first_on"], given["last_on"] or given["first_on"]
        count = (last - first).days + 1
        name = nfc(given["name"])
        return tuple(
            DecidedDay(first + timedelta(days=step), self.kind, name) for step in range(count)
        )


class DayOffForm(DaysForm):
    """Days off (ngày nghỉ)."""

    name = _line("Tên ngày nghỉ", "Ghi tên ngày nghỉ", hint="Ví dụ: Tết Nguyên đán")


class ClosingForm(DaysForm):
    """An office is closed for a cause of its own (đóng cửa đột xuất)."""

    name = _line("Lý do đóng cửa", "Ghi lý do đóng cửa", hint="Người dân đọc nguyên văn: bão số 9")
    kind = DayKind.CLOSED


class SwapForm(ChangeForm):
    """A day off is worked for on another day (hoán đổi, làm bù)."""

    off_on = DayField(label="Ngày được nghỉ")
    worked_on = DayField(label="Ngày làm bù", help_text="Thứ Bảy hoặc Chủ nhật đi làm thay.")
    name = _line("Tên đợt nghỉ", "Ghi tên đợt nghỉ", hint="Ví dụ: nghỉ liền Quốc khánh")
    first_fields = ("off_on", "worked_on", "name")

    def clean(self) -> dict[str, Any]:
        """Refuse a swap that swaps nothing."""
        given: dict[str, Any] = self.cleaned_data
        off, worked = given.get("off_on"), given.get("worked_on")
        if off and off.isoweekday() > 5:
            self.add_error("off_on", "Thứ Bảy, Chủ nhật đã là ngày nghỉ: ghi ngày trong tuần")
        if worked and worked.isoweekday() < 6:
            self.add_error("worked_on", "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật")
        return given

    def days(self) -> tuple[DecidedDay, ...]:
        """Return the day off and the day worked for it."""
        given = self.cleaned_data
        name = nfc(given["name"])
        return (
            DecidedDay(given["off_on"], DayKind.OFF, name),
            DecidedDay(given["worked_on"], DayKind.WORKING, name, given["off_on"]),
        )


class YearForm(ChangeForm):
    """The calendar of a whole year is decided: what was predicted is overruled."""

    listed = forms.CharField(
        label="Các ngày của năm", max_length=8000, widget=forms.Textarea({"rows": 16}),
        help_text="Mỗi dòng một ngày: 01/01/2027 Tết Dương lịch. "
        "Ngày làm bù: 09/01/2027 làm bù 04/01/2027 tên đợt nghỉ.",
        error_messages={"required": "Ghi ít nhất một ngày nghỉ của năm"},
    )  # fmt: skip
    first_fields = ("listed",)

    def clean_listed(self) -> tuple[DecidedDay, ...]:
        """Return the days, one a line."""
        lines = [line.strip() for line in str(self.cleaned_data["listed"]).splitlines()]
        return tuple(self._day(number, line) for number, line in enumerate(lines, 1) if line)

    def proposal(self) -> Proposal:
        """Return the decision on the whole year."""
        return self.of_days(self.days(), Period(date(self.year, 1, 1), date(self.year + 1, 1, 1)))

    def days(self) -> tuple[DecidedDay, ...]:
        """Return the days of the list."""
        found: tuple[DecidedDay, ...] = self.cleaned_data["listed"]
        return found

    def _day(self, number: int, line: str) -> DecidedDay:
        found = _DAY.fullmatch(line)
        if found is None:
            raise forms.ValidationError(f"Dòng {number}: ghi như 01/01/{self.year} Tết Dương lịch")
        on, name = _date(number, found.groups()[:3]), nfc(found[4])
        if on.year != self.year:
            raise forms.ValidationError(f"Dòng {number}: ngày không thuộc năm {self.year}")
        stands_in = _STANDS_IN.fullmatch(name)
        if stands_in is None:
            return DecidedDay(on, DayKind.OFF, name)
        off = _date(number, stands_in.groups()[:3])
        return DecidedDay(on, DayKind.WORKING, stands_in[4] or "làm bù", off)


class HoursForm(ChangeForm):
    """Working hours of the weekdays from a day on; half days have one stretch."""

    first_on = DayField(label="Áp dụng từ ngày")
    last_on = DayField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu chưa biết ngày kết thúc."
    )
    first_fields = ("first_on", "last_on", *(f"hours_{day}" for day in WEEKDAY_LABELS))

    def prepare(self) -> None:
        """Ask for the hours of each weekday."""
        for weekday, label in WEEKDAY_LABELS.items():
            self.fields[f"hours_{weekday}"] = _line(
                label, required=False,
                hint="Ví dụ: 08:00-12:00, 13:00-17:00; nửa ngày ghi một khoảng" if weekday == 1
                else "Giờ nhận hồ sơ; không tính là ngày làm việc" if weekday == 6 else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Read the stretches; refuse days out of order, and hours of no weekday."""
        given: dict[str, Any] = self.cleaned_data
        first, last = given.get("first_on"), given.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "Ngày cuối phải từ ngày đầu trở đi")
        written = False
        for weekday in WEEKDAY_LABELS:
            name = f"hours_{weekday}"
            text = nfc(given.get(name) or "")
            written = written or bool(text)
            try:
                given[name] = _spans(text) if text else ()
            except ValueError:
                self.add_error(name, "Ghi giờ như 08:00-12:00, 13:00-17:00")
        if not written:
            self.add_error("hours_1", "Ghi giờ làm việc của ít nhất một thứ trong tuần")
        return given

    def proposal(self) -> Proposal:
        """Return the hours of the weekdays that were written."""
        given = self.cleaned_data
        last = given["last_on"]
        until = None if last is None else last + timedelta(days=1)
        hours = tuple(
            (weekday, given[f"hours_{weekday}"])
            for weekday in WEEKDAY_LABELS
            if given[f"hours_{weekday}"]
        )
        return Proposal(self.scope, Period(given["first_on"], until), hours=hours)


def _date(number: int, texts: tuple[str | Any, ...]) -> date:
    day, month, year = (int(text) for text in texts)
    try:
        return date(year, month, day)
    except ValueError as wrong:
        raise forms.ValidationError(
            f"Dòng {number}: không có ngày {day:02d}/{month:02d}"
        ) from wrong


def _spans(text: str) -> Spans:
    """Return stretches of work in minutes of the day.

    :raises ValueError: something in the text is no stretch of hours.
    """
    found = [_SPAN.fullmatch(part.strip()) for part in re.split(r"[,;]", text)]
    spans = []
    for one in found:
        if one is None:
            raise ValueError("no stretch of hours")
        start, end = (time(int(one[at]), int(one[at + 1])) for at in (1, 3))
        spans.append((start.hour * 60 + start.minute, end.hour * 60 + end.minute))
    return tuple(spans)


def as_list(decision: NewDecision) -> str:
    """Return the days of a decision as the year's form takes them."""
    return "\n".join(
        f"{day.on:%d/%m/%Y} "
        + (f"làm bù {day.stands_for:%d/%m/%Y} " if day.stands_for is not None else "")
        + day.name
        for day in sorted(decision.days, key=lambda day: day.on)
    )


def tried_at(form: ChangeForm, fallback: Callable[[], date]) -> datetime:
    """Return the instant of the tried receipt: as written, else 10:00 of the fallback's day."""
    at: datetime | None = form.cleaned_data.get("tried_at")
    return at or datetime.combine(fallback(), time(10), tzinfo=VIETNAM)
