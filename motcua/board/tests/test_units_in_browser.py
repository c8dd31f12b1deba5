"""The pages of units, officers and spreadsheets in a real browser: axe, width, keyboard."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from motcua.board.tests.browsing import SIZES, THEMES, browser, context
from motcua.board.tests.people import add_others
from motcua.pages.tests.house import House, a_house

__all__ = ["browser"]
RESULTS = Path(__file__).resolve().parents[3] / "test-results" / "board"
PAGES = {
    "don-vi": "/quan-tri/don-vi/",
    "don-vi-mot": "/quan-tri/don-vi/own",
    "don-vi-nguoi": "/quan-tri/don-vi/own?phan=nguoi",
    "don-vi-viec": "/quan-tri/don-vi/own?phan=viec",
    "doi-ten": "/quan-tri/don-vi/own/doi-ten",
    "them-don-vi": "/quan-tri/don-vi/parent/them-don-vi",
    "can-bo": "/quan-tri/can-bo/",
    "can-bo-mot": "/quan-tri/can-bo/chutich",
    "phan-quyen": "/quan-tri/can-bo/thuly/phan-quyen",
    "ban-giao": "/quan-tri/can-bo/tat-ca/ban-giao",
    "nhap": "/quan-tri/nhap/can-bo",
}


@pytest.fixture
def lived_in(transactional_db: None) -> House:
    """A house with open work and administrators."""
    now = datetime.now(UTC)
    house = a_house(begin=now - timedelta(days=400), on=now.date())
    house.processing(now - timedelta(days=2))
    add_others(house)
    return house


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, live_server: LiveServer, lived_in: House, size: tuple[int, int], theme: str,
    full: bool,
) -> None:  # fmt: skip
    wrong: list[str] = []
    window = context(browser, live_server, lived_in, "quantrihuyen", size, theme)
    page = window.new_page()
    for name, address in PAGES.items():
        response = page.goto(live_server.url + address)
        assert response is not None
        assert response.status == 200, name
        found = Axe().run(page).response["violations"]
        wrong += [f"{name}: {one['id']} {one['nodes'][0]['target']}" for one in found]
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            wrong.append(f"{name}: wider than {size[0]}")
        if full:
            RESULTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=RESULTS / f"{name}-{size[0]}-{theme}.png", full_page=size[0] < 720)
    window.close()
    assert not wrong
