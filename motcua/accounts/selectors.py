"""Questions about accounts: who, which sessions, which factors, from where."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.sessions.models import Session

from motcua.accounts.errors import UnknownAccount
from motcua.accounts.models import (
    Account,
    AllowedNetwork,
    ExternalLogin,
    Factor,
    LogInGuard,
    OpenSession,
    RecoveryCode,
    SignInPolicy,
)
from motcua.accounts.rules import narrowed, username_form
from motcua.accounts.vocabulary import FactorKind, Role

#: What holds while nothing was entered: who may change rights needs a second factor.
USUAL_ROLES = frozenset({Role.ADMINISTRATOR})
USUAL_IDLE_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Policy:
    """How one logs in on a day; valid_from is None while nothing was entered."""

    second_factor_roles: frozenset[Role] = USUAL_ROLES
    idle_minutes: int = USUAL_IDLE_MINUTES
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list; current is the asker's own."""

    id: int
    began_at: datetime
    seen_at: datetime
    address: str
    browser: str
    current: bool


@dataclass(frozen=True, slots=True)
class FactorLine:
    """A second factor in a list."""

    id: int
    kind: FactorKind
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as it is checked."""

    factor_id: int
    credential: bytes


def account_by_username(username: str) -> Account:
    """Return the account with this user name, however it was typed.

    :raises UnknownAccount: there is none.
    """
    account = Account.objects.filter(username=username_form(username)).first()
    if account is None:
        raise UnknownAccount(username=username)
    return account


def account_by_id(account_id: int) -> Account:
    """Return the account with this key.

    :raises UnknownAccount: there is none.
    """
    account = Account.objects.filter(pk=account_id).first()
    if account is None:
        raise UnknownAccount(username=str(account_id))
    return account


def policy_on(on: date) -> Policy:
    """Return how one logs in on a day."""
    line = SignInPolicy.objects.filter(valid_from__lte=on).order_by("-valid_from", "-pk").first()
    if line is None:
        return Policy()
    roles = frozenset(Role(role) for role in line.second_factor_roles)
    return Policy(roles, line.idle_minutes, line.valid_from)


def policies() -> list[Policy]:
    """Return every rule of signing in that was entered, the one of the latest day first."""
    return [
        Policy(
            frozenset(Role(role) for role in line.second_factor_roles),
            line.idle_minutes,
            line.valid_from,
        )
        for line in SignInPolicy.objects.order_by("-valid_from", "-pk")
    ]


def sessions_of(account_id: int, *, current_key: str = "", now: datetime) -> list[SessionLine]:
    """Return the sessions of an account that are open now, the one used last first."""
    rows = OpenSession.objects.filter(account_id=account_id, ended_at=None).order_by("-seen_at")
    alive = set(
        Session.objects.filter(
            session_key__in=rows.values_list("session_key", flat=True), expire_date__gt=now
        ).values_list("session_key", flat=True)
    )
    return [
        SessionLine(
            row.pk, row.began_at, row.seen_at, row.address, row.browser,
            row.session_key == current_key,
        )
        for row in rows
        if row.session_key in alive
    ]  # fmt: skip


def factors_of(account_id: int) -> list[FactorLine]:
    """Return the second factors of an account, the oldest first."""
    return [
        FactorLine(row.pk, FactorKind(row.kind), row.name, row.added_at, row.used_at)
        for row in Factor.objects.filter(account_id=account_id).order_by("added_at", "pk")
    ]


def passkeys_of(account_id: int) -> list[Passkey]:
    """Return the passkeys of an account as they are checked."""
    rows = Factor.objects.filter(account_id=account_id, kind=FactorKind.PASSKEY).order_by("pk")
    return [Passkey(row.pk, bytes(row.credential or b"")) for row in rows]


def recovery_codes_left(account_id: int) -> int:
    """Return how many recovery codes of an account are still good."""
    return RecoveryCode.objects.filter(account_id=account_id, used_at=None).count()


def networks_of(account_id: int) -> tuple[str, ...]:
    """Return the networks entered for an account itself."""
    return tuple(
        AllowedNetwork.objects.filter(account_id=account_id)
        .order_by("network")
        .values_list("network", flat=True)
    )


def networks_of_units(units: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return the networks of those of these units (slugs) that have any."""
    found: dict[str, tuple[str, ...]] = {}
    rows = AllowedNetwork.objects.filter(account=None, unit__in=units).order_by("network")
    for unit, network in rows.values_list("unit", "network"):
        found[unit] = (*found.get(unit, ()), network)
    return found


def networks_for(account_id: int, *, units: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return from where an account may log in; nothing: from anywhere.

    units: for each unit of the person, its slug and those above it, the nearest first. Each entry
    only narrows what the units above it entered, the account's own entry what its units allow. An
    entry that has nothing in common with what stands above it changes nothing.
    """
    entered = networks_of_units({slug for line in units for slug in line})
    allowed: list[str] = []
    for line in units:
        held: tuple[str, ...] = ()
        for slug in reversed(line):
            held = narrowed(held, entered.get(slug, ()))
        allowed += held
    return narrowed(tuple(dict.fromkeys(allowed)), networks_of(account_id))


def lock_of(account_id: int, *, now: datetime) -> datetime | None:
    """Return until when an account is locked from anywhere, None if it is not."""
    name = name_digest(account_by_id(account_id).username)
    rows = LogInGuard.objects.filter(name=name, locked_until__gt=now)
    return max((row.locked_until for row in rows if row.locked_until), default=None)


def account_of_external(*, issuer: str, subject: str) -> int | None:
    """Return the account tied to a person of an identity provider, None if there is none."""
    row = ExternalLogin.objects.filter(issuer=issuer, subject=subject).first()
    return None if row is None else row.account_id


def is_linked(account_id: int, *, issuer: str) -> bool:
    """Return whether an account is tied to a person of this identity provider."""
    return ExternalLogin.objects.filter(account_id=account_id, issuer=issuer).exists()


def key_for(purpose: str) -> bytes:
    """Return the installation's key for one purpose (32 bytes)."""
    secret = str(settings.SECRET_KEY).encode()
    return hashlib.blake2b(purpose.encode(), key=secret[:64], digest_size=32).digest()


def digest(purpose: str, text: str) -> str:
    """Return the keyed digest of a text, so that the table alone tells nobody the text."""
    return hmac.new(key_for(purpose), text.encode(), "sha256").hexdigest()


def name_digest(username: str) -> str:
    """Return the digest under which failed log-ins of a typed name are counted."""
    return digest("log-in name", username_form(username))
