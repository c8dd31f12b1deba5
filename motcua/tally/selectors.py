"""Questions to the counting book: exact at the last commit, for any scope and period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from motcua.kernel.periods import Period
from motcua.storage import sql
from motcua.storage.sql import Statement
from motcua.tally.models import TallyLine, TallyPending
from motcua.tally.rules import EFFECTS, Line, Place, Recorded, Standing
from motcua.tally.vocabulary import Axis, Channel, Measure


@dataclass(frozen=True, slots=True)
class Question:
    """What a table asks: of which units, at the end of which days, as known when.

    unit_ids: the settling units of the scope. known_at: lines recorded after this instant are
    left out; None asks for all.
    """

    unit_ids: Sequence[int]
    known_at: datetime | None = None


Sums = Mapping[str, int]

_COLUMNS = ", ".join(EFFECTS)
_SUMS = ", ".join(f"coalesce(sum({name}), 0)" for name in EFFECTS)
_MINUS = ", ".join(f"-{name}" for name in EFFECTS)
_CELLS = (
    f"select unit, key, {_COLUMNS} from tally_tallycell"
    " where axis = %(axis)s and unit = any(%(units)s) and parent_unit <> all(%(units)s)"
)
_EFFECTS = (
    " from tally_effect e where unit = any(%(units)s) and parent_unit <> all(%(units)s)"
    " and day < asked.until"
)
_KEYS = {Axis.FIELD: "field", Axis.PROCEDURE: "procedure", Axis.CHANNEL: "channel"}


def _standing(axis: Axis, group: str, *, known: bool) -> Statement:
    key = _KEYS[axis]
    later = (
        f" union all select unit, {key}, {_MINUS} {_EFFECTS} and recorded_at > %(known_at)s"
        if known
        else ""
    )
    return Statement(
        f"tally.standing_{axis.name}_{group}_{known}",
        f"""
select asked.until, {group}, {_SUMS}
from unnest(%(untils)s::date[]) as asked (until)
cross join lateral (
  {_CELLS} and span = 3 and start < date_trunc('year', asked.until)::date
  union all {_CELLS} and span = 2 and start >= date_trunc('year', asked.until)::date
    and start < date_trunc('month', asked.until)::date
  union all {_CELLS} and span = 1 and start >= date_trunc('month', asked.until)::date
    and start < asked.until
  union all select unit, {key}, {_COLUMNS} {_EFFECTS}
    and line_id = any (array(select line_id from tally_tallypending))
  {later}
) as part (unit, key, {_COLUMNS})
group by asked.until, {group}
""",
    )


_STATEMENTS = {
    (axis, group, known): _standing(axis, group, known=known)
    for axis in Axis
    for group in ("key", "unit")
    for known in (False, True)
}


def standing(
    question: Question, *, ends: Sequence[date], axis: Axis, by_unit: bool = False
) -> dict[date, dict[int, Sums]]:
    """Return, for the end of each day asked, every effect added up since the beginning.

    One statement, one snapshot. The inner key is the group's key, or the unit with by_unit.
    A flow of a period is the difference of two ends; a stock is the value at its end.
    """
    group = "unit" if by_unit else "key"
    statement = _STATEMENTS[axis, group, question.known_at is not None]
    untils = [day + timedelta(days=1) for day in ends]
    values = {
        "axis": int(axis),
        "units": list(question.unit_ids),
        "untils": untils,
        "known_at": question.known_at,
    }
    found: dict[date, dict[int, Sums]] = {day: {} for day in ends}
    for until, key, *sums in sql.named(statement, values):
        found[until - timedelta(days=1)][key] = dict(zip(EFFECTS, sums, strict=True))
    return found


def standing_read_through(
    question: Question, *, ends: Sequence[date], axis: Axis, by_unit: bool = False
) -> dict[date, dict[int, Sums]]:
    """Return what `standing` returns from every line of the book, without a cell: to prove it."""
    group = "unit" if by_unit else _KEYS[axis]
    known = "" if question.known_at is None else " and recorded_at <= %(known_at)s"
    text = (
        f"select asked.until, {group}, {_SUMS} from unnest(%(untils)s::date[]) as asked (until)"
        " join tally_effect on unit = any(%(units)s) and parent_unit <> all(%(units)s)"
        f" and day < asked.until{known} group by asked.until, {group}"
    )
    values = {
        "units": list(question.unit_ids), "known_at": question.known_at,
        "untils": [day + timedelta(days=1) for day in ends],
    }  # fmt: skip
    found: dict[date, dict[int, Sums]] = {day: {} for day in ends}
    name = f"tally.read_through_{group}_{bool(known)}"
    for until, key, *sums in sql.named(Statement(name, text), values):
        found[until - timedelta(days=1)][key] = dict(zip(EFFECTS, sums, strict=True))
    return found


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table: which effect, flow of a period or stock at its end, which group.

    key: the group's key on the axis, None for the whole; unit: one unit of the scope, for a row
    of a table by unit; columns: the effects it adds up, with
    their signs.
    """

    columns: Mapping[str, int]
    stock: bool
    axis: Axis | None = None
    key: int | None = None
    unit: int | None = None


