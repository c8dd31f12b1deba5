"""Whatever is typed or sent, no door answers with a fault: every refusal is a 4xx."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from motcua.pages.tests.house import PEOPLE, House
from tests.doors.addresses import Address, every_address

pytestmark = pytest.mark.usefixtures("then")

#: Whoever watches is told so when no worker beats, and none does in these tests.
_NOT_READY = (503, "/san-sang")
#: What people and attackers type: dates, numbers, codes, words with marks, controls, scripts.
_ODD = st.sampled_from(
    ["", " ", "0", "-1", "1", "999999999999999999999", "1e400", "31/02/2021", "09/02/2021",
     "2021-02-09T14:00", "99:99", "Nguyễn Văn Ánh", "001085012345", "\x00", "\u202e", "a" * 5000,
     "<script>alert(1)</script>", "'; drop table dossiers_dossier; --", "{{ 7*7 }}", "%s%n",
     "own", "sister", "=1+1", "../../etc/passwd"]
)  # fmt: skip
_TEXT = _ODD | st.text(max_size=40)
_PART = {
    "int": st.sampled_from([1, 2, 3, 0, 10**9, 10**19]) | st.integers(0, 50),
    "slug": st.sampled_from(["own", "sister", "chuyen-don-vi", "tam-dung", "khong-co", "x"]),
    "str": _TEXT.map(lambda text: quote(text.replace("/", " ") or "x", safe="")),
    "path": _TEXT.map(lambda text: quote(text, safe="/") or "x"),
    "uuid": st.uuids(),
}


def _path(data: st.DataObject, address: Address) -> str:
    return address.filled({name: data.draw(_PART[kind]) for name, kind in address.parts})


def _body(data: st.DataObject, page: bytes) -> dict[str, object]:
    """Return something for every field of the page's forms: as it stands, or odd."""
    body: dict[str, object] = {"la-gi": "x"}
    if not page.strip():
        return body
    for field in html.fromstring(page).xpath("//form//*[@name]"):
        offered = [option.get("value") or "" for option in field.xpath(".//option")]
        stands = [field.get("value") or "", *offered]
        body[field.get("name")] = data.draw(st.sampled_from(stands) | _TEXT)
    return body


def _ask(client: Client, data: st.DataObject, path: str) -> list[tuple[int, str]]:
    """Ask for the address, then send its form back; return what was answered."""
    query = data.draw(st.dictionaries(st.sampled_from(
        ["tim", "tu", "den", "cot", "don_vi", "hang", "sau", "truoc", "trang", "theo", "nam"]
    ), _TEXT, max_size=3))  # fmt: skip
    shown = client.get(path, query)
    page = b"" if shown.streaming else shown.content
    is_page = shown.headers.get("Content-Type", "").startswith("text/html")
    if shown.streaming:
        b"".join(shown.streaming_content)
    sent = client.post(path, _body(data, page if is_page else b""))
    if sent.streaming:
        b"".join(sent.streaming_content)
    return [(answer.status_code, path) for answer in (shown, sent)]


@pytest.mark.parametrize("address", every_address(), ids=lambda address: address.name)
def test_no_door_answers_with_a_fault(house: House, full: bool, address: Address) -> None:
    house.processing()
    clients = {name: house.client(name) for name in ("tiepnhan", "chutich", "quantri")}
    if full:
        clients.update({name: house.client(name) for name in PEOPLE})

    @settings(
        max_examples=100 if full else 6,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data(), who=st.sampled_from(sorted(clients)))
    def walk(data: st.DataObject, who: str) -> None:
        answers = _ask(clients[who], data, _path(data, address))
        assert [answer for answer in answers if answer[0] >= 500 and answer != _NOT_READY] == []

    walk()
