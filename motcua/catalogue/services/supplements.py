"""A unit's own words about a procedure of the city: drafted, published by a second person."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from motcua.catalogue import rules, selectors
from motcua.catalogue.errors import DraftNotFound, SupplementRefused
from motcua.catalogue.models import Procedure, UnitSupplement
from motcua.catalogue.rules import StepPlan, SupplementDraft
from motcua.catalogue.services.publishing import note
from motcua.catalogue.vocabulary import Level, OpenField, State
from motcua.journal.rules import Actor


@transaction.atomic
def draft_supplement(
    *, procedure_id: int, unit_id: int, draft: SupplementDraft, by: Actor, at: datetime
) -> UnitSupplement:
    """Write what a unit adds to a procedure, as a draft.

    :raises SupplementRefused: the city did not leave it open (see `rules.check_supplement`), or
        the unit has a draft already.
    """
    procedure = Procedure.objects.select_for_update().get(pk=procedure_id)
    if UnitSupplement.objects.filter(
        procedure_id=procedure_id, unit_id=unit_id, state=State.DRAFT
    ).exists():
        raise SupplementRefused(
            "Đơn vị đang có một bản dự thảo của thủ tục này; hãy công khai hoặc rút bản đó trước."
        )
    _check(procedure_id, draft)
    row = UnitSupplement.objects.create(
        procedure=procedure, unit_id=unit_id, valid_from=draft.valid_from,
        valid_until=draft.valid_until, place=draft.place, hours=draft.hours,
        contact=draft.contact, note=draft.note, step_minutes=dict(draft.step_minutes),
        drafted_by=by.code,
    )  # fmt: skip
    note("draft_supplement", procedure, by, at, _told(row))
    return row


@transaction.atomic
def publish_supplement(*, supplement_id: int, by: Actor, at: datetime) -> UnitSupplement:
    """Publish what a unit adds; the one before it ends where this one begins.

    :raises DraftNotFound: it was withdrawn or published.
    :raises SamePersonRefused: the publisher drafted it.
    :raises SupplementRefused: the city has closed a field since, or a later one is published.
    """
    row = _locked_draft(supplement_id)
    rules.check_publisher(drafted_by=row.drafted_by, published_by=by.code)
    _check(row.procedure_id, _draft_of(row))
    _close_before(row)
    row.state = State.PUBLISHED.value
    row.published_by = by.code
    row.published_at = at
    row.save(update_fields=["state", "published_by", "published_at"])
    note("publish_supplement", row.procedure, by, at, _told(row))
    return row


@transaction.atomic
def withdraw_supplement(*, supplement_id: int, by: Actor, at: datetime) -> None:
    """Take a draft away; the journal keeps what it said.

    :raises DraftNotFound: it was withdrawn or published.
    """
    row = _locked_draft(supplement_id)
    note("withdraw_supplement", row.procedure, by, at, _told(row))
    row.delete()


def _check(procedure_id: int, draft: SupplementDraft) -> None:
    version = selectors.version_on(procedure_id=procedure_id, on=draft.valid_from)
    if version is None:
        raise SupplementRefused(
            f"Ngày {draft.valid_from:%d/%m/%Y} thủ tục này không có hiệu lực; hãy chọn ngày khác."
        )
    opened = {OpenField(one) for one in version.open_fields}
    rules.check_supplement(draft, opened=opened, steps=_steps(version.pk, version.levels))


def _steps(version_id: int, levels: Sequence[str]) -> tuple[StepPlan, ...]:
    """Return the steps of the city's routes, one of each key."""
    routes = [selectors.route_for(version_id=version_id, level=Level(level)) for level in levels]
    found = {step.key: step for route in routes if route is not None for step in route.steps}
    return tuple(found.values())


def _close_before(row: UnitSupplement) -> None:
    published = UnitSupplement.objects.filter(
        procedure_id=row.procedure_id, unit_id=row.unit_id, state=State.PUBLISHED
    ).order_by("-valid_from", "-pk")
    last = published.first()
    if last is None or (last.valid_until and last.valid_until <= row.valid_from):
        return
    if last.valid_from >= row.valid_from:
        raise SupplementRefused(
            f"Đơn vị đã có phần bổ sung có hiệu lực từ {last.valid_from:%d/%m/%Y}; "
            "hãy đặt ngày có hiệu lực sau ngày đó."
        )
    last.valid_until = row.valid_from
    last.save(update_fields=["valid_until"])


def _draft_of(row: UnitSupplement) -> SupplementDraft:
    return SupplementDraft(
        row.valid_from, row.valid_until, row.place, row.hours, row.contact, row.note,
        dict(row.step_minutes),
    )  # fmt: skip


def _locked_draft(supplement_id: int) -> UnitSupplement:
    rows = UnitSupplement.objects.select_for_update(of=("self",)).select_related(
        "procedure", "unit"
    )
    row = rows.filter(pk=supplement_id, state=State.DRAFT).first()
    if row is None:
        raise DraftNotFound
    return row


def _told(row: UnitSupplement) -> dict[str, object]:
    until: date | None = row.valid_until
    return {
        "unit": row.unit.slug,
        "valid_from": row.valid_from.isoformat(),
        "valid_until": None if until is None else until.isoformat(),
        "place": row.place,
        "hours": row.hours,
        "contact": row.contact,
        "note": row.note,
        "step_minutes": dict(row.step_minutes),
    }
