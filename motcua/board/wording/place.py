"""Whose words a page is about, and what holds there today."""

from dataclasses import dataclass

from motcua.accounts.vocabulary import Role
from motcua.board.calendar.reach import decides_for_nation, reached
from motcua.documents import selectors
from motcua.documents.errors import UnknownTemplate
from motcua.documents.rules import Sheet
from motcua.documents.selectors import Text
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NoSuchPage
from motcua.pages.visitors import Visitor

#: The address and the name of the words that hold for everybody.
COMMON, COMMON_NAME = "chung", "Mẫu chung"
READS = (Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose words; unit None for everybody's. above: the unit and those above it, nearest first."""

    unit: int | None
    slug: str
    name: str
    changeable: bool
    above: tuple[int, ...] = ()


def place_of(visitor: Visitor, slug: str) -> Place:
    """Return whose words an address names.

    :raises NoSuchPage: no unit that this person reaches; what lies outside does not exist.
    """
    if slug == COMMON:
        return Place(None, COMMON, COMMON_NAME, decides_for_nation(visitor))
    unit = organisation.units_on(visitor.on).filter(slug=slug).first()
    if unit is None or unit.pk not in reached(visitor, READS):
        raise NoSuchPage
    changeable = unit.pk in reached(visitor, {Role.ADMINISTRATOR})
    above = organisation.ancestor_ids(unit_id=unit.pk)
    return Place(unit.pk, unit.slug, unit.name, changeable, above)


def changed_by(visitor: Visitor, slug: str) -> Place:
    """Return whose words an address names, for someone who may change them.

    :raises NoSuchPage: no unit that this person administers.
    """
    place = place_of(visitor, slug)
    if not place.changeable:
        raise NoSuchPage
    return place


def sheet_at(key: str) -> Sheet:
    """Return the template that an address names.

    :raises NoSuchPage: there is none.
    """
    try:
        return selectors.sheet(key)
    except UnknownTemplate as unknown:
        raise NoSuchPage from unknown


def standing(visitor: Visitor, place: Place, key: str) -> Text:
    """Return the text that holds at a place today."""
    return selectors.text_on(key, units=place.above, on=visitor.on)


def from_where(text: Text, place: Place) -> str:
    """Return in words whose text holds: the place's own, that of a unit above, everybody's."""
    if text.unit is None:
        return COMMON_NAME
    if text.unit == place.unit:
        return place.name
    label = organisation.unit_labels([text.unit]).get(text.unit)
    return label.name if label is not None else "đơn vị cấp trên"
