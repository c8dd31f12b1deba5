"""The view of the database and the rule in Python read a line the same way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from motcua.storage import sql
from motcua.tally import selectors, services
from motcua.tally.rules import EFFECTS, Line, Place, Standing, differences, effects
from motcua.tally.vocabulary import NEVER, Axis, Channel, Measure

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
        now = selectors.Question(sorted(units))
        then = selectors.Question(sorted(units), known_at=first)

        answer_now = selectors.standing(now, ends=[end], axis=axis)[end]
        answer_then = selectors.standing(then, ends=[end], axis=axis)[end]

        assert nonzero(answer_now) == nonzero(
            counted(early + late, units=units, end=end, axis=axis)
        )
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
