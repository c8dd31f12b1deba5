"""Routes begun, brought from a BPMN file, published by a second person, taken away."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.board.access import role_required
from motcua.board.procedures import shown
from motcua.board.procedures.asking import CURRENT, Act, asked
from motcua.board.procedures.crumbs import crumbs, procedure_link, version_link
from motcua.board.procedures.reach import READERS, check_city
from motcua.board.routes.reach import draft_route_at
from motcua.catalogue import rules, services
from motcua.catalogue.errors import DiagramRefused
from motcua.catalogue.rules.bpmn import LARGEST_BYTES
from motcua.catalogue.selectors import RouteTable
from motcua.catalogue.vocabulary import Level
from motcua.kernel.errors import Refusal
from motcua.pages.errors import NoSuchPage
from motcua.pages.frame import page
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor

_METHODS = ["GET", "HEAD", "POST"]


class DiagramForm(forms.Form):
    """A BPMN file."""

    file = forms.FileField(
        label="Tệp BPMN 2.0",
        help_text="Tối đa 1 MB. Các bước trong bảng được thay bằng các bước của tệp.",
        error_messages={"required": "Chọn tệp BPMN", "empty": "Tệp rỗng; hãy chọn tệp khác"},
    )


@require_POST
@role_required(*READERS)
def start(request: HttpRequest, visitor: Visitor, version: int, level: str) -> HttpResponse:
    """Begin the route of a version at a level."""
    check_city(visitor)
    if level not in [one.value for one in Level]:
        raise NoSuchPage
    route = services.start_route(
        version_id=version, level=Level(level), case="", by=visitor.who.actor, at=visitor.now
    )
    messages.success(request, "Đã tạo bảng quy trình; hãy sửa từng bước.")
    return HttpResponseRedirect(reverse("board:routes_edit", args=[route.pk]))


@require_http_methods(_METHODS)
@role_required(*READERS)
def bring(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Take the steps of a draft from a BPMN file; nothing is written when it does not fit."""
    table = draft_route_at(visitor, number)
    form = DiagramForm(
        request.POST if request.method == "POST" else None, request.FILES or None, label_suffix=""
    )
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            if sent.size > LARGEST_BYTES:
                raise DiagramRefused("Tệp BPMN lớn hơn 1 MB; hãy chọn tệp chỉ có một quy trình.")
            steps = rules.read_bpmn(sent.read())
            changes = services.revise_route(
                route_id=table.route.pk, steps=steps, by=visitor.who.actor, at=visitor.now
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"Đã nhập {len(steps)} bước, {len(changes)} thay đổi.")
            return HttpResponseRedirect(reverse("board:routes_page", args=[number]))
    context = {
        "crumbs": _crumbs(table, "Nhập từ BPMN"),
        "table": table,
        "form": form,
        "here": request.path,
        "back": reverse("board:routes_page", args=[number]),
    }
    status = 422 if form.is_bound else 200
    return page(
        request, visitor, "board/routes/import.html", context, current=CURRENT, status=status
    )


@require_http_methods(_METHODS)
@role_required(*READERS)
def publish(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Publish a route, as the second person."""
    table = draft_route_at(visitor, number)
    back = reverse("board:routes_page", args=[number])
    faults = [fault.sentence for fault in table.faults]
    act = Act(
        question="Công khai quy trình này?",
        tells=(
            *(faults or ["Mọi bước đều có người làm, có giờ và có lối ra."]),
            shown.total_words(table),
            "Hồ sơ tiếp nhận từ lúc này đi theo quy trình; hồ sơ đã nhận giữ quy trình cũ.",
            "Công khai rồi thì không sửa được nữa; muốn đổi phải soạn phiên bản mới của thủ tục.",
        ),
        button="Công khai", done="Đã công khai quy trình.",
        do=lambda: services.publish_route(
            route_id=table.route.pk, by=visitor.who.actor, at=visitor.now
        ),
        back=back, after=back, crumbs=_crumbs(table, "Công khai"),
    )  # fmt: skip
    return asked(request, visitor, act)


@require_http_methods(_METHODS)
@role_required(*READERS)
def withdraw(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Take a draft of a route away."""
    table = draft_route_at(visitor, number)
    version = table.route.version
    act = Act(
        question="Rút bản dự thảo của quy trình này?",
        tells=(
            f"{len(table.steps)} bước bị bỏ; không lấy lại được.",
            "Nhật ký vẫn ghi đã có bản dự thảo này, ai soạn, ai rút.",
        ),
        button="Rút bản dự thảo", done="Đã rút bản dự thảo của quy trình.", warn=True,
        do=lambda: services.withdraw_route(
            route_id=table.route.pk, by=visitor.who.actor, at=visitor.now
        ),
        back=reverse("board:routes_page", args=[number]),
        after=reverse("board:procedures_version", args=[table.procedure.slug, version.pk]),
        crumbs=_crumbs(table, "Rút bản dự thảo"),
    )  # fmt: skip
    return asked(request, visitor, act)


def _crumbs(table: RouteTable, here: str) -> tuple[Link, ...]:
    route = Link("Quy trình", reverse("board:routes_page", args=[table.route.pk]))
    version = version_link(table.route.version)
    return crumbs(procedure_link(table.procedure), version, route, Link(here))
