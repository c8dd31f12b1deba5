"""Exports as XLSX workbooks, written row by row so that memory does not grow with them."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from motcua.reports.rules import Table
from motcua.reports.selectors import DossierLine
from motcua.reports.services.cells import (
    DOSSIER_HEADER,
    Value,
    dossier_row,
    header,
    heading,
    is_formula_like,
    notes,
    table_rows,
)
from motcua.reports.vocabulary import COLUMNS

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
#: A sheet holds 1.048.576 rows; longer lists go on in the next sheet.
ROWS_OF_A_SHEET = 1_000_000


class _Page:
    """A sheet that is written from top to bottom; what was written cannot be changed."""

    def __init__(self, book: xlsxwriter.Workbook, name: str) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.plain: Format = book.add_format()
        self.quoted: Format = book.add_format({"quote_prefix": True})
        self.strong: Format = book.add_format({"bold": True})
        self.head: Format = book.add_format(
            {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
        )
        self.number: Format = book.add_format({"num_format": "#,##0", "border": 1})
        self.next = 0

    def row(self, values: Sequence[Value], style: Format | None = None) -> None:
        """Write one row; text stays text even where it looks like a formula."""
        for place, value in enumerate(values):
            if isinstance(value, int):
                self.sheet.write_number(self.next, place, value, style or self.number)
            else:
                own = self.quoted if is_formula_like(value) else style or self.plain
                self.sheet.write_string(self.next, place, value, own)
        self.next += 1

    def groups(self, names: Sequence[str]) -> None:
        """Write one row in which neighbours of the same name are one cell."""
        place = 0
        for name, same in groupby(names):
            width = len(list(same))
            if width > 1 and name:
                end = place + width - 1
                self.sheet.merge_range(self.next, place, self.next, end, name, self.head)
            else:
                self.sheet.write_string(self.next, place, name, self.head)
            place += width
        self.next += 1


def write_table_xlsx(*, table: Table, target: BinaryIO) -> None:
    """Write a table with its definition and checks under it, into an open binary file."""
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        page = _Page(book, "II.06a")
        page.sheet.set_column(1, 1, 48)
        page.sheet.set_column(2, 1 + len(COLUMNS), 12)
        page.sheet.set_landscape()
        page.sheet.set_paper(9)
        page.sheet.fit_to_pages(1, 0)
        for line in heading(table):
            page.row((line,), page.strong)
        page.row(())
        groups, names, numbers = header(table)
        page.groups(groups)
        page.row(names, page.head)
        page.row(numbers, page.head)
        for row in table_rows(table):
            page.row(row)
        page.row(())
        for note in notes(table):
            page.row((note,))


def write_dossiers_xlsx(*, lines: Iterable[DossierLine], target: BinaryIO) -> int:
    """Write a list of dossiers, one in memory at a time, and return how many."""
    count = 0
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        page = _dossier_page(book, 1)
        for line in lines:
            if page.next > ROWS_OF_A_SHEET:
                page = _dossier_page(book, count // ROWS_OF_A_SHEET + 1)
            count += 1
            page.row(dossier_row(count, line))
    return count


def _dossier_page(book: xlsxwriter.Workbook, number: int) -> _Page:
    page = _Page(book, f"Hồ sơ {number}")
    page.sheet.set_column(1, len(DOSSIER_HEADER) - 1, 22)
    page.row(DOSSIER_HEADER, page.head)
    return page
