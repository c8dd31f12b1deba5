"""Editing a procedure as a new version: begun from the last one, changed, withdrawn, ended."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from motcua.catalogue import rules, selectors
from motcua.catalogue.errors import DraftNotFound, VersionRefused
from motcua.catalogue.models import Procedure, ProcedureVersion, Route, RouteStep, TimeLimit
from motcua.catalogue.rules import VersionDraft
from motcua.catalogue.services.publishing import note, publish_route, publish_version
from motcua.catalogue.services.storing import (
    Release,
    drop_parts,
    restore_version,
    store_route,
    store_version,
)
from motcua.catalogue.vocabulary import Level, State
from motcua.journal.rules import Actor
from motcua.kernel.text import nfc, slugify

_SLUG_LENGTH = 140


@dataclass(frozen=True, slots=True)
class NewProcedure:
    """A procedure that is not in the catalogue yet; without a code its key is made of its name."""

    name: str
    field_key: str
    code: str | None = None
    levels: tuple[Level, ...] = ()


@transaction.atomic
def add_procedure(
    *, new: NewProcedure, valid_from: date, by: Actor, at: datetime
) -> ProcedureVersion:
    """Write a new procedure with an empty draft of its first version, and return that draft.

    :raises UnknownField: no field has that key.
    :raises VersionRefused: a procedure with that code or name is there already.
    """
    name = nfc(new.name.strip())
    slug = new.code or f"x-{slugify(name)}"[:_SLUG_LENGTH]
    field = selectors.field_by_key(new.field_key)
    if Procedure.objects.filter(slug=slug).exists():
        raise VersionRefused(
            f"Danh mục đã có thủ tục “{slug}”; hãy mở thủ tục đó và soạn phiên bản mới."
        )
    procedure = Procedure.objects.create(slug=slug, code=new.code, name=name, field=field)
    draft = VersionDraft(name=name, code=new.code, valid_from=valid_from, levels=new.levels)
    version = store_version(procedure, draft, Release(drafted_by=by.code))
    note("add_procedure", procedure, by, at, {"name": name, "field": new.field_key})
    return version


@transaction.atomic
def start_version(
    *, procedure_id: int, valid_from: date, by: Actor, at: datetime
) -> ProcedureVersion:
    """Begin a new version as a copy of the last one, its routes with it, and return the draft.

    :raises VersionRefused: a draft is open already, or there is nothing to copy.
    """
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    if _drafts(procedure_id).exists():
        raise VersionRefused(
            "Thủ tục này đang có một bản dự thảo; hãy sửa tiếp hoặc rút bản đó trước."
        )
    last = selectors.newest_version(procedure_id=procedure_id)
    if last is None:
        raise VersionRefused("Thủ tục này chưa có phiên bản nào để chép; hãy nhập từ tệp.")
    draft = replace(selectors.draft_of(version_id=last.pk), valid_from=valid_from, valid_until=None)
    version = store_version(procedure, draft, Release(drafted_by=by.code))
    copied = _copy_routes(last, version, by)
    note(
        "start_version", procedure, by, at,
        {"valid_from": valid_from.isoformat(), "copied_from": last.valid_from.isoformat(),
         "routes": copied},
    )  # fmt: skip
    return version


@transaction.atomic
def revise_version(
    *, version_id: int, draft: VersionDraft, by: Actor, at: datetime
) -> ProcedureVersion:
    """Write a changed draft; whoever changed it is no longer the second person.

    :raises DraftNotFound: it was withdrawn or published.
    :raises VersionRefused: it ends before it starts.
    """
    rules.check_period(draft)
    version = _locked_draft(version_id)
    before = selectors.draft_of(version_id=version_id)
    differences = rules.version_differences(before, draft)
    if not differences:
        return version
    version.editors = _with(version.editors, by)
    restore_version(version, draft)
    note(
        "revise_version", version.procedure, by, at,
        {"valid_from": draft.valid_from.isoformat(),
         "changes": [one.sentence for one in differences]},
    )  # fmt: skip
    return version


@transaction.atomic
def withdraw_version(*, version_id: int, by: Actor, at: datetime) -> None:
    """Take a draft and its routes away; the journal keeps that it was there.

    :raises DraftNotFound: it was withdrawn or published.
    """
    version = _locked_draft(version_id)
    routes = Route.objects.filter(version=version)
    note(
        "withdraw_version", version.procedure, by, at,
        {"valid_from": version.valid_from.isoformat(), "drafted_by": version.drafted_by,
         "routes": list(routes.order_by("key").values_list("key", flat=True))},
    )  # fmt: skip
    RouteStep.objects.filter(route__version=version).delete()
    routes.delete()
    drop_parts(version)
    version.delete()


@transaction.atomic
def publish_with_routes(*, version_id: int, by: Actor, at: datetime) -> ProcedureVersion:
    """Publish a version and every route drafted for it, all or none.

    :raises SamePersonRefused: the publisher drafted or changed one of them.
    :raises CatalogueRefusal: one of them does not pass its checks.
    """
    version = publish_version(version_id=version_id, by=by, at=at)
    drafts = Route.objects.filter(version_id=version_id, state=State.DRAFT).order_by("pk")
    for route in drafts:
        publish_route(route_id=route.pk, by=by, at=at)
    return version


@transaction.atomic
def propose_end(*, procedure_id: int, last_on: date, by: Actor, at: datetime) -> None:
    """Ask that a procedure end with a day; a second person makes it so.

    :raises VersionRefused: nothing is published, a later version is, or the day is too early.
    """
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    _last_before(procedure_id, last_on)
    procedure.end_proposed_on = last_on
    procedure.end_proposed_by = by.code
    procedure.save(update_fields=["end_proposed_on", "end_proposed_by"])
    note("propose_end", procedure, by, at, {"last_on": last_on.isoformat()})


@transaction.atomic
def withdraw_end(*, procedure_id: int, by: Actor, at: datetime) -> None:
    """Take back the proposal that a procedure end.

    :raises DraftNotFound: nothing is proposed.
    """
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    if procedure.end_proposed_on is None:
        raise DraftNotFound
    note("withdraw_end", procedure, by, at, {"last_on": procedure.end_proposed_on.isoformat()})
    _no_proposal(procedure)


@transaction.atomic
def end_procedure(*, procedure_id: int, by: Actor, at: datetime) -> None:
    """End a procedure as proposed: after the last day nothing is received under it.

    Dossiers received before keep their version.

    :raises DraftNotFound: nothing is proposed.
    :raises SamePersonRefused: the same person proposed it.
    :raises VersionRefused: a later version was published since.
    """
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    last_on, proposer = procedure.end_proposed_on, procedure.end_proposed_by
    if last_on is None or proposer is None:
        raise DraftNotFound
    rules.check_publisher(drafted_by=proposer, published_by=by.code)
    version = _last_before(procedure_id, last_on)
    version.valid_until = last_on + timedelta(days=1)
    version.save(update_fields=["valid_until"])
    _no_proposal(procedure)
    note(
        "end_procedure", procedure, by, at,
        {"last_on": last_on.isoformat(), "proposed_by": proposer},
    )  # fmt: skip


def _last_before(procedure_id: int, last_on: date) -> ProcedureVersion:
    """Return the last published version, which that day must lie in."""
    rows = ProcedureVersion.objects.filter(procedure_id=procedure_id, state=State.PUBLISHED)
    last = rows.order_by("-valid_from", "-pk").first()
    if last is None:
        raise VersionRefused("Thủ tục này chưa công khai nên không có gì để kết thúc.")
    if last_on == date.max:
        raise VersionRefused("Ngày cuối cùng quá xa; hãy chọn một ngày trước 31/12/9999.")
    if last_on < last.valid_from:
        raise VersionRefused(
            f"Phiên bản sau cùng có hiệu lực từ {last.valid_from:%d/%m/%Y}; hãy chọn ngày cuối "
            "cùng từ ngày đó trở đi."
        )
    return last


def _no_proposal(procedure: Procedure) -> None:
    procedure.end_proposed_on = None
    procedure.end_proposed_by = None
    procedure.save(update_fields=["end_proposed_on", "end_proposed_by"])


def _drafts(procedure_id: int) -> QuerySet[ProcedureVersion]:
    return ProcedureVersion.objects.filter(procedure_id=procedure_id, state=State.DRAFT)


def _locked_draft(version_id: int) -> ProcedureVersion:
    rows = ProcedureVersion.objects.select_for_update(of=("self",)).select_related("procedure")
    version = rows.filter(pk=version_id, state=State.DRAFT).first()
    if version is None:
        raise DraftNotFound
    return version


def _with(editors: list[str], by: Actor) -> list[str]:
    return editors if by.code in editors else [*editors, by.code]


def _copy_routes(last: ProcedureVersion, version: ProcedureVersion, by: Actor) -> int:
    """Copy the published routes of a version as drafts of the next one; return how many."""
    published = Route.objects.filter(version=last, state=State.PUBLISHED).order_by("pk")
    for number, route in enumerate(published, start=1):
        draft = selectors.route_draft_of(route_id=route.pk)
        key = f"{version.procedure.slug[:100]}@{draft.level.value}-{version.pk}-{number}"
        source = {**draft.source, "copied_from": draft.key}
        if _limit_known(version, draft.case):
            # The new version may change the limit; the old one must not bind its route.
            draft = replace(draft, limit_value=None, limit_unit=None, budget_minutes=None)
        store_route(version, replace(draft, key=key, source=source), Release(by.code))
    return len(published)


def _limit_known(version: ProcedureVersion, case: str) -> bool:
    rows = TimeLimit.objects.filter(version=version, case=case, channel=None)
    return any(rules.limit_minutes(row.value, row.unit) is not None for row in rows)
