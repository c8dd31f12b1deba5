"""An administrator looks after the accounts of the officers below, and of nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.accounts import selectors, services
from motcua.accounts.vocabulary import Role
from motcua.board.tests.people import add_others
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation.services import grant_role
from motcua.pages.tests.doors import house, then
from motcua.pages.tests.house import BEGIN, NOW, PASSWORD, House

pytestmark = pytest.mark.usefixtures("then")
__all__ = ["house", "then"]
YES = {"buoc": "lam"}


def act(name: str, officer: str = "tiepnhan") -> str:
    return reverse("board:sessions_change", args=[officer, name])


def page_of(officer: str = "tiepnhan") -> str:
    return reverse("board:sessions_officer", args=[officer])


@pytest.fixture
def town(house: House) -> House:
    house.give_password("tiepnhan")
    add_others(house)
    return house


def log_in(password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/dang-nhap", {"username": "tiepnhan", "password": password})
    return client


def test_a_lock_is_seen_and_lifted(town: House) -> None:
    for number in range(5):
        log_in(f"sai rồi {number}")
    boss = town.client("quantri")
    assert "Đang khóa đến 09/02/2021 14:01" in boss.get(page_of()).content.decode()
    assert "thử đăng nhập lại ngay" in boss.post(act("mo-khoa")).content.decode()
    assert boss.post(act("mo-khoa"), YES)["Location"] == page_of()
    assert log_in().get("/viec-cua-toi").status_code == 200
    assert boss.get(act("mo-khoa")).status_code == 404


def test_a_new_password_is_shown_once_and_ends_the_sessions(town: House) -> None:
    officer, boss = log_in(), town.client("quantrihuyen")
    shown = boss.post(act("dat-mat-khau"), YES).content.decode()
    assert "chỉ hiện một lần" in shown
    assert officer.get("/viec-cua-toi").status_code == 302
    assert log_in().get("/viec-cua-toi").status_code == 302
    assert "Phải đổi khi đăng nhập" in boss.get(page_of()).content.decode()


def test_sessions_second_factor_and_the_account_itself_are_taken_away(town: House) -> None:
    key = town.officer("tiepnhan").account_id
    services.add_passkey(
        account_id=key, name="Khóa", credential=b"x", credential_id=b"1", by=SYSTEM, at=NOW
    )
    boss = town.client("quantri")
    boss.post(act("dat-lai-lop-hai"), YES)
    assert not selectors.factors_of(key)
    officer = log_in()
    boss.post(act("ket-thuc-phien"), YES)
    assert officer.get("/viec-cua-toi").status_code == 302
    boss.post(act("ngung"), YES)
    assert log_in().get("/viec-cua-toi").status_code == 302
    boss.post(act("dung-lai"), YES)
    assert log_in().get("/viec-cua-toi").status_code == 200


def test_networks_are_entered_a_line_each(town: House) -> None:
    boss = town.client("quantri")
    wrong = boss.post(act("dia-chi"), {"networks": "10.12.0.0/16\nmạng", **YES})
    assert wrong.status_code == 422
    assert "“mạng” không phải địa chỉ mạng" in wrong.content.decode()
    boss.post(act("dia-chi"), {"networks": "10.12.0.0/16\n", **YES})
    assert selectors.networks_of(town.officer("tiepnhan").account_id) == ("10.12.0.0/16",)
    assert log_in().get("/viec-cua-toi").status_code == 302


@pytest.mark.parametrize("name", ["quantriben", "quantrila"])
def test_outside_the_reach_there_is_nothing(town: House, name: str) -> None:
    boss = town.client(name)
    assert boss.get(page_of()).status_code == 404
    assert boss.post(act("dat-mat-khau"), YES).status_code == 404


def test_nobody_climbs_by_setting_the_password_of_somebody_higher(town: House) -> None:
    grant_role(
        officer_id=town.officer("tiepnhan").pk, role=Role.LEADER, unit_id=town.units["parent"].pk,
        period=Period(BEGIN.date()), by=SYSTEM, at=NOW,
    )  # fmt: skip
    boss = town.client("quantri")
    assert boss.get(page_of()).status_code == 200
    assert "Đặt lại mật khẩu" not in boss.get(page_of()).content.decode()
    assert boss.post(act("dat-mat-khau"), YES).status_code == 403
    assert town.client("quantrihuyen").post(act("dat-mat-khau"), YES).status_code == 200


def test_the_own_account_is_changed_on_its_own_page_and_an_auditor_reads(town: House) -> None:
    boss = town.client("quantri")
    assert boss.post(act("dat-mat-khau", "quantri"), YES).status_code == 403
    auditor = town.client("kiemtoan")
    assert auditor.get(page_of()).status_code == 200
    assert auditor.post(act("ngung"), YES).status_code == 403


def test_a_units_networks_hold_for_its_officers_and_those_below(town: House) -> None:
    address = reverse("board:sessions_unit", args=["parent"])
    boss = town.client("quantrihuyen")
    assert (
        "Chỉ đăng nhập được từ: 10.0.0.0/8"
        in boss.post(address, {"networks": "10.0.0.0/8"}).content.decode()
    )
    assert boss.post(address, {"networks": "10.0.0.0/8", **YES}).status_code == 302
    assert log_in().get("/viec-cua-toi").status_code == 302
    assert town.client("quantri").get(address).status_code == 404
