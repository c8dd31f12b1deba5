"""Asking for additions, once and completely, taking them in, and what follows if none come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from motcua.accounts.vocabulary import Role
from motcua.catalogue import selectors as catalogue
from motcua.dossiers import rules
from motcua.dossiers.errors import DueTimeNeeded, NewTimeOutOfRange, UnknownComponent
from motcua.dossiers.models import SupplementRequest
from motcua.dossiers.rules import Acting
from motcua.dossiers.rules.dated import Matter
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.services import books
from motcua.dossiers.services.books import Act
from motcua.dossiers.services.clock import calendar_of, effective, go_on, stop
from motcua.dossiers.services.closing import end_clock, end_parts
from motcua.dossiers.services.grounds import law_of
from motcua.dossiers.services.reception import answer_due_at
from motcua.dossiers.services.starting import EnteredDue
from motcua.dossiers.services.steps import STEPS_LEAVE_OUT
from motcua.dossiers.services.words import time_words
from motcua.dossiers.vocabulary import ClockKind, Deed, Outcome, Status
from motcua.kernel.periods import day_of
from motcua.storage.sql import Call
from motcua.worktime.rules import Term, term_on, working_days_between

#: Who allows a second request: the head of the settling agency.
_HEADS = frozenset({Role.UNIT_HEAD, Role.LEADER})


def _by_head(act: Act) -> bool:
    """Return whether the head asks: before receipt the head of the one-stop unit is one too."""
    by, dossier = act.acting, act.dossier
    if by.everything or _HEADS & by.roles_at(dossier.situation.settlers):
        return True
    counter = by.roles_at([dossier.receiving_unit])
    return dossier.received_at is None and Role.ONE_STOP_HEAD in counter


@dataclass(frozen=True, slots=True)
class Missing:
    """What a request for additions names, why, and until when it is awaited.

    components: keys of components of the dossier's procedure version. items: papers outside that
    list, in words; they need the legal ground that lets the office ask for them.
    """

    items: Sequence[str]
    reason: str
    answer_by: datetime | None = None
    components: Sequence[int] = ()
    legal_ground: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """Why the head asks for additions a second time."""

    reason: str = ""


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

    After receipt it is a supplement after appraisal (`Matter.SUPPLEMENT`), flagged when it comes
    later than the dated setting `Term.SUPPLEMENT_NOTICE`; before receipt nothing is counted yet.
    It names components of the procedure, or papers with their legal ground (one-stop.md 11,
    rule 2).

    :raises NotAllowedHere: a decision is signed.
    :raises SupplementAgain: a second request without reason and the head's approval.
    :raises PapersWithoutGround: papers outside the list without a ground.
    """
    rules.check_words(lý_do_bổ_sung=missing.reason)
    override = override or Override()
    received = books.opened(dossier_id).received_at is not None
    deed = Deed.ASK_SUPPLEMENT if received else Deed.ASK_SUPPLEMENT_BEFORE_RECEIPT
    act = books.begin(deed, dossier_id=dossier_id, acting=by, at=at)
    signed = act.dossier.refusal_approved is not None
    rules.check_unsigned(deed, code=act.dossier.code, signed=signed)
    asked = _asked_before(act, override)
    items = _named(act, missing)
    request = SupplementRequest.objects.create(
        dossier_id=dossier_id, round=asked + 1, before_receipt=not received, items=items,
        components=list(missing.components), legal_ground=missing.legal_ground,
        reason=missing.reason, asked_at=at, answer_by=missing.answer_by,
        override_reason=override.reason if asked else "",
        override_by=by.actor.name if asked else "",
        late_notice=received and _late_notice(act),
        overdue_when_asked=rules.is_late(
            at, due_at=act.dossier.due_at, by_minute=act.dossier.by_minute
        ),
    )  # fmt: skip
    act.payload |= {
        "reason": missing.reason, "round": asked + 1, "items": items,
        "components": list(missing.components), "legal_ground": missing.legal_ground,
    }  # fmt: skip
    if received:
        stop(act, status=Status.SUPPLEMENT_REQUIRED, legal_ground=law_of(act, Matter.SUPPLEMENT),
             document=f"Phiếu yêu cầu bổ sung lần {asked + 1}")  # fmt: skip
    else:
        # The request is the answer that the applicant waited for.
        act.changes |= {"status": Status.SUPPLEMENT_REQUIRED, "answer_by": None}
    act.done()
    return request


