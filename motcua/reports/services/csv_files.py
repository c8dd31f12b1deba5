"""Exports as CSV: UTF-8 with a byte order mark, fields parted by semicolons.

Spreadsheets set to Vietnamese use the comma inside decimals and expect the semicolon between
fields; the mark makes them read the letters right.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from motcua.reports.rules import Table
from motcua.reports.selectors import DossierLine
from motcua.reports.services.cells import (
    DOSSIER_HEADER,
    Value,
    dossier_row,
    header,
    is_formula_like,
    notes,
    table_rows,
)
from motcua.reports.vocabulary import COLUMNS

_MARK = "\ufeff"


def write_table_csv(*, table: Table, target: BinaryIO) -> None:
    """Write a table with its definition and checks under it, into an open binary file."""
    _write(_table(table), target)


def write_dossiers_csv(*, lines: Iterable[DossierLine], target: BinaryIO) -> int:
    """Write a list of dossiers, one in memory at a time, and return how many."""
    count = -1
    for text in dossiers_csv(lines):
        target.write(text.encode())
        count += 1
    return count


def dossiers_csv(lines: Iterable[DossierLine]) -> Iterator[str]:
    """Yield a list of dossiers as lines of CSV, the header first: to be streamed."""
    yield _MARK + _text(DOSSIER_HEADER)
    for number, line in enumerate(lines, start=1):
        yield _text(dossier_row(number, line))


def _table(table: Table) -> Iterator[Sequence[Value]]:
    _, names, numbers = header(table)
    yield (*names[:2], *(column.title for column in COLUMNS))
    yield numbers
    yield from table_rows(table)
    yield ()
    for note in notes(table):
        yield (note,)


def _write(rows: Iterable[Sequence[Value]], target: BinaryIO) -> None:
    target.write(_MARK.encode())
    for row in rows:
        target.write(_text(row).encode())


def _text(row: Sequence[Value]) -> str:
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    writer.writerow([_safe(value) for value in row])
    return line.getvalue()


def _safe(value: Value) -> Value:
    # The apostrophe tells a spreadsheet that text follows, whatever it begins with.
    if not isinstance(value, str):
        return value
    # A spreadsheet set to commas or tabs would cut the text there and read each part by itself.
    parts = re.split(r"[,\t]", value)
    return f"'{value}" if any(is_formula_like(part.lstrip()) for part in parts) else value
