"""Which settling units a table asks, and one snapshot for all of its questions."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from motcua.kernel.periods import Period
from motcua.organisation import selectors as organisation
from motcua.organisation.vocabulary import Scope
from motcua.reports.rules import Asked
from motcua.tally.selectors import Question


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Let every question inside see the book as at one moment.

    A table asks its rows and its total apart, so that they can be held against each other; an
    act that commits between the two would make a right table look wrong.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def units_of(*, unit_id: int, scope: Scope, period: Period) -> tuple[int, ...]:
    """Return the settling units of a scope that stood on the first or on the last day.

    A unit that ended inside the period moved its open dossiers to its successor; with both of
    them asked, everything that came in is found again in what became of it (K4).
    """
    if period.last is None:
        raise ValueError("a table needs a last day")
    first = organisation.unit_ids(unit_id=unit_id, scope=scope, on=period.start)
    if scope is Scope.OWN:
        return first
    last = organisation.unit_ids(unit_id=unit_id, scope=scope, on=period.last)
    return tuple(dict.fromkeys((*first, *last)))


def question_of(asked: Asked) -> Question:
    """Return the question of the whole table.

    :raises UnknownUnit: no unit has that slug.
    """
    unit = organisation.unit_by_slug(asked.unit)
    units = units_of(unit_id=unit.pk, scope=asked.scope, period=asked.period)
    return Question(units, asked.known_on)
