"""Rows that the import has written for one dossier, and the same rows for other dossiers.

What a column is called says what becomes of it: keys are given anew, times move by whole
weeks, units are exchanged. Only the hashes of the journal do not fit a moved row.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from motcua.console.benching.office import NOW
from motcua.storage import sql
from motcua.storage.sql import Copied
from motcua.tally.vocabulary import NEVER

Row = tuple[object, ...]
_UNITS = frozenset({"unit", "unit_id", "settling_unit_id", "receiving_unit_id"})
_OWN_KEY = {"source_code": "dossier", "subject_kind": "head", "quantity": "line"}
_KEYS = {
    "dossier": "dossier", "dossier_id": "dossier", "head_id": "head", "line_id": "line",
    "subject": "subject", "source_code": "code",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a captured dossier is moved to: which unit, and how much later."""

    unit: int
    later: timedelta


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of a capture: rows, and for each row which columns change and how."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Row]
    changes: Sequence[Sequence[tuple[int, str]]]
    own_key: str


class Template:
    """The rows of one imported dossier."""

    def __init__(self, copies: Sequence[Copied], *, waiting: bool) -> None:
        """Read a capture. waiting: whether the lines that wait for the fold are among it."""
        self.tables = [
            _read(one) for one in copies if one.rows and (waiting or "line_id" not in one.columns)
        ]
        self.keys = {
            table.own_key: (
                table.name,
                [_int(row[table.columns.index("id")]) for row in table.rows],
            )
            for table in self.tables
            if table.own_key
        }

    def moved(
        self, place: Place, given: dict[str, Iterator[int]], into: dict[str, list[Row]]
    ) -> None:
        """Add the rows of another such dossier, with keys from those given, table by table."""
        new = {
            kind: dict(zip(old, islice(given[kind], len(old)), strict=True))
            for kind, (_, old) in self.keys.items()
        }
        dossier = next(iter(new["dossier"].values()))
        unit, later = place.unit, place.later
        for table in self.tables:
            rows = into[table.name]
            for row, changes in zip(table.rows, table.changes, strict=True):
                values = list(row)
                for index, kind in changes:
                    if kind == "time":
                        values[index] = row[index] + later  # type: ignore[operator]  # a date or an instant, see _changes
                    elif kind == "unit":
                        values[index] = unit
                    elif kind == "subject":
                        values[index] = str(dossier)
                    elif kind == "code":
                        values[index] = f"DO-{dossier}"
                    else:
                        values[index] = new[kind][_int(row[index])]
                rows.append(tuple(values))


def moved_rows(
    wanted: Sequence[tuple[Template, Place]],
) -> dict[str, tuple[Sequence[str], list[Row]]]:
    """Return the rows of so many dossiers by table, with keys reserved for them."""
    numbers: dict[str, int] = defaultdict(int)
    homes: dict[str, str] = {}
    for template, _ in wanted:
        for kind, (table, old) in template.keys.items():
            numbers[kind] += len(old)
            homes[kind] = table
    given = {kind: iter(sql.take_numbers(homes[kind], count)) for kind, count in numbers.items()}
    kinds = {id(one): one for one, _ in wanted}.values()
    columns = {table.name: table.columns for one in kinds for table in one.tables}
    into: dict[str, list[Row]] = {name: [] for name in columns}
    for template, place in wanted:
        template.moved(place, given, into)
    return {name: (columns[name], rows) for name, rows in into.items()}


def copy_all(rows: dict[str, tuple[Sequence[str], list[Row]]]) -> None:
    """Write rows by COPY, table by table."""
    for name, (columns, values) in rows.items():
        sql.copy(name, columns, values)


def _read(one: Copied) -> _Table:
    rows = [tuple(row) for row in one.rows]
    own = next((kind for mark, kind in _OWN_KEY.items() if mark in one.columns), "")
    if "id" not in one.columns:
        own = ""
    return _Table(
        one.table, one.columns, rows, [_changes(one.columns, row, own) for row in rows], own
    )


def _changes(columns: Iterable[str], row: Row, own: str) -> list[tuple[int, str]]:
    found = []
    for index, (name, value) in enumerate(zip(columns, row, strict=True)):
        if name == "id" and own:
            found.append((index, own))
        elif name in _KEYS:
            found.append((index, _KEYS[name]))
        elif name in _UNITS:
            found.append((index, "unit"))
        elif isinstance(value, date) and value not in (NEVER, NOW):
            # An instant is a date too; when it was written down does not move.
            found.append((index, "time"))
    return found


def _int(value: object) -> int:
    return int(str(value))
