"""One act in the books: lock the dossier, write its entries, send everything at once.

Every act of the room goes through here, so that journal, clock, tally and event row are
written by one transaction or not at all.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from motcua.dossiers import rules
from motcua.dossiers.errors import NoSuchDossier
from motcua.dossiers.rules import Acting, Counted, Fact, Hand, Situation
from motcua.dossiers.rules.ground import Ground, ground_print
from motcua.dossiers.selectors.state import state_call, stated
from motcua.dossiers.vocabulary import ClockKind, Deed, Outcome, Status, StepState, role_text
from motcua.journal import selectors as journal
from motcua.journal.rules import Entry, Subject
from motcua.journal.services import Head, entry_calls, head_of, lock_call
from motcua.kernel.canonical import instant_text
from motcua.storage import sql
from motcua.storage.events import event_row
from motcua.storage.sql import Call, Row, Statement
from motcua.tally.rules import Lines, Place, differences
from motcua.tally.services import line_calls
from motcua.tally.vocabulary import Channel

SUBJECT_KIND = "dossier"

DOSSIER_LOCK = Statement(
    "dossiers.lock",
    "select id, coalesce(code, nullif(source_code, ''), reference), status, procedure_id,"
    " version_id, field_id, channel, boundary_free, receiving_unit_id, settling_unit_id,"
    " limit_value, limit_unit, limit_case, route_id, parent_id, submitted_at, received_at,"
    " due_at, due_at_original, due_by_minute, stopped_at, ended_at, counts, counted_under,"
    " handed_over_at, refusal_approved, refusal_reason, answers"
    " from dossiers_dossier where id = %s for update",
)
CLOCK_READ = Statement(
    "dossiers.clock_read",
    "select number, kind, at, unit_id, due_at, due_at_original, outcome, amends"
    " from dossiers_clockentry where dossier_id = %s order by number",
)
STEPS_READ = Statement(
    "dossiers.steps_read",
    "select s.number, s.ordinal, k.key, k.name, s.role, s.unit_id, s.officer_id, s.state,"
    " s.handed_at, s.taken_at, s.due_at"
    " from dossiers_step s join dossiers_stepkind k on k.id = s.kind_id"
    " where s.dossier_id = %s and (s.state in (1, 2, 3) or s.number ="
    " (select max(number) from dossiers_step where dossier_id = %s)) order by s.number",
)
CLOCK_INSERT = Statement(
    "dossiers.clock_insert",
    "insert into dossiers_clockentry (dossier_id, number, kind, at, recorded_at, due_at,"
    " due_at_original, outcome, unit_id, calendar, remaining, remaining_unit, legal_ground,"
    " document, by, amends)"
    " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)",
)
STEPS_DUE = Statement(
    "dossiers.steps_due",
    "update dossiers_step set dossier_due_at = %s where dossier_id = %s and state in (1, 2, 3)",
)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the dossier as it stands; its number tells it from the dossier's other steps."""

    number: int
    ordinal: int
    key: str
    name: str
    role: str
    unit: int
    officer: int | None
    state: StepState
    handed_at: datetime | None
    taken_at: datetime | None
    due_at: datetime | None

    @property
    def id(self) -> int:
        """By which a form names the step: its number within the dossier."""
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether somebody has it, or is to take it over."""
        return self.state in (StepState.HANDED_OVER, StepState.TAKEN)


@dataclass(slots=True)
class Opened:
    """A dossier, locked, with its chain end, its clock, its open steps and its last step."""

    id: int
    code: str
    status: Status
    procedure: int
    version: int | None
    field: int
    channel: Channel
    boundary_free: bool
    receiving_unit: int
    settling_unit: int
    limit_value: int | None
    limit_unit: str
    limit_case: str
    route: int | None
    parent: int | None
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    due_at_original: datetime | None
    by_minute: bool
    stopped_at: datetime | None
    ended_at: datetime | None
    counts: bool
    counted_under: int
    handed_over_at: datetime | None
    refusal_approved: bool | None
    refusal_reason: str
    answers: Mapping[str, object]
    head: Head
    steps: tuple[StepRow, ...]
    facts: tuple[Fact, ...]
    #: When the last act was, whether it touched the clock or not; None: as recorded elsewhere.
    last_at: datetime | None

    @property
    def subject(self) -> Subject:
        """The dossier's chain in the journal."""
        return Subject(SUBJECT_KIND, str(self.id))

    @property
    def open_steps(self) -> tuple[StepRow, ...]:
        """The steps that somebody has, or is to take over."""
        return tuple(step for step in self.steps if step.is_open)

    @property
    def situation(self) -> Situation:
        """How the dossier stands, for the rules."""
        units = (
            self.receiving_unit,
            self.settling_unit,
            *(step.unit for step in self.open_steps),
        )
        return Situation(
            code=self.code,
            status=self.status,
            received_at=self.received_at,
            ended=self.ended_at is not None,
            units=tuple(dict.fromkeys(units)),
            settlers=tuple(
                dict.fromkeys(
                    unit
                    for unit in units
                    if unit == self.settling_unit or unit != self.receiving_unit
                )
            ),
            started=bool(self.facts),
            hands=tuple(
                Hand(step.name, step.role, step.unit, step.officer, step.state is StepState.TAKEN)
                for step in self.open_steps
            ),
        )

    @property
    def counted(self) -> Counted:
        """How the dossier is counted; the unit is that of its first entry."""
        first = self.facts[0].unit if self.facts else self.settling_unit
        place = Place(
            unit=first,
            procedure=self.procedure,
            field=self.field,
            channel=self.channel,
            boundary_free=self.boundary_free,
            parent_unit=self.counted_under,
        )
        refused = self.ended_at if self.status is Status.NOT_RECEIVED else None
        return Counted(place, self.by_minute, self.counts, refused)


