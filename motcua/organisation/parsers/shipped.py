"""Reads the shipped lists of units: a small YAML head, the rows as CSV."""

import csv
from dataclasses import dataclass
from datetime import date

import yaml

from motcua.organisation.vocabulary import LEVEL_OF_KIND, Extent, Level, UnitKind


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit of a list; `parent` is a slug of the same list, or empty."""

    slug: str
    kind: UnitKind
    short_name: str
    gso_code: str
    parent: str
    valid_from: date
    valid_until: date | None

    @property
    def level(self) -> Level:
        """The tier that the kind belongs to."""
        return LEVEL_OF_KIND[self.kind]

    @property
    def name(self) -> str:
        """The full name: "Huyện Ba Vì"."""
        return f"{self.kind.label} {self.short_name}"


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """One link from an old unit to a new one, both by slug."""

    predecessor: str
    successor: str
    on: date
    extent: Extent
    takes_over: bool


def read_units(*, head: str, rows: str) -> tuple[UnitRow, ...]:
    """Return the units of one list, parents before their children, as the file has them.

    A unit named under `lasting` has no end.
    """
    facts = yaml.safe_load(head)
    return tuple(
        UnitRow(
            slug=row["slug"],
            kind=UnitKind(row["kind"]),
            short_name=row["name"],
            gso_code=row["gso_code"],
            parent=row["parent"],
            valid_from=facts["valid_from"],
            valid_until=None if row["slug"] in facts["lasting"] else facts["valid_until"],
        )
        for row in csv.DictReader(rows.splitlines())
    )


def read_successions(*, head: str, rows: str) -> tuple[SuccessionRow, ...]:
    """Return the links of one list of successions."""
    on: date = yaml.safe_load(head)["succession"]["valid_from"]
    return tuple(
        SuccessionRow(
            predecessor=row["predecessor"],
            successor=row["successor"],
            on=on,
            extent=Extent(row["extent"]),
            takes_over=row["takes_over"] == "yes",
        )
        for row in csv.DictReader(rows.splitlines())
    )
