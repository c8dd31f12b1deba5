"""Acts that stop, resume, restart and extend the clock of the limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from motcua.dossiers import rules
from motcua.dossiers.errors import NotAllowedHere
from motcua.dossiers.models import Apology, SupplementRequest
from motcua.dossiers.rules import Acting, Fact
from motcua.dossiers.services import books
from motcua.dossiers.services.books import Act, Ground
from motcua.dossiers.services.reception import terms_of
from motcua.dossiers.services.words import due_words, time_words
from motcua.dossiers.vocabulary import ACTS, ClockKind, Deed, Outcome, Status
from motcua.kernel.periods import day_of
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import (
    Calendar,
    ClockEvent,
    Limit,
    Remaining,
    due,
    due_after_events,
    due_after_pause,
    remaining_at,
    working_days_between,
)
from motcua.worktime.vocabulary import ClockEventKind, LimitUnit

SUPPLEMENT_LAW = "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4"
OBLIGATION_LAW = "Nghĩa vụ tài chính theo pháp luật chuyên ngành"


@dataclass(frozen=True, slots=True)
class Override:
    """The head's approval of a second request for additions."""

    reason: str = ""
    by: str = ""


def _calendar(act: Act) -> Calendar:
    return worktime.calendar_for(unit_id=act.dossier.settling_unit)


def _unit(act: Act) -> LimitUnit:
    # Due times brought over from another system, or entered by an officer, are frozen in
    # working time.
    return LimitUnit(act.dossier.limit_unit or LimitUnit.WORKING_DAY)


def _stop(act: Act, *, status: Status, legal_ground: str, document: str) -> None:
    dossier = act.dossier
    left: Remaining | None = None
    if dossier.due_at is not None:
        left = remaining_at(
            at=act.at, due_at=dossier.due_at, unit=_unit(act), calendar=_calendar(act)
        )
    act.clock(
        Fact(0, ClockKind.STOP, act.at, dossier.settling_unit, due_at=dossier.due_at,
             due_at_original=_original(act)),
        Ground(
            legal_ground=legal_ground, document=document,
            remaining=None if left is None else left.amount,
            remaining_unit="" if left is None else str(left.unit),
        ),
    )  # fmt: skip
    act.changes |= {"status": status, "stopped_at": act.at}


def _original(act: Act) -> datetime | None:
    return act.dossier.facts[-1].due_at_original if act.dossier.facts else None


def _thawed(act: Act, due_at: datetime | None, *, restart: bool) -> datetime | None:
    """Return the due time after the clock goes on: the rest, or the whole limit again."""
    dossier = act.dossier
    if due_at is None or dossier.stopped_at is None:
        return due_at
    late = rules.is_late(dossier.stopped_at, due_at=due_at, by_minute=dossier.by_minute)
    if late:
        return due_at
    if restart and dossier.limit_value is not None:
        limit = Limit(dossier.limit_value, LimitUnit(dossier.limit_unit))
        rule_set = terms_of(act, at=act.at).rules
        found = due(received_at=act.at, limit=limit, calendar=_calendar(act), rules=rule_set)
        return found.due_at
    left = remaining_at(
        at=dossier.stopped_at, due_at=due_at, unit=_unit(act), calendar=_calendar(act)
    )
    return due_after_pause(resumed_at=act.at, remaining=left, calendar=_calendar(act)).due_at


def _go_on(act: Act, kind: ClockKind, *, restart: bool, ground: Ground) -> None:
    dossier = act.dossier
    new = _thawed(act, dossier.due_at, restart=restart)
    original = _thawed(act, _original(act), restart=restart)
    fact = Fact(
        0, kind, act.at, dossier.settling_unit, due_at=new,
        due_at_original=original if original != new else None,
    )  # fmt: skip
    act.clock(fact, ground)
    act.set_due(new)
    act.changes |= {"status": Status.PROCESSING, "stopped_at": None}
    act.payload["due_note"] = due_words(new)


@dataclass(frozen=True, slots=True)
class Missing:
    """What a request for additions names: the papers, why, and until when they are awaited."""

    items: Sequence[str]
    reason: str
    answer_by: datetime | None = None


