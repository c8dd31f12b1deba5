"""From the person's papers to a dossier with a code, a due time and a first step."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from motcua.catalogue import selectors as catalogue
from motcua.dossiers import rules
from motcua.dossiers.errors import OpenParts
from motcua.dossiers.rules import Acting, Fact
from motcua.dossiers.rules.dated import rules_on
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.rules.reach import check_competent, check_reach
from motcua.dossiers.rules.route import ROLE_OF
from motcua.dossiers.selectors.state import state_call, stated
from motcua.dossiers.services import books
from motcua.dossiers.services.books import Act, clock_part
from motcua.dossiers.services.kinds import kind_id
from motcua.dossiers.services.starting import EnteredDue, check_hand_over, start_fact, starts_at
from motcua.dossiers.services.terms import Terms, terms
from motcua.dossiers.services.words import due_words
from motcua.dossiers.vocabulary import Deed, Status, StepState, role_number
from motcua.journal.rules import Entry, Subject
from motcua.journal.services import first_call
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.storage import sql
from motcua.storage.events import event_row
from motcua.storage.idempotency import done_before, remember
from motcua.storage.sql import Call, Statement
from motcua.tally.rules import Place
from motcua.tally.services import line_calls
from motcua.tally.vocabulary import Channel
from motcua.worktime.rules import Term, add_working_minutes, term_on, transfer_due_at
from motcua.worktime.rules import due as due_of_limit
from motcua.worktime.selectors import calendar_for
from motcua.worktime.vocabulary import LimitUnit

NEXT_KEY = Statement("dossiers.next_key", "select nextval('dossiers_dossier_id_seq')")
NEXT_NUMBER = Statement(
    "dossiers.next_number",
    'insert into dossiers_dailynumber (unit_id, "on", last) values (%s, %s, 1)'
    ' on conflict (unit_id, "on") do update set last = dossiers_dailynumber.last + 1'
    " returning last",
)
_COLUMNS = (
    "id", "code", "reference", "status", "procedure_id", "version_id", "field_id", "limit_case",
    "limit_value", "limit_unit", "route_id", "channel", "boundary_free", "receiving_unit_id",
    "settling_unit_id", "owner_id", "owner_name", "owner_phone", "submitter_id", "answers",
    "parent_id", "counts", "counted_under", "submitted_at", "received_at", "due_at",
    "due_at_original", "due_by_minute", "answer_by", "handed_over_at",
)  # fmt: skip
DOSSIER_INSERT = Statement(
    "dossiers.insert",
    f"insert into dossiers_dossier ({', '.join(_COLUMNS)})"
    f" values ({', '.join('%s::jsonb' if c == 'answers' else '%s' for c in _COLUMNS)})",
)
STEP_INSERT = Statement(
    "dossiers.step_insert",
    "insert into dossiers_step (dossier_id, number, ordinal, kind_id, role, unit_id, officer_id,"
    " state, handed_at, take_over_by, taken_at, due_at, dossier_due_at)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
)


@dataclass(frozen=True, slots=True)
class Application:
    """What a person brings: which procedure, to which unit, how, for whom.

    settling_unit: who settles it, by default the receiving unit. parent: the dossier of which
    this is an interlinked part. clock_from: by post, when the hand-over record was signed
    (Quyết định 45/2016/QĐ-TTg, Điều 7 khoản 4); otherwise the receipt itself. owner_phone: where
    to tell the owner of this dossier, in its stored form.
    """

    unit: int
    procedure: int
    channel: Channel
    owner_name: str
    owner: int | None = None
    submitter: int | None = None
    settling_unit: int | None = None
    limit_case: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    boundary_free: bool = False
    parent: int | None = None
    clock_from: datetime | None = None
    owner_phone: str = ""

    @property
    def settles(self) -> int:
        """The unit that settles the dossier."""
        return self.settling_unit or self.unit


@dataclass(frozen=True, slots=True)
class Received:
    """A dossier that was just received: its key, code and due time."""

    id: int
    code: str
    due_at: datetime | None


def preview(*, application: Application, at: datetime) -> Terms:
    """Return the rules under which this would be received now: due time with its reason."""
    return terms(
        unit_id=application.unit,
        settling_unit_id=application.settles,
        procedure_id=application.procedure,
        channel=application.channel,
        limit_case=application.limit_case,
        at=at,
    )


@transaction.atomic
def receive(
    *,
    application: Application,
    by: Acting,
    at: datetime,
    due: EnteredDue | None = None,
    once: str = "",
) -> Received:
    """Receive a dossier at the counter: code, form 01, due time, clock, first step.

    Nghị định 61/2018/NĐ-CP Điều 17; the clock starts with the officer's receipt, by post with
    the signing of the hand-over record, boundary-free when the competent agency takes over.
    once: a key of the door's request; the same key again gives the same dossier again.

    :raises NoRight: the person is no receiving officer of the unit.
    :raises DueTimeNeeded: the limit cannot be computed and no due time was entered.
    """
    if once and (earlier := done_before(once)) is not None:
        return _received(earlier)
    received = _receive(application, by=by, at=at, due=due)
    if once:
        remember(once, {"id": received.id}, at=at)
    return received


def _check_reach(application: Application, agreed: Terms, *, at: datetime) -> None:
    """Refuse what is to be settled elsewhere before its day, or by a unit of another tier.

    :raises NotBoundaryFree, NotCompetent: one of the two.
    """
    if not application.boundary_free or application.settles == application.unit:
        return
    check_reach(day=day_of(at))
    level = organisation.level_of(unit_id=application.settles)
    levels = () if agreed.version is None else catalogue.levels_of(version_id=agreed.version)
    check_competent(unit=agreed.unit_name, level=level, levels=levels)


def _received(answer: Mapping[str, object]) -> Received:
    row = sql.one(
        Statement(
            "dossiers.received", "select id, code, due_at from dossiers_dossier where id = %s"
        ),
        answer["id"],
    )
    if row is None:
        raise LookupError("the dossier of an earlier request is gone")
    return Received(row[0], row[1], row[2])


def _receive(
    application: Application, *, by: Acting, at: datetime, due: EnteredDue | None
) -> Received:
    rules.check_may(Deed.RECEIVE, acting=by, units=[application.unit])
    now = at
    agreed = preview(application=application, at=at)
    _check_reach(application, agreed, at=at)
    fact, ground = _start(application, agreed, at=at, due=due)
    keys, numbers = sql.run([Call(NEXT_KEY, ()), Call(NEXT_NUMBER, (application.unit, day_of(at)))])
    key = int(keys[0][0])
    code = dossier_code(agreed.prefix, at=at, number=numbers[0][0])
    row = _row(application, agreed, at=at) | {
        "id": key, "code": code, "status": int(Status.RECEIVED), "received_at": at,
        "due_at": fact.due_at if fact else None, "due_at_original": fact.due_at if fact else None,
    }  # fmt: skip
    calls = [Call(DOSSIER_INSERT, [row[name] for name in _COLUMNS])]
    payload: dict[str, object] = {
        "code": code,
        "due_note": due_words(fact.due_at if fact else None),
    }
    if fact is not None:
        payload["clock"] = clock_part(fact, ground)
        calls.append(_clock_call(key, fact, ground, by=by, recorded_at=now))
    calls.append(first_step(key, agreed, unit=application.unit, by=by, at=at,
                            due_at=fact.due_at if fact else None))  # fmt: skip
    payload |= stated(sql.run([*calls, state_call([key])])[-1][0])
    subject = Subject(books.SUBJECT_KIND, str(key))
    calls = [first_call(Entry(subject, Deed.RECEIVE, by.actor, at, now, payload))]
    if fact is not None:
        lines = rules.lines_of(_counted(application, agreed, row), [fact])
        if lines:
            calls += line_calls(dossier=key, lines=lines, recorded_at=now)
    calls.append(event_row(kind="dossier.receive", subject=str(key), payload={}, at=now))
    sql.run(calls)
    return Received(key, code, fact.due_at if fact else None)


def _counted(application: Application, agreed: Terms, row: Mapping[str, object]) -> rules.Counted:
    place = Place(
        unit=application.settles,
        procedure=agreed.procedure,
        field=agreed.field,
        channel=application.channel,
        boundary_free=application.boundary_free,
        parent_unit=int(str(row["counted_under"])),
    )
    return rules.Counted(place, by_minute=bool(row["due_by_minute"]), counts=bool(row["counts"]))


def _start(
    application: Application, agreed: Terms, *, at: datetime, due: EnteredDue | None
) -> tuple[Fact | None, Ground]:
    if application.boundary_free and application.settles != application.unit:
        return None, Ground()
    begins_at = application.clock_from or at
    if application.clock_from is not None:
        check_hand_over(application.channel, at=at, handed_over_at=application.clock_from)
    return start_fact(agreed, unit=application.settles, at=begins_at, due=due)


def dossier_code(prefix: str, *, at: datetime, number: int) -> str:
    """Return a dossier code: agency, day of receipt, running number of the day.

    Thông tư 01/2018/TT-VPCP Điều 19; more than 9.999 a day widens the number.
    """
    return f"{prefix}-{day_of(at):%y%m%d}-{number:04d}"


def _limit_columns(agreed: Terms) -> dict[str, object]:
    limit = agreed.limit
    return {
        "limit_value": limit.value if limit else None,
        "limit_unit": str(limit.unit) if limit else "",
        "due_by_minute": bool(limit and limit.unit is LimitUnit.WORKING_HOUR),
    }


def _row(application: Application, agreed: Terms, *, at: datetime) -> dict[str, object]:
    parent_unit = 0
    if application.parent is not None:
        found = sql.one(
            Statement(
                "dossiers.parent_unit",
                "select settling_unit_id from dossiers_dossier where id = %s and ended_at is null"
                " for share",
            ),
            application.parent,
        )
        if found is None:
            raise OpenParts("hồ sơ mẹ đã kết thúc")
        parent_unit = found[0]
    return {
        "id": None, "code": None, "reference": None, "status": int(Status.REGISTERED),
        "procedure_id": agreed.procedure, "version_id": agreed.version,
        "field_id": agreed.field, "limit_case": application.limit_case,
        **_limit_columns(agreed), "route_id": agreed.route,
        "channel": int(application.channel), "boundary_free": application.boundary_free,
        "receiving_unit_id": application.unit, "settling_unit_id": application.settles,
        "owner_id": application.owner, "owner_name": application.owner_name,
        "owner_phone": application.owner_phone,
        "submitter_id": application.submitter, "answers": json.dumps(dict(application.answers)),
        "parent_id": application.parent,
        "counts": application.parent is None or agreed.procedure_code is not None,
        "counted_under": parent_unit, "submitted_at": at, "received_at": None, "due_at": None,
        "due_at_original": None, "answer_by": None,
        "handed_over_at": application.clock_from,
    }  # fmt: skip


def _clock_call(key: int, fact: Fact, ground: Ground, *, by: Acting, recorded_at: datetime) -> Call:
    return Call(
        books.CLOCK_INSERT,
        (key, fact.number, str(fact.kind), fact.at, recorded_at, fact.due_at, None, None,
         fact.unit, ground.calendar, None, "", ground.legal_ground, ground.document,
         by.actor.code, None),
    )  # fmt: skip


def first_step(
    key: int, agreed: Terms, *, unit: int, by: Acting, at: datetime, due_at: datetime | None
) -> Call:
    """Return the first step of the route, in the hands of who receives.

    Until when it must be handed on is the 15:00 rule (Nghị định 61/2018/NĐ-CP, Điều 18).
    """
    plan = agreed.steps[0]
    step_due = add_working_minutes(start=at, minutes=plan.minutes or 0, calendar=agreed.calendar)
    hand_on_by = transfer_due_at(received_at=at, calendar=agreed.counter, rules=agreed.rules)
    return Call(
        STEP_INSERT,
        (key, 1, plan.ordinal, kind_id(plan.key, plan.name),
         role_number(ROLE_OF[plan.role] if plan.role else None), unit, by.officer,
         int(StepState.TAKEN), at, hand_on_by, at, step_due,
         # Before its clock begins a dossier is as urgent as its hand-over.
         due_at or hand_on_by),
    )  # fmt: skip


@transaction.atomic
def submit(*, application: Application, by: Acting, at: datetime) -> tuple[int, str]:
    """Take in a dossier online, from the kiosk or by post: a temporary reference, no code yet.

    Until when it must be answered is a dated setting (`Term.ONLINE_ANSWER`). Returns the key and
    the temporary reference.

    :raises NoRight: the person neither applies nor works at this unit's reception or post.
    """
    rules.check_may(Deed.SUBMIT, acting=by, units=[application.unit])
    if application.clock_from is not None:
        check_hand_over(application.channel, at=at, handed_over_at=application.clock_from)
    agreed = preview(application=application, at=at)
    _check_reach(application, agreed, at=at)
    keys = sql.run([Call(NEXT_KEY, ())])
    key = int(keys[0][0][0])
    reference = f"TAM-{day_of(at):%y%m%d}-{key:06d}"
    answer_by = answer_due_at(unit_id=application.unit, at=at)
    row = _row(application, agreed, at=at) | {
        "id": key, "reference": reference, "answer_by": answer_by
    }  # fmt: skip
    written = Call(DOSSIER_INSERT, [row[name] for name in _COLUMNS])
    payload: dict[str, object] = {"reference": reference, "channel": application.channel.label}
    payload |= stated(sql.run([written, state_call([key])])[-1][0])
    subject = Subject(books.SUBJECT_KIND, str(key))
    sql.run(
        [
            first_call(Entry(subject, Deed.SUBMIT, by.actor, at, at, payload)),
            event_row(kind="dossier.submit", subject=str(key), payload={}, at=at),
        ]
    )
    return key, reference


def answer_due_at(*, unit_id: int, at: datetime) -> datetime:
    """Return until when the counter of a unit answers what reached it at an instant."""
    day = day_of(at)
    answer, calendar = term_on(Term.ONLINE_ANSWER, day).limit, calendar_for(unit_id=unit_id)
    return due_of_limit(received_at=at, limit=answer, calendar=calendar, rules=rules_on(day)).due_at


@transaction.atomic
def receive_submitted(
    *, dossier_id: int, by: Acting, at: datetime, due: EnteredDue | None = None
) -> Received:
    """Receive a dossier that was sent before: it gets its code and its clock starts.

    :raises DossierError: it does not wait for receipt, or the person may not receive it.
    """
    act = books.begin(Deed.RECEIVE, dossier_id=dossier_id, acting=by, at=at)
    agreed = terms_of(act, at=at)
    number = sql.one(NEXT_NUMBER, act.dossier.receiving_unit, day_of(at))
    code = dossier_code(agreed.prefix, at=at, number=number[0] if number else 1)
    due_at: datetime | None = None
    if not (act.dossier.boundary_free and act.dossier.settling_unit != act.dossier.receiving_unit):
        fact, ground = start_fact(
            agreed, unit=act.dossier.settling_unit, at=starts_at(act), due=due
        )
        act.clock(fact, ground)
        due_at = fact.due_at
    act.payload |= {"code": code, "due_note": due_words(due_at)}
    act.changes |= {
        "code": code, "status": Status.RECEIVED, "received_at": at, "due_at": due_at,
        "due_at_original": due_at, "answer_by": None, "version_id": agreed.version,
        "route_id": agreed.route, **_limit_columns(agreed),
    }  # fmt: skip
    act.calls.append(
        first_step(dossier_id, agreed, unit=act.dossier.receiving_unit, by=by, at=at, due_at=due_at)
    )
    act.done()
    return Received(dossier_id, code, due_at)


def terms_of(act: Act, *, at: datetime) -> Terms:
    """Return the rules in force now for a dossier that is not yet received."""
    dossier = act.dossier
    return terms(
        unit_id=dossier.receiving_unit,
        settling_unit_id=dossier.settling_unit,
        procedure_id=dossier.procedure,
        channel=dossier.channel,
        limit_case=dossier.limit_case,
        at=at,
    )
