"""What all acts on accounts share: the locked row, the line of the journal, sealed texts."""

import base64
from datetime import datetime

from cryptography.fernet import Fernet

from motcua.accounts.errors import AccountClosed, UnknownAccount
from motcua.accounts.models import Account
from motcua.accounts.selectors import key_for
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject


def open_account(account_id: int) -> Account:
    """Return the account, locked until the transaction ends.

    :raises UnknownAccount, AccountClosed: there is none, or it is closed for good.
    """
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise UnknownAccount(username=str(account_id))
    if account.closed_at is not None:
        raise AccountClosed(username=account.username)
    return account


def record(act: str, account: Account, *, by: Actor, at: datetime, **payload: object) -> None:
    """Write one act on an account into the journal."""
    subject = Subject("account", account.username)
    journal.record(act=act, subject=subject, by=by, at=at, payload=payload)


def seal(text: str) -> str:
    """Return a text encrypted with the key of the installation."""
    return _box().encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """Return what was sealed.

    :raises cryptography.fernet.InvalidToken: it was changed, or sealed with another key.
    """
    return _box().decrypt(text.encode()).decode()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key_for("sealed texts of accounts")))
