"""My account and log-in in a real browser: passkeys, the warning before the end, axe."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from motcua.accounts import selectors, services
from motcua.accounts.rules import totp
from motcua.journal.rules import SYSTEM
from motcua.pages import sessions
from motcua.pages.tests.house import PASSWORD, House, a_house

SIZES = ((1366, 768), (390, 844))
RESULTS = Path(__file__).resolve().parents[4] / "test-results" / "account"
MINE = "/quan-tri/tai-khoan/"
_QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


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
def lived_in(transactional_db: None) -> House:
    now = datetime.now(UTC)
    house = a_house(begin=now - timedelta(days=400), on=now.date())
    services.set_password(
        account_id=house.officer("tiepnhan").account_id, password=PASSWORD, by=SYSTEM, at=now
    )
    return house


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/dang-nhap?tiep={MINE}")
    page.get_by_label("Tên đăng nhập").fill("tiepnhan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def with_a_key(window: BrowserContext, page: Page) -> None:
    """Plug in a key that answers at once."""
    devices = window.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "usb", "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_made_and_lets_in(
    browser: Browser, live_server: LiveServer, lived_in: House
) -> None:
    window = browser.new_context()
    page = window.new_page()
    with_a_key(window, page)
    log_in(page, live_server.url)
    page.goto(live_server.url + reverse("board:sessions_passkey"))
    page.get_by_label("Tên khóa").fill("Khóa USB màu đen")
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    page.get_by_role("heading", name="Mã dự phòng").wait_for()
    assert page.locator(".mc-account__codes code").count() == 10

    page.get_by_role("button", name="Đăng xuất").click()
    log_in(page, live_server.url)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.wait_for_url(f"**{MINE}")
    assert "Khóa USB màu đen" in page.locator("main").inner_text()
    (factor,) = selectors.factors_of(lived_in.officer("tiepnhan").account_id)
    assert factor.used_at is not None
    window.close()


def test_another_key_does_not_let_in(
    browser: Browser, live_server: LiveServer, lived_in: House
) -> None:
    window = browser.new_context()
    page = window.new_page()
    with_a_key(window, page)
    log_in(page, live_server.url)
    page.goto(live_server.url + reverse("board:sessions_passkey"))
    page.get_by_label("Tên khóa").fill("Khóa")
    page.get_by_role("button", name="Tạo khóa truy cập").click()
    page.get_by_role("heading", name="Mã dự phòng").wait_for()
    window.close()

    window = browser.new_context()
    page = window.new_page()
    with_a_key(window, page)
    log_in(page, live_server.url)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    page.get_by_text("Chưa đọc được khóa truy cập").wait_for()
    page.goto(live_server.url + "/viec-cua-toi")
    assert "/dang-nhap" in page.url
    window.close()


def seconds_unused(seconds: int) -> None:
    """Let the only session look as if nobody had used it for so long."""
    session = Session.objects.get()
    store = session.get_session_store_class()(session.session_key)
    store[sessions.SEEN] = datetime.now(UTC).timestamp() - seconds
    store.save()


def test_a_warning_comes_and_one_key_goes_on(
    browser: Browser, live_server: LiveServer, lived_in: House
) -> None:
    window = browser.new_context()
    page = window.new_page()
    page.clock.install()
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/tiep-nhan/own/{lived_in.procedure.slug}")
    warning = page.locator("#sap-het-phien")
    page.clock.run_for(1000)
    assert not warning.is_visible()
    seconds_unused(26 * 60)
    page.clock.run_for(25 * 60 * 1000 + 2000)
    warning.wait_for()
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("a")
    page.clock.run_for(1000)
    warning.wait_for(state="hidden")
    page.wait_for_timeout(300)
    assert Session.objects.get().get_decoded()[sessions.SEEN] > datetime.now(UTC).timestamp() - 30
    window.close()


def test_what_was_typed_is_back_after_the_end(
    browser: Browser, live_server: LiveServer, lived_in: House
) -> None:
    window = browser.new_context()
    page = window.new_page()
    page.clock.install()
    log_in(page, live_server.url)
    form = f"/tiep-nhan/own/{lived_in.procedure.slug}"
    page.goto(live_server.url + form)
    box = page.locator("main input[type=text]").first
    name = box.get_attribute("name")
    box.fill("Lê Thị Hòa")
    seconds_unused(29 * 60 + 45)
    page.clock.run_for(25 * 60 * 1000 + 2000)
    page.locator("#sap-het-phien").wait_for()
    page.clock.run_for(2000)
    page.wait_for_timeout(500)
    (kept,) = services.drafts_of(
        account_id=lived_in.officer("tiepnhan").account_id, at=datetime.now(UTC)
    )
    assert (name, "Lê Thị Hòa") in kept.values
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    seconds_unused(31 * 60)
    page.clock.run_for(20_000)
    page.wait_for_url("**/dang-nhap?*")
    page.get_by_label("Tên đăng nhập").fill("tiepnhan")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.get_by_role("link", name="Mở lại biểu mẫu").click()
    expect(page.locator(f"[name={name}]")).to_have_value("Lê Thị Hòa")
    window.close()


@pytest.mark.parametrize("theme", ["thuong", "dao"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_axe_finds_nothing(
    browser: Browser,
    live_server: LiveServer,
    lived_in: House,
    size: tuple[int, int],
    theme: str,
    full: bool,
) -> None:
    window = browser.new_context(viewport={"width": size[0], "height": size[1]})
    window.add_cookies([{"name": "mc-mau", "value": theme, "url": live_server.url}])
    page = window.new_page()
    wrong: list[str] = []

    def look(name: str) -> None:
        found = Axe().run(page).response["violations"]
        wrong.extend(f"{name}: {one['id']} {one['nodes'][0]['target']}" for one in found)
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            wrong.append(f"{name}: wider than {size[0]}")
        if full:
            RESULTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=RESULTS / f"{name}-{size[0]}-{theme}.png", full_page=True)

    key = lived_in.officer("tiepnhan").account_id
    log_in(page, live_server.url)
    values = [("owner", "Lê Thị Hòa")]
    services.keep_draft(account_id=key, path="/tiep-nhan", values=values, at=datetime.now(UTC))
    for name, address in {
        "mat-khau": reverse("board:sessions_password"),
        "lop-hai": reverse("board:sessions_factors"),
        "khoa": reverse("board:sessions_passkey"),
        "ban-dang-ghi": reverse("desk:drafts"),
    }.items():
        page.goto(live_server.url + address)
        look(name)
    page.goto(live_server.url + reverse("board:sessions_password"))
    page.get_by_role("button", name="Đổi mật khẩu").click()
    look("mat-khau-sai")
    page.goto(live_server.url + reverse("board:sessions_app"))
    look("ung-dung")
    seed = services.secret_of(Session.objects.get().get_decoded()["khoa-ung-dung"])
    code = totp.hotp(seed, totp.step_of(datetime.now(UTC)))
    page.get_by_label("Mã trong ứng dụng").fill(code)
    page.get_by_role("button", name="Xác nhận").click()
    look("ma-du-phong")
    page.goto(live_server.url + MINE)
    look("tai-khoan")
    page.goto(page.get_by_role("link", name="Bỏ Ứng dụng").evaluate("one => one.href"))
    look("bo")
    window.clear_cookies(name="sessionid")
    log_in(page, live_server.url)
    look("nhap-ma")
    administrator = lived_in.client("quantri").cookies["sessionid"].value
    window.add_cookies([{"name": "sessionid", "value": administrator, "url": live_server.url}])
    page.goto(live_server.url + reverse("board:sessions_policy"))
    look("quy-dinh")
    window.close()
    assert not wrong
