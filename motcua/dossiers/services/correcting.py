"""Correcting the record with a new entry; nothing is overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from motcua.archive.services import revoke
from motcua.dossiers import rules
from motcua.dossiers.errors import CannotCorrect
from motcua.dossiers.models import Step
from motcua.dossiers.rules import Acting, Fact
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.rules.history import GIVES_DUE
from motcua.dossiers.rules.route import after_the_result
from motcua.dossiers.services import books
from motcua.dossiers.services.books import Act
from motcua.dossiers.services.clock import effective
from motcua.dossiers.services.grounds import stopped_state
from motcua.dossiers.services.steps import STEPS_LEAVE_OUT, open_step, route_of
from motcua.dossiers.services.words import time_words
from motcua.dossiers.vocabulary import ClockKind, Deed, Delivery, Status
from motcua.kernel.canonical import instant_text
from motcua.storage import sql
from motcua.storage.sql import Call, Statement
from motcua.tally.vocabulary import Channel

#: Parts that ended in the same act as the whole, without a result (`closing.end_parts`).
PARTS_ENDED_WITH = Statement(
    "dossiers.parts_ended_with",
    "select c.dossier_id, c.number from dossiers_dossier d"
    " join dossiers_clockentry c on c.dossier_id = d.id and c.kind = 'end' and c.at = d.ended_at"
    " where d.parent_id = %s and d.ended_at = %s and d.status in (7, 8) order by d.id",
)


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
    shows what changed since. Making an end void opens the dossier again, and with it the parts
    that ended in the same act (docs/decisions/0008).

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
    act.changes |= _caches(facts) | _receipt(act, correction)
    act.set_due(rules.due_of(facts)[0])
    if correction.void:
        _reopen(act)
    act.payload |= {"what": correction.words(), "reason": reason}
    act.done()
    if correction.void and dossier.ended_at is not None:
        _reopen_parts(act, reason=reason)


def _reopen_parts(act: Act, *, reason: str) -> None:
    """Open the interlinked parts again that ended in the same act as the whole."""
    # As when they ended: who decides on the whole holds no role at the units of its parts.
    by = replace(act.acting, everything=True)
    because = f"{reason} (mở lại cùng hồ sơ liên thông {act.dossier.code})"
    for part, number in sql.every(PARTS_ENDED_WITH, act.dossier.id, act.dossier.ended_at):
        correction = Correction(number=number, void=True)
        correct(dossier_id=part, correction=correction, reason=because, by=by, at=act.at)


def _receipt(act: Act, correction: Correction) -> dict[str, object]:
    """Return the corrected time of receipt: where the clock began with it, and not elsewhere.

    By post it began with the hand-over record, boundary-free with the take-over: then the entry
    of the clock says nothing about the receipt.
    """
    dossier, start = act.dossier, effective(act)[0]
    with_receipt = start.at == dossier.received_at and dossier.handed_over_at is None
    if correction.number != start.number or correction.at is None or not with_receipt:
        return {}
    return {"received_at": correction.at}


def _caches(facts: tuple[Fact, ...]) -> dict[str, object]:
    """Return the caches that follow from the entries as corrected."""
    end = next((fact for fact in facts if fact.kind is ClockKind.END), None)
    found: dict[str, object] = {"due_at_original": facts[0].due_at}
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
        status = stopped_state(act)
    act.changes |= {
        "status": status,
        "delivery": int(Delivery.NOTHING_YET),
        "returned_at": None,
        "refusal_approved": None,
        "refusal_reason": "",
    }
    revoke(dossier_number=dossier.id, at=act.at)
    act.calls.append(Call(STEPS_LEAVE_OUT, (act.at, dossier.id)))
    route = route_of(act)
    worked = (
        Step.objects.filter(dossier=dossier.id)
        .exclude(kind__key__in=("approve", "issue", *after_the_result(route)))
        .order_by("-number")
        .values_list("kind__key", flat=True)
    )
    plans = {plan.key: plan for plan in route}
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
    _check_later(act, fact)
    if correction.at is None:
        return
    if correction.at > act.at:
        raise CannotCorrect("thời điểm đúng không thể ở tương lai.")
    if fact.kind in GIVES_DUE and correction.due_at is None:
        raise CannotCorrect("đổi thời điểm của dòng này thì ghi cả hạn trả đúng.")


def _check_later(act: Act, fact: Fact) -> None:
    """Refuse to correct what later due times rest on, while they still say what they said.

    A later entry gives a due time of its own; it is corrected first, by who knows it.

    :raises CannotCorrect: a later entry gives a due time and was not corrected.
    """
    if fact.kind not in GIVES_DUE and fact.kind is not ClockKind.STOP:
        return
    mended = {
        one.amends["number"]
        for one in act.dossier.facts
        if one.amends is not None and "due_at" in one.amends
    }
    later = [
        one.number
        for one in act.dossier.facts
        if one.number > fact.number and one.kind in GIVES_DUE and one.number not in mended
    ]
    if later:
        raise CannotCorrect(
            f"hạn của dòng {later[-1]} được tính sau dòng này. Đính chính hạn của dòng "
            f"{later[-1]} trước, rồi đính chính dòng này."
        )
