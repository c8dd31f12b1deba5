"""What a loaded sample says of itself: which readings were chosen, and what is invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from motcua.dossiers.models import ImportRun
from motcua.organisation import selectors as organisation
from motcua.organisation.models import Unit

_PREFIX = "mau-"


@dataclass(frozen=True, slots=True)
class SampleNotes:
    """A loaded sample: its title, the readings chosen, what is made up, whose days it fills.

    unit: the slug of its highest unit; it and the days are empty in what was loaded long ago.
    """

    title: str
    readings: tuple[str, ...]
    invented: tuple[str, ...]
    unit: str = ""
    first_on: date | None = None
    last_on: date | None = None


def samples() -> tuple[SampleNotes, ...]:
    """Return the notes of every sample that was loaded, in the order of loading."""
    runs = ImportRun.objects.filter(source__startswith=_PREFIX).order_by("pk")
    return tuple(_notes(run.mapping) for run in runs)


def is_of_a_sample(unit_id: int) -> bool:
    """Return whether a sample was loaded for this unit, or for one above it."""
    slugs = {sample.unit for sample in samples() if sample.unit}
    if not slugs:
        return False
    above = organisation.ancestor_ids(unit_id=unit_id)
    return Unit.objects.filter(pk__in=above, slug__in=slugs).exists()


def last_outcome(source: str) -> Mapping[str, object] | None:
    """Return what the last import from a source that left a trace has said, or None."""
    run = ImportRun.objects.filter(source=source).order_by("-pk").first()
    return None if run is None else run.result


def _notes(told: Mapping[str, object]) -> SampleNotes:
    return SampleNotes(
        str(told.get("title", "")), _texts(told.get("readings")), _texts(told.get("invented")),
        str(told.get("unit", "")), _day(told.get("first_on")), _day(told.get("last_on")),
    )  # fmt: skip


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(text) for text in value) if isinstance(value, list) else ()
