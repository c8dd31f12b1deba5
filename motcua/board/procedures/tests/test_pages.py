"""The catalogue at the board: read, changed as a version, published by a second person."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.board.procedures.tests.city import CODE, City
from motcua.catalogue import selectors
from motcua.catalogue.rules import LimitDraft
from motcua.pages.tests.house import House
from motcua.pages.tests.tables import JournalEntry

LIST = "/quan-tri/thu-tuc/"
PAGE = f"{LIST}{CODE}"


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def confirmed(client: Client, address: str, sent: dict[str, Any]) -> Any:
    """Send a change, read its confirmation, and do it."""
    assert "Kiểm tra trước khi ghi" in text(client.post(address, sent))
    return client.post(address, {**sent, "buoc": "lam"})


def seen(client: Client, version: str) -> dict[str, str]:
    """Return what the question sends of the draft that it shows."""
    page = text(client.get(f"{version}/cong-khai"))
    return {"ban_xem": page.split('name="ban_xem" value="')[1].split('"')[0]}


def day(name: str, on: str) -> dict[str, str]:
    number, month, year = on.split("/")
    return {f"{name}_ngay": number, f"{name}_thang": month, f"{name}_nam": year}


def test_the_list_is_found_without_tone_marks_and_taken_as_a_file(city: City) -> None:
    client = city.client("kiemsoat")
    found = text(client.get(LIST, {"tim": "xac nhan cu tru"}))

    assert "Xác nhận cư trú thử" in found
    assert "3 ngày làm việc" in found
    assert "Thêm thủ tục" not in found
    assert "Không có thủ tục nào như vậy" in text(client.get(LIST, {"tim": "khong co"}))
    assert "Đăng ký lại khai sinh" not in text(client.get(LIST, {"tim": CODE}))
    for kind in ("", "csv"):
        taken = client.get(f"{LIST}tep", {"dang": kind, "tim": CODE})
        content = b"".join(taken.streaming_content)
        assert content[:2] == b"PK" or "Xác nhận cư trú thử".encode() in content
    last = JournalEntry.objects.order_by("-pk")[0]
    assert (last.act, last.payload["tim"], last.payload["rows"]) == ("list.export", CODE, 1)


def test_a_version_is_begun_changed_tried_and_published_by_a_second_person(city: City) -> None:
    one, two = city.client("soan"), city.client("duyet")
    begun = confirmed(one, f"{PAGE}/soan", day("day", "01/07/2021"))
    assert begun.status_code == 302
    edit = begun["Location"]
    version = edit.removesuffix("/sua")

    fields = {
        "name": "Xác nhận cư trú thử", "levels": ["commune"], "channels": ["counter", "online"],
        "competence": "Ủy ban nhân dân cấp xã", "applicants": "Cá nhân", "sequence": "Nộp",
        "conditions": "không quy định", "presence": "no", "open_fields": ["place"],
        "result_name": "Giấy xác nhận", **day("valid_from", "01/07/2021"),
    }  # fmt: skip
    assert one.post(edit, fields).status_code == 302
    limits = {"so-dong": "1", "d0-value": "2", "d0-unit": "working_day", "lam": "luu"}
    assert one.post(f"{edit}/thoi-han", limits).status_code == 302

    shown = text(two.get(version))
    assert "Thay đổi so với phiên bản trước" in shown
    assert "Trực tiếp, Trực tuyến" in shown
    assert "vượt 8 giờ" in shown
    assert "Trần Thị Duyet" in shown
    assert "không tự công khai" in text(one.get(version))
    refused = text(one.post(f"{version}/cong-khai", seen(one, version)), 422)
    assert "hãy nhờ người thứ hai" in refused
    # The copied route is longer than the new limit: nothing is published.
    refused = text(two.post(f"{version}/cong-khai", seen(two, version)), 422)
    assert "vượt thời hạn theo quy định là 16 giờ" in refused
    assert two.get(version).content.decode().count("Dự thảo") > 0

    limits["d0-value"] = "4"
    one.post(f"{edit}/thoi-han", limits)
    question = text(two.get(f"{version}/cong-khai"))
    assert "từ “3 ngày làm việc” thành “4 ngày làm việc”" in question
    before = seen(two, version)
    one.post(f"{edit}/thoi-han", {**limits, "d0-value": "5"})
    unseen = text(two.post(f"{version}/cong-khai", before), 422)
    assert "đã thay đổi từ lúc anh/chị xem" in unseen
    one.post(f"{edit}/thoi-han", limits)
    assert two.post(f"{version}/cong-khai", seen(two, version)).status_code == 302
    assert "Đã công khai" in text(two.get(version))
    assert text(one.get(edit), 404)
    assert city.acts()[-2:] == ["publish_version", "publish_route"]


def test_a_dossier_keeps_the_version_of_its_receipt(city: City, then: Any) -> None:
    house = city.house
    house.procedure = selectors.procedure_by_slug(CODE)
    old = city.client("tiepnhan").get(f"/ho-so/{house.receive()}").content.decode()
    draft = city.draft()
    one = city.client("soan")
    limits = {"so-dong": "1", "d0-value": "9", "d0-unit": "working_day", "lam": "luu"}
    one.post(f"{PAGE}/phien-ban/{draft.pk}/sua/thoi-han", limits)
    city.client("duyet").post(f"{PAGE}/phien-ban/{draft.pk}/cong-khai")
    del then

    first = selectors.limit_of(version_id=city.version.pk)
    assert (first and first.value, selectors.draft_of(version_id=draft.pk).time_limits) == (
        3, (LimitDraft(9, "working_day"),),
    )  # fmt: skip
    number = old.partition('href="/ho-so/')[2].partition('"')[0].partition("/")[0]
    again = city.client("tiepnhan").get(f"/ho-so/{number}").content.decode()
    due = old.partition("Hẹn trả")[2].partition("</strong>")[0]
    assert due
    assert due in again


def test_rows_are_added_moved_and_deleted_without_scripts(city: City) -> None:
    draft, client = city.draft(), city.client("soan")
    here = f"{PAGE}/phien-ban/{draft.pk}/sua/giay-to"
    assert "2. Giấy tờ" in text(client.get(here))
    sent = {
        "so-dong": "2", "d0-name": "Tờ khai", "d0-kind": "submit", "d0-originals": "1",
        "d0-copies": "0", "d1-name": "Ảnh", "d1-kind": "submit", "d1-originals": "0",
        "d1-copies": "2",
    }  # fmt: skip
    moved = text(client.post(here, {**sent, "lam": "len-2"}))
    assert moved.index(">Ảnh<") < moved.index(">Tờ khai<")
    assert "Chưa lưu" in moved
    assert "3. Giấy tờ" in text(client.post(here, {**sent, "lam": "them"}))
    assert "2. Giấy tờ" not in text(client.post(here, {**sent, "lam": "xoa-1"}))
    assert "2. Giấy tờ" in text(client.post(here, {**sent, "lam": "xoa-99999999"}))
    wrong = text(client.post(here, {**sent, "d1-name": "", "lam": "luu"}), 422)
    assert "Nhập tên giấy tờ" in wrong
    client.post(here, {**sent, "d1-copies": "3", "lam": "luu"})
    assert selectors.draft_of(version_id=draft.pk).components[1].copies == 3


def test_limits_and_levies_are_refused_with_sentences(city: City) -> None:
    draft, client = city.draft(), city.client("soan")
    here = f"{PAGE}/phien-ban/{draft.pk}/sua"
    twice = {"so-dong": "2", "d0-value": "2", "d0-unit": "working_day", "d1-value": "3",
             "d1-unit": "month", "lam": "luu"}  # fmt: skip
    assert "Hai thời hạn cho cùng" in text(client.post(f"{here}/thoi-han", twice), 422)
    bare = {"so-dong": "1", "d0-value": "2", "lam": "luu"}
    assert "Chọn đơn vị tính" in text(client.post(f"{here}/thoi-han", bare), 422)
    assert text(client.get(f"{here}/khong-co"), 404)
    assert client.post(f"{here}/phi-le-phi", {"so-dong": "0", "lam": "luu"}).status_code == 302
    assert selectors.draft_of(version_id=draft.pk).levies == ()


def test_a_version_is_tried_as_a_citizen_and_as_an_officer(city: City) -> None:
    client = city.client("soan")
    here = f"{PAGE}/phien-ban/{city.version.pk}/thu"
    citizen = text(client.get(here))
    for words in ("Tờ khai", "3 ngày làm việc", "không thu", "không quy định", "không rõ"):
        assert words in citizen
    officer = text(client.get(f"{here}/tiep-nhan"))
    # Received on Tuesday afternoon, three working days, Tết between.
    assert "Vì sao hẹn ngày này?" in officer
    assert "19/02/2021" in officer
    asked = {**day("at", "01/03/2021"), "at_gio": "9:00", "channel": "counter", "case": ""}
    assert "04/03/2021" in text(client.get(f"{here}/tiep-nhan", asked))
    asked["at_gio"] = "hôm nay"
    assert "Ghi giờ như 16:30" in text(client.get(f"{here}/tiep-nhan", asked), 422)


def test_a_draft_is_withdrawn_and_a_procedure_ended(city: City) -> None:
    one, two = city.client("soan"), city.client("duyet")
    draft = city.draft()
    here = f"{PAGE}/phien-ban/{draft.pk}"
    assert "không lấy lại được" in text(two.get(f"{here}/rut"))
    assert two.post(f"{here}/rut")["Location"] == PAGE
    assert text(one.get(here), 404)

    assert confirmed(one, f"{PAGE}/ket-thuc", day("day", "31/12/2021")).status_code == 302
    assert "Có đề nghị kết thúc thủ tục sau ngày 31/12/2021" in text(two.get(PAGE))
    assert "Rút đề nghị" in text(one.get(f"{PAGE}/ket-thuc"))
    assert two.post(f"{PAGE}/ket-thuc").status_code == 302
    city.version.refresh_from_db()
    assert f"{city.version.valid_until:%d/%m/%Y}" == "01/01/2022"


def test_a_text_longer_than_the_catalogue_holds_is_refused(city: City) -> None:
    draft, client = city.draft(), city.client("soan")
    here = f"{PAGE}/phien-ban/{draft.pk}/sua"
    sent = {"name": "x" * 501, "decision": "y" * 101, "result_code": "z" * 41,
            **day("valid_from", "01/07/2021")}  # fmt: skip
    page = text(client.post(here, sent), 422)
    for words in ("dài hơn 500", "dài hơn 100", "dài hơn 40"):
        assert words in page
    late = confirmed(client, f"{PAGE}/ket-thuc", day("day", "31/12/9999"))
    assert "quá xa" in text(late, 422)


def test_a_new_procedure_is_added_once(city: City) -> None:
    client = city.client("soan")
    sent = {"code": "", "name": "Việc thử", "field_key": "ho-tich", "levels": ["commune"],
            **day("valid_from", "01/03/2021")}  # fmt: skip
    assert "x-viec-thu" in confirmed(client, f"{LIST}them", sent)["Location"]
    again = client.post(f"{LIST}them", {**sent, "buoc": "lam"})
    assert "Danh mục đã có thủ tục “x-viec-thu”" in text(again, 422)
    assert "Chọn lĩnh vực" in text(client.post(f"{LIST}them", {**sent, "field_key": "la"}), 422)


def test_a_file_is_shown_by_row_before_it_is_written(city: City) -> None:
    client = city.client("soan")
    lines = "Mã thủ tục;Có hiệu lực từ;Thời hạn giải quyết\r\n"
    good, wrong = f"{CODE};01/07/2021;4 ngày làm việc\r\n", "9.9;hôm qua;nhanh\r\n"
    sent = SimpleUploadedFile("a.csv", (lines + good + wrong).encode())
    shown = text(client.post(f"{LIST}nhap", {"source": "Cổng quốc gia", "file": sent}))
    assert "từ “3 ngày làm việc” thành “4 ngày làm việc”" in shown
    assert "Ngày có hiệu lực phải ghi như 01/07/2026" in shown
    assert not selectors.drafts_waiting()[0]

    content = shown.partition('name="noi_dung" value="')[2].partition('"')[0]
    kept = {"noi_dung": content, "ten_tep": "a.csv", "nguon": "Cổng quốc gia"}
    assert "1 dòng chưa đúng" in text(client.post(f"{LIST}nhap", kept), 422)
    assert client.post(f"{LIST}nhap", {**kept, "bo_dong_sai": "co"}).status_code == 302
    [draft] = selectors.drafts_waiting()[0]
    assert "nguồn: Cổng quốc gia" in text(client.get(f"{PAGE}/phien-ban/{draft.pk}"))
    assert draft.name in text(client.get("/quan-tri/quy-trinh/"))
    broken = client.post(f"{LIST}nhap", {**kept, "noi_dung": "###"})
    assert "hãy chọn lại tệp" in text(broken, 422)
    bad = SimpleUploadedFile("a.docx", b"x")
    refused = text(client.post(f"{LIST}nhap", {"source": "x", "file": bad}), 422)
    assert "XLSX, CSV hoặc YAML" in refused
    blank = client.get(f"{LIST}nhap/bieu-mau")
    assert io.BytesIO(b"".join(blank.streaming_content)).read(2) == b"PK"


def test_a_commune_writes_only_what_the_city_left_open(city: City, house: House) -> None:
    here = f"{PAGE}/don-vi/own"
    commune, control = city.client("quantri"), city.client("kiemsoat")
    form = text(commune.get(f"{here}/ghi"))
    assert "Nơi nộp và nhận kết quả" in form
    assert "Giờ tiếp nhận" not in form
    sent = {**day("valid_from", "10/02/2021"), "place": "Nhà văn hóa", "step-appraise": "20"}
    confirmed_page = commune.post(f"{here}/ghi", {**sent, "buoc": "lam"})
    assert "chỉ được rút ngắn" in text(confirmed_page, 422)
    sent["step-appraise"] = "7,5"
    assert confirmed(commune, f"{here}/ghi", sent).status_code == 302

    local = text(commune.get(here))
    publish = local.partition(f'href="{here}/')[2].partition('"')[0]
    publish = f"{here}/{publish.split('/')[0]}/cong-khai" if publish else ""
    number = selectors.supplements_of(procedure_id=city.version.procedure_id).get().pk
    publish = f"{here}/{number}/cong-khai"
    assert "hãy nhờ người thứ hai" in text(commune.post(publish), 422)
    assert text(city.client("quantriben").post(publish), 404)
    assert control.post(publish).status_code == 302
    assert "Nhà văn hóa" in text(city.client("kiemtoan").get(here))
    assert "Xã Ba Trại" in text(commune.get(PAGE))
    assert "Xã Ba Trại" not in text(city.client("quantrila").get(PAGE))


@pytest.mark.parametrize("who", ["quantri", "quantrihuyen", "kiemsoat", "kiemtoan"])
def test_nobody_below_the_city_changes_the_catalogue(city: City, who: str) -> None:
    draft, client = city.draft(), city.client(who)
    here = f"{PAGE}/phien-ban/{draft.pk}"
    before = city.acts()
    for address in (
        f"{LIST}them", f"{LIST}nhap", f"{PAGE}/soan", f"{PAGE}/ket-thuc", f"{here}/sua",
        f"{here}/sua/giay-to", f"{here}/cong-khai", f"{here}/rut",
    ):  # fmt: skip
        assert client.post(address, {"buoc": "lam"}).status_code == 403, address
    assert text(client.get(here))
    assert city.acts() == before


def test_an_address_made_by_hand_is_never_a_fault(city: City) -> None:
    client = city.client("soan")
    client.raise_request_exception = False
    for address in (
        f"{LIST}khong-co", f"{PAGE}/phien-ban/999999999999999999999", f"{PAGE}/phien-ban/1/thu",
        f"{LIST}?tim=%00", f"{LIST}?cap=la&tinh_trang=la&linh_vuc=la", f"{PAGE}/don-vi/khong-co",
        f"{PAGE}/don-vi/own", f"{PAGE}/don-vi/own/1/la", "/quan-tri/quy-trinh/99999999999999999999",
    ):  # fmt: skip
        assert client.get(address).status_code in (200, 404), address


def test_what_another_person_saved_meanwhile_is_not_lost(city: City) -> None:
    draft, one, two = city.draft(), city.client("soan"), city.client("duyet")
    here = f"{PAGE}/phien-ban/{draft.pk}/sua/phi-le-phi"
    seen = text(one.get(here)).partition('name="thay" value="')[2].partition('"')[0]
    sent = {"so-dong": "1", "d0-text": "10.000 đồng", "lam": "luu", "thay": seen}
    assert two.post(here, {**sent, "d0-text": "20.000 đồng"}).status_code == 302
    assert "Người khác đã sửa bản dự thảo" in text(one.post(here, sent), 422)
    assert selectors.draft_of(version_id=draft.pk).levies[0].text == "20.000 đồng"
