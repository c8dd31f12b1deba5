"""A real browser for the pages of the board: sizes, themes, a window with a person logged in."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from motcua.pages.tests.house import House

SIZES = ((1366, 768), (390, 844))
THEMES = {"thuong": "light", "dao": "invert"}
_QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
#: Django takes the loop of the browser's client for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the pages of a file."""
    path = shutil.which("chromium")
    assert path is not None, "apt-get install -y chromium"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=[*_QUIET, *sandbox])
        yield started
        started.close()


def context(
    browser: Browser, server: LiveServer, house: House, who: str, size: tuple[int, int], theme: str
) -> BrowserContext:
    """Return a window of that size and theme in which that person is logged in."""
    width, height = size
    opened = browser.new_context(viewport={"width": width, "height": height})
    name = settings.SESSION_COOKIE_NAME
    cookies = {"mc-mau": theme, name: house.client(who).cookies[name].value}
    opened.add_cookies([{"name": k, "value": v, "url": server.url} for k, v in cookies.items()])
    return opened
