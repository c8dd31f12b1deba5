"""A route of an address, and who may change it: as the catalogue it belongs to."""

from motcua.board.procedures.reach import check_city
from motcua.catalogue import selectors
from motcua.catalogue.errors import DraftNotFound
from motcua.catalogue.selectors import RouteTable
from motcua.pages.errors import NoSuchPage
from motcua.pages.visitors import Visitor


def route_at(number: int) -> RouteTable:
    """Return the route of an address as its table.

    :raises NoSuchPage: there is none.
    """
    try:
        return selectors.route_table(route_id=number)
    except DraftNotFound as missing:
        raise NoSuchPage from missing


def draft_route_at(visitor: Visitor, number: int) -> RouteTable:
    """Return the draft of an address, for someone who may change it.

    :raises NoSuchPage: there is none, or it was published.
    :raises NotForYou: the catalogue is not this person's to change.
    """
    table = route_at(number)
    check_city(visitor)
    if not table.is_draft:
        raise NoSuchPage
    return table
