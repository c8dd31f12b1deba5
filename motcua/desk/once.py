"""A form that makes something new is good for one thing only, however often it is sent."""

import secrets
from collections.abc import Callable, Mapping

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from motcua.storage import sql
from motcua.storage.sql import Call, Statement

_LOCK = Statement("desk.once_lock", "select pg_advisory_xact_lock(hashtextextended(%s, 0))")
_KEPT = "da-lam"
_TYPED = "dang-ghi"
#: How many forms back a person may send one again.
_MOST = 20
#: How many forms a person may have open between their two pages.
_MOST_TYPED = 5


def new_token() -> str:
    """Return a token for a form that is shown now."""
    return secrets.token_urlsafe(12)


def keep(request: HttpRequest, token: str, typed: Mapping[str, str]) -> None:
    """Keep what was typed on one page for the next, so that the browser's way back works."""
    held: dict[str, dict[str, str]] = request.session.get(_TYPED, {})
    request.session[_TYPED] = dict(list(held.items())[-_MOST_TYPED + 1 :]) | {token: dict(typed)}


def kept(request: HttpRequest, token: str) -> dict[str, str] | None:
    """Return what was typed, None when it is not kept (any more)."""
    held: dict[str, dict[str, str]] = request.session.get(_TYPED, {})
    return held.get(token)


def made_before(request: HttpRequest, token: str) -> int | None:
    """Return what a form has made already, None if nothing."""
    made: dict[str, int] = request.session.get(_KEPT, {})
    return made.get(token)


def once(request: HttpRequest, token: str, make: Callable[[], int]) -> int:
    """Make what a form asks for, or return what the same form made before.

    Two sendings at the same time wait for each other; the second finds the first's answer.
    """
    token = token.replace("\x00", "")[:64]
    with transaction.atomic():
        sql.run([Call(_LOCK, (f"{request.session.session_key}/{token}",))])
        # Read anew: the other sending may have written it since this request began.
        kept: SessionBase = type(request.session)(request.session.session_key)
        made: dict[str, int] = kept.get(_KEPT, {})
        if token in made:
            return made[token]
        number = make()
        made = dict(list(made.items())[-_MOST + 1 :]) | {token: number}
        request.session[_KEPT] = made
        held: dict[str, dict[str, str]] = request.session.get(_TYPED, {})
        request.session[_TYPED] = {one: typed for one, typed in held.items() if one != token}
        request.session.save()
    return number
