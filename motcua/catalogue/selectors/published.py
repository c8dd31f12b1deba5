"""Every question asked of the catalogue."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Prefetch, Q, QuerySet

from motcua.catalogue.errors import UnknownField, UnknownProcedure
from motcua.catalogue.models import (
    Component,
    Field,
    LevyText,
    Procedure,
    ProcedureVersion,
    Route,
    RouteStep,
    TimeLimit,
)
from motcua.catalogue.rules import NoticeTerm, StepPlan, missing_blocks
from motcua.catalogue.vocabulary import NOT_REGULATED, Block, Level, Mode, State, StepRole
from motcua.kernel.periods import Period
from motcua.storage import sql
from motcua.storage.sql import Statement
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import NOT_COMPUTED, LimitUnit


@dataclass(frozen=True, slots=True)
class FrozenRoute:
    """A published route as a dossier walks it: it never changes under its key."""

    id: int
    key: str
    case: str
    steps: tuple[StepPlan, ...]
    #: How the times of its steps are known (`Mark`); empty when nothing is said of it.
    mark: str = ""

    def step(self, key: str) -> StepPlan:
        """Return the step with that key.

        :raises KeyError: the route has no such step.
        """
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version with all that a page shows of it."""

    version: ProcedureVersion
    period: Period
    time_limits: tuple[TimeLimit, ...]
    components: tuple[Component, ...]
    levies: tuple[LevyText, ...]
    routes: tuple[Route, ...]
    missing: tuple[Block, ...]


#: Published route by version, level and case; a published route never changes.
_exact: dict[tuple[int, str, str], int] = {}


def field_by_key(key: str) -> Field:
    """Return a field.

    :raises UnknownField: no field has that key.
    """
    found = Field.objects.filter(key=key).first()
    if found is None:
        raise UnknownField(key)
    return found


def fields() -> QuerySet[Field]:
    """Return all fields by key."""
    return Field.objects.order_by("key", "pk")


def procedure_by_slug(slug: str) -> Procedure:
    """Return a procedure with its field, by code or, without a code, by `x-` and its name.

    :raises UnknownProcedure: no procedure has that slug.
    """
    found = Procedure.objects.select_related("field").filter(slug=slug).first()
    if found is None:
        raise UnknownProcedure(slug)
    return found


_PROCEDURE_NAMES = Statement(
    "catalogue.procedure_names", "select id, name from catalogue_procedure where id = any(%s)"
)


def procedure_names(ids: Collection[int]) -> dict[int, str]:
    """Return the names of these procedures by key, in one statement."""
    return dict(sql.every(_PROCEDURE_NAMES, list(ids)))


def versions_on(*, on: date, level: Level | None = None) -> QuerySet[ProcedureVersion]:
    """Return the published versions valid on a day, received at a level where one is given.

    Sorted by field and slug, with procedure and field.
    """
    rows = ProcedureVersion.objects.filter(_valid(on), state=State.PUBLISHED)
    if level is not None:
        rows = rows.filter(levels__contains=[level.value])
    return rows.select_related("procedure__field").order_by(
        "procedure__field__key", "procedure__slug", "pk"
    )


def procedures(
    *, on: date, level: Level | None = None, field_key: str | None = None
) -> tuple[Procedure, ...]:
    """Return the procedures with a published version on that day, by field and slug."""
    rows = versions_on(on=on, level=level)
    if field_key is not None:
        rows = rows.filter(procedure__field__key=field_key)
    return tuple(row.procedure for row in rows)


def version_on(*, procedure_id: int, on: date) -> ProcedureVersion | None:
    """Return the published version of a procedure valid on a day, None when there is none."""
    return ProcedureVersion.objects.filter(
        _valid(on), procedure_id=procedure_id, state=State.PUBLISHED
    ).first()


def versions_of(*, procedure_id: int) -> QuerySet[ProcedureVersion]:
    """Return all versions of a procedure, newest first."""
    return ProcedureVersion.objects.filter(procedure_id=procedure_id).order_by("-valid_from", "-pk")


def time_limit_of(
    *, version_id: int, case: str = "", channel: str | None = None
) -> TimeLimit | None:
    """Return the printed time limit for a case and channel, computable or not.

    A limit of the channel wins over one for all channels; an unknown case has no limit of its
    own and takes none.
    """
    rows = TimeLimit.objects.filter(version_id=version_id, case=case)
    by_channel = {row.channel: row for row in rows.filter(Q(channel=None) | Q(channel=channel))}
    return by_channel.get(channel) or by_channel.get(None)


def limit_of(*, version_id: int, case: str = "", channel: str | None = None) -> Limit | None:
    """Return the time limit that the calendar can count.

    None when it is unknown or printed in a way that cannot be computed (mixed_day,
    as_published): the officer then enters the due time with its ground.
    """
    row = time_limit_of(version_id=version_id, case=case, channel=channel)
    if row is None or row.value is None or row.unit is None:
        return None
    unit = LimitUnit(row.unit)
    return None if unit in NOT_COMPUTED else Limit(row.value, unit)


def route_for(*, version_id: int, level: Level | str, case: str = "") -> FrozenRoute | None:
    """Return the published route of a version at a level, None when none is published.

    A case without a route of its own takes the route for all cases; where no case is asked for
    and only cases have routes, the first of them.
    """
    asked = (version_id, Level(level).value, case)
    found = _exact.get(asked)
    if found is None:
        by_case = _published_routes(version_id, asked[1])
        if case in by_case:
            # Only a direct hit is remembered: another published case may change a fallback.
            found = _exact[asked] = by_case[case]
        elif case:
            found = by_case.get("")
        else:
            found = min(by_case.values(), default=None)
    return None if found is None else _frozen(found)


