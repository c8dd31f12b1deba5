"""Single sign-on from end to end: a real browser, a certified provider, our pages."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from motcua.accounts import selectors, services
from motcua.integrations.identity.tests import peer
from motcua.journal.rules import SYSTEM
from motcua.pages.tests.house import PASSWORD, House, a_house

ADAPTER = "motcua.integrations.identity.adapter.from_settings"
_QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@dataclass
class Town:
    """Our server with a house of officers, and the provider's address."""

    url: str
    issuer: str
    house: House

    def account(self, name: str) -> int:
        """Return the account of an officer."""
        key: int = self.house.officer(name).account_id
        return key


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path is not None, "apt-get install -y chromium"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=[*_QUIET, *sandbox])
        yield started
        started.close()


@pytest.fixture
def town(transactional_db: None, settings) -> Iterator[Town]:
    port = peer.free_port()
    issuer = f"http://127.0.0.1:{port}"
    # Set before our server starts: the content policy names the provider.
    settings.OIDC = SimpleNamespace(issuer=issuer, client="motcua", secret=peer.SECRET)
    settings.SIGN_ON = ADAPTER
    now = datetime.now(UTC)
    house = a_house(begin=now - timedelta(days=400), on=now.date())
    services.set_password(
        account_id=house.officer("tiepnhan").account_id, password=PASSWORD, by=SYSTEM, at=now
    )
    server = LiveServer("127.0.0.1")
    try:
        with peer.provider(port, callback=f"{server.url}/dang-nhap/mot-lan/ve"):
            yield Town(server.url, issuer, house)
    finally:
        server.stop()


def at_the_provider(page: Page, name: str) -> None:
    """Prove who one is on the provider's own pages."""
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("bất kỳ")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_linked_once_by_its_owner_then_in_without_a_password(browser: Browser, town: Town) -> None:
    window = browser.new_context()
    page = window.new_page()
    page.goto(f"{town.url}/dang-nhap")
    page.get_by_label("Tên đăng nhập").fill("tiepnhan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.goto(f"{town.url}/quan-tri/tai-khoan/")
    page.get_by_role("button", name="Gắn danh tính").click()
    at_the_provider(page, "cb-0001")
    page.get_by_text("Đã gắn danh tính đăng nhập một lần").wait_for()
    account = selectors.account_of_external(issuer=town.issuer, subject="cb-0001")
    assert account == town.account("tiepnhan")
    window.close()

    window = browser.new_context()
    page = window.new_page()
    page.goto(f"{town.url}/tiep-nhan")
    page.get_by_role("button", name="Đăng nhập một lần").click()
    at_the_provider(page, "cb-0001")
    page.wait_for_url(f"{town.url}/tiep-nhan")
    assert "Tiepnhan" in page.locator(".mc-person__name").inner_text()
    window.close()


def test_a_person_nobody_linked_gets_no_account(browser: Browser, town: Town) -> None:
    window = browser.new_context()
    page = window.new_page()
    page.goto(f"{town.url}/dang-nhap")
    page.get_by_role("button", name="Đăng nhập một lần").click()
    at_the_provider(page, "tiepnhan")
    page.get_by_text("chưa gắn với tài khoản nào").wait_for()
    page.goto(f"{town.url}/viec-cua-toi")
    assert re.search(r"/dang-nhap\?tiep=", page.url)
    window.close()


def test_an_answer_that_is_brought_from_elsewhere_is_refused(browser: Browser, town: Town) -> None:
    services.link_external(
        account_id=town.account("tiepnhan"), issuer=town.issuer, subject="cb-0001",
        by=SYSTEM, at=datetime.now(UTC),
    )  # fmt: skip
    window, other = browser.new_context(), browser.new_context()
    page, victim = window.new_page(), other.new_page()
    page.goto(f"{town.url}/dang-nhap")
    page.route("**/dang-nhap/mot-lan/ve?*", lambda route: route.abort())
    caught: list[str] = []
    page.on("request", lambda request: caught.append(request.url))
    page.get_by_role("button", name="Đăng nhập một lần").click()
    at_the_provider(page, "cb-0001")
    page.wait_for_timeout(500)
    answer = next(url for url in caught if "/dang-nhap/mot-lan/ve?" in url)

    # Another browser, with a question of its own under way.
    victim.goto(f"{town.url}/dang-nhap")
    victim.get_by_role("button", name="Đăng nhập một lần").click()
    told = victim.goto(answer)
    assert told is not None
    assert told.status == 422
    window.close()
    other.close()


def test_a_locked_out_account_stays_out(browser: Browser, town: Town) -> None:
    given = {"account_id": town.account("tiepnhan"), "by": SYSTEM, "at": datetime.now(UTC)}
    services.link_external(issuer=town.issuer, subject="cb-0001", **given)
    services.deactivate(**given)
    window = browser.new_context()
    page = window.new_page()
    page.goto(f"{town.url}/dang-nhap")
    page.get_by_role("button", name="Đăng nhập một lần").click()
    at_the_provider(page, "cb-0001")
    page.get_by_text("chưa gắn với tài khoản nào").wait_for()
    window.close()
