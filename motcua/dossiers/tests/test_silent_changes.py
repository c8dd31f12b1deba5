"""What an attacker changes as owner of the tables, with the triggers off, is named with its row."""

import pytest

from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.selectors import verify
from motcua.dossiers.services import books, reception
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.tests.test_books_prove_each_other import BEGIN, settled, tamper
from motcua.journal.rules import SYSTEM
from motcua.organisation import services as organisation
from motcua.tally import services as counting
from motcua.tally.vocabulary import Channel

DAY = "interval '1 day'"
#: Table, what is set or deleted, and a word of the reason that is given.
SILENT = [
    *[
        ("dossiers_clockentry", f"update dossiers_clockentry set {change} where number = 2", "dòng")
        for change in (
            "legal_ground = 'giả'", "document = 'giả'", "by = 'gia'", "calendar = 'x'",
            "recorded_at = recorded_at - interval '9 days'", "remaining = 77",
            f"due_at_original = due_at + {DAY}",
        )
    ],
    *[
        ("dossiers_dossier", f"update dossiers_dossier set {change}", "hồ sơ khác")
        for change in (
            "owner_name = 'Kẻ khác'", "owner_phone = '09'", "limit_value = 99", "code = 'H26-1'",
            "status = 9", f"received_at = received_at - {DAY}",
            f"submitted_at = submitted_at - {DAY}",
            "returned_at = received_at", "stopped_at = received_at", "refusal_reason = 'giả'",
            "receiving_unit_id = (select max(id) from organisation_unit)", "answers = '{\"a\": 1}'",
        )
    ],
    *[
        ("dossiers_step", change, "bước")
        for change in (
            "delete from dossiers_step where number = 2", "delete from dossiers_step",
            "update dossiers_step set state = 5 where number = 2",
            f"update dossiers_step set done_at = done_at - {DAY} where number = 2",
            f"update dossiers_step set taken_at = taken_at - {DAY} where number = 2",
            "update dossiers_step set unit_id = (select max(id) from organisation_unit)",
        )
    ],
    ("tally_tallyline", f"update tally_tallyline set recorded_at = recorded_at + {DAY}", "ghi"),
    ("archive_issuedresult", "update archive_issuedresult set signer = 'giả'", "kết quả"),
    ("archive_issuedresult", "update archive_issuedresult set number = 'GIA/1'", "kết quả"),
    ("archive_issuedresult", "update archive_issuedresult set revoked_at = issued_at", "kết quả"),
    ("archive_issuedresult", "delete from archive_issuedresult", "kết quả"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "change", "word"), SILENT)
def test_no_column_of_a_dossier_changes_in_silence(
    office: Office, table: str, change: str, word: str
) -> None:
    name = str(Dossier.objects.get(pk=returned(office)))

    tamper(table, change)

    told = [row for row in verify().rows if word in row.why]
    assert told
    assert {row.key for row in told} <= {name, "H26-1"}


def returned(office: Office) -> int:
    """Return a dossier that was paused, extended by nothing, settled, and handed out."""
    key = office.processing(at("2021-03-01 08:30"))
    by = office.everyone
    services.pause(
        dossier_id=key, legal_ground="luật", document="1", by=by, at=at("2021-03-01 10:00")
    )
    services.resume(dossier_id=key, reason="xong", by=by, at=at("2021-03-02 10:00"))
    office.settle(key, at("2021-03-04 10:00"))
    services.return_result(
        dossier_id=key, receiver="người nộp", proof="ký nhận", by=by, at=at("2021-03-05 10:00")
    )
    counting.fold_all()
    assert verify().rows == []
    return key


def test_a_dossier_taken_out_of_the_figures_with_its_lines_is_named(office: Office) -> None:
    key = settled(office)

    tamper("tally_tallyline", f"delete from tally_tallyline where dossier = {key}")
    tamper("dossiers_dossier", "update dossiers_dossier set counts = false")

    assert any("hồ sơ khác" in row.why for row in verify().rows)


