"""Questions about officers and what they may do on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.accounts.vocabulary import Role
from motcua.journal.rules import Actor
from motcua.organisation.errors import UnknownOfficer
from motcua.organisation.models import (
    Appointment,
    Delegation,
    Officer,
    RoleGrant,
    RosterEntry,
)
from motcua.organisation.models.validity import valid_on
from motcua.organisation.rules import Grant
from motcua.organisation.vocabulary import ADMINISTRATIVE, UnitKind


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
    unit = held.post.unit
    above = None if unit.parent is None else unit.parent.name
    return Actor(
        code=officer.code,
        name=officer.name,
        title=held.post.title,
        unit=name_in_full(unit.name, unit.kind, above),
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


def name_in_full(name: str, kind: str, above: str | None) -> str:
    """Return a unit's name; a division's with the name of the unit it belongs to."""
    if UnitKind(kind) in ADMINISTRATIVE or above is None:
        return name
    return f"{name}, {above}"
