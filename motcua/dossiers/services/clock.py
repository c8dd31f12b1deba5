"""Acts that stop, resume, restart and extend the clock of the limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from motcua.accounts.vocabulary import Role
from motcua.dossiers import rules
from motcua.dossiers.errors import DueTimeNeeded, NewTimeOutOfRange, NotAllowedHere
from motcua.dossiers.models import Apology, SupplementRequest
from motcua.dossiers.rules import Acting, Fact, limits
from motcua.dossiers.rules.dated import rules_on
from motcua.dossiers.services import books
from motcua.dossiers.services.books import STEPS_DUE, Act, Ground
from motcua.dossiers.services.reception import EnteredDue
from motcua.dossiers.services.steps import STEPS_LEAVE_OUT, thaw_steps
from motcua.dossiers.services.words import due_words, time_words
from motcua.dossiers.vocabulary import ACTS, ClockKind, Deed, Outcome, Status
from motcua.kernel.periods import day_of
from motcua.storage.sql import Call
from motcua.worktime import rules as worktime_rules
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Calendar, Limit, Remaining, working_days_between
from motcua.worktime.vocabulary import LimitUnit

_HEADS = frozenset({Role.UNIT_HEAD, Role.LEADER})
SUPPLEMENT_LAW = "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4"
OBLIGATION_LAW = "Nghĩa vụ tài chính theo pháp luật chuyên ngành"
#: The state in which a stop on these grounds leaves a dossier; every other ground pauses it.
STOPPED_BY = {
    SUPPLEMENT_LAW: Status.SUPPLEMENT_REQUIRED,
    OBLIGATION_LAW: Status.FINANCIAL_OBLIGATION,
}


@dataclass(frozen=True, slots=True)
class Override:
    """Why the head asks for additions a second time."""

    reason: str = ""


def _calendar(act: Act) -> Calendar:
    return worktime.calendar_for(unit_id=act.dossier.settling_unit)


def _terms(act: Act) -> limits.Terms:
    """Return under what this dossier's time is counted: it keeps the rules of its receipt."""
    dossier = act.dossier
    limit = None
    if dossier.limit_value is not None:
        limit = Limit(dossier.limit_value, LimitUnit(dossier.limit_unit))
    received = dossier.received_at or act.at
    return limits.Terms(limit, _calendar(act), rules_on(day_of(received)), dossier.by_minute)


def _effective(act: Act) -> tuple[Fact, ...]:
    return rules.amended(act.dossier.counted, act.dossier.facts)[1]


def original_of(act: Act) -> datetime | None:
    """Return the due time without the extension, None when it is the same."""
    due_at, original = rules.due_of(_effective(act))
    return None if original == due_at else original


def _stop(act: Act, *, status: Status, legal_ground: str, document: str) -> None:
    dossier = act.dossier
    left: Remaining | None = None
    if dossier.due_at is not None:
        left = limits.left_at(_terms(act), _effective(act), at=act.at, due_at=dossier.due_at)
    act.clock(
        Fact(0, ClockKind.STOP, act.at, dossier.settling_unit, due_at=dossier.due_at,
             due_at_original=original_of(act)),
        Ground(
            legal_ground=legal_ground, document=document,
            remaining=None if left is None else left.amount,
            remaining_unit="" if left is None else str(left.unit),
        ),
    )  # fmt: skip
    act.changes |= {"status": status, "stopped_at": act.at}
    if not rules.is_late(act.at, due_at=dossier.due_at, by_minute=dossier.by_minute):
        # While its clock stands in time a dossier waits at the end of every list of work.
        act.calls.append(Call(STEPS_DUE, (None, dossier.id)))


def _to_the_stop(act: Act) -> tuple[Fact, ...]:
    facts = _effective(act)
    last = max(i for i, fact in enumerate(facts) if fact.kind is ClockKind.STOP)
    return facts[: last + 1]


def _go_on(act: Act, kind: ClockKind, *, ground: Ground, entered: datetime | None = None) -> None:
    """Let a stopped clock go on: the rest of the limit, or the whole of it again."""
    dossier = act.dossier
    facts = _to_the_stop(act)

    def going_on(due_at: datetime | None) -> datetime | None:
        if due_at is None:
            return None
        restart = kind is ClockKind.RESTART
        return limits.after_stop(
            _terms(act), facts, at=act.at, due_at=due_at, restart=restart
        ).due_at

    new = entered or going_on(dossier.due_at)
    original = None if entered else going_on(original_of(act))
    fact = Fact(
        0, kind, act.at, dossier.settling_unit, due_at=new,
        due_at_original=original if original != new else None,
    )  # fmt: skip
    act.clock(fact, ground)
    act.set_due(new)
    thaw_steps(act, stopped_at=facts[-1].at, calendar=_calendar(act))
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
    asked = SupplementRequest.objects.filter(
        dossier_id=dossier_id, before_receipt=not received
    ).count()
    by_head = by.everything or bool(_HEADS & by.roles_at(act.dossier.situation.settlers))
    rules.check_supplement(rounds=asked, override_reason=override.reason, by_head=by_head)
    request = SupplementRequest.objects.create(
        dossier_id=dossier_id, round=asked + 1, before_receipt=not received, items=items,
        reason=reason, asked_at=at, answer_by=missing.answer_by,
        override_reason=override.reason if asked else "",
        override_by=by.actor.name if asked else "",
        late_notice=received and _late_notice(act),
        overdue_when_asked=rules.is_late(
            at, due_at=act.dossier.due_at, by_minute=act.dossier.by_minute
        ),
    )  # fmt: skip
    act.payload |= {"reason": reason, "round": asked + 1, "items": items}
    if received:
        _stop(act, status=Status.SUPPLEMENT_REQUIRED, legal_ground=SUPPLEMENT_LAW,
              document=f"Phiếu yêu cầu bổ sung lần {asked + 1}")  # fmt: skip
    else:
        act.changes["status"] = Status.SUPPLEMENT_REQUIRED
    act.done()
    return request


