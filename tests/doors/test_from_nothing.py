"""From an empty database to the first dossier returned, by people at a real browser.

Nothing is there but what every installation begins with: the calendar, the catalogue, the words.
One administrator is made at the command line; everything else happens on pages.
"""

import argparse
import io
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
import xlsxwriter
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from motcua.config.reference import LOADERS, UNITS
from motcua.config.worker import ROUNDS
from motcua.console import create_admin, verify
from motcua.dossiers.services import forget_terms
from motcua.kernel.periods import VIETNAM
from tests.doors.person import Person

#: A Wednesday without a day off near it.
NOW = datetime(2021, 4, 7, 8, 30, tzinfo=VIETNAM)
PROCEDURE = "Xác nhận thông tin hộ tịch tại xã"
#: A Monday off for which a Saturday is worked.
DAY_OFF, WORKED = date(2021, 4, 12), date(2021, 4, 17)
ISSUE = "Cấp số, ban hành"
SWAP = "Thông báo 12/TB-UBND ngày 06/04/2021 của Ủy ban nhân dân huyện"
OWN = "mat khau cua rieng toi"
_QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
#: Django takes the loop of the browser's client for an asynchronous caller.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

_HEADS = ("Mã cán bộ", "Họ và tên", "Đơn vị", "Chức danh", "Từ ngày", "Vai trò", "Tên đăng nhập")
_COUNTER, _CASE, _CLERK = "Cán bộ tiếp nhận và trả kết quả", "Công chức thụ lý", "Văn thư"
_CHAIR = "Lãnh đạo Ủy ban nhân dân; Người đứng đầu cơ quan giải quyết"
_STAFF = (
    ("Công chức Bộ phận Một cửa", _COUNTER, "tn"), ("Công chức Tư pháp - Hộ tịch", _CASE, "tl"),
    ("Chủ tịch Ủy ban nhân dân", _CHAIR, "ct"), ("Văn thư", _CLERK, "vt"),
)  # fmt: skip
_COMMUNES = {"Ba Trại": "bt", "Minh Quang": "mq", "Tản Lĩnh": "tl"}
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm")
_NAMES = {"Ba Trại": "Hạnh", "Minh Quang": "Dũng", "Tản Lĩnh": "Loan"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the people of this file."""
    path = shutil.which("chromium")
    assert path is not None, "apt-get install -y chromium"
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=[*_QUIET, *sandbox])
        yield started
        started.close()


@pytest.fixture
def empty(transactional_db: None, settings: Any) -> Iterator[None]:
    """What `--no-organisation` leaves: everything that is shipped but the units."""
    # Passwords are kept slowly on purpose; how, is tested elsewhere.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(NOW, tick=True):
        forget_terms()
        for name, load in LOADERS:
            if name != UNITS:
                load(NOW)
        yield


def test_an_office_starts_from_nothing_and_returns_its_first_dossier(
    browser: Browser,
    live_server: LiveServer,
    empty: None,
    capsys: pytest.CaptureFixture[str],
    full: bool,
) -> None:
    told: list[str] = []
    seen: set[str] = set()

    def looked(page: Page) -> None:
        kind = page.title().partition(":")[0]
        if full and kind not in seen:
            seen.add(kind)
            found = Axe().run(page).response["violations"]
            told.extend(f"{kind}: {one['id']} {one['nodes'][0]['target']}" for one in found)

    def person(username: str, password: str) -> Person:
        one = Person(browser, live_server.url, looked)
        one.log_in(username, password, OWN)
        return one

    first = person("quantri", first_administrator(capsys))
    units(first)
    passwords = officers(first)
    second = person("kiemsoat", second_administrator(first))
    procedure(first, second)
    calendar(first)
    work_behind()
    first.to("Lịch làm việc").follow(SWAP).sees("Đã tính lại xong")
    first.leave()
    second.leave()
    people = {
        name: person(f"{name}.bt", passwords[f"{name}.bt"]) for name in ("tn", "tl", "ct", "vt")
    }
    dossier(people)
    table(people["ct"])
    work_behind()
    capsys.readouterr()
    assert verify.run(argparse.Namespace(format="json")) == 0
    assert json.loads(capsys.readouterr().out)["clock"]["dossiers"] == 1
    assert told == []


def first_administrator(capsys: pytest.CaptureFixture[str]) -> str:
    """Make the administrator and the city at the command line; return the password given."""
    parser = argparse.ArgumentParser()
    create_admin.configure(parser)
    words = ("--username", "quantri", "--name", "Trần Văn Quản", "--unit", "ha-noi")
    options = parser.parse_args([*words, "--unit-name", "Hà Nội"])
    options.format = "json"
    assert create_admin.run(options) == 0
    return str(json.loads(capsys.readouterr().out)["password"])


def units(who: Person) -> None:
    """Set up a district and its three communes below the city."""
    who.follow("Mở trang Quản trị", "Đơn vị", "Thành phố Hà Nội")
    add_unit(who, "Huyện", "Ba Vì")
    for name in _COMMUNES:
        add_unit(who, "Xã", name)
        who.follow("Huyện Ba Vì")
    who.sees(*(f"Xã {name}" for name in _COMMUNES))


def add_unit(who: Person, kind: str, name: str) -> None:
    """Add a unit below the one whose page is open."""
    who.follow("Thêm đơn vị trực thuộc")
    who.fill({"Loại đơn vị": kind, "Tên riêng": name}).press("Xem trước")
    who.sees(f"{kind} {name}, từ {NOW:%d/%m/%Y}", "Chưa có gì được ghi")
    who.press("Thêm đơn vị trực thuộc").sees("Đã thêm đơn vị", f"{kind} {name}")


def officers(who: Person) -> dict[str, str]:
    """Bring in twelve officers; two lines are wrong at first. Return passwords by user name."""
    lines = staff()
    wrong = [list(line) for line in lines]
    wrong[4][2], wrong[9][5] = "Xã Ba Vì", "Thụ lý viên"
    who.to("Cán bộ, phân quyền").follow("Nhập từ bảng tính")
    who.upload("Tệp bảng tính", "can-bo.xlsx", workbook(wrong)).press("Kiểm tra tệp")
    who.sees("2 trong 12 dòng cần sửa. Chưa có gì được ghi.")
    faults = who.rows("Chỗ cần sửa trong tệp")
    assert [(row[0], row[1]) for row in faults] == [("Dòng 6", "Đơn vị"), ("Dòng 11", "Vai trò")]
    assert "Xã Ba Vì" in faults[0][2]
    assert "Thụ lý viên" in faults[1][2]
    who.upload("Tệp bảng tính", "can-bo.xlsx", workbook(lines)).press("Kiểm tra tệp")
    who.sees("Tệp không có lỗi: 12 dòng mới, 0 dòng đã có").press("Ghi vào hệ thống")
    who.sees("Đã ghi 12 dòng cán bộ")
    passwords = {row[1]: row[2] for row in who.rows("Mật khẩu tạm của từng người")}
    assert len(passwords) == 12
    who.follow("Đã ghi lại, đi tiếp").sees("Nguyễn Thị Hạnh", "Phạm Thị Loan")
    return passwords


def staff() -> list[tuple[str, ...]]:
    """Return four officers of each commune, as a person fills in the spreadsheet."""
    found = []
    for commune, short in _COMMUNES.items():
        for surname, (title, roles, job) in zip(_SURNAMES, _STAFF, strict=True):
            found.append((
                f"{short.upper()}-{job}", f"{surname} Thị {_NAMES[commune]}", f"Xã {commune}",
                title, f"{NOW:%d/%m/%Y}", roles, f"{job}.{short}",
            ))  # fmt: skip
    return found


def workbook(lines: Sequence[Sequence[str]]) -> bytes:
    """Return a spreadsheet with the heads of the template."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, line in enumerate((_HEADS, *lines)):
            sheet.write_row(place, 0, line)
    return kept.getvalue()


def second_administrator(who: Person) -> str:
    """Enter a second person at the city who may publish; return the password given."""
    who.to("Cán bộ, phân quyền").follow("Thêm cán bộ")
    who.fill({
        "Mã cán bộ": "KS-01", "Họ và tên": "Vũ Thị Kiểm", "Đơn vị": "Thành phố Hà Nội",
        "Chức danh": "Chuyên viên kiểm soát thủ tục", "Tên đăng nhập (không bắt buộc)": "kiemsoat",
    })  # fmt: skip
    who.press("Xem trước").sees("mật khẩu tạm hiện một lần").press("Thêm cán bộ")
    password = who.rows("Mật khẩu tạm của từng người")[0][2]
    who.follow("Đã ghi lại, đi tiếp", "Phân quyền").fill({"Vai trò": "Quản trị hệ thống"})
    who.press("Xem trước").sees("Thành phố Hà Nội").press("Phân quyền").sees("Đã phân quyền")
    return password


def procedure(first: Person, second: Person) -> None:
    """Draft a procedure with its route, and let the second person publish both."""
    first.to("Danh mục thủ tục").follow("Thêm thủ tục")
    first.fill({"Tên thủ tục": PROCEDURE, "Lĩnh vực": "Hộ tịch"})
    first.choose("Cấp tiếp nhận", "Cấp xã").day("Ngày có hiệu lực", NOW.date())
    first.press("Xem trước", "Thêm thủ tục").sees("hãy điền tiếp bản dự thảo")
    first.fill({
        "Cơ quan thực hiện (không bắt buộc)": "Ủy ban nhân dân cấp xã",
        "Đối tượng thực hiện (không bắt buộc)": "Công dân Việt Nam",
        "Trình tự thực hiện (không bắt buộc)": "Nộp tại Bộ phận Một cửa, nhận kết quả tại đó.",
        "Yêu cầu, điều kiện (không bắt buộc)": "không quy định",
        "Kết quả (không bắt buộc)": "Giấy xác nhận",
        "Căn cứ pháp lý (không bắt buộc)": "Luật Hộ tịch",
    })  # fmt: skip
    first.choose("Cách thức thực hiện", "Trực tiếp").press("Lưu bản dự thảo")
    first.sees("Chưa công khai được, còn thiếu")
    first.follow("Sửa", "Thời hạn giải quyết").press("Thêm thời hạn")
    first.fill({"Số (không bắt buộc)": "5", "Đơn vị tính (không bắt buộc)": "ngày làm việc"})
    first.press("Lưu").follow("Sửa", "Thành phần hồ sơ").press("Thêm giấy tờ")
    first.fill({"Tên giấy tờ": "Tờ khai theo mẫu"}).press("Lưu")
    first.follow("Sửa", "Phí, lệ phí").press("Thêm khoản").fill({"Nội dung": "không thu"})
    first.press("Lưu")
    assert "còn thiếu" not in first.words, first.words
    route(first)
    second.to("Danh mục thủ tục").follow("Đang chờ công khai")
    second.main.get_by_role("link", name=PROCEDURE).first.click()
    second.sees("dự thảo").follow("Công khai").sees("Cùng công khai 1 quy trình nội bộ kèm theo")
    second.press("Công khai").sees("Đã công khai phiên bản mới")


def route(who: Person) -> None:
    """Write the route of the draft that is open."""
    who.press("Soạn quy trình cấp xã")
    who.fill({"Giờ làm việc của bước 2": "20"}).press("Lưu bảng")
    who.sees("Đã lưu bảng quy trình")


def calendar(who: Person) -> None:
    """Enter a swap after its preview: it moves a due time from the 14th to the 15th."""
    who.to("Lịch làm việc").follow("Huyện Ba Vì", "Ghi hoán đổi, làm bù")
    who.day("Ngày được nghỉ", DAY_OFF).day("Ngày làm bù", WORKED)
    who.fill({
        "Tên đợt nghỉ": "nghỉ liền cuối tuần",
        "Văn bản quyết định": SWAP,
    })  # fmt: skip
    who.day("Ngày ký văn bản", NOW.date()).day("Thử: nộp lúc (không bắt buộc)", NOW.date())
    who.fill({"Giờ": "08:30"}).press("Xem trước")
    who.sees("Chưa có gì được ghi", "hẹn 17:00 thứ Tư, 14/04/2021", "hẹn 17:00 thứ Năm, 15/04/2021")
    who.press("Ghi quyết định").sees("Đã ghi quyết định", "Đang chờ tính lại")
    who.follow("Lịch làm việc", "Huyện Ba Vì").sees("nghỉ liền cuối tuần")


def dossier(people: dict[str, Person]) -> None:
    """Walk the first dossier from the counter to its owner."""
    counter, case, head, clerk = (people[name] for name in ("tn", "tl", "ct", "vt"))
    counter.to("Tiếp nhận hồ sơ mới").follow(PROCEDURE)
    counter.fill({"Họ và tên chủ hồ sơ": "Đinh Thị Mận"}).press("Xem ngày hẹn trả")
    counter.sees("17:00 thứ Năm, 15/04/2021").press("Nhận và in giấy hẹn")
    counter.sees("MAU.BATRAI-210407-0001", "17:00 thứ Năm, 15/04/2021").follow("Xem hồ sơ")
    act(counter, "Chuyển xử lý")
    taken_over(case)
    act(case, "Chuyển bước")
    taken_over(head).follow("Phê duyệt").choose("Quyết định", "Đồng ý cấp kết quả")
    head.press("Phê duyệt")
    taken_over(clerk).follow(ISSUE)
    clerk.fill({"Số, ký hiệu": "1/GXN", "Tên kết quả": "Giấy xác nhận", "Người ký": "Lê Thị Hạnh"})
    clerk.press(ISSUE).sees("Có kết quả")
    counter.to("Việc của tôi").follow(PROCEDURE, "Trả kết quả")
    counter.fill({"Bằng chứng trả": "ký nhận"}).press("Trả kết quả").sees("Đã trả kết quả")


def taken_over(who: Person) -> Person:
    """Open the one dossier that waits and give the receipt for it."""
    act(who.to("Việc của tôi").follow(PROCEDURE), "Nhận bàn giao")
    return who


def act(who: Person, name: str) -> None:
    """Do an act of the dossier whose page is open."""
    who.follow(name).press(name)


def table(who: Person) -> None:
    """Read the statutory table."""
    who.to("Kết quả giải quyết").sees("Xã Ba Trại")
    assert who.figures()["Nhận giải quyết"] == "1"
    assert who.figures()["Đã giải quyết"] == "1"
    assert who.figures()["Đang giải quyết"] == "0"


def work_behind() -> None:
    """Let the work behind the pages do each of its rounds once."""
    for one in ROUNDS:
        one.work(datetime.now(UTC))
