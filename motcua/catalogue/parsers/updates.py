"""A file of catalogue updates: XLSX or CSV of the fixed form, or YAML with the same keys."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import yaml
from openpyxl import load_workbook

from motcua.catalogue.errors import UpdateFileRefused
from motcua.kernel.text import fold, nfc
from motcua.kernel.workbooks import has_more_rows, unpacked_bytes

#: Columns of the form: their key and their heading.
COLUMNS: Mapping[str, str] = {
    "ma": "Mã thủ tục",
    "ten": "Tên thủ tục",
    "linh_vuc": "Lĩnh vực",
    "cap": "Cấp tiếp nhận",
    "hieu_luc_tu": "Có hiệu lực từ",
    "thoi_han": "Thời hạn giải quyết",
    "giay_to": "Thành phần hồ sơ",
    "phi_le_phi": "Phí, lệ phí",
    "cach_nop": "Cách thức thực hiện",
    "co_mat": "Người nộp có mặt",
    "co_quan": "Cơ quan thực hiện",
    "doi_tuong": "Đối tượng thực hiện",
    "trinh_tu": "Trình tự thực hiện",
    "yeu_cau": "Yêu cầu, điều kiện",
    "ket_qua": "Kết quả",
    "can_cu": "Căn cứ pháp lý",
    "quyet_dinh": "Quyết định công bố",
}
LARGEST_BYTES = 1_000_000
_MOST_ROWS = 2_000
#: A workbook is a compressed file: what it grows to is bounded too.
_LARGEST_INSIDE = 20_000_000
_LONGEST_CELL = 20_000
#: Empty rows count too: a small file may hold millions of them.
_MOST_LINES = 10_000
_DEEPEST = 20
_OF_NUMBERS = frozenset("0123456789abcdefABCDEFxX_:.+-")
_LONGEST_NUMBER = 200
_OPENING = (
    yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken,
    yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken,
)  # fmt: skip
_CLOSING = (yaml.BlockEndToken, yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """A procedure of the file: the line it stands at and its texts; what is empty is left out."""

    line: int
    values: Mapping[str, str]


def read_updates(content: bytes, *, name: str) -> tuple[UpdateRow, ...]:
    """Return the rows of a file; the ending of its name says what it is.

    :raises UpdateFileRefused: it cannot be read, is too large, or lacks the code or the day.
    """
    if len(content) > LARGEST_BYTES:
        raise UpdateFileRefused("Tệp lớn hơn 1 MB; hãy chia thành nhiều tệp.")
    ending = name.lower().rpartition(".")[2]
    if ending in ("yaml", "yml"):
        rows = tuple(_yaml(content))
    elif ending == "xlsx":
        rows = tuple(_table(_workbook(content)))
    elif ending == "csv":
        rows = tuple(_table(_csv(content)))
    else:
        raise UpdateFileRefused(
            "Chỉ đọc được tệp XLSX, CSV hoặc YAML; hãy lưu lại tệp theo một trong ba dạng."
        )
    if not rows:
        raise UpdateFileRefused("Tệp không có dòng thủ tục nào; hãy kiểm tra lại tệp.")
    return rows


def _yaml(content: bytes) -> Iterator[UpdateRow]:
    try:
        text = content.decode("utf-8-sig")
        _check_tokens(text)
        data = yaml.load(text, Loader=yaml.CSafeLoader)
    except (UnicodeDecodeError, yaml.YAMLError, ValueError) as wrong:
        raise UpdateFileRefused("Tệp YAML không đúng cú pháp; hãy kiểm tra lại.") from wrong
    rows = data.get("thu_tuc") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise UpdateFileRefused("Tệp YAML phải có danh sách “thu_tuc”; hãy xem tệp mẫu.")
    for number, row in enumerate(rows[: _MOST_ROWS + 1], start=1):
        _check_count(number)
        if not isinstance(row, dict):
            raise UpdateFileRefused(f"Mục thứ {number} của “thu_tuc” không đọc được; hãy sửa.")
        unknown = [str(key) for key in row if key not in COLUMNS]
        if unknown:
            raise UpdateFileRefused(
                f"Mục thứ {number} có khóa lạ “{unknown[0]}”; hãy dùng các khóa của tệp mẫu."
            )
        yield _row(number, {str(key): _cell(value) for key, value in row.items()})


def _check_tokens(text: str) -> None:
    """Refuse what makes a small file endless, before anything is built of it."""
    depth = 0
    for one in yaml.scan(text, yaml.CSafeLoader):
        # A name for a part that is used again lets a small file grow without end.
        if isinstance(one, yaml.AliasToken):
            raise UpdateFileRefused("Tệp YAML dùng dấu tham chiếu (*); hãy ghi đủ từng mục.")
        if isinstance(one, yaml.ScalarToken) and _is_huge_number(one):
            raise UpdateFileRefused("Tệp YAML có một số quá dài; hãy ghi lại số đó.")
        depth += isinstance(one, _OPENING) - isinstance(one, _CLOSING)
        # Every level is a call inside a call of the library: too many end the process.
        if depth > _DEEPEST:
            raise UpdateFileRefused("Tệp YAML có quá nhiều cấp lồng nhau; hãy làm theo tệp mẫu.")


def _is_huge_number(token: yaml.ScalarToken) -> bool:
    # To reckon out a number of a million digits takes minutes.
    value = token.value
    return token.plain and len(value) > _LONGEST_NUMBER and not set(value) - _OF_NUMBERS


def _table(lines: Iterable[Sequence[object]]) -> Iterator[UpdateRow]:
    columns: list[str | None] | None = None
    count = 0
    for number, cells in enumerate(lines, start=1):
        if number > _MOST_LINES:
            raise UpdateFileRefused(f"Tệp dài hơn {_MOST_LINES} dòng; hãy chia nhỏ.")
        texts = [_cell(cell) for cell in cells]
        if not any(texts):
            continue
        if columns is None:
            columns = _columns(texts)
            continue
        count += 1
        _check_count(count)
        values = {key: text for key, text in zip(columns, texts, strict=False) if key}
        yield _row(number, values)


def _columns(texts: Sequence[str]) -> list[str | None]:
    """Return the key of each column, by heading or key, in any order."""
    known = {fold(heading): key for key, heading in COLUMNS.items()} | {key: key for key in COLUMNS}
    columns: list[str | None] = []
    for text in texts:
        key = known.get(fold(text))
        if text and key is None:
            raise UpdateFileRefused(
                f"Cột “{text[:60]}” không có trong biểu; hãy dùng tên cột của tệp mẫu."
            )
        if key is not None and key in columns:
            raise UpdateFileRefused(f"Cột “{text[:60]}” có hai lần; hãy bỏ một cột.")
        columns.append(key)
    for key in ("ma", "hieu_luc_tu"):
        if key not in columns:
            raise UpdateFileRefused(f"Tệp thiếu cột “{COLUMNS[key]}”; hãy dùng tệp mẫu.")
    return columns


def _workbook(content: bytes) -> Iterator[Sequence[object]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if unpacked_bytes(packed) > _LARGEST_INSIDE:
                raise UpdateFileRefused("Tệp XLSX quá lớn khi mở ra; hãy chia nhỏ.")
            if has_more_rows(packed, _MOST_LINES):
                raise UpdateFileRefused(f"Tệp dài hơn {_MOST_LINES} dòng; hãy chia nhỏ.")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True)
    except UpdateFileRefused:
        raise
    except Exception as wrong:
        # The library lets faults of many kinds out of a broken workbook.
        raise UpdateFileRefused("Tệp XLSX không đọc được; hãy lưu lại bằng Excel.") from wrong


def _csv(content: bytes) -> Iterator[Sequence[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise UpdateFileRefused("Tệp CSV phải ghi bằng mã UTF-8; hãy lưu lại tệp.") from wrong
    first = text.partition("\n")[0]
    try:
        yield from csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    except csv.Error as wrong:
        raise UpdateFileRefused("Tệp CSV không đúng cú pháp; hãy kiểm tra lại.") from wrong


def _check_count(count: int) -> None:
    if count > _MOST_ROWS:
        raise UpdateFileRefused(f"Tệp dài hơn {_MOST_ROWS} thủ tục; hãy chia nhỏ.")


def _row(line: int, values: Mapping[str, str]) -> UpdateRow:
    return UpdateRow(line, {key: text for key, text in values.items() if text})


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, list):
        return "\n".join(_cell(one) for one in value)
    # The apostrophe is how our own exports keep text from being a formula.
    return nfc(str(value).replace("\x00", "")[:_LONGEST_CELL]).strip().removeprefix("'")