def _late_notice(act: Act) -> bool:
    starts = (ClockKind.START, ClockKind.AS_RECORDED, ClockKind.RESTART)
    full = max(fact.at for fact in _effective(act) if fact.kind in starts)
    used = working_days_between(after=day_of(full), until=day_of(act.at), calendar=_calendar(act))
    return used > rules.SUPPLEMENT_NOTICE_DAYS


@transaction.atomic
def send_additions(*, dossier_id: int, note: str, by: Acting, at: datetime) -> None:
    """Take in what the applicant sent; the clock waits until an officer accepts it as full."""
    act = books.begin(Deed.SEND_ADDITIONS, dossier_id=dossier_id, acting=by, at=at)
    _last_request(act).filter(sent_at=None).update(sent_at=at)
    act.payload["note"] = note
    act.done()


@transaction.atomic
def accept_additions(
    *, dossier_id: int, by: Acting, at: datetime, due: EnteredDue | None = None
) -> None:
    """Accept the additions as full: before receipt the dossier waits for receipt again; after
    it the limit restarts from zero, unless it was overdue when asked: then the rest goes on.

    :raises DueTimeNeeded: the limit restarts, cannot be computed, and no due time was entered.
    """
    act = books.begin(Deed.ACCEPT_ADDITIONS, dossier_id=dossier_id, acting=by, at=at)
    _last_request(act).update(accepted_at=at)
    dossier = act.dossier
    if dossier.received_at is None:
        act.changes["status"] = Status.REGISTERED
        act.payload["due_note"] = ""
        act.done()
        return
    restart = rules.restarts_from_zero(
        asked_at=dossier.stopped_at or at, due_at=dossier.due_at, by_minute=dossier.by_minute
    )
    entered = None
    if restart and dossier.limit_value is None:
        if due is None:
            raise DueTimeNeeded("tính lại từ đầu, nhưng thời hạn không tự tính được")
        rules.check_words(căn_cứ_của_hạn_trả=due.ground)
        entered = due.due_at
    _go_on(
        act,
        ClockKind.RESTART if restart else ClockKind.RESUME,
        ground=Ground(legal_ground=SUPPLEMENT_LAW, document=due.ground if due and entered else ""),
        entered=entered,
    )
    act.done()


def _last_request(act: Act) -> QuerySet[SupplementRequest]:
    return SupplementRequest.objects.filter(dossier_id=act.dossier.id, accepted_at=None)


@transaction.atomic
def miss_supplement_term(*, dossier_id: int, reason: str, by: Acting, at: datetime) -> None:
    """End a dossier whose additions did not come: not received, or stopped for good."""
    rules.check_words(lý_do=reason)
    act = books.begin(Deed.MISS_SUPPLEMENT_TERM, dossier_id=dossier_id, acting=by, at=at)
    term = _last_request(act).order_by("-pk").values_list("answer_by", flat=True).first()
    if term is None or term >= at:
        raise NewTimeOutOfRange(
            f"hạn bổ sung ({time_words(term)}) chưa hết. Chờ hết hạn rồi kết thúc hồ sơ."
        )
    act.calls.append(Call(STEPS_LEAVE_OUT, (at, dossier_id)))
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
        due_at_original=original_of(act), outcome=outcome,
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
    _go_on(act, ClockKind.RESUME, ground=Ground(document=document))
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
    _go_on(act, ClockKind.RESUME, ground=Ground(document=reason))
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
    rules.check_extension(due_at=dossier.due_at, extended=extended)
    if dossier.due_at is not None:
        worktime_rules.check_extension(
            at=at, due_at=dossier.due_at, new_due_at=new_due_at, calendar=_calendar(act)
        )
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
    # Time in which the clock stood is never lateness.
    until = dossier.ended_at or dossier.stopped_at or at
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


def _recalculated(act: Act) -> datetime | None:
    return limits.recalculated(_terms(act), act.dossier.facts, _effective(act))
