"""Table II.06a from the counting book: every grouping, scope, period and instant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from motcua.kernel.periods import VIETNAM, Period
from motcua.organisation.errors import UnknownUnit
from motcua.organisation.vocabulary import Scope
from motcua.reports.errors import UnknownColumn, UnknownRow
from motcua.reports.rules import Asked, as_json
from motcua.reports.selectors import (
    all_behind,
    cell_of,
    dossiers_behind,
    question_of,
    settlement,
)
from motcua.reports.tests.builders import (
    HALF_YEAR,
    RECORDED,
    a_district,
    a_procedure,
    a_unit,
    table,
    write,
    write_all,
)
from motcua.reports.tests.histories import FIRST, histories, recount
from motcua.reports.vocabulary import COLUMNS, Grouping
from motcua.storage import sql
from motcua.tally import services
from motcua.tally.models import TallyCell
from motcua.tally.rules import Line, Place, Standing, differences, flow, stock
from motcua.tally.vocabulary import NEVER, Basis, Channel, Measure


def a_place(unit, procedure, channel=Channel.DIRECT, **given):
    return Place(unit.pk, procedure.pk, procedure.field_id, channel, **given)


def received(place: Place, on: date, late_on: date = NEVER) -> tuple[Line, ...]:
    standing = Standing(Measure.OPEN, Measure.OPEN, late_on, late_on)
    return (
        flow(Measure.RECEIVED, day=on, place=place),
        stock(standing, day=on, place=place, quantity=1),
    )


def settled(place: Place, on: date, measure: Measure, **given) -> tuple[Line, ...]:
    standing = Standing(Measure.OPEN, Measure.OPEN, NEVER, NEVER)
    return (
        stock(standing, day=on, place=place, quantity=-1),
        flow(measure, day=on, place=place, **given),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("by", Grouping)
def test_the_half_year_of_ba_vi(by):
    """Own: 3.331 = 3.168 + 163; 2.827 early, 337 on time, 4 overdue (settled late)."""
    place = a_place(a_district(), a_procedure())
    classes = [Measure.EARLY] * 2_827 + [Measure.ON_TIME] * 337 + [Measure.OVERDUE] * 4

    def book():
        for number in range(3_331):
            day = date(2021, 1, 4) + timedelta(days=number % 170)
            lines = received(place, day)
            if number < len(classes):
                lines += settled(place, day + timedelta(days=1), classes[number])
            yield number + 1, lines

    write_all(book())

    before_the_fold = table("ba-vi", by)
    services.fold_all()
    answer = table("ba-vi", by)

    assert answer == before_the_fold
    total = answer.total
    assert total.received.total == 3_331
    assert (total.settled.total, total.settled.early, total.settled.on_time) == (3_168, 2_827, 337)
    assert (total.settled.overdue, total.in_process.total) == (4, 163)
    assert all(check.ok for check in answer.checks)
    assert [check.id for check in answer.checks] == [
        "K1", "K2", "K3", "K4", "K6", "K8", "K12", "K14",
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_rows_carry_the_keys_of_the_contract():
    district = a_district()
    commune = a_unit("xa-ba-trai", district)
    procedure = a_procedure("trich-luc", "ho-tich")
    write(1, received(a_place(commune, procedure, Channel.ONLINE), date(2021, 3, 5)))

    def keys(by):
        return [row.key for row in table("ba-vi", by, Scope.ALL).rows]

    assert keys(Grouping.FIELD) == ["ho-tich"]
    assert keys(Grouping.PROCEDURE) == ["x-trich-luc"]
    assert keys(Grouping.UNIT) == ["ba-vi", "xa-ba-trai"]
    assert keys(Grouping.CHANNEL) == ["online", "direct", "post"]
    assert keys(Grouping.MONTH) == [f"2021-{month:02d}" for month in range(1, 7)]


@pytest.mark.django_db
def test_json_has_the_fixed_keys():
    write(1, received(a_place(a_district(), a_procedure()), date(2021, 3, 5)))

    answer = as_json(table("ba-vi"))

    assert {"form", "unit", "from", "to", "definition", "rows", "total", "checks"} <= set(answer)
    assert (answer["form"], answer["unit"]) == ("II.06a/VPCP/KSTT", "ba-vi")
    assert (answer["from"], answer["to"]) == ("2021-01-01", "2021-06-30")
    assert answer["total"] == {
        "received": {"total": 1, "online": 0, "direct_or_post": 1, "carried_over": 0},
        "settled": {"total": 0, "early": 0, "on_time": 0, "overdue": 0},
        "in_process": {"total": 1, "in_time": 1, "overdue": 0, "paused": 0},
        "withdrawn": 0, "stopped": 0, "moved_in": 0, "moved_out": 0,
        "refused_receipt": 0, "refused_settlement": 0,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_scope_that_holds_the_parent_counts_the_parent_only():
    district = a_district()
    commune = a_unit("xa-ba-trai", district)
    procedure = a_procedure()
    write(1, received(a_place(district, procedure), date(2021, 3, 5)))
    write(2, received(a_place(commune, procedure, parent_unit=district.pk), date(2021, 3, 5)))

    counted = {scope: table("ba-vi", Grouping.UNIT, scope).total.received.total for scope in Scope}

    assert counted == {Scope.OWN: 1, Scope.BELOW: 1, Scope.ALL: 1}


@pytest.mark.django_db
def test_a_unit_that_ended_inside_the_period_is_still_counted():
    district = a_district()
    old = a_unit("xa-cu", district, valid_until=date(2021, 4, 1))
    write(1, received(a_place(old, a_procedure()), date(2021, 3, 5)))

    assert table("ba-vi", Grouping.UNIT, Scope.BELOW).total.received.total == 1


@pytest.mark.django_db
def test_a_closed_period_keeps_its_answer_and_a_correction_shows_the_difference():
    place = a_place(a_district(), a_procedure())
    first = received(place, date(2021, 3, 5)) + settled(place, date(2021, 3, 9), Measure.EARLY)
    write(1, first)
    write(2, received(place, date(2021, 6, 5)))
    known = table("ba-vi")

    later = datetime(2021, 8, 1, tzinfo=UTC)
    write(2, settled(place, date(2021, 7, 15), Measure.OVERDUE), later)
    after_later_acts = table("ba-vi")
    mended = received(place, date(2021, 3, 5)) + settled(place, date(2021, 3, 9), Measure.OVERDUE)
    write(1, differences(mended, first), later)
    services.fold_all()
    corrected = table("ba-vi")
    as_known = table("ba-vi", known_on=RECORDED + timedelta(days=1))

    assert after_later_acts.total == known.total
    assert (corrected.total.settled.early, corrected.total.settled.overdue) == (0, 1)
    assert as_known.total == known.total
    assert [(change.column, change.known, change.now) for change in as_known.changes] == [
        ("settled.early", 1, 0),
        ("settled.overdue", 0, 1),
    ]
    asked = Asked("ba-vi", HALF_YEAR)
    compared = settlement(asked=asked, today=date(2026, 1, 1), compared_at=RECORDED)
    assert compared.changes == as_known.changes
    assert all(check.ok for check in (*corrected.checks, *as_known.checks))


@pytest.mark.django_db
def test_a_wrong_cell_is_found_because_the_total_is_asked_apart():
    place = a_place(a_district(), a_procedure())
    write(1, received(place, date(2021, 3, 5)))
    services.fold_all()
    TallyCell.objects.filter(axis=1).update(received_other=3)

    found = {check.id: check for check in table("ba-vi").checks}

    assert not found["K6"].ok
    assert not found["K4"].ok


@pytest.mark.django_db
def test_what_is_carried_over_is_held_against_the_period_before():
    district = a_district()
    gone = a_unit("xa-cu", district, valid_until=date(2021, 3, 1))
    stays = a_unit("xa-con", district)
    procedure = a_procedure()
    write(1, received(a_place(stays, procedure), date(2021, 2, 5)))
    quarter = Period.through(date(2021, 4, 1), date(2021, 6, 30))

    good = table("ba-vi", Grouping.UNIT, Scope.BELOW, period=quarter)
    write(2, received(a_place(gone, procedure), date(2021, 2, 5)))
    left_behind = table("ba-vi", Grouping.UNIT, Scope.BELOW, period=quarter)

    assert {check.id: check.ok for check in good.checks}["K5"]
    check = next(check for check in left_behind.checks if check.id == "K5")
    assert (check.ok, check.difference) == (False, -1)


@pytest.mark.django_db
@pytest.mark.parametrize("by", Grouping)
@pytest.mark.parametrize(("scope", "most"), [(Scope.OWN, 5), (Scope.ALL, 9)])
def test_a_table_asks_a_fixed_number_of_questions(by, scope, most):
    district = a_district()
    procedures = [a_procedure(f"thu-tuc-{n}", f"linh-vuc-{n}") for n in range(5)]
    for number, procedure in enumerate(procedures):
        commune = a_unit(f"xa-{number}", district)
        write(number + 1, received(a_place(commune, procedure), date(2020, 12, 5)))
        write(number + 9, received(a_place(district, procedure), date(2021, 1, 5)))

    with CaptureQueriesContext(connection) as orm, sql.observed() as sent:
        table("ba-vi", by, scope)

    labelled = by in (Grouping.FIELD, Grouping.PROCEDURE, Grouping.UNIT)
    assert len(orm) + len(sent) == most - (0 if labelled else 1)


@pytest.mark.django_db
def test_an_unknown_unit_row_or_column_is_refused():
    a_district()
    asked = Asked("ba-vi", HALF_YEAR, grouping=Grouping.CHANNEL)

    with pytest.raises(UnknownUnit):
        table("ba-vii")
    with pytest.raises(UnknownColumn):
        cell_of(asked, column="received")
    with pytest.raises(UnknownRow):
        cell_of(asked, column="received.total", row_key="fax")


def moves(book: list, found: list[int], column: str, asked: Asked) -> int:
    """Count, line by line, how often the listed dossiers moved within scope and period."""
    units = set(question_of(asked).unit_ids)
    return sum(
        line.quantity
        for number in found
        for line in book[number - 1].lines()
        if line.standing.measure.name.lower() == column
        and line.place.unit in units
        and line.place.parent_unit not in units
        and asked.period.holds(line.day)
    )


class RandomTables(TestCase):
    def setup_example(self) -> None:
        # Inside the transaction of the example; setUp would stay outside of it.
        super().setup_example()
        district = a_district()
        self.units = [district, a_unit("xa-mot", district), a_unit("xa-hai", district)]
        self.procedures = [a_procedure(f"tt-{n}", f"lv-{n % 2}") for n in range(3)]

    @settings(max_examples=15, deadline=None)
    @given(st.data())
    def test_every_number_is_as_long_as_the_list_of_its_dossiers(self, data) -> None:
        book = data.draw(st.lists(self.histories(), min_size=1, max_size=8))
        asked = self.asked(data)
        for number, history in enumerate(book, start=1):
            write(number, history.lines())
        if data.draw(st.booleans()):
            services.fold_all()

        answer = settlement(asked=asked, today=date(2026, 1, 1))

        assert all(check.ok for check in answer.checks)
        rows = [(None, answer.total), *((row.key, row.counts) for row in answer.rows)]
        for key, counts in rows:
            numbers = counts.by_column()
            for column in COLUMNS:
                behind = cell_of(asked, column=column.key, row_key=key)
                found = list(all_behind(behind))
                if column.key in ("moved_in", "moved_out"):
                    # Moves are counted, dossiers are listed: one may move here twice.
                    assert len(found) <= numbers[column.key], (column.key, key)
                    assert bool(found) is bool(numbers[column.key])
                    if key is None:
                        assert moves(book, found, column.key, asked) == numbers[column.key]
                else:
                    assert len(found) == numbers[column.key], (column.key, key)
                assert dossiers_behind(behind, limit=2) == found[:2]
                if found:
                    assert dossiers_behind(behind, after=found[0], limit=1) == found[1:2]

    @settings(max_examples=25, deadline=None)
    @given(st.data())
    def test_the_total_is_what_counting_the_dossiers_one_by_one_gives(self, data) -> None:
        book = data.draw(st.lists(self.histories(), min_size=1, max_size=8))
        asked = self.asked(data, bases=[Basis.CURRENT])
        for number, history in enumerate(book, start=1):
            write(number, history.lines())

        answer = settlement(asked=asked, today=date(2026, 1, 1))

        scopes = {Scope.OWN: self.units[:1], Scope.BELOW: self.units[1:], Scope.ALL: self.units}
        units = {unit.pk for unit in scopes[asked.scope]}
        first, last = asked.period.start, asked.last
        assert answer.total == recount(book, units=units, first=first, last=last)

    def histories(self):
        keys = tuple(unit.pk for unit in self.units)
        fields = tuple(sorted({procedure.field_id for procedure in self.procedures}))
        return histories(keys, fields, tuple(procedure.pk for procedure in self.procedures))

    def asked(self, data, bases=tuple(Basis)) -> Asked:
        start = FIRST + timedelta(days=data.draw(st.integers(0, 60)))
        return Asked(
            "ba-vi",
            Period.through(start, start + timedelta(days=data.draw(st.integers(0, 60)))),
            data.draw(st.sampled_from(Scope)),
            data.draw(st.sampled_from(Grouping)),
            data.draw(st.sampled_from(bases)),
            data.draw(st.sampled_from([None, datetime(2022, 1, 1, tzinfo=VIETNAM)])),
        )
