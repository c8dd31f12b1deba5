"""Refusals about reports."""

from datetime import date

from motcua.kernel.errors import Refusal


class ReportRefusal(Refusal):
    """The root of this room's refusals."""


class PeriodBackwards(ReportRefusal):
    """The period ends before it begins."""

    def __init__(self, *, first: date, last: date) -> None:
        super().__init__(
            f"Kỳ báo cáo bắt đầu {first:%d/%m/%Y} sau ngày cuối {last:%d/%m/%Y}; "
            "hãy đổi lại hai ngày."
        )


class UnreadableDay(ReportRefusal):
    """A day was not written as this door asks (`written`), or is no day."""

    def __init__(
        self, *, option: str, text: str, written: str = "như 2021-06-30 hoặc 30/06/2021"
    ) -> None:
        super().__init__(f"Không đọc được ngày “{text}” ở {option}; hãy viết {written}.")


class UnreadableInstant(ReportRefusal):
    """An instant was not written as this door asks (`written`)."""

    def __init__(
        self,
        *,
        option: str,
        text: str,
        written: str = "như 2021-07-01T08:00 (giờ Việt Nam) hoặc 2021-07-01T08:00+07:00",
    ) -> None:
        super().__init__(f"Không đọc được thời điểm “{text}” ở {option}; hãy viết {written}.")


class KnownInFuture(ReportRefusal):
    """What will be known at an instant to come is not known."""

    def __init__(self, *, option: str, text: str) -> None:
        super().__init__(
            f"Thời điểm “{text}” ở {option} chưa đến; hãy để trống hoặc ghi thời điểm đã qua."
        )


class UnknownColumn(ReportRefusal):
    """The table has no such column."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Biểu II.06a không có cột “{key}”; hãy mở lại từ số in trong biểu.")


class UnknownRow(ReportRefusal):
    """The table has no such row."""

    def __init__(self, key: str) -> None:
        super().__init__(f"Biểu này không có dòng “{key}”; hãy mở lại từ số in trong biểu.")


class DayOutOfRange(ReportRefusal):
    """The book holds no such year."""

    def __init__(self) -> None:
        super().__init__(
            "Kỳ báo cáo phải nằm trong các năm từ 1900 đến 9000; hãy kiểm tra lại năm."
        )
