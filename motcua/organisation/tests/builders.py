"""Small rows for tests, with defaults that show only what matters."""

from datetime import UTC, date, datetime

from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation import services
from motcua.organisation.models import Officer, Unit
from motcua.organisation.rules import NewUnit
from motcua.organisation.vocabulary import Level, UnitKind

AT = datetime(2021, 1, 4, 1, 0, tzinfo=UTC)
BY = {"by": SYSTEM, "at": AT}
ALL_2021 = Period(date(2021, 1, 1), date(2022, 1, 1))


def a_unit(slug="ba-vi", parent=None, kind=UnitKind.RURAL_DISTRICT, **given) -> Unit:
    values = {
        "name": f"{kind.label} {slug}",
        "level": Level.DISTRICT,
        "period": Period(date(2021, 1, 1)),
        "parent_id": parent.pk if parent else None,
    }
    return services.create_unit(unit=NewUnit(slug=slug, kind=kind, **(values | given)), **BY)


def an_officer(code="cb-01", name="Nguyễn Văn An", **given) -> Officer:
    return services.add_officer(code=code, name=name, **given, **BY)
