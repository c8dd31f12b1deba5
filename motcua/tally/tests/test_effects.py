"""The view of the database and the rule in Python read a line the same way."""

from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from motcua.organisation.models import Unit
from motcua.storage import sql
from motcua.tally import selectors, services
from motcua.tally.models import TallyGroup
from motcua.tally.rules import EFFECTS, Line, Place, Standing, differences, effects, pieces
from motcua.tally.vocabulary import NEVER, Axis, Channel, Measure, Span

DAY = date(2021, 3, 1)
days = st.integers(0, 400).map(lambda n: DAY + timedelta(days=n))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    measure = draw(st.sampled_from(Measure))
    family = (
        [Measure.PAUSED_IN_TIME, Measure.PAUSED_LATE]
        if measure in (Measure.PAUSED_IN_TIME, Measure.PAUSED_LATE)
        else [Measure.EARLY, Measure.ON_TIME, Measure.OVERDUE]
        if measure in (Measure.EARLY, Measure.ON_TIME, Measure.OVERDUE)
        else [measure]
    )
    late = draw(st.one_of(days, st.just(NEVER)))
    standing = Standing(measure, draw(st.sampled_from(family)), late, draw(st.just(late) | days))
    place = Place(
        unit=draw(st.integers(1, 3)),
        procedure=draw(st.integers(1, 3)),
        field=draw(st.integers(1, 2)),
        channel=draw(st.sampled_from(Channel)),
        parent_unit=draw(st.sampled_from([0, 0, 1])),
    )
    return Line(draw(days), place, standing, draw(st.sampled_from([1, -1])))


def counted(book: list[Line], *, units: set[int], end: date, axis: Axis) -> dict[int, dict]:
    """Add the lines up in the plainest way."""
    found: dict[int, dict[str, int]] = {}
    for line in book:
        if line.place.unit not in units or line.place.parent_unit in units:
            continue
        key = {
            Axis.FIELD: line.place.field,
            Axis.PROCEDURE: line.place.procedure,
            Axis.CHANNEL: int(line.place.channel),
            Axis.UNIT: line.place.unit,
        }[axis]
        for day, columns in effects(line).items():
            if day <= end:
                row = found.setdefault(key, dict.fromkeys(EFFECTS, 0))
                for column, quantity in columns.items():
                    row[column] += quantity
    return found


def nonzero(rows: dict[int, dict[str, int]]) -> dict[int, dict[str, int]]:
    return {key: dict(row) for key, row in rows.items() if any(row.values())}


class TheBookAnswers(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.lists(lines(), max_size=12), st.lists(lines(), max_size=6), days, st.data())
    def test_at_any_day_before_and_after_the_fold(self, early, late, end, data) -> None:
        first, second = datetime(2021, 4, 1, tzinfo=UTC), datetime(2021, 5, 1, tzinfo=UTC)
        units = set(data.draw(st.sets(st.integers(1, 3), min_size=1)))
        axis = data.draw(st.sampled_from(Axis))
        for part, at in ((early, first), (late, second)):
            sql.run(services.line_calls(dossier=7, lines=part, recorded_at=at)) if part else None
            if data.draw(st.booleans()):
                services.fold_all()
            services.keep_groups(data.draw(st.sampled_from([[], [{1, 2}], [{2, 3}, {1, 2, 3}]])))
        now = selectors.Question(sorted(units))
        then = selectors.Question(sorted(units), known_at=first)

        other = data.draw(days)
        self.enterContext(mock.patch.object(selectors, "SMALLEST_GROUP", 1))
        answers = selectors.standing(now, ends=[other, end], axis=axis)
        answer_now = answers[end]
        answer_then = selectors.standing(then, ends=[end], axis=axis)[end]

        assert nonzero(answer_now) == nonzero(
            counted(early + late, units=units, end=end, axis=axis)
        )
        assert nonzero(answers[other]) == nonzero(
            counted(early + late, units=units, end=other, axis=axis)
        )
        assert selectors.faulty_cells() == []
        assert nonzero(answer_then) == nonzero(counted(early, units=units, end=end, axis=axis))


