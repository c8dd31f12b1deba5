"""Drafting and publishing by people: what one drafts a second one publishes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from motcua.catalogue import rules, selectors
from motcua.catalogue.errors import RouteRefused, VersionRefused
from motcua.catalogue.models import Field, Procedure, ProcedureVersion, Route, RouteStep
from motcua.catalogue.rules import RouteDraft, VersionDraft
from motcua.catalogue.services.storing import Release, store_route, store_version
from motcua.catalogue.vocabulary import State
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject

#: How long a subject of the journal may be.
SUBJECT_LENGTH = 60


def ensure_field(*, key: str, name: str) -> Field:
    """Return the field with that key, made with that name when it is not there yet."""
    field, _ = Field.objects.get_or_create(key=key, defaults={"name": name})
    return field


@transaction.atomic
def draft_version(
    *, procedure_id: int, draft: VersionDraft, by: Actor, at: datetime
) -> ProcedureVersion:
    """Write a new version of a procedure as a draft; it counts only when published.

    :raises VersionRefused: it ends before it starts.
    """
    rules.check_period(draft)
    procedure = Procedure.objects.get(pk=procedure_id)
    version = store_version(procedure, draft, Release(drafted_by=by.code))
    note("draft_version", procedure, by, at, {"valid_from": draft.valid_from.isoformat()})
    return version


@transaction.atomic
def publish_version(*, version_id: int, by: Actor, at: datetime) -> ProcedureVersion:
    """Publish a draft; the version before it ends where this one begins.

    Dossiers received under the version before keep it (yêu cầu A4).

    :raises SamePersonRefused: the publisher drafted it.
    :raises VersionRefused: it is published already, lacks a building block, or does not start
        after the version before it.
    """
    version = ProcedureVersion.objects.select_related("procedure").get(pk=version_id)
    procedure = Procedure.objects.select_for_update().get(pk=version.procedure_id)
    version.refresh_from_db()
    if version.state == State.PUBLISHED:
        raise VersionRefused("Phiên bản này đã công khai; hãy soạn một phiên bản mới.")
    rules.check_publisher(
        drafted_by=version.drafted_by, published_by=by.code, editors=version.editors
    )
    rules.check_version(selectors.blocks_of(version))
    _close_before(version)
    version.state = State.PUBLISHED.value
    version.published_by = by.code
    version.published_at = at
    version.save(update_fields=["state", "published_by", "published_at"])
    note("publish_version", procedure, by, at, {"valid_from": version.valid_from.isoformat()})
    return version


@transaction.atomic
def draft_route(*, version_id: int, draft: RouteDraft, by: Actor, at: datetime) -> Route:
    """Write a route of a version as a draft; it is checked when it is published."""
    version = ProcedureVersion.objects.select_related("procedure").get(pk=version_id)
    route = store_route(version, draft, Release(drafted_by=by.code))
    note("draft_route", version.procedure, by, at, {"route": draft.key})
    return route


@transaction.atomic
def publish_route(*, route_id: int, by: Actor, at: datetime) -> Route:
    """Publish a route after checking it; from then on it never changes.

    :raises SamePersonRefused: the publisher drafted it.
    :raises RouteRefused: it is published already, another one is published for the same level
        and case, or it does not pass the checks (see `rules.check_route`).
    """
    route = Route.objects.select_for_update(of=("self",)).get(pk=route_id)
    if route.state == State.PUBLISHED:
        raise RouteRefused("Quy trình này đã công khai; hãy soạn một quy trình mới.")
    rules.check_publisher(drafted_by=route.drafted_by, published_by=by.code, editors=route.editors)
    if Route.objects.filter(
        version_id=route.version_id, level=route.level, case=route.case, state=State.PUBLISHED
    ).exists():
        raise RouteRefused(
            "Phiên bản này đã có quy trình công khai cho cấp và trường hợp đó; "
            "hãy soạn phiên bản mới của thủ tục."
        )
    steps = RouteStep.objects.filter(route_id=route.pk).order_by("ordinal")
    rules.check_route(
        selectors.plans(list(steps)),
        limit_minutes=selectors.allowed_minutes(route),
        case_minutes=selectors.case_minutes(route),
    )
    route.state = State.PUBLISHED.value
    route.published_by = by.code
    route.published_at = at
    route.save(update_fields=["state", "published_by", "published_at"])
    note("publish_route", route.version.procedure, by, at, {"route": route.key})
    return route


def _close_before(version: ProcedureVersion) -> None:
    published = ProcedureVersion.objects.filter(
        procedure_id=version.procedure_id, state=State.PUBLISHED
    ).order_by("-valid_from", "-pk")
    last = published.first()
    if last is None or (last.valid_until and last.valid_until <= version.valid_from):
        return
    if last.valid_from >= version.valid_from:
        raise VersionRefused(
            f"Đã có phiên bản công khai có hiệu lực từ ngày {last.valid_from:%d/%m/%Y}; "
            "hãy đặt ngày có hiệu lực sau ngày đó."
        )
    last.valid_until = version.valid_from
    last.save(update_fields=["valid_until"])


def note(
    act: str, procedure: Procedure, by: Actor, at: datetime, payload: Mapping[str, object]
) -> None:
    """Write the line of the journal of an act on a procedure."""
    journal.record(
        act=act,
        subject=Subject("procedure", procedure.slug[:SUBJECT_LENGTH]),
        by=by,
        at=at,
        payload={"procedure": procedure.slug, **payload},
    )
