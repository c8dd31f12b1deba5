"""Questions about units, officers and what they may do on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.accounts.vocabulary import Role
from motcua.journal.rules import Actor
from motcua.kernel.text import slugify
from motcua.organisation.errors import UnknownOfficer, UnknownUnit
from motcua.organisation.models import (
    Appointment,
    Delegation,
    Officer,
    OneStopUnit,
    RoleGrant,
    RosterEntry,
    Succession,
    Unit,
)
from motcua.organisation.models.validity import valid_on
from motcua.organisation.rules import Grant
from motcua.organisation.vocabulary import ADMINISTRATIVE, Scope, UnitKind
from motcua.storage import sql
from motcua.storage.sql import Statement

_BELOW = Statement(
    "organisation.below",
    "with recursive below as ("
    " select id, kind, valid_from, valid_until from organisation_unit where parent_id = %s"
    " union all"
    " select child.id, child.kind, child.valid_from, child.valid_until"
    " from organisation_unit child join below on child.parent_id = below.id)"
    " select id from below where kind = any(%s) and valid_from <= %s"
    " and (valid_until is null or valid_until > %s) order by id",
)
_FAMILY = Statement(
    "organisation.family",
    "with recursive below as ("
    " select id, kind, valid_from from organisation_unit where parent_id = %s"
    " union all"
    " select child.id, child.kind, child.valid_from"
    " from organisation_unit child join below on child.parent_id = below.id)"
    " select id from below where kind = any(%s) and valid_from <= %s order by id",
)
_ANCESTORS = Statement(
    "organisation.ancestors",
    "with recursive above as ("
    " select id, parent_id, 0 as hops from organisation_unit where id = %s"
    " union all"
    " select up.id, up.parent_id, above.hops + 1"
    " from organisation_unit up join above on up.id = above.parent_id)"
    " select id from above order by hops",
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
    return own + tuple(row[0] for row in sql.every(_BELOW, unit_id, _ADMINISTRATIVE, on, on))


def family_ids(*, unit_id: int, by: date) -> tuple[int, ...]:
    """Return the unit and every administrative unit that was set up below it by that day.

    Units that have ended are among them: what they left behind stays in this unit's care.
    """
    rows = sql.every(_FAMILY, unit_id, _ADMINISTRATIVE, by)
    return (unit_id, *(row[0] for row in rows))


def ancestor_ids(*, unit_id: int) -> tuple[int, ...]:
    """Return the keys of the unit and of all units above it, nearest first."""
    return tuple(row[0] for row in sql.every(_ANCESTORS, unit_id))


def unit_labels(ids: Iterable[int]) -> dict[int, UnitLabel]:
    """Return what to print for each of these units, in one statement."""
    rows = Unit.objects.filter(pk__in=set(ids)).values_list("pk", "slug", "name", "sort_key")
    return {pk: UnitLabel(slug, name, sort_key) for pk, slug, name, sort_key in rows}


def units_on(on: date) -> QuerySet[Unit]:
    """Return the administrative units of that day, from the highest, by Vietnamese order."""
    return (
        Unit.objects.filter(valid_on(on), kind__in=_ADMINISTRATIVE)
        .select_related("parent")
        .order_by("-level", "sort_key", "pk")
    )


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


def officer_by_code(code: str) -> Officer:
    """Return the officer with this code.

    :raises UnknownOfficer: there is none.
    """
    officer = Officer.objects.filter(code=code).first()
    if officer is None:
        raise UnknownOfficer(key=code)
    return officer


def officer_of_account(account_id: int) -> Officer | None:
    """Return the officer who logs in with this account, or None."""
    return Officer.objects.filter(account_id=account_id).first()


def officer_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these officers by key, in one statement."""
    return dict(Officer.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def actor_of(officer: Officer, *, on: date) -> Actor:
    """Return the officer as on that day, with title and unit of the latest appointment.

    Both are empty when none holds. A division is written with the unit it belongs to.
    """
    held = (
        Appointment.objects.filter(valid_on(on), officer=officer)
        .select_related("post__unit__parent")
        .order_by("-valid_from", "-pk")
        .first()
    )
    if held is None:
        return Actor(code=officer.code, name=officer.name, title="", unit="")
    return Actor(
        code=officer.code,
        name=officer.name,
        title=held.post.title,
        unit=_name_in_full(held.post.unit),
    )


def grants_of(officer_id: int, *, on: date) -> tuple[Grant, ...]:
    """Return what an officer may do that day: own roles and those delegated, in one statement.

    A delegated role counts only while the one who delegated it holds it himself; what was
    delegated cannot be delegated on.
    """
    own = RoleGrant.objects.filter(valid_on(on), officer_id=officer_id)
    delegated = _living_delegations(on).filter(to_officer_id=officer_id)
    rows = own.values_list("role", "unit_id").union(delegated.values_list("role", "unit_id"))
    return tuple(Grant(Role(role), unit_id) for role, unit_id in sorted(rows))


def officers_with_role(*, unit_id: int, role: Role, on: date) -> QuerySet[Officer]:
    """Return who may act in a role for a unit that day, delegates included, by name."""
    own = RoleGrant.objects.filter(valid_on(on), officer=OuterRef("pk"), unit_id=unit_id, role=role)
    delegated = _living_delegations(on).filter(
        to_officer=OuterRef("pk"), unit_id=unit_id, role=role
    )
    return Officer.objects.filter(Exists(own) | Exists(delegated)).order_by("sort_key", "pk")


def roster_on(*, one_stop_unit_id: int, on: date) -> QuerySet[RosterEntry]:
    """Return the approved staff list of a one-stop point that day, substitutes last."""
    return (
        RosterEntry.objects.filter(valid_on(on), one_stop_unit_id=one_stop_unit_id)
        .select_related("officer", "counter")
        .order_by("is_substitute", "officer__sort_key", "pk")
    )


def is_on_roster(*, officer_id: int, unit_id: int, on: date) -> bool:
    """Return whether an officer is on the staff list of a one-stop point of this unit that day."""
    return RosterEntry.objects.filter(
        valid_on(on), officer_id=officer_id, one_stop_unit__unit_id=unit_id
    ).exists()


def _living_delegations(on: date) -> QuerySet[Delegation]:
    held = RoleGrant.objects.filter(
        valid_on(on),
        officer=OuterRef("from_officer"),
        role=OuterRef("role"),
        unit=OuterRef("unit"),
    )
    return Delegation.objects.filter(valid_on(on) & Q(Exists(held)))


def _name_in_full(unit: Unit) -> str:
    if UnitKind(unit.kind) in ADMINISTRATIVE or unit.parent is None:
        return unit.name
    return f"{unit.name}, {unit.parent.name}"
