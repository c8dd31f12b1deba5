"""Passwords for the first log-in: made by chance, shown once, changed at first use."""

import secrets
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from motcua.pages.frame import page
from motcua.pages.visitors import Visitor

#: Letters and digits that nobody confuses when reading them aloud.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _LONG = 4, 4


def new_password() -> str:
    """Return a password of 16 letters in groups: some 79 bits, easy to read aloud."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_LONG)) for _ in range(_GROUPS))
    return "-".join(groups)


def shown_once(
    request: HttpRequest, visitor: Visitor, opened: Sequence[tuple[str, str, str]], *, back: str
) -> HttpResponse:
    """Return the page that shows names, user names and passwords this one time."""
    context = {"opened": opened, "back": back}
    return page(
        request, visitor, "board/officers/passwords.html", context, current="officers-administered"
    )
