"""Opening and closing accounts, setting passwords. Argon2 hashes; no password is journalled."""

from datetime import datetime

from django.db import transaction

from motcua.accounts import rules
from motcua.accounts.errors import PasswordUnchanged, PasswordWrong, UsernameTaken
from motcua.accounts.models import Account
from motcua.accounts.services.books import open_account, record
from motcua.accounts.services.sessions import drop_sessions
from motcua.journal.rules import SYSTEM, Actor


@transaction.atomic
def create_account(*, username: str, password: str | None, by: Actor, at: datetime) -> Account:
    """Open an account; without a password nobody can log in until one is set.

    A password that an administrator gives has to be changed at the first log-in.

    :raises UsernameInvalid: the user name has a form that is not allowed.
    :raises UsernameTaken: somebody has it, or had it: a closed account keeps its name.
    :raises PasswordTooWeak: the password would be guessed too easily.
    """
    username = rules.check_username(username)
    if password is not None:
        rules.check_password(password=password, username=username)
    account = Account(
        username=username, is_active=True, password_set_at=None if password is None else at,
        must_change_password=password is not None and by != SYSTEM,
    )  # fmt: skip
    account.set_password(password)
    # ON CONFLICT, so that two parallel requests for one name both get a clear answer.
    Account.objects.bulk_create([account], ignore_conflicts=True)
    made = Account.objects.get(username=username)
    if made.password != account.password:
        raise UsernameTaken(username=username)
    record("account.create", made, by=by, at=at)
    return made


@transaction.atomic
def set_password(*, account_id: int, password: str, by: Actor, at: datetime) -> Account:
    """Give an account a new password; all its sessions end.

    It has to be changed at the next log-in, unless the system itself set it.

    :raises UnknownAccount, AccountClosed, PasswordTooWeak: it cannot be given.
    """
    account = open_account(account_id)
    _give(account, password, at=at, must_change=by != SYSTEM)
    drop_sessions(account_id=account.pk)
    record("account.set_password", account, by=by, at=at)
    return account


@transaction.atomic
def change_password(*, account_id: int, old: str, new: str, by: Actor, at: datetime) -> Account:
    """Let a person change the own password; the caller keeps the own session alive.

    :raises PasswordWrong: the old one is not the one in use.
    :raises PasswordUnchanged, PasswordTooWeak, UnknownAccount, AccountClosed: it cannot be.
    """
    account = open_account(account_id)
    if not account.check_password(old):
        raise PasswordWrong
    if old == new:
        raise PasswordUnchanged
    _give(account, new, at=at, must_change=False)
    record("account.change_password", account, by=by, at=at)
    return account


@transaction.atomic
def deactivate(*, account_id: int, by: Actor, at: datetime) -> Account:
    """Keep an account out from now on; whoever is logged in with it is out at once.

    :raises UnknownAccount, AccountClosed: there is none, or it is closed already.
    """
    account = open_account(account_id)
    account.is_active = False
    account.save(update_fields=["is_active"])
    ended = drop_sessions(account_id=account.pk)
    record("account.deactivate", account, by=by, at=at, sessions=ended)
    return account


@transaction.atomic
def activate(*, account_id: int, by: Actor, at: datetime) -> Account:
    """Let an account in again that was kept out.

    :raises UnknownAccount, AccountClosed: there is none, or it is closed for good.
    """
    account = open_account(account_id)
    account.is_active = True
    account.save(update_fields=["is_active"])
    record("account.activate", account, by=by, at=at)
    return account


@transaction.atomic
def close_account(*, account_id: int, by: Actor, at: datetime) -> Account:
    """Close an account for good; its name is never given to another person.

    :raises UnknownAccount, AccountClosed: there is none, or it is closed already.
    """
    account = open_account(account_id)
    account.is_active = False
    account.closed_at = at
    account.save(update_fields=["is_active", "closed_at"])
    drop_sessions(account_id=account.pk)
    record("account.close", account, by=by, at=at)
    return account


def _give(account: Account, password: str, *, at: datetime, must_change: bool) -> None:
    rules.check_password(password=password, username=account.username)
    account.set_password(password)
    account.password_set_at = at
    account.must_change_password = must_change
    account.save(update_fields=["password", "password_set_at", "must_change_password"])
