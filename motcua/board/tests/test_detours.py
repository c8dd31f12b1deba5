"""Ways round the reach of an administrator that are closed (docs/decisions/0016)."""

from datetime import date

import pytest
from django.apps import apps

from motcua.accounts.vocabulary import Role
from motcua.board.calendar.tests.test_calendar_pages import a_city
from motcua.board.tests.people import BEGIN, add_others
from motcua.board.tests.reading import words
from motcua.board.tests.test_imports import HEADER, OFFICERS, UNITS, send
from motcua.board.tests.test_officers import UNTIL
from motcua.board.tests.test_units import TODAY
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation import services as organisation
from motcua.organisation.rules import Grant
from motcua.pages.tests.house import House
from motcua.pages.tests.tables import Officer, Unit

pytestmark = pytest.mark.usefixtures("then")
GIVEN = {"by": SYSTEM, "at": BEGIN}
DO = {"buoc": "lam"}
Delegation = apps.get_model("organisation", "Delegation")
Leave = apps.get_model("organisation", "Leave")
Succession = apps.get_model("organisation", "Succession")


@pytest.fixture
def looked_after(house: House) -> House:
    add_others(house)
    return house


def works_above(house: House, name: str) -> None:
    """Let an officer of the commune hold a post at the district as well."""
    organisation.appoint(
        officer_id=house.officer(name).pk, unit_id=house.units["parent"].pk, title="Chuyên viên",
        period=Period(date(2020, 1, 1)), **GIVEN,
    )  # fmt: skip


def refused(client, here: str, says: str, **given: str) -> None:
    """Send a confirmed change; it is refused with this sentence."""
    answer = client.post(f"/quan-tri/can-bo/{here}", {**given, **DO})
    assert answer.status_code == 422, words(answer)
    assert says in words(answer)


@pytest.mark.parametrize("kind", ["city", "rural_district", "commune"])
def test_no_city_is_set_up_below_a_commune(looked_after: House, kind: str) -> None:
    client = looked_after.client("quantri")
    given = {"kind": kind, "short_name": "Giả", "slug": "gia", "key": "", "official": ""}
    answer = client.post("/quan-tri/don-vi/own/them-don-vi", {**given, **TODAY, **DO})
    assert answer.status_code == 422
    assert "không thể trực thuộc Xã Ba Trại" in words(answer)
    assert not Unit.objects.filter(slug="gia").exists()


def test_no_city_comes_below_a_commune_from_a_spreadsheet(looked_after: House) -> None:
    text = (
        "Loại;Tên riêng;Thuộc đơn vị;Từ ngày\n"
        "Thành phố;Giả;Xã Ba Trại;01/01/2021\n"
        "Phòng chuyên môn;Phòng Thử;Xã Ba Trại;01/01/2021\n"
        "Xã;Giả Hai;Phòng Thử;01/01/2021\n"
    )
    answer = send(looked_after.client("quantri"), UNITS, text)
    assert answer.status_code == 422
    assert "Thành phố không thể trực thuộc Xã Ba Trại" in words(answer)
    assert "Xã không thể trực thuộc Phòng Thử" in words(answer)


def test_what_is_called_a_city_below_a_unit_decides_nothing_for_the_nation(house: House) -> None:
    a_city(house)
    client = house.client("quantri")
    enter = "/quan-tri/lich/ca-nuoc/2027/ghi/ngay-nghi"
    assert client.get(enter).status_code == 200
    Unit.objects.filter(slug="city").update(parent=house.units["foreign"])
    assert client.get(enter).status_code == 404


def test_nobody_stands_in_or_is_delegated_to_by_their_own_hand(looked_after: House) -> None:
    client = looked_after.client("quantri")
    leave = {"stand_in": "quantri", "reason": "", **TODAY, **UNTIL}
    refused(client, "chutich/nghi-phep", "không ai tự ghi mình làm thay", **leave)
    head = looked_after.units["own"].pk
    grant = {"grant": f"unit_head@{head}", "to": "quantri", **TODAY, **UNTIL}
    refused(client, "chutich/uy-quyen", "không ai tự ủy quyền cho mình", **grant)
    assert not Delegation.objects.exists()


