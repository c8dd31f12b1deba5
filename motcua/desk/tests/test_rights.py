"""Who may open what: every address of the desk for every kind of visitor, from one table."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from motcua.accounts.services import create_account
from motcua.desk.tests.reading import words
from motcua.desk.urls import urlpatterns
from motcua.journal.rules import SYSTEM
from motcua.organisation.services import end_role
from motcua.pages.tests.house import BEGIN, NOW, House
from motcua.pages.tests.tables import RoleGrant

pytestmark = pytest.mark.usefixtures("then")

#: anonymous, then a receiving officer of the unit, its head, the leader of the unit above, a
#: worker of the unit above, the head of a sister unit, of a foreign unit, an administrator.
WHO = ("", "tiepnhan", "chutich", "huyen", "canbohuyen", "xaben", "xala", "quantri")
LOG_IN, OK, NO, HIDDEN, ODD = 302, 200, 403, 404, 422
_DOSSIER = (LOG_IN, OK, OK, OK, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
_OWN_TABLE = (LOG_IN, OK, OK, OK, ODD, ODD, ODD, NO)
_COUNTER = (LOG_IN, OK, NO, NO, NO, NO, NO, NO)
_ALL = (LOG_IN, OK, OK, OK, OK, OK, OK, OK)
_POSTS = (405,) * 8
ROWS = {
    "home": _ALL,
    "log_in": (OK, OK, OK, OK, OK, OK, OK, OK),
    "log_out": _POSTS,
    # Without a password before it, the second factor leads back to the log-in.
    "second_factor": (LOG_IN,) * 8,
    "sign_on": _POSTS,
    "sign_on_back": (ODD,) * 8,
    "session_left": _ALL,
    "session_extend": _POSTS,
    "session_keep": _POSTS,
    "drafts": _ALL,
    "draft_drop": _POSTS,
    "draft_values": (LOG_IN, *(HIDDEN,) * 7),
    "inbox": _ALL,
    "units": (LOG_IN, OK, OK, OK, OK, OK, OK, NO),
    "search": _ALL,
    "samples": _ALL,
    "receive": (LOG_IN, OK, NO, NO, NO, OK, OK, NO),
    "receive_form": _COUNTER,
    "refuse_counter": _COUNTER,
    # No law allows it on the day of these tests: one sentence says from when.
    "receive_boundary_free": (LOG_IN, ODD, *_COUNTER[2:]),
    "receive_interlinked": _COUNTER,
    "dossier": _DOSSIER,
    "reveal": _DOSSIER,
    "slip": _DOSSIER,
    # Who sees the dossier but may not move it reads why: 422.
    "act": (LOG_IN, ODD, OK, ODD, HIDDEN, HIDDEN, HIDDEN, HIDDEN),
    "table": _OWN_TABLE,
    "table_file": _OWN_TABLE,
    "behind": _OWN_TABLE,
    "behind_file": _OWN_TABLE,
}
_TABLE = "?don_vi=own&tu=01/01/2021&den=30/06/2021&cot=received.total"


def address(name: str, number: int, house: House) -> str:
    place = ["own", house.procedure.slug]
    given = {
        "draft_drop": [1], "draft_values": [1],
        "receive_form": place, "refuse_counter": place,
        "receive_boundary_free": place, "receive_interlinked": place,
        "dossier": [number], "reveal": [number],
        "slip": [number], "act": [number, "chuyen-don-vi"],
    }  # fmt: skip
    query = _TABLE if name in ("table", "table_file", "behind", "behind_file") else ""
    return reverse(f"desk:{name}", args=given.get(name, [])) + query


def test_every_address_has_a_row() -> None:
    assert {pattern.name for pattern in urlpatterns} == set(ROWS)


@pytest.mark.parametrize("place", range(len(WHO)), ids=[who or "nobody" for who in WHO])
def test_each_visitor_opens_what_the_table_says(house: House, place: int) -> None:
    number = house.processing()
    client = house.client(WHO[place]) if WHO[place] else Client()

    found = {}
    for name in ROWS:
        response = client.get(address(name, number, house))
        found[name] = response.status_code
        # Read to its end, a file closes itself.
        b"".join(response.streaming_content if response.streaming else [])
    assert found == {name: row[place] for name, row in ROWS.items()}


def test_hidden_and_missing_dossiers_are_answered_alike(house: House) -> None:
    number = house.processing()
    client = house.client("xala")

    hidden, missing = client.get(f"/ho-so/{number}"), client.get("/ho-so/987654321")
    assert hidden.status_code == missing.status_code == 404
    assert words(hidden) == words(missing)
    posted = client.post(f"/ho-so/{number}/rut-ho-so", {"reason": "thử"})
    assert posted.status_code == 404


def test_an_account_without_an_officer_is_told_whom_to_ask(house: House) -> None:

    account = create_account(username="khach", password=None, by=SYSTEM, at=BEGIN)
    client = Client()
    client.force_login(account)
    response = client.get("/")
    assert response.status_code == 403
    assert "Đăng nhập bằng tài khoản khác" in response.content.decode()
    assert client.get("/")["Location"] == "/dang-nhap?tiep=/"


def test_the_last_days_role_is_gone_the_day_after(house: House, then) -> None:

    number = house.processing()
    for grant in RoleGrant.objects.filter(officer__code="tiepnhan"):
        end_role(grant_id=grant.pk, on=date(2021, 2, 10), by=SYSTEM, at=NOW)
    client = house.client("tiepnhan")
    assert client.get(f"/ho-so/{number}").status_code == 200
    then.shift(24 * 3600)
    # The session of the day before has ended too.
    client = house.client("tiepnhan")
    assert client.get(f"/ho-so/{number}").status_code == 404


def test_answers_are_not_kept_on_a_shared_machine(house: House) -> None:
    assert "no-store" in house.client("tiepnhan").get("/viec-cua-toi")["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/viec-cua-toi?sau=~99999999999999999999", "/viec-cua-toi?sau=khong&hang=khong",
        "/viec-cua-toi?sau=2021-02-09~1", "/don-vi?sau=~-5", "/tim?tim=%00",
        "/ho-so/99999999999999999999999", "/tiep-nhan/own/%00", "/tiep-nhan/own/khong-co",
        "/tiep-nhan?thu_tuc=%25_%27", "/bieu/giai-quyet?don_vi=%00",
        "/bieu/giai-quyet/ho-so?cot=settled.total&dong=khong-co&don_vi=own",
        "/bieu/giai-quyet/ho-so?cot=settled.total&don_vi=own&sau=99999999999999999999",
        "/bieu/giai-quyet?tu=01/01/0001&den=31/12/9999&don_vi=own",
    ],
)  # fmt: skip
def test_an_address_made_by_hand_is_never_a_fault(house: House, address: str) -> None:
    client = house.client("tiepnhan")
    client.raise_request_exception = False
    assert client.get(address).status_code in (OK, HIDDEN, ODD)
