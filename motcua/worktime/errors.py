"""Refusals of the calendar and of time limits: one sentence each that says what to do."""

from datetime import date

from motcua.kernel.errors import Refusal


class WorktimeRefusal(Refusal):
    """The room's refusals."""


class LimitNotComputed(WorktimeRefusal):
    """The limit is shown as published; a person enters the due time."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"Thời hạn ghi “{label}” không tính tự động được: "
            "anh/chị nhập thời điểm hẹn trả kèm căn cứ."
        )


class BadLimit(WorktimeRefusal):
    """The number of a limit cannot be used."""

    def __init__(self, value: int, *, most: int) -> None:
        super().__init__(f"Thời hạn phải là số nguyên từ 1 đến {most}, đang là {value}.")


class ExtensionTooLate(WorktimeRefusal):
    """An extension must be written at the latest one day before the due date."""

    def __init__(self, *, due_on: date, latest_on: date) -> None:
        super().__init__(
            f"Hồ sơ hẹn trả ngày {due_on:%d/%m/%Y}, chậm nhất ngày {latest_on:%d/%m/%Y} phải có "
            "văn bản xin lỗi và gia hạn: anh/chị lập văn bản xin lỗi quá hạn, hạn trả giữ nguyên."
        )
        self.latest_on = latest_on


class ExtensionNotLater(WorktimeRefusal):
    """The new due time must be later than the old one and on a working day."""

    def __init__(self, *, due_on: date) -> None:
        super().__init__(
            "Thời điểm hẹn trả mới phải là ngày làm việc và sau hạn đang có "
            f"({due_on:%d/%m/%Y}): anh/chị chọn ngày khác."
        )


class OutOfCalendar(WorktimeRefusal):
    """The computation leaves the years that a calendar can hold."""

    def __init__(self) -> None:
        super().__init__(
            "Không tính được hạn trả trong phạm vi lịch: anh/chị kiểm tra lại thời điểm nhận, "
            "thời hạn và lịch làm việc."
        )


class CalendarRefused(WorktimeRefusal):
    """A decision on the calendar, or a set of working hours, cannot be entered."""


class BadCalendarFile(WorktimeRefusal):
    """The calendar that comes with the program cannot be read."""
