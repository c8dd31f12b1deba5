"""The system journal: who finds what in it, what is written down of looking, what files hold."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from motcua.accounts.vocabulary import Role
from motcua.board.audit.urls import urlpatterns
from motcua.board.calendar.tests.reading import page_of, words
from motcua.board.tests.people import add_officer, add_others
from motcua.dossiers import services as dossiers
from motcua.journal import selectors
from motcua.journal import services as journal
from motcua.journal.rules import SYSTEM, Subject
from motcua.kernel.periods import VIETNAM, Period
from motcua.organisation import services as organisation
from motcua.pages.tests.house import NOW, House
from motcua.pages.tests.tables import JournalEntry, Reading
from motcua.people import services as people
from motcua.people.rules import NewPerson
from motcua.tally.vocabulary import Channel

pytestmark = pytest.mark.usefixtures("then")

BOOK = "/quan-tri/nhat-ky/"
NUMBER = "001185001234"


@pytest.fixture
def audited(house: House) -> House:
    """A house with an auditor of everything, and a dossier whose owner has a number."""
    add_others(house)
    add_officer(house, "thanhtra", "parent", Role.AUDITOR)
    add_officer(house, "thanhtraxa", "foreign", Role.AUDITOR)
    # Whoever audits every unit there is audits everything.
    organisation_grant(house, "thanhtra", "foreign")
    return house


def organisation_grant(house: House, name: str, where: str) -> None:
    organisation.grant_role(
        officer_id=house.officer(name).pk, role=Role.AUDITOR, unit_id=house.units[where].pk,
        period=Period(date(2020, 1, 1)), by=SYSTEM, at=NOW,
    )  # fmt: skip


def an_owned_dossier(house: House) -> int:
    owner = people.enter_person(person=NewPerson(name="Lê Thị Hòa", identity_number=NUMBER))
    application = dossiers.Application(
        house.units["own"].pk, house.procedure.pk, Channel.DIRECT, "Lê Thị Hòa", owner=owner
    )
    return dossiers.receive(application=application, by=house.acting("tiepnhan"), at=NOW).id


def test_the_auditor_finds_acts_by_officer_act_dossier_and_day(audited: House) -> None:
    number = audited.processing()
    client = audited.client("thanhtra")
    code = client.get(f"/ho-so/{number}").content.decode().split("<title>")[1].split(" ")[0]

    for asked in ({"ai": "thuly"}, {"ai": "nguyen van thuly"}, {"viec": "take_over"},
                  {"ho_so": code}, {"tu": "09/02/2021", "den": "09/02/2021"}):  # fmt: skip
        told = words(client.get(BOOK, asked))
        assert "Nguyễn Văn Thuly" in told, asked
        assert code in told, asked
    assert "Không có dòng nào khớp" in words(
        client.get(BOOK, {"tu": "01/02/2021", "den": "08/02/2021", "ai": "thuly"})
    )


def test_an_administrator_reads_the_administration_only(audited: House) -> None:
    audited.processing()
    client = audited.client("quantri")
    client.post("/quan-tri/lich/own/2021/ghi/dong-cua", {})
    told = words(client.get(BOOK))
    assert "MAU." not in told
    assert "Tiếp nhận" not in told.split("Chuỗi")[0] or "Nguyễn Văn Tiepnhan" not in told
    assert client.get(BOOK + "luot-xem").status_code == 403
    assert client.get(BOOK + "xuat/luot-xem").status_code == 404
    refused = client.get(BOOK, {"nguoi": NUMBER, "muc_dich": "thử"})
    assert refused.status_code == 422
    assert "dành cho người kiểm toán" in words(refused)


def test_who_looked_at_a_person_is_found_by_number_and_by_name(audited: House) -> None:
    number = an_owned_dossier(audited)
    audited.client("tiepnhan").post(f"/ho-so/{number}/chu-ho-so", {"purpose": "gọi báo kết quả"})
    client = audited.client("thanhtra")

    without = client.get(BOOK + "luot-xem", {"nguoi": NUMBER})
    assert without.status_code == 422
    assert "Ghi mục đích tra cứu" in words(without)
    for asked in (NUMBER, "le thi hoa"):
        found = client.get(BOOK + "luot-xem", {"nguoi": asked, "muc_dich": "đơn khiếu nại 12"})
        told = words(found)
        assert "Nguyễn Văn Tiepnhan" in told, asked
        assert "gọi báo kết quả" in told
    # Asking is looking too.
    noted = Reading.objects.filter(subject_kind="person", by__code="thanhtra")
    assert {one.purpose for one in noted} == {"đơn khiếu nại 12"}


def test_an_auditor_of_another_unit_finds_nothing_of_this_one(audited: House) -> None:
    number = an_owned_dossier(audited)
    audited.client("tiepnhan").post(f"/ho-so/{number}/chu-ho-so", {"purpose": "gọi báo kết quả"})
    client = audited.client("thanhtraxa")
    assert "Tiepnhan" not in words(client.get(BOOK))
    asked = {"nguoi": NUMBER, "muc_dich": "tò mò"}
    for name in (NUMBER, "le thi hoa"):
        assert "gọi báo" not in words(client.get(BOOK + "luot-xem", {**asked, "nguoi": name}))
    # Nothing is written down at a person who was not found.
    assert not Reading.objects.filter(subject_kind="person", by__code="thanhtraxa").exists()
    code = words(audited.client("thanhtra").get(BOOK)).split("MAU.")[1].split(" ")[0]
    hidden = client.get(BOOK, {"ho_so": f"MAU.{code}"})
    missing = client.get(BOOK, {"ho_so": "MAU.KHONG-CO"})
    assert hidden.status_code == missing.status_code == 422
    assert words(hidden).split("Xóa lọc")[1] == words(missing).split("Xóa lọc")[1]


@pytest.mark.parametrize("book", ["viec-da-lam", "luot-xem"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_taken_as_a_file_is_a_line_of_the_journal(
    audited: House, book: str, kind: str
) -> None:
    number = an_owned_dossier(audited)
    audited.client("tiepnhan").post(f"/ho-so/{number}/chu-ho-so", {"purpose": "=gọi"})
    answer = audited.client("thanhtra").get(f"{BOOK}xuat/{book}", {"dang": kind, "ai": "tiepnhan"})
    content = b"".join(answer.streaming_content)
    text = content.decode("utf-8-sig") if kind == "csv" else " ".join(_cells(content))
    assert "Nguyễn Văn Tiepnhan" in text
    taken = JournalEntry.objects.get(act="list.export")
    assert taken.by.code == "thanhtra"
    assert taken.payload["ai"] == "tiepnhan"
    assert taken.payload["rows"] >= 1


def _cells(content: bytes) -> list[str]:
    sheet = load_workbook(BytesIO(content), read_only=True).worksheets[0]
    return [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value]


def test_the_page_says_until_when_the_book_is_whole(audited: House) -> None:
    client = audited.client("thanhtra")
    assert "Chưa có lần niêm phong nào" in words(client.get(BOOK))
    journal.seal(on=date(2021, 2, 9), at=NOW)
    assert "Chuỗi nhật ký nguyên vẹn đến 09/02/2021 14:00" in words(client.get(BOOK))
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table journal_journalentry disable trigger user")
        cursor.execute("update journal_journalentry set hash = '\\x00' where act = 'officer.add'")
        cursor.execute("alter table journal_journalentry enable trigger user")
    assert "Nhật ký không khớp với lần niêm phong" in words(client.get(BOOK))


def test_the_auditor_changes_nothing(audited: House) -> None:
    number = audited.processing()
    client = audited.client("thanhtra")
    before = JournalEntry.objects.count()
    for address in (
        "/quan-tri/lich/own/2021/ghi/dong-cua", "/quan-tri/lich/own/2021/ghi/ngay-nghi",
        f"/ho-so/{number}/chuyen-don-vi", f"/ho-so/{number}/rut-ho-so",
        *(reverse(f"board:{one.name}", args=["viec-da-lam"] if "xuat" in str(one.pattern) else [])
          for one in urlpatterns),
    ):  # fmt: skip
        assert client.post(address, {"reason": "thử"}).status_code in (403, 404, 405, 422), address
    assert JournalEntry.objects.count() == before


def test_a_long_book_goes_on_by_its_order(audited: House) -> None:
    for number in range(120):
        journal.record(
            act="unit.create", subject=Subject("unit", f"xa-{number}"), by=SYSTEM, at=NOW,
            payload={"number": number},
        )  # fmt: skip
    client = audited.client("thanhtra")
    seen: list[str] = []
    address: str | None = f"{BOOK}?viec=unit.create&tu=09/02/2021"
    while address:
        page = client.get(address)
        seen += [part for part in words(page).split() if part.startswith("xa-")]
        following = [link for link in links(page) if "Trang sau" in link[0]]
        address = following[0][1] if following else None
    assert len(seen) == len(set(seen)) == 120


def links(page: Any) -> list[tuple[str, str]]:
    return [(a.text_content(), a.get("href")) for a in page_of(page).xpath("//main//a")]


@pytest.mark.parametrize(
    "query", ["tu=31/02/2021", "den=hom-nay", "sau=99999999999999999999", "sau=-1", "viec=khong",
              "ho_so=%25", "den=31/12/9999", "ai=%27%22"],
)  # fmt: skip
def test_a_question_made_by_hand_is_never_a_fault(audited: House, query: str) -> None:
    client = audited.client("thanhtra")
    client.raise_request_exception = False
    assert client.get(f"{BOOK}?{query}").status_code in (200, 422)
    assert client.get(f"{BOOK}xuat/khong-co").status_code == 404


def test_asking_stays_quick_on_a_long_book(audited: House) -> None:
    """The plans go by index: by person, by act, by day, by subject."""
    fill(20_000)
    asked = {
        "journal_of_a_person": "by_id = 999999",
        "journal_of_an_act": "act = 'khong-co'",
    }
    with connection.cursor() as cursor:
        for index, condition in asked.items():
            cursor.execute(
                f"explain select * from journal_journalentry where {condition}"
                " order by id desc limit 51"
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert index in plan, plan


def test_a_whole_citys_people_fit_into_one_question(audited: House) -> None:
    audited.processing()
    everybody = (*selectors.actors_named(), *range(10**9, 10**9 + 70_000))
    found = selectors.acts_found(selectors.Asked(actors=everybody), limit=5)
    assert len(found) == 5


def fill(count: int) -> None:
    """Add many lines of a foreign chain, without its hashes: only the plan is looked at."""
    journal.record(
        act="unit.create", subject=Subject("dossier", "nhieu"), by=SYSTEM,
        at=datetime(2020, 1, 1, tzinfo=VIETNAM), payload={},
    )  # fmt: skip
    first = JournalEntry.objects.get(head__subject="nhieu")
    given = {
        field.attname: getattr(first, field.attname)
        for field in JournalEntry._meta.concrete_fields
        if field.attname not in ("id", "number", "act")
    }
    JournalEntry.objects.bulk_create(
        (JournalEntry(number=2 + n, act="receive", **given) for n in range(count)),
        batch_size=2000,
    )
    with connection.cursor() as cursor:
        cursor.execute("analyze journal_journalentry")
