"""History of another system comes over whole or not at all, and says what was odd."""

import csv
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from motcua.dossiers import services
from motcua.dossiers.models import ClockEntry, Dossier, ImportRemark, ImportRun, Step
from motcua.dossiers.parsers import FileRefused, Mapping, read_mapping
from motcua.dossiers.selectors import last_outcome, verify
from motcua.dossiers.services.history import (
    HistoryFile,
    ImportInProgress,
    Outcome,
    import_file,
)
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import ClockKind, Status
from motcua.journal.models import JournalEntry
from motcua.journal.rules import SYSTEM, Subject
from motcua.journal.selectors import entries_of, prove
from motcua.people.models import Person
from motcua.tally import services as tally
from motcua.tally.models import TallyLine
from motcua.tally.vocabulary import Channel, Measure

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]
RECEIPT = ROOT.parent / "shared" / "data" / "receipt.csv"
MAPPING = read_mapping(
    (ROOT / "mappings" / "receipt.yaml").read_text(encoding="utf-8"), name="receipt"
)
SMALL = Mapping(
    source="so-cu",
    columns={
        "case": "mã", "received": "nhận", "due": "hẹn", "settled": "xong", "owner": "tên",
        "identity": "cccd", "activity": "việc", "time": "lúc", "officer": "ai",
        "pause_start": "dừng", "pause_end": "tiếp", "pause_ground": "căn cứ", "withdrawn": "rút",
    },
    constants={"procedure": "Đăng ký lại khai sinh", "channel": "post"},
)  # fmt: skip
FIELDS = ("mã", "nhận", "hẹn", "xong", "tên", "cccd", "việc", "lúc", "ai", "dừng", "tiếp",
          "căn cứ", "rút")  # fmt: skip


def a_row(case: str, **known: str) -> dict[str, str]:
    row = dict.fromkeys(FIELDS, "") | {
        "mã": case, "nhận": "2021-02-09 14:00", "hẹn": "2021-02-23 17:00", "tên": "Lê Thị Hòa",
        "việc": "Thẩm định", "lúc": "2021-02-17 09:00", "ai": "Nguyễn Văn An",
    }  # fmt: skip
    return row | {key.replace("_", " "): value for key, value in known.items()}


