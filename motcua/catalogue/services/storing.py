"""Writing drafts into the tables, the same way by hand and in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.catalogue.models import (
    Component,
    LevyText,
    Procedure,
    ProcedureVersion,
    ResultType,
    Route,
    RouteStep,
    TimeLimit,
)
from motcua.catalogue.rules import RouteDraft, StepPlan, VersionDraft
from motcua.catalogue.vocabulary import State


@dataclass(frozen=True, slots=True)
class Release:
    """Who drafted; and, when it is published at once, who published and when."""

    drafted_by: str
    published_by: str | None = None
    at: datetime | None = None

    @property
    def columns(self) -> dict[str, object]:
        """The columns of a version or a route that say so."""
        state = State.DRAFT if self.published_by is None else State.PUBLISHED
        return {
            "state": state.value,
            "drafted_by": self.drafted_by,
            "published_by": self.published_by,
            "published_at": self.at,
        }


def store_version(procedure: Procedure, draft: VersionDraft, release: Release) -> ProcedureVersion:
    """Write a version with its limits, components and levies, and return it."""
    version = ProcedureVersion.objects.create(
        procedure=procedure, **_version_columns(draft), **release.columns
    )
    _store_parts(version, draft)
    return version


def restore_version(version: ProcedureVersion, draft: VersionDraft) -> None:
    """Write a changed draft over the one that is stored, its parts anew."""
    for name, value in _version_columns(draft).items():
        setattr(version, name, value)
    version.save()
    drop_parts(version)
    _store_parts(version, draft)


def drop_parts(version: ProcedureVersion) -> None:
    """Delete limits, components and levies of a draft."""
    for table in (TimeLimit, Component, LevyText):
        table.objects.filter(version=version).delete()


def restore_steps(route: Route, steps: Sequence[StepPlan]) -> None:
    """Write the steps of a draft of a route anew."""
    RouteStep.objects.filter(route=route).delete()
    RouteStep.objects.bulk_create(_step_row(route, step) for step in steps)


def store_route(version: ProcedureVersion, draft: RouteDraft, release: Release) -> Route:
    """Write a route with its steps, and return it."""
    route = Route.objects.create(
        version=version,
        key=draft.key,
        level=draft.level.value,
        case=draft.case,
        code=draft.code,
        chain=draft.chain or draft.level.value,
        limit_value=draft.limit_value,
        limit_unit=draft.limit_unit,
        limit_minutes=draft.budget_minutes,
        case_limits=[dict(limit) for limit in draft.case_limits],
        source=dict(draft.source),
        note=draft.note,
        **release.columns,
    )
    RouteStep.objects.bulk_create(_step_row(route, step) for step in draft.steps)
    return route


def _version_columns(draft: VersionDraft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "code": draft.code,
        "valid_from": draft.valid_from,
        "valid_until": draft.valid_until,
        "levels": [level.value for level in draft.levels],
        "competence": draft.competence,
        "presence": draft.presence,
        "channels": None if draft.channels is None else [way.value for way in draft.channels],
        "online_level": draft.online_level,
        "result_type": _result_type(draft.result),
        "sequence": draft.sequence,
        "applicants": draft.applicants,
        "conditions": draft.conditions,
        "legal_basis": draft.legal_basis,
        "decision": draft.decision,
        "interlinked": draft.interlinked,
        "financial_obligation": draft.financial_obligation,
        "supplement_notice_days": None if draft.notice is None else draft.notice.days,
        "supplement_notice_source": "" if draft.notice is None else draft.notice.source,
        "open_fields": [one.value for one in draft.open_fields],
        "facts": dict(draft.facts),
    }


def _store_parts(version: ProcedureVersion, draft: VersionDraft) -> None:
    TimeLimit.objects.bulk_create(
        TimeLimit(
            version=version, case=limit.case, channel=limit.channel, value=limit.value,
            unit=limit.unit, note=limit.note, source=limit.source.value,
        )
        for limit in draft.time_limits
    )  # fmt: skip
    Component.objects.bulk_create(
        Component(
            version=version, ordinal=ordinal, name=paper.name, kind=paper.kind.value,
            originals=paper.originals, copies=paper.copies, condition=paper.condition,
            source=paper.source.value,
        )
        for ordinal, paper in enumerate(draft.components, start=1)
    )  # fmt: skip
    LevyText.objects.bulk_create(
        LevyText(version=version, text=levy.text, source=levy.source.value) for levy in draft.levies
    )


def _step_row(route: Route, step: StepPlan) -> RouteStep:
    condition = None
    if step.condition is not None:
        answer, equals, label = step.condition
        condition = {"answer": answer, "equals": equals, "label": label}
    return RouteStep(
        route=route, ordinal=step.ordinal, key=step.key, name=step.name,
        role="" if step.role is None else step.role.value, unit_key=step.unit_key,
        minutes=step.minutes, mode=step.mode.value, group=step.group, condition=condition,
        case=step.case, back_to=list(step.back_to), counts=step.counts, agency=step.agency,
        output=step.output,
    )  # fmt: skip


def _result_type(result: tuple[str | None, str] | None) -> ResultType | None:
    if result is None:
        return None
    code, name = result
    found, _ = ResultType.objects.get_or_create(code=code, name=name)
    return found
