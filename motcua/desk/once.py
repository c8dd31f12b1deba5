"""A form that makes something new is good for one thing only, however often it is sent."""

import secrets
from collections.abc import Callable

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from motcua.storage import sql
from motcua.storage.sql import Call, Statement

_LOCK = Statement("desk.once_lock", "select pg_advisory_xact_lock(hashtextextended(%s, 0))")
_KEPT = "da-lam"
#: How many forms back a person may send one again.
_MOST = 20


def new_token() -> str:
    """Return a token for a form that is shown now."""
    return secrets.token_urlsafe(12)


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
        request.session.save()
    return number
