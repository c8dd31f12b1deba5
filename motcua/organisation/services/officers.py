"""Officers, and what they hold from when until when. Every act locks its officer first."""

from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from motcua.accounts.vocabulary import Role
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject
from motcua.kernel.periods import Period
from motcua.kernel.text import nfc, person_sort_key
from motcua.organisation import rules
from motcua.organisation.errors import (
    AlreadyHeld,
    CounterElsewhere,
    DelegationInvalid,
    EndInvalid,
    NotHeld,
    OfficerCodeTaken,
    UnknownEntry,
    UnknownOfficer,
)
from motcua.organisation.models import (
    Appointment,
    Counter,
    Delegation,
    Officer,
    OneStopUnit,
    Post,
    RoleGrant,
    RosterEntry,
)
from motcua.organisation.models.validity import Valid, overlapping, valid_on
from motcua.organisation.rules import Grant, RosterPlace
from motcua.organisation.services.units import living_unit

Row = TypeVar("Row", bound=Valid)


@transaction.atomic
def add_officer(
    *, code: str, name: str, account_id: int | None = None, by: Actor, at: datetime
) -> Officer:
    """Enter an officer into the book of officers.

    :raises OfficerCodeTaken: another officer has the code or the account.
    """
    taken = Q(code=code)
    if account_id is not None:
        taken |= Q(account_id=account_id)
    if Officer.objects.filter(taken).exists():
        raise OfficerCodeTaken(code=code)
    name = " ".join(nfc(name).split())
    officer = Officer.objects.create(
        code=code, name=name, sort_key=person_sort_key(name), account_id=account_id
    )
    _record("officer.add", officer, by=by, at=at, name=name)
    return officer


@transaction.atomic
def appoint(
    *, officer_id: int, unit_id: int, title: str, period: Period, by: Actor, at: datetime
) -> Appointment:
    """Appoint an officer to a post of a unit (bổ nhiệm); the post is set up at first use.

    :raises AlreadyHeld: the officer holds that post on some of these days.
    :raises UnknownOfficer, UnknownUnit, UnitEnded, PeriodInvalid: it cannot be.
    """
    officer, unit = locked_officer(officer_id), living_unit(unit_id, on=period.start)
    post, _ = Post.objects.get_or_create(unit=unit, title=nfc(title))
    same = Appointment.objects.filter(officer=officer, post=post)
    _refuse_overlap(same, period, officer, f"giữ chức danh “{post.title}” tại {unit.name}")
    made = Appointment.objects.create(officer=officer, post=post, **_days(period))
    _record(
        "officer.appoint", officer, by=by, at=at,
        title=post.title, unit=unit.slug, **_text(period),
    )  # fmt: skip
    return made


@transaction.atomic
def grant_role(
    *, officer_id: int, role: Role, unit_id: int, period: Period, by: Actor, at: datetime
) -> RoleGrant:
    """Grant an officer a role for a unit (phân quyền).

    :raises AlreadyHeld: the officer has that role there on some of these days.
    :raises UnknownOfficer, UnknownUnit, UnitEnded, PeriodInvalid: it cannot be.
    """
    officer, unit = locked_officer(officer_id), living_unit(unit_id, on=period.start)
    same = RoleGrant.objects.filter(officer=officer, role=role, unit=unit)
    _refuse_overlap(same, period, officer, f"có vai trò “{role.label}” tại {unit.name}")
    made = RoleGrant.objects.create(officer=officer, role=role, unit=unit, **_days(period))
    _record(
        "officer.grant_role", officer, by=by, at=at,
        role=role.value, unit=unit.slug, **_text(period),
    )  # fmt: skip
    return made


@transaction.atomic
def delegate(
    *, grant: Grant, from_officer_id: int, to_officer_id: int, period: Period, by: Actor,
    at: datetime,
) -> Delegation:  # fmt: skip
    """Let another officer act in one's own role for some days (ủy quyền), always with an end.

    :raises NotHeld: the one who delegates does not hold the role himself on the first day.
    :raises DelegationInvalid: to oneself, to the person who acts (docs/decisions/0016), or
        without an end.
    :raises AlreadyHeld: it is delegated to the same officer on some of these days.
    """
    rules.check_may_delegate(grant.role)
    if from_officer_id == to_officer_id:
        raise DelegationInvalid(why="người ủy quyền và người được ủy quyền phải khác nhau")
    if period.until is None:
        raise DelegationInvalid(why="hãy nhập ngày kết thúc ủy quyền")
    giver, taker = locked_officer(from_officer_id), _officer(to_officer_id)
    if taker.code == by.code:
        raise DelegationInvalid(why="không ai tự ủy quyền cho mình; hãy nhờ quản trị viên khác")
    unit = living_unit(grant.unit_id, on=period.start)
    own = RoleGrant.objects.filter(officer=giver, role=grant.role, unit=unit)
    if not own.filter(valid_on(period.start)).exists():
        raise NotHeld(officer=giver.name, role=grant.role.label, on=period.start)
    same = Delegation.objects.filter(
        from_officer=giver, to_officer=taker, role=grant.role, unit=unit
    )
    _refuse_overlap(same, period, taker, f"được ủy quyền vai trò “{grant.role.label}”")
    made = Delegation.objects.create(
        from_officer=giver, to_officer=taker, role=grant.role, unit=unit, **_days(period)
    )
    _record(
        "officer.delegate", giver, by=by, at=at,
        to=taker.code, role=grant.role.value, unit=unit.slug, **_text(period),
    )  # fmt: skip
    return made


