"""Operations: how the installation stands, and what a person does with a parked reaction."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from motcua.accounts.services import create_account
from motcua.accounts.vocabulary import Role
from motcua.journal import selectors as journal
from motcua.journal.rules import SYSTEM, Subject
from motcua.kernel.periods import Period
from motcua.organisation import services as organisation
from motcua.pages.tests.doors import house, then
from motcua.pages.tests.house import BEGIN, NOW, TODAY, House
from motcua.storage import heartbeats, safe_copies
from motcua.storage.events import MOST_ATTEMPTS, relay

__all__ = ["house", "then"]
pytestmark = pytest.mark.usefixtures("then")
Event = apps.get_model("storage", "Event")
BACKGROUND = Subject("installation", "viec-nen")


@pytest.fixture
def chief(house: House) -> Any:
    """The administrator of the unit that stands under no other."""
    account = create_account(username="quantritren", password=None, by=SYSTEM, at=BEGIN)
    given = {"by": SYSTEM, "at": BEGIN}
    officer = organisation.add_officer(
        code="quantritren", name="Trần Thị Trên", account_id=account.pk, **given
    )
    organisation.grant_role(
        officer_id=officer.pk, role=Role.ADMINISTRATOR, unit_id=house.units["parent"].pk,
        period=Period(date(2020, 1, 1)), **given,
    )  # fmt: skip
    return house.client("quantritren")


@pytest.fixture
def parked(db: None) -> Any:
    return Event.objects.create(
        kind="calendar_changed", subject="12", at=NOW - timedelta(hours=3), parked_at=NOW,
        attempts=MOST_ATTEMPTS, error="motcua.dossiers.jobs.recalculate_open: ValueError",
    )  # fmt: skip


def words(client: Any) -> str:
    response = client.get(reverse("board:health"))
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_fresh_installation_says_what_is_missing(chief: Any) -> None:
    text = words(chief)
    assert "Chưa có" in text
    assert "./run backup" in text
    assert "Hãy chạy ./run worker" in text
    assert "Không có việc nền nào bị lỗi" in text


def test_a_backup_is_good_until_it_is_older_than_the_limit_of_the_day(chief: Any) -> None:
    ended = NOW - timedelta(hours=25)
    safe_copies.add(
        kind="backup", file="sao", began_at=ended, ended_at=ended, good=True,
        details={"content_at": ended},
    )  # fmt: skip
    age = safe_copies.age_of("backup", now=NOW, on=TODAY)
    assert not age.too_old
    assert safe_copies.age_of("backup", now=NOW + timedelta(hours=2), on=TODAY).too_old
    response = chief.post(
        reverse("board:health_limit", args=["backup"]),
        {"hours": "24", "valid_from_ngay": "09", "valid_from_thang": "02",
         "valid_from_nam": "2021", "source": "Kế hoạch 12"},
    )  # fmt: skip
    assert response.status_code == 302, response.content.decode()
    assert safe_copies.age_of("backup", now=NOW, on=TODAY).too_old
    assert not safe_copies.age_of("backup", now=NOW, on=TODAY - timedelta(days=1)).too_old
    assert "Quá cũ" in words(chief)


def test_a_failed_run_does_not_hide_the_good_one_before(chief: Any) -> None:
    for hours, good in ((3, True), (1, False)):
        at = NOW - timedelta(hours=hours)
        safe_copies.add(
            kind="trial", file="sao", began_at=at, ended_at=at, good=good,
            details={"content_at": at, "result": "" if good else "Tệp khóa không mở được"},
        )  # fmt: skip
    text = words(chief)
    assert "Lần gần nhất không thành: Tệp khóa không mở được" in text
    assert "cách đây 3 giờ" in text


def test_a_silent_worker_is_named(chief: Any) -> None:
    heartbeats.beat("worker", NOW)
    assert "Đang chạy" in words(chief)
    heartbeats.beat("worker", NOW - timedelta(minutes=5))
    assert "Không trả lời" in words(chief)


def test_a_parked_reaction_is_tried_again_once_and_written_down(chief: Any, parked: Any) -> None:
    text = words(chief)
    assert "Tính lại hạn của hồ sơ đang mở" in text
    address = reverse("board:health_retry", args=[parked.pk])
    assert chief.post(address).status_code == 302
    assert chief.post(address).status_code == 422
    done = []
    relay(reactions={"calendar_changed": (done.append,)}, at=NOW)
    assert len(done) == 1
    line = journal.entries_of(BACKGROUND).get()
    assert (line.act, line.by.code) == ("background.retry", "quantritren")


def test_giving_up_asks_for_a_reason(chief: Any, parked: Any) -> None:
    address = reverse("board:health_give_up", args=[parked.pk])
    assert chief.get(address).status_code == 200
    refused = chief.post(address, {"reason": ""})
    assert refused.status_code == 422
    assert "Nhập lý do bỏ" in refused.content.decode()
    assert chief.post(address, {"reason": "Đã làm bằng tay"}).status_code == 302
    assert not Event.objects.exists()
    line = journal.entries_of(BACKGROUND).get()
    assert line.payload["reason"] == "Đã làm bằng tay"
    assert chief.get(address).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("quantri", 404), ("tiepnhan", 403), ("chutich", 403)])
def test_only_who_looks_after_all_acts(house: House, parked: Any, who: str, status: int) -> None:
    client = house.client(who)
    number = [parked.pk]
    assert client.post(reverse("board:health_retry", args=number)).status_code == status
    assert client.get(reverse("board:health_give_up", args=number)).status_code == status
    assert client.post(reverse("board:health_give_up", args=number)).status_code == status
    assert client.post(reverse("board:health_limit", args=["backup"])).status_code == status
    assert Event.objects.get().parked_at is not None
    opened = client.get(reverse("board:health"))
    assert opened.status_code == (200 if who == "quantri" else 403)
    assert b"Ch\xe1\xba\xa1y l\xe1\xba\xa1i</button>" not in opened.content


def test_a_limit_of_nothing_known_is_no_page(chief: Any) -> None:
    assert chief.get(reverse("board:health_limit", args=["khac"])).status_code == 404
