"""Sealing the journal: every chain that has grown, however many there are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from motcua.journal.models import JournalHead, Reading, SealedHead
from motcua.journal.rules import SYSTEM, Subject
from motcua.journal.selectors import prove, unsealed
from motcua.journal.services import record, record_reading, seal, seal_once_a_day

pytestmark = pytest.mark.django_db
ON, AT = date(2021, 3, 9), datetime(2021, 3, 9, 10, 0, tzinfo=UTC)
#: More than one statement can name: it takes at most 65,535 values.
MANY = 20_000


def chains(count: int) -> None:
    JournalHead.objects.bulk_create(
        (
            JournalHead(subject_kind="thử", subject=str(n), number=1, hash=b"x")
            for n in range(count)
        ),
        batch_size=5_000,
    )


def test_as_many_chains_as_there_are_are_sealed_once() -> None:
    chains(MANY)
    made = seal(on=ON, at=AT)
    assert made is not None
    assert made.chains == SealedHead.objects.filter(seal=made).count() == MANY
    assert seal(on=ON, at=AT) is None


def test_a_chain_that_grew_since_is_sealed_again_and_alone() -> None:
    chains(3)
    seal(on=ON, at=AT)
    JournalHead.objects.filter(subject="1").update(number=2)
    again = seal(on=ON, at=AT)
    assert again is not None
    assert again.chains == 1
    assert JournalHead.objects.get(subject="1").sealed_number == 2


def one(code: str) -> None:
    record(act="thử", subject=Subject("thử", code), by=SYSTEM, at=AT, payload={})


def look() -> None:
    record_reading(
        by=SYSTEM, subject=Subject("dossier", "1"), what="số định danh", purpose="đối chiếu", at=AT
    )


def tamper(table: str, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute(change)
        cursor.execute(f"alter table {table} enable trigger user")


def found() -> list[str]:
    return [f"{fault.key}: {fault.why}" for fault in prove().faults]


def test_one_seal_a_day_and_the_rest_is_said_to_be_open() -> None:
    one("a")
    assert unsealed() == 1
    assert seal_once_a_day(AT) == 1
    one("a")
    assert seal_once_a_day(AT) == 0
    assert unsealed() == 1
    assert seal_once_a_day(AT + timedelta(days=1)) == 1
    assert unsealed() == 0
    assert found() == []


def test_readings_are_sealed_and_missed_when_they_are_gone() -> None:
    for _ in range(3):
        look()
    made = seal(on=ON, at=AT)
    assert made is not None
    assert made.readings == 3
    look()
    assert found() == []
    gone = Reading.objects.order_by("pk")[1].pk

    tamper("journal_reading", f"delete from journal_reading where id = {gone}")
    assert found() == [f"lượt xem số {gone}: đã bị xóa sau khi niêm phong"]

    tamper("journal_sealedreading", f"delete from journal_sealedreading where reading = {gone}")
    assert found() == ["niêm phong 09/03/2021: gốc cây băm của 3 lượt xem không khớp"]


def test_a_sealed_head_that_is_gone_names_its_chain() -> None:
    one("a")
    one("b")
    seal(on=ON, at=AT)

    tamper("journal_sealedhead", "delete from journal_sealedhead where head_id ="
           " (select id from journal_journalhead where subject = 'a')")  # fmt: skip

    assert any(line.startswith("thử a:") for line in found())
    assert not any(line.startswith("thử b:") for line in found())


def test_a_seal_covers_the_seal_before_it() -> None:
    for code in ("a", "b"):
        one(code)
        seal(on=ON, at=AT)
    assert found() == []

    tamper("journal_seal", "update journal_seal set at = at - interval '1 day'"
           " where id = (select min(id) from journal_seal)")  # fmt: skip

    assert any("niêm phong trước đó" in line for line in found())
