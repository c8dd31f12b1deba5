"""A city above the house, two people of it, and a procedure with a version, a route, a draft."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from motcua.accounts.vocabulary import Role
from motcua.board.tests.people import add_officer, add_others
from motcua.catalogue import selectors, services
from motcua.catalogue.rules import (
    ComponentDraft,
    LevyDraft,
    LimitDraft,
    RouteDraft,
    VersionDraft,
    pattern_steps,
)
from motcua.catalogue.services import NewProcedure
from motcua.catalogue.vocabulary import Channel, Level, OpenField, Presence
from motcua.journal.rules import SYSTEM, Actor
from motcua.kernel.periods import Period
from motcua.organisation import services as organisation
from motcua.organisation.rules import NewUnit
from motcua.organisation.vocabulary import Level as UnitLevel
from motcua.organisation.vocabulary import UnitKind
from motcua.pages.tests.house import BEGIN, NOW, House
from motcua.pages.tests.tables import JournalEntry

CODE = "9.000001"
BY = Actor("cu", "Người cũ", "", "")


@dataclass
class City:
    """The house with a city: soan and duyet are the two persons of its catalogue."""

    house: House
    version: Any
    route: Any

    def client(self, name: str) -> Any:
        """Return a browser in which this person is logged in."""
        return self.house.client(name)

    def draft(self) -> Any:
        """Begin the next version, from 01/07/2021, by soan."""
        by = self.house.acting("soan").actor
        return services.start_version(
            procedure_id=self.version.procedure_id, valid_from=date(2021, 7, 1), by=by, at=NOW
        )

    def draft_route(self) -> Any:
        """Begin the next version and return its route."""
        return selectors.routes_of(version_id=self.draft().pk).get()

    def acts(self) -> list[str]:
        """Return the acts of the journal, oldest first."""
        return list(JournalEntry.objects.order_by("pk").values_list("act", flat=True))


def a_city(house: House) -> City:
    """Set the city up above the house and return it."""
    add_others(house)
    new = NewUnit(
        slug="city", kind=UnitKind.CITY, level=UnitLevel.PROVINCE, name="Thành phố Mẫu",
        dossier_prefix="MAU.00100", period=Period(BEGIN.date().replace(month=1, day=1)),
    )  # fmt: skip
    house.units["city"] = organisation.create_unit(unit=new, by=SYSTEM, at=BEGIN)
    add_officer(house, "soan", "city", Role.PROCEDURE_CONTROL_OFFICER)
    add_officer(house, "duyet", "city", Role.ADMINISTRATOR)
    added = NewProcedure("Xác nhận cư trú thử", "ho-tich", CODE, (Level.COMMUNE,))
    version = services.add_procedure(new=added, valid_from=date(2021, 1, 1), by=BY, at=BEGIN)
    services.revise_version(version_id=version.pk, draft=_draft(), by=BY, at=BEGIN)
    steps = pattern_steps(24 * 60, one_stop="one_stop_commune", office="commune_office")
    route = services.draft_route(
        version_id=version.pk, draft=RouteDraft(f"{CODE}@commune", Level.COMMUNE, steps),
        by=BY, at=BEGIN,
    )  # fmt: skip
    services.publish_with_routes(version_id=version.pk, by=SYSTEM, at=BEGIN)
    version.refresh_from_db()
    route.refresh_from_db()
    return City(house, version, route)


def _draft() -> VersionDraft:
    return VersionDraft(
        name="Xác nhận cư trú thử", code=CODE, valid_from=date(2021, 1, 1),
        levels=(Level.COMMUNE,), competence="Ủy ban nhân dân cấp xã",
        presence=Presence.NO, channels=(Channel.COUNTER,), sequence="Nộp, thẩm tra, trả",
        applicants="Cá nhân", conditions="không quy định", result=(None, "Giấy xác nhận"),
        time_limits=(LimitDraft(3, "working_day"),), levies=(LevyDraft("không thu"),),
        components=(ComponentDraft("Tờ khai", originals=1), ComponentDraft("Ảnh", copies=2)),
        open_fields=(OpenField.PLACE, OpenField.STEP_TIME),
    )  # fmt: skip


@pytest.fixture
def city(house: House, then: object) -> City:
    """The city on the afternoon of 09/02/2021."""
    del then
    return a_city(house)
