"""What a unit adds to the city's procedures, as far as the city leaves it open that day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from motcua.catalogue.errors import DraftNotFound
from motcua.catalogue.models import UnitSupplement
from motcua.catalogue.rules import TEXTS, StepPlan, with_local_minutes
from motcua.catalogue.selectors.published import version_on
from motcua.catalogue.vocabulary import OpenField, State


@dataclass(frozen=True, slots=True)
class LocalWords:
    """The words of a unit in force on a day: texts by their field, and shorter step times."""

    texts: Mapping[OpenField, str]
    step_minutes: Mapping[str, int]


def local_words(*, procedure_id: int, unit_id: int, on: date) -> LocalWords:
    """Return what a unit adds on a day; what the city has closed since does not count."""
    version = version_on(procedure_id=procedure_id, on=on)
    row = UnitSupplement.objects.filter(
        Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on)),
        procedure_id=procedure_id, unit_id=unit_id, state=State.PUBLISHED,
    ).first()  # fmt: skip
    if version is None or row is None:
        return LocalWords({}, {})
    opened = set(version.open_fields)
    texts = {
        what: str(getattr(row, name))
        for what, name in TEXTS.items()
        if what in opened and getattr(row, name)
    }
    minutes = dict(row.step_minutes) if OpenField.STEP_TIME in opened else {}
    return LocalWords(texts, minutes)


def local_steps(
    steps: Sequence[StepPlan], *, procedure_id: int, unit_id: int, on: date
) -> tuple[StepPlan, ...]:
    """Return the city's steps with the unit's own, never longer, times of that day."""
    words = local_words(procedure_id=procedure_id, unit_id=unit_id, on=on)
    return with_local_minutes(steps, words.step_minutes)


def supplements_of(*, procedure_id: int) -> QuerySet[UnitSupplement]:
    """Return all supplements of a procedure with their units, newest first."""
    rows = UnitSupplement.objects.filter(procedure_id=procedure_id).select_related("unit")
    return rows.order_by("unit__sort_key", "-valid_from", "-pk")


def supplement_by_id(*, supplement_id: int) -> UnitSupplement:
    """Return a supplement with its procedure and unit.

    :raises DraftNotFound: there is none.
    """
    rows = UnitSupplement.objects.select_related("procedure", "unit").filter(pk=supplement_id)
    found = rows.first()
    if found is None:
        raise DraftNotFound
    return found
