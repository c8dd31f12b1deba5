"""Officers who enter with a post and an account, and grants by a delegated administrator."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from motcua.accounts import services as accounts
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject
from motcua.kernel.periods import day_of
from motcua.kernel.text import nfc, person_sort_key
from motcua.organisation import rules
from motcua.organisation.errors import AccountHeld, AlreadyLeft
from motcua.organisation.models import Officer, RoleGrant
from motcua.organisation.rules import NewGrant, NewOfficer
from motcua.organisation.services.leaving import check_within
from motcua.organisation.services.officers import (
    add_officer,
    appoint,
    grant_role,
    locked_officer,
)


@transaction.atomic
def enter_officer(*, officer: NewOfficer, by: Actor, at: datetime) -> Officer:
    """Enter an officer with a first post, and with an account when a user name is given.

    :raises OfficerCodeTaken, UsernameTaken, PasswordTooWeak, UnitEnded: it cannot be.
    """
    made = add_officer(code=officer.code, name=officer.name, by=by, at=at)
    appoint(
        officer_id=made.pk, unit_id=officer.unit_id, title=officer.title, period=officer.period,
        by=by, at=at,
    )  # fmt: skip
    if officer.username:
        open_account(
            officer_id=made.pk, username=officer.username, password=officer.password, by=by, at=at
        )
    made.refresh_from_db()
    return made


@transaction.atomic
def open_account(
    *, officer_id: int, username: str, password: str | None,
    reach: Collection[int] | None = None, by: Actor, at: datetime,
) -> Officer:  # fmt: skip
    """Open the one account of an officer; another officer never gets it.

    reach: the units that the person who acts looks after, None for all: whoever gives the first
    password can log in with it.

    :raises AccountHeld: the officer has an account already.
    :raises AlreadyLeft: the officer has left.
    :raises StillHeldElsewhere: the officer holds something beyond the reach.
    :raises UsernameTaken, UsernameInvalid, PasswordTooWeak: the account cannot be.
    """
    officer = locked_officer(officer_id)
    if officer.left_on is not None:
        raise AlreadyLeft(officer=officer.name, on=officer.left_on)
    if officer.account is not None:
        raise AccountHeld(officer=officer.name, username=officer.account.username)
    if reach is not None:
        check_within(officer, reach=reach, on=day_of(at), delegated=True)
    account = accounts.create_account(username=username, password=password, by=by, at=at)
    officer.account = account
    officer.save(update_fields=["account"])
    _record("officer.open_account", officer, by=by, at=at, username=account.username)
    return officer


@transaction.atomic
def correct_name(
    *, officer_id: int, name: str, reach: Collection[int] | None = None, by: Actor, at: datetime
) -> Officer:
    """Correct how an officer's name is written; what was signed keeps the name of its day.

    :raises StillHeldElsewhere: the officer holds a post or a role beyond the reach.
    """
    officer = locked_officer(officer_id)
    if reach is not None:
        check_within(officer, reach=reach, on=day_of(at))
    before, officer.name = officer.name, " ".join(nfc(name).split())
    officer.sort_key = person_sort_key(officer.name)
    officer.save(update_fields=["name", "sort_key"])
    _record("officer.correct_name", officer, by=by, at=at, before=before, name=officer.name)
    return officer


@transaction.atomic
def grant_by(
    *, giver_id: int, grant: NewGrant, reach: Collection[int], by: Actor, at: datetime
) -> RoleGrant:
    """Grant a role as a delegated administrator (docs/decisions/0016).

    giver_id: the officer who grants; reach: the units that officer looks after.

    :raises GrantRefused: to oneself, or for a unit beyond the reach.
    :raises AlreadyLeft: the officer has left.
    :raises AlreadyHeld, UnitEnded, PeriodInvalid: it cannot be.
    """
    rules.check_may_grant(giver_id=giver_id, grant=grant, reaches=grant.unit_id in reach)
    officer = locked_officer(grant.officer_id)
    if officer.left_on is not None:
        raise AlreadyLeft(officer=officer.name, on=officer.left_on)
    return grant_role(
        officer_id=grant.officer_id, role=grant.role, unit_id=grant.unit_id, period=grant.period,
        by=by, at=at,
    )  # fmt: skip


def _record(act: str, officer: Officer, *, by: Actor, at: datetime, **payload: object) -> None:
    journal.record(act=act, subject=Subject("officer", officer.code), by=by, at=at, payload=payload)
