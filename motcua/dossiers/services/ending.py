"""How a dossier comes to its result, and how the result comes to the person."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from motcua.archive.selectors import paper_print
from motcua.archive.services import issue
from motcua.dossiers import rules
from motcua.dossiers.errors import NotAllowedHere, StepsBeforeReturn
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Acting
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.rules.route import after_issue, before_return, may_issue
from motcua.dossiers.services import books
from motcua.dossiers.services.closing import end_clock, end_parts
from motcua.dossiers.services.steps import (
    STEP_CLOSE,
    check_parts,
    open_step,
    route_of,
    step_in_hand,
)
from motcua.dossiers.vocabulary import ACTS, Deed, Delivery, Outcome, Status, StepState
from motcua.storage.sql import Call


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """What the clerk numbers: number and symbol, name, who signed; a refusal has a reason."""

    number: str
    name: str
    signer: str
    refused: bool = False
    reason: str = ""
    result_code: str = ""


@transaction.atomic
def issue_result(*, dossier_id: int, paper: ResultPaper, by: Acting, at: datetime) -> None:
    """Number and issue the result: the settle moment (code 9). A refusal is a result too.

    The clock ends here. What the route puts between this and the return (money, a register, the
    way back to the commune) opens now and is done outside the clock; else the return opens. A
    refusal goes straight to the return, and the open interlinked parts end with it
    (docs/decisions/0008). On a route without a step of its own for it, whoever holds the last
    step before the way back issues.

    :raises NotAllowedHere: the result was not approved yet.
    :raises OpenParts: interlinked parts are still open. :raises SignedParts: or signed.
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
    if not may_issue(route, at=step.key):
        raise NotAllowedHere(
            code=act.dossier.code, status_label=step.name, act_label=ACTS[act.deed].label
        )
    if not paper.refused:
        check_parts(dossier_id)
    issued = issue(
        dossier_number=dossier_id, dossier_code=act.dossier.code, unit=act.dossier.settling_unit,
        paper=paper, issuer=by.actor.unit, at=at,
    )  # fmt: skip
    outcome = Outcome.REFUSED if paper.refused else Outcome.SETTLED
    end_clock(act, outcome=outcome, ground=Ground(document=paper.number))
    act.changes |= {"status": Status.SETTLED, "delivery": int(Delivery.READY)}
    act.calls.append(Call(STEP_CLOSE, (int(StepState.DONE), at, dossier_id, step.number)))
    opened = after_issue(route, at=step.key, refused=paper.refused)
    for offset, plan in enumerate(opened, start=1):
        act.calls.append(open_step(act, plan, offset=offset, at=at))
    act.payload |= {
        "number": paper.number, "name": paper.name, "refused": paper.refused,
        "paper": paper_print(issued),
    }  # fmt: skip
    act.done()
    if paper.refused:
        end_parts(act, because=f"hồ sơ liên thông {act.dossier.code} bị từ chối giải quyết")


@transaction.atomic
def return_result(*, dossier_id: int, receiver: str, proof: str, by: Acting, at: datetime) -> None:
    """Hand the result over with proof of delivery (code 10); lateness never blocks it.

    :raises StepsBeforeReturn: a step that the route puts before the return is still open.
    """
    rules.check_words(người_nhận=receiver, bằng_chứng_trả=proof)
    act = books.begin(Deed.RETURN_RESULT, dossier_id=dossier_id, acting=by, at=at)
    waiting = before_return(route_of(act), [step.key for step in act.dossier.open_steps])
    if waiting:
        raise StepsBeforeReturn(", ".join(waiting))
    act.changes |= {
        "status": Status.RETURNED, "returned_at": at, "delivery": int(Delivery.HANDED_OVER)
    }  # fmt: skip
    for step in act.dossier.open_steps:
        act.calls.append(Call(STEP_CLOSE, (int(StepState.DONE), at, dossier_id, step.number)))
    act.payload |= {"receiver": receiver, "proof": proof}
    act.done()


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
