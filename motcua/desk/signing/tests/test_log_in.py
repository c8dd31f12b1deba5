"""Logging in from the door: waits, first password, second factor, addresses, sessions, drafts."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse

from motcua.accounts import selectors, services
from motcua.accounts.rules import totp
from motcua.desk.tests.reading import words
from motcua.journal.rules import SYSTEM, Actor
from motcua.pages.tests.doors import house, then
from motcua.pages.tests.house import NOW, PASSWORD, House

pytestmark = pytest.mark.usefixtures("then")
__all__ = ["house", "then"]
LOG_IN = "/dang-nhap"
MINE = "/quan-tri/tai-khoan/"
BOSS = Actor("quantri", "Quản trị", "", "")


def sent(client: Client, name: str, password: str = PASSWORD, **more: str):
    return client.post(LOG_IN, {"username": name, "password": password, **more})


@pytest.fixture
def known(house: House) -> House:
    house.give_password("tiepnhan")
    return house


def account_id(house: House, name: str = "tiepnhan") -> int:
    return house.officer(name).account_id


def test_after_five_wrong_passwords_one_sentence_says_when_to_try_again(known, then) -> None:
    client = Client()
    told = [words(sent(client, "tiepnhan", f"sai rồi {number}")) for number in range(5)]
    assert all("chưa đúng" in text for text in told)

    refused = sent(client, "tiepnhan")
    assert refused.status_code == 422
    assert "thử lại sau 14:01:00 ngày 09/02/2021" in words(refused)
    then.shift(61)
    assert sent(client, "tiepnhan").status_code == 302


def test_an_unknown_name_is_answered_word_for_word_alike(known: House) -> None:
    client = Client()
    for number in range(7):
        known_name = words(sent(client, "tiepnhan", f"sai rồi {number}"))
        nobody = words(sent(client, "khong-co-ai", f"sai rồi {number}"))
        assert known_name.replace("tiepnhan", "") == nobody.replace("khong-co-ai", "")


def test_neither_names_nor_passwords_enter_the_log(known: House, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        sent(Client(), "tiepnhan", "bi-mat-cua-toi")
        sent(Client(), "tiepnhan")
    own = [one.getMessage() for one in caplog.records if not one.name.startswith("django.db")]
    assert not [line for line in own if "bi-mat" in line or PASSWORD in line]


def test_the_first_password_is_changed_before_anything_else(house: House) -> None:
    key = account_id(house)
    services.set_password(account_id=key, password="tạm thời 4821", by=BOSS, at=NOW)
    client = Client()
    change = reverse("board:sessions_password")
    assert sent(client, "tiepnhan", "tạm thời 4821", tiep="/tiep-nhan")["Location"] == change
    assert client.get("/viec-cua-toi")["Location"] == change
    assert "do người quản trị đặt" in words(client.get(change))

    new = {"old_password": "tạm thời 4821", "new_password": "ba quả núi xanh"}
    weak = {**new, "new_password": "matkhau123", "again_password": "matkhau123"}
    assert "nhiều người dùng mật khẩu này" in words(client.post(change, weak))
    differs = client.post(change, {**new, "again_password": "ba quả núi đỏ"})
    assert "Hai lần gõ" in words(differs)
    done = client.post(change, {**new, "again_password": "ba quả núi xanh"})
    assert done["Location"] == "/tiep-nhan"
    assert client.get("/tiep-nhan").status_code == 200


def enrolled(house: House, name: str = "tiepnhan") -> bytes:
    sealed = services.new_secret()
    seed = services.secret_of(sealed)
    code = totp.hotp(seed, totp.step_of(NOW) - 1)
    services.add_totp(account_id=account_id(house, name), secret=sealed, code=code,
                      by=SYSTEM, at=NOW)  # fmt: skip
    return seed


def test_the_password_alone_opens_nothing_where_there_is_a_second_factor(known: House) -> None:
    seed = enrolled(known)
    client = Client()
    second = reverse("desk:second_factor")
    assert sent(client, "tiepnhan", tiep="/tiep-nhan")["Location"] == second
    assert client.get("/viec-cua-toi")["Location"].startswith(LOG_IN)
    wrong = client.post(second, {"ma_xac_thuc": "000000"})
    assert wrong.status_code == 422
    assert "Mã chưa đúng" in words(wrong)

    code = totp.hotp(seed, totp.step_of(NOW))
    assert client.post(second, {"ma_xac_thuc": code})["Location"] == "/tiep-nhan"
    assert client.get("/tiep-nhan").status_code == 200
    again = Client()
    sent(again, "tiepnhan")
    assert again.post(second, {"ma_xac_thuc": code}).status_code == 422


def test_a_recovery_code_lets_in_and_patience_ends(known: House, then) -> None:
    enrolled(known)
    codes = services.new_recovery_codes(account_id=account_id(known), by=SYSTEM, at=NOW)
    client, second = Client(), reverse("desk:second_factor")
    sent(client, "tiepnhan")
    assert client.post(second, {"ma_xac_thuc": codes[0]})["Location"] == "/"

    slow = Client()
    sent(slow, "tiepnhan")
    then.shift(601)
    assert slow.post(second, {"ma_xac_thuc": codes[1]})["Location"] == LOG_IN


def test_a_password_set_in_between_ends_the_wait_for_the_second_factor(known: House) -> None:
    seed = enrolled(known)
    client, second = Client(), reverse("desk:second_factor")
    sent(client, "tiepnhan")
    services.set_password(account_id=account_id(known), password="một đàn cò trắng",
                          by=BOSS, at=NOW)  # fmt: skip
    code = totp.hotp(seed, totp.step_of(NOW))
    assert client.post(second, {"ma_xac_thuc": code})["Location"] == LOG_IN


def test_a_role_that_must_have_a_second_factor_gets_one_first(house: House, settings) -> None:
    settings.DEMONSTRATION = False
    house.give_password("quantri")
    client = Client()
    choose, app = reverse("board:sessions_factors"), reverse("board:sessions_app")
    assert sent(client, "quantri", tiep="/quan-tri/")["Location"] == choose
    assert client.get("/quan-tri/")["Location"] == choose
    assert client.get(MINE)["Location"] == choose
    assert "phải có lớp xác thực thứ hai" in words(client.get(choose))

    client.get(app)
    seed = services.secret_of(client.session["khoa-ung-dung"])
    assert client.post(app, {"ma_xac_thuc": "12"}).status_code == 422
    code = totp.hotp(seed, totp.step_of(NOW))
    shown = client.post(app, {"ma_xac_thuc": code})
    assert "Mã dự phòng" in words(shown)
    assert client.get("/quan-tri/").status_code == 200


def test_trying_out_asks_no_second_factor_and_says_so(house: House, settings) -> None:
    settings.DEMONSTRATION = True
    house.give_password("quantri")
    client = Client()
    assert sent(client, "quantri")["Location"] == "/"
    assert "Bản dùng thử không bắt buộc" in words(client.get(MINE))


def test_one_logs_in_from_the_networks_that_are_entered_only(known: House) -> None:
    services.set_unit_networks(unit="parent", networks=["10.12.0.0/16"], by=SYSTEM, at=NOW)
    refused = sent(Client(), "tiepnhan")
    assert refused.status_code == 422
    assert "không được đăng nhập từ địa chỉ 127.0.0.1" in words(refused)
    assert sent(Client(REMOTE_ADDR="10.12.7.8"), "tiepnhan").status_code == 302


def test_nobody_makes_up_an_address(known: House, settings) -> None:
    services.set_unit_networks(unit="own", networks=["10.12.0.0/16"], by=SYSTEM, at=NOW)
    forged = {"HTTP_X_FORWARDED_FOR": "10.12.7.8"}
    assert sent(Client(**forged), "tiepnhan").status_code == 422
    settings.PROXIES = ("127.0.0.0/8",)
    assert sent(Client(**forged), "tiepnhan").status_code == 302
    # The server in front adds what it sees itself at the right.
    longer = {"HTTP_X_FORWARDED_FOR": "10.12.7.8, 203.0.113.9"}
    assert sent(Client(**longer), "tiepnhan").status_code == 422


def test_a_session_that_nobody_uses_ends_and_the_form_sent_late_is_kept(known, then) -> None:
    client = Client()
    sent(client, "tiepnhan")
    form = f"/tiep-nhan/own/{known.procedure.slug}"
    assert client.get(form).status_code == 200
    assert client.get(reverse("desk:session_left")).json() == {"seconds": 1800}
    then.shift(1000)
    assert client.get(reverse("desk:session_left")).json() == {"seconds": 800}
    assert client.post(reverse("desk:session_extend")).status_code == 204
    then.shift(1799)
    assert client.get(form).status_code == 200
    then.shift(1801)

    late = client.post(form, {"owner": "Lê Thị Hòa", "password": "x", "papers": ["1", "2"]})
    assert late["Location"] == f"{LOG_IN}?tiep={form.replace('/', '%2F')}"
    page = words(client.get(late["Location"]))
    assert "Dữ liệu đã lưu lúc 15:16" in page
    assert sent(client, "tiepnhan", tiep=form)["Location"] == reverse("desk:drafts")
    assert form in words(client.get(reverse("desk:drafts")))
    (draft,) = services.drafts_of(account_id=account_id(known), at=NOW)
    assert draft.values == (("owner", "Lê Thị Hòa"), ("papers", "1"), ("papers", "2"))
    assert client.get(reverse("desk:draft_values", args=[draft.id])).json()["path"] == form

    client.post(form, {"ban_nhap": draft.id, "owner": "Lê Thị Hòa"})
    assert not services.drafts_of(account_id=account_id(known), at=NOW)


def test_a_session_in_constant_use_ends_after_a_days_work(known: House, then) -> None:
    client = Client()
    sent(client, "tiepnhan")
    for _ in range(36):
        then.shift(20 * 60)
        assert client.get(reverse("desk:session_left")).status_code == 200
        client.post(reverse("desk:session_extend"))
    then.shift(60)
    assert client.get("/viec-cua-toi")["Location"].startswith(LOG_IN)
    assert "Phiên làm việc đã hết" in words(client.get(LOG_IN))


def test_a_kept_form_is_its_owners_alone(known: House, then) -> None:
    services.keep_draft(
        account_id=account_id(known), path="/tiep-nhan", values=[("a", "b")], at=NOW
    )
    (draft,) = services.drafts_of(account_id=account_id(known), at=NOW)
    stranger = known.client("thuly")
    address = reverse("desk:draft_values", args=[draft.id])
    assert stranger.get(address).status_code == 404
    stranger.post(reverse("desk:draft_drop", args=[draft.id]))
    assert services.drafts_of(account_id=account_id(known), at=NOW)
    mine = known.client("tiepnhan")
    assert mine.post(reverse("desk:draft_drop", args=[draft.id])).status_code == 302
    assert not services.drafts_of(account_id=account_id(known), at=NOW)


def test_what_comes_from_a_session_that_was_ended_is_nobodys(known: House) -> None:
    client = Client()
    sent(client, "tiepnhan")
    services.end_sessions(account_id=account_id(known), by=BOSS, at=NOW)
    late = client.post("/tiep-nhan", {"owner": "Lê Thị Hòa"})
    assert late.status_code in (302, 405)
    assert not services.drafts_of(account_id=account_id(known), at=NOW)


def test_a_page_hands_over_what_is_typed_before_the_end(known: House) -> None:
    client = known.client("tiepnhan")
    keep = reverse("desk:session_keep")
    assert client.post(keep, {"trang": "/tiep-nhan", "owner": "Hòa"}).status_code == 204
    assert client.post(keep, {"trang": "//example.org/", "owner": "Hòa"}).status_code == 404
    assert client.post(keep, {"trang": "/khong-co-trang", "owner": "Hòa"}).status_code == 404


def test_a_leaver_is_out_at_the_next_request(known: House) -> None:
    client, officer = Client(), known.officer("tiepnhan")
    sent(client, "tiepnhan")
    assert client.get("/viec-cua-toi").status_code == 200
    services.deactivate(account_id=officer.account_id, by=BOSS, at=NOW)
    assert client.get("/viec-cua-toi")["Location"].startswith(LOG_IN)
    assert sent(client, "tiepnhan").status_code == 422
    services.activate(account_id=officer.account_id, by=BOSS, at=NOW)
    assert sent(client, "tiepnhan").status_code == 302

    officer.account = None
    officer.save()
    assert client.get("/viec-cua-toi").status_code == 403
    assert client.get("/viec-cua-toi")["Location"].startswith(LOG_IN)


def test_an_account_without_password_or_officer_gets_nowhere(db) -> None:
    services.create_account(username="khach", password=PASSWORD, by=SYSTEM, at=NOW)
    client = Client()
    assert sent(client, "khach").status_code == 302
    assert client.get("/viec-cua-toi").status_code == 403


def test_logging_out_is_noted_and_takes_the_session_away(known: House) -> None:
    client = Client()
    sent(client, "tiepnhan")
    assert len(selectors.sessions_of(account_id(known), now=NOW)) == 1
    client.post(reverse("desk:log_out"))
    assert not selectors.sessions_of(account_id(known), now=NOW + timedelta(seconds=1))


@pytest.mark.parametrize("name", ["tiepnhan", "khong-co-ai", "thuly", "vanthu"])
def test_every_wrong_try_costs_one_hash_whoever_is_named(known: House, name, monkeypatch) -> None:
    """A known name, an unknown one, one without a password, one that is kept out: all alike."""
    services.deactivate(account_id=account_id(known, "vanthu"), by=BOSS, at=NOW)
    worked: list[str] = []
    for act in ("encode", "verify"):
        plain = getattr(Argon2PasswordHasher, act)

        def counted(self, password, *rest, plain=plain, **more):
            worked.append(password)
            return plain(self, password, *rest, **more)

        monkeypatch.setattr(Argon2PasswordHasher, act, counted)
    assert sent(Client(), name, "sai rồi nhé").status_code == 422
    assert len(worked) == 1
