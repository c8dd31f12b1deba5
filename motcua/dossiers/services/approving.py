"""Signing the decision: at the one step of the route that does it."""

from datetime import datetime

from django.db import transaction

from motcua.dossiers import rules
from motcua.dossiers.errors import NotTheApproval
from motcua.dossiers.rules import Acting
from motcua.dossiers.rules.route import may_approve
from motcua.dossiers.services import books
from motcua.dossiers.services.steps import check_parts, hand_on, route_of, step_in_hand
from motcua.dossiers.vocabulary import Deed


@transaction.atomic
def approve(
    *,
    dossier_id: int,
    refuse: bool = False,
    reason: str = "",
    step_id: int | None = None,
    by: Acting,
    at: datetime,
) -> None:
    """Approve the drafted result, or its refusal with the reason; the clerk numbers it next.

    From here on the dossier has a signed decision (one-stop.md 2.1 rows 15, 16 and 18). A refusal
    does not wait for interlinked parts: they end when it is issued.

    :raises NotTheApproval: the route signs at another step.
    :raises OpenParts: interlinked parts are still open.
    """
    if refuse:
        rules.check_words(lý_do_từ_chối=reason)
    act = books.begin(Deed.APPROVE, dossier_id=dossier_id, acting=by, at=at)
    if not refuse:
        check_parts(dossier_id)
    step = step_in_hand(act, step_id=step_id)
    if not may_approve(route_of(act), at=step.key):
        raise NotTheApproval(step=step.name)
    verdict = f"từ chối giải quyết ({reason})" if refuse else "đồng ý cấp kết quả"
    act.changes |= {"refusal_approved": refuse, "refusal_reason": reason if refuse else ""}
    act.payload |= {
        "verdict": verdict, "refused": refuse, "reason": reason,
        "following": hand_on(act, step, wanted=(), at=at),
    }  # fmt: skip
    act.done()
