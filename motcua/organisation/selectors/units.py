"""Questions about units, their parts, their one-stop points."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.db.models import QuerySet

from motcua.kernel.text import slugify
from motcua.organisation.errors import UnknownUnit
from motcua.organisation.models import OneStopUnit, Succession, Unit
from motcua.organisation.models.validity import valid_on
from motcua.organisation.vocabulary import ADMINISTRATIVE, Level, Scope, UnitKind
from motcua.storage import sql
from motcua.storage.sql import Statement

#: The units that stand below a unit on a day, at any depth: a unit that was moved stands where
#: its place of that day says, every other one below its parent.
_DESCENT = (
    "with recursive asked (day) as (select %s::date), below as ("
    " select id, kind, valid_from, valid_until from organisation_unit where id = any(%s)"
    " union"
    " select child.id, child.kind, child.valid_from, child.valid_until"
    " from asked cross join below cross join lateral ("
    " select u.id, u.kind, u.valid_from, u.valid_until from organisation_unit u"
    " where u.parent_id = below.id and not exists"
    " (select 1 from organisation_unitplace p where p.unit_id = u.id)"
    " union all"
    " select u.id, u.kind, u.valid_from, u.valid_until from organisation_unitplace p"
    " join organisation_unit u on u.id = p.unit_id"
    " where p.parent_id = below.id and p.valid_from <= asked.day"
    " and (p.valid_until is null or p.valid_until > asked.day)) as child)"
)
_BELOW = Statement(
    "organisation.below",
    _DESCENT + " select id from below where id <> all(%s) and kind = any(%s)"
    " and valid_from <= %s and (valid_until is null or valid_until > %s) order by id",
)
_FAMILY = Statement(
    "organisation.family",
    _DESCENT + " select id from below where id <> all(%s) and kind = any(%s)"
    " and valid_from <= %s order by id",
)
_REACH = Statement("organisation.reach", _DESCENT + " select id from below order by id")
_ANCESTORS = Statement(
    "organisation.ancestors",
    "with recursive above as ("
    " select id, parent_id, array[id] as way from organisation_unit where id = %s"
    " union"
    " select up.id, up.parent_id, above.way || up.id"
    " from organisation_unit up join above on up.id = above.parent_id"
    " where up.id <> all(above.way))"
    " select id from above order by cardinality(way)",
)
_UNIT_LABELS = Statement(
    "organisation.unit_labels",
    "select id, slug, name, sort_key from organisation_unit where id = any(%s)",
)
_ADMINISTRATIVE = sorted(kind.value for kind in ADMINISTRATIVE)


@dataclass(frozen=True, slots=True)
class UnitLabel:
    """What a table prints for a unit."""

    slug: str
    name: str
    sort_key: str


def unit_by_slug(slug: str) -> Unit:
    """Return the unit with this slug.

    :raises UnknownUnit: there is none; the sentence names up to three that look like it.
    """
    unit = Unit.objects.filter(slug=slug).first()
    if unit is not None:
        return unit
    known = Unit.objects.order_by("slug").values_list("slug", flat=True)
    raise UnknownUnit(slug=slug, near=get_close_matches(slugify(slug), known, n=3, cutoff=0.6))


def unit_ids(*, unit_id: int, scope: Scope, on: date) -> tuple[int, ...]:
    """Return the settling units that a question at this unit is about, in one statement or none.

    own: itself; below: every administrative unit below it that is valid on that day; all: both.
    Divisions (phòng chuyên môn) are parts of a settling unit and never returned by `below`.
    """
    own = () if scope is Scope.BELOW else (unit_id,)
    if scope is Scope.OWN:
        return own
    rows = sql.every(_BELOW, on, [unit_id], [unit_id], _ADMINISTRATIVE, on, on)
    return own + tuple(row[0] for row in rows)


def family_ids(*, unit_id: int, by: date) -> tuple[int, ...]:
    """Return the unit and every administrative unit that was set up below it by that day.

    Units that have ended are among them: what they left behind stays in this unit's care.
    """
    rows = sql.every(_FAMILY, by, [unit_id], [unit_id], _ADMINISTRATIVE, by)
    return (unit_id, *(row[0] for row in rows))


def reach_ids(*, unit_ids: Collection[int], on: date) -> frozenset[int]:
    """Return these units and everything below them, divisions and ended units included."""
    if not unit_ids:
        return frozenset()
    return frozenset(row[0] for row in sql.every(_REACH, on, sorted(unit_ids)))


def ancestor_ids(*, unit_id: int) -> tuple[int, ...]:
    """Return the keys of the unit and of all units above it, nearest first."""
    return tuple(row[0] for row in sql.every(_ANCESTORS, unit_id))


def nearest_at(*, unit_id: int, level: Level, on: date) -> int | None:
    """Return the nearest unit of a tier on that day: the unit itself, or one above it."""
    above = ancestor_ids(unit_id=unit_id)
    found = Unit.objects.filter(valid_on(on), pk__in=above, level=level, kind__in=_ADMINISTRATIVE)
    return min(found.values_list("pk", flat=True), key=above.index, default=None)


def unit_labels(ids: Iterable[int]) -> dict[int, UnitLabel]:
    """Return what to print for each of these units, in one statement."""
    rows = sql.every(_UNIT_LABELS, list(set(ids)))
    return {pk: UnitLabel(slug, name, sort_key) for pk, slug, name, sort_key in rows}


def units_on(on: date) -> QuerySet[Unit]:
    """Return the administrative units of that day, from the highest, by Vietnamese order."""
    return (
        Unit.objects.filter(valid_on(on), kind__in=_ADMINISTRATIVE)
        .select_related("parent")
        .order_by("-level", "sort_key", "pk")
    )


def level_of(*, unit_id: int) -> str:
    """Return the tier of a unit: province, district or commune."""
    return str(Unit.objects.values_list("level", flat=True).get(pk=unit_id))


def lives_on(*, unit_id: int, on: date) -> bool:
    """Return whether the unit had not ended by that day."""
    return not Unit.objects.filter(pk=unit_id, valid_until__lte=on).exists()


def cities_on(on: date) -> QuerySet[Unit]:
    """Return the cities of that day: whose people decide for the whole installation.

    Only a city that belongs to nobody is one; what is called so below another unit is none.
    """
    return units_on(on).filter(kind=UnitKind.CITY.value, parent=None)


def part_by_key(*, unit_id: int, key: str, on: date) -> Unit | None:
    """Return the division of a unit that does this part of a route (such as phong_tu_phap)."""
    return Unit.objects.filter(valid_on(on), parent_id=unit_id, key=key).first()


def parts_of(*, unit_id: int, on: date) -> QuerySet[Unit]:
    """Return the divisions and other non-administrative parts of a unit on that day."""
    return (
        Unit.objects.filter(valid_on(on), parent_id=unit_id)
        .exclude(kind__in=_ADMINISTRATIVE)
        .order_by("sort_key", "pk")
    )


def one_stop_units_of(*, unit_id: int, on: date) -> QuerySet[OneStopUnit]:
    """Return the one-stop points of a unit on that day."""
    return OneStopUnit.objects.filter(valid_on(on), unit_id=unit_id).order_by("name", "pk")


def successions_of(*, unit_id: int) -> QuerySet[Succession]:
    """Return where a unit went, the one that takes over its open dossiers first."""
    return (
        Succession.objects.filter(predecessor_id=unit_id)
        .select_related("successor")
        .order_by("-takes_over", "successor__sort_key", "pk")
    )
