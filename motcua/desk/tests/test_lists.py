"""The inbox, the units' dossiers and the search: what stands there, and at what price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from motcua.desk.paging import pager_of
from motcua.desk.tests.reading import page_of, words
from motcua.pages.parts import Pager
from motcua.pages.tests.house import NOW, House
from motcua.pages.tests.tables import Dossier
from motcua.people.rules import NewPerson
from motcua.people.services import register_person
from motcua.storage import sql

pytestmark = pytest.mark.usefixtures("then")

#: session; account; officer, post and roles of the day.
_WHO = 3


def calls(client, address: str) -> tuple[int, str]:
    """Open a page and return how many times the database was asked, after a first visit."""
    client.get(address)
    with (
        CaptureQueriesContext(
            connection,
        ) as django,
        sql.observed() as ours,
    ):
        response = client.get(address)
    assert response.status_code == 200
    return len(django) + len(ours), words(response)


def test_the_inbox_asks_the_database_five_times_beside_who_is_there(house: House) -> None:
    for _ in range(3):
        house.processing()

    asked, page = calls(house.client("thuly"), "/viec-cua-toi")
    assert "3 hồ sơ" in page
    assert asked <= _WHO + 5


def test_the_price_of_the_inbox_does_not_grow_with_it(house: House) -> None:
    client = house.client("thuly")
    house.processing()
    few, _ = calls(client, "/viec-cua-toi")
    for _ in range(8):
        house.processing()
    many, _ = calls(client, "/viec-cua-toi")
    assert many == few


def test_an_empty_inbox_says_so(house: House) -> None:
    assert "Không còn việc nào phải làm." in words(house.client("thuly").get("/"))


def test_the_queues_part_the_inbox_by_the_due_day(house: House, then) -> None:
    house.processing(NOW - timedelta(days=30))
    house.processing()
    client = house.client("thuly")

    assert "Quá hạn 17 ngày" in words(client.get("/viec-cua-toi?hang=qua-han"))
    assert "Không có hồ sơ nào đến hạn hôm nay." in words(client.get("/viec-cua-toi?hang=hom-nay"))
    then.move_to(NOW + timedelta(days=14))
    again = house.client("thuly")
    assert "Còn 3 giờ" in words(again.get("/viec-cua-toi?hang=hom-nay"))


def test_pages_of_fifty_follow_each_other_without_gap_or_repeat(house: House) -> None:
    numbers = {house.processing() for _ in range(53)}
    client, address, seen = house.client("thuly"), "/viec-cua-toi", []
    while address:
        page = page_of(client.get(address))
        seen += [int(link.rpartition("/")[2]) for link in page.xpath("//tbody//a/@href")]
        following = page.xpath("//a[@rel='next']/@href")
        address = f"/viec-cua-toi{following[0]}" if following else ""
    assert len(seen) == 53
    assert set(seen) == numbers


def test_from_a_later_page_one_goes_back_page_by_page_and_to_the_first() -> None:
    request = RequestFactory().get("/", {"sau": "c3", "qua": "-,c1,c2"})
    pager = pager_of(request, kept={"hang": "can-lam"}, following="c4")
    assert pager.first == "?hang=can-lam"
    assert pager.previous == "?hang=can-lam&sau=c2&qua=-%2Cc1"
    assert pager.following == "?hang=can-lam&sau=c4&qua=-%2Cc1%2Cc2%2Cc3"

    second = pager_of(RequestFactory().get("/", {"sau": "c1", "qua": "-"}), kept={}, following="")
    assert (second.first, second.previous, second.following) == ("?", "?", "")
    assert not any(vars_of(pager_of(RequestFactory().get("/"), kept={}, following="")))


def vars_of(pager: Pager) -> tuple[str, str, str]:
    return pager.first, pager.previous, pager.following


def test_the_leader_above_sees_the_dossiers_of_the_units_below(house: House) -> None:
    house.processing()
    assert "Đăng ký lại khai sinh" in words(house.client("huyen").get("/don-vi"))
    assert "Không còn việc" in words(house.client("xaben").get("/don-vi"))


@pytest.mark.parametrize(
    "asked", ["MAU.09703-210209-0001", " mau.09703-210209 - 0001", "le thi", "LÊ THỊ HÒA", "hoà"]
)
def test_a_dossier_is_found_by_code_or_name_however_typed(house: House, asked: str) -> None:
    _owned(house)
    page = words(house.client("tiepnhan").get("/tim", {"tim": asked}))
    assert ("MAU.09703-210209-0001" in page) is (asked != "hoà")


def test_the_search_finds_nothing_outside_ones_units(house: House) -> None:
    _owned(house)
    for asked in ("MAU.09703-210209-0001", "lê thị", "001185012312"):
        assert "Không có hồ sơ mang mã này" in words(
            house.client("xala").get("/tim", {"tim": asked})
        )
    assert "MAU.09703" in words(house.client("tiepnhan").get("/tim", {"tim": "001185012312"}))


def _owned(house: House) -> None:

    owner = register_person(person=NewPerson(name="Lê Thị Hòa", identity_number="001185012312"))
    Dossier.objects.filter(pk=house.receive()).update(owner=owner)
