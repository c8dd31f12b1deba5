"""Units begin, end and follow one another (requirements.md N1)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from motcua.journal.models import JournalEntry
from motcua.kernel.periods import Period
from motcua.organisation import errors, selectors, services
from motcua.organisation.models import Unit
from motcua.organisation.rules import NewOneStopUnit
from motcua.organisation.tests.builders import BY, a_unit
from motcua.organisation.vocabulary import Extent, Level, OneStopKind, Scope, UnitKind

pytestmark = pytest.mark.django_db

TODAY = date(2021, 6, 30)


@pytest.fixture
def tree(db):
    """A city with one district of two communes and a division."""
    city = a_unit("ha-noi", kind=UnitKind.CITY, level=Level.PROVINCE)
    district = a_unit("ba-vi", city)
    a_unit("xa-ba-vi", district, UnitKind.COMMUNE, level=Level.COMMUNE)
    a_unit("xa-yen-bai", district, UnitKind.COMMUNE, level=Level.COMMUNE)
    a_unit("ba-vi-tu-phap", district, UnitKind.DIVISION, key="phong_tu_phap")
    return city


def slugs(ids):
    return [Unit.objects.get(pk=pk).slug for pk in ids]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        pytest.param(Scope.OWN, ["ha-noi"], id="own is the unit itself"),
        pytest.param(Scope.BELOW, ["ba-vi", "xa-ba-vi", "xa-yen-bai"], id="below, no divisions"),
        pytest.param(Scope.ALL, ["ha-noi", "ba-vi", "xa-ba-vi", "xa-yen-bai"], id="all is both"),
    ],
)
def test_a_question_at_a_unit_is_about_the_units_of_its_scope(tree, scope, expected):
    assert slugs(selectors.unit_ids(unit_id=tree.pk, scope=scope, on=TODAY)) == expected


def test_a_unit_counts_below_only_on_the_days_it_exists(tree):
    commune = selectors.unit_by_slug("xa-yen-bai")
    services.end_unit(unit_id=commune.pk, on=TODAY, **BY)

    before = selectors.unit_ids(unit_id=tree.pk, scope=Scope.BELOW, on=date(2021, 6, 29))
    after = selectors.unit_ids(unit_id=tree.pk, scope=Scope.BELOW, on=TODAY)

    assert commune.pk in before
    assert commune.pk not in after


def test_the_ancestors_of_a_division_are_itself_its_district_and_its_city(tree):
    division = selectors.unit_by_slug("ba-vi-tu-phap")

    assert slugs(selectors.ancestor_ids(unit_id=division.pk)) == [
        "ba-vi-tu-phap",
        "ba-vi",
        "ha-noi",
    ]


def test_a_step_of_a_route_finds_its_division(tree):
    district = selectors.unit_by_slug("ba-vi")

    found = selectors.part_by_key(unit_id=district.pk, key="phong_tu_phap", on=TODAY)

    assert found is not None
    assert found.slug == "ba-vi-tu-phap"
    assert list(selectors.parts_of(unit_id=district.pk, on=TODAY)) == [found]


def test_an_unknown_unit_is_answered_with_those_that_look_like_it(tree):
    with pytest.raises(errors.UnknownUnit, match="Không có đơn vị “xa-bavi”; có phải là") as asked:
        selectors.unit_by_slug("xa-bavi")

    assert "xa-ba-vi" in asked.value.near


def test_a_slug_is_given_once(tree):
    with pytest.raises(errors.SlugTaken, match="hãy chọn địa chỉ khác"):
        a_unit("ba-vi")


def test_a_unit_does_not_end_before_its_parts(tree):
    with pytest.raises(errors.UnitHasLivingParts, match="hãy kết thúc đơn vị trực thuộc trước"):
        services.end_unit(unit_id=tree.pk, on=TODAY, **BY)


def test_a_unit_does_not_end_before_it_starts():
    unit = a_unit()

    with pytest.raises(errors.EndInvalid, match="01/01/2021"):
        services.end_unit(unit_id=unit.pk, on=date(2021, 1, 1), **BY)


def test_nothing_is_set_up_below_a_unit_that_has_ended():
    unit = a_unit()
    services.end_unit(unit_id=unit.pk, on=date(2021, 3, 1), **BY)

    with pytest.raises(errors.UnitEnded, match="đã kết thúc từ ngày 01/03/2021"):
        a_unit("phong", unit, UnitKind.DIVISION, period=Period(TODAY))


def test_a_whole_unit_goes_to_one_successor_who_takes_over():
    old, new, other = a_unit("cu"), a_unit("moi"), a_unit("khac")

    link = services.record_succession(
        predecessor_id=old.pk, successor_id=new.pk, extent=Extent.WHOLE, on=TODAY, **BY
    )

    assert link.takes_over
    with pytest.raises(errors.SuccessionInvalid, match="hãy ghi “một phần”"):
        services.record_succession(
            predecessor_id=old.pk, successor_id=other.pk, extent=Extent.PART, on=TODAY, **BY
        )


def test_setting_up_a_unit_is_in_the_journal():
    a_unit("ba-vi")

    assert JournalEntry.objects.filter(act="unit.create").count() == 1


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("unit_ends_after_it_starts", {"valid_until": date(2020, 1, 1)}),
        ("unit_code_in_the_new_form", {"official_code": "000.00.00.H26"}),
        ("unit_code_in_the_old_form", {"official_code_old": "H26"}),
        ("unit_gso_code_of_digits", {"gso_code": "2"}),
        ("unit_prefix_looks_like_a_sample", {"dossier_prefix": "H26.1"}),
    ],
)
def test_the_table_refuses_a_wrong_unit_by_the_name_of_the_rule(rule, wrong):
    unit = a_unit()

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(**wrong)


def test_a_statistical_code_is_given_once_from_a_day():
    a_unit("cu", gso_code="00103")
    a_unit("moi", gso_code="00103", period=Period(date(2025, 7, 1)))

    with pytest.raises(IntegrityError, match="unit_gso_code_once_a_period"), transaction.atomic():
        a_unit("khac", gso_code="00103")


def test_a_one_stop_point_belongs_to_a_unit_and_has_counters():
    unit = a_unit()
    point = services.create_one_stop_unit(
        point=NewOneStopUnit(
            slug="mot-cua-ba-vi",
            kind=OneStopKind.RECEPTION_UNIT,
            unit_id=unit.pk,
            name="Bộ phận Tiếp nhận và Trả kết quả huyện Ba Vì",
            period=unit.period,
        ),
        **BY,
    )

    first = services.add_counter(one_stop_unit_id=point.pk, number=1, name="Hộ tịch", **BY)
    again = services.add_counter(one_stop_unit_id=point.pk, number=1, name="Hộ tịch", **BY)

    assert first == again
    assert list(selectors.one_stop_units_of(unit_id=unit.pk, on=TODAY)) == [point]


def test_dossier_codes_of_a_unit_without_a_code_begin_with_something_of_its_own():
    first, second = (a_unit(slug, short_name="Ba Vì") for slug in ("ba-vi", "ba-vi-khac"))
    assert (first.code_prefix, second.code_prefix) == ("MAU.BAVI", "MAU.BAVI2")
