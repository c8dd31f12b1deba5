"""The numbers of a row against a plain recount of random histories."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.reports.rules import (
    Compared,
    balance,
    changes,
    checks,
    counts,
    from_columns,
    nested,
    percent,
    shares,
    source_of,
)
from motcua.reports.tests.histories import FIRST, histories, recount, sums
from motcua.reports.vocabulary import COLUMNS
from motcua.tally.vocabulary import Basis

books = st.lists(histories(), max_size=8)
some_units = st.sets(st.sampled_from([1, 2, 3]), min_size=1)
days = st.integers(0, 150).map(lambda n: FIRST + timedelta(days=n))


def row(book, units, first, last, basis=Basis.CURRENT):
    eve = first - timedelta(days=1)
    return counts(
        before=sums(book, units=units, until=eve),
        after=sums(book, units=units, until=last),
        basis=basis,
    )


@settings(max_examples=100, deadline=None)
@given(books, some_units, days, days)
def test_a_row_is_what_counting_the_dossiers_one_by_one_gives(book, units, one, other):
    first, last = sorted((one, other))

    answer = row(book, units, first, last)

    assert answer == recount(book, units=units, first=first, last=last)


@settings(max_examples=100, deadline=None)
@given(books, some_units, days, days, st.sampled_from(Basis))
def test_what_came_in_is_found_again_in_what_became_of_it(book, units, one, other, basis):
    first, last = sorted((one, other))

    answer = row(book, units, first, last, basis)

    assert balance(answer) == 0
    verdicts = checks(rows=[("1", "Một", answer)], total=answer, compared=Compared())
    assert all(check.ok for check in verdicts)
    assert {check.id for check in verdicts} >= {"K1", "K2", "K3", "K4", "K6", "K12", "K14"}


@settings(max_examples=60, deadline=None)
@given(books, some_units, days)
def test_what_is_carried_over_was_in_process_the_day_before(book, units, middle):
    before = row(book, units, FIRST, middle)
    after = row(book, units, middle + timedelta(days=1), middle + timedelta(days=30))

    assert after.received.carried_over == before.in_process.total


def test_the_district_of_ba_vi_in_the_first_half_of_2021_adds_up():
    """Published figures; the 4 overdue are read as settled late, so 337 are on time."""
    after = {
        "received_other": 3_331, "in_process": 163, "early": 2_827, "on_time": 337, "overdue": 4,
    }  # fmt: skip

    district = counts(before={}, after=after)

    assert district.received.total == 3_331
    assert district.settled.total == 3_168
    assert district.in_process.total == district.in_process.in_time == 163
    assert balance(district) == 0


def test_the_original_due_time_has_classes_and_lateness_of_its_own():
    after = {
        "received_online": 3, "in_process": 1, "late": 0, "late_original": 1, "early": 2,
        "on_time_original": 1, "overdue_original": 1,
    }  # fmt: skip

    answer = counts(before={}, after=after, basis=Basis.ORIGINAL)

    assert (answer.settled.early, answer.settled.on_time, answer.settled.overdue) == (0, 1, 1)
    assert (answer.in_process.in_time, answer.in_process.overdue) == (0, 1)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(1, 3, "33.33"), (2, 3, "66.67"), (1, 8, "12.50"), (1, 800, "0.13"), (5, 5, "100.00")],
)
def test_a_percentage_has_two_decimals_rounded_half_up(part, whole, expected):
    assert percent(part, whole) == Decimal(expected)


def test_nothing_of_nothing_is_no_share():
    assert shares(from_columns({})) == {}
    assert nested(from_columns({"settled.total": 2}))["settled"] == {
        "total": 2, "early": 0, "on_time": 0, "overdue": 0,
    }  # fmt: skip


def test_the_difference_of_two_answers_names_the_columns():
    known = from_columns({"settled.total": 5, "settled.early": 5})
    now = from_columns({"settled.total": 5, "settled.early": 4, "settled.overdue": 1})

    found = changes(known=known, now=now)

    assert [(change.column, change.difference) for change in found] == [
        ("settled.early", -1),
        ("settled.overdue", 1),
    ]


def test_every_column_has_a_source_and_no_other_word_has():
    assert all(source_of(column.key, basis=Basis.CURRENT) for column in COLUMNS)
    with pytest.raises(KeyError):
        source_of("received", basis=Basis.CURRENT)


def test_the_row_of_a_day_is_not_the_row_of_the_next():
    assert row([], {1}, date(2021, 1, 1), date(2021, 1, 1)).is_empty
