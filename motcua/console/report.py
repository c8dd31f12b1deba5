"""`report settlement`: the statutory table of any unit and period, on the command line."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from motcua.console.written import in_iso
from motcua.kernel.periods import VIETNAM, day_of
from motcua.organisation.vocabulary import Scope
from motcua.reports.errors import KnownInFuture, UnreadableDay, UnreadableInstant
from motcua.reports.rules import Asked, Counts, Table, as_json, period_of
from motcua.reports.selectors import settlement
from motcua.reports.services import notes
from motcua.reports.vocabulary import BESIDE_GROUP, COLUMNS, Column, Grouping
from motcua.tally.vocabulary import Basis

NAME = "report"
HELP = "In biểu thống kê: settlement là biểu II.06a về kết quả giải quyết thủ tục."

_WIDTH_OF_A_FILE = 150
#: The names of the form are too long for a screen of text; its numbers keep them apart.
_SHORT = {
    "received.total": "Nhận giải quyết",
    "received.online": "Trực tuyến",
    "received.direct_or_post": "Trực tiếp, bưu chính",
    "settled.total": "Đã giải quyết",
    "in_process.total": "Đang giải quyết",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("table", metavar="BIỂU", choices=("settlement",), help="settlement")
    parser.add_argument("--unit", metavar="SLUG", required=True, help="đơn vị, như ba-vi")
    parser.add_argument(
        "--scope", default=Scope.OWN.value, choices=_values(Scope),
        help="own: đơn vị này; below: cấp dưới; all: cả hai",
    )  # fmt: skip
    parser.add_argument("--from", dest="first", metavar="NGÀY", required=True,
                        help="ngày đầu, như 01/01/2021 hoặc 2021-01-01")  # fmt: skip
    parser.add_argument("--to", dest="last", metavar="NGÀY", required=True, help="ngày cuối")
    parser.add_argument(
        "--by", default=Grouping.FIELD.value, choices=_values(Grouping), help="mỗi dòng là gì"
    )
    parser.add_argument(
        "--due", default=Basis.CURRENT.value, choices=_values(Basis),
        help="xếp loại theo hạn hiện hành hay hạn ban đầu",
    )  # fmt: skip
    parser.add_argument(
        "--known-on", metavar="THỜI-ĐIỂM", help="số liệu như đã biết lúc đó, như 2021-07-01T08:00"
    )


def run(options: argparse.Namespace) -> int:
    """Print the table and return 0.

    :raises Refusal: an unreadable date, an unknown unit, a period that ends before it begins.
    """
    asked = Asked(
        unit=options.unit,
        period=period_of(_day("--from", options.first), _day("--to", options.last)),
        scope=Scope(options.scope),
        grouping=Grouping(options.by),
        basis=Basis(options.due),
        known_on=_instant("--known-on", options.known_on),
    )
    table = settlement(asked=asked, today=day_of(datetime.now(tz=VIETNAM)))
    if options.format == "json":
        print(json.dumps(as_json(table), ensure_ascii=False, indent=1))
    else:
        _print(table)
    return 0


def _day(option: str, text: str) -> date:
    try:
        return datetime.strptime(in_iso(text), "%Y-%m-%d").replace(tzinfo=VIETNAM).date()
    except ValueError:
        raise UnreadableDay(option=option, text=text) from None


def _instant(option: str, text: str | None) -> datetime | None:
    """Return an instant; without a zone it is Vietnamese time, a bare date means its end."""
    if text is None:
        return None
    try:
        written = in_iso(text)
        if len(written) == len("2021-06-30"):
            on = date.fromisoformat(written) + timedelta(days=1)
            at = datetime.combine(on, time(), VIETNAM) - timedelta(microseconds=1)
            now = datetime.now(tz=VIETNAM)
            return now if on - timedelta(days=1) == now.date() else _past(at, option, text)
        at = datetime.fromisoformat(written)
        at = (at.replace(tzinfo=VIETNAM) if at.tzinfo is None else at).astimezone(VIETNAM)
    except (ValueError, OverflowError):
        raise UnreadableInstant(option=option, text=text) from None
    return _past(at, option, text)


def _past(at: datetime, option: str, text: str) -> datetime:
    if at > datetime.now(tz=VIETNAM):
        raise KnownInFuture(option=option, text=text)
    return at


def _print(table: Table) -> None:
    width = None if sys.stdout.isatty() else _WIDTH_OF_A_FILE
    screen = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)
    screen.print(f"{table.unit_name}. {table.form.title}")
    on_form = [column for column in COLUMNS if column.number]
    beside = [column for column in COLUMNS if not column.number]
    screen.print(_grid(table, on_form))
    screen.print(BESIDE_GROUP)
    screen.print(_grid(table, beside))
    for note in notes(table):
        screen.print(note)


def _grid(table: Table, columns: Sequence[Column]) -> Grid:
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    grid.add_column(table.asked.grouping.label, overflow="fold")
    for column in columns:
        grid.add_column(_head(column), justify="right", overflow="fold", max_width=10)
    for label, counts in _lines(table):
        numbers = counts.by_column()
        grid.add_row(label, *(_shown(numbers[column.key]) for column in columns))
    return grid


def _head(column: Column) -> str:
    short = _SHORT.get(column.key, column.name)
    return f"{column.number} {short}".strip()


def _lines(table: Table) -> Iterator[tuple[str, Counts]]:
    yield "Tổng số", table.total
    for row in table.rows:
        yield row.label, row.counts


def _shown(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _values(words: type[Scope] | type[Grouping] | type[Basis]) -> tuple[str, ...]:
    return tuple(word.value for word in words)
