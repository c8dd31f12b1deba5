"""The changes of a calendar that a person may enter, each with its form."""

from dataclasses import dataclass

from motcua.board.calendar.forms import (
    ChangeForm,
    ClosingForm,
    DayOffForm,
    HoursForm,
    SwapForm,
    YearForm,
)
from motcua.pages.errors import NoSuchPage


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change: its address, its words, its form; nation_only for whole years."""

    address: str
    label: str
    lead: str
    form: type[ChangeForm]
    icon: str = "plus"
    nation_only: bool = False


KINDS = (
    Kind("ngay-nghi", "Ghi ngày nghỉ", "Một hoặc nhiều ngày nghỉ theo quyết định.", DayOffForm,
         "calendar"),
    Kind("hoan-doi", "Ghi hoán đổi, làm bù",
         "Nghỉ một ngày trong tuần và đi làm bù vào thứ Bảy hoặc Chủ nhật.", SwapForm, "history"),
    Kind("dong-cua", "Ghi đóng cửa đột xuất",
         "Bão, dịch bệnh hoặc việc khác làm cơ quan không làm việc.", ClosingForm, "ban"),
    Kind("gio-lam-viec", "Đổi giờ làm việc",
         "Giờ làm việc từng thứ trong tuần kể từ một ngày; thứ để trống thì giữ giờ đang có.",
         HoursForm, "clock"),
    Kind("ca-nam", "Quyết định lịch cả năm",
         "Thay lịch dự kiến của năm bằng lịch đã có quyết định.", YearForm, "stamp",
         nation_only=True),
)  # fmt: skip


def kind_at(address: str, *, nation: bool) -> Kind:
    """Return the kind of change with this address.

    :raises NoSuchPage: there is none for this calendar.
    """
    for kind in KINDS:
        if kind.address == address and (nation or not kind.nation_only):
            return kind
    raise NoSuchPage
