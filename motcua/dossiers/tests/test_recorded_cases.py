"""Reading event logs and what is odd in them; no database."""

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest

from motcua.dossiers.parsers import (
    FileRefused,
    Gathered,
    Mapping,
    MappingRefused,
    gather,
    open_table,
    read_mapping,
)
from motcua.dossiers.rules.recorded import anomalies, facts_of, sound_pauses, status_of
from motcua.dossiers.services.history.prints import print_of
from motcua.dossiers.vocabulary import ClockKind, Outcome, Status
from motcua.dossiers.vocabulary.recorded import Oddity, RecordedCase, RecordedPause
from motcua.kernel.periods import VIETNAM
from motcua.tally.vocabulary import Channel

COLUMNS = {
    "case": "mã", "channel": "kênh", "received": "nhận", "due": "hẹn", "settled": "xong",
    "activity": "việc", "time": "lúc", "officer": "ai",
}  # fmt: skip
MAPPING = Mapping(
    source="thu",
    columns=COLUMNS,
    constants={"procedure": "Thủ tục thử"},
    values={"channel": {"Internet": "online", "Desk": "direct"}},
)
HEADER = "mã,kênh,nhận,hẹn,xong,việc,lúc,ai\n"
CONSTANTS = "constants: {procedure: P, channel: post}"
ONE = "A1,Internet,2021-01-04 08:00,2021-01-08,2021-01-07 09:00,Thẩm định,2021-01-05 10:00,An\n"


def a_file(folder: Path, text: str | bytes, name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def read(path: Path, mapping: Mapping = MAPPING) -> Gathered:
    return gather(open_table(path, mapping), mapping)


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2021, 1, day, hour, tzinfo=VIETNAM)


def a_case(**known: object) -> RecordedCase:
    facts: dict[str, object] = {
        "case": "A1", "line": 2, "channel": Channel.DIRECT, "received_at": at(4), "due_at": at(8),
    }  # fmt: skip
    return RecordedCase(**{**facts, **known})  # type: ignore[arg-type]