@pytest.mark.django_db
def test_a_changed_line_makes_its_cells_false() -> None:
    place = Place(unit=1, procedure=1, field=1, channel=Channel.DIRECT)
    line = Line(DAY, place, Standing(Measure.EARLY, Measure.EARLY, DAY, DAY), 1)
    sql.run(
        services.line_calls(dossier=1, lines=[line], recorded_at=datetime(2021, 3, 1, tzinfo=UTC))
    )
    services.fold_all()
    assert selectors.faulty_cells() == []

    raw = sql.raw_connection()
    raw.execute("alter table tally_tallyline disable trigger tally_tallyline_stays")
    raw.execute("update tally_tallyline set measure = 7")

    assert selectors.faulty_cells()
    services.rebuild_cells()
    assert selectors.faulty_cells() == []


def test_what_is_written_and_wanted_alike_leaves_no_line() -> None:
    place = Place(unit=1, procedure=1, field=1, channel=Channel.DIRECT)
    line = Line(DAY, place, Standing(Measure.EARLY, Measure.EARLY, DAY, DAY), 1)

    assert differences([line], [line]) == ()
    assert differences([], [line])[0].quantity == -1


def test_the_days_between_two_borders_are_pieces_that_hold_each_day_once() -> None:
    first = [date.min, DAY, date(2020, 12, 31), date(2021, 1, 1), date(2021, 1, 16)]
    for since in first:
        for length in (0, 1, 14, 15, 16, 17, 30, 31, 200, 365, 366, 800):
            until = max(since, date(2019, 12, 20)) + timedelta(days=length)
            found = pieces(since, until)
            assert len(found) <= 5
            for day in (DAY + timedelta(days=n) for n in range(-500, 900)):
                starts = {
                    Span.DAY: day, Span.MONTH: day.replace(day=1),
                    Span.YEAR: day.replace(month=1, day=1),
                }  # fmt: skip
                held = sum(p.sign for p in found if p.first <= starts[p.span] < p.until)
                assert held == (since <= day < until), (since, until, day)
    assert pieces(date.min, NEVER)


@pytest.mark.django_db
def test_a_scope_of_many_units_is_read_from_its_own_cells_and_proved() -> None:
    begin, split = date(2020, 1, 1), date(2021, 7, 1)
    above = Unit.objects.create(slug="tren", kind="city", level="province", valid_from=begin)
    below = [
        Unit.objects.create(
            slug=f"xa-{n}", kind="commune", level="commune", parent=above, valid_from=begin,
            valid_until=split if n == 0 else None,
        )
        for n in range(9)
    ]  # fmt: skip
    for unit in below:
        place = Place(unit=unit.pk, procedure=1, field=1, channel=Channel.DIRECT)
        line = Line(DAY, place, Standing(Measure.OPEN, Measure.OPEN, DAY, NEVER), 1)
        written = services.line_calls(
            dossier=unit.pk, lines=[line], recorded_at=datetime(2021, 3, 1, tzinfo=UTC)
        )
        sql.run(written)
    services.fold_all()
    keys = [unit.pk for unit in below]

    assert sorted(len(group.units) for group in TallyGroup.objects.all()) == [8, 9]
    assert len(selectors.places(keys)) == 1
    assert len(selectors.places([above.pk, *keys[1:]])) == 2
    answer = selectors.standing(selectors.Question(keys), ends=[DAY], axis=Axis.FIELD)
    assert answer[DAY][1]["in_process"] == 9
    by_unit = selectors.standing(
        selectors.Question(keys), ends=[DAY], axis=Axis.CHANNEL, by_unit=True
    )
    assert {key: sums["late"] for key, sums in by_unit[DAY].items()} == dict.fromkeys(keys, 1)
    assert selectors.faulty_cells() == []
    services.rebuild_cells()
    assert selectors.faulty_cells() == []
    sql.raw_connection().execute("update tally_tallycell set late = late + 1 where unit < 0")
    assert selectors.faulty_cells()
