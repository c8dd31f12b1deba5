"""What a reception needs to know beforehand: prefix, version, limit, route, calendar."""

from dataclasses import dataclass
from datetime import datetime

from motcua.catalogue import selectors as catalogue
from motcua.catalogue.models import Procedure, TimeLimit
from motcua.catalogue.rules import StepPlan
from motcua.dossiers.rules.dated import rules_on
from motcua.dossiers.rules.route import PLAIN_ROUTE
from motcua.dossiers.services.kinds import forget_kinds
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.organisation.models import Unit
from motcua.tally.vocabulary import Channel
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Calendar, Due, Limit, due
from motcua.worktime.vocabulary import LimitUnit, RuleSet

_CATALOGUE_CHANNEL = {Channel.DIRECT: "counter", Channel.ONLINE: "online", Channel.POST: "post"}


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules under which a dossier is received; it keeps them."""

    prefix: str
    unit_name: str
    procedure: int
    procedure_name: str
    procedure_code: str | None
    field: int
    version: int | None
    limit: Limit | None
    printed_limit: str
    route: int | None
    steps: tuple[StepPlan, ...]
    calendar: Calendar
    rules: RuleSet

    @property
    def clock_rules(self) -> str:
        """The calendar and rule set as then known, as the clock book writes them."""
        return f"{self.rules} {self.calendar.version}"

    def due(self, at: datetime) -> Due | None:
        """Return the due time of a receipt with its explanation; None when not computable."""
        if self.limit is None:
            return None
        return due(received_at=at, limit=self.limit, calendar=self.calendar, rules=self.rules)


@dataclass(frozen=True, slots=True)
class _Key:
    unit: int
    settling: int
    procedure: int
    channel: Channel
    limit_case: str
    minute: datetime


_remembered: dict[_Key, Terms] = {}
_parts: dict[tuple[int, str, datetime], int] = {}
_MOST_REMEMBERED = 2000


def terms(
    *,
    unit_id: int,
    settling_unit_id: int,
    procedure_id: int,
    channel: Channel,
    limit_case: str,
    at: datetime,
) -> Terms:
    """Return the rules in force at an instant for a receipt of this kind.

    They are remembered for the minute of the receipt: a change of the catalogue or calendar is
    seen within a minute, and a busy counter does not read them anew for each person.
    """
    minute = at.replace(second=0, microsecond=0)
    key = _Key(unit_id, settling_unit_id, procedure_id, channel, limit_case, minute)
    found = _remembered.get(key)
    if found is None:
        if len(_remembered) > _MOST_REMEMBERED:
            _remembered.clear()
        found = _remembered[key] = _terms(key)
    return found


def part_of(unit_id: int, key: str, *, at: datetime) -> int:
    """Return the part of a unit that does what a route gives to this key; else the unit itself.

    It is remembered for a minute, like the terms.
    """
    asked = (unit_id, key, at.replace(second=0, microsecond=0))
    found = _parts.get(asked)
    if found is None:
        if len(_parts) > _MOST_REMEMBERED:
            _parts.clear()
        part = organisation.part_by_key(unit_id=unit_id, key=key, on=day_of(at))
        found = _parts[asked] = unit_id if part is None else part.pk
    return found


def forget_terms() -> None:
    """Drop what is remembered: the catalogue, the calendar, the units or the database changed."""
    _remembered.clear()
    _parts.clear()
    forget_kinds()


def _terms(key: _Key) -> Terms:
    day = day_of(key.minute)
    unit = Unit.objects.get(pk=key.unit)
    settling = unit if key.settling == key.unit else Unit.objects.get(pk=key.settling)
    procedure = Procedure.objects.get(pk=key.procedure)
    version = catalogue.version_on(procedure_id=procedure.pk, on=day)
    limit, printed, route = None, "chưa xác minh", None
    if version is not None:
        channel, case = _CATALOGUE_CHANNEL[key.channel], key.limit_case
        limit = catalogue.limit_of(version_id=version.pk, case=case, channel=channel)
        printed = _printed(
            catalogue.time_limit_of(version_id=version.pk, case=case, channel=channel)
        )
        route = catalogue.route_for(version_id=version.pk, level=settling.level, case=case)
    return Terms(
        prefix=unit.code_prefix,
        unit_name=settling.name,
        procedure=procedure.pk,
        procedure_name=procedure.name,
        procedure_code=procedure.code,
        field=procedure.field_id,
        version=None if version is None else version.pk,
        limit=limit,
        printed_limit=printed,
        route=None if route is None else route.id,
        steps=PLAIN_ROUTE if route is None else route.steps,
        calendar=worktime.calendar_for(unit_id=settling.pk),
        rules=rules_on(day),
    )


def _printed(row: TimeLimit | None) -> str:
    if row is None or row.value is None or row.unit is None:
        return "chưa xác minh"
    return Limit(row.value, LimitUnit(row.unit)).label
