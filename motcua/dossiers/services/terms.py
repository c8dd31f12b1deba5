"""What a reception needs to know beforehand: prefix, version, limit, route, calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.catalogue import selectors as catalogue
from motcua.catalogue.models import Procedure, TimeLimit
from motcua.catalogue.rules import StepPlan
from motcua.dossiers.rules.dated import rules_on
from motcua.dossiers.rules.route import PLAIN_ROUTE
from motcua.dossiers.services.kinds import forget_kinds
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.organisation.models import Unit
from motcua.organisation.vocabulary import Level
from motcua.tally.vocabulary import Channel
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Calendar, Due, Limit, due
from motcua.worktime.vocabulary import LimitUnit, RuleSet

_CATALOGUE_CHANNEL = {Channel.DIRECT: "counter", Channel.ONLINE: "online", Channel.POST: "post"}


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules under which a dossier is received; it keeps them.

    calendar: of who settles it. counter: of who receives and transfers it.
    """

    prefix: str
    unit_name: str
    procedure: int
    procedure_name: str
    procedure_code: str | None
    field: int
    version: int | None
    limit: Limit | None
    printed_limit: str
    limit_mark: str
    route: int | None
    steps: tuple[StepPlan, ...]
    calendar: Calendar
    counter: Calendar
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
_counters: dict[tuple[int, str, datetime], int] = {}
_homes: dict[tuple[int, str, datetime], int] = {}
_MOST_REMEMBERED = 2000
#: A unit succeeded more often than this has its dossiers with who settles them.
_MOST_HEIRS = 8


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

    The unit is the one whose tier the key names (`unit_for`). It is remembered for a minute, like
    the terms.
    """
    asked = (unit_id, key, at.replace(second=0, microsecond=0))
    found = _parts.get(asked)
    if found is None:
        if len(_parts) > _MOST_REMEMBERED:
            _parts.clear()
        home = unit_for(unit_id, key, at=at)
        part = organisation.part_by_key(unit_id=home, key=key, on=day_of(at))
        found = _parts[asked] = home if part is None else part.pk
    return found


def unit_for(unit_id: int, key: str, *, at: datetime) -> int:
    """Return the unit whose tier a route's key names, such as one_stop_district.

    It is the settling unit or the one above it; a key that names no tier, or one that nobody
    above has, is the settling unit's. Remembered for a minute.
    """
    tiers = [level for level in Level if level.value in key.split("_")]
    if not tiers:
        return unit_id
    asked = (unit_id, tiers[0].value, at.replace(second=0, microsecond=0))
    found = _homes.get(asked)
    if found is None:
        if len(_homes) > _MOST_REMEMBERED:
            _homes.clear()
        home = organisation.nearest_at(unit_id=unit_id, level=tiers[0], on=day_of(at))
        found = _homes[asked] = unit_id if home is None else home
    return found


def counter_of(unit_id: int, *, settling: int, at: datetime) -> int:
    """Return whose counter does the counter's steps: the receiving unit's while that unit lives.

    After its succession the counter of the unit that settles the dossier, if that is an heir;
    else of the heir that takes over. It is remembered for a minute, like the terms.
    """
    asked = (unit_id, str(settling), at.replace(second=0, microsecond=0))
    found = _counters.get(asked)
    if found is None:
        if len(_counters) > _MOST_REMEMBERED:
            _counters.clear()
        found = _counters[asked] = _counter(unit_id, settling, day_of(at))
    return found


def _counter(unit_id: int, settling: int, on: date) -> int:
    for _ in range(_MOST_HEIRS):
        if unit_id == settling or organisation.lives_on(unit_id=unit_id, on=on):
            return unit_id
        heirs = [row.successor_id for row in organisation.successions_of(unit_id=unit_id)]
        unit_id = settling if settling in heirs or not heirs else heirs[0]
    return settling


def forget_terms() -> None:
    """Drop what is remembered: the catalogue, the calendar, the units or the database changed."""
    _remembered.clear()
    _parts.clear()
    _counters.clear()
    _homes.clear()
    forget_kinds()


def _terms(key: _Key) -> Terms:
    day = day_of(key.minute)
    unit = Unit.objects.get(pk=key.unit)
    settling = unit if key.settling == key.unit else Unit.objects.get(pk=key.settling)
    procedure = Procedure.objects.get(pk=key.procedure)
    version = catalogue.version_on(procedure_id=procedure.pk, on=day)
    limit, printed, mark, route = None, "chưa xác minh", "", None
    if version is not None:
        channel, case = _CATALOGUE_CHANNEL[key.channel], key.limit_case
        limit = catalogue.limit_of(version_id=version.pk, case=case, channel=channel)
        row = catalogue.time_limit_of(version_id=version.pk, case=case, channel=channel)
        printed, mark = _printed(row), "" if row is None else row.source
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
        limit_mark=mark,
        route=None if route is None else route.id,
        steps=PLAIN_ROUTE if route is None else route.steps,
        calendar=worktime.calendar_for(unit_id=settling.pk),
        counter=worktime.calendar_for(unit_id=unit.pk),
        rules=rules_on(day),
    )


def _printed(row: TimeLimit | None) -> str:
    if row is None or row.value is None or row.unit is None:
        return "chưa xác minh"
    return Limit(row.value, LimitUnit(row.unit)).label
