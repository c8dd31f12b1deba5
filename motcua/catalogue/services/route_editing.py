"""The table of a route as a draft: begun, changed row by row, taken away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from motcua.catalogue import rules, selectors
from motcua.catalogue.errors import DraftNotFound, RouteRefused
from motcua.catalogue.models import ProcedureVersion, Route, RouteStep, TimeLimit
from motcua.catalogue.rules import RouteDraft, StepPlan
from motcua.catalogue.services.publishing import draft_route, note
from motcua.catalogue.services.storing import restore_steps
from motcua.catalogue.vocabulary import Level, State
from motcua.journal.rules import Actor

#: Where a plain route receives and settles, by level.
UNITS = {
    Level.COMMUNE: ("one_stop_commune", "commune_office"),
    Level.DISTRICT: ("one_stop_district", "district_office"),
    Level.PROVINCE: ("one_stop_province", "province_office"),
    Level.COMMUNE_POLICE: ("police_commune", "police_commune"),
}


@transaction.atomic
def start_route(*, version_id: int, level: Level, case: str, by: Actor, at: datetime) -> Route:
    """Begin the route of a version at a level: a copy of the last one, else the plain steps.

    :raises DraftNotFound: there is no such version.
    :raises RouteRefused: a route of that level and case is there already.
    """
    version = (
        ProcedureVersion.objects.select_for_update(of=("self",))
        .select_related("procedure")
        .filter(pk=version_id)
        .first()
    )
    if version is None:
        raise DraftNotFound
    there = Route.objects.filter(version_id=version_id, level=level.value, case=case)
    if there.exists():
        raise RouteRefused(
            f"Phiên bản này đã có quy trình cho {level.label.lower()}; hãy mở quy trình đó."
        )
    number = Route.objects.filter(version_id=version_id).count() + 1
    key = f"{version.procedure.slug[:100]}@{level.value}-{version.pk}-{number}"
    draft = RouteDraft(
        key=key, level=level, case=case, steps=_first_steps(version, level, case),
        source={"kind": "entered"},
    )  # fmt: skip
    return draft_route(version_id=version_id, draft=draft, by=by, at=at)


@transaction.atomic
def revise_route(
    *, route_id: int, steps: Sequence[StepPlan], by: Actor, at: datetime
) -> tuple[str, ...]:
    """Write the rows of a draft anew and return what changed, in sentences.

    Whoever changed it is no longer the second person. Faults are allowed in a draft.

    :raises DraftNotFound: it was withdrawn or published.
    """
    route = _locked_draft(route_id)
    numbered = [replace(step, ordinal=row) for row, step in enumerate(steps, start=1)]
    before = selectors.route_draft_of(route_id=route_id).steps
    if list(before) == numbered:
        return ()
    differences = [one.sentence for one in rules.step_differences(before, numbered)]
    if by.code not in route.editors:
        route.editors = [*route.editors, by.code]
        route.save(update_fields=["editors"])
    restore_steps(route, numbered)
    note(
        "revise_route", route.version.procedure, by, at,
        {"route": route.key, "changes": differences},
    )  # fmt: skip
    return tuple(differences)


@transaction.atomic
def withdraw_route(*, route_id: int, by: Actor, at: datetime) -> None:
    """Take a draft of a route away; the journal keeps that it was there.

    :raises DraftNotFound: it was withdrawn or published.
    """
    route = _locked_draft(route_id)
    note("withdraw_route", route.version.procedure, by, at, {"route": route.key})
    RouteStep.objects.filter(route=route).delete()
    route.delete()


def _first_steps(version: ProcedureVersion, level: Level, case: str) -> tuple[StepPlan, ...]:
    earlier = Route.objects.filter(
        version__procedure_id=version.procedure_id, level=level.value, case=case,
        state=State.PUBLISHED,
    )  # fmt: skip
    last = earlier.order_by("-version__valid_from", "-pk").first()
    if last is not None:
        return selectors.route_draft_of(route_id=last.pk).steps
    limits = TimeLimit.objects.filter(version=version, case=case, channel=None)
    known = [rules.limit_minutes(row.value, row.unit) for row in limits]
    budget = min((minutes for minutes in known if minutes is not None), default=0)
    one_stop, office = UNITS[level]
    return rules.pattern_steps(budget, one_stop=one_stop, office=office)


def _locked_draft(route_id: int) -> Route:
    rows = Route.objects.select_for_update(of=("self",)).select_related("version__procedure")
    route = rows.filter(pk=route_id, state=State.DRAFT).first()
    if route is None:
        raise DraftNotFound
    return route
