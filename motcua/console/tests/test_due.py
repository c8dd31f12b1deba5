"""`./run due`: one case, a file of cases, and what is refused."""

import argparse
import json
from datetime import date, datetime

import pytest

from motcua.console import due
from motcua.journal.rules import SYSTEM
from motcua.kernel.errors import Refusal
from motcua.kernel.periods import VIETNAM
from motcua.organisation import services as organisation
from motcua.organisation.selectors import unit_by_slug
from motcua.worktime import services
from motcua.worktime.rules import DecidedDay
from motcua.worktime.vocabulary import DayKind

HEADER = "received,limit,unit_of_limit,rules\n"
LOADED = datetime(2021, 1, 1, tzinfo=VIETNAM)


def options(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--format", choices=("table", "json"), default="table")
    due.configure(parser)
    return parser.parse_args([*arguments, "--format", "json"])


def answer(capsys, *arguments: str):
    assert due.run(options(*arguments)) == 0
    return json.loads(capsys.readouterr().out)


def one(capsys, received: str, limit: str, unit: str, *more: str):
    return answer(capsys, "--received", received, "--limit", limit, "--unit-of-limit", unit, *more)


def test_a_case_is_answered_with_its_days(capsys):
    given = one(capsys, "2021-02-09T14:00", "5", "working_day")

    assert given["due"] == "2021-02-23T17:00"
    assert given["days"][0] == {
        "date": "2021-02-09",
        "counted": False,
        "why": "Ngày nhận, không tính",
    }
    assert len(given["days"]) == 15
    assert (given["rules"], given["warnings"]) == ("2021", [])


def test_the_rule_set_follows_the_day_of_receipt_or_the_option(capsys):
    assert one(capsys, "2026-11-23T10:00", "1", "working_day")["rules"] == "now"
    asked = one(capsys, "2026-11-23T10:00", "1", "working_day", "--rules", "2021")
    assert (asked["rules"], asked["rules_verified"]) == ("2021", True)


def test_an_in_day_limit_needs_no_number(capsys):
    given = answer(capsys, "--received", "2021-04-29T15:30", "--unit-of-limit", "same_day")

    assert given["due"] == "2021-05-04T17:00"


def test_a_predicted_year_warns(capsys):
    assert one(capsys, "2026-12-31T10:00", "3", "working_day")["warnings"]


def test_an_instant_of_another_zone_is_read_as_such(capsys):
    given = one(capsys, "2021-11-01T02:00:00+00:00", "1", "working_hour")

    assert given["due"] == "2021-11-01T10:00"


def test_the_table_is_for_people(capsys):
    chosen = options(
        "--received", "2021-11-05T09:00", "--limit", "1", "--unit-of-limit", "working_day"
    )
    chosen.format = "table"

    assert due.run(chosen) == 0

    shown = capsys.readouterr().out
    assert "Hẹn trả: 08/11/2021 17:00" in shown
    assert "Chủ nhật, ngày nghỉ" in shown


def test_a_file_is_answered_in_order(capsys, tmp_path):
    cases = tmp_path / "cases.csv"
    cases.write_text(
        HEADER + "2021-04-09T10:00,3,working_day,2021\n\n2021-04-29T15:30,,same_day,\n",
        encoding="utf-8-sig",
    )

    given = answer(capsys, "--file", str(cases))

    assert [case["due"] for case in given] == ["2021-04-14T17:00", "2021-05-04T17:00"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "trống"),
        (HEADER.encode(), "không có trường hợp nào"),
        (b"received,limit\n", "dòng 1: thiếu cột unit_of_limit"),
        (f"{HEADER}2021-13-01T10:00,3,working_day,2021\n".encode(), "dòng 2: Thời điểm nhận"),
        (f"{HEADER}2021-11-01T10:00,3,week,2021\n".encode(), "dòng 2: Đơn vị thời hạn"),
        (f"{HEADER}2021-11-01T10:00,0,working_day,2021\n".encode(), "dòng 2: Thời hạn phải"),
        (f"{HEADER}2021-11-01T10:00,2.5,working_day,2021\n".encode(), "dòng 2: Thời hạn phải"),
        (f"{HEADER}2021-11-01T10:00,3,working_day,2019\n".encode(), "dòng 2: Bộ quy tắc"),
        (f"{HEADER}2021-11-01T10:00,3,mixed_day,2021\n".encode(), "dòng 2: Thời hạn ghi"),
        (f"{HEADER}2021-11-01T10:00,3\n".encode(), "dòng 2: có 2 ô"),
        (f"{HEADER}9999-11-01T10:00,3,month,\n".encode(), "dòng 2: Thời điểm nhận"),
        (f"{HEADER}2021-11-01T10:00,3,ng\xe0y,\n".encode("latin-1"), "dòng 2: không phải mã"),
        (f'{HEADER}"2021-11-01T10:00,3,working_day,\n'.encode(), "không đọc được theo dạng CSV"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path, content, sentence, capsys):
    cases = tmp_path / "cases.csv"
    cases.write_bytes(content)

    with pytest.raises(Refusal, match=sentence) as refused:
        due.run(options("--file", str(cases)))

    assert "\n" not in str(refused.value)
    assert capsys.readouterr().out == ""


def test_a_file_that_is_too_large_or_not_there_is_refused(tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(200_000_000)

    with pytest.raises(Refusal, match="lớn hơn 20 MB"):
        due.run(options("--file", str(large)))
    with pytest.raises(Refusal, match="Không đọc được tệp"):
        due.run(options("--file", str(tmp_path / "none.csv")))


def test_wrong_usage_ends_with_status_2():
    for arguments in ([], ["--file", "x.csv", "--limit", "3"], ["--received", "2021-11-01"]):
        with pytest.raises(SystemExit) as ended:
            due.run(options(*arguments))
        assert ended.value.code == 2


def test_only_the_calendar_of_a_unit_asks_the_database():
    assert not due.needs_database(options("--received", "2021-11-01"))
    assert due.needs_database(options("--received", "2021-11-01", "--unit", "ba-vi"))


@pytest.mark.django_db
def test_the_calendar_of_a_unit(capsys):
    services.load_calendar(at=LOADED)
    organisation.load_units()
    services.decide_day(
        unit_id=unit_by_slug("ba-vi").pk,
        day=DecidedDay(date(2021, 11, 8), DayKind.CLOSED, "bão"),
        document="Công điện 15",
        decided_on=None,
        by=SYSTEM,
        at=LOADED,
    )

    given = one(capsys, "2021-11-05T09:00", "1", "working_day", "--unit", "ba-vi")

    assert given["due"] == "2021-11-09T17:00"
    assert "Đóng cửa: bão (Công điện 15)" in [day["why"] for day in given["days"]]
    with pytest.raises(Refusal):
        due.run(options("--received", "2021-11-05", "--unit-of-limit", "same_day", "--unit", "x"))
