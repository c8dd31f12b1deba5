"""How a dossier ends, is handed over, changes its unit, or is corrected."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from motcua.archive.services import issue, revoke
from motcua.dossiers import rules
from motcua.dossiers.errors import CannotCorrect, NotAllowedHere
from motcua.dossiers.models import ClockEntry, Dossier, Step
from motcua.dossiers.rules import Acting, Fact
from motcua.dossiers.rules.history import GIVES_DUE
from motcua.dossiers.rules.route import following
from motcua.dossiers.services import books
from motcua.dossiers.services.books import Act, Ground
from motcua.dossiers.services.clock import STOPPED_BY, original_of
from motcua.dossiers.services.steps import (
    STEP_CLOSE,
    STEPS_LEAVE_OUT,
    open_step,
    route_of,
    step_in_hand,
)
from motcua.dossiers.services.words import time_words
from motcua.dossiers.vocabulary import (
    ACTS,
    ClockKind,
    Deed,
    Delivery,
    Outcome,
    Status,
    StepState,
)
from motcua.kernel.canonical import instant_text
from motcua.organisation.models import Unit
from motcua.storage import sql
from motcua.storage.sql import Call, Statement
from motcua.tally.rules import differences
from motcua.tally.services import line_calls
from motcua.tally.vocabulary import Channel

#: Every open step but those of the receiving unit goes along, divisions' steps included.
STEPS_MOVE = Statement(
    "dossiers.steps_move",
    "update dossiers_step set unit_id = %s, officer_id = null, state = 2"
    " where dossier_id = %s and state in (2, 3) and (unit_id = %s or unit_id <> %s)",
)
CHILDREN = Statement(
    "dossiers.children",
    "select id from dossiers_dossier where parent_id = %s and counts order by id for update",
)
COUNTED_UNDER = Statement(
    "dossiers.counted_under", "update dossiers_dossier set counted_under = %s where id = %s"
)


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """What the clerk numbers: number and symbol, name, who signed; a refusal has a reason."""

    number: str
    name: str
    signer: str
    refused: bool = False
    reason: str = ""
    result_code: str = ""


def _end(act: Act, outcome: Outcome, ground: Ground | None = None) -> None:
    """Write the last entry of the clock; nothing if the clock never started."""
    dossier = act.dossier
    act.changes["ended_at"] = act.at
    if not dossier.facts:
        return
    act.clock(
        Fact(0, ClockKind.END, act.at, dossier.settling_unit, due_at=dossier.due_at,
             due_at_original=original_of(act), outcome=outcome),
        ground,
    )  # fmt: skip


@transaction.atomic
def withdraw(*, dossier_id: int, reason: str, by: Acting, at: datetime) -> None:
    """Let the applicant withdraw, while no decision is signed (code 7); originals go back."""
    rules.check_words(lý_do_rút=reason)
    act = books.begin(Deed.WITHDRAW, dossier_id=dossier_id, acting=by, at=at)
    if act.dossier.refusal_approved is not None:
        raise NotAllowedHere(
            code=act.dossier.code, status_label="Đã ký", act_label=ACTS[act.deed].label
        )
    act.payload["reason"] = reason
    _end(act, Outcome.WITHDRAWN)
    act.changes["status"] = Status.WITHDRAWN
    act.calls.append(Call(STEPS_LEAVE_OUT, (at, dossier_id)))
    act.done()


@transaction.atomic
def stop_settling(
    *, dossier_id: int, legal_ground: str, document: str, by: Acting, at: datetime
) -> None:
    """Stop a dossier for good on a legal ground (dừng giải quyết; now form 05)."""
    rules.check_words(căn_cứ_pháp_lý=legal_ground, văn_bản=document)
    act = books.begin(Deed.STOP_SETTLING, dossier_id=dossier_id, acting=by, at=at)
    act.payload |= {"legal_ground": legal_ground, "document": document}
    _end(act, Outcome.STOPPED, Ground(legal_ground=legal_ground, document=document))
    act.changes["status"] = Status.STOPPED
    act.calls.append(Call(STEPS_LEAVE_OUT, (at, dossier_id)))
    act.done()


@transaction.atomic
def issue_result(*, dossier_id: int, paper: ResultPaper, by: Acting, at: datetime) -> None:
    """Number and issue the result: the settle moment (code 9). A refusal is a result too.

    :raises NotAllowedHere: the result was not approved yet.
    """
    rules.check_words(số_ký_hiệu=paper.number, người_ký=paper.signer)
    act = books.begin(Deed.ISSUE_RESULT, dossier_id=dossier_id, acting=by, at=at)
    approved = act.dossier.refusal_approved
    if approved is not None:
        # The clerk numbers what was approved, not something else.
        reason = act.dossier.refusal_reason if approved else ""
        paper = replace(paper, refused=approved, reason=reason)
    elif paper.refused:
        rules.check_words(lý_do_từ_chối=paper.reason)
    step = step_in_hand(act, step_id=None)
    route = route_of(act)
    ends_here = step.key == "issue" or (
        all(plan.key != "issue" for plan in route)
        and {plan.key for plan in following(route, after=step.key)} <= {"return", "to_commune"}
    )
    if not ends_here:
        raise NotAllowedHere(
            code=act.dossier.code, status_label=step.name, act_label=ACTS[act.deed].label
        )
    issue(
        dossier_number=dossier_id, dossier_code=act.dossier.code, unit=act.dossier.settling_unit,
        paper=paper, issuer=by.actor.unit, at=at,
    )  # fmt: skip
    outcome = Outcome.REFUSED if paper.refused else Outcome.SETTLED
    _end(act, outcome, Ground(document=paper.number))
    act.changes |= {"status": Status.SETTLED, "delivery": int(Delivery.READY)}
    act.calls.append(Call(STEP_CLOSE, (int(StepState.DONE), at, step.id)))
    last = [plan for plan in route if plan.key == "return"]
    if last:
        act.calls.append(open_step(act, last[-1], offset=1, at=at))
    act.payload |= {"number": paper.number, "name": paper.name, "refused": paper.refused}
    act.done()


@transaction.atomic
def return_result(*, dossier_id: int, receiver: str, proof: str, by: Acting, at: datetime) -> None:
    """Hand the result over with proof of delivery (code 10); lateness never blocks it."""
    rules.check_words(người_nhận=receiver, bằng_chứng_trả=proof)
    act = books.begin(Deed.RETURN_RESULT, dossier_id=dossier_id, acting=by, at=at)
    act.changes |= {
        "status": Status.RETURNED, "returned_at": at, "delivery": int(Delivery.HANDED_OVER)
    }  # fmt: skip
    for step in act.dossier.open_steps:
        act.calls.append(Call(STEP_CLOSE, (int(StepState.DONE), at, step.id)))
    act.payload |= {"receiver": receiver, "proof": proof}
    act.done()


@transaction.atomic
def move(*, dossier_id: int, unit_id: int, reason: str, by: Acting, at: datetime) -> None:
    """Give an open dossier to another settling unit; the due time stays.

    A succession of units moves each open dossier by this act.
    """
    rules.check_words(lý_do_chuyển=reason)
    act = books.begin(Deed.MOVE, dossier_id=dossier_id, acting=by, at=at)
    dossier = act.dossier
    if unit_id == dossier.settling_unit:
        raise CannotCorrect("hồ sơ đã ở đơn vị này. Chọn đơn vị khác.")
    names = dict(
        Unit.objects.filter(pk__in=[unit_id, dossier.settling_unit]).values_list("pk", "name")
    )
    if dossier.facts:
        act.clock(
            Fact(0, ClockKind.MOVE, at, unit_id, due_at=dossier.due_at,
                 due_at_original=original_of(act)),
            Ground(document=reason),
        )  # fmt: skip
    act.changes["settling_unit_id"] = unit_id
    act.calls.append(
        Call(STEPS_MOVE, (unit_id, dossier_id, dossier.settling_unit, dossier.receiving_unit))
    )
    act.payload |= {
        "origin": names.get(dossier.settling_unit, ""), "unit": names[unit_id], "reason": reason
    }  # fmt: skip
    act.done()
    for row in sql.every(CHILDREN, dossier_id):
        _count_under(row[0], unit_id=unit_id, at=at)


def _count_under(child_id: int, *, unit_id: int, at: datetime) -> None:
    """Count an interlinked part under its parent's new unit, from the parent's move on."""
    child = books.opened(child_id)
    written = rules.lines_of(child.counted, child.facts)
    place = replace(child.counted.place, parent_unit=unit_id)
    lines = differences(rules.lines_of(replace(child.counted, place=place), child.facts), written)
    calls = [Call(COUNTED_UNDER, (unit_id, child_id))]
    if lines:
        calls += line_calls(dossier=child_id, lines=lines, recorded_at=at)
    sql.run(calls)


def move_all(*, unit_id: int, to_unit_id: int, reason: str, by: Acting, at: datetime) -> int:
    """Move every open dossier of a unit to the one that succeeds it, and return how many.

    One act a dossier, each in its own transaction: a second call goes on where one stopped.
    """
    keys = Dossier.objects.filter(settling_unit_id=unit_id, ended_at=None).exclude(received_at=None)
    moved = 0
    for key in keys.order_by("pk").values_list("pk", flat=True):
        move(dossier_id=key, unit_id=to_unit_id, reason=reason, by=by, at=at)
        moved += 1
    return moved


@transaction.atomic
def settle_part(*, child_id: int, at: datetime) -> bool:
    """Tell the parent dossier that an interlinked part has its result; False if there is none."""
    child = Dossier.objects.get(pk=child_id)
    if child.parent_id is None or child.ended_at is None:
        return False
    if Dossier.objects.get(pk=child.parent_id).ended_at is not None:
        return False
    act = books.begin(Deed.SETTLE_PART, dossier_id=child.parent_id, acting=rules.THE_SYSTEM, at=at)
    act.payload |= {"part": str(child), "part_id": child_id}
    act.done()
    return True


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction says: another time or due time of an entry, no entry, another channel.

    number: the entry of the clock book that it is about.
    """

    number: int | None = None
    at: datetime | None = None
    due_at: datetime | None = None
    void: bool = False
    channel: Channel | None = None

    def amends(self) -> Mapping[str, object]:
        """Return the correction as the clock book keeps it."""
        parts: dict[str, object] = {
            "number": self.number,
            "at": None if self.at is None else instant_text(self.at),
            "due_at": None if self.due_at is None else instant_text(self.due_at),
            "void": self.void or None,
            "channel": None if self.channel is None else int(self.channel),
        }
        return {key: value for key, value in parts.items() if value is not None}

    def words(self) -> str:
        """Return what the correction does, in Vietnamese."""
        said = []
        if self.number is not None:
            said.append(f"dòng {self.number} của sổ thời hạn")
        if self.void:
            said.append("bị bỏ")
        if self.at is not None:
            said.append(f"thời điểm là {time_words(self.at)}")
        if self.due_at is not None:
            said.append(f"hạn là {time_words(self.due_at)}")
        if self.channel is not None:
            said.append(f"kênh nộp là {self.channel.label.lower()}")
        return ", ".join(said)


