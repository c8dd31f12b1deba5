"""How a dossier ends without a result: withdrawn, stopped, refused; its open parts end with it."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from motcua.dossiers import rules
from motcua.dossiers.errors import SignedParts
from motcua.dossiers.rules import Acting, Fact
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.services import books
from motcua.dossiers.services.books import Act
from motcua.dossiers.services.clock import original_of
from motcua.dossiers.services.reception import Application, submit
from motcua.dossiers.services.steps import STEPS_LEAVE_OUT
from motcua.dossiers.vocabulary import ClockKind, Deed, Outcome, Status
from motcua.storage import sql
from motcua.storage.sql import Call, Statement

PARTS_TO_END = Statement(
    "dossiers.parts_to_end",
    "select id, coalesce(code, nullif(source_code, ''), reference), received_at is not null,"
    " refusal_approved is not null from dossiers_dossier"
    " where parent_id = %s and ended_at is null order by id for update",
)


def end_clock(act: Act, *, outcome: Outcome, ground: Ground | None = None) -> None:
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


def end_parts(act: Act, *, because: str) -> None:
    """End the open interlinked parts of a dossier that ends without a result, in the same act.

    Withdrawn with the whole when the applicant withdraws it; otherwise stopped, or not received
    where a part was not received yet. Parts with a result keep it (docs/decisions/0008).

    because: the reason or ground that the parts' own books give.

    :raises SignedParts: a part has a signed decision that waits for its number.
    """
    parts = sql.every(PARTS_TO_END, act.dossier.id)
    signed = [code for _, code, _, is_signed in parts if is_signed]
    if signed:
        raise SignedParts(", ".join(signed))
    # Who ends the whole holds no role at the units of its parts: they follow by law.
    by = replace(act.acting, everything=True)
    for key, _, received, _ in parts:
        if act.deed is Deed.WITHDRAW:
            withdraw(dossier_id=key, reason=because, by=by, at=act.at)
        elif received:
            stop_settling(
                dossier_id=key, legal_ground=because, document=act.dossier.code, by=by, at=act.at
            )
        else:
            refuse_receipt(dossier_id=key, reason=because, by=by, at=act.at)


@transaction.atomic
def withdraw(*, dossier_id: int, reason: str, by: Acting, at: datetime) -> None:
    """Let the applicant withdraw, while no decision is signed (code 7); originals go back.

    :raises SignedParts: an interlinked part has a signed decision.
    """
    rules.check_words(lý_do_rút=reason)
    act = books.begin(Deed.WITHDRAW, dossier_id=dossier_id, acting=by, at=at)
    signed = act.dossier.refusal_approved is not None
    rules.check_unsigned(act.deed, code=act.dossier.code, signed=signed)
    act.payload["reason"] = reason
    end_clock(act, outcome=Outcome.WITHDRAWN)
    act.changes["status"] = Status.WITHDRAWN
    act.calls.append(Call(STEPS_LEAVE_OUT, (at, dossier_id)))
    act.done()
    end_parts(act, because=f"{reason} (rút cùng hồ sơ liên thông {act.dossier.code})")


@transaction.atomic
def stop_settling(
    *, dossier_id: int, legal_ground: str, document: str, by: Acting, at: datetime
) -> None:
    """Stop a dossier for good on a legal ground, while no decision is signed (now form 05).

    :raises NotAllowedHere: a decision is signed.
    :raises SignedParts: an interlinked part has a signed decision.
    """
    rules.check_words(căn_cứ_pháp_lý=legal_ground, văn_bản=document)
    act = books.begin(Deed.STOP_SETTLING, dossier_id=dossier_id, acting=by, at=at)
    signed = act.dossier.refusal_approved is not None
    rules.check_unsigned(act.deed, code=act.dossier.code, signed=signed)
    act.payload |= {"legal_ground": legal_ground, "document": document}
    ground = Ground(legal_ground=legal_ground, document=document)
    end_clock(act, outcome=Outcome.STOPPED, ground=ground)
    act.changes["status"] = Status.STOPPED
    act.calls.append(Call(STEPS_LEAVE_OUT, (at, dossier_id)))
    act.done()
    end_parts(act, because=f"{legal_ground} (hồ sơ liên thông {act.dossier.code} dừng giải quyết)")


@transaction.atomic
def refuse_receipt(*, dossier_id: int, reason: str, by: Acting, at: datetime) -> None:
    """Refuse a dossier that was sent before (form 03, with the reason).

    :raises DossierError: it was received already, or the reason is missing.
    """
    rules.check_words(lý_do_từ_chối=reason)
    act = books.begin(Deed.REFUSE_RECEIPT, dossier_id=dossier_id, acting=by, at=at)
    act.payload["reason"] = reason
    act.changes |= {"status": Status.NOT_RECEIVED, "ended_at": at, "answer_by": None}
    act.refused_at = at
    act.done()
    end_parts(act, because=f"{reason} (hồ sơ liên thông {act.dossier.code} không được tiếp nhận)")


@transaction.atomic
def refuse_at_counter(*, application: Application, reason: str, by: Acting, at: datetime) -> int:
    """Refuse a dossier at the counter; it is kept with its reason, and counted beside the table."""
    rules.check_may(Deed.REFUSE_RECEIPT, acting=by, units=[application.unit])
    key, _ = submit(application=application, by=by, at=at)
    refuse_receipt(dossier_id=key, reason=reason, by=by, at=at)
    return key
