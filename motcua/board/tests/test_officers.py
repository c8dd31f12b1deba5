"""Officers enter, are granted roles, go on leave, leave; nobody shares an account."""

import pytest

from motcua.board.tests.people import add_others
from motcua.board.tests.reading import words
from motcua.board.tests.test_units import DAY, TODAY, do
from motcua.pages.tests.house import House
from motcua.pages.tests.tables import JournalEntry, Officer, RoleGrant

pytestmark = pytest.mark.usefixtures("then")
UNTIL = {"last_ngay": "05", "last_thang": "03", "last_nam": "2021"}


@pytest.fixture
def looked_after(house: House) -> House:
    add_others(house)
    return house


def test_an_officer_enters_with_a_post_and_an_account_of_their_own(looked_after: House) -> None:
    client = looked_after.client("quantri")
    given = {"code": "BV-7", "name": "Phùng Thị Hà", "unit": "own", "title": "Văn thư",
             "username": "ha.pt", **TODAY}  # fmt: skip
    _, done = do(client, "/quan-tri/can-bo/tat-ca/them", **given)
    assert done.status_code == 200
    assert "ha.pt" in words(done)
    assert "chỉ hiện một lần" in words(done)
    again = client.post("/quan-tri/can-bo/tat-ca/them", {**given, "buoc": "lam"})
    assert again.status_code == 422
    assert "đã có người dùng" in words(again)
    # The account is theirs alone: a second officer cannot get it.
    other = {**given, "code": "BV-8", "name": "Lê Văn Tám", "buoc": "lam"}
    assert "đã có người dùng" in words(client.post("/quan-tri/can-bo/tat-ca/them", other))
    assert not Officer.objects.filter(code="BV-8").exists()


def test_a_role_is_granted_and_taken_back_the_same_minute(looked_after: House) -> None:
    client = looked_after.client("quantri")
    do(client, "/quan-tri/can-bo/thuly/phan-quyen", role="records_clerk", unit="own", **TODAY)
    grant = RoleGrant.objects.get(officer__code="thuly", role="records_clerk")
    do(client, f"/quan-tri/can-bo/thuly/ket-thuc/vai-tro/{grant.pk}", **TODAY)
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    acts = JournalEntry.objects.filter(head__subject="thuly").order_by("-number")
    assert [entry.act for entry in acts[:2]] == ["officer.take_back", "officer.grant_role"]


def test_nobody_grants_to_themselves_nor_beyond_their_units(looked_after: House) -> None:
    client = looked_after.client("quantri")
    assert client.get("/quan-tri/can-bo/quantri/phan-quyen").status_code == 404
    given = {"role": "administrator", "unit": "parent", **TODAY}
    refused = client.post("/quan-tri/can-bo/thuly/phan-quyen", given)
    assert refused.status_code == 422
    assert "trong phạm vi của anh/chị" in words(refused)
    above = looked_after.client("quantrihuyen")
    _, done = do(
        above, "/quan-tri/can-bo/thuly/phan-quyen", role="administrator", unit="own", **TODAY
    )
    assert done.status_code == 302


def test_the_stand_in_holds_the_roles_for_those_days_only(looked_after: House, then) -> None:
    client = looked_after.client("quantri")
    number = looked_after.processing()
    assert looked_after.client("vanthu").post(f"/ho-so/{number}/tam-dung").status_code == 422
    _, done = do(
        client, "/quan-tri/can-bo/chutich/nghi-phep", stand_in="vanthu", reason="nghỉ phép năm",
        **TODAY, last_ngay="10", last_thang="02", last_nam="2021",
    )  # fmt: skip
    assert done.status_code == 302
    assert "Vanthu làm thay" in words(client.get("/quan-tri/can-bo/chutich"))
    assert "Làm thay Nguyễn Văn Chutich" in words(client.get("/quan-tri/can-bo/vanthu"))
    stands_in = looked_after.client("vanthu")
    assert stands_in.get(f"/ho-so/{number}/tam-dung").status_code == 200
    then.shift(2 * 24 * 3600)
    again = looked_after.client("vanthu").get(f"/ho-so/{number}/tam-dung")
    assert again.status_code != 200


def test_a_leaver_is_out_the_same_minute_and_the_open_work_is_listed(looked_after: House) -> None:
    number = looked_after.processing()
    gone = looked_after.client("thuly")
    assert gone.get(f"/ho-so/{number}").status_code == 200
    client = looked_after.client("quantri")
    preview, done = do(client, "/quan-tri/can-bo/thuly/thoi-viec", **TODAY)
    assert "1 bước đang mở ở tay người này" in words(preview)
    assert done["Location"] == "/quan-tri/can-bo/tat-ca/ban-giao"
    assert gone.get(f"/ho-so/{number}").status_code == 302
    told = words(client.get("/quan-tri/can-bo/tat-ca/ban-giao"))
    assert "Nguyễn Văn Thuly" in told
    # The administrator reads numbers; the head reads the step and gives it to another.
    assert "MAU.09703" not in told
    head = looked_after.client("chutich").get("/quan-tri/can-bo/tat-ca/ban-giao")
    assert f"/ho-so/{number}/giao-nguoi-xu-ly" in head.content.decode()
    assert "đã thôi việc" in words(client.get("/quan-tri/can-bo/?loai=thoi-viec"))


def test_an_administrator_does_not_dismiss_who_works_elsewhere_too(looked_after: House) -> None:
    above = looked_after.client("quantrihuyen")
    do(above, "/quan-tri/can-bo/thuly/bo-nhiem", unit="parent", title="Chuyên viên", **TODAY)
    client = looked_after.client("quantri")
    refused = client.post("/quan-tri/can-bo/thuly/thoi-viec", {**TODAY, "buoc": "lam"})
    assert refused.status_code == 422
    assert "còn giữ việc tại Huyện Ba Vì" in words(refused)


def test_an_auditor_reads_and_finds_nothing_to_change(looked_after: House) -> None:
    client = looked_after.client("kiemtoan")
    page = client.get("/quan-tri/can-bo/thuly").content.decode()
    assert "Kết thúc" not in page
    assert "phan-quyen" not in page
    posted = client.post("/quan-tri/can-bo/thuly/phan-quyen", {"role": "leader", **DAY})
    assert posted.status_code == 403


def test_hidden_and_missing_officers_and_units_are_answered_alike(looked_after: House) -> None:
    client = looked_after.client("quantrila")
    for hidden, missing in (("can-bo/thuly", "can-bo/khong-co"), ("don-vi/own", "don-vi/khong")):
        first, second = client.get(f"/quan-tri/{hidden}"), client.get(f"/quan-tri/{missing}")
        assert first.status_code == second.status_code == 404
        assert words(first) == words(second)
