"""Opening and closing accounts, setting passwords. Argon2 hashes; no password is journalled."""

from datetime import datetime

from django.db import transaction

from motcua.accounts import rules
from motcua.accounts.errors import AccountClosed, UnknownAccount, UsernameTaken
from motcua.accounts.models import Account
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject


@transaction.atomic
def create_account(*, username: str, password: str | None, by: Actor, at: datetime) -> Account:
    """Open an account; without a password nobody can log in until one is set.

    :raises UsernameInvalid: the user name has a form that is not allowed.
    :raises UsernameTaken: somebody has it, or had it: a closed account keeps its name.
    :raises PasswordTooWeak: the password would be guessed too easily.
    """
    username = rules.check_username(username)
    if password is not None:
        rules.check_password(password=password, username=username)
    account = Account(username=username, is_active=True)
    account.set_password(password)
    # ON CONFLICT, so that two parallel requests for one name both get a clear answer.
    Account.objects.bulk_create([account], ignore_conflicts=True)
    made = Account.objects.get(username=username)
    if made.password != account.password:
        raise UsernameTaken(username=username)
    _record("account.create", made, by=by, at=at)
    return made


@transaction.atomic
def set_password(*, account_id: int, password: str, by: Actor, at: datetime) -> Account:
    """Give an account a new password; its other sessions end with the old one.

    :raises UnknownAccount, AccountClosed, PasswordTooWeak: it cannot be given.
    """
    account = _open_account(account_id)
    rules.check_password(password=password, username=account.username)
    account.set_password(password)
    account.save(update_fields=["password"])
    _record("account.set_password", account, by=by, at=at)
    return account


@transaction.atomic
def close_account(*, account_id: int, by: Actor, at: datetime) -> Account:
    """Close an account for good; its name is never given to another person.

    :raises UnknownAccount, AccountClosed: there is none, or it is closed already.
    """
    account = _open_account(account_id)
    account.is_active = False
    account.closed_at = at
    account.save(update_fields=["is_active", "closed_at"])
    _record("account.close", account, by=by, at=at)
    return account


def _open_account(account_id: int) -> Account:
    account = Account.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise UnknownAccount(username=str(account_id))
    if account.closed_at is not None:
        raise AccountClosed(username=account.username)
    return account


def _record(act: str, account: Account, *, by: Actor, at: datetime) -> None:
    journal.record(act=act, subject=Subject("account", account.username), by=by, at=at, payload={})
