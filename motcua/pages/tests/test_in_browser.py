"""The page of components in a real browser: both themes, both widths, all text sizes."""

import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.timeout(120)


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield found
        found.close()


def opened(browser: Browser, address: str, width: int, **cookies: str) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 768})
    context.set_default_timeout(20_000)
    context.add_cookies(
        [
            {"name": f"mc-{name.replace('_', '-')}", "value": value, "url": address}
            for name, value in cookies.items()
        ]
    )
    page = context.new_page()
    page.goto(f"{address}/giao-dien/")
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("theme", ["thuong", "dao"])
def test_axe_finds_nothing(browser: Browser, address: str, width: int, theme: str) -> None:
    page = opened(browser, address, width, mau=theme)

    found = Axe().run(page).response["violations"]

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    page.context.close()


@pytest.mark.parametrize(
    ("width", "size"), [(320, "100"), (390, "125"), (1366, "125"), (1366, "150")]
)
def test_nothing_scrolls_sideways(browser: Browser, address: str, width: int, size: str) -> None:
    page = opened(browser, address, width, co_chu=size)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_fonts_are_ours_and_the_requests_few(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    answers: list[tuple[int, str]] = []
    page.on("response", lambda answer: answers.append((answer.status, answer.url)))

    page.goto(f"{address}/giao-dien/")
    page.wait_for_load_state("networkidle")

    assert {status for status, _ in answers} == {200}
    assert len(answers) <= 14
    assert page.evaluate("document.fonts.check('16px \"Source Sans 3\"', 'Ẫệữ')")
    context.close()


def test_on_a_phone_the_navigation_opens_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/giao-dien/")
    side = page.locator("#danh-muc")

    assert not side.is_visible()
    page.get_by_role("link", name="Danh mục").first.click()
    assert side.is_visible()
    page.get_by_role("link", name="Đóng danh mục").click()
    assert not side.is_visible()
    context.close()
