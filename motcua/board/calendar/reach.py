"""Whose calendar a person may see and change: by the units that their roles reach."""

from collections.abc import Collection
from dataclasses import dataclass

from motcua.accounts.vocabulary import Role
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NoSuchPage
from motcua.pages.visitors import Visitor

#: The address and the name of the nation's calendar.
NATION, NATION_NAME = "ca-nuoc", "Cả nước"
_READS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.INSPECTOR})


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose calendar a page is about; unit is None for the nation's."""

    unit: int | None
    slug: str
    name: str
    changeable: bool


def reached(visitor: Visitor, roles: Collection[Role]) -> frozenset[int]:
    """Return the units of these roles of a person, with every unit below them."""
    found: set[int] = set()
    for unit in {unit for role, unit in visitor.who.grants if role in roles}:
        found.update(organisation.family_ids(unit_id=unit, by=visitor.on))
    return frozenset(found)


def readable(visitor: Visitor) -> frozenset[int]:
    """Return the units whose calendar this person may see."""
    return reached(visitor, _READS)


def decides_for_nation(visitor: Visitor) -> bool:
    """Return whether the days of the nation are this person's to enter: a city's administrator.

    They hold for every unit of the installation, so nobody below the city enters them.
    """
    own = {unit for role, unit in visitor.who.grants if role is Role.ADMINISTRATOR}
    return organisation.cities_on(visitor.on).filter(pk__in=own).exists()


def whose(visitor: Visitor, slug: str) -> Whose:
    """Return whose calendar an address names.

    :raises NoSuchPage: no unit that this person reaches; what lies outside does not exist.
    """
    if slug == NATION:
        return Whose(None, NATION, NATION_NAME, decides_for_nation(visitor))
    unit = organisation.units_on(visitor.on).filter(slug=slug).first()
    if unit is None or unit.pk not in readable(visitor):
        raise NoSuchPage
    return Whose(unit.pk, unit.slug, unit.name, unit.pk in reached(visitor, {Role.ADMINISTRATOR}))


def changed_by(visitor: Visitor, slug: str) -> Whose:
    """Return whose calendar an address names, for someone who may change it.

    :raises NoSuchPage: no unit that this person administers.
    """
    found = whose(visitor, slug)
    if not found.changeable:
        raise NoSuchPage
    return found
