"""Questions about templates: which text holds for a unit on a day, and how it came to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml
from django.db.models import QuerySet

from motcua.documents import rules
from motcua.documents.errors import UnknownTemplate
from motcua.documents.models import TemplateVersion
from motcua.documents.rules import Sheet, Shipped

_FILE = Path(__file__).parent / "data" / "templates.yaml"
#: A row that doors may hold without knowing the table.
Version = TemplateVersion


@lru_cache(maxsize=1)
def shipped() -> tuple[Shipped, ...]:
    """Return the templates that come with the program, without asking the database.

    :raises BadTemplateFile: the file cannot be read.
    """
    return rules.shipped(yaml.safe_load(_FILE.read_text(encoding="utf-8")))


def sheets() -> tuple[Sheet, ...]:
    """Return every template there is, in the order of the file."""
    return tuple(one.sheet for one in shipped())


def sheet(key: str) -> Sheet:
    """Return what is fixed about a template.

    :raises UnknownTemplate: no template has this key.
    """
    for one in sheets():
        if one.key == key:
            return one
    raise UnknownTemplate


@dataclass(frozen=True, slots=True)
class Text:
    """The text that holds: its version (1 of everybody is the program's), and whose it is."""

    body: str
    number: int
    unit: int | None
    valid_from: date | None = None

    @property
    def shipped(self) -> bool:
        """Whether it is the text that came with the program."""
        return self.unit is None and self.number == 1


def text_on(key: str, *, units: Sequence[int], on: date) -> Text:
    """Return the text that holds for a unit on a day: its own, else that of the unit above.

    units: the unit and those above it, nearest first. A paper of a past day has the words that
    held on that day.

    :raises UnknownTemplate: no template has this key.
    """
    places: list[int | None] = [*units, None]
    published = TemplateVersion.objects.filter(
        key=key, valid_from__lte=on, published_at__isnull=False
    )
    best: TemplateVersion | None = None
    for row in published:
        if row.unit not in places:
            continue
        if best is None or _rank(row, places) > _rank(best, places):
            best = row
    if best is not None:
        return Text(best.body, best.number, best.unit, best.valid_from)
    body = next((one.body for one in shipped() if one.sheet.key == key), None)
    if body is None:
        raise UnknownTemplate
    return Text(body, 1, None)


def _rank(row: TemplateVersion, places: Sequence[int | None]) -> tuple[int, date, int]:
    return (-places.index(row.unit), row.valid_from, row.number)


def reasons_on(key: str, *, units: Sequence[int], on: date) -> tuple[str, ...]:
    """Return the reasons of a list that holds for a unit on a day, each a whole sentence."""
    return rules.reasons(text_on(key, units=units, on=on).body)


def versions(key: str, *, unit: int | None) -> QuerySet[TemplateVersion]:
    """Return the versions that a unit (None: everybody) has of a template, the newest first."""
    return TemplateVersion.objects.filter(key=key, unit=unit).order_by("-number")


def draft(key: str, *, unit: int | None) -> TemplateVersion | None:
    """Return the draft that waits for a second person, or None."""
    return versions(key, unit=unit).filter(published_at=None, discarded_at=None).first()


def drafts(units: Sequence[int | None]) -> tuple[TemplateVersion, ...]:
    """Return the drafts of these units that wait for a second person."""
    waiting = TemplateVersion.objects.filter(published_at=None, discarded_at=None)
    return tuple(row for row in waiting.order_by("drafted_at") if row.unit in units)