class TestFiles:
    def test_a_case_is_gathered_from_rows_in_any_order(self, tmp_path):
        other = ONE.replace("A1", "B2")
        late = ONE.replace("Thẩm định,2021-01-05", "Phê duyệt,2021-01-06")

        found = read(a_file(tmp_path, HEADER + ONE + other + late))

        assert [case.case for case in found.cases] == ["A1", "B2"]
        assert [event[1] for event in found.cases[0].events] == ["Thẩm định", "Phê duyệt"]
        assert found.cases[0].channel is Channel.ONLINE
        assert found.rows == 3

    def test_the_wall_clock_of_the_source_is_kept(self, tmp_path):
        text = HEADER + ONE.replace("2021-01-04 08:00", "2021-01-04 13:42:00+02:00")

        (case,) = read(a_file(tmp_path, text)).cases

        assert case.received_at == datetime(2021, 1, 4, 13, 42, tzinfo=VIETNAM)
        assert case.instants is not None
        assert case.instants[0].utcoffset() == timedelta(hours=2)

    @pytest.mark.parametrize(
        "written", ["04/01/2021 08:00", "08:00 4/1/2021", "2021-01-04T08:00:00"]
    )
    def test_times_are_read_as_people_write_them(self, tmp_path, written):
        text = HEADER + ONE.replace("2021-01-04 08:00", written)

        assert read(a_file(tmp_path, text)).cases[0].received_at == at(4, 8)

    def test_semicolons_and_a_byte_order_mark_are_understood(self, tmp_path):
        text = "\ufeff" + (HEADER + ONE).replace(",", ";")

        assert len(read(a_file(tmp_path, text)).cases) == 1

    def test_a_workbook_gives_the_same_case_as_a_table(self, tmp_path):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(HEADER.strip().split(","))
        row = ONE.strip().split(",")
        sheet.append([*row[:2], datetime(2021, 1, 4, 8), *row[3:]])
        book.save(tmp_path / "log.xlsx")

        (case,) = read(tmp_path / "log.xlsx").cases
        (same,) = read(a_file(tmp_path, HEADER + ONE)).cases

        assert print_of(case, unit="ba-vi") == print_of(same, unit="ba-vi")

    def test_a_xes_log_is_read_trace_by_trace(self, tmp_path):
        event = '<event><string key="v" value="{0}"/><date key="t" value="{1}"/></event>'
        text = (
            '<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/"><trace>'
            '<string key="concept:name" value="A1"/>'
            '<date key="start" value="2021-01-04T08:00:00+07:00"/>'
            + event.format("Thẩm định", "2021-01-05T10:00:00+07:00")
            + "</trace></log>"
        )
        mapping = Mapping(
            "thu",
            {"case": "case:concept:name", "received": "case:start", "activity": "v", "time": "t"},
            {"procedure": "Thử", "channel": "direct"},
        )

        (case,) = read(a_file(tmp_path, text, "log.xes"), mapping).cases

        assert case.received_at == at(4, 8)
        assert case.events == ((at(5, 10), "Thẩm định", "", ""),)

    def test_entities_of_an_xml_file_are_not_followed(self, tmp_path):
        secret = a_file(tmp_path, "bí mật", "secret.txt")
        text = (
            f'<!DOCTYPE log [<!ENTITY x SYSTEM "file://{secret}">]><log><trace>'
            '<string key="concept:name" value="A"/><string key="s" value="2021-01-04"/>'
            "<event>&x;</event></trace></log>"
        )
        mapping = Mapping(
            "thu", {"case": "case:concept:name", "received": "case:s"},
            {"procedure": "T", "channel": "direct"},
        )  # fmt: skip

        found = read(a_file(tmp_path, text, "log.xes"), mapping)

        assert "bí mật" not in repr(found)

    @pytest.mark.parametrize(
        ("content", "says"),
        [
            (b"", "tệp trống"),
            (b" \n", "tệp trống"),
            (HEADER.encode(), "không có dòng nào"),
            ((HEADER + ONE).encode("utf-16"), "UTF-16"),
            ((HEADER + ONE).encode("cp1258", "replace"), "không phải UTF-8"),
            (bytes(100), "nhị phân"),
            (b"PK\x03\x04rest", "không phải bảng tính XLSX"),
            ((HEADER + "A1,Internet\n").encode(), "dòng 2 có 2 cột"),
            ((HEADER + ONE).replace("hẹn", "hạn").encode(), "không có cột “hẹn”"),
            ((HEADER + ONE).replace("Internet", "Fax").encode(), "kênh “Fax” ở dòng 2"),
            (b"<log><trace></log>", "không đúng cấu trúc XML"),
            (b"<html></html>", "không phải nhật ký XES"),
        ],
    )
    def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(self, tmp_path, content, says):
        with pytest.raises(FileRefused, match=says) as refused:
            read(a_file(tmp_path, content))

        assert "Chưa có gì được ghi" in str(refused.value)

    def test_a_binary_part_far_into_a_file_is_found(self, tmp_path):
        with pytest.raises(FileRefused, match="nhị phân"):
            read(a_file(tmp_path, (HEADER + ONE * 2000).encode() + b"A\x00"))

    @pytest.mark.parametrize(
        ("line", "kind", "says"),
        [
            (
                ONE.replace("2021-01-05 10:00", "2021-02-30"),
                Oddity.BROKEN_DATE,
                "dòng 2.*2021-02-30",
            ),
            (ONE.replace("2021-01-04 08:00", "hôm qua"), Oddity.BROKEN_DATE, "“nhận”.*hôm qua"),
            (ONE.replace("2021-01-04 08:00", ""), Oddity.NO_RECEIVED, "không có ngày tiếp nhận"),
            (ONE.replace("A1", ""), Oddity.NO_CASE, "không có mã hồ sơ"),
        ],
    )
    def test_a_case_that_cannot_be_read_is_refused_with_line_and_reason(
        self, tmp_path, line, kind, says
    ):
        found = read(a_file(tmp_path, HEADER + line + ONE.replace("A1", "B2")))

        assert [case.case for case in found.cases] == ["B2"]
        (refused,) = found.refused
        assert (refused.kind, refused.line) == (kind, 2)
        assert re.search(says, refused.why)

    def test_rows_of_one_case_that_differ_are_remarked(self, tmp_path):
        other = ONE.replace("2021-01-08", "2021-01-09")

        (case,) = read(a_file(tmp_path, HEADER + ONE + other)).cases

        assert case.oddities == (Oddity.FACTS_DIFFER,)
        assert case.due_at == at(8, 0)


class TestMappings:
    def test_a_mapping_is_read(self):
        text = f"columns: {{case: a, received: b, pause start: c}}\n{CONSTANTS}"

        mapping = read_mapping(text, name="cũ")

        assert mapping.source == "cũ"
        assert mapping.columns["pause_start"] == "c"

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("a: [", "không phải YAML"),
            ("just words", "chưa có mục `columns`"),
            ("cols: {}", "“cols” không có"),
            ("columns: {case: a, received: b, colour: c}", "“colour” không có"),
            ("columns: {case: a}", "thiếu cột `received`"),
            ("columns: {case: a, received: b}", "thiếu `channel`"),
            ("columns: {case: a, received: b, channel: c}", "thiếu `procedure`"),
            (
                f"columns: {{case: a, received: b, activity: d}}\n{CONSTANTS}",
                "thiếu cột `time`",
            ),
            (
                f"columns: {{case: a, received: b}}\n{CONSTANTS}\nvalues: {{channel: {{x: fax}}}}",
                "từ “fax”",
            ),
            (
                f"columns: {{case: a, received: b}}\n{CONSTANTS}\nzone: x",
                "`zone` “x”",
            ),
        ],
    )
    def test_a_mapping_that_cannot_be_used_is_refused_in_one_sentence(self, text, says):
        with pytest.raises(MappingRefused, match=says):
            read_mapping(text, name="thử")


