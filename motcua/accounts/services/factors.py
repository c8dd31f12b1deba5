"""The second factor: an authenticator app, passkeys, recovery codes."""

import base64
import secrets
from datetime import datetime

from django.db import transaction

from motcua.accounts.errors import CodeWrong, FactorStillNeeded, PasskeyWrong, UnknownFactor
from motcua.accounts.models import Account, Factor, RecoveryCode
from motcua.accounts.rules import totp
from motcua.accounts.selectors import digest
from motcua.accounts.services.books import open_account, record, seal, unseal
from motcua.accounts.services.guarding import count_factor_attempt, factor_attempt_succeeded
from motcua.accounts.services.sessions import drop_sessions
from motcua.accounts.vocabulary import FactorKind
from motcua.journal.rules import Actor

_CODES = 10
#: 50 bits: letters and digits that are not taken for one another.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 10


def new_secret() -> str:
    """Return a seed for an authenticator app, sealed: it may wait in a session."""
    return seal(base64.b32encode(secrets.token_bytes(totp.SECRET_BYTES)).decode())


def secret_of(sealed: str) -> bytes:
    """Return the seed that was sealed."""
    return base64.b32decode(unseal(sealed))


@transaction.atomic
def add_totp(*, account_id: int, secret: str, code: str, by: Actor, at: datetime) -> Factor:
    """Add an authenticator app after its first code proved that it holds the seed.

    secret: from `new_secret`. An app added before is replaced.

    :raises CodeWrong: the code does not fit.
    """
    account = open_account(account_id)
    step = totp.matching_step(secret_of(secret), code, at=at, after=-1)
    if step is None:
        raise CodeWrong
    Factor.objects.filter(account=account, kind=FactorKind.TOTP).delete()
    made = Factor.objects.create(
        account=account, kind=FactorKind.TOTP, name=FactorKind.TOTP.label, secret=secret,
        last_step=step, added_at=at,
    )  # fmt: skip
    record("account.add_factor", account, by=by, at=at, kind=made.kind)
    return made


@transaction.atomic
def add_passkey(
    *, account_id: int, name: str, credential: bytes, credential_id: bytes, by: Actor, at: datetime
) -> Factor:
    """Add a passkey whose registration was checked.

    :raises PasskeyWrong: it belongs to an account already.
    """
    account = open_account(account_id)
    if Factor.objects.filter(credential_id=credential_id).exists():
        raise PasskeyWrong
    made = Factor.objects.create(
        account=account, kind=FactorKind.PASSKEY, name=name[:60] or FactorKind.PASSKEY.label,
        credential=credential, credential_id=credential_id, added_at=at,
    )  # fmt: skip
    record("account.add_factor", account, by=by, at=at, kind=made.kind)
    return made


def use_totp(*, account_id: int, code: str, at: datetime) -> None:
    """Check a code of the app; it is good once.

    :raises CodeWrong, TooManyAttempts: it is not let in.
    """
    count_factor_attempt(account_id=account_id, at=at)
    with transaction.atomic():
        factor = (
            Factor.objects.select_for_update()
            .filter(account_id=account_id, kind=FactorKind.TOTP)
            .first()
        )
        step = None
        if factor is not None:
            seed = secret_of(factor.secret)
            step = totp.matching_step(seed, code, at=at, after=factor.last_step)
        if factor is None or step is None:
            raise CodeWrong
        factor.last_step, factor.used_at = step, at
        factor.save(update_fields=["last_step", "used_at"])
        factor_attempt_succeeded(account_id=account_id)


def use_recovery_code(*, account_id: int, code: str, by: Actor, at: datetime) -> None:
    """Take a recovery code; it is good once.

    :raises CodeWrong, TooManyAttempts: it is not let in.
    """
    count_factor_attempt(account_id=account_id, at=at)
    with transaction.atomic():
        account = open_account(account_id)
        unused = RecoveryCode.objects.filter(account=account, used_at=None)
        if not unused.filter(digest=_digest(account, code)).update(used_at=at):
            raise CodeWrong
        left = unused.count()
        factor_attempt_succeeded(account_id=account_id)
        record("account.use_recovery_code", account, by=by, at=at, left=left)


def passkey_used(*, factor_id: int, sign_count: int, at: datetime) -> None:
    """Note that a passkey proved itself; its count must go up where it counts at all.

    :raises PasskeyWrong: the count did not go up: the key may have been copied.
    """
    with transaction.atomic():
        factor = Factor.objects.select_for_update().get(pk=factor_id)
        if (sign_count or factor.sign_count) and sign_count <= factor.sign_count:
            raise PasskeyWrong
        factor.sign_count, factor.used_at = sign_count, at
        factor.save(update_fields=["sign_count", "used_at"])
        factor_attempt_succeeded(account_id=factor.account_id)


@transaction.atomic
def new_recovery_codes(*, account_id: int, by: Actor, at: datetime) -> tuple[str, ...]:
    """Give an account new recovery codes and return them; the old ones are void."""
    account = open_account(account_id)
    codes = tuple("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_CODES))
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=_digest(account, code)) for code in codes
    )
    record("account.new_recovery_codes", account, by=by, at=at, count=len(codes))
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)


@transaction.atomic
def remove_factor(
    *, account_id: int, factor_id: int, required: bool, by: Actor, at: datetime
) -> None:
    """Take a factor away.

    required: whether the person's roles ask for one; then the last one stays.

    :raises UnknownFactor, FactorStillNeeded: it cannot be taken away.
    """
    account = open_account(account_id)
    mine = Factor.objects.filter(account=account)
    factor = mine.filter(pk=factor_id).first()
    if factor is None:
        raise UnknownFactor
    if required and mine.count() == 1:
        raise FactorStillNeeded
    factor.delete()
    if not mine.exists():
        RecoveryCode.objects.filter(account=account).delete()
    record("account.remove_factor", account, by=by, at=at, kind=factor.kind)


@transaction.atomic
def reset_second_factor(*, account_id: int, by: Actor, at: datetime) -> int:
    """Take every second factor of somebody who lost it away, end the sessions, return how many.

    Who must have one is asked for a new one at the next log-in.

    :raises UnknownAccount, AccountClosed: there is no such account in use.
    """
    account = open_account(account_id)
    found = Factor.objects.filter(account=account)
    factors = found.count()
    found.delete()
    RecoveryCode.objects.filter(account=account).delete()
    drop_sessions(account_id=account.pk)
    record("account.reset_second_factor", account, by=by, at=at, factors=factors)
    return factors


def _digest(account: Account, code: str) -> str:
    bare = "".join(char for char in code.upper() if char in _LETTERS)
    return digest("recovery code", f"{account.pk}:{bare}")
