"""Leaving an office, leave with a stand-in, and what was granted by mistake."""

from datetime import date, datetime, timedelta

import pytest

from motcua.accounts.models import Account
from motcua.accounts.vocabulary import Role
from motcua.journal.models import JournalEntry
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import VIETNAM, Period
from motcua.organisation import selectors, services
from motcua.organisation.errors import (
    AccountHeld,
    AlreadyLeft,
    BegunAlready,
    DelegationInvalid,
    EndInvalid,
    GrantRefused,
    LeaveInvalid,
)
from motcua.organisation.models import Appointment, Delegation, Officer, RoleGrant
from motcua.organisation.rules import Grant, NewGrant, NewLeave, NewOfficer
from motcua.organisation.tests.test_reshaping import a_unit
from motcua.organisation.vocabulary import Held, UnitKind

pytestmark = pytest.mark.django_db
NOW = datetime(2021, 6, 15, 9, 0, tzinfo=VIETNAM)
BY = {"by": SYSTEM, "at": NOW}
FIRST, TODAY = date(2021, 1, 1), date(2021, 6, 15)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def people():
    unit = a_unit("xa", UnitKind.COMMUNE)
    made = []
    for code in ("an", "binh"):
        new = NewOfficer(code, code.title(), unit.pk, "Công chức", Period(FIRST), f"{code}.xa")
        made.append(services.enter_officer(officer=new, **BY))
    given = {"unit_id": unit.pk, "period": Period(FIRST), **BY}
    services.grant_role(officer_id=made[0].pk, role=Role.UNIT_HEAD, **given)
    services.grant_role(officer_id=made[0].pk, role=Role.ADMINISTRATOR, **given)
    return unit, *made


def roles(officer: Officer, on: date) -> set[Role]:
    return {grant.role for grant in selectors.grants_of(officer.pk, on=on)}


def test_who_leaves_holds_nothing_and_cannot_log_in(people) -> None:
    unit, an, _ = people
    services.grant_role(
        officer_id=an.pk, role=Role.APPROVER, unit_id=unit.pk, period=Period(TOMORROW), **BY
    )
    services.leave_office(officer_id=an.pk, on=TODAY, **BY)
    assert roles(an, TODAY) == roles(an, TOMORROW) == set()
    assert roles(an, TODAY - timedelta(days=1)) == {Role.UNIT_HEAD, Role.ADMINISTRATOR}
    assert Appointment.objects.get(officer=an).valid_until == TODAY
    assert Account.objects.get(pk=an.account_id).is_active is False
    assert JournalEntry.objects.filter(act="officer.leave_office").count() == 1
    with pytest.raises(AlreadyLeft):
        services.leave_office(officer_id=an.pk, on=TODAY, **BY)


def test_nobody_leaves_ahead_of_the_day(people) -> None:
    with pytest.raises(EndInvalid):
        services.leave_office(officer_id=people[1].pk, on=TOMORROW, **BY)


def test_the_stand_in_gets_the_roles_but_not_the_administration(people) -> None:
    _, an, binh = people
    new = NewLeave(an.pk, binh.pk, Period.through(TODAY, TOMORROW))
    leave = services.take_leave(new=new, **BY)
    assert roles(binh, TOMORROW) == {Role.UNIT_HEAD}
    assert roles(binh, TOMORROW + timedelta(days=1)) == set()
    services.end_leave(leave_id=leave.pk, on=TOMORROW, **BY)
    assert roles(binh, TODAY) == {Role.UNIT_HEAD}
    assert roles(binh, TOMORROW) == set()


@pytest.mark.parametrize("stand_in", ["oneself", "away"])
def test_the_stand_in_is_another_who_is_there(people, stand_in: str) -> None:
    _, an, binh = people
    if stand_in == "away":
        services.take_leave(new=NewLeave(binh.pk, an.pk, Period(TODAY, TOMORROW)), **BY)
    other = an.pk if stand_in == "oneself" else binh.pk
    with pytest.raises(LeaveInvalid):
        services.take_leave(new=NewLeave(an.pk, other, Period(TODAY, TOMORROW)), **BY)


def test_a_role_of_today_is_taken_back_and_one_of_yesterday_is_not(people) -> None:
    unit, _, binh = people
    fresh = services.grant_role(
        officer_id=binh.pk, role=Role.LEADER, unit_id=unit.pk, period=Period(TODAY), **BY
    )
    services.take_back(held=Held.ROLE, key=fresh.pk, **BY)
    assert roles(binh, TODAY) == set()
    old = RoleGrant.objects.filter(valid_from=FIRST).order_by("pk")[0]
    with pytest.raises(BegunAlready):
        services.take_back(held=Held.ROLE, key=old.pk, **BY)


def test_a_leave_that_is_taken_back_takes_its_roles_with_it(people) -> None:
    _, an, binh = people
    leave = services.take_leave(new=NewLeave(an.pk, binh.pk, Period(TODAY, TOMORROW)), **BY)
    services.take_back(held=Held.LEAVE, key=leave.pk, **BY)
    assert not Delegation.objects.exists()


def test_administration_is_granted_by_a_second_person_and_never_delegated(people) -> None:
    unit, an, binh = people
    mine = NewGrant(an.pk, Role.AUDITOR, unit.pk, Period(TODAY))
    with pytest.raises(GrantRefused, match="tự phân quyền"):
        services.grant_by(giver_id=an.pk, grant=mine, reach={unit.pk}, **BY)
    other = NewGrant(binh.pk, Role.ADMINISTRATOR, unit.pk, Period(TODAY))
    with pytest.raises(GrantRefused, match="ngoài phạm vi"):
        services.grant_by(giver_id=an.pk, grant=other, reach=set(), **BY)
    services.grant_by(giver_id=an.pk, grant=other, reach={unit.pk}, **BY)
    with pytest.raises(DelegationInvalid, match="không ủy quyền"):
        services.delegate(
            grant=Grant(Role.ADMINISTRATOR, unit.pk), from_officer_id=an.pk,
            to_officer_id=binh.pk, period=Period(TODAY, TOMORROW), **BY,
        )  # fmt: skip


def test_one_officer_has_one_account(people) -> None:
    with pytest.raises(AccountHeld, match="mỗi người chỉ dùng một tài khoản"):
        services.open_account(officer_id=people[1].pk, username="an.hai", password=None, **BY)
