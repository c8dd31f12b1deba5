"""Table II.06a: every number from the counting book, the total asked apart from the rows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from motcua.catalogue.models import Field, Procedure
from motcua.kernel.periods import Period
from motcua.kernel.text import sort_key
from motcua.organisation import selectors as organisation
from motcua.reports.rules import (
    Asked,
    Change,
    Compared,
    Counts,
    Row,
    Table,
    added_up,
    changes,
    checks,
    counts,
    definition,
    previous_period,
)
from motcua.reports.selectors.scope import one_snapshot, units_of
from motcua.reports.vocabulary import II_06A, Grouping
from motcua.tally import selectors as tally
from motcua.tally.selectors import Question, Sums
from motcua.tally.vocabulary import Axis, Channel

AXES = {
    Grouping.FIELD: Axis.FIELD,
    Grouping.PROCEDURE: Axis.PROCEDURE,
    Grouping.CHANNEL: Axis.CHANNEL,
    Grouping.UNIT: Axis.CHANNEL,
    Grouping.MONTH: Axis.FIELD,
}
_DAY = timedelta(days=1)
_Groups = Mapping[int, Sums]
#: Key, label and place in the order of the rows, by the number in the counting book.
_Labels = Mapping[int, tuple[str, str]]


def settlement(*, asked: Asked, today: date, compared_at: datetime | None = None) -> Table:
    """Return table II.06a with definition and checks, all from one snapshot of the book.

    today: the day of asking, only for the note under a period that has not ended. With
    `asked.known_on`, or else `compared_at`, the table also says which numbers of the total were
    known otherwise at that instant.

    :raises UnknownUnit: no unit has that slug.
    """
    with one_snapshot():
        unit = organisation.unit_by_slug(asked.unit)
        units = units_of(unit_id=unit.pk, scope=asked.scope, period=asked.period)
        question = Question(units, asked.known_on)
        total = _total(asked, question)
        open_then = _open_before(asked, unit_id=unit.pk)
        if asked.grouping is Grouping.MONTH:
            rows, compared = _months(asked, question), _compared(total, open_then)
        else:
            found = _found(asked, question)
            labels = _labels(asked.grouping, {*found, *(open_then or {})})
            rows = tuple(
                Row(slug, label, found[key])
                for key, (slug, label) in labels.items()
                if key in found
            )
            compared = _compared(total, open_then, labels)
        differing = _changes(asked, question, total=total, compared_at=compared_at)
    listed = [(row.key, row.label, row.counts) for row in rows]
    return Table(
        form=II_06A,
        asked=asked,
        unit_name=unit.name,
        rows=rows,
        total=total,
        definition=definition(asked, form=II_06A, units=len(units), today=today),
        checks=checks(rows=listed, total=total, compared=compared),
        compared_at=asked.known_on or compared_at,
        changes=differing,
    )


def _found(asked: Asked, question: Question) -> dict[int, Counts]:
    """Return the numbers of each group; of units and channels also where all are 0."""
    eve, last = asked.period.start - _DAY, asked.last
    answer = _groups(asked, question, ends=[eve, last])
    found = {
        key: counts(
            before=answer[eve].get(key, {}), after=answer[last].get(key, {}), basis=asked.basis
        )
        for key in {*answer[eve], *answer[last]}
    }
    if asked.grouping in (Grouping.UNIT, Grouping.CHANNEL):
        # A unit or a channel without dossiers is a finding, not an empty line.
        everything = question.unit_ids if asked.grouping is Grouping.UNIT else tuple(Channel)
        nothing = counts(before={}, after={})
        return dict.fromkeys(map(int, everything), nothing) | found
    return {key: row for key, row in found.items() if not row.is_empty}


def _months(asked: Asked, question: Question) -> tuple[Row, ...]:
    months = list(asked.period.months())
    eve = asked.period.start - _DAY
    ends = [eve, *(month.last for month in months if month.last)]
    answer = _groups(asked, question, ends=ends)
    sums = [added_up(answer[end].values()) for end in ends]
    return tuple(
        Row(
            f"{month.start:%Y-%m}",
            f"Tháng {month.start:%m/%Y}",
            counts(before=before, after=after, basis=asked.basis),
        )
        for month, before, after in zip(months, sums, sums[1:], strict=False)
    )


def _total(asked: Asked, question: Question) -> Counts:
    """Return the total row from another set of cells than the rows come from."""
    axis = Axis.FIELD if AXES[asked.grouping] is Axis.CHANNEL else Axis.CHANNEL
    eve, last = asked.period.start - _DAY, asked.last
    answer = tally.standing(question, ends=[eve, last], axis=axis)
    return counts(
        before=added_up(answer[eve].values()),
        after=added_up(answer[last].values()),
        basis=asked.basis,
    )


def _groups(asked: Asked, question: Question, *, ends: Sequence[date]) -> dict[date, _Groups]:
    found = tally.standing(
        question,
        ends=ends,
        axis=AXES[asked.grouping],
        by_unit=asked.grouping is Grouping.UNIT,
    )
    return dict(found.items())


def _open_before(asked: Asked, *, unit_id: int) -> dict[int, int] | None:
    """Return what the period before left in process, by group, asked of its own units.

    None when the book has nothing of that time: then there is nothing to compare with (K5).
    """
    before = previous_period(asked.period)
    units = units_of(unit_id=unit_id, scope=asked.scope, period=before)
    eve = asked.period.start - _DAY
    groups = _groups(asked, Question(units, asked.known_on), ends=[eve])[eve]
    if not groups:
        return None
    return {key: sums["in_process"] for key, sums in groups.items() if sums["in_process"]}


def _compared(
    total: Counts, open_then: Mapping[int, int] | None, labels: _Labels | None = None
) -> Compared:
    """Return what the checks hold the table against. labels: None for a table by month."""
    if open_then is None and not total.received.carried_over:
        return Compared(by_month=labels is None)
    known = open_then or {}
    return Compared(
        by_month=labels is None,
        previous_total=sum(known.values()),
        previous=None
        if labels is None
        else {labels[key][0]: count for key, count in known.items()},
    )


def _changes(
    asked: Asked, question: Question, *, total: Counts, compared_at: datetime | None
) -> tuple[Change, ...]:
    if asked.known_on is not None:
        return changes(known=total, now=_total(asked, replace(question, known_at=None)))
    if compared_at is not None:
        return changes(known=_total(asked, replace(question, known_at=compared_at)), now=total)
    return ()


def _labels(grouping: Grouping, keys: Collection[int]) -> _Labels:
    """Return key and label of each group in the order of the rows, in at most one statement."""
    if grouping is Grouping.CHANNEL:
        return {int(c): (c.key, c.label) for c in _CHANNELS if int(c) in keys}
    if grouping is Grouping.UNIT:
        units = organisation.unit_labels(keys)
        named = {key: (unit.slug, unit.name, unit.sort_key) for key, unit in units.items()}
    elif grouping is Grouping.PROCEDURE:
        procedures = Procedure.objects.filter(pk__in=keys).values_list("pk", "slug", "name")
        named = {key: (slug, name, sort_key(name)) for key, slug, name in procedures}
    else:
        fields = Field.objects.filter(pk__in=keys).values_list("pk", "key", "name")
        named = {key: (slug, name, sort_key(name)) for key, slug, name in fields}
    for key in keys:
        # The book holds numbers, not keys: what it counted stays in the table, named or not.
        named.setdefault(key, (f"#{key}", f"Không còn trong danh mục (số {key})", "~"))
    ordered = sorted(named.items(), key=lambda item: (item[1][2], item[0]))
    return {key: (slug, label) for key, (slug, label, _) in ordered}


_CHANNELS = (Channel.ONLINE, Channel.DIRECT, Channel.POST)


def month_of(period: Period, key: str) -> Period | None:
    """Return the month of a period that a row key such as 2021-03 names, None when outside."""
    return next((month for month in period.months() if f"{month.start:%Y-%m}" == key), None)
