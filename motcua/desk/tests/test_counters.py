"""What is received once, at which counter, and what is refused at the door."""

from datetime import date

import pytest
from django.urls import reverse

from motcua.desk.tests.reading import fields, summary, words
from motcua.dossiers import services
from motcua.pages.tests.house import NOW, House
from motcua.pages.tests.tables import Dossier, ImportRun, Succession, Unit

pytestmark = pytest.mark.usefixtures("then")


def form_of(house: House, name: str = "receive_form") -> str:
    return reverse(f"desk:{name}", args=["own", house.procedure.slug])


def checked(client, page: str) -> dict[str, str]:
    """Return what the second page of a reception sends."""
    told = {**fields(client.get(page)), "owner_name": "Lê Thị Hòa"}
    return {**fields(client.post(page, told, follow=True)), "buoc": "nhan"}


def test_a_reception_without_the_mark_of_its_sending_is_refused(house: House) -> None:
    client, page = house.client("tiepnhan"), form_of(house)
    refused = client.post(page, {**checked(client, page), "lan-gui": ""})
    assert refused.status_code == 422
    assert "thiếu dấu của lần gửi" in summary(refused)[0][0]
    assert not Dossier.objects.exists()
    assert client.get(f"{page}?lan-gui=").status_code == 200


def test_other_receptions_need_the_mark_too(house: House) -> None:
    client, special = house.client("tiepnhan"), form_of(house, "receive_interlinked")
    part = {"owner_name": "Hòa", "part_1": house.procedure.slug, "unit_1": "foreign"}
    again = client.post(special, {**fields(client.get(special)), **part, "lan-gui": ""})
    assert "thiếu dấu của lần gửi" in summary(again)[0][0]
    assert not Dossier.objects.exists()
    assert client.post(special, {**fields(again), **part}).status_code == 302
    assert Dossier.objects.count() == 2

    refuse = form_of(house, "refuse_counter")
    told = {**fields(client.get(refuse)), "owner_name": "Hòa", "reason": "thiếu", "lan-gui": ""}
    assert "thiếu dấu của lần gửi" in words(client.post(refuse, told))
    assert Dossier.objects.count() == 2


def test_the_mark_of_a_sending_is_good_at_its_own_address_only(house: House) -> None:
    client, page = house.client("tiepnhan"), form_of(house)
    sent = checked(client, page)
    assert client.post(page, sent).status_code == 302

    mark = sent["lan-gui"]
    refuse = form_of(house, "refuse_counter")
    told = {**fields(client.get(refuse)), "owner_name": "Hòa", "reason": "thiếu", "lan-gui": mark}
    assert "đã dùng cho một biểu mẫu khác" in words(client.post(refuse, told))
    assert Dossier.objects.count() == 1
    # The same address leads back to the slip; another one shows its own form.
    assert client.get(f"{page}?lan-gui={mark}").status_code == 302
    other = form_of(house, "receive_interlinked")
    assert client.get(f"{other}?lan-gui={mark}").status_code == 200


def end(house: House) -> None:
    Unit.objects.filter(slug="own").update(valid_until=date(2021, 2, 1))


PAGES = ("receive_form", "refuse_counter", "receive_interlinked")


@pytest.mark.parametrize("name", PAGES)
def test_a_unit_that_has_ended_receives_nothing_and_names_its_successor(
    house: House, name: str
) -> None:
    end(house)
    Succession.objects.create(
        predecessor=house.units["own"], successor=house.units["sister"], extent="whole",
        takes_over=True, on=date(2021, 2, 1),
    )  # fmt: skip
    told = house.client("tiepnhan").get(form_of(house, name))
    assert told.status_code == 422
    assert "Xã Ba Trại đã kết thúc ngày 31/01/2021" in words(told)
    assert "nhận tại đơn vị kế tục: Xã Minh Quang" in words(told)


@pytest.mark.parametrize("name", PAGES)
def test_the_counter_of_a_sample_stays_open_and_says_that_it_is_one(
    house: House, name: str
) -> None:
    end(house)
    ImportRun.objects.create(
        source="mau-own", file_name="own.yaml", file_sha256="0", by="hệ thống", at=NOW, result={},
        mapping={"title": "Mẫu", "sample": True, "unit": "parent"}, unit=house.units["own"],
    )  # fmt: skip
    client, page = house.client("tiepnhan"), form_of(house, name)
    assert "Đơn vị này đã kết thúc ngày 31/01/2021; đây là dữ liệu mẫu." in words(client.get(page))
    if name == "receive_form":
        assert client.post(page, checked(client, page)).status_code == 302
        assert Dossier.objects.count() == 1


@pytest.mark.parametrize("address", ["yeu-cau-bo-sung", "nghia-vu-tai-chinh", "lay-y-kien"])
@pytest.mark.parametrize("who", ["thuly", "chutich"])
def test_before_the_take_over_the_form_says_so_instead_of_opening(
    house: House, address: str, who: str
) -> None:
    number = house.receive()
    services.transfer(dossier_id=number, by=house.acting("tiepnhan"), at=NOW)
    client, page = house.client(who), f"/ho-so/{number}/{address}"
    before = Dossier.objects.values().get(pk=number)
    for answer in (client.get(page), client.post(page, {"reason": "thiếu"})):
        assert answer.status_code == 422
        assert "chưa có người nhận bàn giao" in words(answer)
    assert Dossier.objects.values().get(pk=number) == before
    assert f"/ho-so/{number}/{address}" not in client.get(f"/ho-so/{number}").content.decode()


def received(house: House, phone: str, name: str = "Lê Thị Hòa"):
    client, page = house.client("tiepnhan"), form_of(house)
    told = {"owner_name": name, "identity": "001 185 012 312", "phone": phone}
    form = client.post(page, {**fields(client.get(page)), **told}, follow=True)
    return client.post(page, {**fields(form), "buoc": "nhan"})


def test_each_dossier_shows_the_phone_that_was_told_for_it(house: House) -> None:
    for phone in ("0912 345 678", "0987 654 321", ""):
        assert received(house, phone).status_code == 302
    first, second, without = Dossier.objects.order_by("pk")
    assert first.owner_id == second.owner_id == without.owner_id
    client = house.client("tiepnhan")
    shown = [
        words(client.post(f"/ho-so/{one.pk}/chu-ho-so", {"purpose": "báo kết quả"}))
        for one in (first, second, without)
    ]
    told = [("678" in page, "321" in page) for page in shown]
    assert told == [(True, False), (False, True), (False, False)]


def test_a_number_of_another_name_is_refused_though_only_a_mark_differs(house: House) -> None:
    assert received(house, "").status_code == 302
    assert received(house, "", "LÊ THỊ HÒA").status_code == 302
    refused = received(house, "", "Lê Thị Hoa")
    assert refused.status_code == 422
    assert "đã có trong hệ thống với họ tên khác" in summary(refused)[0][0]


def test_a_character_that_cannot_be_stored_is_told_in_vietnamese(house: House) -> None:
    client = house.client("tiepnhan")
    for name in ("receive_form", "refuse_counter", "receive_interlinked"):
        told = {"owner_name": "Hòa\x00", "reason": "a\x00b", "identity": "\x00", "buoc": "xem"}
        answer = client.post(form_of(house, name), told)
        assert answer.status_code == 422
        assert "Có ký tự không ghi được" in words(answer)
        assert "Null" not in words(answer)
    number = house.receive()
    answer = client.post(f"/ho-so/{number}/chu-ho-so", {"purpose": "\x00"})
    assert "Có ký tự không ghi được" in words(answer)
