"""Procedures that are shown as examples: "minh họa", without a code."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.catalogue import rules, selectors
from motcua.catalogue.models import Procedure
from motcua.catalogue.rules import LimitDraft, RouteDraft, VersionDraft
from motcua.catalogue.services.loading import CHECKER, DRAFTER
from motcua.catalogue.services.storing import Release, store_route, store_version
from motcua.catalogue.vocabulary import Level, Mark
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject
from motcua.kernel.text import nfc, slugify
from motcua.worktime.rules import Limit

#: Where an illustrative route receives and settles, by level.
_UNITS = {
    Level.COMMUNE: ("one_stop_commune", "commune_office"),
    Level.DISTRICT: ("one_stop_district", "district_office"),
    Level.PROVINCE: ("one_stop_province", "province_office"),
    Level.COMMUNE_POLICE: ("police_commune", "police_commune"),
}


@dataclass(frozen=True, slots=True)
class Sketch:
    """An illustrative procedure: its name, its field, its limit where it has one."""

    name: str
    field_key: str
    limit: Limit | None
    levels: tuple[Level, ...]
    valid_from: date


@transaction.atomic
def add_illustrative_procedure(*, sketch: Sketch, by: Actor, at: datetime) -> Procedure:
    """Return the procedure of a sketch, made and published when it is not there yet.

    It has no code, the slug is `x-` and the slug of its name, and every value is marked "minh
    họa". With a limit that the calendar can count it gets the five plain steps as its route.

    :raises UnknownField: no field has that key.
    """
    name = nfc(sketch.name)
    slug = f"x-{slugify(name)}"
    known = Procedure.objects.filter(slug=slug).first()
    if known is not None:
        return known
    procedure = Procedure.objects.create(
        slug=slug, name=name, field=selectors.field_by_key(sketch.field_key), illustrative=True
    )
    _store(procedure, sketch, Release(DRAFTER.code, CHECKER.code, at))
    journal.record(
        act="add_illustrative_procedure",
        subject=Subject("procedure", slug[:60]),
        by=by,
        at=at,
        payload={"procedure": slug, "field": sketch.field_key},
    )
    return procedure


def _store(procedure: Procedure, sketch: Sketch, release: Release) -> None:
    limit = sketch.limit
    value, unit = (None, None) if limit is None else (limit.value, limit.unit.value)
    draft = VersionDraft(
        name=procedure.name,
        valid_from=sketch.valid_from,
        levels=sketch.levels,
        time_limits=(LimitDraft(value, unit, source=Mark.ILLUSTRATIVE),),
        facts={"illustrative": True},
    )
    version = store_version(procedure, draft, release)
    budget = rules.limit_minutes(value, unit)
    if budget is None:
        return
    for level in sketch.levels:
        one_stop, office = _UNITS[level]
        steps = rules.pattern_steps(budget, one_stop=one_stop, office=office)
        rules.check_route(steps, limit_minutes=budget)
        route = RouteDraft(
            key=f"{procedure.slug}@{level.value}",
            level=level,
            steps=steps,
            limit_value=value,
            limit_unit=unit,
            budget_minutes=budget,
            source={"kind": "pattern", "hours": Mark.ILLUSTRATIVE.value},
        )
        store_route(version, route, release)
