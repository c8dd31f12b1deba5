"""Counting failed log-ins, waiting, unlocking.

A try is counted before the password is looked at and taken back when it was right: so a hundred
tries sent at once are no more than five.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from motcua.accounts import rules
from motcua.accounts.errors import TooManyAttempts
from motcua.accounts.models import Account, LogInGuard
from motcua.accounts.selectors import name_digest
from motcua.accounts.services.books import open_account, record
from motcua.accounts.vocabulary import GuardKind
from motcua.journal import services as journal
from motcua.journal.rules import SYSTEM, Actor, Subject

#: The address of the count of a name at all addresses together.
_EVERYWHERE = ""


def count_attempt(*, username: str, address: str, at: datetime, anywhere: bool = True) -> None:
    """Count a try to log in with a name from an address, before it is known to be right.

    The answer does not depend on whether there is such an account. anywhere: count the name
    over all addresses too; not for a name that many people share.

    :raises TooManyAttempts: this name at this address or everywhere, or the whole address, waits.
    """
    key, address = name_digest(username), rules.counted_as(address)
    with transaction.atomic():
        whole = _guard(GuardKind.ADDRESS, "", address, at)
        everywhere = _guard(GuardKind.PAIR, key, _EVERYWHERE, at) if anywhere else None
        pair = _guard(GuardKind.PAIR, key, address, at)
        guards = [one for one in (whole, everywhere, pair) if one is not None]
        _refuse_locked(*guards, at=at)
        _count_of_address(whole, at=at)
        whole.locked_until = rules.address_locked_until(failures=whole.failures, at=at)
        _count(pair, at=at, forgotten=rules.FORGOTTEN_AFTER)
        pair.locked_until = rules.locked_until(failures=pair.failures, at=at)
        if everywhere is not None:
            _count_of_name(everywhere, at=at)
        LogInGuard.objects.bulk_update(guards, ["failures", "last_at", "locked_until"])


def attempt_failed(*, username: str, address: str, at: datetime) -> None:
    """Note in the journal that a failed try closed a door: of an account, or of an address."""
    address = rules.counted_as(address)
    locked = LogInGuard.objects.filter(
        address__in=(address, _EVERYWHERE),
        name__in=("", name_digest(username)),
        locked_until__gt=at,
    )
    for guard in locked.exclude(kind=GuardKind.FACTOR):
        if guard.kind == GuardKind.ADDRESS:
            _record_address(guard, at=at)
        else:
            account = Account.objects.filter(username=rules.username_form(username)).first()
            if account is not None:
                _record_lock(guard, account, at=at)


def attempt_succeeded(*, username: str, address: str) -> None:
    """Forget the failures of a name at an address.

    The address, and the name at all addresses, get back the one try only.
    """
    address = rules.counted_as(address)
    LogInGuard.objects.filter(
        kind=GuardKind.PAIR, name=name_digest(username), address=_EVERYWHERE
    ).update(failures=Greatest(F("failures") - 1, 0), locked_until=None)
    LogInGuard.objects.filter(
        kind=GuardKind.PAIR, name=name_digest(username), address=address
    ).delete()
    LogInGuard.objects.filter(kind=GuardKind.ADDRESS, name="", address=address).update(
        failures=Greatest(F("failures") - 1, 0), locked_until=None
    )


def count_factor_attempt(*, account_id: int, at: datetime) -> None:
    """Count a try with a second factor, wherever it comes from: the password was right.

    :raises TooManyAttempts: the account has to wait.
    """
    with transaction.atomic():
        account = open_account(account_id)
        guard = _guard(GuardKind.FACTOR, name_digest(account.username), "", at)
        _refuse_locked(guard, at=at)
        _count(guard, at=at, forgotten=rules.FORGOTTEN_AFTER)
        guard.locked_until = rules.locked_until(failures=guard.failures, at=at)
        guard.save(update_fields=["failures", "last_at", "locked_until"])
        if guard.locked_until is not None:
            _record_lock(guard, account, at=at)


@transaction.atomic
def factor_attempt_succeeded(*, account_id: int) -> None:
    """Forget the failures of an account's second factor."""
    account = open_account(account_id)
    LogInGuard.objects.filter(kind=GuardKind.FACTOR, name=name_digest(account.username)).delete()


@transaction.atomic
def unlock(*, account_id: int, by: Actor, at: datetime) -> int:
    """Let an account try again at once, from every address; return how many locks fell.

    :raises UnknownAccount, AccountClosed: there is no such account in use.
    """
    account = open_account(account_id)
    found = LogInGuard.objects.filter(name=name_digest(account.username))
    locks = found.filter(locked_until__gt=at).count()
    found.delete()
    record("account.unlock", account, by=by, at=at, locks=locks)
    return locks


def _guard(kind: GuardKind, name: str, address: str, at: datetime) -> LogInGuard:
    """Return the count, locked until the transaction ends."""
    values = {"kind": kind.value, "name": name, "address": address}
    LogInGuard.objects.bulk_create([LogInGuard(**values, last_at=at)], ignore_conflicts=True)
    return LogInGuard.objects.select_for_update().get(**values)


def _refuse_locked(*guards: LogInGuard, at: datetime) -> None:
    waits = [one.locked_until for one in guards if one.locked_until and one.locked_until > at]
    if waits:
        raise TooManyAttempts(until=max(waits))


def _count(guard: LogInGuard, *, at: datetime, forgotten: timedelta) -> None:
    if at - guard.last_at >= forgotten:
        guard.failures = 0
    guard.failures += 1
    guard.last_at = at


def _count_of_address(guard: LogInGuard, *, at: datetime) -> None:
    forgiven = (at - guard.last_at) // rules.ADDRESS_FORGIVEN_EVERY
    guard.failures = max(0, guard.failures - forgiven) + 1
    guard.last_at += forgiven * rules.ADDRESS_FORGIVEN_EVERY


def _count_of_name(guard: LogInGuard, *, at: datetime) -> None:
    if at - guard.last_at >= rules.NAME_COUNTED_FOR:
        guard.failures, guard.last_at = 0, at
    guard.failures += 1
    guard.locked_until = rules.name_locked_until(tries=guard.failures, since=guard.last_at)


def _record_lock(guard: LogInGuard, account: Account, *, at: datetime) -> None:
    record(
        "account.lock", account, by=SYSTEM, at=at, address=guard.address,
        failures=guard.failures, until=_text(guard.locked_until),
    )  # fmt: skip


def _record_address(guard: LogInGuard, *, at: datetime) -> None:
    journal.record(
        act="address.lock", subject=Subject("address", guard.address), by=SYSTEM, at=at,
        payload={"failures": guard.failures, "until": _text(guard.locked_until)},
    )  # fmt: skip


def _text(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()
