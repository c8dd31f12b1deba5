"""The dossiers behind a number: exactly those that it counts, in pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import QuerySet

from motcua.catalogue import selectors as catalogue
from motcua.dossiers.models import Dossier
from motcua.dossiers.vocabulary import Status
from motcua.kernel.periods import Period
from motcua.organisation import selectors as organisation
from motcua.reports.errors import UnknownColumn, UnknownRow
from motcua.reports.rules import Asked, source_of
from motcua.reports.selectors.scope import question_of
from motcua.reports.selectors.settlement import AXES, month_of
from motcua.reports.vocabulary import COLUMN_BY_KEY, Grouping
from motcua.tally import selectors as tally
from motcua.tally.selectors import Cell, Question
from motcua.tally.vocabulary import Axis, Channel

_PAGE = 1_000
#: Numbers are small and every page of them reads the book once.
_PAGE_OF_NUMBERS = 20_000
_LONGEST_KEY = 10
_BEGINNING = date(1, 1, 1)
_CHANNELS = {int(channel): channel.label for channel in Channel}
_STATUSES = {int(status): status.label for status in Status}


@dataclass(frozen=True, slots=True)
class Behind:
    """Where to look for the dossiers of one number: one or two cells with their periods."""

    question: Question
    cells: tuple[tuple[Period, Cell], ...]


@dataclass(frozen=True, slots=True)
class DossierLine:
    """What a list behind a number tells of one dossier; nothing about persons."""

    code: str
    procedure: str
    field: str
    unit: str
    channel: str
    status: str
    received_at: datetime | None
    due_at: datetime | None
    due_at_original: datetime | None
    ended_at: datetime | None


def cell_of(asked: Asked, *, column: str, row_key: str | None = None) -> Behind:
    """Return which cells of the book one number of a table comes from.

    row_key: the key of the row, None for the total row.

    :raises UnknownColumn: the table has no such column.
    :raises UnknownRow: it has no such row.
    :raises UnknownUnit: no unit has the slug that was asked.
    """
    if column not in COLUMN_BY_KEY:
        raise UnknownColumn(column)
    question = question_of(asked)
    row = _row(asked, question, row_key)
    period, axis, key, unit = row.period, row.axis, row.key, row.unit
    source = source_of(column, basis=asked.basis)
    eve = Period(_BEGINNING, period.start)
    parts = (
        (period, Cell(source.flow, stock=False, axis=axis, key=key, unit=unit)),
        (period, Cell(source.at_end, stock=True, axis=axis, key=key, unit=unit)),
        (eve, Cell(source.before, stock=True, axis=axis, key=key, unit=unit)),
    )
    return Behind(question, tuple(part for part in parts if part[1].columns))


def dossiers_behind(behind: Behind, *, after: int = 0, limit: int = 50) -> list[int]:
    """Return the numbers of the dossiers that a number counts, in order, after a number.

    A dossier is named once, and only when its own lines do not add up to nothing. So the list
    is as long as the number, except that moved in and moved out count every move of a dossier.
    """
    found: set[int] = set()
    for period, cell in behind.cells:
        found.update(
            tally.dossiers_counted(
                behind.question, period=period, cell=cell, after=after, limit=limit
            )
        )
    return sorted(found)[:limit]


def all_behind(behind: Behind) -> Iterator[int]:
    """Yield every dossier that a number counts, page after page."""
    after = 0
    while page := dossiers_behind(behind, after=after, limit=_PAGE_OF_NUMBERS):
        yield from page
        after = page[-1]


def dossier_lines(numbers: Iterable[int], *, visible: QuerySet[Dossier]) -> Iterator[DossierLine]:
    """Yield what a list says of each dossier that the asker may see, a page in memory at most.

    visible: the dossiers of the asker, as the room of dossiers gives them.
    """
    waiting = iter(numbers)
    while page := list(islice(waiting, _PAGE)):
        rows = visible.filter(pk__in=page).select_related("procedure", "field", "settling_unit")
        for dossier in rows.order_by("pk"):
            yield _line(dossier)


def _line(dossier: Dossier) -> DossierLine:
    stopped_for_good = dossier.status == Status.STOPPED and dossier.ended_at is not None
    return DossierLine(
        code=str(dossier),
        procedure=dossier.procedure.name,
        field=dossier.field.name,
        unit=dossier.settling_unit.name,
        channel=_CHANNELS[dossier.channel],
        status="Dừng giải quyết" if stopped_for_good else _STATUSES[dossier.status],
        received_at=dossier.received_at,
        due_at=dossier.due_at,
        due_at_original=dossier.due_at_original,
        ended_at=dossier.ended_at,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """Which part of the question one row of the table is."""

    period: Period
    axis: Axis | None = None
    key: int | None = None
    unit: int | None = None


def _row(asked: Asked, question: Question, row_key: str | None) -> _Row:
    if row_key is None:
        return _Row(asked.period)
    if asked.grouping is Grouping.MONTH:
        month = month_of(asked.period, row_key)
        if month is None:
            raise UnknownRow(row_key)
        return _Row(month)
    if asked.grouping is Grouping.UNIT:
        unit = organisation.unit_by_slug(row_key)
        if unit.pk not in question.unit_ids:
            raise UnknownRow(row_key)
        return _Row(asked.period, unit=unit.pk)
    key = _group_key(asked.grouping, row_key)
    return _Row(asked.period, AXES[asked.grouping], key)


def _group_key(grouping: Grouping, row_key: str) -> int:
    if row_key.startswith("#") and row_key[1:].isdecimal() and len(row_key) <= _LONGEST_KEY:
        return int(row_key[1:])
    if grouping is Grouping.FIELD:
        return catalogue.field_by_key(row_key).pk
    if grouping is Grouping.PROCEDURE:
        return catalogue.procedure_by_slug(row_key).pk
    try:
        return int(Channel.by_key(row_key))
    except KeyError:
        raise UnknownRow(row_key) from None