@transaction.atomic
def correct(
    *, dossier_id: int, correction: Correction, reason: str, by: Acting, at: datetime
) -> None:
    """Correct the record with a new entry; nothing is overwritten.

    The difference counts on the day it takes effect and is recorded now, so a closed period
    shows what changed since. Making an end void opens the dossier again.

    :raises CannotCorrect: it names nothing that can be corrected so.
    """
    rules.check_words(lý_do_đính_chính=reason)
    act = books.begin(Deed.CORRECT, dossier_id=dossier_id, acting=by, at=at)
    dossier = act.dossier
    _check_correction(act, correction)
    fact = Fact(
        len(dossier.facts) + 1, ClockKind.CORRECT, at, dossier.settling_unit, due_at=dossier.due_at,
        amends=correction.amends(),
    )  # fmt: skip
    counted, facts = rules.amended(dossier.counted, (*dossier.facts, fact))
    rules.check_order(facts)
    act.clock(fact, Ground(document=reason))
    if correction.channel is not None:
        act.changes["channel"] = int(counted.place.channel)
    act.changes |= _caches(facts)
    act.set_due(rules.due_of(facts)[0])
    if correction.void:
        _reopen(act)
    act.payload |= {"what": correction.words(), "reason": reason}
    act.done()


def _caches(facts: tuple[Fact, ...]) -> dict[str, object]:
    """Return the caches that follow from the entries as corrected."""
    end = next((fact for fact in facts if fact.kind is ClockKind.END), None)
    found: dict[str, object] = {"due_at_original": facts[0].due_at, "received_at": facts[0].at}
    if end is not None:
        return found | {"ended_at": end.at}
    stops = [f for f in facts if f.kind in (ClockKind.STOP, ClockKind.RESUME, ClockKind.RESTART)]
    stopped = bool(stops) and stops[-1].kind is ClockKind.STOP
    return found | {"ended_at": None, "stopped_at": stops[-1].at if stopped else None}


