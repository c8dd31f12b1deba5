"""From two answers of the counting book to the numbers of one row; pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from operator import attrgetter

from motcua.reports.vocabulary import COLUMNS, PARTS
from motcua.tally.vocabulary import Basis

Sums = Mapping[str, int]
#: A number of the table and what the counting book says of it: sign by effect.
Signed = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Received:
    """Dossiers to be settled (số hồ sơ nhận giải quyết); total includes carried_over."""

    total: int
    online: int
    direct_or_post: int
    carried_over: int


@dataclass(frozen=True, slots=True)
class Settled:
    """Dossiers settled in the period by class."""

    total: int
    early: int
    on_time: int
    overdue: int


@dataclass(frozen=True, slots=True)
class InProcess:
    """Dossiers still open at the end; paused is an "of which" of the total."""

    total: int
    in_time: int
    overdue: int
    paused: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of one row of table II.06a and those printed beside it."""

    received: Received
    settled: Settled
    in_process: InProcess
    withdrawn: int
    stopped: int
    moved_in: int
    moved_out: int
    refused_receipt: int
    refused_settlement: int

    def by_column(self) -> dict[str, int]:
        """Return the numbers by the keys of `COLUMNS`."""
        return dict(zip(_COLUMN_KEYS, _NUMBERS(self), strict=True))

    @property
    def is_empty(self) -> bool:
        """Whether every number is 0."""
        return not any(_NUMBERS(self))


_COLUMN_KEYS = tuple(column.key for column in COLUMNS)
#: All numbers at once, in the order of the columns: a table by unit has hundreds of rows.
_NUMBERS: Callable[[Counts], tuple[int, ...]] = attrgetter(*_COLUMN_KEYS)


@dataclass(frozen=True, slots=True)
class Source:
    """How the counting book gives one number: three signed sums of effects.

    flow: what the period changed; at_end: the stock at its end; before: the stock at its eve.
    """

    flow: Signed
    at_end: Signed
    before: Signed


def source_of(column: str, *, basis: Basis) -> Source:
    """Return where one number of the table comes from.

    The numbers and the lists of dossiers behind them both read this, so they cannot part.

    :raises KeyError: there is no such column.
    """
    tail = "" if basis is Basis.CURRENT else "_original"
    early, on_time, overdue, late = (
        f"{name}{tail}" for name in ("early", "on_time", "overdue", "late")
    )
    flows: dict[str, Signed] = {
        "received.total": {"received_online": 1, "received_other": 1},
        "received.online": {"received_online": 1},
        "received.direct_or_post": {"received_other": 1},
        "settled.total": {early: 1, on_time: 1, overdue: 1},
        "settled.early": {early: 1},
        "settled.on_time": {on_time: 1},
        "settled.overdue": {overdue: 1},
        "withdrawn": {"withdrawn": 1},
        "stopped": {"stopped": 1},
        "moved_in": {"moved_in": 1},
        "moved_out": {"moved_out": 1},
        "refused_receipt": {"refused_receipt": 1},
        "refused_settlement": {"refused_settlement": 1},
    }
    stocks: dict[str, Signed] = {
        "in_process.total": {"in_process": 1},
        "in_process.in_time": {"in_process": 1, late: -1},
        "in_process.overdue": {late: 1},
        "in_process.paused": {"paused": 1},
    }
    carried: Signed = {"in_process": 1}
    before = carried if column in ("received.total", "received.carried_over") else {}
    if column not in flows and column not in stocks and not before:
        raise KeyError(column)
    return Source(flows.get(column, {}), stocks.get(column, {}), before)


def counts(*, before: Sums, after: Sums, basis: Basis = Basis.CURRENT) -> Counts:
    """Return a row from what the book had added up on the eve and at the end of the period.

    A flow is the difference of the two; a stock is the value at the end; what was carried over
    is the stock on the eve. Missing effects are 0.
    """
    found: dict[str, int] = {}
    for key, flow, at_end, at_eve in _sources(basis):
        number = 0
        for name, sign in flow:
            number += sign * (after.get(name, 0) - before.get(name, 0))
        for name, sign in at_end:
            number += sign * after.get(name, 0)
        for name, sign in at_eve:
            number += sign * before.get(name, 0)
        found[key] = number
    return from_columns(found)


_Signs = tuple[tuple[str, int], ...]


@cache
def _sources(basis: Basis) -> tuple[tuple[str, _Signs, _Signs, _Signs], ...]:
    """Return for each column what flows, what stands at the end, what stood on the eve."""
    found = []
    for key in _COLUMN_KEYS:
        source = source_of(key, basis=basis)
        flow, at_end = tuple(source.flow.items()), tuple(source.at_end.items())
        found.append((key, flow, at_end, tuple(source.before.items())))
    return tuple(found)


def from_columns(numbers: Mapping[str, int]) -> Counts:
    """Return a row from its numbers by column key; a missing column is 0."""

    def part(group: str, *names: str) -> dict[str, int]:
        return {name: numbers.get(f"{group}.{name}", 0) for name in names}

    return Counts(
        received=Received(
            **part("received", "total", "online", "direct_or_post", "carried_over")
        ),
        settled=Settled(**part("settled", "total", "early", "on_time", "overdue")),
        in_process=InProcess(**part("in_process", "total", "in_time", "overdue", "paused")),
        **{
            column.key: numbers.get(column.key, 0)
            for column in COLUMNS
            if "." not in column.key
        },
    )  # fmt: skip


def added_up(parts: Iterable[Sums]) -> dict[str, int]:
    """Return the sums of several groups as one."""
    total: dict[str, int] = {}
    for part in parts:
        for name, value in part.items():
            total[name] = total.get(name, 0) + value
    return total


def shares(row: Counts) -> dict[str, Decimal]:
    """Return what percentage of its group's total each part is, two decimals, half up.

    A group whose total is 0 has no shares: nothing of nothing is not 0 % (indicators.md 0).
    """
    numbers = row.by_column()
    return {
        part: percent(numbers[part], numbers[whole])
        for whole, parts in PARTS.items()
        if numbers[whole]
        for part in parts
    }


def percent(part: int, whole: int) -> Decimal:
    """Return part of whole as a percentage with two decimals, half up (indicators.md 0)."""
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
