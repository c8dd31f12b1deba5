"""Units change name and place from a day on; figures of the day before stay where they were."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest
from django.db import connection

from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import VIETNAM, Period
from motcua.organisation import selectors, services
from motcua.organisation.errors import PlaceInvalid, ReshapeInvalid
from motcua.organisation.models import Unit
from motcua.organisation.rules import NewUnit, UnitCodes
from motcua.organisation.vocabulary import LEVEL_OF_KIND, Level, Scope, UnitKind

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 6, 15, 9, 0, tzinfo=VIETNAM)
BY = {"by": SYSTEM, "at": NOW}
FIRST, TODAY = date(2021, 1, 1), date(2021, 6, 15)


def a_unit(slug: str, kind: UnitKind, parent: Unit | None = None) -> Unit:
    new = NewUnit(
        slug=slug, kind=kind, level=LEVEL_OF_KIND[kind], name=slug.title(), period=Period(FIRST),
        parent_id=None if parent is None else parent.pk,
    )  # fmt: skip
    return services.create_unit(unit=new, **BY)


@pytest.fixture
def two_districts() -> tuple[Unit, Unit, Unit]:
    city = a_unit("city", UnitKind.CITY)
    old = a_unit("cu", UnitKind.RURAL_DISTRICT, city)
    new = a_unit("moi", UnitKind.RURAL_DISTRICT, city)
    return old, new, a_unit("xa", UnitKind.COMMUNE, old)


def below(unit: Unit, on: date) -> tuple[int, ...]:
    return selectors.unit_ids(unit_id=unit.pk, scope=Scope.BELOW, on=on)


def test_a_moved_unit_is_counted_where_it_stood_that_day(two_districts) -> None:
    old, new, commune = two_districts
    services.move_unit(unit_id=commune.pk, parent_id=new.pk, on=TODAY, **BY)
    assert (below(old, date(2021, 6, 14)), below(new, date(2021, 6, 14))) == ((commune.pk,), ())
    assert (below(old, TODAY), below(new, TODAY)) == ((), (commune.pk,))
    assert selectors.ancestor_ids(unit_id=commune.pk)[1] == new.pk
    city = Unit.objects.get(slug="city")
    for on in (date(2021, 6, 14), TODAY):
        assert set(below(city, on)) == {old.pk, new.pk, commune.pk}


def test_a_move_of_a_day_to_come_takes_effect_on_that_day(two_districts) -> None:
    old, new, commune = two_districts
    services.move_unit(unit_id=commune.pk, parent_id=new.pk, on=date(2021, 7, 1), **BY)
    assert Unit.objects.get(pk=commune.pk).parent_id == old.pk
    assert below(new, date(2021, 7, 1)) == (commune.pk,)
    assert services.take_effect(on=date(2021, 7, 1)) == 1
    assert services.take_effect(on=date(2021, 7, 1)) == 0
    assert Unit.objects.get(pk=commune.pk).parent_id == new.pk


def test_a_unit_is_never_put_below_itself(two_districts) -> None:
    old, _, commune = two_districts
    for parent in (old, commune):
        with pytest.raises(ReshapeInvalid, match="là chính đơn vị này hoặc thuộc"):
            services.move_unit(unit_id=old.pk, parent_id=parent.pk, on=TODAY, **BY)


def test_the_last_name_is_corrected_and_no_earlier_one_changed(two_districts) -> None:
    old, *_ = two_districts
    services.rename_unit(unit_id=old.pk, name="Huyện A", short_name="A", on=TODAY, **BY)
    services.rename_unit(unit_id=old.pk, name="Huyện B", short_name="B", on=TODAY, **BY)
    names = [(row.name, row.valid_from) for row in selectors.names_of(unit_id=old.pk)]
    assert names == [("Huyện B", TODAY), ("Cu", FIRST)]
    with pytest.raises(ReshapeInvalid, match="15/06/2021"):
        services.rename_unit(unit_id=old.pk, name="C", short_name="C", on=date(2021, 3, 1), **BY)


def test_an_official_code_belongs_to_one_unit(two_districts) -> None:
    old, new, _ = two_districts
    services.give_codes(unit_id=old.pk, codes=UnitCodes("H26.5"), **BY)
    assert Unit.objects.get(pk=old.pk).code_prefix == "H26.5"
    with pytest.raises(ReshapeInvalid, match="đơn vị khác dùng"):
        services.give_codes(unit_id=new.pk, codes=UnitCodes("H26.5"), **BY)


def test_the_reach_of_a_unit_holds_everything_below_it(two_districts) -> None:
    old, new, commune = two_districts
    assert selectors.reach_ids(unit_ids=[old.pk], on=TODAY) == {old.pk, commune.pk}
    services.end_unit(unit_id=commune.pk, on=TODAY, **BY)
    assert commune.pk in selectors.reach_ids(unit_ids=[old.pk], on=TODAY)
    assert selectors.reach_ids(unit_ids=[], on=TODAY) == frozenset()
    assert new.pk not in selectors.reach_ids(unit_ids=[old.pk], on=TODAY)


def a_division(slug: str, parent: Unit) -> Unit:
    new = NewUnit(
        slug=slug, kind=UnitKind.DIVISION, level=Level(parent.level), name=slug.title(),
        period=Period(FIRST), parent_id=parent.pk,
    )  # fmt: skip
    return services.create_unit(unit=new, **BY)


@pytest.mark.parametrize("kind", [UnitKind.CITY, UnitKind.RURAL_DISTRICT, UnitKind.COMMUNE])
def test_a_unit_of_government_stands_below_a_higher_level_only(two_districts, kind) -> None:
    *_, commune = two_districts
    with pytest.raises(PlaceInvalid, match="không thể trực thuộc Xa"):
        a_unit("gia", kind, commune)
    with pytest.raises(PlaceInvalid):
        a_unit("gia", UnitKind.COMMUNE, a_division("phong", two_districts[0]))


def test_a_unit_is_never_moved_below_a_lower_or_equal_level(two_districts) -> None:
    old, new, commune = two_districts
    with pytest.raises(PlaceInvalid):
        services.move_unit(unit_id=old.pk, parent_id=new.pk, on=TODAY, **BY)
    division = a_division("phong", old)
    with pytest.raises(PlaceInvalid):
        services.move_unit(unit_id=division.pk, parent_id=commune.pk, on=TODAY, **BY)


def test_two_moves_of_days_to_come_never_make_a_circle(two_districts) -> None:
    first, second = (a_division(slug, two_districts[0]) for slug in ("mot", "hai"))
    later, sooner = date(2021, 8, 1), date(2021, 7, 1)
    services.move_unit(unit_id=first.pk, parent_id=second.pk, on=later, **BY)
    for on in (sooner, later, date(2021, 9, 1)):
        with pytest.raises(ReshapeInvalid, match="là chính đơn vị này hoặc thuộc"):
            services.move_unit(unit_id=second.pk, parent_id=first.pk, on=on, **BY)
    services.take_effect(on=later)
    assert selectors.ancestor_ids(unit_id=first.pk)[:2] == (first.pk, second.pk)


def test_a_circle_that_is_there_all_the_same_ends_the_walk_upwards(two_districts) -> None:
    first = a_division("mot", two_districts[0])
    second = a_division("hai", first)
    Unit.objects.filter(pk=first.pk).update(parent=second)
    assert selectors.ancestor_ids(unit_id=first.pk) == (first.pk, second.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_opposite_moves_at_once_one_is_refused(two_districts) -> None:
    first, second = (a_division(slug, two_districts[0]) for slug in ("mot", "hai"))
    start = Barrier(2)

    def move(unit: Unit, parent: Unit) -> str:
        start.wait()
        try:
            services.move_unit(unit_id=unit.pk, parent_id=parent.pk, on=TODAY, **BY)
        except ReshapeInvalid:
            return "refused"
        finally:
            connection.close()
        return "moved"

    with ThreadPoolExecutor(2) as both:
        answers = [both.submit(move, first, second), both.submit(move, second, first)]
    assert sorted(answer.result() for answer in answers) == ["moved", "refused"]
