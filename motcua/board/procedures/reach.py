"""Who may change the catalogue: the city's people; a unit's people only the unit's own words."""

from collections.abc import Iterable
from typing import Any

from motcua.accounts.vocabulary import Role
from motcua.board.access import unit_looked_after, units_of_role
from motcua.catalogue import selectors as catalogue
from motcua.catalogue.errors import UnknownProcedure
from motcua.kernel.errors import Refusal
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NoSuchPage, NotForYou
from motcua.pages.visitors import Visitor

EDITORS = (Role.ADMINISTRATOR, Role.PROCEDURE_CONTROL_OFFICER)
#: Who opens the catalogue at all; the last one reads only.
READERS = (*EDITORS, Role.AUDITOR)


def edits_city(visitor: Visitor) -> bool:
    """Return whether the whole catalogue is this person's to change: a role at the city itself."""
    held = {unit for role, unit in visitor.who.grants if role in EDITORS}
    return bool(held) and organisation.cities_on(visitor.on).filter(pk__in=held).exists()


def check_city(visitor: Visitor) -> None:
    """Let pass who may change the city's catalogue.

    :raises NotForYou: the role is held below the city, or only reads.
    """
    if not edits_city(visitor):
        raise NotForYou(" hoặc ".join(f"{role.label} của thành phố" for role in EDITORS))


def second_persons(visitor: Visitor, drafters: set[str]) -> tuple[str, ...]:
    """Return the names of those who may publish what these persons drafted, in order."""
    names: dict[str, str] = {}
    for city in organisation.cities_on(visitor.on):
        for role in EDITORS:
            listed = organisation.officers_with_role(unit_id=city.pk, role=role, on=visitor.on)
            names |= {one.code: one.name for one in listed if one.code not in drafters}
    return tuple(names.values())


def names(codes: Iterable[str]) -> str:
    """Return the names of these persons in order; a code that is nobody's stays as it is."""
    return ", ".join(dict.fromkeys(_name(code) for code in codes))


def _name(code: str) -> str:
    try:
        return str(organisation.officer_by_code(code).name)
    except Refusal:
        return code


def procedure_at(slug: str) -> Any:
    """Return the procedure of an address.

    :raises NoSuchPage: there is none.
    """
    try:
        return catalogue.procedure_by_slug(slug)
    except UnknownProcedure as missing:
        raise NoSuchPage from missing


def version_at(slug: str, number: int) -> Any:
    """Return the version of an address, with its procedure.

    :raises NoSuchPage: there is none, or it belongs to another procedure.
    """
    procedure = procedure_at(slug)
    rows = catalogue.versions_of(procedure_id=procedure.pk).select_related("procedure__field")
    found = rows.filter(pk=number).first()
    if found is None:
        raise NoSuchPage
    return found


def local_units(visitor: Visitor) -> frozenset[int]:
    """Return the units whose own words this person may change."""
    return units_of_role(visitor, *EDITORS)


def local_unit(visitor: Visitor, slug: str) -> Any:
    """Return the unit of an address, for someone who may change its own words.

    :raises NoSuchPage: there is none, or it lies outside the person's reach.
    """
    return unit_looked_after(slug, local_units(visitor))


def seen_units(visitor: Visitor) -> frozenset[int]:
    """Return the units whose own words this person may read."""
    return units_of_role(visitor, *READERS)