@pytest.mark.parametrize("column", ["channel", "procedure", "field"])
def test_figures_moved_together_with_their_dossier_are_named(office: Office, column: str) -> None:
    settled(office)
    own = column if column == "channel" else f"{column}_id"
    other = {
        "channel": str(int(Channel.POST)),
        "procedure": "(select max(id) from catalogue_procedure) + 0",
        "field": "(select max(id) from catalogue_field) + 0",
    }[column]
    if column != "channel":
        tamper(f"catalogue_{column}", another(column))

    tamper("dossiers_dossier", f"update dossiers_dossier set {own} = {other}")
    tamper("tally_tallyline", f"update tally_tallyline set {column} = {other}")

    assert any("hồ sơ khác" in row.why for row in verify().rows)


def another(column: str) -> str:
    """Return the statement that copies the newest procedure or field under another name."""
    if column == "field":
        return "insert into catalogue_field (key, name) values ('khac', 'Khác')"
    return (
        "insert into catalogue_procedure (slug, name, field_id)"
        " select 'x-khac', 'Khác', field_id from catalogue_procedure limit 1"
    )


def test_a_chain_that_is_gone_or_empty_is_named(office: Office) -> None:
    key = settled(office)
    of = (
        f"(select id from journal_journalhead where subject_kind = 'dossier' and subject = '{key}')"
    )

    tamper("journal_journalentry", f"delete from journal_journalentry where head_id = {of}")
    empty = "number = 0, hash = decode(repeat('00', 32), 'hex')"
    tamper("journal_journalhead", f"update journal_journalhead set {empty} where id = {of}")
    whys = {row.why for row in verify().rows}
    assert {"chuỗi nhật ký trống", "không có dòng nhật ký nào"} <= whys

    tamper("journal_journalhead", f"delete from journal_journalhead where id = {of}")
    assert "không có dòng nhật ký nào" in {row.why for row in verify().rows}


def test_an_officer_whose_chain_is_gone_is_named(office: Office) -> None:
    organisation.add_officer(code="cb99", name="Đỗ Văn Bình", by=SYSTEM, at=BEGIN)
    assert verify().rows == []

    tamper("journal_journalentry", "delete from journal_journalentry e using journal_journalhead h"
           " where h.id = e.head_id and h.subject_kind = 'officer'")  # fmt: skip
    tamper("journal_journalhead",
           "delete from journal_journalhead where subject_kind = 'officer'")  # fmt: skip

    assert "công chức cb99" in {row.key for row in verify().rows}


def test_more_than_a_hundred_wrong_cells_are_counted(office: Office) -> None:
    settled(office)

    tamper(
        "tally_tallycell",
        "insert into tally_tallycell (axis, span, start, unit, key, late)"
        " select 1, 1, date '2021-01-01', 990, n, 1 from generate_series(1, 130) as n",
    )

    found = verify()
    assert found.count("tally") == 130
    assert any("ít nhất 100" in row.why for row in found.rows)


def test_what_the_older_journal_does_not_print_is_no_fault(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries of before the prints prove as far as they go."""
    monkeypatch.setattr(books, "stated", lambda row: {})
    monkeypatch.setattr(reception, "stated", lambda row: {})
    monkeypatch.setattr(books, "ground_print", lambda *_: "")
    plain = books.clock_part

    def older(*given: object) -> dict[str, object]:
        part = plain(*given)  # type: ignore[arg-type]  # as the act gives them
        return {name: value for name, value in part.items() if name != "rest"}

    monkeypatch.setattr(books, "clock_part", older)
    monkeypatch.setattr(reception, "clock_part", older)
    returned(office)

    tamper("dossiers_step", f"update dossiers_step set done_at = done_at - {DAY} where number = 2")
    tamper("dossiers_clockentry", "update dossiers_clockentry set by = 'gia' where number = 2")

    whys = " ".join(row.why for row in verify().rows)
    assert "bước 2" in whys
    assert "người thực hiện" in whys
