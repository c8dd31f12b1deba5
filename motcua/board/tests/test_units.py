"""Units are set up, renamed, moved, ended by those who look after them, with a preview."""

import io

import openpyxl
import pytest

from motcua.board.tests.people import add_others
from motcua.board.tests.reading import words
from motcua.pages.tests.house import House
from motcua.pages.tests.tables import JournalEntry, Unit

pytestmark = pytest.mark.usefixtures("then")
DAY = {"start_ngay": "01", "start_thang": "03", "start_nam": "2021"}
TODAY = {"start_ngay": "09", "start_thang": "02", "start_nam": "2021"}


@pytest.fixture
def looked_after(house: House) -> House:
    add_others(house)
    return house


def do(client, here: str, /, **given: str):
    """Send a form, read its confirmation, confirm it; return both answers."""
    asked = client.post(here, given)
    assert asked.status_code == 200, words(asked)
    assert "Chưa có gì được ghi" in words(asked)
    return asked, client.post(here, {**given, "buoc": "lam"})


def test_a_unit_is_renamed_from_a_day_on_and_the_old_name_stays_on_record(
    looked_after: House,
) -> None:
    looked_after.processing()
    client = looked_after.client("quantrihuyen")
    given = {"name": "Xã Ba Trại Mới", "short_name": "Ba Trại Mới", **TODAY}
    preview, done = do(client, "/quan-tri/don-vi/own/doi-ten", **given)
    assert "1 hồ sơ đang mở" in words(preview)
    assert "1 bước đang ở tay 1 người" in words(preview)
    assert done.status_code == 302
    assert Unit.objects.get(slug="own").name == "Xã Ba Trại Mới"
    history = words(client.get("/quan-tri/don-vi/own?phan=lich-su"))
    assert "Tên: Xã Ba Trại Mới" in history
    assert "từ 01/01/2020 đến hết 08/02/2021Tên: Xã Ba Trại" in history
    assert JournalEntry.objects.filter(act="unit.rename").count() == 1


def test_a_name_of_a_day_to_come_waits_for_its_day(looked_after: House) -> None:
    client = looked_after.client("quantrihuyen")
    do(client, "/quan-tri/don-vi/own/doi-ten", name="Xã Mới", short_name="Mới", **DAY)
    assert Unit.objects.get(slug="own").name == "Xã Ba Trại"
    assert "Xã Mới" in words(client.get("/quan-tri/don-vi/own?phan=lich-su"))


def test_a_new_unit_a_one_stop_point_and_a_counter(looked_after: House) -> None:
    client = looked_after.client("quantrihuyen")
    _, done = do(
        client, "/quan-tri/don-vi/parent/them-don-vi", kind="commune", short_name="Vân Hòa",
        slug="", key="", official="", **TODAY,
    )  # fmt: skip
    assert done["Location"] == "/quan-tri/don-vi/xa-van-hoa"
    do(
        client, "/quan-tri/don-vi/xa-van-hoa/mo-mot-cua", kind="reception_unit",
        name="Bộ phận Một cửa xã Vân Hòa", address="Thôn Muồng", **TODAY,
    )  # fmt: skip
    form = client.get("/quan-tri/don-vi/xa-van-hoa/them-quay").content.decode()
    point = form.split('name="point"')[1].split('value="')[1].split('"')[0]
    do(client, "/quan-tri/don-vi/xa-van-hoa/them-quay", point=point, number="1", name="Hộ tịch")
    page = words(client.get("/quan-tri/don-vi/xa-van-hoa?phan=mot-cua"))
    assert "Quầy 1: Hộ tịch" in page


def test_a_unit_ends_after_its_parts_only(looked_after: House) -> None:
    client = looked_after.client("quantrihuyen")
    given = {"successor": "", "extent": "", **DAY, "buoc": "lam"}
    refused = client.post("/quan-tri/don-vi/parent/ket-thuc", given)
    assert refused.status_code == 422
    assert "hãy kết thúc đơn vị trực thuộc trước" in words(refused)


def test_a_unit_ends_with_a_successor(looked_after: House) -> None:
    client = looked_after.client("quantrihuyen")
    looked_after.processing()
    preview, done = do(
        client, "/quan-tri/don-vi/own/ket-thuc", successor="xa minh quang", extent="whole", **TODAY
    )
    assert "1 hồ sơ đang mở" in words(preview)
    assert done.status_code == 302
    assert "Chuyển hồ sơ đang mở sang đơn vị kế tiếp" in words(client.get(done["Location"]))
    do(client, "/quan-tri/don-vi/own/chuyen-ho-so")
    assert "Không có hồ sơ nào đang mở" in words(client.get("/quan-tri/don-vi/own?phan=viec"))


def test_a_unit_of_somebody_else_is_not_found_as_a_parent(looked_after: House) -> None:
    client = looked_after.client("quantrihuyen")
    given = {"parent": "Xã Khác", **TODAY}
    refused = client.post("/quan-tri/don-vi/own/chuyen-cap-tren", given)
    assert refused.status_code == 422
    assert "Không có đơn vị “Xã Khác”" in words(refused)


def test_the_tree_goes_level_by_level_and_is_searched_without_marks(looked_after: House) -> None:
    client = looked_after.client("quantrihuyen")
    tree = words(client.get("/quan-tri/don-vi/"))
    assert "Huyện Ba Vì" in tree
    assert "Xã Ba Trại" in tree
    assert "Xã Khác" not in tree
    # The addresses of this house are no names; a real one is its name without marks.
    assert "Xã Minh Quang" in words(client.get("/quan-tri/don-vi/?tim=sister"))
    assert "Không tìm thấy" in words(client.get("/quan-tri/don-vi/?tim=foreign"))


def test_who_took_the_list_stands_in_the_journal(looked_after: House) -> None:
    client = looked_after.client("quantri")
    given = client.get("/quan-tri/don-vi/tat-ca/xuat?dang=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(given.streaming_content))).active.values)
    assert [row[0] for row in rows] == ["Địa chỉ", "own"]
    entry = JournalEntry.objects.select_related("by").get(act="list.export")
    assert (entry.by.code, entry.payload["rows"]) == ("quantri", 1)
