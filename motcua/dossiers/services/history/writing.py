"""Recorded cases into the three books by COPY, a batch of whole dossiers at a time."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from motcua.accounts.vocabulary import Role
from motcua.dossiers.models import ClockEntry, Dossier, Step
from motcua.dossiers.rules import Counted, Fact, is_late, lines_of
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.rules.recorded import NO_GROUND, anomalies, facts_of, sound_pauses, status_of
from motcua.dossiers.rules.route import ROLE_OF
from motcua.dossiers.selectors.state import state_call, stated
from motcua.dossiers.services.history.chains import Chains
from motcua.dossiers.services.history.owners import entered, owner_of
from motcua.dossiers.services.history.places import Bearing, Catalogued, Places
from motcua.dossiers.services.history.prints import print_of
from motcua.dossiers.services.history.story import Storyteller, Told, with_state
from motcua.dossiers.services.kinds import kind_id
from motcua.dossiers.vocabulary import ClockKind, Delivery, Status, StepState, role_number
from motcua.dossiers.vocabulary.recorded import (
    Oddity,
    RecordedCase,
    RecordedPause,
    Refused,
)
from motcua.journal.rules import Actor
from motcua.organisation.models import Unit
from motcua.people.rules import NewPerson
from motcua.storage import sql
from motcua.storage.sql import Statement
from motcua.tally.rules import Place
from motcua.tally.services import copy_lines, line_row
from motcua.worktime.rules import Calendar, remaining_at
from motcua.worktime.vocabulary import LimitUnit

#: A batch ends after so many lines of cases: memory holds one batch of rows.
_BATCH_LINES = 25_000
KNOWN = Statement(
    "dossiers.known_cases",
    "select source_code, source_print from dossiers_dossier"
    " where source = %s and source_code = any(%s)",
)
DOSSIER_COLUMNS = (
    "id", "source", "source_code", "source_print", "status", "procedure_id", "version_id",
    "field_id", "limit_value", "limit_unit", "route_id", "channel", "receiving_unit_id",
    "settling_unit_id", "owner_id", "owner_name", "owner_phone", "delivery", "submitted_at",
    "received_at", "due_at", "due_at_original", "stopped_at", "ended_at", "returned_at", "remarks",
    "created_at",
)  # fmt: skip
CLOCK_COLUMNS = (
    "dossier_id", "number", "kind", "at", "recorded_at", "due_at", "outcome", "unit_id",
    "remaining", "remaining_unit", "legal_ground", "by",
)  # fmt: skip
STEP_COLUMNS = (
    "dossier_id", "number", "ordinal", "kind_id", "role", "unit_id", "state", "handed_at",
    "dossier_due_at",
)  # fmt: skip
#: Of entries that are no stop: one for all.
_NO_GROUND = Ground()
Progress = Callable[[str, int], None]
_DELIVERED = {Status.SETTLED: Delivery.READY, Status.RETURNED: Delivery.HANDED_OVER}


@dataclass(slots=True)
class Written:
    """What became of the cases so far: counts, remarks on kept cases, refused cases."""

    created: int = 0
    unchanged: int = 0
    kinds: defaultdict[Oddity, list[str]] = field(default_factory=lambda: defaultdict(list))
    remarks: list[tuple[RecordedCase, tuple[Oddity, ...]]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, refused: Sequence[Refused]) -> None:
        """Count cases that are not brought over."""
        self.refused.extend(refused)
        for one in refused:
            self.kinds[one.kind].append(one.case)


@dataclass(slots=True)
class _Entering:
    """One new case with everything that its rows are made of."""

    case: RecordedCase
    print: bytes
    bearing: Bearing
    oddities: tuple[Oddity, ...]
    owner: NewPerson | None
    pauses: tuple[RecordedPause, ...]
    facts: tuple[Fact, ...]
    grounds: tuple[Ground, ...]
    status: Status
    id: int = 0
    owner_id: int | None = None


class Source:
    """What one import shares: from where, by whom, when, and what was looked up already."""

    def __init__(self, source: str, *, by: Actor, at: datetime) -> None:
        """Remember from where, by whom and when it is written down."""
        self.source = source
        self.by = by
        self.at = at
        self.catalogued = Catalogued(by=by, at=at)
        self.story = Storyteller(by)
        self.chains = Chains(at)
        self.kinds: dict[tuple[str, str], int] = {}


class Writer:
    """Writes the cases of one unit, in the caller's transaction."""

    def __init__(self, unit: Unit, *, origin: Source) -> None:
        """Remember for whom it is written."""
        self.unit = unit
        self.source = origin.source
        self.by = origin.by
        self.at = origin.at
        self.places = Places(unit, catalogued=origin.catalogued)
        self.story = origin.story
        self.chains = origin.chains
        self.kinds = origin.kinds

    def write(
        self, cases: Sequence[RecordedCase], *, into: Written, progress: Progress | None = None
    ) -> None:
        """Write the cases that are new; known ones are counted, changed ones refused."""
        done = 0
        for batch in _batches(cases):
            self._write_batch(batch, into)
            done += len(batch)
            if progress is not None:
                progress("Ghi hồ sơ", done)

    def _write_batch(self, cases: Sequence[RecordedCase], into: Written) -> None:
        known = {
            row[0]: bytes(row[1])
            for row in sql.every(KNOWN, self.source, [case.case for case in cases])
        }
        new = []
        for case in cases:
            entering = self._entering(case)
            before = known.get(case.case)
            if before is None:
                new.append(entering)
            elif before == entering.print:
                into.unchanged += 1
            else:
                into.refuse([_changed(case)])
                continue
            for oddity in entering.oddities:
                into.kinds[oddity].append(case.case)
        if new:
            self._copy(new)
            into.created += len(new)
            into.remarks.extend((one.case, one.oddities) for one in new if one.oddities)

    def _entering(self, case: RecordedCase) -> _Entering:
        bearing = self.places.of(case)
        owner, odd_owner = owner_of(case)
        pauses = sound_pauses(case)
        facts = facts_of(case, unit=self.unit.pk, pauses=pauses)
        return _Entering(
            case=case,
            print=print_of(case, unit=self.unit.slug),
            bearing=bearing,
            oddities=(*anomalies(case), *odd_owner, *bearing.oddities),
            owner=owner,
            pauses=pauses,
            facts=facts,
            grounds=self._grounds(facts, pauses, bearing),
            status=status_of(case, pauses=pauses),
        )

    def _copy(self, new: Sequence[_Entering]) -> None:
        keys = sql.take_numbers("dossiers_dossier", len(new))
        owners = entered([one.owner for one in new])
        for one, key, owner in zip(new, keys, owners, strict=True):
            one.id, one.owner_id = key, owner
        sql.copy(Dossier._meta.db_table, DOSSIER_COLUMNS, map(self._dossier_row, new))
        sql.copy(
            ClockEntry._meta.db_table,
            CLOCK_COLUMNS,
            (row for one in new for row in self._clock(one)),
        )
        # A list: a kind of step seen for the first time is written before the COPY begins.
        steps = [row for one in new for row in self._step(one)]
        sql.copy(Step._meta.db_table, STEP_COLUMNS, steps)
        self.chains.copy(self._told(new))
        lines = [row for one in new for row in self._tally(one)]
        copy_lines(lines, count=len(lines))

    def _told(self, new: Sequence[_Entering]) -> list[tuple[int, list[Told]]]:
        """Return what the journal says of each; its last line prints the rows just written."""
        states = {row[0]: stated(row) for row in sql.run([state_call([n.id for n in new])])[0]}
        tell = self.story.tell
        return [
            (one.id, with_state(
                tell(one.case, facts=one.facts, grounds=one.grounds, pauses=one.pauses),
                states[one.id],
            ))
            for one in new
        ]  # fmt: skip

    def _dossier_row(self, one: _Entering) -> tuple[object, ...]:
        case, bearing = one.case, one.bearing
        limit = bearing.limit
        stopped = one.pauses[-1].start if one.status is Status.STOPPED else None
        name, phone = ("", "") if one.owner is None else (one.owner.name, one.owner.phone)
        return (
            one.id, self.source, case.case, one.print, int(one.status), bearing.procedure,
            bearing.version, bearing.field, limit and limit.value,
            "" if limit is None else limit.unit.value, bearing.route, int(case.channel),
            self.unit.pk, self.unit.pk, one.owner_id, name, phone,
            int(_DELIVERED.get(one.status, Delivery.NOTHING_YET)), case.received_at,
            case.received_at, case.due_at, case.due_at, stopped, case.ended_at, case.returned_at,
            json.dumps([oddity.value for oddity in one.oddities]), self.at,
        )  # fmt: skip

    def _clock(self, one: _Entering) -> Iterator[tuple[object, ...]]:
        for fact, ground in zip(one.facts, one.grounds, strict=True):
            yield (
                one.id, fact.number, fact.kind.value, fact.at, self.at, fact.due_at,
                fact.outcome and fact.outcome.value, fact.unit, ground.remaining,
                ground.remaining_unit, ground.legal_ground, self.by.code,
            )  # fmt: skip

    def _grounds(
        self, facts: Sequence[Fact], pauses: Sequence[RecordedPause], bearing: Bearing
    ) -> tuple[Ground, ...]:
        """Return on what ground each entry stands: a stop on the source's, with what was left."""
        known = {pause.start: pause.ground for pause in pauses}
        found = []
        for fact in facts:
            ground = _NO_GROUND
            if fact.kind is ClockKind.STOP:
                left, unit = _left(fact, bearing, self.places.calendar)
                law = known[fact.at] or NO_GROUND
                ground = Ground(legal_ground=law, remaining=left, remaining_unit=unit)
            found.append(ground)
        return tuple(found)

    def _step(self, one: _Entering) -> Iterator[tuple[object, ...]]:
        """Yield the step at which an unsettled dossier waits for an officer."""
        if one.case.ended_at is not None:
            return
        step = one.bearing.step
        role = ROLE_OF[step.role] if step.role is not None else Role.CASE_OFFICER
        due_at = one.case.due_at
        if one.status is Status.STOPPED and not is_late(
            one.pauses[-1].start, due_at=due_at, by_minute=False
        ):
            due_at = None
        yield (
            one.id, 1, step.ordinal, self._kind(step.key, one.case.step or step.name),
            role_number(role), self.unit.pk, int(StepState.HANDED_OVER), self.at, due_at,
        )  # fmt: skip

    def _kind(self, key: str, name: str) -> int:
        known = self.kinds.get((key, name))
        if known is None:
            known = self.kinds[key, name] = kind_id(key, name)
        return known

    def _tally(self, one: _Entering) -> Iterator[tuple[object, ...]]:
        place = Place(self.unit.pk, one.bearing.procedure, one.bearing.field, one.case.channel)
        for line in lines_of(Counted(place), one.facts):
            yield line_row(dossier=one.id, line=line, recorded_at=self.at)


def _left(fact: Fact, bearing: Bearing, calendar: Calendar) -> tuple[int | None, str]:
    """Return what is left of the limit at a stop; of a limit not known, in working days."""
    if fact.due_at is None:
        return None, ""
    unit = LimitUnit.WORKING_DAY if bearing.limit is None else bearing.limit.unit
    left = remaining_at(at=fact.at, due_at=fact.due_at, unit=unit, calendar=calendar)
    return left.amount, left.unit.value


def _changed(case: RecordedCase) -> Refused:
    why = f"dòng {case.line}: mã này đã nhập trước đây với nội dung khác; hãy đính chính hồ sơ đó"
    return Refused(case.case, case.line, Oddity.CHANGED, why)


def _batches(cases: Sequence[RecordedCase]) -> Iterator[Sequence[RecordedCase]]:
    start, lines = 0, 0
    for end, case in enumerate(cases, start=1):
        lines += len(case.events) + 4
        if lines >= _BATCH_LINES:
            yield cases[start:end]
            start, lines = end, 0
    if start < len(cases):
        yield cases[start:]
