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
from motcua.organisation.vocabulary import ADMINISTRATIVE, Level, Scope, UnitKind
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
_VALID = "valid_from <= %(on)s and (valid_until is null or valid_until > %(on)s)"
#: `officer_of_account`, `actor_of` and `grants_of` in one: every page of an officer asks it.
_WHO = Statement(
    "organisation.who",
    f"""
select o.id, o.code, o.name, p.title, u.name, u.kind, above.name, g.role, g.unit_id
from organisation_officer o
left join lateral (
  select post_id from organisation_appointment where officer_id = o.id and {_VALID}
  order by valid_from desc, id desc limit 1) a on true
left join organisation_post p on p.id = a.post_id
left join organisation_unit u on u.id = p.unit_id
left join organisation_unit above on above.id = u.parent_id
left join lateral (
  select role, unit_id from organisation_rolegrant where officer_id = o.id and {_VALID}
  union
  select d.role, d.unit_id from organisation_delegation d
  where d.to_officer_id = o.id and {_VALID} and exists (
    select from organisation_rolegrant held
    where held.officer_id = d.from_officer_id and held.role = d.role
      and held.unit_id = d.unit_id and {_VALID.replace("valid_", "held.valid_")})) g on true
where o.account_id = %(account)s
""",
)
_UNIT_LABELS = Statement(
    "organisation.unit_labels",
    "select id, slug, name, sort_key from organisation_unit where id = any(%s)",
)
_ADMINISTRATIVE = sorted(kind.value for kind in ADMINISTRATIVE)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """An officer as on a day: key, title and unit, what he may do."""

    officer_id: int
    actor: Actor
    grants: tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Login:
    """Under which name an officer logs in, with title and unit."""

    username: str
    title: str
    unit: str


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


def on_duty(account_id: int, *, on: date) -> OnDuty | None:
    """Return who logs in with this account as on that day, in one statement, or None.

    The same as `officer_of_account`, `actor_of` and `grants_of` together.
    """
    rows = sql.named(_WHO, {"account": account_id, "on": on})
    if not rows:
        return None
    key, code, name, title, unit, kind, above, *_ = rows[0]
    grants = sorted({(row[7], row[8]) for row in rows if row[7] is not None})
    return OnDuty(
        officer_id=key,
        actor=Actor(
            code=code,
            name=name,
            title=title or "",
            unit="" if unit is None else _in_full(unit, kind, above),
        ),
        grants=tuple(Grant(Role(role), unit_id) for role, unit_id in grants),
    )


def logins_of(prefix: str, *, on: date) -> tuple[Login, ...]:
    """Return who may log in among the officers whose code begins so, as on that day."""
    rows = (
        Appointment.objects.filter(
            valid_on(on), officer__code__startswith=prefix, officer__account__is_active=True
        )
        .order_by("officer_id", "-valid_from", "-pk")
        .values_list("officer__account__username", "post__title", "post__unit__name")
    )
    return tuple(Login(*row) for row in rows)


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
    return _in_full(unit.name, unit.kind, None if unit.parent is None else unit.parent.name)


def _in_full(name: str, kind: str, above: str | None) -> str:
    if UnitKind(kind) in ADMINISTRATIVE or above is None:
        return name
    return f"{name}, {above}"
