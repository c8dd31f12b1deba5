"""The targets, and what one run may say of each."""

from dataclasses import asdict, dataclass
from operator import ge, le

MET, MISSED, NOT_MEASURED = "đạt", "không đạt", "không đo"
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: at most (or, with `at_least`, at least) a limit.

    asks: the fewest dossiers at which the figure means something; 0 for any.
    """

    id: str
    says: str
    limit: float
    unit: str
    at_least: bool = False
    asks: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One target with its figure and the verdict."""

    id: str
    target: str
    figure: float | None
    worst: float | None
    unit: str
    verdict: str
    note: str

    def as_data(self) -> dict[str, object]:
        """Return the finding for JSON."""
        return asdict(self)


def _t(id: str, says: str, limit: float, unit: str, **more: int) -> Target:
    return Target(id, says, limit, unit, bool(more.get("at_least")), more.get("asks", 0))


_TEN = 10 * _MILLION
TARGETS = {
    target.id: target
    for target in (
        _t("P1.cpu", "tiếp nhận, đủ ba sổ: CPU so với SQL thô", 2.0, "lần"),
        _t("P1.throughput", "tiếp nhận, 16 máy trạm: thông lượng so với SQL thô", 50, "%",
           at_least=True),
        _t("P2.calls", "một bước: lần gọi SQL, kể cả BEGIN, COMMIT", 8, "lần gọi"),
        _t("P2.rows", "một bước: dòng ghi", 6, "dòng"),
        _t("P2.wal", "một bước: nhật ký ghi trước (WAL)", 4.0, "kB"),
        _t("P2.cpu", "một bước: CPU so với SQL thô", 2.0, "lần"),
        _t("P3.late", "bước thứ 50 so với bước thứ 2 của hồ sơ", 1.1, "lần"),
        _t("P3.many", "bước trong 10 triệu hồ sơ so với trong 10.000", 1.5, "lần", asks=_TEN),
        _t("P5.flat", "danh sách việc: trong 10 triệu hồ sơ so với trong 10.000", 1.3, "lần",
           asks=_TEN),
        _t("P5.cpu", "danh sách việc 50 dòng: CPU một yêu cầu", 2.0, "ms"),
        _t("P5.calls", "danh sách việc 50 dòng: lần gọi SQL", 5, "lần gọi"),
        _t("P6.calls", "trang hồ sơ: lần gọi SQL", 4, "lần gọi"),
        _t("P6.cpu", "trang hồ sơ: CPU", 3.0, "ms"),
        _t("P6.public", "tra cứu công khai: lần gọi SQL", 2, "lần gọi"),
        _t("P7.time", "biểu II.06a ở 10 triệu hồ sơ", 20, "ms", asks=_TEN),
        _t("P7.time_100", "biểu II.06a ở 100 triệu hồ sơ", 50, "ms", asks=10 * _TEN),
        _t("P7.equal", "biểu II.06a khác với đọc hết sổ đếm", 0, "câu hỏi"),
        _t("P8.cost", "sổ đếm làm giảm thông lượng tiếp nhận", 5, "%"),
        _t("P8.lag", "cộng các dòng của 1.000 việc vào ô", 1.0, "giây"),
        _t("P8.kill", "sai khác của sổ đếm sau kill -9", 0, "dòng"),
        _t("P9.time", "danh sách quá hạn, sắp đến hạn ở 10 triệu hồ sơ", 20, "ms", asks=_TEN),
        _t("P12.tables", "bảng và chỉ mục một hồ sơ 8 việc, không kể nhật ký", 2.5, "kB"),
        _t("P12.journal", "bảng và chỉ mục một hồ sơ 8 việc, kể cả nhật ký", 6.0, "kB"),
        _t("P15", "nhập lịch sử so với COPY cùng các dòng", 30, "%", at_least=True),
    )
}  # fmt: skip


def finding(
    id: str, figure: float, *, dossiers: int, worst: float | None = None, note: str = ""
) -> Finding:
    """Return what a figure says of a target in a run with so many dossiers.

    Where the target asks for more dossiers the figure is told, but nothing is claimed.
    """
    target = TARGETS[id]
    if dossiers < target.asks:
        verdict = NOT_MEASURED
    else:
        reached = ge if target.at_least else le
        verdict = MET if reached(figure, target.limit) else MISSED
    return Finding(
        id, _says(target), round(figure, 3), None if worst is None else round(worst, 3),
        target.unit, verdict, note,
    )  # fmt: skip


def not_measured(id: str, note: str) -> Finding:
    """Return that this run says nothing of a target, and why."""
    target = TARGETS[id]
    return Finding(id, _says(target), None, None, target.unit, NOT_MEASURED, note)


def _says(target: Target) -> str:
    sign = "≥" if target.at_least else "≤"
    limit = f"{target.limit:g}".replace(".", ",")
    return f"{target.says} {sign} {limit} {target.unit}"