@transaction.atomic
def ask_supplement(
    *,
    dossier_id: int,
    missing: Missing,
    by: Acting,
    at: datetime,
    override: Override | None = None,
) -> SupplementRequest:
    """Ask for additions, once and completely (form 02); the clock stops.

    After receipt it is a supplement after appraisal (Điều 19 khoản 4), flagged when it comes
    later than 3 working days from receipt; before receipt nothing is counted yet.

    :raises SupplementAgain: a second request without reason and the head's approval.
    """
    items, reason = list(missing.items), missing.reason
    rules.check_words(lý_do_bổ_sung=reason, giấy_tờ_cần_bổ_sung=" ".join(items))
    override = override or Override()
    received = books.opened(dossier_id).received_at is not None
    deed = Deed.ASK_SUPPLEMENT if received else Deed.ASK_SUPPLEMENT_BEFORE_RECEIPT
    act = books.begin(deed, dossier_id=dossier_id, acting=by, at=at)
    rounds = SupplementRequest.objects.filter(dossier_id=dossier_id).count()
    rules.check_supplement(rounds=rounds, override_reason=override.reason, override_by=override.by)
    request = SupplementRequest.objects.create(
        dossier_id=dossier_id, round=rounds + 1, before_receipt=not received, items=items,
        reason=reason, asked_at=at, answer_by=missing.answer_by, override_reason=override.reason,
        override_by=override.by, late_notice=received and _late_notice(act),
        overdue_when_asked=rules.is_late(
            at, due_at=act.dossier.due_at, by_minute=act.dossier.by_minute
        ),
    )  # fmt: skip
    act.payload |= {"reason": reason, "round": rounds + 1, "items": items}
    if received:
        _stop(act, status=Status.SUPPLEMENT_REQUIRED, legal_ground=SUPPLEMENT_LAW,
              document=f"Phiếu yêu cầu bổ sung lần {rounds + 1}")  # fmt: skip
    else:
        act.changes["status"] = Status.SUPPLEMENT_REQUIRED
    act.done()
    return request


def _late_notice(act: Act) -> bool:
    received = act.dossier.received_at
    if received is None:
        return False
    used = working_days_between(
        after=day_of(received), until=day_of(act.at), calendar=_calendar(act)
    )
    return used > rules.SUPPLEMENT_NOTICE_DAYS


@transaction.atomic
def send_additions(*, dossier_id: int, note: str, by: Acting, at: datetime) -> None:
    """Take in what the applicant sent; the clock waits until an officer accepts it as full."""
    act = books.begin(Deed.SEND_ADDITIONS, dossier_id=dossier_id, acting=by, at=at)
    _last_request(act).filter(sent_at=None).update(sent_at=at)
    act.payload["note"] = note
    act.done()


@transaction.atomic
def accept_additions(*, dossier_id: int, by: Acting, at: datetime) -> None:
    """Accept the additions as full: before receipt the dossier waits for receipt again; after
    it the limit restarts from zero, unless it was overdue when asked: then the rest goes on."""
    act = books.begin(Deed.ACCEPT_ADDITIONS, dossier_id=dossier_id, acting=by, at=at)
    _last_request(act).update(accepted_at=at)
    if act.dossier.received_at is None:
        act.changes["status"] = Status.REGISTERED
        act.payload["due_note"] = ""
        act.done()
        return
    asked_at = act.dossier.stopped_at or at
    restart = rules.restarts_from_zero(
        asked_at=asked_at, due_at=act.dossier.due_at, by_minute=act.dossier.by_minute
    )
    kind = ClockKind.RESTART if restart else ClockKind.RESUME
    _go_on(act, kind, restart=restart, ground=Ground(legal_ground=SUPPLEMENT_LAW))
    act.done()


def _last_request(act: Act) -> QuerySet[SupplementRequest]:
    return SupplementRequest.objects.filter(dossier_id=act.dossier.id, accepted_at=None)


@transaction.atomic
def miss_supplement_term(*, dossier_id: int, reason: str, by: Acting, at: datetime) -> None:
    """End a dossier whose additions did not come: not received, or stopped for good."""
    rules.check_words(lý_do=reason)
    act = books.begin(Deed.MISS_SUPPLEMENT_TERM, dossier_id=dossier_id, acting=by, at=at)
    act.payload["reason"] = reason
    act.changes["ended_at"] = at
    if act.dossier.received_at is None:
        act.changes["status"] = Status.NOT_RECEIVED
        act.refused_at = at
    else:
        act.changes["status"] = Status.STOPPED
        act.clock(_end(act, Outcome.STOPPED), Ground(legal_ground=SUPPLEMENT_LAW))
    act.done()


def _end(act: Act, outcome: Outcome) -> Fact:
    dossier = act.dossier
    return Fact(
        0, ClockKind.END, act.at, dossier.settling_unit, due_at=dossier.due_at,
        due_at_original=_original(act), outcome=outcome,
    )  # fmt: skip


@transaction.atomic
def ask_obligation(*, dossier_id: int, reason: str, by: Acting, at: datetime) -> None:
    """Ask for taxes or land fees before the result (code 6); the clock stops until met."""
    rules.check_words(khoản_phải_nộp=reason)
    act = books.begin(Deed.ASK_OBLIGATION, dossier_id=dossier_id, acting=by, at=at)
    act.payload["reason"] = reason
    _stop(act, status=Status.FINANCIAL_OBLIGATION, legal_ground=OBLIGATION_LAW, document=reason)
    act.done()


@transaction.atomic
def meet_obligation(*, dossier_id: int, document: str, by: Acting, at: datetime) -> None:
    """Record that the obligation was met, with the paper that proves it; the clock goes on."""
    rules.check_words(chứng_từ=document)
    act = books.begin(Deed.MEET_OBLIGATION, dossier_id=dossier_id, acting=by, at=at)
    act.payload["document"] = document
    _go_on(act, ClockKind.RESUME, restart=False, ground=Ground(document=document))
    act.done()


