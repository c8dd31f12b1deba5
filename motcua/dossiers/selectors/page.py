"""Everything that the page of one dossier shows, in two round trips."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.archive.models import IssuedResult
from motcua.archive.selectors import results_of
from motcua.catalogue import selectors as catalogue
from motcua.catalogue.rules import StepPlan
from motcua.dossiers import rules
from motcua.dossiers.models import Apology, Consultation, Dossier, SupplementRequest
from motcua.dossiers.rules import Acting, Fact, Situation, limits
from motcua.dossiers.rules.dated import rules_on
from motcua.dossiers.rules.route import PLAIN_ROUTE
from motcua.dossiers.selectors.rights import seen_by, units_seen, visible_to
from motcua.dossiers.vocabulary import (
    ACTS,
    ClockKind,
    Deed,
    Outcome,
    Status,
    StepState,
    role_text,
    sentence,
)
from motcua.journal import selectors as journal
from motcua.journal.rules import SYSTEM, Subject
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.storage import sql
from motcua.storage.compiled import Compiled
from motcua.storage.sql import Call, Row, Statement
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import DayNote, Due, Limit, due
from motcua.worktime.vocabulary import LimitUnit

#: A page shows the newest; the rest is in the journal.
_MOST_ENTRIES = 200
_STEPS = Statement(
    "dossiers.page_steps",
    "select s.number, s.number, s.ordinal, k.key, k.name, s.role, s.unit_id, s.officer_id, s.state,"
    " s.handed_at, s.take_over_by, s.taken_at, s.done_at, s.due_at, s.refusal"
    " from dossiers_step s join dossiers_stepkind k on k.id = s.kind_id"
    " where s.dossier_id = %s order by s.number",
)
_CLOCK = Statement(
    "dossiers.page_clock",
    "select number, kind, at, unit_id, due_at, due_at_original, outcome, amends, legal_ground,"
    " document, by, recorded_at from dossiers_clockentry where dossier_id = %s order by number",
)


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step on the page: who holds it, since when, until when."""

    id: int
    key: str
    name: str
    role: str
    unit: str
    officer: str
    officer_id: int | None
    unit_id: int
    state: StepState
    handed_at: datetime | None
    take_over_by: datetime | None
    taken_at: datetime | None
    done_at: datetime | None
    due_at: datetime | None
    refusal: str


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One entry of the clock book on the page."""

    fact: Fact
    legal_ground: str
    document: str
    by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One act in words: when, who, what."""

    number: int
    at: datetime
    recorded_at: datetime
    who: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class DossierPage:
    """A dossier as its page shows it."""

    dossier: Dossier
    steps: tuple[StepLine, ...]
    ahead: tuple[StepPlan, ...]
    clock: tuple[ClockLine, ...]
    journal: tuple[JournalLine, ...]

    @property
    def open_steps(self) -> tuple[StepLine, ...]:
        """The steps that somebody has, or is to take over."""
        held = (StepState.HANDED_OVER, StepState.TAKEN)
        return tuple(step for step in self.steps if step.state in held)

    @property
    def situation(self) -> Situation:
        """How the dossier stands, for the rules."""
        dossier = self.dossier
        units = (
            dossier.receiving_unit_id, dossier.settling_unit_id,
            *(step.unit_id for step in self.open_steps),
        )  # fmt: skip
        settling, receiving = dossier.settling_unit_id, dossier.receiving_unit_id
        return Situation(
            code=str(dossier),
            status=Status(dossier.status),
            received_at=dossier.received_at,
            ended=dossier.ended_at is not None,
            units=tuple(dict.fromkeys(units)),
            settlers=tuple(
                dict.fromkeys(unit for unit in units if unit == settling or unit != receiving)
            ),
            started=bool(self.clock),
            hands=tuple(
                rules.Hand(
                    step.name, step.role, step.unit_id, step.officer_id,
                    step.state is StepState.TAKEN,
                )
                for step in self.open_steps
            ),
        )  # fmt: skip


