"""The calendar of a year, a change of it tried and entered, and what it moved."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from motcua.accounts.vocabulary import Role
from motcua.board.calendar.tests.reading import fields, summary, words
from motcua.dossiers.jobs import recalculate_open
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import VIETNAM, Period
from motcua.organisation import services as organisation
from motcua.organisation.rules import NewUnit
from motcua.organisation.vocabulary import Level, UnitKind
from motcua.pages.tests.house import BEGIN, House
from motcua.pages.tests.tables import Dossier, JournalEntry
from motcua.storage.events import Reactions, relay
from motcua.worktime import selectors as worktime

pytestmark = pytest.mark.usefixtures("then")

STORM: dict[str, Any] = {
    "first_on_ngay": "17", "first_on_thang": "02", "first_on_nam": "2021",
    "last_on_ngay": "", "last_on_thang": "", "last_on_nam": "",
    "name": "bão số 1", "document": "Thông báo 02/TB-UBND",
    "decided_on_ngay": "09", "decided_on_thang": "02", "decided_on_nam": "2021",
    "tried_at_ngay": "", "tried_at_thang": "", "tried_at_nam": "", "tried_at_gio": "",
    "tried_value": "3", "tried_unit": "working_day",
}  # fmt: skip
REACTIONS: Reactions = {"calendar_changed": (recalculate_open,)}
CLOSING = "/quan-tri/lich/own/2021/ghi/dong-cua"


def send(client: Client, address: str, step: str, **given: Any) -> Any:
    return client.post(address, {**STORM, "buoc": step, **given})


def carried(client: Client, preview: Any) -> Any:
    """Enter what a preview shows, and let the worker do its part."""
    answer = client.post(CLOSING, {**fields(preview), "buoc": "ghi"}, follow=True)
    relay(reactions=REACTIONS, at=datetime(2099, 1, 1, tzinfo=VIETNAM), limit=500)
    return answer


def test_a_year_shows_twelve_months_and_where_each_day_comes_from(house: House) -> None:
    page = house.client("quantri").get("/quan-tri/lich/own/2021")

    assert page.content.decode().count('<table class="board-month">') == 12
    told = words(page)
    assert "Tháng 12" in told
    assert "3 ngày, 10/02/2021 đến hết 12/02/2021" in told
    assert "thứ Tư, 21/04/2021" in told
    assert "Tết Nguyên đán" in told
    assert "Cả nước" in told
    assert "08:00–12:00, 13:00–17:00" in told


def test_a_change_is_tried_before_it_is_written(house: House) -> None:
    house.processing(datetime(2021, 2, 9, 9, tzinfo=VIETNAM))  # 5 working days: 23/02
    client = house.client("quantri")
    before = JournalEntry.objects.count()

    preview = send(client, CLOSING, "xem")

    told = words(preview)
    assert preview.status_code == 200
    assert "Nộp lúc 10:00 thứ Ba, 09/02/2021, thời hạn 3 ngày làm việc" in told
    assert "hẹn 17:00 thứ Sáu, 19/02/2021" in told
    assert "hẹn 17:00 thứ Hai, 22/02/2021" in told
    assert "1 hồ sơ sẽ đổi hẹn" in told
    assert "Xã Ba Trại" in told
    assert "MAU." not in told, "an administrator reads no dossiers"
    assert JournalEntry.objects.count() == before


def test_what_was_entered_moves_the_open_dossiers_and_tells_how_many(house: House) -> None:
    number = house.processing(datetime(2021, 2, 9, 9, tzinfo=VIETNAM))
    client = house.client("quantri")

    answer = carried(client, send(client, CLOSING, "xem"))
    page = client.get(answer.redirect_chain[-1][0])

    assert Dossier.objects.get(pk=number).due_at == datetime(2021, 2, 24, 17, tzinfo=VIETNAM)
    told = words(page)
    assert "Đã tính lại xong" in told
    assert "Đã đổi hẹn1" in told
    assert "MAU." not in told
    decided = JournalEntry.objects.get(act="decide_calendar", by__code="quantri")
    assert decided.payload["document"] == "Thông báo 02/TB-UBND"
    assert "17đóng" in words(client.get("/quan-tri/lich/own/2021"))
    assert JournalEntry.objects.filter(act="recalculate", head__subject=str(number)).exists()


def test_the_same_form_sent_twice_is_one_decision(house: House) -> None:
    client = house.client("quantri")
    preview = send(client, CLOSING, "xem")
    first = client.post(CLOSING, {**fields(preview), "buoc": "ghi"})
    second = client.post(CLOSING, {**fields(preview), "buoc": "ghi"})

    assert first["Location"] == second["Location"]
    assert len(worktime.decisions_of(unit_id=house.units["own"].pk, year=2021)) == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"document": ""}, "Nhập số, ngày, cơ quan ban hành của văn bản quyết định"),
        ({"decided_on_nam": "2031"}, "Ngày ký văn bản không được sau hôm nay"),
        ({"last_on_ngay": "1", "last_on_thang": "2", "last_on_nam": "2021"},
         "Ngày cuối phải từ ngày đầu trở đi"),
        ({"name": ""}, "Ghi lý do đóng cửa"),
    ],
)  # fmt: skip
def test_a_form_with_a_gap_says_what_to_mend(
    house: House, given: dict[str, str], sentence: str
) -> None:
    answer = send(house.client("quantri"), CLOSING, "xem", **given)
    assert answer.status_code == 422
    assert (sentence, True) in summary(answer)


def test_a_swap_gives_a_working_saturday(house: House) -> None:
    client = house.client("quantri")
    address = "/quan-tri/lich/own/2021/ghi/hoan-doi"
    given = {
        "off_on_ngay": "18", "off_on_thang": "2", "off_on_nam": "2021",
        "worked_on_ngay": "20", "worked_on_thang": "2", "worked_on_nam": "2021",
        "name": "lễ hội xã",
    }  # fmt: skip
    preview = send(client, address, "xem", **given)
    assert "20/02/2021 bù cho 18/02/2021" in words(preview)
    client.post(address, {**fields(preview), "buoc": "ghi"})
    calendar = worktime.calendar_for(unit_id=house.units["own"].pk)
    assert not calendar.is_working_day(date(2021, 2, 18))
    assert calendar.is_working_day(date(2021, 2, 20))


def test_half_days_by_a_setting_of_hours(house: House) -> None:
    client = house.client("quantri")
    address = "/quan-tri/lich/own/2021/ghi/gio-lam-viec"
    wrong = send(client, address, "xem", hours_5="sáng")
    assert ("Ghi giờ như 08:00-12:00, 13:00-17:00", True) in summary(wrong)
    preview = send(client, address, "xem", hours_5="07:30-11:30", hours_6="8h00-11h00")
    assert "Thứ Sáu: 07:30–11:30; Thứ Bảy: 08:00–11:00" in words(preview)
    client.post(address, {**fields(preview), "buoc": "ghi"})
    page = client.get("/quan-tri/lich/own/2021")
    told = words(page)
    assert "07:30–11:30nửa ngày" in told
    assert "giờ nhận hồ sơ, không tính vào thời hạn" in told


def a_city(house: House) -> None:
    """Put a city above the district, with an administrator."""
    new = NewUnit(
        slug="city", kind=UnitKind.CITY, level=Level.PROVINCE, name="Thành phố Hà Nội",
        dossier_prefix="MAU.HN", period=Period(date(2020, 1, 1)),
    )  # fmt: skip
    unit = organisation.create_unit(unit=new, by=SYSTEM, at=BEGIN)
    organisation.grant_role(
        officer_id=house.officer("quantri").pk, role=Role.ADMINISTRATOR, unit_id=unit.pk,
        period=Period(date(2020, 1, 1)), by=SYSTEM, at=BEGIN,
    )  # fmt: skip


def test_only_a_city_enters_days_of_the_nation(house: House) -> None:
    client = house.client("quantri")
    nation = client.get("/quan-tri/lich/ca-nuoc/2027")
    assert "Lịch năm 2027 mới là dự kiến" in words(nation)
    assert "Ngày nghỉ cả nước do quản trị của thành phố ghi" in words(nation)
    address = "/quan-tri/lich/ca-nuoc/2027/ghi/ca-nam"
    assert client.get(address).status_code == 404

    a_city(house)
    form = client.get(address)
    assert "01/01/2027 Tết Dương lịch" in form.content.decode()
    listed = fields(form)["listed"].replace("24/11/2027 ngày Văn hóa Việt Nam", "").strip()
    bad = send(client, address, "xem", listed=listed + "\n30/02/2027 nhầm")
    assert bad.status_code == 422
    preview = send(client, address, "xem", listed=listed)
    client.post(address, {**fields(preview), "buoc": "ghi"})

    calendar = worktime.calendar_for(unit_id=None)
    assert calendar.status(2027) == "decided"
    assert calendar.is_working_day(date(2027, 11, 24)), "only the prediction named it"
    assert "dự kiến" not in words(client.get("/quan-tri/lich/ca-nuoc/2027")).split("Từng ngày")[0]
    assert client.get(address).status_code == 404, "a decided year is not decided again"


def test_a_reader_sees_the_dossiers_and_what_lies_outside_is_not_there(house: House) -> None:
    house.processing(datetime(2021, 2, 9, 9, tzinfo=VIETNAM))
    client = house.client("quantri")
    answer = carried(client, send(client, CLOSING, "xem"))
    result = answer.redirect_chain[-1][0]
    organisation.grant_role(
        officer_id=house.officer("chutich").pk, role=Role.AUDITOR, unit_id=house.units["own"].pk,
        period=Period(date(2020, 1, 1)), by=SYSTEM, at=BEGIN,
    )  # fmt: skip
    told = words(house.client("chutich").get(result))
    assert "MAU." in told
    assert "17:00 thứ Tư, 24/02/2021" in told

    organisation.grant_role(
        officer_id=house.officer("xala").pk, role=Role.ADMINISTRATOR,
        unit_id=house.units["foreign"].pk,
        period=Period(date(2020, 1, 1)), by=SYSTEM, at=BEGIN,
    )  # fmt: skip
    stranger = house.client("xala")
    hidden, missing = stranger.get(result), stranger.get("/quan-tri/lich/tinh-lai/987654")
    assert hidden.status_code == missing.status_code == 404
    assert words(hidden) == words(missing)
    assert stranger.get("/quan-tri/lich/own/2021").status_code == 404
    assert send(stranger, CLOSING, "ghi").status_code == 404
    assert house.client("chutich").post(CLOSING, STORM).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/quan-tri/lich/own/1", "/quan-tri/lich/own/99999", "/quan-tri/lich/khong-co/2021",
     "/quan-tri/lich/own/2021/ghi/khong-co", "/quan-tri/lich/tinh-lai/99999999999999999999",
     "/quan-tri/lich/own/2021/ghi/ca-nam"],
)  # fmt: skip
def test_an_address_made_by_hand_is_not_found(house: House, address: str) -> None:
    client = house.client("quantri")
    client.raise_request_exception = False
    assert client.get(address).status_code == 404
