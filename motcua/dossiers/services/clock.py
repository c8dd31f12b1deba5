"""Acts that stop, resume, restart and extend the clock of the limit."""

from datetime import datetime

from django.db import transaction

from motcua.dossiers import rules
from motcua.dossiers.errors import NotAllowedHere
from motcua.dossiers.models import Apology
from motcua.dossiers.rules import Acting, Fact, limits
from motcua.dossiers.rules.dated import Matter, rules_on
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.services import books
from motcua.dossiers.services.books import STEPS_DUE, Act
from motcua.dossiers.services.grounds import OBLIGATION_LAW, law_of
from motcua.dossiers.services.steps import thaw_steps
from motcua.dossiers.services.words import due_words, time_words
from motcua.dossiers.vocabulary import ACTS, ClockKind, Deed, Status
from motcua.kernel.periods import day_of
from motcua.storage.sql import Call
from motcua.worktime import rules as worktime_rules
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Calendar, Limit, Remaining
from motcua.worktime.vocabulary import LimitUnit


def calendar_of(act: Act) -> Calendar:
    """Return the calendar by which the dossier's time is counted: that of who settles it."""
    return worktime.calendar_for(unit_id=act.dossier.settling_unit)


def _terms(act: Act) -> limits.Terms:
    """Return under what this dossier's time is counted: it keeps the rules of its receipt."""
    dossier = act.dossier
    limit = None
    if dossier.limit_value is not None:
        limit = Limit(dossier.limit_value, LimitUnit(dossier.limit_unit))
    received = dossier.received_at or act.at
    return limits.Terms(limit, calendar_of(act), rules_on(day_of(received)), dossier.by_minute)


def effective(act: Act) -> tuple[Fact, ...]:
    """Return the entries of the clock as they count after all corrections."""
    return rules.amended(act.dossier.counted, act.dossier.facts)[1]


def original_of(act: Act) -> datetime | None:
    """Return the due time without the extension, None when it is the same."""
    due_at, original = rules.due_of(effective(act))
    return None if original == due_at else original


def stop(act: Act, *, status: Status, legal_ground: str, document: str) -> None:
    """Stop the clock on a legal ground; what is left of the limit is frozen."""
    dossier = act.dossier
    left: Remaining | None = None
    if dossier.due_at is not None:
        left = limits.left_at(_terms(act), effective(act), at=act.at, due_at=dossier.due_at)
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
    facts = effective(act)
    last = max(i for i, fact in enumerate(facts) if fact.kind is ClockKind.STOP)
    return facts[: last + 1]


def go_on(act: Act, *, kind: ClockKind, ground: Ground, entered: datetime | None = None) -> None:
    """Let a stopped clock go on: the rest of the limit, or the whole of it again.

    entered: the due time that an officer entered, where none can be computed.
    """
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
    thaw_steps(act, stopped_at=facts[-1].at, calendar=calendar_of(act))
    act.changes |= {"status": Status.PROCESSING, "stopped_at": None}
    act.payload["due_note"] = due_words(new)


@transaction.atomic
def ask_obligation(*, dossier_id: int, reason: str, by: Acting, at: datetime) -> None:
    """Ask for taxes or land fees before the result (code 6); the clock stops until met."""
    rules.check_words(khoản_phải_nộp=reason)
    act = books.begin(Deed.ASK_OBLIGATION, dossier_id=dossier_id, acting=by, at=at)
    act.payload["reason"] = reason
    stop(act, status=Status.FINANCIAL_OBLIGATION, legal_ground=OBLIGATION_LAW, document=reason)
    act.done()


@transaction.atomic
def meet_obligation(*, dossier_id: int, document: str, by: Acting, at: datetime) -> None:
    """Record that the obligation was met, with the paper that proves it; the clock goes on."""
    rules.check_words(chứng_từ=document)
    act = books.begin(Deed.MEET_OBLIGATION, dossier_id=dossier_id, acting=by, at=at)
    act.payload["document"] = document
    go_on(act, kind=ClockKind.RESUME, ground=Ground(document=document))
    act.done()


@transaction.atomic
def pause(*, dossier_id: int, legal_ground: str, document: str, by: Acting, at: datetime) -> None:
    """Pause a dossier on a ground that the law names, with its document (tạm dừng, code 8)."""
    rules.check_words(căn_cứ_pháp_lý=legal_ground, văn_bản_tạm_dừng=document)
    act = books.begin(Deed.PAUSE, dossier_id=dossier_id, acting=by, at=at)
    act.payload |= {"legal_ground": legal_ground, "document": document}
    stop(act, status=Status.STOPPED, legal_ground=legal_ground, document=document)
    act.done()


@transaction.atomic
def resume(*, dossier_id: int, reason: str, by: Acting, at: datetime) -> None:
    """Go on after a pause: the frozen rest of the limit runs again."""
    rules.check_words(lý_do_tiếp_tục=reason)
    act = books.begin(Deed.RESUME, dossier_id=dossier_id, acting=by, at=at)
    act.payload["reason"] = reason
    go_on(act, kind=ClockKind.RESUME, ground=Ground(document=reason))
    act.done()


@transaction.atomic
def extend(*, dossier_id: int, new_due_at: datetime, reason: str, by: Acting, at: datetime) -> None:
    """Apologise and set a new appointment, once, at the latest one day before the due date.

    Statistics keep both due times; the law is a dated setting (`Matter.EXTENSION`).

    :raises ExtensionTooLate: it is late for it, or was done before.
    """
    rules.check_words(lý_do_chậm=reason)
    act = books.begin(Deed.EXTEND, dossier_id=dossier_id, acting=by, at=at)
    dossier = act.dossier
    extended = any(fact.kind is ClockKind.EXTEND for fact in dossier.facts)
    law = law_of(act, Matter.EXTENSION)
    rules.check_extension(due_at=dossier.due_at, extended=extended, law=law)
    if dossier.due_at is not None:
        worktime_rules.check_extension(
            at=at, due_at=dossier.due_at, new_due_at=new_due_at, calendar=calendar_of(act)
        )
    act.clock(
        Fact(0, ClockKind.EXTEND, at, dossier.settling_unit, due_at=new_due_at,
             due_at_original=dossier.due_at),
        Ground(legal_ground=law, document=reason),
    )  # fmt: skip
    act.set_due(new_due_at)
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
        Ground(document=document, calendar=calendar_of(act).version),
    )
    act.set_due(new)
    act.payload |= {"document": document, "due_note": due_words(new)}
    act.done()
    return True


def _recalculated(act: Act) -> datetime | None:
    return limits.recalculated(_terms(act), act.dossier.facts, effective(act))
