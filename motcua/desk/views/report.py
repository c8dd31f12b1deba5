"""Table II.06a, the dossiers behind each of its numbers, and both as files."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from typing import BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.desk import tables
from motcua.desk.errors import UnitNotYours
from motcua.desk.forms.report import Query, sample_table
from motcua.desk.lines import lines_of
from motcua.desk.paging import FROM, pager_of
from motcua.dossiers import selectors as dossiers
from motcua.dossiers.rules import Acting
from motcua.kernel.errors import Refusal
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NotForYou
from motcua.pages.frame import page, reads_dossiers
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor, officer_required
from motcua.reports import selectors, services
from motcua.reports.rules import Asked, Table
from motcua.reports.vocabulary import COLUMN_BY_KEY

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PAGE = 50
#: Fits the key of a table.
_NUMBER = re.compile("[0-9]{1,18}")


@require_safe
@officer_required
def table(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the table with its definition, rule set and checks; every number opens its list."""
    units = _units(visitor)
    query = _query(request, visitor, units)
    context: dict[str, object] = {
        "filters": tables.filter_bar(query, units, action=reverse("desk:table")),
        "error": "",
        "answered": None,
        "samples": () if request.GET else _samples(units),
    }
    status = 200
    try:
        found = _answer(visitor, query)
        context |= {
            "answered": found,
            "tables": tables.drawn(found, query, behind=reverse("desk:behind")),
            "figures": tables.figures(found, query, behind=reverse("desk:behind")),
            "shares": tables.settled_shares(found),
            "notes": list(services.notes(found)),
            "xlsx": reverse("desk:table_file") + query.address(dang="xlsx"),
            "csv": reverse("desk:table_file") + query.address(dang="csv"),
        }
    except Refusal as refusal:
        context["error"], status = str(refusal), 422
    return page(request, visitor, "desk/table.html", context, current="table", status=status)


@require_safe
@officer_required
def behind(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List exactly the dossiers that a number counts, as far as this person may see them."""
    query, asked, column, row = _cell(request, visitor)
    found = selectors.cell_of(asked, column=column, row_key=row or None)
    after = request.GET.get(FROM, "")
    numbers = selectors.dossiers_behind(
        found, after=int(after) if _NUMBER.fullmatch(after) else 0, limit=_PAGE + 1
    )
    here = numbers[:_PAGE]
    seen = set(visitor.dossiers.filter(pk__in=here).values_list("pk", flat=True))
    rows = dossiers.rows_of(sorted(seen))
    answered = _answer(visitor, query)
    counted, label = tables.number_of(answered, column=column, row=row)
    asked_for = {**query.parts(), "cot": column, **({"dong": row} if row else {})}
    following = str(here[-1]) if len(numbers) > _PAGE else ""
    context = {
        "title": COLUMN_BY_KEY[column].title,
        "label": label,
        "unit": answered.unit_name,
        "period": tables.period_words(asked),
        "counted": counted,
        "hidden": len(here) - len(seen),
        "lines": lines_of(rows, now=visitor.now, calendar=visitor.calendar),
        "pager": pager_of(request, kept=asked_for, following=following),
        "xlsx": reverse("desk:behind_file") + query.address(cot=column, dong=row, dang="xlsx"),
        "csv": reverse("desk:behind_file") + query.address(cot=column, dong=row, dang="csv"),
        "crumbs": (
            Link("Kết quả giải quyết", reverse("desk:table") + query.address()),
            Link("Hồ sơ"),
        ),
    }
    return page(request, visitor, "desk/behind.html", context, current="table")


@require_safe
@officer_required
def table_file(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Give the table as XLSX or CSV, with definition and checks under it."""
    query = _query(request, visitor, _units(visitor))
    found = _answer(visitor, query)
    as_csv = request.GET.get("dang") == "csv"
    target = _file()
    if as_csv:
        services.write_table_csv(table=found, target=target)
    else:
        services.write_table_xlsx(table=found, target=target)
    return _given(target, "bieu-ii-06a", as_csv=as_csv)


@require_safe
@officer_required
def behind_file(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Give the list behind a number as XLSX or CSV, one page of it in memory at a time."""
    _, asked, column, row = _cell(request, visitor)
    found = selectors.cell_of(asked, column=column, row_key=row or None)
    lines = selectors.dossier_lines(selectors.all_behind(found), visible=visitor.dossiers)
    if request.GET.get("dang") == "csv":
        return StreamingHttpResponse(
            _encoded(services.dossiers_csv(lines)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="ho-so.csv"'},
        )
    target = _file()
    services.write_dossiers_xlsx(lines=lines, target=target)
    return _given(target, "ho-so", as_csv=False)


def _encoded(lines: Iterator[str]) -> Iterator[bytes]:
    return (line.encode() for line in lines)


def _file() -> BinaryIO:
    # On disk, not in memory; gone when the response is closed.
    return cast("BinaryIO", tempfile.TemporaryFile())


def _given(target: BinaryIO, name: str, *, as_csv: bool) -> FileResponse:
    target.seek(0)
    kind = "csv" if as_csv else "xlsx"
    return FileResponse(
        target,
        as_attachment=True,
        filename=f"{name}.{kind}",
        content_type="text/csv; charset=utf-8" if as_csv else _XLSX,
    )


def _units(visitor: Visitor) -> Mapping[str, str]:
    """Return slug and name of the units that this person may ask about, in order.

    :raises NotForYou: the person reads no dossiers.
    """
    if not reads_dossiers(visitor):
        raise NotForYou("người làm việc với hồ sơ")
    labels = organisation.unit_labels(visitor.units)
    own = {unit for _, unit in visitor.who.grants}
    ordered = sorted(labels.items(), key=lambda item: (item[0] not in own, item[1].sort_key))
    return {label.slug: label.name for _, label in ordered}


def _samples(units: Mapping[str, str]) -> list[Link]:
    """Return the loaded samples of these units: their days are not those asked first."""
    return [
        Link(sample.title, reverse("desk:table") + sample_table(sample))
        for sample in dossiers.samples()
        if sample.unit in units and sample_table(sample)
    ]


def _query(request: HttpRequest, visitor: Visitor, units: Mapping[str, str]) -> Query:
    return Query.of(request.GET.dict(), unit=next(iter(units), ""), today=visitor.on)


def _answer(visitor: Visitor, query: Query) -> Table:
    """Return the table.

    :raises UnitNotYours: the unit is not among those this person sees, now or in the period.
    """
    asked = query.asked()
    _check_unit(visitor.who, visitor.units, asked)
    return selectors.settlement(asked=asked, today=visitor.on)


def _check_unit(who: Acting, seen: frozenset[int], asked: Asked) -> None:
    unit = organisation.unit_by_slug(asked.unit)
    if unit.pk in seen:
        return
    # A unit that has ended since is asked for as it stood then.
    if unit.pk not in dossiers.units_seen(who, on=asked.last):
        raise UnitNotYours


def _cell(request: HttpRequest, visitor: Visitor) -> tuple[Query, Asked, str, str]:
    query = _query(request, visitor, _units(visitor))
    asked = query.asked()
    _check_unit(visitor.who, visitor.units, asked)
    return query, asked, request.GET.get("cot", ""), request.GET.get("dong", "")