_BESIDE = ("procedure", "field", "owner", "receiving_unit", "settling_unit", "parent")
#: The dossier with its neighbours, by the first number, for who sees the units that follow.
_SEEN = Compiled(
    "dossiers.page_seen",
    lambda numbers: seen_by(numbers[1:]).select_related(*_BESIDE).filter(pk=numbers[0]),
)


def page_seen(who: Acting, number: int, *, on: date) -> DossierPage | None:
    """Return the page of a dossier, None if there is none or this person may not see it.

    Who may see it is asked in the same round trip; without the right nothing of it comes out.
    """
    if who.everything and who.actor == SYSTEM:
        found = visible_to(who, on=on).select_related(*_BESIDE).filter(pk=number).first()
        return None if found is None else dossier_page(found)
    units = units_seen(who, on=on)
    if not units:
        return None
    values = [number, *sorted(units)]
    rows, *parts = sql.run([_SEEN.call(values), *_calls(number)])
    seen = _SEEN.objects(rows, count=len(values))
    return _page(seen[0], *parts) if seen else None


def dossier_page(dossier: Dossier) -> DossierPage:
    """Return what the page of a dossier shows; the door got the dossier by `visible_to`."""
    return _page(dossier, *sql.run(_calls(dossier.pk)))


def _calls(number: int) -> list[Call]:
    subject = Subject("dossier", str(number))
    return [
        Call(_STEPS, (number,)),
        Call(_CLOCK, (number,)),
        journal.lines_call(subject, limit=_MOST_ENTRIES),
    ]


def _page(
    dossier: Dossier, steps: Sequence[Row], clock: Sequence[Row], entries: Sequence[Row]
) -> DossierPage:
    lines = _step_lines(steps)
    return DossierPage(
        dossier=dossier,
        steps=lines,
        ahead=_ahead(dossier, steps),
        clock=tuple(_clock_line(row) for row in clock),
        journal=tuple(map(_journal_line, journal.lines(entries))),
    )


def _step_lines(rows: Sequence[Row]) -> tuple[StepLine, ...]:
    units = organisation.unit_labels({row[6] for row in rows})
    officers = organisation.officer_names({row[7] for row in rows if row[7] is not None})
    return tuple(
        StepLine(
            id=row[0], key=row[3], name=row[4], role=role_text(row[5]), unit=units[row[6]].name,
            officer=officers.get(row[7], ""), officer_id=row[7], unit_id=row[6],
            state=StepState(row[8]), handed_at=row[9], take_over_by=row[10], taken_at=row[11],
            done_at=row[12], due_at=row[13], refusal=row[14],
        )
        for row in rows
    )  # fmt: skip


def _ahead(dossier: Dossier, rows: Sequence[Row]) -> tuple[StepPlan, ...]:
    if dossier.ended_at is not None and dossier.status != Status.SETTLED:
        return ()
    route = dossier.route_id
    plans = PLAIN_ROUTE if route is None else catalogue.frozen_route(route_id=route).steps
    last = max((row[2] for row in rows), default=0)
    return tuple(plan for plan in plans if plan.ordinal > last)


def _clock_line(row: Row) -> ClockLine:
    fact = Fact(
        number=row[0], kind=ClockKind(row[1]), at=row[2], unit=row[3], due_at=row[4],
        due_at_original=row[5], outcome=None if row[6] is None else Outcome(row[6]),
        amends=None if row[7] is None else json.loads(row[7]),
    )  # fmt: skip
    return ClockLine(fact, legal_ground=row[8], document=row[9], by=row[10], recorded_at=row[11])


