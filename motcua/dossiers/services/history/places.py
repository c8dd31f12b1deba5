"""Where a recorded case belongs in our catalogue and organisation, asked once a kind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from motcua.catalogue import selectors as catalogue
from motcua.catalogue.models import Field, Procedure, ProcedureVersion
from motcua.catalogue.rules import StepPlan
from motcua.catalogue.services import Sketch, add_illustrative_procedure, ensure_field
from motcua.catalogue.vocabulary import Level, State, StepRole
from motcua.dossiers.rules.route import PLAIN_ROUTE
from motcua.dossiers.vocabulary.recorded import Oddity, RecordedCase
from motcua.journal.rules import Actor
from motcua.kernel.periods import day_of
from motcua.kernel.text import nfc, slugify
from motcua.organisation.models import Unit
from motcua.tally.vocabulary import Channel
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import CalendarStatus

#: The field of procedures that a source names and our catalogue does not know.
UNKNOWN_FIELD = "Dữ liệu nhập, chưa rõ lĩnh vực"
_LONGEST_FIELD_KEY = 60
_CATALOGUE_CHANNEL = {Channel.DIRECT: "counter", Channel.ONLINE: "online", Channel.POST: "post"}


@dataclass(frozen=True, slots=True)
class Bearing:
    """What our books need to know of a case beside the case itself."""

    procedure: int
    field: int
    version: int | None
    limit: Limit | None
    route: int | None
    step: StepPlan
    oddities: tuple[Oddity, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """A procedure with its field and its published versions: key, from, until."""

    procedure: int
    field: int
    versions: Sequence[tuple[int, date, date | None]]


class Catalogued:
    """What the catalogue knows of the names of a source, asked once for a whole import.

    A procedure that it lacks is added, marked as an example and without code.
    """

    def __init__(self, *, by: Actor, at: datetime) -> None:
        """Remember who imports, and when."""
        self.by = by
        self.at = at
        self._known: dict[tuple[str, str], _Known] = {}
        self._steps: dict[tuple[int, str], tuple[int | None, StepPlan]] = {}
        self._limits: dict[tuple[int, Channel], Limit | None] = {}

    def procedure(self, name: str, field: str, *, level: str) -> _Known:
        """Return the procedure of that name, slug or code with its published versions."""
        known = self._known.get((name, field))
        if known is None:
            found = _by_name(name) or self._added(name, field, level)
            versions = ProcedureVersion.objects.filter(
                procedure_id=found.pk, state=State.PUBLISHED
            ).order_by("valid_from")
            known = self._known[name, field] = _Known(
                found.pk,
                found.field_id,
                list(versions.values_list("pk", "valid_from", "valid_until")),
            )
        return known

    def limit(self, version: int | None, channel: Channel) -> Limit | None:
        """Return the limit of a version that the calendar can count."""
        if version is None:
            return None
        key = (version, channel)
        if key not in self._limits:
            self._limits[key] = catalogue.limit_of(
                version_id=version, channel=_CATALOGUE_CHANNEL[channel]
            )
        return self._limits[key]

    def step(self, version: int | None, *, level: str) -> tuple[int | None, StepPlan]:
        """Return the route of a version at a level and the first step of a case officer in it."""
        if version is None:
            return None, _settling_step(PLAIN_ROUTE)
        key = (version, level)
        if key not in self._steps:
            route = catalogue.route_for(version_id=version, level=level)
            steps = PLAIN_ROUTE if route is None else route.steps
            self._steps[key] = (None if route is None else route.id, _settling_step(steps))
        return self._steps[key]

    def _added(self, name: str, field: str, level: str) -> Procedure:
        named = field or UNKNOWN_FIELD
        row = Field.objects.filter(key=named).first() or Field.objects.filter(name=named).first()
        if row is None:
            row = ensure_field(key=slugify(named)[:_LONGEST_FIELD_KEY], name=named)
        # Valid from today on: what held when the source worked on it is not known to us.
        sketch = Sketch(
            name=name,
            field_key=row.key,
            limit=None,
            levels=(Level(level),),
            valid_from=day_of(self.at),
        )
        return add_illustrative_procedure(sketch=sketch, by=self.by, at=self.at)


class Places:
    """The bearings of the cases of one unit.

    A unit, version or calendar that was not valid then is a remark in history, no refusal.
    """

    def __init__(self, unit: Unit, *, catalogued: Catalogued) -> None:
        """Remember for which unit."""
        self.unit = unit
        self.catalogued = catalogued
        self.calendar = worktime.calendar_for(unit_id=unit.pk)
        self._bearings: dict[tuple[str, str, date, Channel], Bearing] = {}

    def of(self, case: RecordedCase) -> Bearing:
        """Return the bearing of a case."""
        day = day_of(case.received_at)
        key = (case.procedure, case.field, day, case.channel)
        found = self._bearings.get(key)
        if found is None:
            found = self._bearings[key] = self._bearing(*key)
        return found

    def _bearing(self, name: str, field: str, day: date, channel: Channel) -> Bearing:
        known = self.catalogued.procedure(name, field, level=self.unit.level)
        version = _version_on(known.versions, day)
        route, step = self.catalogued.step(version, level=self.unit.level)
        return Bearing(
            procedure=known.procedure,
            field=known.field,
            version=version,
            limit=self.catalogued.limit(version, channel),
            route=route,
            step=step,
            oddities=tuple(self._oddities(version, day)),
        )

    def _oddities(self, version: int | None, day: date) -> Iterator[Oddity]:
        if not self.unit.period.holds(day):
            yield Oddity.UNIT_NOT_VALID
        if version is None:
            yield Oddity.VERSION_NOT_VALID
        if self.calendar.status(day.year) is not CalendarStatus.DECIDED:
            yield Oddity.CALENDAR_NOT_DECIDED


def _settling_step(steps: Sequence[StepPlan]) -> StepPlan:
    for step in steps:
        if step.role is StepRole.CASE_OFFICER:
            return step
    return steps[0]


def _by_name(name: str) -> Procedure | None:
    name = nfc(name)
    for wanted in ({"slug": name}, {"slug": f"x-{slugify(name)}"}, {"name__iexact": name}):
        found = Procedure.objects.filter(**wanted).order_by("pk").first()
        if found is not None:
            return found
    return None


def _version_on(versions: Sequence[tuple[int, date, date | None]], day: date) -> int | None:
    for key, first, until in versions:
        if first <= day and (until is None or day < until):
            return key
    return None