def opened(dossier_id: int) -> Opened:
    """Lock a dossier and read what an act needs of it, in one round trip.

    The dossier's row is locked before the head of its chain, always in this order.

    :raises NoSuchDossier: there is none.
    """
    rows, facts, steps, heads, last = sql.run(
        [
            Call(DOSSIER_LOCK, (dossier_id,)),
            Call(CLOCK_READ, (dossier_id,)),
            Call(STEPS_READ, (dossier_id, dossier_id)),
            lock_call(Subject(SUBJECT_KIND, str(dossier_id))),
            journal.last_call(Subject(SUBJECT_KIND, str(dossier_id))),
        ]
    )
    if not rows:
        raise NoSuchDossier
    # A recorded time of another system is a remark, however odd: it holds nobody up.
    last_at = next((at for at, act in last if act != Deed.AS_RECORDED), None)
    return _opened(rows[0], facts=facts, steps=steps, head=head_of(heads), last_at=last_at)


def _opened(
    row: Row,
    *,
    facts: Sequence[Row],
    steps: Sequence[Row],
    head: Head,
    last_at: datetime | None,
) -> Opened:
    values = [
        *row[:2], Status(row[2]), *row[3:6], Channel(row[6]), *row[7:27], _json(row[27]),
        head, tuple(map(step_row, steps)), tuple(map(fact_row, facts)), last_at,
    ]  # fmt: skip
    return Opened(*values)


def step_row(row: Row) -> StepRow:
    """Return a step as read by `STEPS_READ`."""
    values = [*row[:4], role_text(row[4]), *row[5:7], StepState(row[7]), *row[8:]]
    return StepRow(*values)


def fact_row(row: Row) -> Fact:
    """Return a clock entry as read by `CLOCK_READ`."""
    return Fact(
        number=row[0],
        kind=ClockKind(row[1]),
        at=row[2],
        unit=row[3],
        due_at=row[4],
        due_at_original=row[5],
        outcome=None if row[6] is None else Outcome(row[6]),
        amends=None if row[7] is None else _json(row[7]),
    )


def _json(value: object) -> dict[str, object]:
    # Django's connection gives jsonb as text.
    read: dict[str, object] = json.loads(str(value))
    return read