def _journal_line(line: journal.Line) -> JournalLine:
    return JournalLine(
        number=line.number, at=line.at, recorded_at=line.recorded_at, who=line.who,
        title=line.title, says=sentence(Deed(line.act), line.payload),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explained:
    """One stretch of a due time's explanation: what happened, and what each day did."""

    title: str
    days: tuple[DayNote, ...]
    warnings: tuple[str, ...] = ()


def explanation(page: DossierPage) -> tuple[Explained, ...]:
    """Return day by day why the due time is what it is, from the entries and the calendar.

    A due time recorded by another system, or entered by an officer, explains itself by its
    ground alone.
    """
    terms = terms_of(page)
    told: list[Explained] = []
    for place, line in enumerate(page.clock):
        facts = tuple(before.fact for before in page.clock[: place + 1])
        found = _explained(terms, facts)
        words = KIND_WORDS[line.fact.kind]
        told.append(
            Explained(_ground_words(line), ())
            if found is None or found.due_at != line.fact.due_at
            else Explained(words, found.days, found.warnings)
        )
    return tuple(told)


def terms_of(page: DossierPage) -> limits.Terms:
    """Return under what this dossier's time is counted: the rules of its receipt."""
    dossier = page.dossier
    limit = None
    if dossier.limit_value is not None:
        limit = Limit(dossier.limit_value, LimitUnit(dossier.limit_unit))
    received = dossier.received_at or dossier.submitted_at
    calendar = worktime.calendar_for(unit_id=dossier.settling_unit_id)
    return limits.Terms(limit, calendar, rules_on(day_of(received)), dossier.due_by_minute)


def _explained(terms: limits.Terms, facts: tuple[Fact, ...]) -> Due | None:
    """Return the due time that the last of these entries gives, computed anew with its days."""
    fact = facts[-1]
    if fact.kind is ClockKind.START and terms.limit is not None:
        return due(
            received_at=fact.at, limit=terms.limit, calendar=terms.calendar, rules=terms.rules
        )
    stops = [i for i, one in enumerate(facts) if one.kind is ClockKind.STOP]
    if fact.kind not in (ClockKind.RESUME, ClockKind.RESTART) or not stops:
        return None
    stopped = facts[stops[-1]]
    if stopped.due_at is None:
        return None
    restart = fact.kind is ClockKind.RESTART
    return limits.after_stop(
        terms, facts[: stops[-1] + 1], at=fact.at, due_at=stopped.due_at, restart=restart
    )


KIND_WORDS = {
    ClockKind.START: "Bắt đầu tính",
    ClockKind.STOP: "Ngừng tính",
    ClockKind.RESUME: "Tính tiếp",
    ClockKind.RESTART: "Tính lại từ đầu",
    ClockKind.EXTEND: "Hẹn lại",
    ClockKind.END: "Kết thúc",
    ClockKind.AS_RECORDED: "Hạn ghi theo hệ thống cũ",
    ClockKind.RECALCULATE: "Tính lại theo lịch mới",
    ClockKind.CORRECT: "Đính chính",
    ClockKind.MOVE: "Chuyển đơn vị giải quyết",
}


def _ground_words(line: ClockLine) -> str:
    grounds = " · ".join(part for part in (line.legal_ground, line.document) if part)
    words = KIND_WORDS[line.fact.kind]
    return f"{words}: {grounds}" if grounds else words


def possible(page: DossierPage, who: Acting) -> tuple[Deed, ...]:
    """Return the acts that this person may do now on this dossier, in the table's order."""
    situation = page.situation
    return tuple(
        deed
        for deed, act in ACTS.items()
        if rules.allowed_from(deed, situation=situation)
        and rules.has_in_hand(deed, situation=situation, acting=who)
        and (who.everything or act.roles & who.roles_at(rules.units_for(deed, situation=situation)))
    )


@dataclass(frozen=True, slots=True)
class Papers:
    """What hangs on a dossier beside its books."""

    supplements: tuple[SupplementRequest, ...]
    consultations: tuple[Consultation, ...]
    apologies: tuple[Apology, ...]
    results: tuple[IssuedResult, ...]
    children: tuple[Dossier, ...]


def papers(dossier_id: int) -> Papers:
    """Return requests, consultations, apologies, results and interlinked parts of a dossier."""
    return Papers(
        tuple(SupplementRequest.objects.filter(dossier_id=dossier_id).order_by("round")),
        tuple(
            Consultation.objects.filter(dossier_id=dossier_id)
            .select_related("unit")
            .order_by("asked_at", "pk")
        ),
        tuple(Apology.objects.filter(dossier_id=dossier_id).order_by("at", "pk")),
        tuple(results_of(dossier_number=dossier_id)),
        tuple(
            Dossier.objects.filter(parent_id=dossier_id)
            .select_related("procedure", "settling_unit")
            .order_by("pk")
        ),
    )
