"""Operations in a real browser, and every page kept by the content policy.

With --full each page is drawn into test-results/.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.apps import apps
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django.live_server_helper import LiveServer

from motcua.accounts.services import create_account
from motcua.accounts.vocabulary import Role
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation import services as organisation
from motcua.pages.tests.house import House, a_house
from motcua.storage import heartbeats, safe_copies
from motcua.storage.events import MOST_ATTEMPTS

SIZES = ((1366, 768), (390, 844))
THEMES = {"thuong": "light", "dao": "invert"}
RESULTS = Path(__file__).resolve().parents[4] / "test-results" / "health"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
#: Collected by the page itself, so that none is missed.
_COLLECT = (
    "window.refusals = []; document.addEventListener('securitypolicyviolation',"
    " e => window.refusals.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));"
)
_QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


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
def lived_in(transactional_db: None) -> tuple[House, int, int]:
    """A house with a dossier, an administrator above all, a parked reaction, and some runs."""
    now = datetime.now(UTC)
    begin = now - timedelta(days=400)
    house = a_house(begin=begin, on=now.date())
    number = house.processing(now - timedelta(days=2))
    account = create_account(username="quantritren", password=None, by=SYSTEM, at=begin)
    officer = organisation.add_officer(
        code="quantritren", name="Trần Thị Trên", account_id=account.pk, by=SYSTEM, at=begin
    )
    organisation.grant_role(
        officer_id=officer.pk, role=Role.ADMINISTRATOR, unit_id=house.units["parent"].pk,
        period=Period(begin.date()), by=SYSTEM, at=begin,
    )  # fmt: skip
    event = apps.get_model("storage", "Event").objects.create(
        kind="calendar_changed", subject="2021/09703", at=now - timedelta(hours=3),
        parked_at=now - timedelta(hours=2), attempts=MOST_ATTEMPTS,
        error="motcua.dossiers.jobs.recalculate_open: ValueError",
    )  # fmt: skip
    for kind, hours, good in (("backup", 5, True), ("trial", 300, True), ("backup", 1, False)):
        at = now - timedelta(hours=hours)
        details = {
            "content_at": at, "size_bytes": 17_357_121, "encrypted": True,
            "result": "Đã đọc lại và đối chiếu." if good else "Không ghi được /sao-luu; hết chỗ.",
        }  # fmt: skip
        safe_copies.add(
            kind=kind, file=f"motcua-{at:%Y%m%d}.tar", began_at=at, ended_at=at, good=good,
            details=details,
        )  # fmt: skip
    heartbeats.beat("worker", now)
    return house, number, event.pk


def pages(house: House, number: int, event: int) -> dict[str, tuple[str, str]]:
    """Return who opens which address, by the name of the picture."""
    return {
        "van-hanh": ("quantritren", "/quan-tri/van-hanh/"),
        "bo-viec-nen": ("quantritren", f"/quan-tri/van-hanh/viec-nen/{event}/bo"),
        "nguong": ("quantritren", "/quan-tri/van-hanh/nguong/backup"),
        "quan-tri": ("quantritren", "/quan-tri/"),
        "dang-nhap": ("", "/dang-nhap"),
        "viec-cua-toi": ("thuly", "/viec-cua-toi"),
        "ho-so": ("thuly", f"/ho-so/{number}"),
        "tiep-nhan": ("tiepnhan", f"/tiep-nhan/own/{house.procedure.slug}"),
        "giay-hen": ("tiepnhan", f"/ho-so/{number}/giay-hen"),
        "bieu": ("huyen", "/bieu/giai-quyet?don_vi=parent&pham_vi=ca&theo=don-vi"),
        "khong-co": ("thuly", "/ho-so/999999"),
    }


OWN = ("van-hanh", "bo-viec-nen", "nguong")


def window(
    browser: Browser, server: LiveServer, house: House, who: str, size: tuple[int, int], theme: str
) -> BrowserContext:
    """Return a window of that size and theme in which that person is logged in."""
    opened = browser.new_context(viewport={"width": size[0], "height": size[1]})
    cookies = {"mc-mau": theme}
    if who:
        name = settings.SESSION_COOKIE_NAME
        cookies[name] = house.client(who).cookies[name].value
    opened.add_cookies([{"name": k, "value": v, "url": server.url} for k, v in cookies.items()])
    opened.add_init_script(_COLLECT)
    return opened


def visits(
    browser: Browser, server: LiveServer, lived: tuple[House, int, int], full: bool
) -> Iterator[tuple[str, Any, tuple[int, int]]]:
    house, number, event = lived
    looks = [(size, theme) for size in SIZES for theme in THEMES]
    for size, theme in looks if full else [looks[0], looks[3]]:
        for name, (who, address) in pages(house, number, event).items():
            opened = window(browser, server, house, who, size, theme)
            page = opened.new_page()
            errors: list[str] = []
            page.on("console", lambda one, errors=errors: errors.append(f"{one.type} {one.text}"))
            page.goto(server.url + address)
            page.wait_for_load_state("networkidle")
            page.heard = errors
            yield f"{name}-{size[0]}-{theme}", page, size
            opened.close()


def test_no_page_is_refused_anything_and_axe_finds_nothing(
    browser: Browser, live_server: LiveServer, lived_in: tuple[House, int, int], full: bool
) -> None:
    wrong: list[str] = []
    for name, page, size in visits(browser, live_server, lived_in, full):
        wrong += [f"{name}: {one}" for one in page.evaluate("window.refusals")]
        wrong += [f"{name}: {one}" for one in page.heard if "Content Security" in one]
        assert page.locator("aside.mc-trial").count() == 1
        if name.rsplit("-", 2)[0] in OWN:
            found = Axe().run(page).response["violations"]
            wrong += [f"{name}: {one['id']} {one['nodes'][0]['target']}" for one in found]
            if page.evaluate("document.documentElement.scrollWidth") > size[0]:
                wrong.append(f"{name}: wider than {size[0]}")
            if full:
                RESULTS.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=RESULTS / f"{name}.png", full_page=True)
    assert not wrong
