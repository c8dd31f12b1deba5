"""Loading a sample through the import of history, once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from motcua.catalogue import selectors as catalogue
from motcua.catalogue.services import Sketch, add_illustrative_procedure
from motcua.catalogue.vocabulary import Level
from motcua.console.sampling.days import Days
from motcua.console.sampling.making import Maker, Place
from motcua.console.sampling.plan import Group, Plan, assumed_limit, common, names, plan
from motcua.dossiers.selectors import last_outcome
from motcua.dossiers.services.history import Origin, import_cases
from motcua.dossiers.vocabulary.recorded import RecordedCase
from motcua.journal.rules import SYSTEM
from motcua.organisation import selectors as organisation
from motcua.organisation.vocabulary import Scope
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import LimitUnit

__all__ = ["Loaded", "is_loaded", "load", "names", "plan"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a sample brought: dossiers new now, and dossiers that were there already."""

    name: str
    title: str
    created: int
    unchanged: int


def is_loaded(wanted: Plan) -> bool:
    """Return whether a sample was loaded before."""
    return last_outcome(wanted.source) is not None


def load(name: str, *, at: datetime, progress: Callable[[str, int], None] | None = None) -> Loaded:
    """Load a sample; one that is loaded already is left alone.

    :raises UnknownSampleError: there is none of that name.
    """
    wanted = plan(name)
    before = last_outcome(wanted.source)
    if before is not None:
        return Loaded(name, wanted.title, 0, _created(before))
    _add_illustrations(at)
    maker = Maker(wanted, days=_days(wanted), limits=_limits(wanted))
    batches: list[tuple[str, list[RecordedCase]]] = []
    for group in wanted.groups:
        places = _places(group, wanted)
        made = maker.cases(group, places)
        batches += [(place.slug, made[place.slug]) for place in places]
    outcome = import_cases(
        batches=batches, origin=_origin(wanted), by=SYSTEM, at=at, progress=progress
    )
    return Loaded(name, wanted.title, outcome.created, outcome.unchanged)


def _created(outcome: Mapping[str, object]) -> int:
    dossiers = outcome["dossiers"]
    return int(dossiers["created"]) if isinstance(dossiers, Mapping) else 0


def _origin(wanted: Plan) -> Origin:
    # The page that shows a sample reads from here what was chosen and what is invented.
    told = {"readings": list(wanted.readings), "invented": list(wanted.invented)}
    digest = sha256(repr(wanted).encode()).hexdigest()
    return Origin(
        wanted.source,
        f"{wanted.name}.yaml",
        digest,
        {
            "title": wanted.title,
            "sample": True,
            **told,
            "unit": wanted.unit,
            "first_on": wanted.first_on.isoformat(),
            "last_on": wanted.last_on.isoformat(),
        },
    )


def _days(wanted: Plan) -> Days:
    unit = organisation.unit_by_slug(wanted.unit)
    return Days(wanted.first_on, wanted.last_on, worktime.calendar_for(unit_id=unit.pk))


def _places(group: Group, wanted: Plan) -> list[Place]:
    unit = organisation.unit_by_slug(wanted.unit)
    below = organisation.units_on(wanted.last_on).filter(parent=unit)
    units = [unit] if group.who == Scope.OWN else list(below)
    return [Place(one.slug, one.code_prefix) for one in units]


def _add_illustrations(at: datetime) -> None:
    for row in common()["illustrative"]:
        sketch = Sketch(
            name=row["name"],
            field_key=row["field"],
            limit=Limit(row["value"], LimitUnit(row["unit"])),
            levels=(Level(row["level"]),),
            valid_from=row["valid_from"],
        )
        add_illustrative_procedure(sketch=sketch, by=SYSTEM, at=at)


def _limits(wanted: Plan) -> dict[str, Limit]:
    """Return the limit of every procedure of the sample on its first day."""
    found: dict[str, Limit] = {}
    for group in wanted.groups:
        for figures in group.fields:
            for slug in common()["procedures"][group.level][figures.field]:
                found[slug] = assumed_limit(slug) or _limit(slug, wanted)
    return found


def _limit(slug: str, wanted: Plan) -> Limit:
    procedure = catalogue.procedure_by_slug(slug)
    version = catalogue.version_on(procedure_id=procedure.pk, on=wanted.first_on)
    limit = None if version is None else catalogue.limit_of(version_id=version.pk)
    if limit is None:
        raise LookupError(f"the sample needs a limit for {slug}")
    return limit