@transaction.atomic
def enter_roster(
    *, officer_id: int, place: RosterPlace, period: Period, by: Actor, at: datetime
) -> RosterEntry:
    """Put an officer on the staff list of a one-stop point (TT 01/2018/TT-VPCP Điều 7).

    :raises AlreadyHeld: the officer is on that list on some of these days.
    :raises CounterElsewhere: the counter belongs to another one-stop point.
    :raises UnknownEntry: there is no such one-stop point.
    """
    officer = locked_officer(officer_id)
    point = OneStopUnit.objects.filter(pk=place.one_stop_unit_id).first()
    if point is None:
        raise UnknownEntry
    counter = place.counter_id and Counter.objects.filter(pk=place.counter_id).first()
    if place.counter_id and (not counter or counter.one_stop_unit_id != point.pk):
        raise CounterElsewhere
    same = RosterEntry.objects.filter(officer=officer, one_stop_unit=point)
    _refuse_overlap(same, period, officer, f"có tên trong danh sách trực tại {point.name}")
    made = RosterEntry.objects.create(
        officer=officer,
        one_stop_unit=point,
        counter_id=place.counter_id,
        is_substitute=place.is_substitute,
        **_days(period),
    )
    _record("officer.enter_roster", officer, by=by, at=at, point=point.slug, **_text(period))
    return made


@transaction.atomic
def end_appointment(*, appointment_id: int, on: date, by: Actor, at: datetime) -> Appointment:
    """End an appointment; `on` is the first day without it.

    :raises EndInvalid: before it starts, or later than was recorded.
    :raises UnknownEntry: there is no such appointment.
    """
    row = _locked(Appointment.objects.select_related("officer", "post"), appointment_id)
    _end(row, on=on)
    _record(
        "officer.end_appointment", row.officer, by=by, at=at,
        title=row.post.title, valid_until=on.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def end_role(*, grant_id: int, on: date, by: Actor, at: datetime) -> RoleGrant:
    """Take a role back; `on` is the first day without it, and without what was delegated of it.

    :raises EndInvalid, UnknownEntry: as for an appointment.
    """
    row = _locked(RoleGrant.objects.select_related("officer", "unit"), grant_id)
    _end(row, on=on)
    _record(
        "officer.end_role", row.officer, by=by, at=at,
        role=row.role, unit=row.unit.slug, valid_until=on.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def end_delegation(*, delegation_id: int, on: date, by: Actor, at: datetime) -> Delegation:
    """End a delegation early; `on` is the first day without it.

    :raises EndInvalid, UnknownEntry: as for an appointment.
    """
    row = _locked(
        Delegation.objects.select_related("from_officer", "to_officer", "unit"), delegation_id
    )
    _end(row, on=on)
    _record(
        "officer.end_delegation", row.from_officer, by=by, at=at,
        to=row.to_officer.code, role=row.role, unit=row.unit.slug, valid_until=on.isoformat(),
    )  # fmt: skip
    return row


@transaction.atomic
def end_roster(*, entry_id: int, on: date, by: Actor, at: datetime) -> RosterEntry:
    """Take an officer off a staff list; `on` is the first day without the entry.

    :raises EndInvalid, UnknownEntry: as for an appointment.
    """
    row = _locked(RosterEntry.objects.select_related("officer", "one_stop_unit"), entry_id)
    _end(row, on=on)
    _record(
        "officer.end_roster", row.officer, by=by, at=at,
        point=row.one_stop_unit.slug, valid_until=on.isoformat(),
    )  # fmt: skip
    return row


def locked_officer(officer_id: int) -> Officer:
    """Return an officer whose row nobody else changes until the transaction ends.

    :raises UnknownOfficer: there is none.
    """
    officer = Officer.objects.select_for_update().filter(pk=officer_id).first()
    if officer is None:
        raise UnknownOfficer(key=str(officer_id))
    return officer


def _officer(officer_id: int) -> Officer:
    officer = Officer.objects.filter(pk=officer_id).first()
    if officer is None:
        raise UnknownOfficer(key=str(officer_id))
    return officer


def _locked(rows: QuerySet[Row], key: int) -> Row:
    row = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise UnknownEntry
    return row


def _end(row: Valid, *, on: date) -> None:
    if on <= row.valid_from or (row.valid_until is not None and on > row.valid_until):
        raise EndInvalid(since=row.valid_from)
    row.valid_until = on
    row.save(update_fields=["valid_until"])


def _refuse_overlap(same: QuerySet[Row], period: Period, officer: Officer, what: str) -> None:
    rules.check_period(period)
    held = same.filter(overlapping(period)).order_by("valid_from").first()
    if held is not None:
        raise AlreadyHeld(officer=officer.name, what=what, since=held.valid_from)


def _days(period: Period) -> dict[str, date | None]:
    return {"valid_from": period.start, "valid_until": period.until}


def _text(period: Period) -> dict[str, str | None]:
    until = None if period.until is None else period.until.isoformat()
    return {"valid_from": period.start.isoformat(), "valid_until": until}


def _record(act: str, officer: Officer, *, by: Actor, at: datetime, **payload: object) -> None:
    journal.record(act=act, subject=Subject("officer", officer.code), by=by, at=at, payload=payload)
