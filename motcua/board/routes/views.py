"""Routes as officials know them: the list, the table with its drawing, files of both."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.board.access import role_required
from motcua.board.procedures import shown
from motcua.board.procedures.asking import CURRENT
from motcua.board.procedures.crumbs import crumbs, procedure_link, version_link
from motcua.board.procedures.reach import READERS, edits_city, names, second_persons
from motcua.board.routes.drawing import drawing
from motcua.board.routes.reach import route_at
from motcua.catalogue import rules, selectors
from motcua.catalogue.vocabulary import Level
from motcua.journal import services as journal
from motcua.journal.rules import Subject
from motcua.pages.exports import Listed, export
from motcua.pages.formats import day
from motcua.pages.frame import page
from motcua.pages.parts import Cell, Head, Link, Table
from motcua.pages.visitors import Visitor


@require_safe
@role_required(*READERS)
def routes(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show what waits to be published: drafts of versions and of routes."""
    versions, drafts = selectors.drafts_waiting()
    context = {
        "crumbs": crumbs(Link("Đang chờ công khai")),
        "versions": _versions(list(versions)),
        "routes": _routes(list(drafts)),
    }
    return page(request, visitor, "board/routes/list.html", context, current=CURRENT)


@require_safe
@role_required(*READERS)
def route(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Show a route: table, drawing beside it, faults at their rows, time against the limit."""
    table = route_at(number)
    drafters = {table.route.drafted_by, *table.route.editors}
    context = {
        "crumbs": crumbs(
            procedure_link(table.procedure), version_link(table.route.version), Link("Quy trình")
        ),
        "table": table,
        "level": Level(table.route.level).label,
        "rows": shown.steps(table),
        "drawing": drawing(table),
        "total": shown.total_words(table),
        "over": table.allowed is not None and table.total > table.allowed,
        "may_edit": edits_city(visitor) and table.is_draft,
        "is_drafter": visitor.who.actor.code in drafters,
        "second": second_persons(visitor, drafters) if table.is_draft else (),
    }
    return page(request, visitor, "board/routes/page.html", context, current=CURRENT)


@require_safe
@role_required(*READERS)
def bpmn(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Give the route as BPMN 2.0; who took it stands in the journal."""
    del request
    table = route_at(number)
    content = rules.write_bpmn(table.steps, name=table.procedure.name)
    journal.record(
        act="export_route", subject=Subject("list", "quy-trinh-bpmn"), by=visitor.who.actor,
        at=visitor.now, payload={"route": table.route.key, "format": "bpmn"},
    )  # fmt: skip
    answer = HttpResponse(content, content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="quy-trinh-{number}.bpmn"'
    return answer


@require_safe
@role_required(*READERS)
def file(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponseBase:
    """Give the table of a route as XLSX or CSV; who took it stands in the journal."""
    table = route_at(number)
    listed = Listed(
        "quy-trinh", shown.ROUTE_HEADS, shown.step_rows(table), {"route": table.route.key}
    )
    kind = "csv" if request.GET.get("dang") == "csv" else "xlsx"
    return export(listed, kind=kind, by=visitor.who.actor, at=visitor.now)


def _versions(rows: list) -> Table | None:  # type: ignore[type-arg]  # rows of the catalogue
    if not rows:
        return None
    heads = tuple(Head(words) for words in ("Thủ tục", "Có hiệu lực từ", "Người soạn"))
    cells = [
        (
            Cell(
                row.name, reverse("board:procedures_version", args=[row.procedure.slug, row.pk]),
                head=True,
            ),
            Cell(day(row.valid_from), name="Có hiệu lực từ"),
            Cell(names([row.drafted_by]), name="Người soạn"),
        )
        for row in rows
    ]  # fmt: skip
    return Table("Phiên bản dự thảo", (heads,), cells)


def _routes(rows: list) -> Table | None:  # type: ignore[type-arg]  # rows of the catalogue
    if not rows:
        return None
    heads = tuple(Head(words) for words in ("Thủ tục", "Cấp tiếp nhận", "Người soạn"))
    cells = [
        (
            Cell(row.version.name, reverse("board:routes_page", args=[row.pk]), head=True),
            Cell(Level(row.level).label, name="Cấp tiếp nhận"),
            Cell(names([row.drafted_by]), name="Người soạn"),
        )
        for row in rows
    ]
    return Table("Quy trình dự thảo", (heads,), cells)