def _asked_before(act: Act, override: Override) -> int:
    """Return how many requests of this kind there were; before and after receipt count apart.

    The law leaves that open; the reading is docs/decisions/0012.

    :raises SupplementAgain: there was one, and no reason or not the head.
    """
    before = act.dossier.received_at is None
    asked = SupplementRequest.objects.filter(dossier_id=act.dossier.id, before_receipt=before)
    rounds = asked.count()
    rules.check_supplement(
        rounds=rounds, override_reason=override.reason, by_head=_by_head(act),
        law=law_of(act, Matter.ASKED_ONCE),
    )  # fmt: skip
    return rounds


def _named(act: Act, missing: Missing) -> list[str]:
    """Return what is asked in words: the components by their names, then the other papers.

    :raises UnknownComponent: one is no component of the dossier's version.
    """
    rules.check_papers(
        components=missing.components, items=missing.items, legal_ground=missing.legal_ground
    )
    if not missing.components:
        return list(missing.items)
    names: dict[int, str] = {}
    if act.dossier.version is not None:
        names = catalogue.component_names(version_id=act.dossier.version)
    if not set(missing.components) <= set(names):
        raise UnknownComponent
    return [*(names[key] for key in missing.components), *missing.items]


def _late_notice(act: Act) -> bool:
    """Return whether the notice comes too late after the receipt.

    The term is counted from the receipt, however often the limit restarted since; sector law may
    set its own for a procedure (one-stop.md 2.1 row 9; 11, rule 4).
    """
    starts = (ClockKind.START, ClockKind.AS_RECORDED)
    full = max(fact.at for fact in effective(act) if fact.kind in starts)
    used = working_days_between(after=day_of(full), until=day_of(act.at), calendar=calendar_of(act))
    own = catalogue.notice_term_of(version_id=act.dossier.version)
    if own is not None:
        return used > own.days
    # A dossier keeps the rules of its receipt.
    term = term_on(Term.SUPPLEMENT_NOTICE, day_of(act.dossier.received_at or full))
    return used > term.limit.value


@transaction.atomic
def send_additions(
    *, dossier_id: int, note: str, by: Acting, at: datetime, came: Collection[str] = ()
) -> None:
    """Take in what the applicant sent; the clock waits until an officer accepts it as full.

    came: which of the papers that were asked for, in the words of the request.
    """
    act = books.begin(Deed.SEND_ADDITIONS, dossier_id=dossier_id, acting=by, at=at)
    request = _last_request(act).order_by("-pk").first()
    if request is not None:
        request.sent_at = request.sent_at or at
        request.came = [item for item in request.items if item in {*request.came, *came}]
        request.save(update_fields=["sent_at", "came"])
        act.payload["came"] = request.came
    act.payload["note"] = note
    act.done()


@transaction.atomic
def accept_additions(
    *,
    dossier_id: int,
    by: Acting,
    at: datetime,
    due: EnteredDue | None = None,
    came: Collection[str] | None = None,
) -> None:
    """Accept the additions as full: before receipt the dossier waits for receipt again; after
    it the limit restarts from zero, unless it was overdue when asked: then the rest goes on.

    came: what was asked and has come, in the words of the request; None: all of it.

    :raises NotAllCame: something that was asked has not come.
    :raises DueTimeNeeded: the limit restarts, cannot be computed, and no due time was entered.
    """
    act = books.begin(Deed.ACCEPT_ADDITIONS, dossier_id=dossier_id, acting=by, at=at)
    _take_in(act, came)
    dossier = act.dossier
    if dossier.received_at is None:
        act.changes |= {
            "status": Status.REGISTERED,
            "answer_by": answer_due_at(unit_id=dossier.receiving_unit, at=at),
        }
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
    go_on(
        act,
        kind=ClockKind.RESTART if restart else ClockKind.RESUME,
        ground=Ground(
            legal_ground=law_of(act, Matter.SUPPLEMENT),
            document=due.ground if due and entered else "",
        ),
        entered=entered,
    )
    act.done()


def _take_in(act: Act, came: Collection[str] | None) -> None:
    """Close the open request with what came of it; nothing to close in imported history."""
    request = _last_request(act).order_by("-pk").first()
    if request is None:
        return
    have = request.items if came is None else [item for item in request.items if item in came]
    rules.check_all_came(asked=request.items, came=have)
    request.came, request.accepted_at = have, act.at
    request.save(update_fields=["came", "accepted_at"])
    act.payload["came"] = have


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
    if act.dossier.received_at is None:
        act.changes |= {"status": Status.NOT_RECEIVED, "ended_at": at}
        act.refused_at = at
    else:
        act.changes["status"] = Status.STOPPED
        end_clock(
            act, outcome=Outcome.STOPPED, ground=Ground(legal_ground=law_of(act, Matter.SUPPLEMENT))
        )
    act.done()
    end_parts(act, because=f"{reason} (hồ sơ liên thông {act.dossier.code} hết hạn bổ sung)")
