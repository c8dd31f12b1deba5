"""The only way to a dossier: what an officer may see, by organisation scope and role."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.accounts.vocabulary import Role
from motcua.dossiers.models import Consultation, Dossier, Step
from motcua.dossiers.rules import Acting
from motcua.journal.rules import SYSTEM
from motcua.organisation import selectors as organisation
from motcua.organisation.models import Officer

#: They see the dossiers of their unit and of every unit below it.
SEES_BELOW = frozenset(
    {Role.LEADER, Role.UNIT_HEAD, Role.ONE_STOP_HEAD, Role.REFORM_COORDINATOR,
     Role.PROCEDURE_CONTROL_OFFICER, Role.INSPECTOR, Role.AUDITOR}
)  # fmt: skip
#: They see the dossiers that their own unit receives, settles, works on or is consulted on.
SEES_OWN = frozenset({Role.RECEIVING_OFFICER, Role.CASE_OFFICER, Role.APPROVER, Role.RECORDS_CLERK})
#: An administrator reads no dossiers (requirements.md J7).


def acting(officer: Officer, *, on: date) -> Acting:
    """Return an officer as an acting person on that day: title, unit, roles, delegations."""
    return Acting(
        actor=organisation.actor_of(officer, on=on),
        officer=officer.pk,
        grants=frozenset(
            (grant.role, grant.unit_id) for grant in organisation.grants_of(officer.pk, on=on)
        ),
    )


def acting_now(found: organisation.OnDuty) -> Acting:
    """Return an officer on duty as an acting person; the same as `acting`."""
    return Acting(
        actor=found.actor,
        officer=found.officer_id,
        grants=frozenset((grant.role, grant.unit_id) for grant in found.grants),
    )


def units_seen(who: Acting, *, on: date) -> frozenset[int]:
    """Return the units whose dossiers this person sees on that day, ended ones included."""
    seen = {unit for role, unit in who.grants if role in SEES_OWN}
    for unit in {unit for role, unit in who.grants if role in SEES_BELOW}:
        seen.update(organisation.family_ids(unit_id=unit, by=on))
    return frozenset(seen)


def visible_to(who: Acting, *, on: date) -> QuerySet[Dossier]:
    """Return the dossiers that this person may see; there is no second way in.

    Without a role that reads dossiers, none.
    """
    if who.everything and who.actor == SYSTEM:
        return Dossier.objects.all()
    units = units_seen(who, on=on)
    return seen_by(units) if units else Dossier.objects.none()


def seen_by(units: Collection[int]) -> QuerySet[Dossier]:
    """Return the dossiers that are open to whoever sees these units."""
    here = Q(settling_unit__in=units) | Q(receiving_unit__in=units)
    step = Step.objects.filter(dossier=OuterRef("pk"), unit__in=units)
    asked = Consultation.objects.filter(dossier=OuterRef("pk"), unit__in=units)
    return Dossier.objects.filter(here | Exists(step) | Exists(asked))
