"""Text size and inverted colours work without JavaScript and lead back to the same page."""

import pytest
from django.test import Client, RequestFactory

from motcua.kernel.errors import Refusal
from motcua.pages import sheets
from motcua.pages.preferences import preferences_of
from motcua.pages.views import refused


def test_a_chosen_size_is_kept_and_the_reader_comes_back(client: Client) -> None:
    answer = client.get("/tuy-chon", {"co-chu": "125", "next": "/giao-dien/?trang=2"})

    assert answer.headers["Location"] == "/giao-dien/?trang=2"
    assert 'data-text="125"' in client.get("/giao-dien/").content.decode()


def test_inverted_colours_are_kept(client: Client) -> None:
    client.post("/tuy-chon", {"mau": "dao", "next": "/"})

    assert 'data-theme="invert"' in client.get("/giao-dien/").content.decode()


def test_before_any_choice_the_page_names_no_theme(client: Client) -> None:
    assert "data-theme" not in client.get("/giao-dien/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:x"])
def test_a_way_back_to_another_host_is_not_taken(client: Client, elsewhere: str) -> None:
    assert client.get("/tuy-chon", {"next": elsewhere}).headers["Location"] == "/"


def test_unknown_values_are_the_usual_ones(client: Client, rf: RequestFactory) -> None:
    assert not client.get("/tuy-chon", {"co-chu": "900"}).cookies
    request = rf.get("/")
    request.COOKIES["mc-co-chu"] = "900"
    assert preferences_of(request).text_size == "100"


def test_the_sheet_may_be_kept_for_ever_under_its_hash(client: Client) -> None:
    address = sheets.address()

    answer = client.get(address, headers={"accept-encoding": "gzip"})

    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
    assert client.get("/kieu-trang/xx-0.css").status_code == 404
    assert client.get("/kieu-trang/mc-0.css").headers["Cache-Control"] == "no-cache"


def test_a_refused_act_is_answered_with_its_sentence(rf: RequestFactory) -> None:
    answer = refused(rf.get("/"), Refusal("Hồ sơ đã đóng. Mở hồ sơ khác."), back="/viec")

    assert answer.status_code == 422
    assert "Hồ sơ đã đóng. Mở hồ sơ khác." in answer.content.decode()
