"""How one logs in: roles with a second factor, idle time, addresses; links to other issuers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from motcua.accounts import rules
from motcua.accounts.errors import (
    ExternalPersonTaken,
    PolicyInvalid,
)
from motcua.accounts.models import AllowedNetwork, ExternalLogin, SignInPolicy
from motcua.accounts.services.books import open_account, record
from motcua.accounts.vocabulary import Role
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject

LEAST_IDLE_MINUTES, MOST_IDLE_MINUTES = 10, 480
_SUBJECT = Subject("setting", "sign-in")


@dataclass(frozen=True, slots=True)
class NewPolicy:
    """A rule of signing in from a day on."""

    valid_from: date
    second_factor_roles: frozenset[Role]
    idle_minutes: int


@transaction.atomic
def set_policy(*, policy: NewPolicy, by: Actor, at: datetime) -> SignInPolicy:
    """Enter how one logs in from a day on; what held before stays readable.

    :raises PolicyInvalid: the idle time is out of reason.
    """
    if not LEAST_IDLE_MINUTES <= policy.idle_minutes <= MOST_IDLE_MINUTES:
        raise PolicyInvalid(
            f"thời gian không dùng phải từ {LEAST_IDLE_MINUTES} đến {MOST_IDLE_MINUTES} phút"
        )
    roles = sorted(role.value for role in policy.second_factor_roles)
    made = SignInPolicy.objects.create(
        valid_from=policy.valid_from, second_factor_roles=roles,
        idle_minutes=policy.idle_minutes, entered_at=at,
    )  # fmt: skip
    payload = {
        "valid_from": policy.valid_from.isoformat(), "roles": roles,
        "idle_minutes": policy.idle_minutes,
    }  # fmt: skip
    journal.record(act="sign_in.set_policy", subject=_SUBJECT, by=by, at=at, payload=payload)
    return made


@transaction.atomic
def set_account_networks(
    *, account_id: int, networks: Iterable[str], by: Actor, at: datetime
) -> tuple[str, ...]:
    """Say from where an account may log in; nothing: from anywhere its units allow.

    :raises NetworkInvalid, UnknownAccount, AccountClosed: it cannot be.
    """
    account = open_account(account_id)
    listed = tuple(dict.fromkeys(rules.check_network(one) for one in networks))
    AllowedNetwork.objects.filter(account=account).delete()
    AllowedNetwork.objects.bulk_create(
        AllowedNetwork(account=account, network=network) for network in listed
    )
    record("account.set_networks", account, by=by, at=at, networks=list(listed))
    return listed


@transaction.atomic
def set_unit_networks(
    *, unit: str, networks: Iterable[str], by: Actor, at: datetime
) -> tuple[str, ...]:
    """Say from where the officers of a unit (its slug) and those below may log in.

    :raises NetworkInvalid: an entry is no network.
    """
    listed = tuple(dict.fromkeys(rules.check_network(one) for one in networks))
    AllowedNetwork.objects.filter(account=None, unit=unit).delete()
    AllowedNetwork.objects.bulk_create(
        AllowedNetwork(unit=unit, network=network) for network in listed
    )
    journal.record(
        act="sign_in.set_unit_networks", subject=Subject("unit", unit), by=by, at=at,
        payload={"networks": list(listed)},
    )  # fmt: skip
    return listed


@transaction.atomic
def link_external(
    *, account_id: int, issuer: str, subject: str, by: Actor, at: datetime
) -> ExternalLogin:
    """Tie an account to a person at an identity provider, by the key that stays.

    :raises ExternalPersonTaken: the person or the account is tied already.
    """
    account = open_account(account_id)
    try:
        with transaction.atomic():
            made = ExternalLogin.objects.create(
                account=account, issuer=issuer, subject=subject, linked_at=at
            )
    except IntegrityError as taken:
        raise ExternalPersonTaken from taken
    record("account.link_external", account, by=by, at=at, issuer=issuer)
    return made


@transaction.atomic
def unlink_external(*, account_id: int, issuer: str, by: Actor, at: datetime) -> None:
    """Untie an account from the person at an identity provider; nothing if it was not tied."""
    account = open_account(account_id)
    if ExternalLogin.objects.filter(account=account, issuer=issuer).delete()[0]:
        record("account.unlink_external", account, by=by, at=at, issuer=issuer)
