"""The whole way of a dossier at the desk: log in, receive, hand on, decide, return."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from motcua.desk.tests.reading import fields, page_of, summary, words
from motcua.dossiers.vocabulary import Status
from motcua.pages.tests.house import PASSWORD, House
from motcua.pages.tests.tables import Dossier, JournalEntry, Person, Reading

pytestmark = pytest.mark.usefixtures("then")


def do(client: Client, number: int, address: str, /, **given: str):
    """Open the form of an act, fill it in and send it."""
    page = reverse("desk:act", args=[number, address])
    opened = client.get(page)
    assert opened.status_code == 200, words(opened)
    return client.post(page, {**fields(opened), **given})


def done(client: Client, number: int, address: str, /, **given: str) -> str:
    """Do an act that succeeds, and return what the dossier's page says of it."""
    response = do(client, number, address, **given)
    assert response.status_code == 302, words(response)
    return words(client.get(response["Location"]))


def receive(client: Client, house: House) -> int:
    """Receive a dossier over the three pages of the counter."""
    page = reverse("desk:receive_form", args=["own", house.procedure.slug])
    told = {"owner_name": "Lê Thị Hòa", "identity": "001 185 012 312", "phone": "0912 345 678"}
    checked = client.post(page, {**fields(client.get(page)), **told}, follow=True)
    assert "17:00 thứ Ba, 23/02/2021" in words(checked)
    assert "Tết" in words(checked)
    received = client.post(page, {**fields(checked), "buoc": "nhan"})
    assert received.status_code == 302, words(received)
    slip = words(client.get(received["Location"]))
    assert "MAU.09703-210209-0001" in slip
    assert "Bản in thử, chưa theo mẫu" in slip
    return Dossier.objects.get().pk


def test_a_dossier_walks_over_the_desk_from_log_in_to_its_return(house: House) -> None:
    counter = Client()
    house.give_password("tiepnhan")
    entered = counter.post(
        reverse("desk:log_in"), {"username": "TiepNhan", "password": PASSWORD, "tiep": "/tiep-nhan"}
    )
    assert entered["Location"] == "/tiep-nhan"
    assert "Đăng ký lại khai sinh" in words(counter.get("/tiep-nhan?thu_tuc=khai+sinh"))
    number = receive(counter, house)
    assert "chuyển hồ sơ đến bước" in done(counter, number, "chuyen-xu-ly")

    worker, chair, clerk = (house.client(name) for name in ("thuly", "chutich", "vanthu"))
    assert "Đăng ký lại khai sinh" in words(worker.get("/viec-cua-toi"))
    done(worker, number, "nhan-ban-giao")
    done(worker, number, "chuyen-buoc")
    done(chair, number, "nhan-ban-giao")
    assert "đồng ý cấp kết quả" in done(chair, number, "phe-duyet", verdict="yes")
    done(clerk, number, "nhan-ban-giao")
    issued = done(
        clerk, number, "ban-hanh", number="1/GKS", name="Giấy khai sinh", signer="Chủ tịch"
    )
    assert "Có kết quả" in issued
    assert "Xong sớm" in issued
    returned = done(counter, number, "tra-ket-qua", proof="ký nhận")
    assert "muộn" not in returned.partition("Trả kết quả (đã xong)")[2].partition("Thông tin")[0]

    dossier = Dossier.objects.get()
    assert dossier.status == Status.RETURNED
    assert dossier.owner == Person.objects.get(identity_number="001185012312")


def test_the_page_explains_each_day_of_the_due_time(house: House) -> None:
    number = house.receive()
    page = words(house.client("tiepnhan").get(f"/ho-so/{number}?phan=so-thoi-han"))

    assert "17:00 thứ Ba, 23/02/2021" in page
    for day in ("10/02/2021", "11/02/2021", "16/02/2021", "17/02/2021", "23/02/2021"):
        assert day in page


