"""What a user name must be."""

import re

from motcua.accounts.errors import UsernameInvalid
from motcua.kernel.text import nfc

# \w takes letters with Vietnamese marks; lower case is made before the check.
_USERNAME = re.compile(r"[^\W_][\w.-]{2,59}")


def username_form(text: str) -> str:
    """Return a user name in its stored form: Unicode NFC, lower case, no outer spaces."""
    return nfc(nfc(text).lower())


def check_username(text: str) -> str:
    """Return the stored form of a user name of 3 to 60 characters.

    :raises UsernameInvalid: too short, too long, or with a character that is not allowed.
    """
    username = username_form(text)
    if not _USERNAME.fullmatch(username):
        raise UsernameInvalid(username=username)
    return username
