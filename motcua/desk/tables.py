"""The statutory table as the page draws it: grouped heads, linked numbers, figures."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from motcua.desk.forms.report import BASIS_WORDS, GROUPING_WORDS, SCOPES, Query
from motcua.pages import parts
from motcua.pages.formats import day, number
from motcua.reports.errors import UnknownRow
from motcua.reports.rules import Asked, Counts, Table
from motcua.reports.vocabulary import BESIDE_GROUP, COLUMNS, Column

_ON_FORM = tuple(column for column in COLUMNS if column.number)
_BESIDE = tuple(column for column in COLUMNS if not column.number)
_LATE = frozenset({"settled.overdue", "in_process.overdue"})
#: What a phone shows before a number, where there is no room for two lines of heads.
_SHORT = {
    "received.total": "Nhận",
    "received.online": "Trực tuyến",
    "received.direct_or_post": "Trực tiếp, bưu chính",
    "received.carried_over": "Kỳ trước",
    "settled.total": "Đã giải quyết",
    "settled.early": "Trước hạn",
    "settled.on_time": "Đúng hạn",
    "settled.overdue": "Quá hạn",
    "in_process.total": "Đang giải quyết",
    "in_process.in_time": "Trong hạn",
    "in_process.overdue": "Đang quá hạn",
}


def filter_bar(query: Query, units: Mapping[str, str], *, action: str) -> parts.FilterBar:
    """Return the question as a bar of fields; it works by GET."""
    known = dict(units) if query.unit in units else {query.unit: query.unit, **units}
    scopes = {key: scope.label for key, scope in SCOPES.items()}
    return parts.FilterBar(
        action=action,
        filters=(
            parts.Filter("don_vi", "Đơn vị", choices=_choices(known, query.unit)),
            parts.Filter("tu", "Từ ngày", query.first, kind="day"),
            parts.Filter("den", "Đến hết ngày", query.last, kind="day"),
            parts.Filter("pham_vi", "Phạm vi", choices=_choices(scopes, query.scope)),
            parts.Filter("theo", "Mỗi dòng là", choices=_choices(GROUPING_WORDS, query.grouping)),
            parts.Filter("han", "Xếp theo", choices=_choices(BASIS_WORDS, query.basis)),
            parts.Filter("biet_luc", "Đã biết lúc", query.known_on, kind="text"),
        ),
    )


def _choices(words: Mapping[str, str], chosen: str) -> tuple[parts.Choice, ...]:
    return tuple(parts.Choice(key, label, key == chosen) for key, label in words.items())


def drawn(table: Table, query: Query, *, behind: str) -> tuple[parts.Table, ...]:
    """Return the 13 columns of the form, and the columns beside them, as two tables."""
    on_form = _table(table, query, behind=behind, columns=_ON_FORM)
    beside = _table(table, query, behind=behind, columns=_BESIDE)
    return on_form, beside


def _table(table: Table, query: Query, *, behind: str, columns: Sequence[Column]) -> parts.Table:
    def line(label: str, key: str, counts: Counts, place: str) -> tuple[parts.Cell, ...]:
        numbers = counts.by_column()
        return (
            parts.Cell(place, name="(1)"),
            parts.Cell(label, head=True, wide=True),
            *(
                _number(
                    column,
                    numbers[column.key],
                    f"{behind}{query.address(cot=column.key, dong=key)}",
                )
                for column in columns
            ),
        )

    beside = columns is _BESIDE
    title = f"{BESIDE_GROUP} (chỉ các dòng khác 0)" if beside else table.form.title
    rows = [
        line(row.label, row.key, row.counts, str(place))
        for place, row in enumerate(table.rows, start=1)
        if not beside or any(row.counts.by_column()[column.key] for column in columns)
    ]
    return parts.Table(
        caption=f"{title}, {period_words(table.asked)}",
        heads=_heads(table, columns),
        rows=rows,
        total=line("Tổng số", "", table.total, ""),
        caption_shown=beside,
    )


def _heads(table: Table, columns: Sequence[Column]) -> tuple[tuple[parts.Head, ...], ...]:
    label = table.asked.grouping.label
    if columns is _BESIDE:
        names = (parts.Head(column.name, numeric=True) for column in columns)
        return ((parts.Head("STT"), parts.Head(label), *names),)
    groups = tuple(
        parts.Head(group, columns=len(list(same)))
        for group, same in groupby(columns, key=lambda column: column.group)
    )
    names = (parts.Head(f"{column.name} {column.number}", numeric=True) for column in columns)
    first = (parts.Head("STT (1)", rows=2), parts.Head(f"{label} (2)", rows=2), *groups)
    return first, tuple(names)


def _number(column: Column, value: int, href: str) -> parts.Cell:
    return parts.Cell(
        text=number(value),
        href=href if value else "",
        numeric=True,
        tone="late" if value and column.key in _LATE else "plain",
        name=_SHORT.get(column.key, column.name),
    )


def figures(table: Table, query: Query, *, behind: str) -> tuple[parts.Figure, ...]:
    """Return the four numbers that are read first."""
    numbers = table.total.by_column()

    def one(key: str, label: str, note: str = "", tone: parts.Tone = "plain") -> parts.Figure:
        href = f"{behind}{query.address(cot=key)}" if numbers[key] else ""
        return parts.Figure(label, number(numbers[key]), href, note, tone)

    return (
        one("received.total", "Nhận giải quyết",
            f"trực tuyến {number(numbers['received.online'])}"),
        one("settled.total", "Đã giải quyết"),
        one("in_process.total", "Đang giải quyết",
            f"{number(numbers['in_process.paused'])} đang tạm dừng"),
        one("settled.overdue", "Đã giải quyết quá hạn",
            f"đang giải quyết quá hạn: {number(numbers['in_process.overdue'])}",
            "late" if numbers["settled.overdue"] else "plain"),
    )  # fmt: skip


def settled_shares(table: Table) -> tuple[parts.Share, ...]:
    """Return early, on time and overdue as parts of what was settled; nothing of nothing."""
    settled = table.total.settled
    if not settled.total:
        return ()

    def part(kind: str, label: str, value: int) -> parts.Share:
        percent = value * 100 / settled.total
        return parts.Share(kind, label, number(value), percent)  # type: ignore[arg-type]  # the three kinds below

    return (
        part("early", "Trước hạn", settled.early),
        part("on-time", "Đúng hạn", settled.on_time),
        part("late", "Quá hạn", settled.overdue),
    )


def number_of(table: Table, *, column: str, row: str) -> tuple[int, str]:
    """Return a number of the table and the label of its row.

    :raises UnknownRow: it has no such row.
    """
    if not row:
        return table.total.by_column()[column], "Tổng số"
    for one in table.rows:
        if one.key == row:
            return one.counts.by_column()[column], one.label
    raise UnknownRow(row)


def period_words(asked: Asked) -> str:
    """Return the period as the form prints it."""
    return f"từ {day(asked.period.start)} đến hết {day(asked.last)}"
