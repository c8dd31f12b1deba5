"""Calendar, journal and templates in a real browser: nothing for axe to find, nothing too wide.

With --full every page is also drawn in both themes at both widths into test-results/.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from motcua.board.tests.people import add_others
from motcua.documents.services import NewText, load_templates, write_draft
from motcua.dossiers.jobs import recalculate_open
from motcua.journal import services as journal
from motcua.journal.rules import SYSTEM, Subject
from motcua.kernel.periods import Period
from motcua.pages.tests.house import House, a_house
from motcua.storage.events import Reactions, relay
from motcua.worktime import services as worktime
from motcua.worktime.rules import DecidedDay
from motcua.worktime.services import NewHours
from motcua.worktime.vocabulary import DayKind

REACTIONS: Reactions = {"calendar_changed": (recalculate_open,)}
SIZES = ((1366, 768), (390, 844))
THEMES = {"thuong": "light", "dao": "invert"}
_QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
#: Django takes the loop of the browser's client for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
RESULTS = Path(__file__).resolve().parents[4] / "test-results" / "board"


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


def context(
    browser: Browser, server: LiveServer, house: House, who: str, look: tuple[tuple[int, int], str]
) -> BrowserContext:
    """Return a window of that size and theme in which that person is logged in."""
    (width, height), theme = look
    opened = browser.new_context(viewport={"width": width, "height": height})
    name = settings.SESSION_COOKIE_NAME
    cookies = {"mc-mau": theme, name: house.client(who).cookies[name].value}
    opened.add_cookies([{"name": k, "value": v, "url": server.url} for k, v in cookies.items()])
    return opened


@pytest.fixture
def lived_in(transactional_db: None) -> House:
    """A house whose calendar was changed, whose slip is being rewritten, whose book is sealed."""
    now = datetime.now(UTC)
    house = a_house(begin=now - timedelta(days=400), on=now.date())
    add_others(house)
    load_templates(at=now)
    house.processing(now - timedelta(days=1))
    own, soon = house.units["own"].pk, _workday(now.date() + timedelta(days=2))
    worktime.set_hours(
        unit_id=own, hours=[NewHours(5, ((450, 690),))], valid=Period(now.date()),
        document="QĐ 15/QĐ-UBND", by=SYSTEM, at=now,
    )  # fmt: skip
    worktime.decide_day(
        unit_id=own, day=DecidedDay(soon, DayKind.CLOSED, "bão số 9"),
        document="Thông báo 02/TB-UBND ngày 08/11/2026", decided_on=now.date(), by=SYSTEM, at=now,
    )  # fmt: skip
    relay(reactions=REACTIONS, at=now + timedelta(minutes=1), limit=200)
    body = "# Giấy hẹn xã Ba Trại\nChủ hồ sơ: {chu_ho_so}\nHẹn trả: {hen_tra}\nMang giấy này theo."
    text = NewText("giay-tiep-nhan", own, body, now.date() + timedelta(days=1), "ghi rõ tên xã")
    write_draft(text=text, by=SYSTEM, at=now)
    journal.record_reading(
        by=house.acting("tiepnhan").actor, subject=Subject("dossier", "1"),
        what="số định danh, điện thoại của chủ hồ sơ", purpose="gọi báo kết quả", at=now,
    )  # fmt: skip
    journal.seal(on=now.date(), at=now)
    return house


def _workday(on: date) -> date:
    return on if on.isoweekday() < 6 else _workday(on + timedelta(days=1))


def pages(year: int) -> dict[str, tuple[str, str]]:
    """Return who opens which address, by the name of the picture."""
    own, run = f"/quan-tri/lich/own/{year}", "/quan-tri/lich/tinh-lai/"
    slip = "/quan-tri/mau/own/giay-tiep-nhan"
    return {
        "lich": ("quantri", "/quan-tri/lich/"),
        "lich-nam": ("quantri", own),
        "lich-gio": ("quantri", f"{own}/ghi/gio-lam-viec"),
        "lich-dong-cua": ("quantri", f"{own}/ghi/dong-cua"),
        "lich-ket-qua": ("kiemtoan", run),
        "lich-ket-qua-quan-tri": ("quantri", run),
        "nhat-ky": ("kiemtoan", "/quan-tri/nhat-ky/"),
        "nhat-ky-luot-xem": ("kiemtoan", "/quan-tri/nhat-ky/luot-xem"),
        "mau": ("quantri", "/quan-tri/mau/"),
        "mau-giay-hen": ("quantri", slip),
        "mau-soan": ("quantrihuyen", f"{slip}/soan"),
        "mau-ban": ("quantri", f"{slip}/ban/1"),
        "mau-so-sanh": ("quantri", f"{slip}/so-sanh"),
        "mau-ly-do": ("quantri", "/quan-tri/mau/own/ly-do-tu-choi"),
        "mau-tin": ("quantri", "/quan-tri/mau/own/tin-co-ket-qua"),
    }


def preview(page: Page, address: str) -> None:
    """Fill a closing in and open its preview."""
    page.goto(address)
    day = _workday(date.today() + timedelta(days=3))
    for name, value in {
        "first_on_ngay": f"{day.day}", "first_on_thang": f"{day.month}",
        "first_on_nam": f"{day.year}", "name": "mất điện", "document": "TB 03/TB-UBND",
        "decided_on_ngay": "1", "decided_on_thang": "1", "decided_on_nam": f"{day.year}",
    }.items():  # fmt: skip
        page.fill(f"[name={name}]", value)
    page.click("text=Xem trước")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser,
    live_server: LiveServer,
    lived_in: House,
    size: tuple[int, int],
    theme: str,
    full: bool,
) -> None:
    wrong: list[str] = []
    run = str(worktime.Recalculation.objects.latest("pk").pk)
    listed = pages(datetime.now(UTC).year) | {"lich-xem-truoc": ("quantri", "")}
    for name, (who, address) in listed.items():
        window = context(browser, live_server, lived_in, who, (size, theme))
        page = window.new_page()
        if address:
            where = address + run if address.endswith("/tinh-lai/") else address
            response = page.goto(live_server.url + where)
            assert response is not None
            assert response.status == 200, name
        else:
            preview(page, f"{live_server.url}{pages(datetime.now(UTC).year)['lich-dong-cua'][1]}")
        found = Axe().run(page).response["violations"]
        wrong += [f"{name}: {one['id']} {one['nodes'][0]['target']}" for one in found]
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            wrong.append(f"{name}: wider than {size[0]}")
        if full:
            RESULTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=RESULTS / f"{name}-{size[0]}-{theme}.png", full_page=True)
        if full and name in ("lich-nam", "mau-ban"):
            page.pdf(path=RESULTS / f"{name}.pdf", prefer_css_page_size=True)
        window.close()
    assert not wrong
