"""The environment is strict, and every component can be drawn."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from jinja2 import UndefinedError

from motcua.pages.fields import field, field_errors
from motcua.pages.icons import FOLDER, icon
from motcua.pages.jinja import MACROS
from motcua.pages.specimen import sample_form

#: Words that would be English left over; none of them is a Vietnamese syllable.
_ENGLISH = (
    "the error there problem back day month year choose file menu search close next previous skip "
    "hide show optional warning table submit cancel page loading required please select option "
    "yes save delete edit sort filter breadcrumb navigation summary list open button link"
)
ENGLISH = set(_ENGLISH.split())
READ_ATTRIBUTES = {"aria-label", "alt", "title", "placeholder"}


class Words(HTMLParser):
    """Collects what is read by a person: text and the attributes that are spoken."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.texts += [given[name] for name in READ_ATTRIBUTES & given.keys()]
        self.ids += [given["id"]] if "id" in given else []
        self.labels += [given["for"]] if "for" in given else []
        self.links += [given["href"]] if given.get("href", "").startswith("#") else []
        self._silent += tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"style", "script"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


@pytest.fixture
def page(client: Client) -> Words:
    words = Words()
    words.feed(client.get("/giao-dien/").content.decode())
    return words


def env() -> Any:
    return engines.all()[0].env  # type: ignore[attr-defined]


def test_an_unknown_variable_is_a_fault() -> None:
    with pytest.raises(UndefinedError):
        env().from_string("{{ nobody }}").render()


def test_values_are_escaped() -> None:
    drawn = env().from_string("{{ mcTag(text) }}").render(text="<b>Hộ tịch</b>")

    assert "&lt;b&gt;Hộ tịch&lt;/b&gt;" in drawn


def test_every_macro_is_on_the_page_of_components() -> None:
    source = env().loader.get_source(env(), "pages/specimen.html")[0]
    source += env().loader.get_source(env(), "pages/officer.html")[0]
    inside = "".join(
        env().loader.get_source(env(), f"pages/components/{file}.html")[0] for file in MACROS
    )
    names = {name for names in MACROS.values() for name in names}

    used = {name for name in names if f"{name}(" in source}
    used |= {name for name in names if inside.count(f"{name}(") > 1}
    assert names == used


def test_no_english_is_left_over(page: Words) -> None:
    found = {word for text in page.texts for word in re.findall(r"\w+", text.lower())}

    assert found & ENGLISH == set()


def test_links_inside_the_page_and_labels_lead_somewhere(page: Words) -> None:
    assert {link[1:] for link in page.links if link != "#"} <= set(page.ids)
    assert set(page.labels) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_html_of_a_full_page_is_light(client: Client) -> None:
    answer = client.get("/giao-dien/", headers={"accept-encoding": "gzip"})

    assert len(answer.content) < 90_000


def test_the_page_of_components_is_for_developers(client: Client, settings: Any) -> None:
    settings.DEBUG = False

    assert client.get("/giao-dien/").status_code == 404


def test_every_icon_is_used_or_shipped_with_its_licence() -> None:
    assert (FOLDER / "LICENSE").is_file()
    assert 'aria-hidden="true"' in icon("clock")
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_an_error_stands_at_the_field_and_in_the_summary_in_the_same_words() -> None:
    form = sample_form()
    faults = field_errors(form)

    drawn = env().from_string("{{ mcField(field(form, 'born_on')) }}").render(form=form)

    assert [fault.words for fault in faults] == [
        "Nhập họ và tên",
        "Không có ngày 31/02. Kiểm tra lại ngày và tháng",
        "Ghi lý do",
    ]
    assert faults[1].target == "id_born_on_ngay"
    assert f'id="{faults[1].target}"' in drawn
    assert faults[1].words in drawn
    assert 'value="31"' in drawn


def test_a_fault_that_repeats_what_was_typed_is_escaped() -> None:
    form = sample_form()
    form.add_error("reason", "<script>")
    form.errors["reason"].reverse()

    drawn = env().from_string("{{ mcField(field(form, 'reason')) }}").render(form=form)

    assert "<script>" not in drawn


def test_an_optional_field_says_so() -> None:
    drawn = env().from_string("{{ mcField(field(form, 'number')) }}").render(form=sample_form())

    assert "Số định danh (không bắt buộc)" in drawn
    assert 'inputmode="numeric"' in drawn
    assert field(sample_form(), "number").characters == 20


def test_the_pages_of_faults_need_nothing_but_the_request(rf: Any) -> None:
    request = rf.get("/x")
    drawn = {
        name: engines.all()[0].get_template(name).render(context, request)
        for name, context in (
            ("403.html", {"exception": ""}),
            ("403_csrf.html", {}),
            ("404.html", {"exception": ""}),
            ("500.html", {"code": "K7QM2R9T"}),
        )
    }

    assert "Mã sự cố" in drawn["500.html"]
    assert "K7QM2R9T" in drawn["500.html"]
    assert "Không tìm thấy trang này" in drawn["404.html"]
    assert "không có quyền" in drawn["403.html"]
