"""A person's spreadsheet of units or officers: columns, texts, and what is wrong in which cell."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.accounts.errors import UsernameInvalid
from motcua.accounts.rules import check_username
from motcua.accounts.vocabulary import Role
from motcua.kernel.text import fold, nfc
from motcua.organisation.errors import SheetRefused
from motcua.organisation.vocabulary import UnitKind

#: A file with more is no list that a person checked.
MOST_ROWS = 10_000
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_STATISTICAL = re.compile(r"[0-9]{2}|[0-9]{3}|[0-9]{5}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z0-9_-]{1,60}")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_LONGEST = 200
_KINDS = "Xã, Phường, Thị trấn, Huyện, Quận, Phòng chuyên môn"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template: key, head, whether it must be there and filled, an example."""

    key: str
    head: str
    required: bool
    example: str


UNITS = (
    Column("kind", "Loại", True, "Xã"),
    Column("name", "Tên riêng", True, "Ba Vì"),
    Column("parent", "Thuộc đơn vị", True, "Huyện Ba Vì"),
    Column("start", "Từ ngày", True, "01/01/2021"),
    Column("slug", "Địa chỉ", False, "xa-ba-vi"),
    Column("official", "Mã định danh", False, ""),
    Column("gso_code", "Mã thống kê", False, "09694"),
    Column("key", "Vai trò trong quy trình", False, ""),
)
OFFICERS = (
    Column("code", "Mã cán bộ", True, "BV-001"),
    Column("name", "Họ và tên", True, "Nguyễn Thị Hạnh"),
    Column("unit", "Đơn vị", True, "Xã Ba Vì"),
    Column("title", "Chức danh", True, "Công chức Bộ phận Một cửa"),
    Column("start", "Từ ngày", True, "01/01/2021"),
    Column("roles", "Vai trò", False, "Cán bộ tiếp nhận và trả kết quả; Văn thư"),
    Column("username", "Tên đăng nhập", False, "hanh.bv"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell: line of the file, head of the column, what to do."""

    line: int
    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Texts:
    """One line of a file as texts by the key of their column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of a spreadsheet; parent as it was written: a name or an address."""

    line: int
    kind: UnitKind
    short_name: str
    parent: str
    start: date
    slug: str = ""
    official: str = ""
    gso_code: str = ""
    key: str = ""

    @property
    def name(self) -> str:
        """The full name: "Xã Ba Vì"; a division's name is its own."""
        if self.kind in (UnitKind.DIVISION, UnitKind.AGENCY):
            return self.short_name
        return f"{self.kind.label} {self.short_name}"


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One officer, with one post, of a spreadsheet; unit as it was written."""

    line: int
    code: str
    name: str
    unit: str
    title: str
    start: date
    roles: tuple[Role, ...] = ()
    username: str = ""


def texts_of(
    *,
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[object]]],
    columns: Sequence[Column],
) -> tuple[Texts, ...]:
    """Return the lines of a table as texts, by the keys of its columns.

    :raises SheetRefused: a column is missing or unknown, there is no line, or too many.
    """
    keys = {fold(column.head): column.key for column in columns}
    found = [keys.get(fold(name), "") for name in header]
    missing = [c.head for c in columns if c.required and c.key not in found]
    if missing:
        heads = ", ".join(f"“{name}”" for name in missing)
        raise SheetRefused(why=f"thiếu cột {heads}; hãy dùng tệp mẫu")
    strange = [name for name, key in zip(header, found, strict=True) if name and not key]
    if strange:
        raise SheetRefused(why=f"có cột lạ “{strange[0][:60]}”; hãy dùng đúng các cột của tệp mẫu")
    lines: list[Texts] = []
    for line, values in rows:
        cells = {key: _text(value) for key, value in zip(found, values, strict=False) if key}
        if not any(cells.values()):
            continue
        if len(lines) == MOST_ROWS:
            raise SheetRefused(why="có hơn 10.000 dòng; hãy chia thành nhiều tệp")
        lines.append(Texts(line, cells))
    if not lines:
        raise SheetRefused(why="chỉ có dòng tiêu đề; hãy điền từ dòng thứ hai")
    return tuple(lines)


def unit_lines(texts: Iterable[Texts]) -> tuple[tuple[UnitLine, ...], tuple[Fault, ...]]:
    """Return the units that the lines name, and what is wrong in which cell."""
    kinds = {fold(kind.label): kind for kind in UnitKind if kind is not UnitKind.ONE_STOP}
    good, faults = [], _Faults(UNITS)
    for one in texts:
        cells = faults.begin(one)
        kind = kinds.get(fold(cells["kind"]))
        if cells["kind"] and kind is None:
            faults.add("kind", f"không có loại “{cells['kind']}”; hãy ghi như {_KINDS}")
        start = faults.day("start")
        official = cells.get("official", "").upper()
        for key, form, example in (
            ("gso_code", _STATISTICAL, "5 chữ số với cấp xã, ví dụ 09694"),
            ("slug", _SLUG, "chữ thường không dấu và gạch ngang, ví dụ xa-ba-vi"),
            ("key", _KEY, "chữ thường không dấu và gạch dưới, ví dụ phong_tu_phap"),
        ):
            if cells.get(key) and not form.fullmatch(cells[key]):
                faults.add(key, f"hãy ghi {example}")
        if faults.clean() and kind is not None and start is not None:
            more = {key: cells.get(key, "") for key in ("slug", "gso_code", "key")}
            good.append(
                UnitLine(one.line, kind, cells["name"], cells["parent"], start,
                         official=official, **more)
            )  # fmt: skip
    return tuple(good), tuple(faults.found)


def officer_lines(texts: Iterable[Texts]) -> tuple[tuple[OfficerLine, ...], tuple[Fault, ...]]:
    """Return the officers that the lines name, and what is wrong in which cell."""
    known = {fold(role.label): role for role in Role} | {role.value: role for role in Role}
    good, faults = [], _Faults(OFFICERS)
    for one in texts:
        cells = faults.begin(one)
        if cells["code"] and not _CODE.fullmatch(cells["code"]):
            faults.add("code", "hãy dùng chữ không dấu, chữ số, dấu chấm hoặc gạch")
        start = faults.day("start")
        roles = []
        for word in filter(None, (w.strip() for w in cells.get("roles", "").split(";"))):
            role = known.get(fold(word)) or known.get(word)
            if role is None:
                faults.add("roles", f"không có vai trò “{word}”; các vai trò cách nhau bằng dấu ;")
            else:
                roles.append(role)
        username = cells.get("username", "")
        try:
            username = check_username(username) if username else ""
        except UsernameInvalid as wrong:
            faults.add("username", str(wrong))
        if faults.clean() and start is not None:
            good.append(
                OfficerLine(one.line, cells["code"], " ".join(cells["name"].split()),
                            cells["unit"], cells["title"], start, tuple(roles), username)
            )  # fmt: skip
    return tuple(good), tuple(faults.found)


class _Faults:
    """Collects what is wrong, cell by cell."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.heads = {column.key: column.head for column in columns}
        self.columns = columns
        self.found: list[Fault] = []
        self.line = Texts(0, {})
        self.before = 0

    def begin(self, line: Texts) -> dict[str, str]:
        """Turn to a line; what must be filled and is not, is wrong."""
        self.line, self.before = line, len(self.found)
        for column in self.columns:
            text = line.cells.get(column.key, "")
            if column.required and not text:
                self.add(column.key, "hãy điền ô này")
            elif len(text) > _LONGEST:
                self.add(column.key, f"hãy ghi ngắn hơn {_LONGEST} ký tự")
        return line.cells

    def add(self, key: str, why: str) -> None:
        """Note that a cell of the line is wrong."""
        self.found.append(Fault(self.line.line, self.heads[key], why))

    def clean(self) -> bool:
        """Return whether nothing was wrong in the line so far."""
        return len(self.found) == self.before

    def day(self, key: str) -> date | None:
        """Return the day of a cell, or note what is wrong with it."""
        text = self.line.cells.get(key, "")
        if not text:
            return None
        shown = _DAY.fullmatch(text)
        try:
            if shown:
                return date(int(shown[3]), int(shown[2]), int(shown[1]))
            return date.fromisoformat(text)
        except ValueError:
            self.add(key, f"không có ngày “{text[:40]}”; hãy ghi như 01/07/2025")
            return None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return nfc(str(value)).replace("\x00", "")
