"""A route is edited as the table officials know, drawn beside it, exchanged as BPMN."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.board.procedures.tests.city import City
from motcua.catalogue import selectors
from motcua.catalogue.rules import read_bpmn, write_bpmn
from motcua.catalogue.vocabulary import Mode
from motcua.pages.tests.tables import JournalEntry

ROUTES = "/quan-tri/quy-trinh/"


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def sent_rows(route: Any) -> dict[str, Any]:
    """Return what the form of a route sends when nothing is changed."""
    sent: dict[str, Any] = {}
    steps = selectors.route_draft_of(route_id=route.pk).steps
    for place, step in enumerate(steps):
        sent |= {
            f"d{place}-key": step.key, f"d{place}-name": step.name,
            f"d{place}-role": step.role or "",
            f"d{place}-unit_key": step.unit_key, f"d{place}-mode": step.mode.value,
            f"d{place}-minutes": f"{(step.minutes or 0) / 60:.2f}".replace(".", ","),
            f"d{place}-back_to": list(step.back_to),
        }  # fmt: skip
        if step.counts:
            sent[f"d{place}-counts"] = "on"
    return {**sent, "so-dong": str(len(steps)), "lam": "luu"}


def keys(route: Any) -> list[str]:
    return [step.key for step in selectors.route_draft_of(route_id=route.pk).steps]


def test_a_saved_table_that_was_not_changed_changes_nothing(city: City) -> None:
    route, client = city.draft_route(), city.client("soan")
    before = city.acts()
    assert client.post(f"{ROUTES}{route.pk}/sua", sent_rows(route)).status_code == 302
    assert city.acts() == before


def test_rows_are_added_moved_and_deleted_by_buttons_and_kept_at_once(city: City) -> None:
    route, client = city.draft_route(), city.client("soan")
    here = f"{ROUTES}{route.pk}/sua"
    added = client.post(here, {**sent_rows(route), "lam": "them"})
    assert added["Location"] == f"{here}#buoc-6"
    assert keys(route)[-1] == "buoc-6"
    moved = client.post(here, {**sent_rows(route), "lam": "len-6"})
    assert moved["Location"] == f"{here}#buoc-5"
    assert keys(route)[4:] == ["buoc-6", "return"]
    page = text(client.get(here))
    assert "Bước 5 chưa có tên" in page
    assert "chưa có vai hoặc bộ phận thực hiện" in page
    client.post(here, {**sent_rows(route), "lam": "xoa-5"})
    # A way back to a row that is gone goes with it.
    client.post(here, {**sent_rows(route), "lam": "xoa-2"})
    assert keys(route) == ["receive", "approve", "issue", "return"]
    assert selectors.route_draft_of(route_id=route.pk).steps[1].back_to == ()
    assert city.acts()[-1] == "revise_route"


def test_faults_stand_at_their_rows_and_the_sum_against_the_limit(city: City) -> None:
    route, client = city.draft_route(), city.client("soan")
    here = f"{ROUTES}{route.pk}/sua"
    changes = {"d1-minutes": "100,5", "d2-mode": "if", "d1-back_to": ["approve"], "d3-role": ""}
    client.post(here, {**sent_rows(route), **changes})
    page = text(client.get(f"{ROUTES}{route.pk}"))
    for words in (
        "vượt 86,33 giờ", "Dòng 3: Bước “Phê duyệt, ký kết quả” không bao giờ tới được",
        "Dòng 2: Bước “Thẩm tra hồ sơ, dự thảo kết quả” trả về", "Dòng 4: Bước",
    ):  # fmt: skip
        assert words in page, words
    refused = text(city.client("duyet").post(f"{ROUTES}{route.pk}/cong-khai"), 422)
    assert "không bao giờ tới được" in refused or "chưa có vai" in refused
    wrong = text(client.post(here, {**sent_rows(route), "d1-minutes": "lâu"}), 422)
    assert "Ghi số giờ bằng chữ số" in wrong
    assert selectors.route_draft_of(route_id=route.pk).steps[1].minutes == 6030


def test_conditions_and_steps_side_by_side_are_drawn(city: City) -> None:
    route, client = city.draft_route(), city.client("soan")
    here = f"{ROUTES}{route.pk}/sua"
    changes = {
        "d1-mode": "side_by_side", "d1-group": "1", "d2-mode": "side_by_side", "d2-group": "1",
        "d3-mode": "if", "d3-condition": "Cần đóng dấu", "d3-back_to": ["receive"],
        "d2-back_to": [],
    }  # fmt: skip
    client.post(here, {**sent_rows(route), **changes})
    steps = selectors.route_draft_of(route_id=route.pk).steps
    assert steps[3].condition == ("can_dong_dau", True, "Cần đóng dấu")
    page = text(client.get(f"{ROUTES}{route.pk}"))
    assert page.count("mc-flow__box") == 5
    assert page.count("mc-flow__gate") == 5
    assert "mc-flow__line--back" in page
    assert "song song trong nhóm 1" in page
    assert "chỉ khi: Cần đóng dấu; có thể trả lại về bước 1" in page


def test_the_route_goes_out_as_bpmn_and_comes_back(city: City) -> None:
    client = city.client("soan")
    out = client.get(f"{ROUTES}{city.route.pk}/bpmn")
    steps = selectors.route_draft_of(route_id=city.route.pk).steps
    assert read_bpmn(out.content) == steps
    assert "attachment" in out["Content-Disposition"]
    assert JournalEntry.objects.order_by("-pk")[0].act == "export_route"

    route = city.draft_route()
    here = f"{ROUTES}{route.pk}/nhap"
    file = SimpleUploadedFile("a.bpmn", write_bpmn(steps[:-2] + steps[-1:], name="Thử"))
    assert client.post(here, {"file": file}).status_code == 302
    assert keys(route) == ["receive", "appraise", "approve", "return"]
    bad = SimpleUploadedFile("a.bpmn", b"<a/>")
    assert "không phải BPMN 2.0" in text(client.post(here, {"file": bad}), 422)
    assert "Chọn tệp BPMN" in text(client.post(here), 422)


def test_a_route_is_begun_published_and_no_longer_changed(city: City) -> None:
    draft = city.draft()
    one, two = city.client("soan"), city.client("duyet")
    route = selectors.routes_of(version_id=draft.pk).get()
    assert one.post(f"{ROUTES}{route.pk}/rut").status_code == 302
    begun = one.post(f"{ROUTES}moi/{draft.pk}/commune")
    number = int(begun["Location"].rsplit("/", 2)[1])
    assert "không tự công khai" in text(one.get(f"{ROUTES}{number}"))
    assert two.post(f"{ROUTES}{number}/cong-khai").status_code == 302
    for act in ("sua", "nhap", "cong-khai", "rut"):
        assert text(one.get(f"{ROUTES}{number}/{act}"), 404)
    assert text(one.post(f"{ROUTES}moi/{draft.pk}/la"), 404)
    assert "đã có quy trình" in text(one.post(f"{ROUTES}moi/{draft.pk}/commune"), 422)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_table_is_taken_as_a_file_with_a_line_in_the_journal(city: City, kind: str) -> None:
    taken = city.client("kiemtoan").get(f"{ROUTES}{city.route.pk}/tep?dang={kind}")
    assert b"".join(taken.streaming_content)
    last = JournalEntry.objects.order_by("-pk")[0]
    assert (last.payload["route"], last.payload["rows"]) == (city.route.key, 5)


@pytest.mark.parametrize("who", ["quantri", "kiemsoat", "kiemtoan"])
def test_nobody_below_the_city_changes_a_route(city: City, who: str) -> None:
    route, client = city.draft_route(), city.client(who)
    assert text(client.get(f"{ROUTES}{route.pk}"))
    for act in ("sua", "nhap", "cong-khai", "rut"):
        assert client.post(f"{ROUTES}{route.pk}/{act}").status_code == 403, act
    assert client.post(f"{ROUTES}moi/{city.version.pk}/commune").status_code == 403
    assert Mode.IN_TURN in {step.mode for step in selectors.route_table(route_id=route.pk).steps}