def frozen_route(*, route_id: int) -> FrozenRoute:
    """Return a route by its key in the table: the one a dossier was received under."""
    return _frozen(route_id)


def component_names(*, version_id: int) -> dict[int, str]:
    """Return the components of a version (thành phần hồ sơ) by key, in their printed order."""
    rows = Component.objects.filter(version_id=version_id).order_by("ordinal")
    return dict(rows.values_list("pk", "name"))


def levels_of(*, version_id: int) -> tuple[str, ...]:
    """Return the tiers that a version of a procedure is received at; none: not known."""
    found = ProcedureVersion.objects.values_list("levels", flat=True).get(pk=version_id)
    return tuple(str(level) for level in found or ())


def notice_term_of(*, version_id: int | None) -> NoticeTerm | None:
    """Return a version's own term for the notice of missing papers; None: the general one."""
    if version_id is None:
        return None
    row = (
        ProcedureVersion.objects.filter(pk=version_id, supplement_notice_days__isnull=False)
        .values_list("supplement_notice_days", "supplement_notice_source")
        .first()
    )
    return None if row is None or row[0] is None else NoticeTerm(row[0], row[1])


def version_facts(*, version_id: int) -> VersionFacts:
    """Return a version with limits, components, levies, routes and what is missing."""
    row = (
        ProcedureVersion.objects.select_related("procedure__field", "result_type")
        .prefetch_related(
            Prefetch("time_limits", TimeLimit.objects.order_by("case", "channel", "pk")),
            Prefetch("components", Component.objects.order_by("ordinal")),
            Prefetch("levies", LevyText.objects.order_by("pk")),
            Prefetch("routes", Route.objects.order_by("level", "case", "pk")),
        )
        .get(pk=version_id)
    )
    return VersionFacts(
        version=row,
        period=Period(row.valid_from, row.valid_until),
        time_limits=tuple(row.time_limits.all()),
        components=tuple(row.components.all()),
        levies=tuple(row.levies.all()),
        routes=tuple(row.routes.all()),
        missing=missing_blocks(blocks_of(row)),
    )


def incomplete(*, on: date) -> tuple[tuple[ProcedureVersion, tuple[Block, ...]], ...]:
    """Return the published versions of a day that lack a building block, with what they lack."""
    rows = versions_on(on=on).prefetch_related("time_limits", "components", "levies")
    listed = ((row, missing_blocks(blocks_of(row))) for row in rows)
    return tuple((row, missing) for row, missing in listed if missing)


def blocks_of(version: ProcedureVersion) -> dict[Block, str | None]:
    """Return what a version says for each of the eight building blocks, None for nothing."""
    limits = list(version.time_limits.all())
    papers = list(version.components.all())
    levies = [row.text for row in version.levies.all() if row.text]
    known = any(limit.value is not None or limit.note == NOT_REGULATED for limit in limits)
    last = [version.conditions, version.result_type_id and "kết quả", *levies]
    return {
        Block.NAME: version.name,
        Block.SEQUENCE: version.sequence,
        Block.MANNER: ", ".join(version.channels or ()) or None,
        Block.COMPONENTS: "; ".join(paper.name for paper in papers) or None,
        Block.TIME_LIMIT: "có" if known else None,
        Block.APPLICANTS: version.applicants,
        Block.AGENCY: version.competence,
        Block.WHERE_ANY: "; ".join(str(part) for part in last if part) or None,
    }


def plans(steps: Sequence[RouteStep]) -> tuple[StepPlan, ...]:
    """Return stored steps as the rules see them."""
    return tuple(
        StepPlan(
            ordinal=step.ordinal,
            key=step.key,
            name=step.name,
            role=StepRole(step.role) if step.role else None,
            unit_key=step.unit_key,
            minutes=step.minutes,
            mode=Mode(step.mode),
            group=step.group,
            condition=_condition(step.condition),
            case=step.case,
            back_to=tuple(step.back_to),
            counts=step.counts,
            agency=step.agency,
            output=step.output,
        )
        for step in steps
    )


def forget_routes() -> None:
    """Drop what this process remembers of routes (after a restore or a flush)."""
    _exact.clear()
    _frozen.cache_clear()
    limit_mark.cache_clear()


def _published_routes(version_id: int, level: str) -> dict[str, int]:
    rows = Route.objects.filter(version_id=version_id, level=level, state=State.PUBLISHED)
    return dict(rows.order_by("pk").values_list("case", "pk"))


@lru_cache(maxsize=4096)
def _frozen(route_id: int) -> FrozenRoute:
    route = Route.objects.get(pk=route_id)
    steps = RouteStep.objects.filter(route_id=route_id).order_by("ordinal")
    return FrozenRoute(
        id=route.pk, key=route.key, case=route.case, steps=plans(list(steps)),
        mark=str(route.source.get("hours") or ""),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def limit_mark(version_id: int, case: str, channel: str | None) -> str:
    """Return how the time limit of a case and channel is known (`Mark`); empty without one.

    A published version never changes, so it is remembered.
    """
    row = time_limit_of(version_id=version_id, case=case, channel=channel)
    return "" if row is None else row.source


def _condition(stored: dict[str, object] | None) -> tuple[str, bool, str] | None:
    if stored is None:
        return None
    return str(stored["answer"]), bool(stored["equals"]), str(stored["label"])


def _valid(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
