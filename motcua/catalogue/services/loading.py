"""Loading the catalogue that comes with the product; a second load changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from motcua.catalogue.models import Field, Procedure, ProcedureVersion, Route
from motcua.catalogue.rules import check_route
from motcua.catalogue.services import shipped
from motcua.catalogue.services.storing import Release, store_route, store_version
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject

DATA = Path(__file__).parents[1] / "data"

#: The two persons of the data that comes with the product: one drafted, the other published.
DRAFTER = Actor(code="nap-danh-muc", name="Nạp từ bộ dữ liệu đi kèm", title="", unit="")
CHECKER = Actor(code="kiem-danh-muc", name="Kiểm tra bộ dữ liệu đi kèm", title="", unit="")


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load made; all zero when everything was there."""

    fields: int
    procedures: int
    versions: int
    routes: int

    @property
    def rows(self) -> int:
        """All rows together."""
        return self.fields + self.procedures + self.versions + self.routes


@transaction.atomic
def load_catalogue(*, by: Actor, at: datetime) -> Loaded:
    """Write the procedures and routes that come with the product and are not there yet.

    A procedure or route that is there stays as it is, whatever the data says now. One line of
    the journal tells of a load that wrote something.

    :raises RouteRefused: a route of the data does not pass the checks.
    """
    procedures = _read("procedures.yaml")
    routes = _read("routes.yaml")
    release = Release(DRAFTER.code, CHECKER.code, at)

    fields = _load_fields(procedures)
    made, versions = _load_procedures(procedures, release)
    written = _load_routes(routes, release)
    loaded = Loaded(fields, made, versions, written)

    if loaded.rows:
        journal.record(
            act="load_catalogue",
            subject=Subject("catalogue", "bo-du-lieu-di-kem"),
            by=by,
            at=at,
            payload={"fields": fields, "procedures": made, "versions": versions, "routes": written},
        )
    return loaded


def _read(name: str) -> Mapping[str, Any]:
    content: Mapping[str, Any] = yaml.load(
        (DATA / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return content


def _load_fields(data: Mapping[str, Any]) -> int:
    known = set(Field.objects.values_list("key", flat=True))
    new = [row for row in data["fields"] if row["key"] not in known]
    Field.objects.bulk_create(Field(key=row["key"], name=row["name"]) for row in new)
    return len(new)


def _load_procedures(data: Mapping[str, Any], release: Release) -> tuple[int, int]:
    known = set(Procedure.objects.values_list("slug", flat=True))
    fields = {field.key: field for field in Field.objects.order_by("pk")}
    made = versions = 0
    for row in data["procedures"]:
        if row["code"] in known:
            continue
        procedure = Procedure.objects.create(
            code=row["code"], slug=row["code"], name=row["name"], field=fields[row["field"]]
        )
        made += 1
        for draft in shipped.versions(row, data["periods"]):
            store_version(procedure, draft, release)
            versions += 1
    return made, versions


def _load_routes(data: Mapping[str, Any], release: Release) -> int:
    known = set(Route.objects.values_list("key", flat=True))
    versions = _versions_by_period()
    written = 0
    for shipment in shipped.routes(data, shipped.carried_limits(versions)):
        if shipment.draft.key in known:
            continue
        version = versions[shipment.procedure, shipment.period]
        if shipment.publish:
            check_route(
                shipment.draft.steps,
                limit_minutes=shipment.draft.budget_minutes,
                case_minutes=shipped.case_minutes(shipment.draft),
            )
        store_route(version, shipment.draft, release if shipment.publish else Release(DRAFTER.code))
        written += 1
    return written


def _versions_by_period() -> dict[tuple[str, str], ProcedureVersion]:
    rows = ProcedureVersion.objects.filter(
        drafted_by=DRAFTER.code, procedure__illustrative=False
    ).select_related("procedure")
    return {
        (row.procedure.slug, row.facts["period"]): row
        for row in rows.prefetch_related("time_limits").order_by("pk")
    }