def _reopen(act: Act) -> None:
    """Undo what an end closed: state, steps, delivery, the result in the archive."""
    dossier = act.dossier
    status = Status.PROCESSING
    if act.changes["stopped_at"] is not None:
        ground = (
            ClockEntry.objects.filter(dossier=dossier.id, kind=ClockKind.STOP)
            .order_by("-number")
            .values_list("legal_ground", flat=True)[0]
        )
        status = STOPPED_BY.get(ground, Status.STOPPED)
    act.changes |= {
        "status": status,
        "delivery": int(Delivery.NOTHING_YET),
        "returned_at": None,
        "refusal_approved": None,
        "refusal_reason": "",
    }
    revoke(dossier_number=dossier.id, at=act.at)
    act.calls.append(Call(STEPS_LEAVE_OUT, (act.at, dossier.id)))
    worked = (
        Step.objects.filter(dossier=dossier.id)
        .exclude(key__in=("approve", "issue", "return"))
        .order_by("-number")
        .values_list("key", flat=True)
    )
    plans = {plan.key: plan for plan in route_of(act)}
    again = plans.get(worked[0]) if worked else None
    if again is not None:
        act.calls.append(open_step(act, again, offset=1, at=act.at))


def _check_correction(act: Act, correction: Correction) -> None:
    facts = {fact.number: fact for fact in act.dossier.facts}
    if not facts:
        raise CannotCorrect("hồ sơ chưa có sổ thời hạn.")
    if not correction.amends():
        raise CannotCorrect("chưa ghi điều cần đính chính.")
    if correction.number is None:
        if correction.channel is None:
            raise CannotCorrect("chọn dòng của sổ thời hạn cần đính chính.")
        return
    fact = facts.get(correction.number)
    if fact is None or fact.kind is ClockKind.CORRECT:
        raise CannotCorrect("không có dòng này trong sổ thời hạn.")
    if correction.void and fact.kind is not ClockKind.END:
        raise CannotCorrect("chỉ bỏ được dòng kết thúc; các dòng khác thì sửa thời điểm hoặc hạn.")
    if correction.at is None:
        return
    if correction.at > act.at:
        raise CannotCorrect("thời điểm đúng không thể ở tương lai.")
    if fact.kind in GIVES_DUE and correction.due_at is None:
        raise CannotCorrect("đổi thời điểm của dòng này thì ghi cả hạn trả đúng.")
