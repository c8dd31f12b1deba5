"""Questions about accounts."""

from motcua.accounts.errors import UnknownAccount
from motcua.accounts.models import Account
from motcua.accounts.rules import username_form


def account_by_username(username: str) -> Account:
    """Return the account with this user name, however it was typed.

    :raises UnknownAccount: there is none.
    """
    account = Account.objects.filter(username=username_form(username)).first()
    if account is None:
        raise UnknownAccount(username=username)
    return account
