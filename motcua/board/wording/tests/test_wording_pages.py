"""The pages of templates: tried before they are kept, published by a second person, used."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from motcua.accounts.vocabulary import Role
from motcua.board.calendar.tests.reading import fields, summary, words
from motcua.board.tests.people import add_others
from motcua.documents.services import load_templates
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation import services as organisation
from motcua.pages.tests.house import BEGIN, NOW, House
from motcua.pages.tests.tables import Dossier, JournalEntry

pytestmark = pytest.mark.usefixtures("then")

SLIP = "/quan-tri/mau/own/giay-tiep-nhan"
BODY = "# Giấy hẹn xã Ba Trại\nChủ hồ sơ: {chu_ho_so}\nHẹn trả: {hen_tra}\nMang theo giấy này."
REASONS = "/quan-tri/mau/own/ly-do-tu-choi"


@pytest.fixture
def looked_after(house: House) -> House:
    """A house with the program's texts and two administrators who reach the commune."""
    add_others(house)
    load_templates(at=NOW)
    return house


def write(client: Client, address: str, step: str, **given: Any) -> Any:
    sent = {
        "body": BODY, "note": "ghi rõ tên xã", "valid_from_ngay": "9", "valid_from_thang": "2",
        "valid_from_nam": "2021", "buoc": step, **given,
    }  # fmt: skip
    return client.post(f"{address}/soan", sent)


def published(house: House, address: str = SLIP, **given: Any) -> None:
    assert write(house.client("quantri"), address, "ghi", **given).status_code == 302
    second = house.client("quantrihuyen")
    assert second.post(f"{address}/cong-bo", fields(second.get(address))).status_code == 302


def test_the_list_says_whose_words_hold(looked_after: House) -> None:
    client = looked_after.client("quantri")
    told = words(client.get("/quan-tri/mau/"))
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in told
    assert "mẫu 01 (TT 01/2018), mẫu 01 (nay)" in told
    assert "Mẫu chung" in told
    published(looked_after)
    row = words(client.get("/quan-tri/mau/?don_vi=own")).split("Phiếu yêu cầu bổ sung")[0]
    assert "TheoXã Ba Trại" in row


def test_a_text_is_tried_in_both_themes_before_it_is_kept(looked_after: House) -> None:
    client = looked_after.client("quantri")
    page = write(client, SLIP, "xem")
    html = page.content.decode()
    assert 'class="board-try" data-theme="light"' in html
    assert 'class="board-try" data-theme="invert"' in html
    assert "Giấy hẹn xã Ba Trại" in words(page)
    assert "Lê Thị Hòa" in words(page)
    assert not JournalEntry.objects.filter(act="template.draft").exists()
    kept = fields(page)
    assert kept["body"].replace("\r", "") == BODY


def test_an_unknown_field_is_refused_by_name(looked_after: House) -> None:
    wrong = write(looked_after.client("quantri"), SLIP, "ghi", body="Chủ: {chu_nha}")
    assert wrong.status_code == 422
    told = summary(wrong)[0]
    assert told[1]
    assert told[0].startswith("Không có trường {chu_nha}: mẫu này chỉ dùng {don_vi}")


def test_the_drafter_does_not_publish_and_the_slip_takes_the_new_words(looked_after: House) -> None:
    number = looked_after.receive()
    client = looked_after.client("quantri")
    write(client, SLIP, "ghi")
    own = words(client.get(SLIP))
    assert "Một quản trị khác phải xem và công bố" in own
    assert "Công bố" not in [b.strip() for b in own.split("Bỏ bản soạn")[:1]]
    second = looked_after.client("quantrihuyen")
    sent = fields(second.get(SLIP))
    assert client.post(f"{SLIP}/cong-bo", sent).status_code == 422
    assert "Thay đổi so với bản đang dùng" in words(second.get(SLIP))
    assert second.post(f"{SLIP}/cong-bo", sent, follow=True).status_code == 200

    slip = words(looked_after.client("tiepnhan").get(f"/ho-so/{number}/giay-hen"))
    assert "Giấy hẹn xã Ba Trại" in slip
    assert "Mang theo giấy này." in slip
    assert "Lê Thị Hòa" in slip


