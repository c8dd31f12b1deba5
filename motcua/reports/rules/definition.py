"""What the numbers of table II.06a mean: the sentences printed under it; pure."""

from datetime import date, datetime

from motcua.kernel.periods import VIETNAM
from motcua.organisation.vocabulary import Scope
from motcua.reports.rules.table import Asked
from motcua.reports.vocabulary import Form, Grouping
from motcua.tally.vocabulary import Basis
from motcua.worktime.rules.rulesets import CLOCK_RULES
from motcua.worktime.vocabulary import RuleSet

_BASES = {
    Basis.CURRENT: "Hạn dùng để xếp: hạn hiện hành (kể cả gia hạn, tính lại, đính chính).",
    Basis.ORIGINAL: "Hạn dùng để xếp: hạn hẹn ban đầu, không kể gia hạn.",
}
_GROUPS = (
    (
        "Nhận giải quyết (3) gồm tiếp nhận trong kỳ (4), (5) và từ kỳ trước (6); (6) là số đang "
        "giải quyết lúc hết ngày liền trước kỳ. Hồ sơ chỉ được đếm từ khi tiếp nhận; yêu cầu bổ "
        "sung trước tiếp nhận không tính."
    ),
    (
        "Xếp loại theo ngày: có kết quả trước ngày hẹn là trước hạn, đúng ngày hẹn là đúng hạn, "
        "sau ngày hẹn là quá hạn. Hạn tính bằng giờ: trong ngày hẹn, đến phút hẹn là đúng hạn, "
        "qua phút hẹn là quá hạn. Hạn do hệ thống khác ghi được so theo ngày. Hồ sơ không có hạn "
        "xếp vào đúng hạn. Thời điểm xét là lúc có kết quả, không phải lúc người dân nhận."
    ),
    (
        "Hồ sơ tạm dừng, chờ bổ sung, chờ nộp nghĩa vụ tài chính nằm trong (11): ở (12), hoặc ở "
        "(13) nếu đã quá hạn trước khi dừng; cột “đang tạm dừng” là số trong đó, không cộng thêm."
    ),
    (
        "Đã rút và dừng giải quyết ghi bên cạnh, không tính vào (9). Từ chối giải quyết nằm trong "
        "(8) đến (10), ghi lại là số trong đó. Từ chối tiếp nhận không nằm trong số nào khác."
    ),
    (
        "Chuyển đến, chuyển đi: số lần hồ sơ đổi đơn vị giải quyết trong kỳ; hồ sơ chuyển giữa hai "
        "đơn vị cùng phạm vi được ghi ở cả hai cột."
    ),
    (
        "Hồ sơ liên thông: thành phần có mã thủ tục riêng được đếm; phạm vi có cả đơn vị của hồ sơ "
        "mẹ thì chỉ đếm hồ sơ mẹ."
    ),
)


def definition(asked: Asked, *, form: Form, units: int, today: date) -> tuple[str, ...]:
    """Return the sentences that say how to read the table, in the order of printing.

    units: how many settling units were asked; today: the day of asking, for a period that has
    not ended.
    """
    start, last = asked.period.start, asked.last
    lines = [
        f"Biểu số {form.code}, {form.source}; đơn vị tính: {form.measured_in}.",
        f"Kỳ báo cáo: từ {start:%d/%m/%Y} đến hết {last:%d/%m/%Y}.",
        f"Phạm vi: {_scope(asked.scope, units)}.",
        *_GROUPS,
        _BASES[asked.basis],
        rule_sets(start, last),
        _known(asked.known_on),
    ]
    if last >= today:
        lines.append(
            f"Kỳ chưa hết: số đang giải quyết tính cho lúc hết ngày {last:%d/%m/%Y}; hồ sơ đến "
            "hạn trước lúc đó mà chưa có kết quả được tính là quá hạn."
        )
    if asked.grouping is Grouping.MONTH:
        lines.append(
            "Mỗi dòng là một kỳ riêng; chỉ tiếp nhận trong kỳ (4), (5) và đã giải quyết (7) đến "
            "(10) cộng theo tháng."
        )
    return tuple(lines)


def rule_sets(start: date, last: date) -> str:
    """Return which clock rules were in force on the days of the period."""
    met = [
        rules.key
        for rules in CLOCK_RULES
        if rules.valid.start <= last and (rules.valid.until is None or start < rules.valid.until)
    ] or [RuleSet.Y2021]
    names = "; ".join(key.label for key in met)
    return f"Bộ quy tắc tính hạn trong kỳ: {names}. Hồ sơ theo bộ quy tắc của ngày tiếp nhận."


def shown_instant(at: datetime) -> str:
    """Return an instant as people read it: 30/06/2021 14:10, in Vietnamese time."""
    return f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _scope(scope: Scope, units: int) -> str:
    return f"{scope.label[0].lower()}{scope.label[1:]} ({units} đơn vị giải quyết)"


def _known(known_on: datetime | None) -> str:
    if known_on is None:
        return "Số liệu theo mọi việc đã ghi vào sổ đến lúc hỏi."
    return (
        f"Số liệu đã biết lúc {shown_instant(known_on)}: việc ghi vào sổ sau lúc đó không được kể."
    )
