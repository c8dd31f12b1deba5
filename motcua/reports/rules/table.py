"""Table II.06a as a whole: what was asked, its rows, its total, its definition; pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from motcua.kernel.periods import VIETNAM, Period
from motcua.organisation.vocabulary import Scope
from motcua.reports.errors import DayOutOfRange, PeriodBackwards
from motcua.reports.rules.checks import Check
from motcua.reports.rules.counts import Counts, shares
from motcua.reports.vocabulary import COLUMNS, Form, Grouping
from motcua.tally.vocabulary import Basis

_FIRST_YEAR, _LAST_YEAR = 1900, 9000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a table is asked: at which unit, in what scope, which period, grouped how.

    basis: against which due time dossiers are early or late. known_on: lines recorded after
    this instant are left out; None for all.
    """

    unit: str
    period: Period
    scope: Scope = Scope.OWN
    grouping: Grouping = Grouping.FIELD
    basis: Basis = Basis.CURRENT
    known_on: datetime | None = None

    @property
    def last(self) -> date:
        """The last day counted."""
        last = self.period.last
        if last is None:
            raise ValueError("a table needs a last day")
        return last


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: the key by which it is asked for, its label, its numbers."""

    key: str
    label: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Change:
    """One number of the total row that was known otherwise at another instant."""

    column: str
    known: int
    now: int

    @property
    def difference(self) -> int:
        """How much the number has grown since it was known so."""
        return self.now - self.known


@dataclass(frozen=True, slots=True)
class Table:
    """An answered table.

    definition: the sentences printed under it. changes: where the answer known at `compared_at`
    and the answer of now differ.
    """

    form: Form
    asked: Asked
    unit_name: str
    rows: tuple[Row, ...]
    total: Counts
    definition: tuple[str, ...]
    checks: tuple[Check, ...]
    compared_at: datetime | None = None
    changes: tuple[Change, ...] = ()


def period_of(first: date, last: date) -> Period:
    """Return the period from first to the end of last, both counted.

    :raises PeriodBackwards: last lies before first.
    :raises DayOutOfRange: a year with which days cannot be counted.
    """
    if last < first:
        raise PeriodBackwards(first=first, last=last)
    if first.year < _FIRST_YEAR or last.year > _LAST_YEAR:
        raise DayOutOfRange
    return Period.through(first, last)


def previous_period(period: Period) -> Period:
    """Return the period before: whole months before whole months, else as many days.

    A quarter from 15/12 to 14/03 counts as whole months: it begins and ends on like days.
    """
    if period.until is None:
        raise ValueError("an open period has no period before it")
    months = _whole_months(period.start, period.until)
    if months:
        return Period(_months_back(period.start, months), period.start)
    return Period(period.start - (period.until - period.start), period.start)


def changes(*, known: Counts, now: Counts) -> tuple[Change, ...]:
    """Return the columns in which two answers to the same question differ."""
    then, later = known.by_column(), now.by_column()
    return tuple(
        Change(column.key, then[column.key], later[column.key])
        for column in COLUMNS
        if then[column.key] != later[column.key]
    )


def as_json(table: Table) -> dict[str, object]:
    """Return the table with the fixed keys of the command `report settlement`."""
    asked = table.asked
    return {
        "form": table.form.code,
        "title": table.form.title,
        "unit": asked.unit,
        "unit_name": table.unit_name,
        "scope": asked.scope.value,
        "from": asked.period.start.isoformat(),
        "to": asked.last.isoformat(),
        "by": asked.grouping.value,
        "due": asked.basis.value,
        "known_on": _instant(asked.known_on),
        "definition": "\n".join(table.definition),
        "rows": [
            {"key": row.key, "label": row.label, **nested(row.counts)} for row in table.rows
        ],
        "total": nested(table.total),
        "shares": {key: _plain(share) for key, share in shares(table.total).items()},
        "checks": [
            {
                "id": check.id, "ok": check.ok, "difference": _plain(check.difference),
                "rule": check.rule, "where": check.where,
            }
            for check in table.checks
        ],
        "compared_at": _instant(table.compared_at),
        "changes": [
            {
                "column": change.column, "known": change.known, "now": change.now,
                "difference": change.difference,
            }
            for change in table.changes
        ],
    }  # fmt: skip


def nested(row: Counts) -> dict[str, object]:
    """Return the numbers of a row in their groups."""
    found: dict[str, object] = {}
    for key, value in row.by_column().items():
        group, _, name = key.rpartition(".")
        if not group:
            found[name] = value
            continue
        inner = found.setdefault(group, {})
        if isinstance(inner, dict):
            inner[name] = value
    return found


def _plain(number: int | Decimal) -> int | float:
    return number if isinstance(number, int) else float(number)


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(VIETNAM).isoformat()


def _whole_months(start: date, until: date) -> int:
    if start.day != until.day:
        return 0
    return (until.year - start.year) * 12 + until.month - start.month


def _months_back(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return _day(year, month, day.day)


def _day(year: int, month: int, day: int) -> date:
    # 31/03 one month back is the last day of February.
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
