"""Who may open a page of the board, and which units and officers they look after."""

from collections.abc import Callable, Collection
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from motcua.accounts.vocabulary import Role
from motcua.kernel.errors import Refusal
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NoSuchPage, NotForYou
from motcua.pages.visitors import Visitor, officer_required

Given = ParamSpec("Given")
_View = Callable[Concatenate[HttpRequest, Visitor, Given], HttpResponseBase]
#: Who reads the administration; only the first changes anything.
READERS = (Role.ADMINISTRATOR, Role.AUDITOR)


def role_required(
    *roles: Role,
) -> Callable[[_View[Given]], Callable[Concatenate[HttpRequest, Given], HttpResponseBase]]:
    """Give a view the officer when one of these roles is theirs today, in whatever unit.

    Which units the roles reach is the view's question: `units_administered`.

    :raises NotForYou: the page of no right, 403.
    """

    def guard(
        view: _View[Given],
    ) -> Callable[Concatenate[HttpRequest, Given], HttpResponseBase]:
        @wraps(view)
        def checked(
            request: HttpRequest, visitor: Visitor, /, *args: Given.args, **kwargs: Given.kwargs
        ) -> HttpResponseBase:
            if not has_role(visitor, roles):
                raise NotForYou(", ".join(role.label for role in roles))
            return view(request, visitor, *args, **kwargs)

        return officer_required(checked)

    return guard


def has_role(visitor: Visitor, roles: Collection[Role]) -> bool:
    """Return whether the person holds one of the roles today, in any unit."""
    return any(role in roles for role, _ in visitor.who.grants)


def units_of_role(visitor: Visitor, *roles: Role) -> frozenset[int]:
    """Return the units where the person holds one of the roles, and everything below them."""
    held = {unit for role, unit in visitor.who.grants if role in roles}
    return organisation.reach_ids(unit_ids=held, on=visitor.on)


def units_administered(visitor: Visitor) -> frozenset[int]:
    """Return the units this person administers: those granted, and everything below them.

    Divisions and units that have ended are among them. Outside of it nothing exists: 404.
    """
    return units_of_role(visitor, Role.ADMINISTRATOR)


def units_read(visitor: Visitor) -> frozenset[int]:
    """Return the units whose administration this person may read: administered or audited."""
    return units_of_role(visitor, *READERS)


def unit_looked_after(slug: str, reach: Collection[int]) -> Any:
    """Return the unit with this address, if it lies within the reach.

    :raises NoSuchPage: there is none, or it lies elsewhere; both are answered alike.
    """
    try:
        unit = organisation.unit_by_slug(slug)
    except Refusal as missing:
        raise NoSuchPage from missing
    if unit.pk not in reach:
        raise NoSuchPage
    return unit


def officer_looked_after(code: str, reach: Collection[int]) -> Any:
    """Return the officer with this code, if a post or role of theirs lies within the reach.

    :raises NoSuchPage: there is none, or they belong elsewhere; both are answered alike.
    """
    officer = organisation.officer_to_look_after(code=code, reach=reach)
    if officer is None:
        raise NoSuchPage
    return officer


def officer_changed_by(code: str, reach: Collection[int], on: date) -> Any:
    """Return the officer with this code, if what they hold that day or later lies within the reach.

    Who once worked here and now works elsewhere is changed by those who look after that place.

    :raises NoSuchPage: there is none, or they belong elsewhere; both are answered alike.
    """
    officer = officer_looked_after(code, reach)
    if not organisation.officers_kept(reach=reach, on=on).filter(pk=officer.pk).exists():
        raise NoSuchPage
    return officer
