"""What a user name and a password must be, how long one waits, which codes fit."""

from motcua.accounts.rules.names import check_username, username_form
from motcua.accounts.rules.networks import check_network, counted_as, is_inside, narrowed
from motcua.accounts.rules.passwords import LEAST_PASSWORD_CHARACTERS, check_password
from motcua.accounts.rules.waits import (
    ADDRESS_FORGIVEN_EVERY,
    FAILURES_BEFORE_WAIT,
    FAILURES_OF_ADDRESS,
    FORGOTTEN_AFTER,
    NAME_COUNTED_FOR,
    address_locked_until,
    locked_until,
    name_locked_until,
)

__all__ = [
    "ADDRESS_FORGIVEN_EVERY",
    "FAILURES_BEFORE_WAIT",
    "FAILURES_OF_ADDRESS",
    "FORGOTTEN_AFTER",
    "LEAST_PASSWORD_CHARACTERS",
    "NAME_COUNTED_FOR",
    "address_locked_until",
    "check_network",
    "check_password",
    "check_username",
    "counted_as",
    "is_inside",
    "locked_until",
    "name_locked_until",
    "narrowed",
    "username_form",
]
