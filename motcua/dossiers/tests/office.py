"""A small office for the tests: a unit, a procedure with a route, officers of every role."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from motcua.accounts.vocabulary import Role
from motcua.catalogue import services as catalogue
from motcua.catalogue.models import Procedure
from motcua.catalogue.vocabulary import Level as CatalogueLevel
from motcua.dossiers import services
from motcua.dossiers.rules import Acting
from motcua.journal.rules import SYSTEM, Actor
from motcua.kernel.periods import VIETNAM, Period
from motcua.kernel.text import slugify
from motcua.organisation import services as organisation
from motcua.organisation.models import Unit
from motcua.organisation.rules import NewUnit
from motcua.organisation.vocabulary import Level, UnitKind
from motcua.tally.vocabulary import Channel
from motcua.worktime import services as worktime
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import LimitUnit

START = datetime(2021, 2, 9, 14, 0, tzinfo=VIETNAM)


def at(text: str) -> datetime:
    """Return a time of the office's wall clock, "2021-02-09 14:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@dataclass
class Office:
    """The commune Ba Vì in 2021 with what a dossier needs."""

    unit: Unit
    other: Unit
    procedure: Procedure
    everyone: Acting = field(init=False)

    def __post_init__(self) -> None:
        grants = frozenset((role, unit.pk) for role in Role for unit in (self.unit, self.other))
        actor = Actor("cb01", "Trần Thị Mai", "Công chức", self.unit.name)
        self.everyone = Acting(actor, None, grants)

    def acting(self, *roles: Role, name: str = "Nguyễn Văn An") -> Acting:
        """Return somebody who holds these roles at the unit."""
        return Acting(
            Actor("cb02", name, "Công chức", self.unit.name),
            None,
            frozenset((role, self.unit.pk) for role in roles),
        )

    def application(self, **changes: object) -> services.Application:
        """Return an ordinary application at the counter."""
        values: dict[str, object] = {
            "unit": self.unit.pk,
            "procedure": self.procedure.pk,
            "channel": Channel.DIRECT,
            "owner_name": "Lê Thị Hòa",
        } | changes
        return services.Application(**values)

    def receive(self, when: datetime = START, **changes: object) -> services.Received:
        """Receive a dossier at the counter."""
        return services.receive(application=self.application(**changes), by=self.everyone, at=when)

    def processing(self, when: datetime = START) -> int:
        """Return a dossier in the hands of a case officer."""
        key = self.receive(when).id
        services.transfer(dossier_id=key, by=self.everyone, at=when)
        services.take_over(dossier_id=key, by=self.everyone, at=when)
        return key

    def settle(self, key: int, when: datetime, *, number: str = "", refuse: bool = False) -> None:
        """Carry a dossier in a case officer's hands to its result."""
        by = self.everyone
        services.complete_step(dossier_id=key, by=by, at=when)
        services.take_over(dossier_id=key, by=by, at=when)
        services.approve(dossier_id=key, by=by, at=when, refuse=refuse, reason="thiếu điều kiện")
        services.take_over(dossier_id=key, by=by, at=when)
        paper = services.ResultPaper(
            number=number or f"{key}/QĐ-UBND", name="Giấy xác nhận", signer="Phó Chủ tịch",
            refused=refuse, reason="thiếu điều kiện" if refuse else "",
        )  # fmt: skip
        services.issue_result(dossier_id=key, paper=paper, by=by, at=when)


def an_office() -> Office:
    """Set up two communes, a procedure of five working days, the calendar, and return them."""
    begin = START - timedelta(days=400)
    worktime.load_calendar(at=begin)
    services.forget_terms()
    units = [
        organisation.create_unit(
            unit=NewUnit(
                slug=slugify(name), kind=UnitKind.COMMUNE, level=Level.COMMUNE, name=name,
                period=Period(date(2020, 1, 1)), dossier_prefix=prefix,
            ),
            by=SYSTEM, at=begin,
        )
        for name, prefix in (("Xã Ba Vì", "MAU.09703"), ("Xã Minh Quang", "MAU.09700"))
    ]  # fmt: skip
    catalogue.ensure_field(key="ho-tich", name="Hộ tịch")
    sketch = catalogue.Sketch(
        name="Đăng ký lại khai sinh", field_key="ho-tich",
        limit=Limit(5, LimitUnit.WORKING_DAY), levels=(CatalogueLevel.COMMUNE,),
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    procedure = catalogue.add_illustrative_procedure(sketch=sketch, by=SYSTEM, at=begin)
    return Office(units[0], units[1], procedure)