def test_who_may_not_do_an_act_reads_one_sentence_and_nothing_changes(house: House) -> None:
    number = house.processing()
    before = JournalEntry.objects.count()
    refused = house.client("thuly").post(
        f"/ho-so/{number}/tam-dung", {"legal_ground": "Luật Đất đai", "document": "1/TB"}
    )

    assert refused.status_code == 422
    sentences = [sentence for sentence, _ in summary(refused)]
    assert any("không có quyền" in sentence for sentence in sentences)
    assert fields(refused)["legal_ground"] == "Luật Đất đai"
    assert JournalEntry.objects.count() == before


def test_what_is_missing_is_said_at_the_field_and_nothing_typed_is_lost(house: House) -> None:
    number = house.processing()
    mended = do(
        house.client("thuly"),
        number,
        "yeu-cau-bo-sung",
        items="Giấy chứng sinh",
        legal_ground="Luật Hộ tịch, Điều 16",
    )

    assert mended.status_code == 422
    assert summary(mended) == [("Ghi lý do", True)]
    assert fields(mended)["items"] == "Giấy chứng sinh"


def test_a_supplement_stops_the_clock_and_the_counter_starts_it_again(house: House, then) -> None:
    number = house.processing()
    worker, counter = house.client("thuly"), house.client("tiepnhan")
    paused = done(
        worker,
        number,
        "yeu-cau-bo-sung",
        items="Giấy chứng sinh",
        legal_ground="Luật Hộ tịch, Điều 16",
        reason="Thiếu giấy chứng sinh",
    )
    assert "Tạm dừng" in paused
    then.shift(3600)
    done(counter, number, "gui-bo-sung", note="Giấy chứng sinh", came="0")
    again = done(counter, number, "nhan-du-bo-sung")
    assert "17:00 thứ Ba, 23/02/2021" in again


def test_sending_a_form_twice_does_the_act_once(house: House) -> None:
    number = house.receive()
    client, page = house.client("tiepnhan"), f"/ho-so/{number}/chuyen-xu-ly"
    sent = fields(client.get(page))

    assert client.post(page, sent).status_code == 302
    again = client.post(page, sent)
    assert again.status_code == 422
    assert "đang ở trạng thái “Đang thụ lý”" in summary(again)[0][0]


def test_an_act_that_could_be_repeated_is_refused_when_the_dossier_moved_on(house: House) -> None:
    number = house.receive()
    client, page = house.client("tiepnhan"), f"/ho-so/{number}/chuyen-xu-ly"
    chair = house.client("chutich")
    correct = f"/ho-so/{number}/dinh-chinh"
    sent = {**fields(chair.get(correct)), "channel": "2", "reason": "ghi nhầm kênh"}
    assert client.post(page, fields(client.get(page))).status_code == 302

    late = chair.post(correct, sent)
    assert late.status_code == 422
    assert "Hồ sơ vừa có việc mới" in summary(late)[0][0]
    assert not JournalEntry.objects.filter(act="correct").exists()


def test_a_reception_sent_twice_makes_one_dossier(house: House) -> None:
    client = house.client("tiepnhan")
    page = reverse("desk:receive_form", args=["own", house.procedure.slug])
    checked = client.post(
        page, {**fields(client.get(page)), "owner_name": "Lê Thị Hòa"}, follow=True
    )
    sent = {**fields(checked), "buoc": "nhan"}

    first, second = client.post(page, sent), client.post(page, sent)
    assert first["Location"] == second["Location"]
    assert Dossier.objects.count() == 1


def test_the_way_back_of_the_browser_never_loses_or_doubles_a_reception(house: House) -> None:
    client = house.client("tiepnhan")
    page = reverse("desk:receive_form", args=["own", house.procedure.slug])
    typed = {**fields(client.get(page)), "owner_name": "Lê Thị Hòa"}
    address = client.post(page, typed)["Location"]
    checked = client.get(address)
    assert "Kiểm tra trước khi nhận" in words(checked)
    mended = client.get(page_of(checked).xpath("//main//a[contains(@href, 'sua=')]/@href")[0])
    assert fields(mended)["owner_name"] == "Lê Thị Hòa"

    slip = client.post(page, {**fields(checked), "buoc": "nhan"})["Location"]
    back = client.get(address)
    assert back["Location"] == slip
    assert Dossier.objects.count() == 1
    assert "Lê Thị Hòa" not in str(client.session.get("dang-ghi"))


