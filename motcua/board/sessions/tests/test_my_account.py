"""My account: the sessions of one's own, the password, the second factor."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from motcua.accounts import selectors, services
from motcua.accounts.rules import totp
from motcua.board.tests.people import add_others
from motcua.journal.rules import SYSTEM
from motcua.pages.tests.doors import house, then
from motcua.pages.tests.house import NOW, PASSWORD, House

pytestmark = pytest.mark.usefixtures("then")
__all__ = ["house", "then"]
MINE = "/quan-tri/tai-khoan/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def at_home(house: House) -> House:
    house.give_password("tiepnhan")
    return house


def logged_in(name: str = "tiepnhan", **headers: str) -> Client:
    client = Client(**headers)
    answer = client.post("/dang-nhap", {"username": name, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def lines(house: House, client: Client):
    key = house.officer("tiepnhan").account_id
    return selectors.sessions_of(key, current_key=client.session.session_key, now=NOW)


def test_my_sessions_are_seen_and_ended_one_by_one_and_all_others(at_home: House) -> None:
    mine = logged_in(HTTP_USER_AGENT=FIREFOX)
    others = [logged_in(REMOTE_ADDR=f"10.0.0.{number}") for number in (1, 2, 3)]
    page = mine.get(MINE).content.decode()
    assert "Firefox trên Windows" in page
    assert "10.0.0.3" in page
    assert "phiên này" in page

    one = next(line for line in lines(at_home, mine) if line.address == "10.0.0.1")
    assert mine.post(reverse("board:sessions_end", args=[one.id])).status_code == 302
    assert others[0].get(MINE).status_code == 302
    assert others[1].get(MINE).status_code == 200
    assert mine.post(reverse("board:sessions_end", args=[one.id])).status_code == 422
    mine.post(reverse("board:sessions_end_others"))
    assert [line.current for line in lines(at_home, mine)] == [True]
    assert others[2].get(MINE).status_code == 302
    assert mine.get(MINE).status_code == 200


def test_nobody_ends_anothers_session(at_home: House) -> None:
    mine = logged_in()
    (line,) = lines(at_home, mine)
    stranger = at_home.client("thuly")
    assert stranger.post(reverse("board:sessions_end", args=[line.id])).status_code == 422
    assert mine.get(MINE).status_code == 200


def test_a_new_password_ends_the_other_sessions_and_keeps_mine(at_home: House) -> None:
    mine, other = logged_in(), logged_in()
    change = reverse("board:sessions_password")
    new = {"new_password": "ba quả núi xanh", "again_password": "ba quả núi xanh"}
    wrong = mine.post(change, {"old_password": "sai rồi nhé", **new})
    assert wrong.status_code == 422
    assert "Mật khẩu hiện tại chưa đúng" in wrong.content.decode()
    assert mine.post(change, {"old_password": PASSWORD, **new})["Location"] == MINE
    assert mine.get(MINE).status_code == 200
    assert other.get(MINE).status_code == 302
    assert [line.current for line in lines(at_home, mine)] == [True]


def test_the_old_password_is_not_guessed_at_an_open_session(at_home: House) -> None:
    mine = logged_in()
    change = reverse("board:sessions_password")
    new = {"new_password": "ba quả núi xanh", "again_password": "ba quả núi xanh"}
    for number in range(5):
        mine.post(change, {"old_password": f"sai rồi {number}", **new})
    refused = mine.post(change, {"old_password": PASSWORD, **new})
    assert "thử sai nhiều lần" in refused.content.decode()


def test_an_app_is_added_shown_and_removed(at_home: House) -> None:
    mine, app = logged_in(), reverse("board:sessions_app")
    page = mine.get(app).content.decode()
    seed = services.secret_of(mine.session["khoa-ung-dung"])
    assert totp.secret_text(seed) in page
    assert "<svg" in page
    assert "style=" not in page
    codes = mine.post(app, {"ma_xac_thuc": totp.hotp(seed, totp.step_of(NOW))})
    assert codes.content.decode().count("<li><code>") == 10
    assert "no-store" in codes["Cache-Control"]

    (factor,) = selectors.factors_of(at_home.officer("tiepnhan").account_id)
    remove = reverse("board:sessions_factor_remove", args=[factor.id])
    assert "Bỏ cách xác thực này?" in mine.get(remove).content.decode()
    assert at_home.client("thuly").post(remove).status_code == 404
    assert mine.post(remove)["Location"] == MINE
    assert not selectors.factors_of(at_home.officer("tiepnhan").account_id)


def test_who_must_have_one_keeps_the_last(at_home: House, settings) -> None:
    settings.DEMONSTRATION = False
    key = at_home.officer("quantri").account_id
    factor = services.add_passkey(
        account_id=key, name="Khóa", credential=b"x", credential_id=b"1", by=SYSTEM, at=NOW
    )
    client = at_home.client("quantri")
    remove = reverse("board:sessions_factor_remove", args=[factor.pk])
    refused = client.post(remove)
    assert refused.status_code == 422
    assert "hãy thêm cách khác trước" in refused.content.decode()


def test_without_single_sign_on_nothing_speaks_of_it(at_home: House) -> None:
    assert "Đăng nhập một lần" not in logged_in().get(MINE).content.decode()
    assert "một lần" not in Client().get("/dang-nhap").content.decode()
    assert Client().post(reverse("desk:sign_on")).status_code == 422


POLICY = "/quan-tri/tai-khoan/quy-dinh-dang-nhap"
ENTERED = {
    "valid_from_ngay": "10", "valid_from_thang": "02", "valid_from_nam": "2021",
    "roles": ["administrator", "leader"], "idle_minutes": "20",
}  # fmt: skip


def test_the_topmost_administrator_enters_a_rule_from_a_day_on(house: House) -> None:
    add_others(house)
    client = house.client("quantrihuyen")
    assert client.post(POLICY, ENTERED)["Location"] == POLICY
    assert selectors.policy_on(date(2021, 2, 9)).idle_minutes == 30
    assert selectors.policy_on(date(2021, 2, 10)).idle_minutes == 20
    page = client.get(POLICY).content.decode()
    assert "Lãnh đạo Ủy ban nhân dân" in page
    assert "10/02/2021" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"idle_minutes": "5"}, "từ 10 đến 480"),
        ({"idle_minutes": "mười"}, "bằng chữ số"),
        ({"valid_from_ngay": "08"}, "không được trước hôm nay"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(house: House, wrong, words) -> None:
    add_others(house)
    answer = house.client("quantrihuyen").post(POLICY, ENTERED | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_administrator_below_and_an_auditor_read_the_rule_only(house: House) -> None:
    add_others(house)
    for name in ("quantri", "kiemtoan"):
        assert house.client(name).get(POLICY).status_code == 200
        assert house.client(name).post(POLICY, ENTERED).status_code == 403
    assert not selectors.policies()
