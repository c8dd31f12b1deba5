"""Leaving an office, going on leave with a stand-in, and taking back what has not begun."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from motcua.accounts import services as accounts
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject
from motcua.kernel.periods import day_of
from motcua.kernel.text import nfc
from motcua.organisation import rules
from motcua.organisation.errors import (
    AlreadyHeld,
    AlreadyLeft,
    BegunAlready,
    EndInvalid,
    LeaveInvalid,
    StillHeldElsewhere,
    UnknownEntry,
)
from motcua.organisation.models import (
    Appointment,
    Delegation,
    Leave,
    Officer,
    RoleGrant,
    RosterEntry,
)
from motcua.organisation.models.validity import Valid, overlapping, valid_on
from motcua.organisation.rules import NewLeave
from motcua.organisation.services.officers import locked_officer
from motcua.organisation.vocabulary import Held

_ROWS: dict[Held, type[Valid]] = {
    Held.APPOINTMENT: Appointment,
    Held.ROLE: RoleGrant,
    Held.DELEGATION: Delegation,
    Held.ROSTER: RosterEntry,
    Held.LEAVE: Leave,
}


@transaction.atomic
def leave_office(
    *, officer_id: int, on: date, reach: Collection[int] | None = None, by: Actor, at: datetime
) -> Officer:
    """End everything an officer holds, and close the account, in one act (thôi việc).

    on: the first day without any office, at the latest the day of the act: the account closes
    now, so its sessions end with it. What would begin later is taken out. reach: the units that
    the person who acts looks after, None for all. The open steps stay in the officer's name
    until a head gives them to another.

    :raises AlreadyLeft: it was done before.
    :raises EndInvalid: the day lies ahead.
    :raises StillHeldElsewhere: a post or a role lies beyond the reach.
    """
    officer = locked_officer(officer_id)
    if officer.left_on is not None:
        raise AlreadyLeft(officer=officer.name, on=officer.left_on)
    if on > day_of(at):
        raise EndInvalid(since=day_of(at))
    if reach is not None:
        check_within(officer, reach=reach, on=on)
    ended = sum(_end_all(model, who, officer, on=on) for model, who in _EVERYTHING)
    officer.left_on = on
    officer.save(update_fields=["left_on"])
    if officer.account_id is not None and _is_open(officer):
        accounts.close_account(account_id=officer.account_id, by=by, at=at)
    _record("officer.leave_office", officer, by=by, at=at, left_on=on.isoformat(), ended=ended)
    return officer


_EVERYTHING: tuple[tuple[type[Valid], tuple[str, ...]], ...] = (
    (Delegation, ("from_officer", "to_officer")),
    (Leave, ("officer", "stand_in")),
    (RosterEntry, ("officer",)),
    (RoleGrant, ("officer",)),
    (Appointment, ("officer",)),
)


def check_within(
    officer: Officer, *, reach: Collection[int], on: date, delegated: bool = False
) -> None:
    """Refuse to change an officer who holds a post or a role beyond the reach.

    delegated: also one who acts there in the role of another.

    :raises StillHeldElsewhere: one is held by that day or later.
    """
    later = Q(valid_until=None) | Q(valid_until__gt=on)
    post = Appointment.objects.filter(later, officer=officer).exclude(post__unit__in=reach)
    held = post.select_related("post__unit").order_by("pk").first()
    if held is not None:
        raise StillHeldElsewhere(officer=officer.name, where=held.post.unit.name)
    role = RoleGrant.objects.filter(later, officer=officer).exclude(unit__in=reach)
    grant = role.select_related("unit").order_by("pk").first()
    if grant is not None:
        raise StillHeldElsewhere(officer=officer.name, where=grant.unit.name)
    acts = Delegation.objects.filter(later, to_officer=officer).exclude(unit__in=reach)
    lent = acts.select_related("unit").order_by("pk").first() if delegated else None
    if lent is not None:
        raise StillHeldElsewhere(officer=officer.name, where=lent.unit.name)


def _end_all(model: type[Valid], who: tuple[str, ...], officer: Officer, *, on: date) -> int:
    mine = Q()
    for name in who:
        mine |= Q(**{name: officer})
    rows = model._default_manager.filter(mine)
    # What never held a whole day leaves no row; the journal has it.
    begun = rows.filter(valid_from__lt=on).filter(Q(valid_until=None) | Q(valid_until__gt=on))
    ended = begun.update(valid_until=on)
    if model is Leave:
        Delegation.objects.filter(leave__in=rows.filter(valid_from__gte=on)).delete()
    taken_out, _ = rows.filter(valid_from__gte=on).delete()
    return ended + taken_out


def _is_open(officer: Officer) -> bool:
    return officer.account is not None and officer.account.closed_at is None


@transaction.atomic
def take_leave(
    *, new: NewLeave, reach: Collection[int] | None = None, by: Actor, at: datetime
) -> Leave:
    """Record that an officer is away and who stands in (nghỉ phép có người làm thay).

    On those days the stand-in holds every role that the officer holds on the first of them, by
    delegation; the roles of administrator and auditor stay with their holder. reach: the units
    that the person who acts looks after, None for all; roles beyond it stay where they are.

    :raises LeaveInvalid: without an end, oneself as stand-in, a stand-in who is away or left,
        or who is the person who acts (docs/decisions/0016).
    :raises AlreadyHeld: the officer is on leave on some of these days.
    """
    period = new.period
    if period.until is None:
        raise LeaveInvalid(why="hãy nhập ngày cuối của kỳ nghỉ")
    rules.check_period(period)
    officer = locked_officer(new.officer_id)
    other = Officer.objects.filter(pk=new.stand_in_id).first()
    if other is None or other.pk == officer.pk or other.left_on is not None:
        raise LeaveInvalid(why="hãy chọn một người khác đang làm việc để làm thay")
    if other.code == by.code:
        raise LeaveInvalid(why="không ai tự ghi mình làm thay; hãy nhờ quản trị viên khác")
    days = overlapping(period)
    before = Leave.objects.filter(days, officer=officer).order_by("valid_from").first()
    if before is not None:
        raise AlreadyHeld(officer=officer.name, what="nghỉ phép", since=before.valid_from)
    if Leave.objects.filter(days, officer=other).exists():
        raise LeaveInvalid(why=f"{other.name} cũng nghỉ trong những ngày đó")
    leave = Leave.objects.create(
        officer=officer, stand_in=other, reason=nfc(new.reason),
        valid_from=period.start, valid_until=period.until,
    )  # fmt: skip
    roles = _delegate_all(leave, reach=reach)
    _record(
        "officer.take_leave", officer, by=by, at=at, stand_in=other.code, roles=roles,
        valid_from=period.start.isoformat(), valid_until=period.until.isoformat(),
    )  # fmt: skip
    return leave


def _delegate_all(leave: Leave, *, reach: Collection[int] | None) -> list[str]:
    """Give the stand-in the roles within the reach; return role and unit of each."""
    grants = RoleGrant.objects.filter(
        valid_on(leave.valid_from), officer_id=leave.officer_id
    ).select_related("unit")
    given = []
    for grant in grants.order_by("role", "unit_id"):
        beyond = reach is not None and grant.unit_id not in reach
        if grant.role in rules.NEVER_DELEGATED or beyond:
            continue
        _, is_new = Delegation.objects.get_or_create(
            from_officer_id=leave.officer_id, to_officer_id=leave.stand_in_id, role=grant.role,
            unit=grant.unit, valid_from=leave.valid_from,
            defaults={"valid_until": leave.valid_until, "leave": leave},
        )  # fmt: skip
        if is_new:
            given.append(f"{grant.role}@{grant.unit.slug}")
    return given


@transaction.atomic
def end_leave(*, leave_id: int, on: date, by: Actor, at: datetime) -> Leave:
    """Let an officer come back early; `on` is the first day back.

    :raises EndInvalid, UnknownEntry: before it starts or later than recorded; there is none.
    """
    leave = (
        Leave.objects.select_for_update(of=("self",)).select_related("officer")
        .filter(pk=leave_id).first()
    )  # fmt: skip
    if leave is None:
        raise UnknownEntry
    if on <= leave.valid_from or (leave.valid_until is not None and on > leave.valid_until):
        raise EndInvalid(since=leave.valid_from)
    leave.valid_until = on
    leave.save(update_fields=["valid_until"])
    leave.delegations.filter(valid_until__gt=on).update(valid_until=on)
    _record("officer.end_leave", leave.officer, by=by, at=at, valid_until=on.isoformat())
    return leave


@transaction.atomic
def take_back(*, held: Held, key: int, by: Actor, at: datetime) -> None:
    """Take out an entry that has not held for a whole day yet (thu hồi, bỏ mục chưa bắt đầu).

    So a role granted by mistake this morning is gone this minute; the journal keeps both acts.

    :raises BegunAlready: it began on an earlier day; it can be ended, not taken out.
    :raises UnknownEntry: there is none.
    """
    row = _ROWS[held]._default_manager.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise UnknownEntry
    if row.valid_from < day_of(at):
        raise BegunAlready(since=row.valid_from)
    officer = row.from_officer if isinstance(row, Delegation) else _officer_of(row)
    what = str(row)
    if isinstance(row, Leave):
        row.delegations.all().delete()
    row.delete()
    _record("officer.take_back", officer, by=by, at=at, held=held.value, what=what)


def _officer_of(row: Valid) -> Officer:
    if isinstance(row, Appointment | RoleGrant | RosterEntry | Leave):
        return row.officer
    raise TypeError(type(row).__name__)


def _record(act: str, officer: Officer, *, by: Actor, at: datetime, **payload: object) -> None:
    journal.record(act=act, subject=Subject("officer", officer.code), by=by, at=at, payload=payload)