@dataclass(slots=True)
class Act:
    """An act being written: what it changes, sent by `done`."""

    dossier: Opened
    deed: Deed
    acting: Acting
    at: datetime
    payload: dict[str, object]
    recorded_at: datetime
    changes: dict[str, object] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    refused_at: datetime | None = None

    def clock(self, fact: Fact, ground: Ground | None = None) -> None:
        """Add an entry to the clock book; its number is given here."""
        ground = ground or Ground()
        number = len(self.dossier.facts) + len(self.facts) + 1
        fact = replace(fact, number=number)
        self.facts.append(fact)
        self.payload["clock"] = clock_part(fact, ground)
        amends = None if fact.amends is None else json.dumps(fact.amends)
        self.calls.append(
            Call(
                CLOCK_INSERT,
                (self.dossier.id, number, str(fact.kind), fact.at, self.recorded_at, fact.due_at,
                 fact.due_at_original, None if fact.outcome is None else str(fact.outcome),
                 fact.unit, ground.calendar, ground.remaining, ground.remaining_unit,
                 ground.legal_ground, ground.document, self.acting.actor.code, amends),
            )
        )  # fmt: skip

    def set_due(self, due_at: datetime | None) -> None:
        """Rewrite the cached due time of the dossier and of its open steps."""
        self.changes["due_at"] = due_at
        self.calls.append(Call(STEPS_DUE, (due_at, self.dossier.id)))

    def done(self) -> None:
        """Write dossier and clock, then journal, tally and event: two round trips.

        The journal keeps a print of the rows as the act leaves them, so it is written after.
        """
        dossier = self.dossier
        lines = self._lines()
        calls = [*self.calls, state_call([dossier.id])]
        if self.changes:
            calls.insert(0, _dossier_update(dossier.id, self.changes))
        self.payload |= stated(sql.run(calls)[-1][0])
        entry = Entry(
            dossier.subject, self.deed, self.acting.actor, self.at, self.recorded_at, self.payload
        )
        calls = entry_calls(head=dossier.head, entry=entry)
        if lines:
            calls += line_calls(dossier=dossier.id, lines=lines, recorded_at=self.recorded_at)
        calls.append(
            event_row(
                kind=f"dossier.{self.deed}", subject=str(dossier.id), payload={},
                at=self.recorded_at,
            )
        )  # fmt: skip
        sql.run(calls)

    def _lines(self) -> Lines:
        """Return what this act adds to the counting book: the difference of two histories."""
        dossier = self.dossier
        if not self.facts and self.refused_at is None:
            return ()
        counted = replace(dossier.counted, refused_at=self.refused_at)
        if not dossier.facts and self.facts:
            counted = replace(counted, place=replace(counted.place, unit=self.facts[0].unit))
        wanted = rules.lines_of(counted, (*dossier.facts, *self.facts))
        return differences(wanted, rules.lines_of(dossier.counted, dossier.facts))


def clock_part(fact: Fact, ground: Ground) -> dict[str, object]:
    """Return what the journal keeps of a clock entry, so that each book proves the other."""
    part: dict[str, object] = {
        "number": fact.number,
        "kind": str(fact.kind),
        "at": instant_text(fact.at),
        "due_at": None if fact.due_at is None else instant_text(fact.due_at),
        "unit": fact.unit,
        "rest": ground_print(fact.due_at_original, ground),
    }
    if fact.outcome is not None:
        part["outcome"] = str(fact.outcome)
    if fact.amends is not None:
        part["amends"] = dict(fact.amends)
    return part


def begin(
    deed: Deed, *, dossier_id: int, acting: Acting, at: datetime, units: tuple[int, ...] = ()
) -> Act:
    """Lock a dossier for an act and ask the life cycle.

    units: further units whose officers may do this act, such as a consulted agency.

    :raises DossierError: the state or the rights do not allow it; the sentence says why.
    """
    dossier = opened(dossier_id)
    situation = dossier.situation
    situation = replace(situation, units=(*situation.units, *units))
    rules.check_act(deed, situation=situation, acting=acting)
    if deed is not Deed.CORRECT:
        known = (dossier.last_at, dossier.facts[-1].at if dossier.facts else None)
        last = max((one for one in known if one is not None), default=None)
        rules.check_not_before(code=dossier.code, at=at, last=last)
    return Act(dossier, deed, acting, at, {}, at)


_CHANGEABLE = frozenset(
    {"status", "due_at", "due_at_original", "stopped_at", "ended_at", "returned_at", "delivery",
     "money", "settling_unit_id", "receiving_unit_id", "received_at", "code", "answer_by",
     "apologised_at", "channel",
     "procedure_id", "field_id", "version_id", "route_id", "limit_value", "limit_unit",
     "due_by_minute", "refusal_approved", "refusal_reason", "counted_under"}
)  # fmt: skip


def _dossier_update(dossier_id: int, changes: Mapping[str, object]) -> Call:
    names = sorted(changes)
    if not set(names) <= _CHANGEABLE:
        raise ValueError(f"not a cached column: {set(names) - _CHANGEABLE}")
    text = ", ".join(f"{name} = %s" for name in names)
    statement = Statement(
        f"dossiers.update_{'_'.join(names)}",
        f"update dossiers_dossier set {text} where id = %s",
    )
    values = [int(v) if isinstance(v, Status) else v for v in (changes[n] for n in names)]
    return Call(statement, (*values, dossier_id))
