"""`due`: when would a dossier be due, and why, day by day."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from motcua.console.written import in_iso
from motcua.kernel.errors import Refusal
from motcua.kernel.periods import VIETNAM, day_of
from motcua.organisation.selectors import unit_by_slug
from motcua.worktime.rules import Calendar, Due, Limit, due, rule_set_on
from motcua.worktime.selectors import calendar_for, published_calendar
from motcua.worktime.vocabulary import LimitUnit, RuleSet

NAME = "due"
HELP = "Tính hạn trả kết quả và giải thích từng ngày."

_COLUMNS = ("received", "limit", "unit_of_limit", "rules")
_NEEDED = _COLUMNS[:3]
_MOST_BYTES = 20_000_000
_YEARS = range(1990, 2101)
_INSTANT = "%Y-%m-%dT%H:%M"


class BadCase(Refusal):
    """A case cannot be computed, or the file of cases cannot be read."""


@dataclass(frozen=True, slots=True)
class _Case:
    received_at: datetime
    limit: Limit
    rules: RuleSet


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    units = ", ".join(unit.value for unit in LimitUnit)
    parser.add_argument("--received", metavar="NGÀY-GIỜ", help="nhận lúc, như 2021-04-29T15:30")
    parser.add_argument("--limit", metavar="SỐ", help="thời hạn, số nguyên; bỏ qua với same_day")
    parser.add_argument("--unit-of-limit", metavar="ĐƠN-VỊ", help=f"đơn vị tính: {units}")
    parser.add_argument("--rules", metavar="BỘ", help="2021 hoặc now; mặc định theo ngày nhận")
    parser.add_argument("--unit", metavar="SLUG", help="lịch của một đơn vị; mặc định cả nước")
    parser.add_argument("--file", metavar="CSV", help=f"tệp có các cột {', '.join(_COLUMNS)}")
    parser.set_defaults(wrong_usage=parser.error)


def needs_database(options: argparse.Namespace) -> bool:
    """Return whether the command asks the database: only for the calendar of a unit."""
    return bool(options.unit)


def run(options: argparse.Namespace) -> int:
    """Print the due time of one case, or of each case of a file, and return 0.

    :raises Refusal: a case cannot be computed; the sentence names the line of the file.
    """
    alone = (options.received, options.limit, options.unit_of_limit)
    if options.file and any(value is not None for value in (*alone, options.rules)):
        options.wrong_usage("--file không dùng cùng --received, --limit, --unit-of-limit, --rules")
    if not options.file and not (options.received and options.unit_of_limit):
        options.wrong_usage("Cần --received và --unit-of-limit, hoặc --file")
    calendar = _calendar(options.unit)
    if options.file:
        _print_all(_cases(Path(options.file), calendar), calendar, options.format == "json")
        return 0
    values = dict(zip(_COLUMNS, (*alone, options.rules), strict=True))
    case = _case(values)
    answer = _answer(case, calendar)
    if options.format == "json":
        print(json.dumps(_plain(case, answer), ensure_ascii=False, indent=1))
    else:
        _print_table(case, answer)
    return 0


def _calendar(slug: str | None) -> Calendar:
    if slug is None:
        return published_calendar()
    return calendar_for(unit_id=unit_by_slug(slug).pk)


def _answer(case: _Case, calendar: Calendar) -> Due:
    return due(received_at=case.received_at, limit=case.limit, calendar=calendar, rules=case.rules)


def _cases(path: Path, calendar: Calendar) -> list[_Case]:
    """Return the cases of a file, each of them tried: nothing is printed of a bad file."""
    cases = []
    for line, values in _rows(path):
        try:
            cases.append(_case(values))
            _answer(cases[-1], calendar)
        except Refusal as refusal:
            raise BadCase(f"Tệp {path.name}, dòng {line}: {refusal}") from refusal
    if not cases:
        raise BadCase(f"Tệp {path.name} không có trường hợp nào: thêm ít nhất một dòng.")
    return cases


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str | None]]]:
    """Yield the number of the line and the values of each case of a file."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(path, header)
        for row in reader:
            if not any(value.strip() for value in row):
                continue
            if len(row) != len(header):
                raise BadCase(
                    f"Tệp {path.name}, dòng {reader.line_num}: có {len(row)} ô, "
                    f"tiêu đề có {len(header)} cột: sửa lại dòng này."
                )
            yield reader.line_num, dict(zip(header, row, strict=True))
    except csv.Error as fault:
        raise BadCase(
            f"Tệp {path.name}, dòng {reader.line_num}: không đọc được theo dạng CSV, sửa lại dòng."
        ) from fault


