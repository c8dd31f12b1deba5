"""Questions to the counting book: exact at the last commit, for any scope and period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import add

from django.db.models import QuerySet

from motcua.kernel.periods import Period
from motcua.storage import sql
from motcua.storage.sql import Row, Statement
from motcua.tally.models import PLACED, SMALLEST_GROUP, TallyLine, TallyPending
from motcua.tally.rules import EFFECTS, Line, Place, Recorded, Standing, pieces
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
_SIGNED = ", ".join(f"piece.sign * {name}" for name in EFFECTS)
#: A child of a dossier of the scope itself is left out; most dossiers are no children.
_NO_CHILD = "(parent_unit = 0 or parent_unit <> all(%(units)s))"
_KEYS = {
    Axis.FIELD: "field", Axis.PROCEDURE: "procedure", Axis.CHANNEL: "channel", Axis.UNIT: "unit",
}  # fmt: skip


def _standing(axis: Axis, *, known: bool) -> Statement:
    lines = (
        " from unnest(%(sinces)s::date[], %(untils)s::date[]) as asked (since, until)"
        f" join tally_effect e on e.day >= asked.since and e.day < asked.until"
        f" where unit = any(%(units)s) and {_NO_CHILD}"
    )
    later = (
        f" union all select asked.until, {_KEYS[axis]}, {_MINUS} {lines}"
        " and recorded_at > %(known_at)s"
        if known
        else ""
    )
    return Statement(
        f"tally.standing_{axis.name}_{known}",
        f"""
select until, key, {_SUMS}
from (
  select piece.until, key, {_SIGNED}
  from unnest(%(ends)s::date[], %(signs)s::int[], %(spans)s::smallint[], %(firsts)s::date[],
              %(lasts)s::date[]) as piece (until, sign, span, first, last)
  cross join unnest(%(places)s::int[]) as place (place)
  join tally_tallycell c on c.axis = {int(axis)} and c.span = piece.span and c.unit = place.place
    and c.start >= piece.first and c.start < piece.last
  where {_NO_CHILD}
  union all select asked.until, {_KEYS[axis]}, {_COLUMNS} {lines}
    and line_id = any (array(select line_id from tally_tallypending))
  {later}
) as part (until, key, {_COLUMNS})
group by until, key
""",
    )


_STATEMENTS = {
    (axis, known): _standing(axis, known=known) for axis in Axis for known in (False, True)
}
_GROUPS = Statement("tally.groups", "select id, units from tally_tallygroup")


def standing(
    question: Question, *, ends: Sequence[date], axis: Axis, by_unit: bool = False
) -> dict[date, dict[int, Sums]]:
    """Return, for the end of each day asked, every effect added up since the beginning.

    Cells and lines are read by one statement, in one snapshot. The inner key is the group's key,
    or the unit with by_unit. A flow of a period is the difference of two ends; a stock is the
    value at its end. From one end to the next only what lies between them is read.
    """
    axis = Axis.UNIT if by_unit else axis
    untils = sorted({day + timedelta(days=1) for day in ends})
    sinces = [date.min, *untils[:-1]]
    parts = [
        (until, piece.sign, int(piece.span), piece.first, piece.until)
        for since, until in zip(sinces, untils, strict=True)
        for piece in pieces(since, until)
    ]
    names = ("ends", "signs", "spans", "firsts", "lasts")
    columns: Iterable[Sequence[object]] = zip(*parts, strict=True) if parts else [()] * len(names)
    values: dict[str, object] = {
        "units": list(question.unit_ids), "places": places(question.unit_ids),
        "sinces": sinces, "untils": untils, "known_at": question.known_at,
    }  # fmt: skip
    values |= {name: list(column) for name, column in zip(names, columns, strict=True)}
    rows = sql.named(_STATEMENTS[axis, question.known_at is not None], values)
    return _summed(rows, untils)


def _summed(rows: Sequence[Row], untils: Sequence[date]) -> dict[date, dict[int, Sums]]:
    """Return what was added up at each end, from what lies between the ends."""
    between: dict[date, list[tuple[int, Sequence[int]]]] = {until: [] for until in untils}
    for until, key, *added in rows:
        between[until].append((key, added))
    found: dict[date, dict[int, Sums]] = {}
    reached: dict[int, list[int]] = {}
    nothing = [0] * len(EFFECTS)
    for until in untils:
        for key, sums in between[until]:
            reached[key] = list(map(add, reached.get(key, nothing), sums))
        found[until - timedelta(days=1)] = {
            key: dict(zip(EFFECTS, sums, strict=True)) for key, sums in reached.items()
        }
    return found


def places(units: Sequence[int]) -> list[int]:
    """Return places whose cells together are those of these units: groups first, then units."""
    rest = set(units)
    if len(rest) < SMALLEST_GROUP:
        return sorted(rest)
    found = []
    for number, members in sorted(sql.every(_GROUPS), key=lambda row: (-len(row[1]), row[0])):
        if len(members) <= len(rest) and rest.issuperset(members):
            found.append(-number)
            rest.difference_update(members)
    return found + sorted(rest)


def standing_read_through(
    question: Question, *, ends: Sequence[date], axis: Axis, by_unit: bool = False
) -> dict[date, dict[int, Sums]]:
    """Return what `standing` returns from every line of the book, without a cell: to prove it."""
    group = _KEYS[Axis.UNIT if by_unit else axis]
    known = "" if question.known_at is None else " and recorded_at <= %(known_at)s"
    text = (
        f"select asked.until, {group}, {_SUMS} from unnest(%(untils)s::date[]) as asked (until)"
        f" join tally_effect on unit = any(%(units)s) and {_NO_CHILD}"
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
with effect as (
  select * from tally_effect where line_id not in (select line_id from tally_tallypending)),
{PLACED}
select coalesce(w.axis, c.axis), coalesce(w.span, c.span), coalesce(w.start, c.start),
       coalesce(w.unit, c.unit), coalesce(w.key, c.key), count(*) over ()
from placed w full join tally_tallycell c using (axis, span, start, unit, key, parent_unit)
where ({", ".join(f"coalesce(w.{n}, 0)" for n in EFFECTS)})
   is distinct from ({", ".join(f"coalesce(c.{n}, 0)" for n in EFFECTS)})
order by 1, 2, 3, 4, 5 limit 100
""",
)


@dataclass(frozen=True, slots=True)
class FaultyCells:
    """Cells that are not the sum of their lines: how many, and the names of the first 100."""

    count: int
    names: tuple[str, ...]


def prove_cells() -> FaultyCells:
    """Compare every cell with the sum of its lines."""
    rows = sql.every(PROVE_CELLS)
    names = tuple(
        f"ô {Axis(axis).name} {key}, {'đơn vị' if unit > 0 else 'nhóm đơn vị'} {abs(unit)},"
        f" từ {start:%d/%m/%Y} (khoảng {span})"
        for axis, span, start, unit, key, _ in rows
    )
    return FaultyCells(rows[0][5] if rows else 0, names)


def faulty_cells() -> list[str]:
    """Return the names of cells that are not the sum of their lines (at most 100)."""
    return list(prove_cells().names)


def oldest_waiting() -> tuple[int, datetime | None]:
    """Return how many lines no cell holds yet, and when the first of them was recorded."""
    first = TallyPending.objects.select_related("line").order_by("line_id").first()
    return TallyPending.objects.count(), None if first is None else first.line.recorded_at
