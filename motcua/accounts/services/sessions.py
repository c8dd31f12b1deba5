"""Sessions: which browsers are logged in, and ending them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from motcua.accounts.errors import UnknownSession
from motcua.accounts.models import Account, Factor, OpenSession, RecoveryCode
from motcua.accounts.rules import totp
from motcua.accounts.services.books import open_account, record
from motcua.accounts.vocabulary import FactorKind
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject

#: How long a session that has ended is remembered, to give a kept form to its owner.
_REMEMBERED = timedelta(days=1)


@transaction.atomic
def begin_session(
    *, account_id: int, session_key: str, address: str, browser: str, by: Actor, at: datetime
) -> OpenSession:
    """Note that somebody logged in; old notes of the same account are swept away."""
    account = open_account(account_id)
    OpenSession.objects.filter(account=account, seen_at__lt=at - _REMEMBERED).delete()
    OpenSession.objects.filter(session_key=session_key).delete()
    made = OpenSession.objects.create(
        account=account, session_key=session_key, began_at=at, seen_at=at,
        address=address, browser=browser[:200],
    )  # fmt: skip
    Account.objects.filter(pk=account.pk).update(last_login=at)
    record("account.log_in", account, by=by, at=at, address=address)
    return made


def touch_session(*, session_key: str, address: str, at: datetime) -> None:
    """Note that a session is in use."""
    OpenSession.objects.filter(session_key=session_key).update(seen_at=at, address=address)


def rename_session(*, old_key: str, new_key: str) -> None:
    """Follow a session whose key was changed."""
    OpenSession.objects.filter(session_key=old_key).update(session_key=new_key)


def expire_session(*, session_key: str, at: datetime) -> None:
    """Note that nobody used a session for too long; a form sent from it is still its owner's."""
    OpenSession.objects.filter(session_key=session_key, ended_at=None).update(ended_at=at)


@transaction.atomic
def log_out(*, session_key: str, by: Actor, at: datetime) -> None:
    """Note that somebody left; what comes from that browser later is nobody's."""
    found = OpenSession.objects.select_related("account").filter(session_key=session_key).first()
    if found is not None:
        found.delete()
        record("account.log_out", found.account, by=by, at=at)


@transaction.atomic
def end_session(*, account_id: int, session_id: int, by: Actor, at: datetime) -> None:
    """End one session of an account; its browser is out at the next request.

    :raises UnknownSession: the account has no such session (any more).
    """
    account = open_account(account_id)
    mine = OpenSession.objects.filter(account=account, pk=session_id, ended_at=None)
    if not _drop(mine.values_list("session_key", flat=True)):
        raise UnknownSession
    record("account.end_session", account, by=by, at=at)


@transaction.atomic
def end_sessions(*, account_id: int, by: Actor, at: datetime, except_key: str = "") -> int:
    """End all sessions of an account but the one with this key; return how many.

    :raises UnknownAccount, AccountClosed: there is no such account in use.
    """
    account = open_account(account_id)
    ended = drop_sessions(account_id=account.pk, except_key=except_key)
    record("account.end_sessions", account, by=by, at=at, sessions=ended)
    return ended


@transaction.atomic
def forget_proofs(*, by: Actor, at: datetime) -> int:
    """End every session and void every recovery code; return how many sessions ended.

    After a restore: what was ended or used up since the backup must not open a door again.
    """
    Session.objects.all().delete()
    ended = OpenSession.objects.all().delete()[0]
    codes = RecoveryCode.objects.all().delete()[0]
    step = totp.step_of(at)
    Factor.objects.filter(kind=FactorKind.TOTP).exclude(last_step__gt=step).update(last_step=step)
    journal.record(
        act="account.forget_proofs", subject=Subject("installation", "dang-nhap"), by=by, at=at,
        payload={"sessions": ended, "recovery_codes": codes},
    )  # fmt: skip
    return ended


def drop_sessions(*, account_id: int, except_key: str = "") -> int:
    """Take all sessions of an account away but the one with this key; return how many.

    Without a line of its own in the journal: it is part of another act.
    """
    every = OpenSession.objects.filter(account_id=account_id).exclude(session_key=except_key)
    return _drop(every.values_list("session_key", flat=True))


def _drop(keys: Iterable[str]) -> int:
    listed = list(keys)
    Session.objects.filter(session_key__in=listed).delete()
    return OpenSession.objects.filter(session_key__in=listed).delete()[0]
