"""A form that makes something new is good for one thing only, however often it is sent.

Its token belongs to the address it was shown at and to the person who saw it.
"""

import secrets
from collections.abc import Callable, Mapping

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from motcua.desk.errors import FormOfAnotherPage, FormWithoutToken
from motcua.storage import sql
from motcua.storage.sql import Call, Statement

_LOCK = Statement("desk.once_lock", "select pg_advisory_xact_lock(hashtextextended(%s, 0))")
_KEPT = "da-lam-o"
_TYPED = "dang-ghi-o"
#: How many forms back a person may send one again.
_MOST = 20
#: How many forms a person may have open between their two pages.
_MOST_TYPED = 5


def new_token() -> str:
    """Return a token for a form that is shown now."""
    return secrets.token_urlsafe(12)


def keep(request: HttpRequest, token: str, typed: Mapping[str, str]) -> None:
    """Keep what was typed on one page for the next, so that the browser's way back works."""
    held: dict[str, list[object]] = request.session.get(_TYPED, {})
    newest = dict(list(held.items())[-_MOST_TYPED + 1 :])
    request.session[_TYPED] = newest | {token: [_place(request), dict(typed)]}


def kept(request: HttpRequest, token: str) -> dict[str, str] | None:
    """Return what was typed at this address, None when it is not kept (any more)."""
    held: dict[str, tuple[str, dict[str, str]]] = request.session.get(_TYPED, {})
    place, typed = held.get(token, ("", {}))
    return typed if place == _place(request) else None


def made_before(request: HttpRequest, token: str) -> int | None:
    """Return what a form of this address has made already, None if nothing."""
    made: dict[str, tuple[str, int]] = request.session.get(_KEPT, {})
    place, number = made.get(token, ("", 0))
    return number if place == _place(request) else None


def once(request: HttpRequest, token: str, make: Callable[[], int]) -> int:
    """Make what a form asks for, or return what the same form made before.

    Two sendings at the same time wait for each other; the second finds the first's answer.

    :raises FormWithoutToken, FormOfAnotherPage: nothing tells one sending from another.
    """
    token, place = token.replace("\x00", "")[:64], _place(request)
    if not token:
        raise FormWithoutToken
    with transaction.atomic():
        sql.run([Call(_LOCK, (f"{request.session.session_key}/{token}",))])
        # Read anew: the other sending may have written it since this request began.
        kept: SessionBase = type(request.session)(request.session.session_key)
        made: dict[str, tuple[str, int]] = kept.get(_KEPT, {})
        if token in made:
            where, before = made[token]
            if where != place:
                raise FormOfAnotherPage
            return before
        number = make()
        request.session[_KEPT] = dict(list(made.items())[-_MOST + 1 :]) | {token: (place, number)}
        held: dict[str, object] = request.session.get(_TYPED, {})
        request.session[_TYPED] = {one: typed for one, typed in held.items() if one != token}
        request.session.save()
    return number


def _place(request: HttpRequest) -> str:
    """Return whose form of which address this is."""
    return f"{request.user.pk} {request.path}"
