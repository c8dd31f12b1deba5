"""What a unit adds to a procedure of the city, where the city left it open."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.board.access import role_required, unit_looked_after
from motcua.board.acts import Change, change
from motcua.board.procedures import shown
from motcua.board.procedures.asking import CURRENT, Act, asked
from motcua.board.procedures.crumbs import crumbs, procedure_link
from motcua.board.procedures.forms import SupplementForm
from motcua.board.procedures.reach import (
    EDITORS,
    READERS,
    local_unit,
    local_units,
    names,
    procedure_at,
    seen_units,
)
from motcua.catalogue import selectors, services
from motcua.catalogue.rules import TEXTS, hours_text
from motcua.catalogue.vocabulary import Level, OpenField, State
from motcua.kernel.periods import Period
from motcua.pages.errors import NoSuchPage
from motcua.pages.frame import page
from motcua.pages.parts import Fact, Link
from motcua.pages.visitors import Visitor

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@role_required(*READERS)
def unit(request: HttpRequest, visitor: Visitor, slug: str, unit: str) -> HttpResponse:
    """Show what a unit adds, drafts among it."""
    row, place = procedure_at(slug), unit_looked_after(unit, seen_units(visitor))
    rows = selectors.supplements_of(procedure_id=row.pk).filter(unit_id=place.pk)
    opened, steps = _opened(row, visitor)
    titles = {step.key: step.name for step in steps}
    context = {
        "crumbs": crumbs(procedure_link(row), Link(place.name)),
        "procedure": row,
        "unit": place,
        "opened": [one.label for one in opened],
        "supplements": [_drawn(one, titles, opened, visitor) for one in rows],
        "may_edit": place.pk in local_units(visitor),
        "add": reverse("board:procedures_local_add", args=[slug, unit]),
    }
    return page(request, visitor, "board/procedures/local.html", context, current=CURRENT)


@require_http_methods(_METHODS)
@role_required(*EDITORS)
def add(request: HttpRequest, visitor: Visitor, slug: str, unit: str) -> HttpResponse:
    """Write what a unit adds, as a draft."""
    row, place = procedure_at(slug), local_unit(visitor, unit)
    opened, steps = _opened(row, visitor)
    back = reverse("board:procedures_local", args=[slug, unit])
    form = SupplementForm(
        opened, steps, visitor.on, request.POST if request.method == "POST" else None
    )

    def do(given: Any) -> str:
        del given
        services.draft_supplement(
            procedure_id=row.pk, unit_id=place.pk, draft=form.draft(), by=visitor.who.actor,
            at=visitor.now,
        )  # fmt: skip
        return back

    asking = Change(
        title=f"Phần bổ sung của {place.name}", button="Lưu bản dự thảo", form=form, back=back,
        tells=lambda _: (
            "Chỉ áp dụng ở đơn vị này; quy định chung của thành phố giữ nguyên.",
            "Người thứ hai có quyền ở đơn vị công khai thì phần này mới có hiệu lực.",
        ),
        do=do, done="Đã lưu bản dự thảo.",
        crumbs=crumbs(procedure_link(row), Link(place.name, back), Link("Thêm phần bổ sung")),
        about=f"{row.name}. Thành phố để đơn vị tự ghi: "
        f"{', '.join(one.label.lower() for one in opened) or 'không mục nào'}.",
    )  # fmt: skip
    return change(request, visitor, asking, current=CURRENT)


@require_http_methods(_METHODS)
@role_required(*EDITORS)
def act(
    request: HttpRequest, visitor: Visitor, slug: str, unit: str, number: int, act: str
) -> HttpResponse:
    """Publish what a unit adds, as the second person, or take the draft away."""
    row, place = procedure_at(slug), local_unit(visitor, unit)
    found = selectors.supplements_of(procedure_id=row.pk).filter(unit_id=place.pk, pk=number)
    one = found.filter(state=State.DRAFT).first()
    if one is None or act not in ("cong-khai", "rut"):
        raise NoSuchPage
    publishes = act == "cong-khai"
    opened, steps = _opened(row, visitor)
    said = _facts(one, {step.key: step.name for step in steps}, opened)
    back = reverse("board:procedures_local", args=[slug, unit])
    do = services.publish_supplement if publishes else services.withdraw_supplement
    asking = Act(
        question="Công khai phần bổ sung này?" if publishes else "Rút bản dự thảo này?",
        tells=[f"{fact.term}: {fact.value}" for fact in said],
        button="Công khai" if publishes else "Rút bản dự thảo",
        done="Đã công khai phần bổ sung." if publishes else "Đã rút bản dự thảo.",
        do=lambda: do(supplement_id=one.pk, by=visitor.who.actor, at=visitor.now),
        back=back, after=back, warn=not publishes,
        crumbs=crumbs(procedure_link(row), Link(place.name, back), Link("Phần bổ sung")),
    )  # fmt: skip
    return asked(request, visitor, asking)


def _opened(row: Any, visitor: Visitor) -> tuple[tuple[OpenField, ...], tuple[Any, ...]]:
    """Return what the version in force leaves open, and the steps of its route."""
    version = selectors.version_on(procedure_id=row.pk, on=visitor.on)
    if version is None:
        return (), ()
    opened = tuple(OpenField(one) for one in version.open_fields)
    steps: dict[str, Any] = {}
    for level in version.levels:
        route = selectors.route_for(version_id=version.pk, level=Level(level))
        steps |= {} if route is None else {step.key: step for step in route.steps}
    return opened, tuple(steps.values())


def _drawn(
    one: Any, titles: dict[str, str], opened: tuple[OpenField, ...], visitor: Visitor
) -> dict[str, Any]:
    here = [one.procedure.slug, one.unit.slug, one.pk]
    is_draft = one.state == State.DRAFT
    return {
        "title": shown.period_words(Period(one.valid_from, one.valid_until)),
        "state": shown.state_words(one, visitor.on),
        "facts": _facts(one, titles, opened),
        "by": f"Người soạn {names([one.drafted_by])}, "
        f"người công khai {names([one.published_by or 'chưa có'])}",
        "publish": reverse("board:procedures_local_act", args=[*here, "cong-khai"])
        if is_draft
        else "",
        "withdraw": reverse("board:procedures_local_act", args=[*here, "rut"]) if is_draft else "",
    }


def _facts(one: Any, titles: dict[str, str], opened: tuple[OpenField, ...]) -> list[Fact]:
    """Return what a supplement says; what the city has closed since is marked."""
    closed = "Thành phố không còn để đơn vị tự ghi mục này; phần này không áp dụng."
    found = [
        Fact(what.label, getattr(one, name), note="" if what in opened else closed)
        for what, name in TEXTS.items()
        if getattr(one, name)
    ]
    note = "" if OpenField.STEP_TIME in opened else closed
    return found + [
        Fact(f"Bước {titles.get(key, key)}", f"{hours_text(minutes)} giờ", note=note)
        for key, minutes in one.step_minutes.items()
    ]