class TestWhatIsOdd:
    def test_anomalies_are_compared_by_instant_not_by_wall_clock(self):
        summer, winter = timezone(timedelta(hours=2)), timezone(timedelta(hours=1))
        received = datetime(2021, 10, 31, 2, 30, tzinfo=summer)
        settled = datetime(2021, 10, 31, 2, 10, tzinfo=winter)

        case = a_case(
            received_at=received.replace(tzinfo=VIETNAM),
            settled_at=settled.replace(tzinfo=VIETNAM),
            instants=(received, settled),
        )

        assert settled > received
        assert Oddity.SETTLED_BEFORE_RECEIVED not in anomalies(case)

    def test_each_inconsistency_has_its_name(self):
        case = a_case(
            settled_at=at(3), due_at=None, events=((at(2), "x", "", ""), (at(6), "y", "", ""))
        )

        assert set(anomalies(case)) == {
            Oddity.SETTLED_BEFORE_RECEIVED,
            Oddity.EVENT_BEFORE_RECEIVED,
            Oddity.EVENT_AFTER_SETTLED,
            Oddity.NO_DUE,
        }

    def test_a_case_not_settled_is_no_anomaly(self):
        assert anomalies(a_case()) == ()

    @pytest.mark.parametrize(
        ("pauses", "sound"),
        [
            pytest.param([(5, 6)], 1, id="inside"),
            pytest.param([(3, 5)], 0, id="before the receipt"),
            pytest.param([(5, 8)], 0, id="beyond the end"),
            pytest.param([(5, 5)], 0, id="no time at all"),
            pytest.param([(5, 6), (6, 7)], 2, id="one after the other"),
            pytest.param([(5, 7), (6, 7)], 1, id="over each other"),
            pytest.param([(5, None), (6, 7)], 1, id="after one that never ended"),
        ],
    )
    def test_only_pauses_that_fit_are_counted(self, pauses, sound):
        made = tuple(
            RecordedPause(at(start), None if until is None else at(until), "căn cứ")
            for start, until in pauses
        )
        case = a_case(settled_at=at(7), pauses=made)

        assert len(sound_pauses(case)) == sound
        assert (Oddity.PAUSE_NOT_COUNTED in anomalies(case)) is (sound < len(pauses))


class TestWhereItStands:
    @pytest.mark.parametrize(
        ("known", "status"),
        [
            ({}, Status.PROCESSING),
            ({"settled_at": at(7)}, Status.SETTLED),
            ({"settled_at": at(7), "returned_at": at(7)}, Status.RETURNED),
            ({"withdrawn_at": at(6)}, Status.WITHDRAWN),
            ({"pauses": (RecordedPause(at(5), None, "x"),)}, Status.STOPPED),
            ({"pauses": (RecordedPause(at(5), at(6), "x"),)}, Status.PROCESSING),
        ],
    )
    def test_the_status_follows_from_the_facts(self, known, status):
        case = a_case(**known)

        assert status_of(case, pauses=sound_pauses(case)) is status

    def test_the_clock_holds_receipt_pauses_and_end_with_the_due_time_of_the_source(self):
        case = a_case(settled_at=at(7), pauses=(RecordedPause(at(5), at(6), "x"),))

        facts = facts_of(case, unit=3, pauses=sound_pauses(case))

        assert [fact.kind for fact in facts] == [
            ClockKind.AS_RECORDED, ClockKind.STOP, ClockKind.RESUME, ClockKind.END,
        ]  # fmt: skip
        assert [fact.number for fact in facts] == [1, 2, 3, 4]
        assert {fact.due_at for fact in facts} == {at(8)}
        assert facts[-1].outcome is Outcome.SETTLED


def test_the_order_of_rows_does_not_change_the_print_but_the_content_does():
    events = ((at(5), "a", "", ""), (at(6), "b", "", ""))
    case = a_case(events=events)

    assert print_of(case, unit="u") == print_of(a_case(events=events[::-1], line=9), unit="u")
    assert print_of(case, unit="u") != print_of(a_case(events=events[:1]), unit="u")
    assert print_of(case, unit="u") != print_of(case, unit="v")
