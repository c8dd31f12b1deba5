"""Updates from a file: differences first, then drafts; a repeated import changes nothing."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from motcua.catalogue import selectors
from motcua.catalogue.errors import UpdateFileRefused
from motcua.catalogue.models import Procedure, ProcedureVersion
from motcua.catalogue.parsers import COLUMNS, UpdateRow, read_updates
from motcua.catalogue.services import (
    Import,
    Origin,
    import_updates,
    plan_import,
    publish_with_routes,
)
from motcua.catalogue.tests.drafted import AT, ONE, TWO, a_published_version
from motcua.catalogue.vocabulary import Channel, ComponentKind
from motcua.journal.models import JournalEntry

FROM = Origin("Cơ sở dữ liệu quốc gia về TTHC", "cap-nhat.xlsx", "ab" * 32)
HEAD = ["Mã thủ tục", "TÊN THỦ TỤC", "linh_vuc", "Cấp tiếp nhận", "Có hiệu lực từ",
        "Thời hạn giải quyết", "Thành phần hồ sơ", "Cách thức thực hiện"]  # fmt: skip
CHANGED = ["9.000001", "", "", "", "01/07/2026",
           "2 ngày làm việc\nCần xác minh: 5 ngày (trực tuyến)",
           "Tờ khai|nộp|1 bản chính\nCăn cước|xuất trình", "Trực tiếp; Trực tuyến"]  # fmt: skip
NEW = ["9.000002", "Việc mới", "Thử", "Cấp xã", "2026-08-01", "trong ngày", "", ""]
WRONG = ["9.000003", "Việc sai", "Khác", "Cấp làng", "hôm qua", "nhanh", "", ""]


def rows(*lines: list[str]) -> tuple[UpdateRow, ...]:
    book = Workbook()
    for line in (HEAD, *lines):
        book.active.append(line)
    target = io.BytesIO()
    book.save(target)
    return read_updates(target.getvalue(), name="a.XLSX")


def brought(*lines: list[str], keep_good: bool = False) -> Import:
    return import_updates(rows=rows(*lines), origin=FROM, keep_good=keep_good, by=ONE, at=AT)


@pytest.mark.django_db
def test_differences_stand_by_row_before_anything_is_written():
    a_published_version()
    changed, new, wrong = plan_import(rows=rows(CHANGED, NEW, WRONG))

    assert (changed.line, changed.kind, changed.code) == (2, "changed", "9.000001")
    assert [one.sentence for one in changed.differences][:3] == [
        "Ngày có hiệu lực: từ “01/01/2026” thành “01/07/2026”.",
        "Cách thức thực hiện: từ “Trực tiếp” thành “Trực tiếp, Trực tuyến”.",
        "Thời hạn giải quyết: từ “3 ngày làm việc” thành “2 ngày làm việc”.",
    ]
    assert (new.kind, new.name, new.field_key) == ("new", "Việc mới", "thu")
    assert wrong.kind == "wrong"
    assert len(wrong.faults) == 4
    assert ProcedureVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_row_stops_the_file_unless_it_is_left_out():
    a_published_version()
    with pytest.raises(UpdateFileRefused, match="1 dòng chưa đúng, chưa nhập dòng nào; dòng 3"):
        brought(CHANGED, WRONG)
    assert ProcedureVersion.objects.count() == 1
    assert brought(CHANGED, WRONG, keep_good=True) == Import(2, 0, 1, 0, 1)


@pytest.mark.django_db
def test_a_repeated_import_changes_nothing_before_and_after_publishing():
    a_published_version()
    assert brought(CHANGED, NEW) == Import(2, 1, 1, 0, 0)
    lines = JournalEntry.objects.count()
    assert brought(CHANGED, NEW) == Import(2, 0, 0, 2, 0)

    draft = ProcedureVersion.objects.get(state="draft", procedure__slug="9.000001")
    assert draft.facts["import"]["source"] == FROM.source
    assert len(selectors.draft_of(version_id=draft.pk).time_limits) == 2
    # A second person looks at it and publishes; the route of the copy has to fit the new limit.
    for route in selectors.routes_of(version_id=draft.pk):
        route.steps.filter(minutes__gt=200).update(minutes=200)
    publish_with_routes(version_id=draft.pk, by=TWO, at=AT)
    lines = JournalEntry.objects.count()
    assert brought(CHANGED, NEW) == Import(2, 0, 0, 2, 0)
    assert JournalEntry.objects.count() == lines
    assert Procedure.objects.count() == 2


@pytest.mark.django_db
def test_a_row_that_comes_too_early_or_beside_another_draft_is_wrong():
    a_published_version()
    early = [*CHANGED[:4], "01/01/2026", *CHANGED[5:]]
    assert "phải sau ngày đó" in plan_import(rows=rows(early))[0].faults[0]
    brought(CHANGED)
    other = [*CHANGED[:5], "1 ngày làm việc", *CHANGED[6:]]
    assert "bản dự thảo khác" in plan_import(rows=rows(other))[0].faults[0]
    assert "hai dòng" in plan_import(rows=rows(NEW, NEW))[1].faults[-1]


def test_csv_and_yaml_read_like_the_workbook():
    text = ";".join(HEAD) + "\r\n" + ";".join(NEW) + "\r\n"
    [row] = read_updates(text.encode("utf-8-sig"), name="a.csv")
    data = "thu_tuc:\n- ma: '9.000002'\n  ten: Việc mới\n  linh_vuc: Thử\n  cap: [Cấp xã]\n"
    [same] = read_updates((data + "  hieu_luc_tu: 2026-08-01\n  thoi_han: trong ngày\n").encode(),
                          name="a.yaml")  # fmt: skip
    assert dict(row.values) == {**same.values, "hieu_luc_tu": "2026-08-01"}
    assert same.values["hieu_luc_tu"] == "01/08/2026"
    assert set(row.values) <= set(COLUMNS)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.docx", b"x", "XLSX, CSV hoặc YAML"),
        ("a.xlsx", b"x", "không đọc được"),
        ("a.csv", b"\xff", "UTF-8"),
        ("a.csv", b"", "không có dòng"),
        ("a.csv", b"Ma;La\n1;2", "Cột"),
        ("a.csv", "Mã thủ tục;Tên thủ tục\n1;2".encode(), "thiếu cột “Có hiệu lực từ”"),
        ("a.csv", "Mã thủ tục;ma\n1;2".encode(), "có hai lần"),
        ("a.yaml", b"a: [", "không đúng cú pháp"),
        ("a.yaml", b"thu_tuc: {}", "danh sách"),
        ("a.yaml", b"thu_tuc: [1]", "không đọc được"),
        ("a.yaml", b"thu_tuc: [{la: 1}]", "khóa lạ “la”"),
        ("a.yaml", b"a: &x [1]\nthu_tuc: [*x, *x]", "tham chiếu"),
        ("a.yaml", b"x" * 1_000_001, "1 MB"),
        ("a.yaml", b"[" * 40_000, "lồng nhau"),
        ("a.yaml", b"- " * 40_000, "lồng nhau"),
        ("a.yaml", b"thu_tuc: [{ma: 0x" + b"f" * 200_000 + b"}]", "số quá dài"),
        ("a.yaml", b"thu_tuc: [{ma: 1" + b":59" * 200_000 + b"}]", "số quá dài"),
        ("a.csv", b"\n" * 20_000, "10000 dòng"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(name, content, sentence):
    with pytest.raises(UpdateFileRefused, match=sentence):
        read_updates(content, name=name)


def test_a_workbook_that_grows_too_large_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_001)
    with pytest.raises(UpdateFileRefused, match="quá lớn khi mở ra"):
        read_updates(packed.getvalue(), name="a.xlsx")


@pytest.mark.django_db
def test_papers_and_channels_are_read_in_full():
    a_published_version()
    [row] = plan_import(rows=rows(CHANGED))
    papers = [(one.name, one.kind, one.originals) for one in row.draft.components]
    assert papers == [
        ("Tờ khai", ComponentKind.SUBMIT, 1), ("Căn cước", ComponentKind.PRESENT, 0),
    ]  # fmt: skip
    assert row.draft.channels == (Channel.COUNTER, Channel.ONLINE)
    assert row.draft.valid_from == date(2026, 7, 1)


@pytest.mark.django_db
def test_a_file_without_a_source_is_refused():
    with pytest.raises(UpdateFileRefused, match="nguồn"):
        import_updates(rows=rows(NEW), origin=Origin(" ", "a", ""), keep_good=False, by=ONE, at=AT)
