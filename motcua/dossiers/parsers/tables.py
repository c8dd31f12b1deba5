"""CSV and XLSX as rows of values, one line at a time."""

import csv
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import openpyxl
from lxml.etree import XMLSyntaxError
from openpyxl.utils.exceptions import InvalidFileException

from motcua.dossiers.parsers.errors import FileRefused
from motcua.kernel.workbooks import has_more_rows

Values = Sequence[object]
#: A line of the file and what stands in it, in the order of the header.
Row = tuple[int, Values]

_SAMPLE = 64 * 1024
_LONGEST_FIELD = 1_000_000
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NO_WORKBOOK = "tệp không phải bảng tính XLSX đọc được; hãy xuất lại."
_NO_TABLE = "tệp không phải bảng mà là tệp nhị phân; hãy chọn tệp CSV, XLSX hoặc XES."
#: A workbook that grows beyond this when unpacked is a trap, not a table.
_LARGEST_SHEET = 4 * 1024**3
_LARGEST_GROWTH = 100
#: The texts of a workbook are held in memory whole.
_LARGEST_TEXTS = 300 * 1024**2
#: No worksheet has more rows; a row number beyond makes the reader fill the gap for ever.
_MOST_ROWS = 1_048_576
#: No list of dossiers has so many; a header of a million columns would only use up the memory.
_MOST_COLUMNS = 500
#: What comes through a page is small: a thread of the server waits for it.
_LARGEST_UPLOAD = 20 * 1024**2
_MOST_UPLOADED = 10_001
_UNREADABLE = (
    BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError, zlib.error,
    ParseError, XMLSyntaxError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a file may unpack to, and how many rows it may have, empty ones counted."""

    bytes: int = _LARGEST_SHEET
    texts: int = _LARGEST_TEXTS
    rows: int = _MOST_ROWS


#: A file of an import at the command line, and one sent through a page.
LARGE, UPLOADED = Bounds(), Bounds(_LARGEST_UPLOAD, _LARGEST_UPLOAD, _MOST_UPLOADED)


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, read as they are asked for."""

    header: tuple[str, ...]
    rows: Iterator[Row]


def is_workbook(path: Path) -> bool:
    """Return whether a file is a packed one, as XLSX is."""
    with path.open("rb") as file:
        return file.read(4) == _ZIP


def read_csv(path: Path) -> Table:
    """Return the table of a CSV file in UTF-8; the delimiter is found in the header.

    :raises FileRefused: empty, another encoding, no table.
    """
    delimiter = _delimiter(_head(path))
    lines = _lines(path)
    # No dialect's guess: a sniffed quote rule may swallow half the file.
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        header = next(reader, [])
    except csv.Error as fault:
        raise FileRefused(
            "tệp không phải bảng CSV; hãy xuất lại dưới dạng CSV hoặc XLSX."
        ) from fault
    return Table(_header(header), _csv_rows(reader, len(header)))


def read_xlsx(path: Path, *, bounds: Bounds = LARGE) -> Table:
    """Return the table on the first sheet of a workbook.

    :raises FileRefused: it cannot be opened, is empty, or unpacks to something enormous.
    """
    try:
        with ZipFile(path) as packed:
            parts = packed.infolist()
            sizes = [(part.file_size, part.compress_size) for part in parts]
            texts = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
        unpacked, stored = (sum(column) for column in zip(*sizes, strict=True))
        grown = unpacked > max(stored, 1) * _LARGEST_GROWTH and unpacked > _LARGEST_TEXTS
        if unpacked > bounds.bytes or texts > bounds.texts or grown:
            raise FileRefused("bảng tính quá lớn khi mở nén; hãy xuất ra CSV.")
        _check_rows(path, bounds.rows)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
    except _UNREADABLE as fault:
        raise FileRefused(_NO_WORKBOOK) from fault
    rows = _guarded(sheet.iter_rows(values_only=True), most=bounds.rows)
    header = next(rows, ())
    while header and header[-1] is None:
        header = header[:-1]
    names = _header(["" if name is None else str(name) for name in header])
    return Table(names, _sheet_rows(rows, len(names)))


def _check_rows(path: Path, most: int) -> None:
    with ZipFile(path) as packed:
        if has_more_rows(packed, most):
            raise FileRefused(_too_long(most))


def _too_long(most: int) -> str:
    return f"bảng tính dài hơn {most - 1} dòng; hãy xóa các dòng trống hoặc chia nhỏ."


def _guarded(rows: Iterator[tuple[object, ...]], *, most: int) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a sheet; a sheet that breaks in the middle is a refusal too.

    Empty rows are counted: a small file may hold millions of them, or name a row far away.
    """
    try:
        for count, row in enumerate(rows, start=1):
            if count > most:
                raise FileRefused(_too_long(most))
            yield row
    except _UNREADABLE as fault:
        raise FileRefused(_NO_WORKBOOK) from fault


def _head(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    if not head.strip():
        raise FileRefused("tệp trống.")
    if head.startswith(_OLD_EXCEL):
        raise FileRefused("tệp XLS đời cũ không đọc được; hãy lưu lại dưới dạng XLSX hoặc CSV.")
    if head.startswith(_UTF_16):
        raise FileRefused("tệp không phải UTF-8 mà là UTF-16; hãy lưu lại dưới dạng “CSV UTF-8”.")
    if b"\x00" in head:
        raise FileRefused(_NO_TABLE)
    # The sample may end inside a letter.
    text = head.decode("utf-8-sig", errors="ignore")
    return text.lstrip("\r\n")


def _delimiter(head: str) -> str:
    first = head.splitlines()[0] if head.splitlines() else ""
    counts = {mark: first.count(mark) for mark in (",", ";", "\t", "|")}
    return max(counts, key=lambda mark: counts[mark])


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        number = 0
        try:
            for line in file:
                if "\x00" in line:
                    raise FileRefused(_NO_TABLE)
                number += 1
                yield line
        except UnicodeDecodeError as fault:
            raise FileRefused(
                f"sau dòng {number} tệp không phải UTF-8; hãy lưu lại dưới dạng “CSV UTF-8”."
            ) from fault


def _header(names: Sequence[str]) -> tuple[str, ...]:
    header = tuple(name.strip() for name in names)
    if not any(header):
        raise FileRefused("tệp không có dòng tiêu đề.")
    if len(header) > _MOST_COLUMNS:
        raise FileRefused(
            f"tiêu đề có {len(header)} cột, nhiều nhất là {_MOST_COLUMNS}; hãy bỏ cột thừa."
        )
    twice = {name for name, times in Counter(header).items() if name and times > 1}
    if twice:
        raise FileRefused(f"tiêu đề có hai cột cùng tên “{min(twice)}”; hãy đổi tên một cột.")
    return header


def _csv_rows(reader: Iterator[list[str]], width: int) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_FIELD)
    line = 1
    try:
        for row in reader:
            line = reader.line_num  # type: ignore[attr-defined]  # csv readers count lines
            if len(row) == width:
                yield line, row
            elif row:
                raise FileRefused(
                    f"dòng {line} có {len(row)} cột, tiêu đề có {width} cột; hãy sửa dòng đó."
                )
    except csv.Error as fault:
        raise FileRefused(
            f"dòng {line + 1} không đọc được như bảng CSV; hãy kiểm tra dấu ngoặc kép và ký tự lạ."
        ) from fault


def _sheet_rows(rows: Iterator[tuple[object, ...]], width: int) -> Iterator[Row]:
    for line, row in enumerate(rows, start=2):
        if any(value is not None for value in row):
            yield line, tuple(row[:width]) + (None,) * (width - len(row))
