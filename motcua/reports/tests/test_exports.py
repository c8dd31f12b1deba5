"""Files made of a table and of the list behind a number."""

import csv
import io
import tracemalloc
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from motcua.dossiers.models import Dossier
from motcua.dossiers.vocabulary import Status
from motcua.kernel.periods import VIETNAM
from motcua.reports.rules import (
    Asked,
    Change,
    Check,
    Row,
    Table,
    from_columns,
    period_of,
)
from motcua.reports.selectors import DossierLine, dossier_lines
from motcua.reports.services import (
    dossiers_csv,
    write_dossiers_csv,
    write_dossiers_xlsx,
    write_table_csv,
    write_table_xlsx,
    xlsx_files,
)
from motcua.reports.tests.builders import a_district, a_procedure
from motcua.reports.vocabulary import COLUMNS, II_06A
from motcua.tally.vocabulary import Channel

AT = datetime(2021, 6, 30, 14, 10, tzinfo=VIETNAM)
LINE = DossierLine(
    "MAU.BAVI-210630-0001", "Cấp bản sao", "Hộ tịch", "Huyện Ba Vì", "Trực tuyến",
    "Đang thụ lý", AT, AT, None, None,
)  # fmt: skip


def a_table(label: str = "Hộ tịch") -> Table:
    counts = from_columns({"received.total": 3331, "received.direct_or_post": 3331})
    return Table(
        form=II_06A,
        asked=Asked("ba-vi", period_of(date(2021, 1, 1), date(2021, 6, 30))),
        unit_name="Huyện Ba Vì",
        rows=(Row("ho-tich", label, counts),),
        total=counts,
        definition=("Cách đọc biểu.",),
        checks=(Check("K1", True, 0), Check("K4", False, 3331, "Tổng số")),
        compared_at=AT,
        changes=(Change("settled.early", 1, 0),),
    )


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_table_as_csv_opens_in_a_vietnamese_spreadsheet():
    target = io.BytesIO()

    write_table_csv(table=a_table(), target=target)

    assert target.getvalue().startswith(b"\xef\xbb\xbf")
    names, numbers, total, row, _, *under = rows_of(target.getvalue())
    assert names[:3] == ["STT", "Lĩnh vực, công việc giải quyết theo cấp",
                         "Số hồ sơ nhận giải quyết: Tổng số"]  # fmt: skip
    assert numbers[:3] == ["(1)", "(2)", "(3)"]
    assert total[:3] == ["", "Tổng số", "3331"]
    assert row[:3] == ["1", "Hộ tịch", "3331"]
    assert len(total) == len(row) == len(names) == 2 + len(COLUMNS)
    definition, change, good, bad = (line[0] for line in under)
    assert definition == "Cách đọc biểu."
    assert change.startswith("Số liệu đã biết lúc 30/06/2021 14:10, nay khác: ")
    assert change.endswith("Số hồ sơ đã giải quyết: Trước hạn: 1 → 0 (-1).")
    assert good == "K1: (3) = (4) + (5) + (6): đạt."
    assert bad.startswith("K4: ")
    assert bad.endswith("lệch 3331 ở Tổng số.")


@pytest.mark.parametrize("label", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1"])
def test_text_that_looks_like_a_formula_stays_text(label):
    as_csv, as_xlsx = io.BytesIO(), io.BytesIO()

    write_table_csv(table=a_table(label), target=as_csv)
    write_table_xlsx(table=a_table(label), target=as_xlsx)

    assert f"'{label}" in [row[1] for row in rows_of(as_csv.getvalue()) if len(row) > 1]
    sheet = load_workbook(as_xlsx).active
    cell = next(cell for cell in sheet["B"] if cell.value == label)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_table_as_xlsx_has_merged_groups_numbers_and_its_definition():
    target = io.BytesIO()

    write_table_xlsx(table=a_table(), target=target)

    sheet = load_workbook(target).active
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert merged == {"C6:F6", "G6:J6", "K6:M6", "N6:T6"}
    assert [sheet.cell(6, column).value for column in (3, 7, 11)] == [
        "Số hồ sơ nhận giải quyết", "Số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết",
    ]  # fmt: skip
    assert [sheet.cell(9, column).value for column in (2, 3, 4)] == ["Tổng số", 3331, 0]
    assert [sheet.cell(10, column).value for column in (1, 2, 3)] == [1, "Hộ tịch", 3331]
    assert sheet.cell(12, 1).value == "Cách đọc biểu."


def test_a_list_of_dossiers_as_csv_and_xlsx():
    as_csv, as_xlsx = io.BytesIO(), io.BytesIO()

    assert write_dossiers_csv(lines=iter([LINE, LINE]), target=as_csv) == 2
    assert write_dossiers_xlsx(lines=iter([LINE, LINE]), target=as_xlsx) == 2

    rows = rows_of(as_csv.getvalue())
    assert rows[2][:3] == ["2", "MAU.BAVI-210630-0001", "Cấp bản sao"]
    assert rows[2][7:] == ["30/06/2021 14:10", "30/06/2021 14:10", "", ""]
    sheet = load_workbook(as_xlsx).active
    assert [cell.value for cell in sheet[3]][:2] == [2, "MAU.BAVI-210630-0001"]


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(xlsx_files, "ROWS_OF_A_SHEET", 2)
    target = io.BytesIO()

    assert write_dossiers_xlsx(lines=iter([LINE] * 5), target=target) == 5

    book = load_workbook(target)
    assert book.sheetnames == ["Hồ sơ 1", "Hồ sơ 2", "Hồ sơ 3"]
    assert [sheet.max_row for sheet in book] == [3, 3, 2]


@pytest.mark.parametrize("write", [write_dossiers_csv, write_dossiers_xlsx])
def test_memory_does_not_grow_with_the_list(write, tmp_path):
    def peak(count: int) -> int:
        tracemalloc.start()
        with (tmp_path / "ds").open("wb") as target:
            write(lines=(LINE for _ in range(count)), target=target)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    small = peak(500)

    assert peak(5_000) < small + 500_000


def test_a_list_can_be_streamed_line_by_line():
    stream = dossiers_csv(iter([LINE]))

    assert next(stream).startswith("\ufeffSTT;Mã hồ sơ")
    assert next(stream).startswith("1;MAU.BAVI-210630-0001")


@pytest.mark.django_db
def test_a_list_tells_of_the_dossiers_that_the_asker_may_see_and_nothing_of_persons():
    unit, procedure = a_district(), a_procedure()
    dossiers = [
        Dossier.objects.create(
            code=f"MAU.BAVI-210630-{number:04d}", status=Status.STOPPED, procedure=procedure,
            field=procedure.field, channel=int(Channel.POST), receiving_unit=unit,
            settling_unit=unit, owner_name="Nguyễn Văn An", submitted_at=AT, received_at=AT,
            ended_at=AT,
        )
        for number in (1, 2)
    ]  # fmt: skip
    numbers = [dossier.pk for dossier in dossiers]
    visible = Dossier.objects.filter(pk=numbers[1])

    lines = list(dossier_lines(numbers, visible=visible))

    assert [line.code for line in lines] == ["MAU.BAVI-210630-0002"]
    assert (lines[0].status, lines[0].channel) == ("Dừng giải quyết", "Bưu chính công ích")
    assert "An" not in " ".join(str(value) for value in (lines[0].code, lines[0].unit))