def test_what_others_wrote_and_what_changed_is_shown(looked_after: House) -> None:
    published(looked_after)
    client = looked_after.client("quantri")
    page = words(client.get(SLIP))
    assert "Bản 1" in page
    assert "ghi rõ tên xã" in page
    assert "thêm" in words(client.get(f"{SLIP}/so-sanh?ban=1"))
    assert "board/paper-a5.css" in client.get(f"{SLIP}/ban/1").content.decode()
    assert client.get(f"{SLIP}/ban/99").status_code == 404


def test_reasons_are_offered_at_the_counter_and_reach_the_citizen_unchanged(
    looked_after: House,
) -> None:
    published(looked_after, REASONS, body="Giấy tờ đã quá hạn dùng.\nThiếu giấy ủy quyền.")
    client = looked_after.client("tiepnhan")
    address = f"/tiep-nhan/own/{looked_after.procedure.slug}/tu-choi"
    assert "Giấy tờ đã quá hạn dùng." in words(client.get(address))
    sent = {"owner_name": "Lê Thị Hòa", "channel": "0", "lan-gui": "a"}
    form = fields(client.get(address))
    none = client.post(address, {**form, **sent, "channel": form["channel"]})
    assert none.status_code == 422
    assert ("Ghi lý do từ chối", True) in summary(none)
    chosen = {**form, **sent, "channel": form["channel"], "ready": ["Thiếu giấy ủy quyền."],
              "reason": "Nộp tại xã Minh Quang."}  # fmt: skip
    assert client.post(address, chosen).status_code == 302
    refused = JournalEntry.objects.get(act="refuse_receipt")
    assert refused.payload["reason"] == "Thiếu giấy ủy quyền.\nNộp tại xã Minh Quang."
    assert Dossier.objects.get().owner_name == "Lê Thị Hòa"


def test_an_auditor_reads_and_what_lies_outside_is_not_there(looked_after: House) -> None:
    auditor = looked_after.client("kiemtoan")
    assert auditor.get(SLIP).status_code == 200
    assert auditor.get(f"{SLIP}/soan").status_code == 403
    assert auditor.post(f"{SLIP}/cong-bo").status_code == 403
    for stranger in ("quantrila", "quantriben"):
        client = looked_after.client(stranger)
        assert client.get(SLIP).status_code == 404
        assert write(client, SLIP, "ghi").status_code == 404
    assert looked_after.client("quantri").get("/quan-tri/mau/own/khong-co").status_code == 404
    assert (
        looked_after.client("quantri").get("/quan-tri/mau/chung/giay-tiep-nhan/soan").status_code
        == 404
    )


def test_a_draft_that_was_exchanged_meanwhile_is_not_published(looked_after: House) -> None:
    writer, second = looked_after.client("quantri"), looked_after.client("quantrihuyen")
    write(writer, SLIP, "ghi")
    seen = fields(second.get(SLIP))
    writer.post(f"{SLIP}/bo")
    assert write(writer, SLIP, "ghi", body="Lời khác hẳn").status_code == 302
    for sent in (seen, {}):
        refused = second.post(f"{SLIP}/cong-bo", sent)
        assert refused.status_code == 422
        assert "Bản soạn đã thay đổi từ lúc anh/chị xem" in words(refused)
    assert not JournalEntry.objects.filter(act="template.publish").exists()


def test_whoever_lost_the_role_publishes_nothing(looked_after: House) -> None:
    write(looked_after.client("quantri"), SLIP, "ghi")
    assert looked_after.client("tiepnhan").post(f"{SLIP}/cong-bo").status_code == 403
    organisation.grant_role(
        officer_id=looked_after.officer("xaben").pk, role=Role.ADMINISTRATOR,
        unit_id=looked_after.units["sister"].pk, period=Period(date(2020, 1, 1)), by=SYSTEM,
        at=BEGIN,
    )  # fmt: skip
    assert looked_after.client("xaben").post(f"{SLIP}/cong-bo").status_code == 404