def a_file(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "so-cu.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def brought(path: Path, office: Office, *, mapping: Mapping = SMALL, **options: bool) -> Outcome:
    file = HistoryFile(path=path, mapping=mapping, unit=office.unit, **options)
    return import_file(file=file, by=SYSTEM, at=NOW)


def a_log(folder: Path) -> Path:
    """Return the real log where it is at hand, else one of the same columns and oddities."""
    if RECEIPT.exists():
        return RECEIPT
    chance = random.Random(4)
    rows = []
    for number in range(300):
        received = datetime(2011, 3, 1, 9, tzinfo=UTC) + timedelta(hours=chance.randrange(5000))
        ended = received + timedelta(days=chance.randrange(1, 60))
        settled = "" if number % 14 == 0 else str(ended - timedelta(days=90 * (number % 150 == 1)))
        once = {
            "case:concept:name": f"case-{number}",
            "case:channel": "Internet" if number % 8 else "Desk",
            "case:startdate": str(received),
            "case:deadline": str(received + timedelta(days=40)),
            "case:enddate": settled,
            "org:group": "Group 1",
        }
        rows += [
            once
            | {
                "concept:name": f"T{step:02d}",
                "time:timestamp": str(received + timedelta(days=step * chance.randrange(9))),
                "org:resource": f"Resource{step:02d}",
            }
            for step in range(chance.randrange(1, 9))
        ]
    chance.shuffle(rows)
    return a_file(folder, *rows)


def expected(path: Path) -> Counter[str]:
    """Count a log anew, by the plainest means there are."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    cases: dict[str, dict[str, str]] = {}
    events: dict[str, list[datetime]] = {}
    for row in rows:
        cases.setdefault(row["case:concept:name"], row)
        events.setdefault(row["case:concept:name"], []).append(
            datetime.fromisoformat(row["time:timestamp"])
        )
    counts = Counter({"rows": len(rows), "dossiers": len(cases)})
    for case, row in cases.items():
        received = datetime.fromisoformat(row["case:startdate"])
        counts["online"] += row["case:channel"] == "Internet"
        counts["event_before_received"] += min(events[case]) < received
        if not row["case:enddate"]:
            counts["open"] += 1
            continue
        settled = datetime.fromisoformat(row["case:enddate"])
        counts["settled_before_received"] += settled < received
        counts["event_after_settled"] += max(events[case]) > settled
    return counts


def test_a_real_log_comes_over_with_every_event_and_every_oddity_counted(office, tmp_path):
    path = a_log(tmp_path)
    wanted = expected(path)
    if path == RECEIPT:
        assert (wanted["dossiers"], wanted["rows"], wanted["online"]) == (1434, 8577, 1250)
        assert wanted["open"] == 105

    outcome = brought(path, office, mapping=MAPPING)

    data = outcome.as_data()
    assert data["rows"] == wanted["rows"]
    assert data["dossiers"] == {"created": wanted["dossiers"], "unchanged": 0, "refused": 0}
    kinds = {row["kind"]: row["dossiers"] for row in data["anomalies"]}
    for kind in ("settled_before_received", "event_before_received", "event_after_settled"):
        assert kinds.get(kind, 0) == wanted[kind]
    assert "no_due" not in kinds
    assert JournalEntry.objects.filter(act="as_recorded").count() == wanted["rows"]
    assert Dossier.objects.filter(channel=Channel.ONLINE).count() == wanted["online"]
    assert Dossier.objects.filter(ended_at=None).count() == wanted["open"]
    assert Step.objects.count() == wanted["open"]


def test_the_books_of_a_real_log_prove_each_other(office, tmp_path):
    outcome = brought(a_log(tmp_path), office, mapping=MAPPING)

    proof = verify()

    assert proof.rows == []
    assert proof.dossiers == outcome.created


def test_a_second_import_changes_nothing(office, tmp_path):
    path = a_log(tmp_path)
    first = brought(path, office, mapping=MAPPING)
    before = (JournalEntry.objects.count(), TallyLine.objects.count(), ImportRun.objects.count())

    second = brought(path, office, mapping=MAPPING)

    assert (second.created, second.unchanged) == (0, first.created)
    assert {k: len(v) for k, v in second.kinds.items()} == {
        k: len(v) for k, v in first.kinds.items()
    }
    assert before == (
        JournalEntry.objects.count(), TallyLine.objects.count(), ImportRun.objects.count()
    )  # fmt: skip


def test_the_wall_clock_of_the_source_stands_in_the_books(office, tmp_path):
    row = a_row("A1", nhận="2021-02-09 13:42:00+01:00", hẹn="")
    brought(a_file(tmp_path, row), office)

    dossier = Dossier.objects.get(source_code="A1")

    assert dossier.received_at == at("2021-02-09 13:42")
    assert dossier.due_at is None
    assert dossier.remarks == ["no_due"]


def test_the_same_code_with_other_content_is_refused_and_the_rest_comes_over(office, tmp_path):
    brought(a_file(tmp_path, a_row("A1")), office)

    outcome = brought(a_file(tmp_path, a_row("A1", hẹn="2021-03-01"), a_row("B2")), office)

    assert (outcome.created, outcome.unchanged) == (1, 0)
    assert [(one.case, one.kind.value) for one in outcome.refusals] == [("A1", "changed")]
    assert ImportRemark.objects.get(refused=True).why.startswith("dòng 2: mã này đã nhập")


def test_a_broken_date_refuses_its_case_with_line_and_reason(office, tmp_path):
    path = a_file(tmp_path, a_row("A1"), a_row("B2", nhận="2021-02-31"))

    outcome = brought(path, office)

    assert outcome.as_data()["dossiers"] == {"created": 1, "unchanged": 0, "refused": 1}
    remark = ImportRemark.objects.get(kind="broken_date")
    assert (remark.case, remark.line, remark.refused) == ("B2", 3, True)


def test_with_all_or_nothing_a_broken_date_leaves_nothing(office, tmp_path):
    path = a_file(tmp_path, a_row("A1"), a_row("B2", nhận="2021-02-31"))

    with pytest.raises(FileRefused, match="dòng 3"):
        brought(path, office, whole=True)

    assert not Dossier.objects.exists()


def test_nothing_is_half_done_when_the_database_refuses_a_row(office, tmp_path):
    path = a_file(tmp_path, *(a_row(f"A{number}") for number in range(20)))
    with connection.cursor() as cursor:
        cursor.execute(
            "alter table dossiers_dossier add constraint never check (source_code <> 'A17')"
        )

    with pytest.raises(psycopg.errors.CheckViolation):
        brought(path, office)

    assert not Dossier.objects.exists()
    assert not Person.objects.exists()


def test_two_imports_at_once_are_refused(office, tmp_path):
    path = a_file(tmp_path, a_row("A1"))
    own = connection.get_connection_params()
    keys = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{key: own[key] for key in keys if own.get(key)}) as other:
        other.execute("select pg_advisory_xact_lock(7115002)")

        with pytest.raises(ImportInProgress, match="lần nhập dữ liệu khác"):
            brought(path, office)


def test_pauses_and_withdrawals_stand_in_all_three_books(office, tmp_path):
    rows = (
        a_row("A1", dừng="2021-02-17 10:00", căn_cứ="Luật Hộ tịch"),
        a_row("B2", dừng="2021-02-17 10:00", tiếp="2021-02-19 10:00", xong="2021-02-22 16:00"),
        a_row("C3", rút="2021-02-18 15:00"),
    )
    outcome = brought(a_file(tmp_path, *rows), office)

    statuses = dict(Dossier.objects.values_list("source_code", "status"))
    assert statuses == {"A1": Status.STOPPED, "B2": Status.SETTLED, "C3": Status.WITHDRAWN}
    stop = ClockEntry.objects.get(dossier__source_code="A1", kind=ClockKind.STOP)
    assert stop.legal_ground == "Luật Hộ tịch"
    assert stop.remaining is not None
    assert stop.remaining_unit == "working_day"
    assert outcome.as_data()["anomalies"][0]["kind"] == "no_ground"
    measures = set(TallyLine.objects.values_list("measure", flat=True))
    assert {Measure.PAUSED_IN_TIME, Measure.WITHDRAWN, Measure.EARLY} <= measures
    assert prove().faults == ()


def test_an_officer_takes_an_unsettled_dossier_over_and_goes_on(office, tmp_path):
    brought(a_file(tmp_path, a_row("A1"), a_row("B2", dừng="2021-02-17 10:00")), office)
    keys = dict(Dossier.objects.values_list("source_code", "pk"))
    today = at("2021-02-22 09:00")

    services.take_over(dossier_id=keys["A1"], by=office.everyone, at=today)
    office.settle(keys["A1"], today)
    services.resume(
        dossier_id=keys["B2"], reason="đã đủ căn cứ", by=office.everyone, at=today
    )  # fmt: skip

    assert Dossier.objects.get(pk=keys["A1"]).status == Status.SETTLED
    assert Dossier.objects.get(pk=keys["B2"]).status == Status.PROCESSING
    assert prove().faults == ()


def test_one_person_with_a_number_is_one_person(office, tmp_path):
    rows = [a_row(code, cccd="001085012345") for code in ("A1", "B2")]
    rows.append(a_row("C3", cccd="12"))

    outcome = brought(a_file(tmp_path, *rows), office)

    assert Person.objects.count() == 2
    assert outcome.as_data()["anomalies"][0]["kind"] == "person_not_valid"
    assert Dossier.objects.filter(owner_name="Lê Thị Hòa").count() == 3


def test_an_import_leaves_its_trace(office, tmp_path):
    brought(a_file(tmp_path, a_row("A1")), office)

    run = ImportRun.objects.get()
    assert last_outcome("so-cu") == run.result
    assert run.mapping["constants"]["channel"] == "post"
    assert entries_of(Subject("import", str(run.pk))).get().payload["created"] == 1
    tally.fold_all()
    assert TallyLine.objects.filter(day=date(2021, 2, 9), measure=Measure.RECEIVED).count() == 1
