"""Who may open a page of the board: an officer with one of its roles."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from motcua.accounts.vocabulary import Role
from motcua.pages.errors import NotForYou
from motcua.pages.visitors import Visitor, officer_required

Given = ParamSpec("Given")
_View = Callable[Concatenate[HttpRequest, Visitor, Given], HttpResponseBase]


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