def dossiers_counted(
    question: Question, *, period: Period, cell: Cell, after: int = 0, limit: int = 50
) -> list[int]:
    """Return the numbers of the dossiers that one number counts, in order, after a number.

    A dossier counts when its own lines do not add up to nothing for this cell.
    """
    if period.until is None:
        raise ValueError("a question needs a last day")
    total = " + ".join(f"({sign}) * {name}" for name, sign in sorted(cell.columns.items()))
    where = "" if cell.axis is None else f" and {_KEYS[cell.axis]} = %(key)s"
    where += "" if cell.unit is None else " and unit = %(unit)s"
    start = "" if cell.stock else " and day >= %(start)s"
    known = "" if question.known_at is None else " and recorded_at <= %(known_at)s"
    text = (
        "select dossier from tally_effect where unit = any(%(units)s)"
        " and parent_unit <> all(%(units)s) and day < %(until)s and dossier > %(after)s"
        f"{where}{start}{known} group by dossier having sum({total}) <> 0"
        " order by dossier limit %(limit)s"
    )
    values = {
        "units": list(question.unit_ids), "until": period.until, "start": period.start,
        "after": after, "key": cell.key, "unit": cell.unit, "known_at": question.known_at,
        "limit": limit,
    }  # fmt: skip
    return [row[0] for row in sql.named(Statement("tally.dossiers_counted", text), values)]


def lines_of(dossier: int) -> list[Recorded]:
    """Return all lines of one dossier in the order in which they were written."""
    return [recorded(row) for row in TallyLine.objects.filter(dossier=dossier).order_by("id")]


def lines_after(key: int) -> QuerySet[TallyLine]:
    """Return the lines written after a key, in order: to read the book through."""
    return TallyLine.objects.filter(pk__gt=key).order_by("pk")


def recorded(row: TallyLine) -> Recorded:
    """Return a stored line as the rules see it."""
    place = Place(
        unit=row.unit, procedure=row.procedure, field=row.field, channel=Channel(row.channel),
        boundary_free=row.boundary_free, parent_unit=row.parent_unit,
    )  # fmt: skip
    standing_then = Standing(
        Measure(row.measure), Measure(row.measure_original), row.late_on, row.late_on_original
    )
    return Recorded(row.dossier, row.recorded_at, Line(row.day, place, standing_then, row.quantity))


PROVE_CELLS = Statement(
    "tally.prove_cells",
    f"""
with wanted as (
  select axis, span, start, unit, key, parent_unit, {", ".join(f"sum({n}) as {n}" for n in EFFECTS)}
  from tally_effect
  cross join lateral (values (1, field), (2, procedure), (3, channel)) as g (axis, key)
  cross join lateral (values (1, day), (2, date_trunc('month', day)::date),
                             (3, date_trunc('year', day)::date)) as d (span, start)
  where line_id not in (select line_id from tally_tallypending)
  group by axis, span, start, unit, key, parent_unit)
select coalesce(w.axis, c.axis), coalesce(w.span, c.span), coalesce(w.start, c.start),
       coalesce(w.unit, c.unit), coalesce(w.key, c.key)
from wanted w full join tally_tallycell c using (axis, span, start, unit, key, parent_unit)
where ({", ".join(f"coalesce(w.{n}, 0)" for n in EFFECTS)})
   is distinct from ({", ".join(f"coalesce(c.{n}, 0)" for n in EFFECTS)})
order by 1, 2, 3, 4, 5 limit 100
""",
)


def faulty_cells() -> list[str]:
    """Return the names of cells that are not the sum of their lines (at most 100)."""
    return [
        f"ô {Axis(axis).name} {key}, đơn vị {unit}, từ {start:%d/%m/%Y} (khoảng {span})"
        for axis, span, start, unit, key in sql.every(PROVE_CELLS)
    ]


def oldest_waiting() -> tuple[int, datetime | None]:
    """Return how many lines no cell holds yet, and when the first of them was recorded."""
    first = TallyPending.objects.select_related("line").order_by("line_id").first()
    return TallyPending.objects.count(), None if first is None else first.line.recorded_at
