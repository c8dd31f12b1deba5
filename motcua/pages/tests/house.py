"""A district with two communes, a foreign commune, and an officer of every kind with a log-in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.test import Client

from motcua.accounts.services import create_account, set_password
from motcua.accounts.vocabulary import Role
from motcua.catalogue import services as catalogue
from motcua.catalogue.vocabulary import Level as CatalogueLevel
from motcua.dossiers import services
from motcua.dossiers.rules import Acting
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import VIETNAM, Period
from motcua.organisation import selectors as organisation_selectors
from motcua.organisation import services as organisation
from motcua.organisation.rules import NewUnit
from motcua.organisation.vocabulary import LEVEL_OF_KIND, UnitKind
from motcua.pages.tests.tables import Officer
from motcua.tally.vocabulary import Channel
from motcua.worktime import services as worktime
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import LimitUnit

NOW = datetime(2021, 2, 9, 14, 0, tzinfo=VIETNAM)
TODAY = date(2021, 2, 9)
BEGIN = datetime(2020, 6, 1, 8, 0, tzinfo=VIETNAM)
PASSWORD = "vao cua 2021"
R = Role

#: user name → where, and which roles there
PEOPLE: dict[str, tuple[str, tuple[Role, ...]]] = {
    "tiepnhan": ("own", (R.RECEIVING_OFFICER,)),
    "thuly": ("own", (R.CASE_OFFICER,)),
    "chutich": ("own", (R.LEADER, R.UNIT_HEAD)),
    "vanthu": ("own", (R.RECORDS_CLERK,)),
    "quantri": ("own", (R.ADMINISTRATOR,)),
    "xaben": ("sister", (R.RECEIVING_OFFICER, R.CASE_OFFICER, R.LEADER, R.UNIT_HEAD)),
    "huyen": ("parent", (R.LEADER,)),
    "canbohuyen": ("parent", (R.CASE_OFFICER,)),
    "xala": ("foreign", (R.RECEIVING_OFFICER, R.CASE_OFFICER, R.LEADER)),
}


@dataclass
class House:
    """The units, the procedure, and the people who log in."""

    units: dict[str, Any]
    procedure: Any
    on: date = TODAY

    def client(self, name: str) -> Client:
        """Return a browser in which this person is logged in."""
        client = Client()
        client.force_login(self.officer(name).account)
        return client

    def give_password(self, name: str) -> None:
        """Let this person log in with the password of the tests."""
        set_password(account_id=self.officer(name).account_id, password=PASSWORD, by=SYSTEM, at=NOW)

    def officer(self, name: str) -> Any:
        """Return the officer with this user name."""
        return Officer.objects.select_related("account").get(code=name)

    def acting(self, name: str) -> Acting:
        """Return the officer as the services take it."""
        officer = self.officer(name)
        grants = organisation_selectors.grants_of(officer.pk, on=self.on)
        return Acting(
            organisation_selectors.actor_of(officer, on=self.on),
            officer.pk,
            frozenset((grant.role, grant.unit_id) for grant in grants),
        )

    def receive(self, when: datetime = NOW, owner: str = "Lê Thị Hòa") -> int:
        """Receive a dossier at the own commune's counter."""
        application = services.Application(
            self.units["own"].pk, self.procedure.pk, Channel.DIRECT, owner
        )
        return services.receive(application=application, by=self.acting("tiepnhan"), at=when).id

    def processing(self, when: datetime = NOW) -> int:
        """Return a dossier in the case officer's hands."""
        number = self.receive(when)
        services.transfer(dossier_id=number, by=self.acting("tiepnhan"), at=when)
        services.take_over(dossier_id=number, by=self.acting("thuly"), at=when)
        return number


def a_house(*, begin: datetime = BEGIN, on: date = TODAY) -> House:
    """Set everything up and return it."""
    worktime.load_calendar(at=begin)
    services.forget_terms()
    units = _units(begin)
    catalogue.ensure_field(key="ho-tich", name="Hộ tịch")
    sketch = catalogue.Sketch(
        name="Đăng ký lại khai sinh", field_key="ho-tich", limit=Limit(5, LimitUnit.WORKING_DAY),
        levels=(CatalogueLevel.COMMUNE,), valid_from=begin.date(),
    )  # fmt: skip
    procedure = catalogue.add_illustrative_procedure(sketch=sketch, by=SYSTEM, at=begin)
    for name, (where, roles) in PEOPLE.items():
        _person(name, units[where], roles, begin)
    return House(units, procedure, on)


def _units(begin: datetime) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, kind, name, prefix in (
        ("parent", UnitKind.RURAL_DISTRICT, "Huyện Ba Vì", "MAU.BAVI"),
        ("own", UnitKind.COMMUNE, "Xã Ba Trại", "MAU.09703"),
        ("sister", UnitKind.COMMUNE, "Xã Minh Quang", "MAU.09700"),
        ("foreign", UnitKind.COMMUNE, "Xã Khác", "MAU.00001"),
    ):
        below = key in ("own", "sister")
        new = NewUnit(
            slug=key, kind=kind, level=LEVEL_OF_KIND[kind], name=name, dossier_prefix=prefix,
            period=Period(date(begin.year, 1, 1)),
            parent_id=made["parent"].pk if below else None,
        )  # fmt: skip
        made[key] = organisation.create_unit(unit=new, by=SYSTEM, at=begin)
    return made


def _person(name: str, unit: Any, roles: tuple[Role, ...], begin: datetime) -> None:
    # Without a password: hashing one takes as long as everything else here together.
    account = create_account(username=name, password=None, by=SYSTEM, at=begin)
    given = {"by": SYSTEM, "at": begin}
    officer = organisation.add_officer(
        code=name, name=f"Nguyễn Văn {name.title()}", account_id=account.pk, **given
    )
    period = Period(date(begin.year, 1, 1))
    organisation.appoint(
        officer_id=officer.pk, unit_id=unit.pk, title="Công chức", period=period, **given
    )
    for role in roles:
        organisation.grant_role(
            officer_id=officer.pk, role=role, unit_id=unit.pk, period=period, **given
        )
