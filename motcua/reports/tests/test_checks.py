"""Each check of indicators.md 2.4 can fail, and says by how much and where."""

from datetime import date

import pytest

from motcua.kernel.periods import Period
from motcua.organisation.vocabulary import Scope
from motcua.reports.errors import DayOutOfRange, PeriodBackwards
from motcua.reports.rules import (
    Asked,
    Compared,
    checks,
    definition,
    from_columns,
    period_of,
    previous_period,
)
from motcua.reports.vocabulary import II_06A, Grouping

GOOD = {
    "received.total": 10, "received.online": 4, "received.direct_or_post": 3,
    "received.carried_over": 3, "settled.total": 6, "settled.early": 2, "settled.on_time": 3,
    "settled.overdue": 1, "in_process.total": 4, "in_process.in_time": 3,
    "in_process.overdue": 1, "in_process.paused": 2, "withdrawn": 1, "moved_in": 1,
}  # fmt: skip


def verdicts(total, *, rows=None, compared=None):
    listed = [("1", "Đất đai", from_columns(total))] if rows is None else rows
    found = checks(rows=listed, total=from_columns(total), compared=compared or Compared())
    return {check.id: check for check in found}


def test_a_good_table_passes_and_leaves_out_what_it_cannot_compare():
    found = verdicts(GOOD)

    assert all(check.ok and check.difference == 0 for check in found.values())
    assert list(found) == ["K1", "K2", "K3", "K4", "K6", "K8", "K12", "K14"]


@pytest.mark.parametrize(
    ("changed", "failing", "difference"),
    [
        pytest.param({"received.online": 5}, "K1", -1, id="parts of the received"),
        pytest.param({"settled.overdue": 3}, "K2", -2, id="classes of the settled"),
        pytest.param({"in_process.in_time": 1}, "K3", 2, id="in time and overdue"),
        pytest.param({"withdrawn": 0}, "K4", 1, id="a dossier that is nowhere"),
        pytest.param({"settled.early": 3}, "K8", 100 * 7 // 6 - 100, id="a partition over 100 %"),
        pytest.param({"in_process.paused": 5}, "K12", 1, id="more paused than open"),
        pytest.param({"stopped": -1}, "K14", 1, id="less than nothing"),
        pytest.param({"refused_settlement": 9}, "K14", 3, id="a part above its whole"),
    ],
)
def test_a_wrong_number_is_found(changed, failing, difference):
    check = verdicts(GOOD | changed)[failing]

    assert not check.ok
    assert int(check.difference) == difference
    assert check.where


def test_a_total_that_is_not_the_sum_of_its_rows():
    rows = [("a", "A", from_columns(GOOD)), ("b", "B", from_columns({"stopped": 2}))]

    check = verdicts(GOOD, rows=rows)["K6"]

    assert (check.ok, check.difference, check.where) == (False, -2, "stopped")


def test_months_add_up_in_new_receipts_and_settled_only():
    other = {"received.carried_over": 4, "in_process.total": 9, "received.total": 4}
    rows = [("2021-01", "Tháng 01/2021", from_columns(GOOD)), ("b", "B", from_columns(other))]

    assert verdicts(GOOD, rows=rows, compared=Compared(by_month=True))["K6"].ok
    assert not verdicts(GOOD, rows=rows)["K6"].ok


def test_what_is_carried_over_is_held_against_the_period_before():
    good = Compared(previous_total=3, previous={"1": 3})
    of_another_field = Compared(previous_total=3, previous={"2": 3})

    assert verdicts(GOOD, compared=good)["K5"].ok
    assert not verdicts(GOOD, compared=of_another_field)["K5"].ok
    assert verdicts(GOOD, compared=Compared(previous_total=5))["K5"].difference == -2


def test_an_empty_table_has_no_shares_to_add_up():
    assert "K8" not in verdicts({})


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(date(2021, 1, 1), date(2021, 6, 30), date(2020, 7, 1), id="a half year"),
        pytest.param(date(2021, 3, 15), date(2021, 6, 14), date(2020, 12, 15), id="Quý II"),
        pytest.param(date(2021, 2, 1), date(2021, 2, 10), date(2021, 1, 22), id="ten days"),
        pytest.param(date(2021, 8, 31), date(2021, 10, 30), date(2021, 6, 30), id="from a 31st"),
    ],
)
def test_the_period_before(first, last, expected):
    before = previous_period(Period.through(first, last))

    assert (before.until, before.start) == (first, expected)


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(PeriodBackwards, match="hãy đổi lại hai ngày"):
        period_of(date(2021, 7, 1), date(2021, 6, 30))
    with pytest.raises(DayOutOfRange):
        period_of(date(2021, 7, 1), date(9999, 12, 31))


def test_the_definition_says_what_was_asked_and_under_which_rules():
    asked = Asked("ba-vi", period_of(date(2025, 6, 1), date(2025, 7, 31)), Scope.BELOW)

    text = "\n".join(definition(asked, form=II_06A, units=31, today=date(2025, 8, 1)))

    assert "Biểu số II.06a/VPCP/KSTT" in text
    assert "từ 01/06/2025 đến hết 31/07/2025" in text
    assert "các đơn vị cấp dưới (31 đơn vị giải quyết)" in text
    assert "Nghị định 61/2018/NĐ-CP; Nghị định 118/2025/NĐ-CP" in text
    assert "hạn hiện hành" in text
    assert "Kỳ chưa hết" not in text


def test_a_period_that_has_not_ended_is_said_to_be_so():
    asked = Asked("ba-vi", period_of(date(2021, 1, 1), date(2021, 6, 30)), grouping=Grouping.MONTH)

    text = definition(asked, form=II_06A, units=1, today=date(2021, 6, 30))

    assert any("Kỳ chưa hết" in line for line in text)
    assert any("Mỗi dòng là một kỳ riêng" in line for line in text)