def _check_header(path: Path, header: list[str]) -> None:
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise BadCase(
            f"Tệp {path.name}, dòng 1: thiếu cột {', '.join(missing)}; "
            f"tiêu đề phải là {','.join(_COLUMNS)}."
        )
    if len(set(header)) < len(header):
        raise BadCase(f"Tệp {path.name}, dòng 1: có cột ghi hai lần, bỏ bớt một cột.")
    unknown = [name for name in header if name not in _COLUMNS]
    if unknown:
        print(f"Bỏ qua cột không dùng: {', '.join(unknown)}.", file=sys.stderr)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadCase(
                f"Tệp {path.name} lớn hơn {_MOST_BYTES // 1_000_000} MB: chia thành nhiều tệp nhỏ."
            )
        content = path.read_bytes()
    except OSError as fault:
        raise BadCase(f"Không đọc được tệp {path}: kiểm tra đường dẫn và quyền đọc.") from fault
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise BadCase(
            f"Tệp {path.name}, dòng {line}: không phải mã UTF-8, lưu lại tệp với mã UTF-8."
        ) from fault
    if not text.strip():
        raise BadCase(f"Tệp {path.name} trống: thêm dòng tiêu đề {','.join(_COLUMNS)}.")
    return text


def _case(values: dict[str, str | None]) -> _Case:
    cells = {name: (values.get(name) or "").strip() for name in _COLUMNS}
    received_at = _received(cells["received"])
    unit = _unit(cells["unit_of_limit"])
    rules = rule_set_on(day_of(received_at))
    if cells["rules"]:
        rules = _rules(cells["rules"])
    return _Case(received_at, Limit(_number(cells["limit"], unit), unit), rules)


def _received(text: str) -> datetime:
    shown = f"Thời điểm nhận “{text}”"
    try:
        at = datetime.fromisoformat(in_iso(text))
    except ValueError as fault:
        raise BadCase(
            f"{shown} không đọc được, ghi như 2021-04-29T15:30 hoặc 29/04/2021 15:30."
        ) from fault
    if at.year not in _YEARS:
        raise BadCase(f"{shown} phải trong các năm {_YEARS[0]} đến {_YEARS[-1]}.")
    return at.astimezone(VIETNAM) if at.tzinfo else at.replace(tzinfo=VIETNAM)


def _unit(text: str) -> LimitUnit:
    try:
        return LimitUnit(text)
    except ValueError as fault:
        units = ", ".join(unit.value for unit in LimitUnit)
        raise BadCase(f"Đơn vị thời hạn “{text}” không có, chọn một trong: {units}.") from fault


def _rules(text: str) -> RuleSet:
    try:
        return RuleSet(text)
    except ValueError as fault:
        raise BadCase(f"Bộ quy tắc “{text}” không có, chọn một trong: 2021, now.") from fault


def _number(text: str, unit: LimitUnit) -> int:
    if unit in (LimitUnit.SAME_DAY, LimitUnit.MIXED_DAY, LimitUnit.AS_PUBLISHED) and not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadCase(f"Thời hạn phải là số nguyên từ 1 trở lên, đang là “{text}”.")
    return int(text)


def _plain(case: _Case, answer: Due) -> dict[str, object]:
    return {
        "due": answer.due_at.strftime(_INSTANT),
        "days": [
            {"date": note.on.isoformat(), "counted": note.counted, "why": note.why}
            for note in answer.days
        ],
        "warnings": list(answer.warnings),
        "rules": case.rules.value,
        "rules_verified": case.rules.verified,
    }


def _print_all(cases: list[_Case], calendar: Calendar, as_json: bool) -> None:
    """Print the answers in the order of the file, one a line: a long file is not kept whole."""
    for number, case in enumerate(cases):
        answer = _answer(case, calendar)
        if as_json:
            print("[" if number == 0 else ",", json.dumps(_plain(case, answer), ensure_ascii=False))
        else:
            print(f"{_head(case)} → {answer.due_at:%d/%m/%Y %H:%M}")
    if as_json:
        print("]")


def _print_table(case: _Case, answer: Due) -> None:
    print(_head(case))
    for note in answer.days:
        mark = "+" if note.counted else " "
        print(f" {note.on:%d/%m/%Y} {mark} {note.why}")
    print(f"Hẹn trả: {answer.due_at:%d/%m/%Y %H:%M} ({case.rules.label})")
    for warning in answer.warnings:
        print(f"Lưu ý: {warning}")


def _head(case: _Case) -> str:
    return f"Nhận {case.received_at:%d/%m/%Y %H:%M}, thời hạn {case.limit.label}"