@transaction.atomic
def pause(*, dossier_id: int, legal_ground: str, document: str, by: Acting, at: datetime) -> None:
    """Pause a dossier on a ground that the law names, with its document (tạm dừng, code 8)."""
    rules.check_words(căn_cứ_pháp_lý=legal_ground, văn_bản_tạm_dừng=document)
    act = books.begin(Deed.PAUSE, dossier_id=dossier_id, acting=by, at=at)
    act.payload |= {"legal_ground": legal_ground, "document": document}
    _stop(act, status=Status.STOPPED, legal_ground=legal_ground, document=document)
    act.done()


@transaction.atomic
def resume(*, dossier_id: int, reason: str, by: Acting, at: datetime) -> None:
    """Go on after a pause: the frozen rest of the limit runs again."""
    rules.check_words(lý_do_tiếp_tục=reason)
    act = books.begin(Deed.RESUME, dossier_id=dossier_id, acting=by, at=at)
    act.payload["reason"] = reason
    _go_on(act, ClockKind.RESUME, restart=False, ground=Ground(document=reason))
    act.done()


@transaction.atomic
def extend(*, dossier_id: int, new_due_at: datetime, reason: str, by: Acting, at: datetime) -> None:
    """Apologise and set a new appointment, once, at the latest one day before the due date.

    Statistics keep both due times (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9).

    :raises ExtensionTooLate: it is late for it, or was done before.
    """
    rules.check_words(lý_do_chậm=reason)
    act = books.begin(Deed.EXTEND, dossier_id=dossier_id, acting=by, at=at)
    dossier = act.dossier
    extended = any(fact.kind is ClockKind.EXTEND for fact in dossier.facts)
    rules.check_extension(at=at, due_at=dossier.due_at, new_due_at=new_due_at, extended=extended)
    act.clock(
        Fact(0, ClockKind.EXTEND, at, dossier.settling_unit, due_at=new_due_at,
             due_at_original=dossier.due_at),
        Ground(legal_ground="Nghị định 61/2018/NĐ-CP, Điều 19 khoản 9", document=reason),
    )  # fmt: skip
    act.set_due(new_due_at)
    act.changes["apologised_at"] = at
    Apology.objects.create(
        dossier_id=dossier_id, at=at, reason=reason, promised_at=new_due_at, with_extension=True,
        signer=by.actor.name,
    )  # fmt: skip
    act.payload |= {"reason": reason, "due_note": due_words(new_due_at)}
    act.done()


@transaction.atomic
def apologise(
    *, dossier_id: int, promised_at: datetime, reason: str, by: Acting, at: datetime
) -> None:
    """Apologise for a late dossier with a promised time; due time and lateness stay."""
    rules.check_words(lý_do_chậm=reason)
    act = books.begin(Deed.APOLOGISE, dossier_id=dossier_id, acting=by, at=at)
    dossier = act.dossier
    until = dossier.ended_at or at
    if not rules.is_late(until, due_at=dossier.due_at, by_minute=dossier.by_minute):
        raise NotAllowedHere(
            code=dossier.code, status_label="còn hạn", act_label=ACTS[act.deed].label
        )
    rules.check_apology(at=at, promised_at=promised_at)
    Apology.objects.create(
        dossier_id=dossier_id, at=at, reason=reason, promised_at=promised_at,
        with_extension=False, signer=by.actor.name,
    )  # fmt: skip
    act.changes["apologised_at"] = at
    act.payload |= {"reason": reason, "promised_at": time_words(promised_at)}
    act.done()


@transaction.atomic
def recalculate(*, dossier_id: int, document: str, at: datetime) -> bool:
    """Compute the due time anew under the calendar as decided now; say whether it moved.

    Open dossiers only; closed ones stay as they were (one-stop.md 3.2, 10). A due time that
    was extended, entered by hand or recorded elsewhere is a promise and stays.
    """
    act = books.begin(Deed.RECALCULATE, dossier_id=dossier_id, acting=rules.THE_SYSTEM, at=at)
    new = _recalculated(act)
    if new is None or new == act.dossier.due_at:
        return False
    act.clock(
        Fact(0, ClockKind.RECALCULATE, at, act.dossier.settling_unit, due_at=new),
        Ground(document=document, calendar=_calendar(act).version),
    )
    act.set_due(new)
    act.payload |= {"document": document, "due_note": due_words(new)}
    act.done()
    return True


_EVENTS = {
    ClockKind.STOP: ClockEventKind.STOP,
    ClockKind.RESUME: ClockEventKind.RESUME,
    ClockKind.RESTART: ClockEventKind.RESTART,
}


def _recalculated(act: Act) -> datetime | None:
    dossier = act.dossier
    _, facts = rules.amended(dossier.counted, dossier.facts)
    kinds = {fact.kind for fact in facts}
    if not facts or dossier.limit_value is None or ClockKind.EXTEND in kinds:
        return None
    events = [ClockEvent(_EVENTS[fact.kind], fact.at) for fact in facts if fact.kind in _EVENTS]
    return due_after_events(
        received_at=facts[0].at,
        limit=Limit(dossier.limit_value, LimitUnit(dossier.limit_unit)),
        calendar=_calendar(act),
        rules=terms_of(act, at=facts[0].at).rules,
        events=events,
    ).due_at
