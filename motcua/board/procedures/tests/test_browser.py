"""The catalogue and the route editor in a real browser: axe, width, and no script needed.

With --full every page is also drawn in both themes at both widths into test-results/.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from motcua.board.procedures.tests.city import CODE, City, a_city
from motcua.catalogue import selectors, services
from motcua.catalogue.rules import LimitDraft
from motcua.catalogue.vocabulary import Mode
from motcua.pages.tests.house import a_house

SIZES = ((1366, 768), (390, 844))
THEMES = {"thuong": "light", "dao": "invert"}
RESULTS = Path(__file__).resolve().parents[4] / "test-results" / "catalogue"
_QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
#: Django takes the loop of the browser's client for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the pages of this file."""
    path = shutil.which("chromium")
    assert path is not None, "apt-get install -y chromium"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=[*_QUIET, *sandbox])
        yield started
        started.close()


@pytest.fixture
def lived_in(transactional_db: None) -> tuple[City, dict[str, str]]:
    """A city with a changed draft whose route has every kind of row, and a fault."""
    now = datetime.now(UTC)
    city = a_city(a_house(begin=now - timedelta(days=400), on=now.date()))
    by = city.house.acting("soan").actor
    later = services.start_version(
        procedure_id=city.version.procedure_id, valid_from=date(now.year + 1, 1, 1), by=by, at=now
    )
    draft = selectors.draft_of(version_id=later.pk)
    changed = replace(draft, time_limits=(LimitDraft(4, "working_day"),))
    services.revise_version(version_id=later.pk, draft=changed, by=by, at=now)
    route = selectors.routes_of(version_id=later.pk).get()
    receive, appraise, approve, issue, hand_over = selectors.route_draft_of(route_id=route.pk).steps
    steps = [
        receive,
        replace(appraise, mode=Mode.SIDE_BY_SIDE, group="1", back_to=(), minutes=600),
        replace(appraise, key="survey", name="Xác minh tại chỗ", mode=Mode.SIDE_BY_SIDE,
                group="1", back_to=(), minutes=480),
        replace(approve, key="consult", name="Lấy ý kiến cơ quan chuyên môn", mode=Mode.IF,
                condition=("can_y_kien", True, "Cần lấy ý kiến"), minutes=240, back_to=()),
        replace(approve, back_to=("receive", "consult"), role=None),
        issue,
        hand_over,
    ]  # fmt: skip
    services.revise_route(route_id=route.pk, steps=steps, by=by, at=now)
    procedures, version = "/quan-tri/thu-tuc/", f"/quan-tri/thu-tuc/{CODE}/phien-ban/{later.pk}"
    return city, {
        "danh-muc": procedures,
        "thu-tuc": f"{procedures}{CODE}",
        "phien-ban": version,
        "sua": f"{version}/sua",
        "sua-giay-to": f"{version}/sua/giay-to",
        "cong-khai": f"{version}/cong-khai",
        "thu-nguoi-dan": f"{version}/thu",
        "thu-tiep-nhan": f"{version}/thu/tiep-nhan",
        "nhap": f"{procedures}nhap",
        "quy-trinh": f"/quan-tri/quy-trinh/{route.pk}",
        "quy-trinh-sua": f"/quan-tri/quy-trinh/{route.pk}/sua",
        "quy-trinh-nhap": f"/quan-tri/quy-trinh/{route.pk}/nhap",
    }


def context(
    browser: Browser, server: LiveServer, city: City, size: tuple[int, int], theme: str
) -> BrowserContext:
    """Return a window of that size and theme in which the city's person is logged in."""
    width, height = size
    opened = browser.new_context(viewport={"width": width, "height": height})
    name = settings.SESSION_COOKIE_NAME
    cookies = {"mc-mau": theme, name: city.client("soan").cookies[name].value}
    opened.add_cookies([{"name": k, "value": v, "url": server.url} for k, v in cookies.items()])
    return opened


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser,
    live_server: LiveServer,
    lived_in: tuple[City, dict[str, str]],
    size: tuple[int, int],
    theme: str,
    full: bool,
) -> None:
    city, pages = lived_in
    wrong: list[str] = []
    window = context(browser, live_server, city, size, theme)
    for name, address in pages.items():
        page = window.new_page()
        response = page.goto(live_server.url + address)
        assert response is not None
        assert response.status == 200, name
        found = Axe().run(page).response["violations"]
        wrong += [f"{name}: {one['id']} {one['nodes'][0]['target']}" for one in found]
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            wrong.append(f"{name}: wider than {size[0]}")
        if full:
            RESULTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=RESULTS / f"{name}-{size[0]}-{theme}.png", full_page=True)
        page.close()
    window.close()
    assert not wrong


def test_a_row_is_added_and_saved_without_scripts(
    browser: Browser, live_server: LiveServer, lived_in: tuple[City, dict[str, str]]
) -> None:
    city, pages = lived_in
    window = browser.new_context(java_script_enabled=False)
    name = settings.SESSION_COOKIE_NAME
    value = city.client("soan").cookies[name].value
    window.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page = window.new_page()
    page.set_default_timeout(10_000)
    page.goto(live_server.url + pages["quy-trinh-sua"])
    page.get_by_role("button", name="Thêm bước").click()
    assert page.url.endswith("#buoc-8")
    page.locator("#id_d7-name").fill("Lưu hồ sơ")
    # Enter in a field saves; it presses no other button.
    page.locator("#id_d7-minutes").fill("1,5")
    page.locator("#id_d7-minutes").press("Enter")
    assert "Đã lưu bảng quy trình" in page.content()
    assert "Lưu hồ sơ" in page.content()
    assert "đứng sau bước trả kết quả" in page.content()
    window.close()
