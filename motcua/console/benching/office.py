"""The office of the bench: today's communes, a procedure, somebody who may do everything."""

from dataclasses import dataclass
from datetime import date, datetime

from motcua.accounts.vocabulary import Role
from motcua.catalogue.selectors import procedure_by_slug
from motcua.catalogue.services import Sketch, add_illustrative_procedure, ensure_field
from motcua.catalogue.vocabulary import Level
from motcua.console.benching.errors import NoPlaceToMeasure
from motcua.dossiers import services
from motcua.dossiers.rules import Acting
from motcua.journal.rules import SYSTEM, Actor
from motcua.kernel.periods import VIETNAM
from motcua.kernel.text import slugify
from motcua.organisation import selectors as organisation
from motcua.organisation.vocabulary import Level as UnitLevel
from motcua.tally.vocabulary import Channel
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import LimitUnit

#: A Monday morning; the dossiers of the fill lie before it.
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=VIETNAM)
FIRST_DAY = date(2021, 1, 4)
#: From here on the communes of 2025.
_TWO_TIERS = date(2025, 7, 1)
_NAMES = ("Thủ tục đo tốc độ một", "Thủ tục đo tốc độ hai", "Thủ tục đo tốc độ ba")


@dataclass(frozen=True, slots=True)
class Office:
    """Where the bench works: the communes then and now, the procedure, the person."""

    now: tuple[int, ...]
    slugs: tuple[str, ...]
    then: tuple[int, ...]
    procedure: int
    everyone: Acting
    at: datetime = NOW

    def application(self, unit: int) -> services.Application:
        """Return an ordinary application at the counter of a unit."""
        return services.Application(
            unit=unit, procedure=self.procedure, channel=Channel.DIRECT, owner_name="Lê Thị Hòa"
        )

    def receive(self, unit: int, *, at: datetime = NOW) -> int:
        """Receive a dossier and return its number."""
        received = services.receive(application=self.application(unit), by=self.everyone, at=at)
        return received.id

    def in_hand(self, unit: int, *, at: datetime = NOW) -> int:
        """Return a new dossier whose appraisal has been taken over."""
        key = self.receive(unit, at=at)
        services.transfer(dossier_id=key, by=self.everyone, at=at)
        services.take_over(dossier_id=key, by=self.everyone, at=at)
        return key


def slugs() -> tuple[str, ...]:
    """Return the slugs of the procedures of the bench."""
    return tuple(f"x-{slugify(name)}" for name in _NAMES)


def add_procedures() -> None:
    """Add the procedures of the bench to a database that has none of them."""
    for number, name in enumerate(_NAMES, start=1):
        field = ensure_field(key=f"do-toc-do-{number}", name=f"Đo tốc độ {number}")
        add_illustrative_procedure(
            sketch=Sketch(name, field.key, Limit(5, LimitUnit.WORKING_DAY), (Level.COMMUNE,),
                          date(2020, 1, 1)),
            by=SYSTEM, at=NOW,
        )  # fmt: skip


def office() -> Office:
    """Return the office of the bench in the present database.

    :raises NoPlaceToMeasure: there is no commune today.
    """
    today = _communes(NOW.date())
    if not today:
        raise NoPlaceToMeasure
    keys = tuple(key for key, _ in today)
    before = tuple(key for key, _ in _communes(FIRST_DAY)) or keys
    grants = frozenset((role, key) for role in Role for key in keys[:20])
    return Office(
        now=keys,
        slugs=tuple(slug for _, slug in today),
        then=before,
        procedure=procedure_by_slug(slugs()[0]).pk,
        everyone=Acting(
            Actor("cb-do", "Trần Thị Mai", "Công chức", "Bộ phận Một cửa"), None, grants
        ),
    )


def unit_of(there: Office, chance: int, *, on: date) -> int:
    """Return the unit of a filled dossier: very uneven, the first has the most."""
    units = there.then if on < _TWO_TIERS else there.now
    # The inverse of a sum of 1/n: unit n gets about a share of 1/n.
    place = int(len(units) ** ((chance % 9973) / 9973))
    return units[min(place, len(units)) - 1]


def _communes(on: date) -> list[tuple[int, str]]:
    """Return keys and slugs of the communes of a day."""
    return [
        (one.pk, one.slug) for one in organisation.units_on(on) if one.level == UnitLevel.COMMUNE
    ]
