"""Along the route: hand over, take over, complete, send back, approve, assign."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from motcua.accounts.vocabulary import Role
from motcua.catalogue import selectors as catalogue
from motcua.catalogue.rules import StepPlan
from motcua.dossiers import rules
from motcua.dossiers.errors import (
    NoRight,
    NotAllowedHere,
    NotTakenOver,
    NotYours,
    OpenParts,
)
from motcua.dossiers.rules import Acting
from motcua.dossiers.rules.dated import Matter, rules_on
from motcua.dossiers.rules.route import (
    ISSUE,
    PLAIN_ROUTE,
    RECEIVE,
    RETURN,
    ROLE_OF,
    at_the_counter,
    counter_keys,
    following,
    goes_back,
    may_do,
)
from motcua.dossiers.services import books
from motcua.dossiers.services.books import Act, StepRow
from motcua.dossiers.services.grounds import law_of
from motcua.dossiers.services.kinds import kind_id
from motcua.dossiers.services.reception import STEP_INSERT, terms_of
from motcua.dossiers.services.starting import EnteredDue, start_fact
from motcua.dossiers.services.terms import counter_of, part_of, unit_for
from motcua.dossiers.services.words import due_words, time_words
from motcua.dossiers.vocabulary import ACTS, ClockKind, Deed, Status, StepState, role_number
from motcua.kernel.canonical import instant_text
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.storage import sql
from motcua.storage.sql import Call, Statement
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import (
    Calendar,
    add_working_minutes,
    transfer_due_at,
    working_minutes_between,
)
from motcua.worktime.vocabulary import RuleSet

STARTS = (ClockKind.START, ClockKind.AS_RECORDED)
STEP_TAKE = Statement(
    "dossiers.step_take",
    "update dossiers_step set state = 3, taken_at = %s, officer_id = coalesce(%s, officer_id)"
    " where dossier_id = %s and number = %s",
)
STEP_CLOSE = Statement(
    "dossiers.step_close",
    "update dossiers_step set state = %s, done_at = %s, dossier_due_at = null"
    " where dossier_id = %s and number = %s",
)
STEP_GIVE = Statement(
    "dossiers.step_give",
    "update dossiers_step set officer_id = %s where dossier_id = %s and number = %s",
)
STEP_RETURN = Statement(
    "dossiers.step_return",
    "update dossiers_step set officer_id = null, refusal = %s"
    " where dossier_id = %s and number = %s",
)
STEPS_LEAVE_OUT = Statement(
    "dossiers.steps_leave_out",
    "update dossiers_step set state = 6, done_at = %s, dossier_due_at = null"
    " where dossier_id = %s and state in (1, 2, 3)",
)
STEP_DUE = Statement(
    "dossiers.step_due",
    "update dossiers_step set due_at = %s where dossier_id = %s and number = %s",
)
PARTS_OPEN = Statement(
    "dossiers.parts_open",
    "select coalesce(code, nullif(source_code, ''), reference) from dossiers_dossier"
    " where parent_id = %s and ended_at is null order by id",
)


def route_of(act: Act) -> Sequence[StepPlan]:
    """Return the steps of the route that the dossier was received under."""
    route = act.dossier.route
    return PLAIN_ROUTE if route is None else catalogue.frozen_route(route_id=route).steps


#: Nobody finishes what he has not given a receipt for.
_ON_A_STEP_TAKEN = frozenset({Deed.COMPLETE_STEP, Deed.SEND_BACK, Deed.APPROVE, Deed.ISSUE_RESULT})


def step_in_hand(act: Act, *, step_id: int | None) -> StepRow:
    """Return the step that this act is about, and refuse it if somebody else has it.

    :raises NotYours: the step lies with another officer, or needs another role.
    """
    steps = [s for s in act.dossier.open_steps if step_id is None or s.id == step_id]
    if not steps:
        raise NotAllowedHere(
            code=act.dossier.code,
            status_label=act.dossier.situation.label,
            act_label=ACTS[act.deed].label,
        )
    mine = [step for step in steps if step.officer == act.acting.officer]
    step = (mine or steps)[0]
    check_step(step, acting=act.acting)
    if act.deed in _ON_A_STEP_TAKEN and step.state is not StepState.TAKEN:
        raise NotTakenOver(step=step.name)
    return step


def check_step(step: StepRow, *, acting: Acting) -> None:
    """Refuse to let anybody do a step that lies with another person or role.

    :raises NotYours: it has another officer. :raises NoRight: the role is not held there.
    """
    if acting.everything:
        return
    if step.officer is not None and step.officer != acting.officer:
        raise NotYours(step=step.name, holder="công chức khác")
    if not may_do(Role(step.role), acting.roles_at([step.unit])):
        raise NoRight(act_label=step.name, roles=Role(step.role).label)


def _step_unit(act: Act, plan: StepPlan, *, at: datetime) -> int:
    """Return the unit of a step: the one-stop unit, a division by its key, or the settler.

    A dossier goes up to the counter of the tier that the route's key names, and its result comes
    back to the counter that received it (one-stop.md 2.1 rows 7 and 13).
    """
    dossier = act.dossier
    if at_the_counter(plan):
        home = unit_for(dossier.settling_unit, plan.unit_key, at=at)
        if plan.key not in (RECEIVE, RETURN) and home != dossier.settling_unit:
            return home
        return counter_of(dossier.receiving_unit, settling=dossier.settling_unit, at=at)
    if plan.unit_key:
        return part_of(dossier.settling_unit, plan.unit_key, at=at)
    return dossier.settling_unit


def open_step(act: Act, plan: StepPlan, *, offset: int, at: datetime) -> Call:
    """Return the statement that opens a step: handed over, to be taken over by the 15:00 rule.

    offset: its place among the steps opened by this act, from 1.
    """
    calendar = worktime.calendar_for(unit_id=act.dossier.settling_unit)
    # The first transfer is due by the time of receipt, the others by the time of hand-over.
    take_over_by = (
        _transfer_due_at(act)
        if act.deed is Deed.TRANSFER
        else transfer_due_at(received_at=at, calendar=calendar, rules=_rules_of(act))
    )
    # Before its clock begins a dossier is as urgent as its hand-over.
    sorted_by = act.dossier.due_at if act.dossier.facts else take_over_by
    role = ROLE_OF[plan.role] if plan.role else Role.CASE_OFFICER
    return Call(
        STEP_INSERT,
        (act.dossier.id, act.dossier.steps[-1].number + offset, plan.ordinal,
         kind_id(plan.key, plan.name), role_number(role), _step_unit(act, plan, at=at), None,
         int(StepState.HANDED_OVER), at,
         take_over_by, None,
         add_working_minutes(start=at, minutes=plan.minutes or 0, calendar=calendar),
         # After the result no due time runs any more: such steps wait at the end of every list.
         None if act.changes.get("ended_at", act.dossier.ended_at) else sorted_by),
    )  # fmt: skip


def check_parts(dossier_id: int) -> None:
    """Refuse what needs every interlinked part of a dossier to have ended.

    :raises OpenParts: some are still open.
    """
    parts = [row[0] for row in sql.every(PARTS_OPEN, dossier_id)]
    if parts:
        raise OpenParts(", ".join(parts))


def hand_on(act: Act, step: StepRow, *, wanted: Collection[str], at: datetime) -> str:
    """Close a step, open what follows it, and return the names of what follows."""
    act.calls.append(Call(STEP_CLOSE, (int(StepState.DONE), at, act.dossier.id, step.number)))
    beside = [s for s in act.dossier.open_steps if s.id != step.id]
    if beside:
        return ", ".join(s.name for s in beside)
    plans = following(route_of(act), after=step.key, wanted=wanted)
    if act.dossier.ended_at is None and goes_back(plans):
        # The way back leads through the issue of a result.
        raise NotAllowedHere(
            code=act.dossier.code, status_label=step.name, act_label=ACTS[act.deed].label
        )
    for offset, plan in enumerate(plans, start=1):
        act.calls.append(open_step(act, plan, offset=offset, at=at))
    return ", ".join(plan.name for plan in plans) or "kết thúc quy trình"


def thaw_steps(act: Act, *, stopped_at: datetime, calendar: Calendar) -> None:
    """Give the open steps the working time that they had left when the clock stopped."""
    for step in act.dossier.open_steps:
        if step.due_at is None or step.due_at <= stopped_at:
            continue
        left = working_minutes_between(start=stopped_at, end=step.due_at, calendar=calendar)
        due_at = add_working_minutes(start=act.at, minutes=left, calendar=calendar)
        act.calls.append(Call(STEP_DUE, (due_at, act.dossier.id, step.number)))


@transaction.atomic
def transfer(*, dossier_id: int, by: Acting, at: datetime, wanted: Collection[str] = ()) -> None:
    """Hand a received dossier to the settling agency: within the day, or after 15:00 at the
    start of the next working day (Nghị định 61/2018/NĐ-CP, Điều 18); later, the journal says so.
    """
    act = books.begin(Deed.TRANSFER, dossier_id=dossier_id, acting=by, at=at)
    step = step_in_hand(act, step_id=None)
    following_steps = hand_on(act, step, wanted=wanted, at=at)
    act.payload |= {"step": following_steps, "holder": f"chờ nhận bàn giao{_late(act)}"}
    act.changes["status"] = Status.PROCESSING
    act.done()


def _rules_of(act: Act) -> RuleSet:
    return rules_on(day_of(act.dossier.received_at or act.at))


def _transfer_due_at(act: Act) -> datetime:
    """Return until when the counter transfers: by its own hours, under the rules of receipt."""
    return transfer_due_at(
        received_at=act.dossier.received_at or act.at,
        calendar=worktime.calendar_for(unit_id=act.dossier.receiving_unit),
        rules=_rules_of(act),
    )


def _late(act: Act) -> str:
    """Return what the journal adds when a dossier is transferred too late; else nothing."""
    by_when = _transfer_due_at(act)
    if act.at <= by_when:
        return ""
    act.payload["transfer_due_at"] = instant_text(by_when)
    law = law_of(act, Matter.TRANSFER)
    return f"; chuyển muộn, hạn chuyển {time_words(by_when)} ({law})"


@transaction.atomic
def take_over(
    *,
    dossier_id: int,
    step_id: int | None = None,
    due: EnteredDue | None = None,
    by: Acting,
    at: datetime,
) -> None:
    """Give the receipt for a hand-over: the step is now this officer's.

    A boundary-free dossier's clock starts here, when the competent agency takes it over
    (Nghị định 309/2026/NĐ-CP, Điều 8).
    """
    act = books.begin(Deed.TAKE_OVER, dossier_id=dossier_id, acting=by, at=at)
    step = step_in_hand(act, step_id=step_id)
    if step.state is not StepState.HANDED_OVER:
        raise NotYours(step=step.name, holder="người đã nhận")
    act.calls.append(Call(STEP_TAKE, (at, by.officer, dossier_id, step.number)))
    act.payload["step"] = step.name
    started = any(fact.kind in STARTS for fact in act.dossier.facts)
    if not started and step.key not in counter_keys(route_of(act)):
        agreed = terms_of(act, at=act.dossier.received_at or at)
        fact, ground = start_fact(agreed, unit=act.dossier.settling_unit, at=at, due=due)
        act.clock(fact, ground)
        act.changes["due_at_original"] = fact.due_at
        act.set_due(fact.due_at)
        act.payload["step"] = f"{step.name}{due_words(fact.due_at)}"
    act.done()


@transaction.atomic
def refuse_hand_over(
    *, dossier_id: int, reason: str, step_id: int | None = None, by: Acting, at: datetime
) -> None:
    """Refuse to take over a step, with the reason; it waits for another person of the role."""
    rules.check_words(lý_do_không_nhận=reason)
    act = books.begin(Deed.REFUSE_HAND_OVER, dossier_id=dossier_id, acting=by, at=at)
    step = step_in_hand(act, step_id=step_id)
    if step.state is not StepState.HANDED_OVER:
        raise NotYours(step=step.name, holder="người đã nhận")
    act.calls.append(Call(STEP_RETURN, (reason, dossier_id, step.number)))
    act.payload |= {"step": step.name, "reason": reason}
    act.done()


@transaction.atomic
def assign(
    *,
    dossier_id: int,
    officer_id: int,
    reason: str,
    step_id: int | None = None,
    by: Acting,
    at: datetime,
) -> None:
    """Give a step to an officer who holds its role at its unit.

    :raises NoRight: that officer does not hold the role there.
    """
    rules.check_words(lý_do_giao=reason)
    act = books.begin(Deed.ASSIGN, dossier_id=dossier_id, acting=by, at=at)
    steps = [s for s in act.dossier.open_steps if step_id in (None, s.id)]
    if not steps:
        raise NotAllowedHere(
            code=act.dossier.code, status_label=act.dossier.situation.label,
            act_label=ACTS[act.deed].label,
        )  # fmt: skip
    step = steps[0]
    role = Role(step.role)
    able = organisation.officers_with_role(unit_id=step.unit, role=role, on=day_of(at))
    officer = able.filter(pk=officer_id).first()
    if officer is None:
        raise NoRight(act_label=step.name, roles=role.label)
    act.calls.append(Call(STEP_GIVE, (officer_id, dossier_id, step.number)))
    before = organisation.officer_names([step.officer] if step.officer else [])
    act.payload |= {
        "step": step.name,
        "holder": officer.name,
        "before": "".join(before.values()),
        "reason": reason,
    }
    act.done()


@transaction.atomic
def complete_step(
    *,
    dossier_id: int,
    step_id: int | None = None,
    wanted: Collection[str] = (),
    by: Acting,
    at: datetime,
) -> None:
    """Finish the step in hand; the next one, or those side by side, wait for take-over.

    Approval and numbering are acts of their own.
    """
    act = books.begin(Deed.COMPLETE_STEP, dossier_id=dossier_id, acting=by, at=at)
    step = step_in_hand(act, step_id=step_id)
    if step.key in ("approve", ISSUE, RETURN):
        raise NotAllowedHere(
            code=act.dossier.code, status_label=step.name, act_label=ACTS[act.deed].label
        )
    act.payload |= {"step": step.name, "following": hand_on(act, step, wanted=wanted, at=at)}
    act.done()


@transaction.atomic
def send_back(
    *,
    dossier_id: int,
    to_key: str,
    reason: str,
    step_id: int | None = None,
    by: Acting,
    at: datetime,
) -> None:
    """Send a step back to an earlier one that the route allows, with the reason."""
    rules.check_words(lý_do_trả_lại=reason)
    act = books.begin(Deed.SEND_BACK, dossier_id=dossier_id, acting=by, at=at)
    step = step_in_hand(act, step_id=step_id)
    plans = {plan.key: plan for plan in route_of(act)}
    allowed = plans[step.key].back_to if step.key in plans else ()
    if to_key not in allowed:
        raise NotAllowedHere(
            code=act.dossier.code, status_label=step.name, act_label=ACTS[act.deed].label
        )
    act.calls.append(Call(STEP_CLOSE, (int(StepState.SENT_BACK), at, dossier_id, step.number)))
    act.changes |= {"refusal_approved": None, "refusal_reason": ""}
    act.calls.append(open_step(act, plans[to_key], offset=1, at=at))
    act.payload |= {"step": step.name, "following": plans[to_key].name, "reason": reason}
    act.done()
