"""Small rows and books for tests, with defaults that show only what matters."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from motcua.catalogue.models import Field, Procedure
from motcua.kernel.periods import Period
from motcua.organisation.models import Unit
from motcua.organisation.vocabulary import Level, Scope, UnitKind
from motcua.reports.rules import Asked, Table
from motcua.reports.selectors import settlement
from motcua.reports.vocabulary import Grouping
from motcua.storage import sql
from motcua.tally import services
from motcua.tally.models import TallyCell
from motcua.tally.rules import Line

RECORDED = datetime(2021, 7, 1, tzinfo=UTC)
HALF_YEAR = Period.through(date(2021, 1, 1), date(2021, 6, 30))


def a_unit(slug: str, parent: Unit | None = None, kind=UnitKind.COMMUNE, **given) -> Unit:
    values = {
        "kind": kind, "level": Level.COMMUNE, "name": f"{kind.label} {slug}",
        "short_name": slug, "sort_key": slug, "parent": parent, "valid_from": date(2020, 1, 1),
    }  # fmt: skip
    return Unit.objects.create(slug=slug, **(values | given))


def a_district(slug: str = "ba-vi") -> Unit:
    return a_unit(slug, kind=UnitKind.RURAL_DISTRICT, level=Level.DISTRICT)


def a_procedure(name: str = "Cấp bản sao", field: str = "tu-phap") -> Procedure:
    row, _ = Field.objects.get_or_create(key=field, defaults={"name": f"Lĩnh vực {field}"})
    return Procedure.objects.create(slug=f"x-{name}", name=name, field=row)


def write(dossier: int, lines: Sequence[Line], at: datetime = RECORDED) -> None:
    calls = services.line_calls(dossier=dossier, lines=lines, recorded_at=at)
    if calls:
        sql.run(calls)


def write_all(book: Iterable[tuple[int, Sequence[Line]]], at: datetime = RECORDED) -> None:
    rows = [
        services.line_row(dossier=dossier, line=line, recorded_at=at)
        for dossier, lines in book
        for line in lines
    ]
    services.copy_lines(rows, count=len(rows))


def spoil_cells(**which: int) -> None:
    TallyCell.objects.filter(**which).update(received_online=7)


def table(unit: str, by: Grouping = Grouping.FIELD, scope: Scope = Scope.OWN, **given) -> Table:
    asked = Asked(unit, given.pop("period", HALF_YEAR), scope, by, **given)
    return settlement(asked=asked, today=date(2026, 1, 1))