def test_what_is_not_taken_over_offers_the_receipt_first(house: House) -> None:
    number = house.receive()
    done(house.client("tiepnhan"), number, "chuyen-xu-ly")
    worker = house.client("thuly")
    before = words(worker.get(f"/ho-so/{number}"))
    assert "Nhận bàn giao trước" in before
    assert "Trả lại để sửa" not in before
    assert "Lấy ý kiến" not in before

    after = done(worker, number, "nhan-ban-giao")
    assert "Trả lại để sửa" in after
    assert "Nhận bàn giao trước" not in after


def test_before_a_clock_goes_on_its_new_due_time_is_shown(house: House, then) -> None:
    number = house.processing()
    chair = house.client("chutich")
    done(chair, number, "tam-dung", legal_ground="Luật Đất đai, Điều 9", document="1/TB-UBND")
    then.shift(timedelta(days=1))
    again = house.client("chutich")
    told = words(again.get(f"/ho-so/{number}/tiep-tuc"))
    assert "Nếu ghi nhận lúc này, hẹn trả" in told
    promised = told.partition("hẹn trả ")[2].partition(" Tính từ")[0]
    assert f"Hẹn trả {promised}" in done(again, number, "tiep-tuc", reason="đã xong")


def test_a_refusal_at_the_counter_is_kept_with_its_reason(house: House) -> None:
    client = house.client("tiepnhan")
    page = reverse("desk:refuse_counter", args=["own", house.procedure.slug])
    told = {"owner_name": "Lê Thị Hòa", "reason": "Hồ sơ thuộc Xã Minh Quang"}
    response = client.post(page, {**fields(client.get(page)), **told})

    assert "Hồ sơ thuộc Xã Minh Quang" in words(client.get(response["Location"]))
    assert Dossier.objects.get().status == Status.NOT_RECEIVED


def test_the_agency_that_was_asked_answers_and_sees_the_dossier(house: House) -> None:
    number = house.processing()
    chair, asked = house.client("chutich"), house.client("canbohuyen")
    assert asked.get(f"/ho-so/{number}").status_code == 404
    told = {"question": "Có trùng hồ sơ không?", "unit_id": str(house.units["parent"].pk)}
    moment = {"answer_by_ngay": "17", "answer_by_thang": "02", "answer_by_nam": "2021"}
    done(chair, number, "lay-y-kien", **told, **moment, answer_by_gio="16:30")

    answered = done(asked, number, "tra-loi-y-kien", answer="Không trùng.")
    assert "trả lời ý kiến của Huyện Ba Vì: Không trùng." in answered


def test_looking_at_the_owners_numbers_asks_why_and_is_written_down(house: House) -> None:
    client = house.client("tiepnhan")
    number = receive(client, house)
    page = f"/ho-so/{number}/chu-ho-so"
    assert "001185012312" not in client.get(f"/ho-so/{number}").content.decode().split("<main")[0]
    assert client.post(page, {"purpose": ""}).status_code == 422
    assert not Reading.objects.exists()

    shown = client.post(page, {"purpose": "đối chiếu người nhận"})
    assert "001185012312" in words(shown)
    assert Reading.objects.get().purpose == "đối chiếu người nhận"


def test_a_wrong_password_is_one_sentence_and_a_foreign_address_is_not_followed(
    house: House,
) -> None:
    client = Client()
    house.give_password("tiepnhan")
    wrong = client.post("/dang-nhap", {"username": "tiepnhan", "password": "sai"})
    assert wrong.status_code == 422
    assert len(summary(wrong)) == 1
    away = {"username": "tiepnhan", "password": PASSWORD, "tiep": "https://example.org/"}
    assert client.post("/dang-nhap", away)["Location"] == "/"
    assert client.post("/dang-xuat")["Location"] == "/dang-nhap"
    assert client.get("/viec-cua-toi")["Location"] == "/dang-nhap?tiep=/viec-cua-toi"
