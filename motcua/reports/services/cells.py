"""What every exported file shares: order of cells, words of a header, safe text."""

from collections.abc import Iterator, Sequence

from motcua.kernel.periods import VIETNAM
from motcua.reports.rules import Row, Table, shown_instant
from motcua.reports.selectors import DossierLine
from motcua.reports.vocabulary import COLUMNS

Value = str | int

#: A cell that begins so is run as a formula by spreadsheet programs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
DOSSIER_HEADER = (
    "STT", "Mã hồ sơ", "Thủ tục", "Lĩnh vực", "Đơn vị giải quyết", "Hình thức nộp",
    "Trạng thái", "Tiếp nhận lúc", "Hẹn trả", "Hẹn trả ban đầu", "Kết thúc lúc",
)  # fmt: skip


def is_formula_like(text: str) -> bool:
    """Return whether a spreadsheet would read the text as a formula."""
    return text.startswith(_FORMULA)


def table_rows(table: Table) -> Iterator[tuple[Value, ...]]:
    """Yield the rows of the table: STT, label, numbers; the total row first, as on the form."""
    yield ("", "Tổng số", *table.total.by_column().values())
    for number, row in enumerate(table.rows, start=1):
        yield (number, row.label, *_numbers(row))


def header(table: Table) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the three lines above the numbers: groups, names, printed numbers of columns."""
    groups = ("", "", *(column.group for column in COLUMNS))
    names = ("STT", table.asked.grouping.label, *(column.name for column in COLUMNS))
    return groups, names, ("(1)", "(2)", *(column.number for column in COLUMNS))


def notes(table: Table) -> Iterator[str]:
    """Yield what is printed under the table: definition, differences, checks."""
    yield from table.definition
    if table.compared_at is not None:
        at = shown_instant(table.compared_at)
        if not table.changes:
            yield f"Số liệu đã biết lúc {at} và số liệu nay giống nhau."
        for change in table.changes:
            title = next(column.title for column in COLUMNS if column.key == change.column)
            yield (
                f"Số liệu đã biết lúc {at}, nay khác: {title}: {change.known} → {change.now} "
                f"({change.difference:+d})."
            )
    for check in table.checks:
        verdict = "đạt" if check.ok else f"lệch {check.difference} ở {check.where}"
        yield f"{check.id}: {check.rule}: {verdict}."


def dossier_row(number: int, line: DossierLine) -> tuple[Value, ...]:
    """Return one dossier as a row in the order of `DOSSIER_HEADER`."""
    moments = (line.received_at, line.due_at, line.due_at_original, line.ended_at)
    shown = ["" if at is None else f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}" for at in moments]
    return (
        number, line.code, line.procedure, line.field, line.unit, line.channel, line.status,
        *shown,
    )  # fmt: skip


def heading(table: Table) -> Sequence[str]:
    """Return the lines above the table: unit, title, period."""
    asked = table.asked
    return (
        table.unit_name,
        table.form.title,
        f"Biểu số {table.form.code} ({table.form.source})",
        f"Từ {asked.period.start:%d/%m/%Y} đến hết {asked.last:%d/%m/%Y}",
    )


def _numbers(row: Row) -> Iterator[int]:
    yield from row.counts.by_column().values()
