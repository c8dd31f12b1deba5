"""Spreadsheets of units and officers: every fault by row and column, then one act."""

import io
import time
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.board.tests.people import add_others
from motcua.board.tests.reading import words
from motcua.pages.tests.house import House
from motcua.pages.tests.tables import Officer, RoleGrant, Unit

pytestmark = pytest.mark.usefixtures("then")
UNITS, OFFICERS = "/quan-tri/nhap/don-vi", "/quan-tri/nhap/can-bo"
HEADER = "Mã cán bộ;Họ và tên;Đơn vị;Chức danh;Từ ngày;Vai trò;Tên đăng nhập\n"
GOOD = (
    HEADER + "BV-1;Nguyễn Thị Hạnh;Xã Ba Trại;Công chức;01/01/2021;"
    "Cán bộ tiếp nhận và trả kết quả;hanh\n"
    "BV-2;Trần Văn Đạt;xa minh quang;Văn thư;2021-01-01;Văn thư;\n"
)


@pytest.fixture
def client(house: House):
    add_others(house)
    return house.client("quantrihuyen")


def send(client, address: str, text: str | bytes, name: str = "danh-sach.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(address, {"file": SimpleUploadedFile(name, content)})


def test_officers_come_with_posts_roles_and_accounts_in_one_act(client) -> None:
    before = Officer.objects.count()
    checked = send(client, OFFICERS, GOOD)
    assert "2 dòng mới, 0 dòng đã có" in words(checked)
    assert Officer.objects.count() == before
    done = client.post(OFFICERS, {"buoc": "ghi"})
    assert "hanh" in words(done)
    hanh = Officer.objects.get(code="BV-1")
    assert hanh.account.username == "hanh"
    assert RoleGrant.objects.get(officer=hanh).role == "receiving_officer"
    # Sent twice: nothing waits any more.
    again = client.post(OFFICERS, {"buoc": "ghi"})
    assert again.status_code == 422
    assert "đã ghi rồi" in words(again)
    # Brought in twice: nothing is new.
    assert "Mọi dòng của tệp đã có từ trước" in words(send(client, OFFICERS, GOOD))
    assert Officer.objects.count() == before + 2


def test_every_fault_is_named_by_row_and_column_and_nothing_is_written(client) -> None:
    before = Officer.objects.count()
    wrong = send(
        client, OFFICERS,
        GOOD + "BV 3;Lê Văn Ba;Xã Khác;Văn thư;31/02/2021;Vua;a\n;;Xã Ba Trại;Văn thư;;;\n",
    )  # fmt: skip
    assert wrong.status_code == 422
    told = words(wrong)
    assert "2 trong 4 dòng cần sửa" in told
    for words_of_it in ("Dòng 4", "Dòng 5", "Mã cán bộ", "không có ngày “31/02/2021”",
                        "không có vai trò “Vua”", "hãy điền ô này"):  # fmt: skip
        assert words_of_it in told
    assert client.post(OFFICERS, {"buoc": "ghi"}).status_code == 422
    assert Officer.objects.count() == before


def test_a_foreign_unit_and_a_taken_code_are_faults(client) -> None:
    told = words(
        send(
            client, OFFICERS,
            HEADER + "BV-9;Lê Ba;Xã Khác;Văn thư;01/01/2021;;\n"
            "thuly;Người Khác;Xã Ba Trại;Văn thư;01/01/2021;;\n"
            "xala;Nguyễn Văn Xala;Xã Ba Trại;Văn thư;01/01/2021;;\n",
        )
    )  # fmt: skip
    assert "không có đơn vị “Xã Khác” trong phạm vi" in told
    assert "mã thuly đã ghi cho Nguyễn Văn Thuly" in told
    assert "đơn vị ngoài phạm vi" in told


def test_units_of_a_workbook_parents_before_their_parts(client) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Loại", "Tên riêng", "Thuộc đơn vị", "Từ ngày", "Mã định danh"])
    book.active.append(["Xã", "Vân Hòa", "Huyện Ba Vì", "01/01/2021", None])
    book.active.append(["Phòng chuyên môn", "Văn phòng", "Xã Vân Hòa", "01/01/2021", "H26.9.1"])
    file = io.BytesIO()
    book.save(file)
    checked = send(client, UNITS, file.getvalue(), "don-vi.xlsx")
    assert "2 dòng mới" in words(checked)
    client.post(UNITS, {"buoc": "ghi"})
    part = Unit.objects.get(name="Văn phòng")
    assert (part.parent.slug, part.level) == ("xa-van-hoa", "commune")
    assert "đã có từ trước" in words(send(client, UNITS, file.getvalue(), "don-vi.xlsx"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp trống"),
        (b"\n \n", "tệp trống"),
        ("Loại;Tên riêng\nXã;A\n".encode("utf-16"), "UTF-16"),
        ("Loại;Tên riêng\nXã;Ấ\n".encode("cp1258", "replace"), "UTF-8"),
        (b"\x00\x01\x02\x03", "nhị phân"),
        (b"PK\x03\x04 nothing", "không phải bảng tính"),
        ("Tên;Gì đó\na;b\n".encode(), "thiếu cột"),
        ((HEADER.strip() + ";Cột lạ\n").encode(), "Cột lạ"),
        (HEADER.encode(), "chỉ có dòng tiêu đề"),
        ((HEADER + "a;b;c;d;01/01/2021;;\n" * 10_001).encode(), "hơn 10.000 dòng"),
    ],
)
def test_a_file_that_is_no_such_list_is_one_sentence(client, content, sentence) -> None:
    refused = send(client, OFFICERS, content)
    assert refused.status_code == 422
    assert sentence in words(refused)


def test_a_small_workbook_of_millions_of_empty_rows_is_refused_at_once(client) -> None:
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(HEADER.strip().split(";"))
    book.save(target)
    packed = io.BytesIO()
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            rows = b"<row/>" * 2_000_000 + b"</sheetData>"
            text = old.read(part).replace(b"</sheetData>", rows)
            new.writestr(part.filename, text)
    began = time.monotonic()
    refused = send(client, OFFICERS, packed.getvalue())
    assert refused.status_code == 422
    assert "dài hơn 10000 dòng" in words(refused)
    assert time.monotonic() - began < 10


def test_the_template_has_the_columns_that_the_import_reads(client) -> None:
    given = client.get(f"{OFFICERS}/mau")
    sheet = openpyxl.load_workbook(io.BytesIO(given.content)).worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADER.strip().split(";")
