"""The statutory table at the desk: its numbers, the dossiers behind them, its files."""

import io
from datetime import timedelta

import pytest
from django.http import HttpResponse
from openpyxl import load_workbook

from motcua.desk.tests.reading import page_of, words
from motcua.pages.tests.house import NOW, House

pytestmark = pytest.mark.usefixtures("then")

OWN = "/bieu/giai-quyet?don_vi=own&tu=01/02/2021&den=28/02/2021"
BELOW = "/bieu/giai-quyet?don_vi=parent&tu=01/02/2021&den=28/02/2021&pham_vi=duoi&theo=don-vi"


def numbers(response: HttpResponse) -> dict[str, int]:
    """Return every linked number of the first table by the address behind it."""
    table = page_of(response).xpath("//table")[0]
    return {link.get("href"): int(link.text.replace(".", "")) for link in table.xpath(".//td//a")}


def listed(client, address: str) -> int:
    """Return how many dossiers stand behind a number."""
    page = page_of(client.get(address))
    return len(page.xpath("//table[contains(@class, 'mc-dossiers')]/tbody/tr"))


def test_every_number_opens_exactly_the_dossiers_it_counts(house: House) -> None:
    house.processing(NOW - timedelta(days=4))
    house.processing()
    client = house.client("chutich")

    found = numbers(client.get(OWN))
    assert found
    for address, number in found.items():
        assert listed(client, address) == number, address


def test_definition_rule_set_and_checks_stand_under_the_table(house: House) -> None:
    house.processing()
    page = words(house.client("chutich").get(OWN))

    assert "II.06a/VPCP/KSTT" in page
    assert "Nghị định 61/2018/NĐ-CP" in page
    assert "K4: (3) + chuyển đến" in page
    assert "đạt" in page


def test_the_unit_above_sees_each_unit_below_also_those_with_nothing(house: House) -> None:
    house.processing()
    client = house.client("huyen")
    response = client.get(BELOW)

    assert "Xã Minh Quang" in words(response)
    for address, number in numbers(response).items():
        assert listed(client, address) == number, address


def test_numbers_may_be_seen_where_dossiers_are_hidden_and_the_page_says_so(house: House) -> None:
    house.processing()
    client = house.client("canbohuyen")
    address = next(iter(numbers(client.get(BELOW))))

    assert "1 hồ sơ ở trang này không hiện" in words(client.get(address))


def test_the_table_and_its_list_are_given_as_files(house: House) -> None:
    house.processing()
    client = house.client("chutich")
    page = page_of(client.get(OWN))
    excel, plain = page.xpath("//main//a[contains(@href, 'dang=')]/@href")
    behind = page_of(client.get(next(iter(numbers(client.get(OWN))))))
    listed_excel, listed_plain = behind.xpath("//main//a[contains(@href, 'dang=')]/@href")

    assert "Hộ tịch" in _text(client.get(plain))
    assert "MAU.09703-210209-0001" in _text(client.get(listed_plain))
    for address, expected in ((excel, "Hộ tịch"), (listed_excel, "MAU.09703-210209-0001")):
        book = load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content)))
        cells = [cell.value for row in book.active.iter_rows() for cell in row]
        assert expected in cells


def _text(response) -> str:
    return b"".join(response.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("tu=31/02/2021", "Không đọc được ngày"),
        ("tu=01/03/2021&den=01/02/2021", "hãy đổi lại hai ngày"),
        ("biet_luc=hôm qua", "Không đọc được thời điểm"),
        ("don_vi=khong-co", "khong-co"),
        ("don_vi=foreign", "Chọn một đơn vị trong danh sách"),
    ],
)
def test_a_question_that_cannot_be_read_is_one_sentence_and_stays_as_typed(
    house: House, query: str, sentence: str
) -> None:
    response = house.client("chutich").get(f"/bieu/giai-quyet?{query}")

    assert response.status_code == 422
    assert sentence in words(response)
    name, _, value = query.partition("&")[0].partition("=")
    shown = page_of(response).xpath(
        f"//*[@name='{name}']/@value | //*[@name='{name}']/option/@value"
    )
    assert value in shown


def test_a_day_is_read_as_officers_and_as_browsers_write_it(house: House) -> None:
    house.receive()
    client = house.client("chutich")
    one = numbers(client.get("/bieu/giai-quyet?don_vi=own&tu=01/01/2021&den=09/02/2021"))
    other = numbers(client.get("/bieu/giai-quyet?don_vi=own&tu=2021-01-01&den=2021-02-09"))
    assert list(one.values()) == list(other.values()) != []

    wrong = words(client.get("/bieu/giai-quyet?tu=99/99/2021"))
    assert "hãy viết ngày/tháng/năm, ví dụ 30/06/2021" in wrong


@pytest.mark.parametrize("column", ["", "received.nothing"])
def test_an_unknown_column_is_one_sentence(house: House, column: str) -> None:
    response = house.client("chutich").get(f"/bieu/giai-quyet/ho-so?cot={column}")
    assert response.status_code == 422


def test_what_was_known_before_a_correction_can_still_be_asked(house: House, then) -> None:
    house.processing()
    then.shift(3600)
    client = house.client("chutich")
    address = f"{OWN}&biet_luc=09/02/2021 13:00"
    assert "Số liệu đã biết lúc 09/02/2021 13:00" in words(client.get(address))
    assert numbers(client.get(address)) == {}
