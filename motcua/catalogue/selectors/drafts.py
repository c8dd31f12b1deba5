"""Versions and routes as drafts: what an editor starts from, and what waits for publishing."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from motcua.catalogue.errors import DraftNotFound
from motcua.catalogue.models import (
    Component,
    LevyText,
    Procedure,
    ProcedureVersion,
    Route,
    RouteStep,
    TimeLimit,
)
from motcua.catalogue.rules import (
    ComponentDraft,
    LevyDraft,
    LimitDraft,
    RouteDraft,
    RouteFault,
    StepPlan,
    VersionDraft,
    limit_minutes,
    route_faults,
    total_minutes,
)
from motcua.catalogue.selectors.published import plans
from motcua.catalogue.vocabulary import (
    Channel,
    ComponentKind,
    Level,
    Mark,
    OnlineLevel,
    OpenField,
    Presence,
    State,
)


@dataclass(frozen=True, slots=True)
class RouteTable:
    """A route as the table of the editor: its steps, its faults, its time against the limit.

    allowed: working minutes of the legal limit, None when it is not established.
    """

    route: Route
    procedure: Procedure
    steps: tuple[StepPlan, ...]
    faults: tuple[RouteFault, ...]
    total: int
    allowed: int | None

    @property
    def is_draft(self) -> bool:
        """Whether its rows may still be changed."""
        return self.route.state == State.DRAFT


def draft_of(*, version_id: int) -> VersionDraft:
    """Return a stored version as the draft that would store it again.

    :raises DraftNotFound: there is no such version.
    """
    row = _whole_version(version_id)
    return VersionDraft(
        name=row.name,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        code=row.code,
        levels=tuple(Level(level) for level in row.levels),
        competence=row.competence,
        presence=None if row.presence is None else Presence(row.presence),
        channels=None if row.channels is None else tuple(Channel(way) for way in row.channels),
        online_level=None if row.online_level is None else OnlineLevel(row.online_level),
        result=None if row.result_type is None else (row.result_type.code, row.result_type.name),
        sequence=row.sequence,
        applicants=row.applicants,
        conditions=row.conditions,
        legal_basis=row.legal_basis,
        decision=row.decision,
        interlinked=row.interlinked,
        financial_obligation=row.financial_obligation,
        time_limits=tuple(_limit(limit) for limit in row.time_limits.all()),
        components=tuple(_paper(paper) for paper in row.components.all()),
        levies=tuple(LevyDraft(levy.text, Mark(levy.source)) for levy in row.levies.all()),
        open_fields=tuple(OpenField(one) for one in row.open_fields),
        facts=dict(row.facts),
    )


def newest_version(*, procedure_id: int) -> ProcedureVersion | None:
    """Return the published version that starts last; without one, the draft that does."""
    rows = ProcedureVersion.objects.filter(procedure_id=procedure_id)
    ordered = rows.order_by("-state", "-valid_from", "-pk")
    return ordered.first()


def drafts_waiting() -> tuple[QuerySet[ProcedureVersion], QuerySet[Route]]:
    """Return the drafts of versions and of routes, by procedure."""
    versions = ProcedureVersion.objects.filter(state=State.DRAFT).select_related("procedure")
    routes = Route.objects.filter(state=State.DRAFT).select_related("version__procedure")
    return versions.order_by("procedure__slug", "pk"), routes.order_by("key")


def routes_of(*, version_id: int) -> QuerySet[Route]:
    """Return the routes of a version by level and case, drafts among them."""
    return Route.objects.filter(version_id=version_id).order_by("level", "case", "pk")


def route_draft_of(*, route_id: int) -> RouteDraft:
    """Return a stored route as the draft that would store it again.

    :raises DraftNotFound: there is no such route.
    """
    row = Route.objects.filter(pk=route_id).first()
    if row is None:
        raise DraftNotFound
    return RouteDraft(
        key=row.key,
        level=Level(row.level),
        steps=_steps(row),
        case=row.case,
        code=row.code,
        chain=row.chain,
        limit_value=row.limit_value,
        limit_unit=row.limit_unit,
        budget_minutes=row.limit_minutes,
        case_limits=tuple(row.case_limits),
        source=dict(row.source),
        note=row.note,
    )


def route_table(*, route_id: int) -> RouteTable:
    """Return a route as its table, with every fault at its row.

    :raises DraftNotFound: there is no such route.
    """
    row = Route.objects.select_related("version__procedure").filter(pk=route_id).first()
    if row is None:
        raise DraftNotFound
    steps = _steps(row)
    allowed = allowed_minutes(row)
    faults = route_faults(steps, limit_minutes=allowed, case_minutes=case_minutes(row))
    return RouteTable(
        row, row.version.procedure, steps, faults, total_minutes(steps, case=row.case), allowed
    )


def allowed_minutes(route: Route) -> int | None:
    """Return the tightest known limit in working minutes: the route's own and the version's."""
    rows = TimeLimit.objects.filter(version_id=route.version_id, case=route.case, channel=None)
    known = [route.limit_minutes, *(limit_minutes(row.value, row.unit) for row in rows)]
    return min((minutes for minutes in known if minutes is not None), default=None)


def case_minutes(route: Route) -> dict[str, int]:
    """Return the working minutes of the cases of a route that have a limit of their own."""
    return {str(limit["case"]): int(limit["minutes"]) for limit in route.case_limits}


def _whole_version(version_id: int) -> ProcedureVersion:
    row = (
        ProcedureVersion.objects.select_related("result_type")
        .prefetch_related(
            Prefetch("time_limits", TimeLimit.objects.order_by("case", "channel", "pk")),
            Prefetch("components", Component.objects.order_by("ordinal")),
            Prefetch("levies", LevyText.objects.order_by("pk")),
        )
        .filter(pk=version_id)
        .first()
    )
    if row is None:
        raise DraftNotFound
    return row


def _steps(route: Route) -> tuple[StepPlan, ...]:
    return plans(list(RouteStep.objects.filter(route_id=route.pk).order_by("ordinal")))


def _limit(row: TimeLimit) -> LimitDraft:
    return LimitDraft(
        value=row.value,
        unit=row.unit,
        case=row.case,
        channel=None if row.channel is None else Channel(row.channel),
        note=row.note,
        source=Mark(row.source),
    )


def _paper(row: Component) -> ComponentDraft:
    return ComponentDraft(
        name=row.name,
        kind=ComponentKind(row.kind),
        originals=row.originals,
        copies=row.copies,
        condition=row.condition,
        source=Mark(row.source),
    )
