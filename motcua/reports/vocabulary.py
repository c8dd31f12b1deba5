"""The words of the statutory table: its columns, how its rows are grouped, its checks."""

from dataclasses import dataclass
from enum import StrEnum


class Grouping(StrEnum):
    """What one row of the table stands for."""

    FIELD = "field"
    PROCEDURE = "procedure"
    UNIT = "unit"
    CHANNEL = "channel"
    MONTH = "month"

    @property
    def label(self) -> str:
        """The heading of column (2)."""
        return _ROW_HEADINGS[self]


_ROW_HEADINGS = {
    Grouping.FIELD: "Lĩnh vực, công việc giải quyết theo cấp",
    Grouping.PROCEDURE: "Thủ tục hành chính",
    Grouping.UNIT: "Đơn vị",
    Grouping.CHANNEL: "Hình thức nộp",
    Grouping.MONTH: "Tháng",
}


@dataclass(frozen=True, slots=True)
class Form:
    """A printed form: its code is data, because it was printed in several ways."""

    code: str
    title: str
    source: str
    measured_in: str


#: Indicators.md 2.1. Earlier and local prints say 06a/VPCP/KSTT or 06/VPCP/KSTT.
II_06A = Form(
    code="II.06a/VPCP/KSTT",
    title="Tình hình, kết quả giải quyết TTHC tại cơ quan, đơn vị trực tiếp giải quyết TTHC",
    source="Thông tư 01/2020/TT-VPCP ngày 21/10/2020",
    measured_in="Số hồ sơ TTHC",
)

RECEIVED_GROUP = "Số hồ sơ nhận giải quyết"
SETTLED_GROUP = "Số hồ sơ đã giải quyết"
IN_PROCESS_GROUP = "Số hồ sơ đang giải quyết"
BESIDE_GROUP = "Ghi bên cạnh biểu"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of numbers. number: as printed on the form, empty beside the form."""

    key: str
    group: str
    name: str
    number: str = ""

    @property
    def title(self) -> str:
        """Group and name in one line, for places without a two-line header."""
        return f"{self.group}: {self.name}" if self.number else self.name


#: Columns (1) STT and (2) the row's name stand before these.
COLUMNS = (
    Column("received.total", RECEIVED_GROUP, "Tổng số", "(3)"),
    Column("received.online", RECEIVED_GROUP, "Trong kỳ – Trực tuyến", "(4)"),
    Column(
        "received.direct_or_post", RECEIVED_GROUP,
        "Trong kỳ – Trực tiếp, dịch vụ bưu chính", "(5)",
    ),
    Column("received.carried_over", RECEIVED_GROUP, "Từ kỳ trước", "(6)"),
    Column("settled.total", SETTLED_GROUP, "Tổng số", "(7)"),
    Column("settled.early", SETTLED_GROUP, "Trước hạn", "(8)"),
    Column("settled.on_time", SETTLED_GROUP, "Đúng hạn", "(9)"),
    Column("settled.overdue", SETTLED_GROUP, "Quá hạn", "(10)"),
    Column("in_process.total", IN_PROCESS_GROUP, "Tổng số", "(11)"),
    Column("in_process.in_time", IN_PROCESS_GROUP, "Trong hạn", "(12)"),
    Column("in_process.overdue", IN_PROCESS_GROUP, "Quá hạn", "(13)"),
    Column("in_process.paused", BESIDE_GROUP, "Trong (11): đang tạm dừng"),
    Column("withdrawn", BESIDE_GROUP, "Đã rút"),
    Column("stopped", BESIDE_GROUP, "Dừng giải quyết"),
    Column("moved_in", BESIDE_GROUP, "Chuyển đến"),
    Column("moved_out", BESIDE_GROUP, "Chuyển đi"),
    Column("refused_receipt", BESIDE_GROUP, "Từ chối tiếp nhận"),
    Column("refused_settlement", BESIDE_GROUP, "Trong (7): từ chối giải quyết"),
)  # fmt: skip
COLUMN_BY_KEY = {column.key: column for column in COLUMNS}

#: Which printed columns add up to which (K1 to K3), for checks and for shares (K8).
PARTS = {
    "received.total": ("received.online", "received.direct_or_post", "received.carried_over"),
    "settled.total": ("settled.early", "settled.on_time", "settled.overdue"),
    "in_process.total": ("in_process.in_time", "in_process.overdue"),
}
#: "Of which" columns: never an addend, never more than their whole (K12, K14).
OF_WHICH = {
    "in_process.paused": "in_process.total",
    "refused_settlement": "settled.total",
}
#: The columns that months add up to; stocks and carried-over dossiers do not (K6).
ADD_UP_OVER_MONTHS = (
    "received.online", "received.direct_or_post", "settled.total", "settled.early",
    "settled.on_time", "settled.overdue",
)  # fmt: skip

#: Checks of indicators.md 2.4 that this table can answer.
CHECKS = {
    "K1": "(3) = (4) + (5) + (6)",
    "K2": "(7) = (8) + (9) + (10)",
    "K3": "(11) = (12) + (13)",
    "K4": "(3) + chuyển đến = (7) + (11) + đã rút + dừng giải quyết + chuyển đi",
    "K5": "(6) kỳ này = (11) kỳ trước liền kề, cùng đơn vị, cùng nhóm",
    "K6": "Dòng tổng số, hỏi riêng, = tổng các dòng ở từng cột",
    "K8": "Các tỷ lệ của một phép chia đủ cộng lại bằng 100% (± 0,01 × số phần)",
    "K12": "Đang tạm dừng nằm trong (11), không phải số cộng thêm",
    "K14": "Mọi số là số nguyên không âm; phần không lớn hơn tổng",
}
