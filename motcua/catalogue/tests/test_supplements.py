"""A commune adds to the city's procedure only what the city left open."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from motcua.catalogue import selectors
from motcua.catalogue.errors import DraftNotFound, SamePersonRefused, SupplementRefused
from motcua.catalogue.models import UnitSupplement
from motcua.catalogue.rules import SupplementDraft
from motcua.catalogue.services import (
    draft_supplement,
    publish_supplement,
    publish_with_routes,
    revise_version,
    start_version,
    withdraw_supplement,
)
from motcua.catalogue.tests.drafted import AT, ONE, TWO, a_published_version
from motcua.catalogue.vocabulary import OpenField
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation.models import Unit
from motcua.organisation.rules import NewUnit
from motcua.organisation.services import create_unit
from motcua.organisation.vocabulary import Level, UnitKind

pytestmark = pytest.mark.django_db
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
DRAFT = SupplementDraft(MARCH, place="Nhà văn hóa thôn 2", step_minutes={"appraise": 600})


def a_commune(slug: str = "ba-trai", prefix: str = "MAU.00001") -> Unit:
    new = NewUnit(
        slug=slug, kind=UnitKind.COMMUNE, level=Level.COMMUNE, name=f"Xã {slug}",
        dossier_prefix=prefix, period=Period(date(2020, 1, 1)),
    )  # fmt: skip
    return create_unit(unit=new, by=SYSTEM, at=AT)


def a_supplement(draft: SupplementDraft = DRAFT) -> UnitSupplement:
    version = a_published_version()
    return draft_supplement(
        procedure_id=version.procedure_id, unit_id=a_commune().pk, draft=draft, by=ONE, at=AT
    )


def words(row: UnitSupplement, on: date) -> dict[OpenField, str]:
    found = selectors.local_words(procedure_id=row.procedure_id, unit_id=row.unit_id, on=on)
    return dict(found.texts)


def test_a_second_person_publishes_and_only_that_unit_says_it():
    row = a_supplement()
    assert words(row, JUNE) == {}
    with pytest.raises(SamePersonRefused):
        publish_supplement(supplement_id=row.pk, by=ONE, at=AT)
    publish_supplement(supplement_id=row.pk, by=TWO, at=AT)

    assert words(row, JUNE) == {OpenField.PLACE: "Nhà văn hóa thôn 2"}
    assert words(row, date(2026, 2, 28)) == {}
    other = selectors.local_words(
        procedure_id=row.procedure_id, unit_id=a_commune("khac", "MAU.00002").pk, on=JUNE
    )
    assert not other.texts
    version = selectors.version_on(procedure_id=row.procedure_id, on=JUNE)
    steps = selectors.route_for(version_id=version.pk, level="commune").steps
    local = selectors.local_steps(
        steps, procedure_id=row.procedure_id, unit_id=row.unit_id, on=JUNE
    )
    assert [step.minutes for step in local] == [115, 600, 360, 115, 0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hours": "Sáng thứ bảy"}, "không để đơn vị tự ghi mục “Giờ tiếp nhận”"),
        ({"step_minutes": {"appraise": 6000}}, "chỉ được rút ngắn, không được ghi 100 giờ"),
        ({"step_minutes": {"la": 5}}, "không có bước “la”"),
        ({"step_minutes": {"appraise": -5}}, "số âm"),
        ({"place": " ", "step_minutes": {}}, "chưa ghi gì"),
        ({"valid_until": MARCH}, "phải sau ngày có hiệu lực"),
        ({"valid_from": date(2025, 1, 1)}, "không có hiệu lực"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(changes, sentence):
    with pytest.raises(SupplementRefused, match=sentence):
        a_supplement(replace(DRAFT, **changes))


def test_what_the_city_closes_is_silent_in_every_commune():
    row = a_supplement()
    publish_supplement(supplement_id=row.pk, by=TWO, at=AT)
    version = start_version(procedure_id=row.procedure_id, valid_from=JUNE, by=ONE, at=AT)
    draft = selectors.draft_of(version_id=version.pk)
    closed = replace(draft, open_fields=(OpenField.NOTE,))
    revise_version(version_id=version.pk, draft=closed, by=ONE, at=AT)
    publish_with_routes(version_id=version.pk, by=TWO, at=AT)

    assert words(row, date(2026, 5, 31)) == {OpenField.PLACE: "Nhà văn hóa thôn 2"}
    assert words(row, JUNE) == {}


def test_the_later_supplement_ends_the_one_before():
    row = a_supplement()
    publish_supplement(supplement_id=row.pk, by=TWO, at=AT)
    given = {"procedure_id": row.procedure_id, "unit_id": row.unit_id, "by": ONE, "at": AT}
    later = draft_supplement(draft=SupplementDraft(JUNE, place="Trụ sở mới"), **given)
    publish_supplement(supplement_id=later.pk, by=TWO, at=AT)

    assert words(row, date(2026, 5, 31)) == {OpenField.PLACE: "Nhà văn hóa thôn 2"}
    assert words(row, JUNE) == {OpenField.PLACE: "Trụ sở mới"}
    early = draft_supplement(draft=SupplementDraft(MARCH, place="Cũ"), **given)
    with pytest.raises(SupplementRefused, match="từ 01/06/2026"):
        publish_supplement(supplement_id=early.pk, by=TWO, at=AT)
    withdraw_supplement(supplement_id=early.pk, by=ONE, at=AT)
    with pytest.raises(DraftNotFound):
        withdraw_supplement(supplement_id=early.pk, by=ONE, at=AT)
    with pytest.raises(IntegrityError, match="do_not_overlap"), transaction.atomic():
        UnitSupplement.objects.filter(pk=row.pk).update(valid_until=None)
