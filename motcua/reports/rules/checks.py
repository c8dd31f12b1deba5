"""The consistency checks of the statutory table (indicators.md 2.4); pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from motcua.reports.rules.counts import Counts, shares
from motcua.reports.vocabulary import ADD_UP_OVER_MONTHS, CHECKS, COLUMNS, OF_WHICH, PARTS

_TOTAL = "Tổng số"
_ROUNDING = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Check:
    """One check. difference: left side less right side where it is largest; 0 when ok.

    where: which row or column that is, empty when ok.
    """

    id: str
    ok: bool
    difference: int | Decimal
    where: str = ""

    @property
    def rule(self) -> str:
        """What the check says, in Vietnamese."""
        return CHECKS[self.id]


@dataclass(frozen=True, slots=True)
class Compared:
    """What the table is held against. None or empty: there is nothing to compare with.

    previous_total, previous: dossiers in process at the end of the period before, of the whole
    and by row key, as that period's own table says.
    """

    by_month: bool = False
    previous_total: int | None = None
    previous: Mapping[str, int] | None = None


Rows = Sequence[tuple[str, str, Counts]]
_Found = tuple[int | Decimal, str]


def checks(*, rows: Rows, total: Counts, compared: Compared) -> tuple[Check, ...]:
    """Return the checks of a table in the order of their names.

    rows: (key, label, numbers). The total must have been asked apart from the rows, otherwise
    K6 could never fail. A check with nothing to compare is left out.
    """
    lines = [*((label, row) for _, label, row in rows), (_TOTAL, total)]
    found: dict[str, list[_Found]] = {
        "K1": _parts(lines, "received.total"),
        "K2": _parts(lines, "settled.total"),
        "K3": _parts(lines, "in_process.total"),
        "K4": [(balance(row), label) for label, row in lines],
        "K5": _carried_over(rows, total, compared),
        "K6": _sum_of_rows(rows, total, compared),
        "K8": _full_partition(lines),
        "K12": _each(lines, _paused_beyond),
        "K14": _each(lines, _impossible),
    }
    return tuple(_check(key, differences) for key, differences in found.items() if differences)


def balance(row: Counts) -> int:
    """Return what K4 leaves over: what came in less what became of it.

    received (carried over included) + moved in = settled + in process + withdrawn + stopped +
    moved out. Refused receipts stand outside; refused settlements are inside settled.
    """
    came = row.received.total + row.moved_in
    went = row.settled.total + row.withdrawn + row.stopped + row.moved_out
    return came - went - row.in_process.total


def _check(key: str, differences: Iterable[_Found]) -> Check:
    worst, where = max(differences, key=_size)
    return Check(key, not worst, worst, where if worst else "")


def _size(found: _Found) -> Decimal:
    return abs(Decimal(found[0]))


def _parts(lines: Sequence[tuple[str, Counts]], whole: str) -> list[_Found]:
    found: list[_Found] = []
    for label, row in lines:
        numbers = row.by_column()
        found.append((numbers[whole] - sum(numbers[part] for part in PARTS[whole]), label))
    return found


def _carried_over(rows: Rows, total: Counts, compared: Compared) -> list[_Found]:
    found: list[_Found] = []
    if compared.previous_total is not None:
        found.append((total.received.carried_over - compared.previous_total, _TOTAL))
    if compared.previous is not None:
        left = dict(compared.previous)
        found += [(row.received.carried_over - left.pop(key, 0), label) for key, label, row in rows]
        found += [(-open_then, key) for key, open_then in left.items()]
    return found


def _sum_of_rows(rows: Rows, total: Counts, compared: Compared) -> list[_Found]:
    columns = ADD_UP_OVER_MONTHS if compared.by_month else tuple(c.key for c in COLUMNS)
    wanted = total.by_column()
    listed = [row.by_column() for _, _, row in rows]
    return [(wanted[key] - sum(row[key] for row in listed), key) for key in columns]


def _full_partition(lines: Sequence[tuple[str, Counts]]) -> list[_Found]:
    found: list[_Found] = []
    for label, row in lines:
        rates = shares(row)
        for parts in PARTS.values():
            known = [rates[part] for part in parts if part in rates]
            if known:
                rest = sum(known, Decimal(-100))
                within = abs(rest) <= _ROUNDING * len(known)
                found.append((0 if within else rest, label))
    return found


def _each(lines: Sequence[tuple[str, Counts]], beyond: Callable[[Counts], int]) -> list[_Found]:
    return [(beyond(row), label) for label, row in lines]


def _paused_beyond(row: Counts) -> int:
    return max(row.in_process.paused - row.in_process.total, 0)


def _impossible(row: Counts) -> int:
    numbers = row.by_column()
    wholes = {part: whole for whole, parts in PARTS.items() for part in parts} | OF_WHICH
    too_small = [-number for number in numbers.values()]
    too_large = [numbers[part] - numbers[whole] for part, whole in wholes.items()]
    return max(0, *too_small, *too_large)
