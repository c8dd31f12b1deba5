"""The pages in a real browser: nothing for axe to find, nothing wider than the screen.

With --full every page is also drawn in both themes at both widths into test-results/.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from motcua.pages.tests.house import House, a_house

SIZES = ((1366, 768), (390, 844))
THEMES = {"thuong": "light", "dao": "invert"}
RESULTS = Path(__file__).resolve().parents[3] / "test-results" / "desk"
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
def lived_in(transactional_db: None) -> tuple[House, int]:
    """A house with a dossier that is late, one that is not, and yesterday's work."""
    now = datetime.now(UTC)
    house = a_house(begin=now - timedelta(days=400), on=now.date())
    number = house.processing(now - timedelta(days=2))
    house.processing(now - timedelta(days=40))
    house.receive(now - timedelta(days=1), owner="Phạm Quốc Bảo")
    return house, number


def pages(house: House, number: int) -> dict[str, tuple[str, str]]:
    """Return who opens which address, by the name of the picture."""
    year = datetime.now(UTC).year
    table = f"/bieu/giai-quyet?don_vi=parent&pham_vi=ca&theo=don-vi&tu=01/01/{year - 1}"
    return {
        "viec-cua-toi": ("thuly", "/viec-cua-toi"),
        "ho-so": ("thuly", f"/ho-so/{number}"),
        "so-thoi-han": ("thuly", f"/ho-so/{number}?phan=so-thoi-han"),
        "yeu-cau-bo-sung": ("thuly", f"/ho-so/{number}/yeu-cau-bo-sung"),
        "tiep-nhan": ("tiepnhan", f"/tiep-nhan/own/{house.procedure.slug}"),
        "giay-hen": ("tiepnhan", f"/ho-so/{number}/giay-hen"),
        "bieu": ("huyen", table),
        "dang-nhap": ("", "/dang-nhap"),
    }


def context(
    browser: Browser, server: LiveServer, house: House, who: str, size: tuple[int, int], theme: str
) -> BrowserContext:
    """Return a window of that size and theme in which that person is logged in."""
    width, height = size
    opened = browser.new_context(viewport={"width": width, "height": height})
    cookies = {"mc-mau": theme}
    if who:
        name = settings.SESSION_COOKIE_NAME
        cookies[name] = house.client(who).cookies[name].value
    opened.add_cookies([{"name": k, "value": v, "url": server.url} for k, v in cookies.items()])
    return opened


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser,
    live_server: LiveServer,
    lived_in: tuple[House, int],
    size: tuple[int, int],
    theme: str,
    full: bool,
) -> None:
    house, number = lived_in
    wrong: list[str] = []
    for name, (who, address) in pages(house, number).items():
        window = context(browser, live_server, house, who, size, theme)
        page = window.new_page()
        response = page.goto(live_server.url + address)
        assert response is not None
        assert response.status == 200, name
        assert page.locator("html").get_attribute("data-theme") == THEMES[theme]
        found = Axe().run(page).response["violations"]
        wrong += [f"{name}: {one['id']} {one['nodes'][0]['target']}" for one in found]
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            wrong.append(f"{name}: wider than {size[0]}")
        if full:
            RESULTS.mkdir(parents=True, exist_ok=True)
            picture = RESULTS / f"{name}-{size[0]}-{theme}.png"
            page.screenshot(path=picture, full_page=size[0] < 720)
        window.close()
    assert not wrong
