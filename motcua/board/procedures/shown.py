"""What the pages say of a version: facts, limits, papers, levies, and what is not known."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from motcua.catalogue import selectors
from motcua.catalogue.rules import (
    Difference,
    LimitDraft,
    VersionDraft,
    hours_text,
    limit_words,
    paper_words,
)
from motcua.catalogue.selectors import RouteTable
from motcua.catalogue.vocabulary import NOT_KNOWN, NOT_REGULATED, UNIT_LABELS, Labelled, State
from motcua.kernel.periods import Period
from motcua.pages.formats import day
from motcua.pages.parts import Cell, Fact, Head, Table


def said(value: object) -> str:
    """Return a value as people read it; what nobody has entered is "không rõ"."""
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, tuple):
        return ", ".join(said(one) for one in value) or NOT_KNOWN
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value).strip() if value is not None and str(value).strip() else NOT_KNOWN


def period_words(period: Period) -> str:
    """Return "từ 01/07/2025" or "từ … đến hết …"."""
    until = "" if period.last is None else f" đến hết {day(period.last)}"
    return f"từ {day(period.start)}{until}"


def state_words(version: Any, on: date) -> str:
    """Return how a version stands on a day."""
    if version.state == State.DRAFT:
        return "Dự thảo"
    if version.valid_from > on:
        return "Đã công khai, sắp có hiệu lực"
    ended = version.valid_until is not None and version.valid_until <= on
    return "Đã hết hiệu lực" if ended else "Đang có hiệu lực"


def facts(draft: VersionDraft) -> tuple[Fact, ...]:
    """Return the plain parts of a version."""
    result = None if draft.result is None else draft.result[1]
    rows: Sequence[tuple[str, object]] = (
        ("Tên thủ tục", draft.name),
        ("Mã thủ tục", draft.code),
        ("Hiệu lực", period_words(Period(draft.valid_from, draft.valid_until))),
        ("Cấp tiếp nhận", draft.levels),
        ("Cơ quan thực hiện", draft.competence),
        ("Đối tượng thực hiện", draft.applicants),
        ("Cách thức thực hiện", draft.channels),
        ("Mức độ trực tuyến", draft.online_level),
        ("Người nộp có phải có mặt", draft.presence),
        ("Trình tự thực hiện", draft.sequence),
        ("Yêu cầu, điều kiện", draft.conditions),
        ("Kết quả", result),
        ("Căn cứ pháp lý", draft.legal_basis),
        ("Quyết định công bố", draft.decision),
        ("Liên thông", draft.interlinked),
        ("Có nghĩa vụ tài chính", draft.financial_obligation),
    )
    opened = said(draft.open_fields) if draft.open_fields else "không mục nào"
    return (
        *(Fact(term, said(value)) for term, value in rows),
        Fact("Để đơn vị tự ghi", opened),
    )


def limits(draft: VersionDraft) -> tuple[str, ...]:
    """Return the time limits in words, each with its case and its note."""
    return tuple(_limit(one) for one in draft.time_limits) or (f"Thời hạn: {NOT_KNOWN}",)


def levies(draft: VersionDraft) -> tuple[str, ...]:
    """Return what is printed of charges and fees; no amount is made up."""
    return tuple(levy.text for levy in draft.levies if levy.text) or (NOT_KNOWN,)


def papers(draft: VersionDraft) -> Table | None:
    """Return the table of papers, None when none is known."""
    if not draft.components:
        return None
    heads = (Head("Thứ tự"), Head("Giấy tờ"), Head("Nộp hay xuất trình"))
    rows = [
        (
            Cell(str(number), name="Thứ tự"),
            Cell(paper.name, head=True),
            Cell(paper_words(paper), name="Cần", wide=True),
        )
        for number, paper in enumerate(draft.components, start=1)
    ]
    return Table("Thành phần hồ sơ", (heads,), rows)


def differences(found: Sequence[Difference]) -> Table:
    """Return the table of what changed: of what, before, now."""
    heads = (Head("Nội dung"), Head("Trước"), Head("Nay"))
    rows = [
        (
            Cell(one.what, head=True),
            Cell(one.before or "không có", name="Trước", wide=True),
            Cell(one.after or "bỏ", name="Nay", wide=True),
        )
        for one in found
    ]
    return Table("Thay đổi so với phiên bản trước", (heads,), rows)


def steps(table: RouteTable) -> Table:
    """Return a route as the table officials know."""
    heads = tuple(Head(words) for words in ROUTE_HEADS)
    rows = [tuple(_cells(row)) for row in step_rows(table)]
    return Table(f"Quy trình {table.route.key}", (heads,), rows)


ROUTE_HEADS = (
    "Thứ tự", "Bước", "Ai làm", "Giờ làm việc", "Song song", "Điều kiện", "Trả lại về",
)  # fmt: skip


def step_rows(table: RouteTable) -> list[tuple[str, ...]]:
    """Return the rows of a route as texts, in the order of the heads."""
    names = {step.key: f"{step.ordinal}. {step.name}" for step in table.steps}
    rows: list[tuple[str, ...]] = []
    for step in table.steps:
        unit = UNIT_LABELS.get(step.unit_key, step.unit_key)
        role = "chưa giao" if step.role is None else step.role.label
        time = "chưa ghi" if step.minutes is None else hours_text(step.minutes)
        condition = "" if step.condition is None else step.condition[2]
        rows.append(
            (
                str(step.ordinal),
                step.name or "(chưa có tên)",
                f"{role} – {unit}" if unit else role,
                time if step.counts else f"{time} (không tính)",
                f"Nhóm {step.group}" if step.group else "",
                " · ".join(part for part in (condition, step.case) if part),
                "; ".join(names.get(key, key) for key in step.back_to),
            )
        )
    return rows


def _cells(row: Sequence[str]) -> list[Cell]:
    cells = [Cell(row[0], name="Thứ tự"), Cell(row[1], head=True)]
    for head, text in zip(ROUTE_HEADS[2:], row[2:], strict=True):
        cells.append(Cell(text or "–", name=head, wide=True))
    return cells


def total_words(table: RouteTable) -> str:
    """Return what the steps take together, against the legal limit."""
    total = f"Các bước cộng lại {hours_text(table.total)} giờ làm việc"
    if table.allowed is None:
        return f"{total}; chưa biết thời hạn theo quy định."
    allowed = f"thời hạn theo quy định cho phép {hours_text(table.allowed)} giờ"
    if table.total > table.allowed:
        return f"{total}; {allowed}, vượt {hours_text(table.total - table.allowed)} giờ."
    return f"{total}; {allowed}, còn {hours_text(table.allowed - table.total)} giờ."


def route_tables(version_id: int) -> tuple[RouteTable, ...]:
    """Return the routes of a version as tables."""
    rows = selectors.routes_of(version_id=version_id)
    return tuple(selectors.route_table(route_id=row.pk) for row in rows)


def _limit(limit: LimitDraft) -> str:
    case = f"{limit.case}: " if limit.case else ""
    words = limit_words(limit)
    note = f" ({limit.note})" if limit.note and limit.note != words != NOT_REGULATED else ""
    return f"{case}{words}{note}"