def test_a_leave_passes_on_the_roles_within_the_reach_only(looked_after: House) -> None:
    organisation.grant_role(
        officer_id=looked_after.officer("chutich").pk, role=Role.LEADER,
        unit_id=looked_after.units["parent"].pk, period=Period(BEGIN.date()), **GIVEN,
    )  # fmt: skip
    given = {"stand_in": "vanthu", "reason": "", **TODAY, **UNTIL, **DO}
    client = looked_after.client("quantri")
    assert client.post("/quan-tri/can-bo/chutich/nghi-phep", given).status_code == 302
    passed_on = set(Delegation.objects.values_list("unit__slug", flat=True))
    assert passed_on == {"own"}
    # What touches the leave of one who works elsewhere too is done from above.
    leave = Leave.objects.get()
    refused(client, f"chutich/ket-thuc/nghi-phep/{leave.pk}", "ngoài phạm vi", **TODAY)
    assert Leave.objects.exists()


def test_an_account_is_never_opened_for_one_who_works_elsewhere_too(looked_after: House) -> None:
    for name in ("thuly", "vanthu"):
        Officer.objects.filter(code=name).update(account=None)
    works_above(looked_after, "thuly")
    head, above = looked_after.officer("huyen").pk, looked_after.units["parent"].pk
    organisation.delegate(
        grant=Grant(Role.LEADER, above), from_officer_id=head,
        to_officer_id=looked_after.officer("vanthu").pk,
        period=Period(BEGIN.date(), date(2022, 1, 1)), **GIVEN,
    )  # fmt: skip
    client = looked_after.client("quantri")
    for name in ("thuly", "vanthu"):
        refused(client, f"{name}/tai-khoan", "còn giữ việc tại Huyện Ba Vì", username="moi")
    line = "thuly;Nguyễn Văn Thuly;Xã Ba Trại;Công chức;01/01/2021;;moi\n"
    sheet = send(client, OFFICERS, HEADER + line)
    assert sheet.status_code == 422
    assert "còn giữ việc ở đơn vị ngoài phạm vi" in words(sheet)
    refused(client, "thuly/sua-ten", "còn giữ việc tại Huyện Ba Vì", name="Người Khác")


def test_who_worked_here_once_and_works_elsewhere_now_is_only_read(looked_after: House) -> None:
    officer = looked_after.officer("thuly")
    works_above(looked_after, "thuly")
    for post in officer.appointments.filter(post__unit=looked_after.units["own"]):
        organisation.end_appointment(appointment_id=post.pk, on=BEGIN.date(), **GIVEN)
    for role in officer.role_grants.all():
        organisation.end_role(grant_id=role.pk, on=BEGIN.date(), **GIVEN)
    client = looked_after.client("quantri")
    page = client.get("/quan-tri/can-bo/thuly")
    assert page.status_code == 200
    assert "thuly/phan-quyen" not in page.content.decode()
    for address in ("phan-quyen", "nghi-phep", "sua-ten", "thoi-viec", "bo-nhiem"):
        assert client.get(f"/quan-tri/can-bo/thuly/{address}").status_code == 404
    leave = {"stand_in": "thuly", "reason": "", **TODAY, **UNTIL}
    refused(client, "chutich/nghi-phep", "Không có cán bộ “thuly”", **leave)


def test_a_refused_end_of_a_unit_leaves_nothing_behind(looked_after: House) -> None:
    client = looked_after.client("quantrihuyen")
    # The commune has a division that would outlive it.
    given = {"kind": "division", "short_name": "Phòng Thử", "slug": "", "key": "", "official": ""}
    client.post("/quan-tri/don-vi/own/them-don-vi", {**given, **TODAY, **DO})
    ending = {"successor": "sister", "extent": "whole", **TODAY, **DO}
    assert client.post("/quan-tri/don-vi/own/ket-thuc", ending).status_code == 422
    assert not Succession.objects.exists()
