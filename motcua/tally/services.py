"""Writing the counting book: lines with the act, cells a moment later."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Count, Max

from motcua.organisation.models import Unit
from motcua.organisation.vocabulary import ADMINISTRATIVE
from motcua.storage import sql
from motcua.storage.sql import Call, Statement
from motcua.tally.models import PLACED, SMALLEST_GROUP, TallyCell, TallyGroup, TallyPending
from motcua.tally.rules import EFFECTS, Line

LINE_COLUMNS = (
    "day", "recorded_at", "dossier", "unit", "procedure", "field", "parent_unit", "channel",
    "measure", "measure_original", "quantity", "late_on", "late_on_original", "boundary_free",
)  # fmt: skip
_TYPES = (
    "date", "timestamptz", "bigint", "int", "int", "int", "int", "smallint",
    "smallint", "smallint", "smallint", "date", "date", "boolean",
)  # fmt: skip
_FOLD_LOCK = 7_115_001


def _insert(count: int) -> Statement:
    marks = "(" + ", ".join(f"%s::{kind}" for kind in _TYPES) + ")"
    return Statement(
        f"tally.insert_{count}",
        f"with line as (insert into tally_tallyline ({', '.join(LINE_COLUMNS)})"
        f" values {', '.join([marks] * count)} returning id)"
        " insert into tally_tallypending (line_id) select id from line",
    )


_INSERTS = {count: _insert(count) for count in range(1, 9)}


def line_calls(*, dossier: int, lines: Sequence[Line], recorded_at: datetime) -> list[Call]:
    """Return the statements that write the lines of one act, to be sent with the act."""
    calls = []
    for start in range(0, len(lines), len(_INSERTS)):
        part = lines[start : start + len(_INSERTS)]
        values = [
            value
            for line in part
            for value in line_row(dossier=dossier, line=line, recorded_at=recorded_at)
        ]
        calls.append(Call(_INSERTS[len(part)], values))
    return calls


def line_row(*, dossier: int, line: Line, recorded_at: datetime) -> tuple[object, ...]:
    """Return a line as a row in the order of `LINE_COLUMNS`."""
    place, standing = line.place, line.standing
    return (
        line.day, recorded_at, dossier, place.unit, place.procedure, place.field,
        place.parent_unit, int(place.channel), int(standing.measure),
        int(standing.measure_original), line.quantity, standing.late_on,
        standing.late_on_original, place.boundary_free,
    )  # fmt: skip


def copy_lines(rows: Iterable[tuple[object, ...]], *, count: int) -> int:
    """Write `count` lines of a bulk load by COPY; they wait for the fold like any other."""
    keys = sql.take_numbers("tally_tallyline", count)
    written = sql.copy("tally_tallyline", ("id", *LINE_COLUMNS), _keyed(keys, rows))
    sql.copy("tally_tallypending", ("line_id",), ((key,) for key in keys))
    return written


def _keyed(keys: Sequence[int], rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    for key, row in zip(keys, rows, strict=True):
        yield (key, *row)


_COLUMNS = f"axis, span, start, unit, key, parent_unit, {', '.join(EFFECTS)}"
_SUMS = ", ".join(f"sum({name})" for name in EFFECTS)
_ADD = ", ".join(f"{name} = tally_tallycell.{name} + excluded.{name}" for name in EFFECTS)
_INTO_CELLS = f"""
{PLACED}
insert into tally_tallycell ({_COLUMNS})
select {_COLUMNS} from placed
order by axis, span, unit, start, key, parent_unit
"""
FOLD = Statement(
    "tally.fold",
    f"""
with taken as (
  delete from tally_tallypending where line_id in (
    select line_id from tally_tallypending limit %s for update skip locked)
  returning line_id),
effect as (
  select e.* from tally_effect e where e.line_id = any (array(select line_id from taken))),
{_INTO_CELLS}
on conflict (axis, span, unit, start, key, parent_unit) do update set {_ADD}
""",
)
REFILL = Statement("tally.refill", f"with effect as (select * from tally_effect), {_INTO_CELLS}")
#: The cells of a new group are those of its units as they stand.
_FILL_GROUP = Statement(
    "tally.fill_group",
    f"insert into tally_tallycell ({_COLUMNS})"
    f" select axis, span, start, %s::int, key, parent_unit, {_SUMS} from tally_tallycell"
    " where unit = any(%s::int[]) group by axis, span, start, key, parent_unit",
)


def keep_groups(sets: Iterable[Collection[int]]) -> int:
    """Keep cells of their own for these sets of units, and return how many sets were new.

    The caller holds the lock of the fold: no line may reach the cells meanwhile.
    """
    known = {frozenset(units) for units in TallyGroup.objects.values_list("units", flat=True)}
    new = {frozenset(units) for units in sets} - known
    for units in sorted(map(sorted, new)):
        group = TallyGroup.objects.create(units=units)
        sql.run([Call(_FILL_GROUP, (-group.pk, units))])
    return len(new)


#: For which state of the units the groups were last looked through, and how many there were.
_looked_through: list[object] = []


def _keep_scopes() -> None:
    """Keep a group for every scope of many units: what lies below a unit, in each of its times."""
    state = Unit.objects.aggregate(
        Count("pk"), Count("valid_until"), Max("pk"), Max("valid_from"), Max("valid_until")
    )
    now = [*state.values(), TallyGroup.objects.count()]
    if now == _looked_through:
        return
    keep_groups(_scopes())
    now[-1] = TallyGroup.objects.count()
    _looked_through[:] = now


def _scopes() -> Iterator[frozenset[int]]:
    found: dict[int, list[tuple[int, date, date | None]]] = {}
    rows = list(Unit.objects.values_list("pk", "parent_id", "kind", "valid_from", "valid_until"))
    parents = {row[0]: row[1] for row in rows}
    for key, parent, kind, first, until in rows:
        above = parent if kind in ADMINISTRATIVE else None
        while above is not None:
            found.setdefault(above, []).append((key, first, until))
            above = parents[above]
    for below in found.values():
        for day in {day for row in below for day in row[1:] if day is not None}:
            units = frozenset(
                key for key, first, until in below if first <= day and (not until or day < until)
            )
            if len(units) >= SMALLEST_GROUP:
                yield units


@transaction.atomic
def fold(*, limit: int = 20_000) -> int:
    """Add at most `limit` waiting lines to the cells and return how many rows were touched.

    Which lines wait is a table, not a number that grows: a slow act that commits late is
    never left out. One fold at a time; a second one finds nothing to do.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_FOLD_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    _keep_scopes()
    return sql.raw_connection().execute(FOLD.text, (limit,)).rowcount


def fold_all() -> None:
    """Add every waiting line to the cells."""
    while TallyPending.objects.exists():
        if not fold():
            return


@transaction.atomic
def rebuild_cells() -> None:
    """Make the cells anew from all lines; must change no answer."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_FOLD_LOCK])
        # Acts may go on writing lines meanwhile: they keep their pending rows, because only
        # the lines that this snapshot sees are taken off the list.
        cursor.execute("lock table tally_tallypending in exclusive mode")
    TallyCell.objects.all().delete()
    TallyPending.objects.all().delete()
    _keep_scopes()
    sql.run([Call(REFILL, ())])
