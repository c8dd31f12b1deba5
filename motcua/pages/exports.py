"""Lists as files: XLSX and CSV row by row, and who took which list in the journal."""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, cast

import xlsxwriter
from django.http import FileResponse
from django.http.response import HttpResponseBase

from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
#: A cell that begins so is run as a formula by spreadsheet programs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: A sheet holds 1.048.576 rows; longer lists go on in the next sheet.
_ROWS_OF_A_SHEET = 1_000_000
Value = str | int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A list to be written: file name, heads, rows; what was asked for goes into the journal."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Value]]
    asked: Mapping[str, object] = field(default_factory=dict)


def export(listed: Listed, *, kind: str, by: Actor, at: datetime) -> HttpResponseBase:
    """Return a list as a file, XLSX unless kind is csv, one row in memory at a time.

    The taking is an entry of the journal under the list's name: who, when, what was asked for,
    how many rows.
    """
    as_csv = kind == "csv"
    # On disk, not in memory; gone when the response is closed.
    target = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 (the response closes it)
    rows = _counted_csv(listed, target) if as_csv else _counted_xlsx(listed, target)
    journal.record(
        act="list.export", subject=Subject("list", listed.name), by=by, at=at,
        payload={**listed.asked, "format": "csv" if as_csv else "xlsx", "rows": rows},
    )  # fmt: skip
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=f"{listed.name}.{'csv' if as_csv else 'xlsx'}",
        content_type="text/csv; charset=utf-8" if as_csv else _XLSX,
    )


def _counted_csv(listed: Listed, target: BinaryIO) -> int:
    """Write UTF-8 with a byte order mark, fields parted by semicolons; return the rows."""
    count = -1
    target.write("\ufeff".encode())
    for row in _lines(listed):
        line = io.StringIO()
        csv.writer(line, delimiter=";", lineterminator="\r\n").writerow([_safe(v) for v in row])
        target.write(line.getvalue().encode())
        count += 1
    return count


def _counted_xlsx(listed: Listed, target: BinaryIO) -> int:
    count = -1
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        quoted = book.add_format({"quote_prefix": True})
        sheet, line = None, 0
        for row in _lines(listed):
            if sheet is None or line > _ROWS_OF_A_SHEET:
                sheet, line = book.add_worksheet(), 0
                sheet.set_column(0, len(listed.heads), 24)
            for place, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, place, value)
                elif value:
                    style = head if count < 0 else quoted if value.startswith(_FORMULA) else None
                    sheet.write_string(line, place, value, style)
            line += 1
            count += 1
    return count


def _lines(listed: Listed) -> Iterator[Sequence[Value]]:
    yield listed.heads
    yield from listed.rows


def _safe(value: Value) -> Value:
    # The apostrophe tells a spreadsheet that text follows, whatever it begins with.
    if not isinstance(value, str):
        return value
    parts = re.split(r"[,\t]", value)
    return f"'{value}" if any(part.lstrip().startswith(_FORMULA) for part in parts) else value
