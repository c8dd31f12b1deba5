"""What a user name and a password must be."""

import re

from motcua.accounts.errors import PasswordTooWeak, UsernameInvalid
from motcua.kernel.text import nfc

#: A setting of ours, not of the law.
LEAST_PASSWORD_CHARACTERS = 8

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


def check_password(*, password: str, username: str) -> None:
    """Refuse a password that is too short or holds the user name.

    :raises PasswordTooWeak: it would be guessed too easily.
    """
    if len(password) < LEAST_PASSWORD_CHARACTERS or username in password.lower():
        raise PasswordTooWeak(least_characters=LEAST_PASSWORD_CHARACTERS)
