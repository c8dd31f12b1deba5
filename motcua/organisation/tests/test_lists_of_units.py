"""Hà Nội of 2021 and of 2025, as the program ships it (interfaces.md 13, requirements.md N2)."""

import time
from collections import Counter
from datetime import date

import pytest

from motcua.organisation import selectors, services
from motcua.organisation.models import Succession, Unit
from motcua.organisation.models.validity import valid_on
from motcua.organisation.vocabulary import Scope

pytestmark = pytest.mark.django_db

IN_2021 = date(2021, 6, 30)
LAST_DAY_OF_THE_DISTRICTS = date(2025, 6, 30)
FIRST_DAY_WITHOUT = date(2025, 7, 1)


@pytest.fixture(autouse=True)
def loaded(db):
    services.load_units()


def units_on(day, level):
    return Unit.objects.filter(valid_on(day), level=level)


def kinds_on(day, level):
    return dict(Counter(units_on(day, level).order_by("pk").values_list("kind", flat=True)))


def slug_of(code, day):
    return Unit.objects.get(valid_on(day), gso_code=code).slug


def test_in_2021_ha_noi_has_30_districts_and_579_communes():
    assert kinds_on(IN_2021, "district") == {
        "urban_district": 12,
        "rural_district": 17,
        "district_town": 1,
    }
    assert kinds_on(IN_2021, "commune") == {"ward": 175, "commune": 383, "town": 21}


def test_from_1_july_2025_it_has_126_communes_and_no_district():
    assert kinds_on(FIRST_DAY_WITHOUT, "district") == {}
    assert kinds_on(FIRST_DAY_WITHOUT, "commune") == {"ward": 51, "commune": 75}


def test_the_units_of_2021_stand_until_the_end_of_june_2025():
    assert units_on(LAST_DAY_OF_THE_DISTRICTS, "district").count() == 30
    assert units_on(LAST_DAY_OF_THE_DISTRICTS, "commune").count() == 579


def test_the_city_is_one_unit_before_and_after():
    assert Unit.objects.filter(level="province").count() == 1
    assert selectors.unit_by_slug("ha-noi").valid_until is None


@pytest.mark.parametrize(("district", "communes"), [("tay-ho", 8), ("ba-vi", 31)])
def test_tay_ho_has_8_communes_and_ba_vi_31(district, communes):
    unit = selectors.unit_by_slug(district)

    below = selectors.unit_ids(unit_id=unit.pk, scope=Scope.BELOW, on=IN_2021)

    assert len(below) == communes


@pytest.mark.parametrize(
    ("code", "in_2021", "now"),
    [
        pytest.param("00103", "phuong-xuan-la", "phuong-tay-ho-2025", id="Xuân La, Tây Hồ"),
        pytest.param("09700", "xa-minh-quang", "xa-ba-vi-2025", id="Minh Quang, Ba Vì"),
    ],
)
def test_a_statistical_code_names_another_commune_after_the_reform(code, in_2021, now):
    assert slug_of(code, IN_2021) == in_2021
    assert slug_of(code, FIRST_DAY_WITHOUT) == now


def test_the_old_xa_ba_vi_had_the_code_09703():
    assert slug_of("09703", IN_2021) == "xa-ba-vi"


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("ha-noi", "Thành phố Hà Nội"),
        ("tay-ho", "Quận Tây Hồ"),
        ("ba-vi", "Huyện Ba Vì"),
        ("quan-ba-dinh", "Quận Ba Đình"),
        ("thi-xa-son-tay", "Thị xã Sơn Tây"),
        ("phuong-buoi", "Phường Bưởi"),
        ("thi-tran-tay-dang", "Thị trấn Tây Đằng"),
        ("xa-phu-cuong-ba-vi", "Xã Phú Cường"),
        ("xa-phu-cuong-soc-son", "Xã Phú Cường"),
        ("phuong-tay-ho-2025", "Phường Tây Hồ"),
    ],
)
def test_a_slug_is_kind_and_name_with_the_district_where_names_repeat(slug, name):
    assert selectors.unit_by_slug(slug).name == name


def test_every_unit_has_a_sample_prefix_of_its_own_and_no_invented_code():
    prefixes = list(Unit.objects.order_by("pk").values_list("dossier_prefix", flat=True))

    assert len(set(prefixes)) == len(prefixes) == 736
    assert all(prefix.startswith("MAU.") for prefix in prefixes)
    assert not Unit.objects.exclude(official_code=None, official_code_old=None).exists()
    assert selectors.unit_by_slug("ba-vi").code_prefix == "MAU.BAVI"


def test_loading_again_changes_nothing():
    before = list(Unit.objects.order_by("pk").values())

    assert services.load_units() == 0
    assert list(Unit.objects.order_by("pk").values()) == before
    assert Succession.objects.count() == 68


def test_loading_leaves_an_official_code_that_was_entered():
    Unit.objects.filter(slug="ba-vi").update(official_code="H26.99")

    services.load_units()

    assert selectors.unit_by_slug("ba-vi").code_prefix == "H26.99"


def test_736_units_load_within_a_second():
    Succession.objects.all().delete()
    Unit.objects.filter(level="commune").delete()
    Unit.objects.filter(level="district").delete()
    Unit.objects.all().delete()

    start = time.process_time()

    assert services.load_units() == 736
    assert time.process_time() - start < 1


def test_every_commune_of_tay_ho_and_ba_vi_has_a_successor():
    for district in ("tay-ho", "ba-vi"):
        for commune in selectors.unit_by_slug(district).children.order_by("pk"):
            assert selectors.successions_of(unit_id=commune.pk).exists(), commune


@pytest.mark.parametrize(
    ("old", "new", "extent"),
    [
        ("phuong-buoi", ["phuong-tay-ho-2025"], "whole"),
        ("phuong-thuy-khue", ["phuong-ba-dinh-2025", "phuong-tay-ho-2025"], "part"),
        ("xa-ba-vi", ["xa-ba-vi-2025"], "whole"),
        ("thi-tran-tay-dang", ["xa-minh-chau-2025", "xa-quang-oai-2025"], "part"),
        ("xa-tan-hong", ["xa-co-do-2025"], "whole"),
    ],
)
def test_a_commune_went_wholly_or_in_parts_into_new_ones(old, new, extent):
    links = list(selectors.successions_of(unit_id=selectors.unit_by_slug(old).pk))

    assert sorted(link.successor.slug for link in links) == new
    assert {link.extent for link in links} == {extent}


def test_who_continues_the_open_dossiers_of_a_district_is_named_first():
    links = list(selectors.successions_of(unit_id=selectors.unit_by_slug("tay-ho").pk))

    assert links[0].successor.slug == "phuong-tay-ho-2025"
    assert [link.takes_over for link in links] == [True] + [False] * 5
