"""Officers: the list with its filters, one officer, and the open work of those who are gone."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.accounts.vocabulary import Role
from motcua.board.access import (
    READERS,
    officer_looked_after,
    role_required,
    units_administered,
    units_read,
)
from motcua.board.officers import shown
from motcua.board.officers.changes import offered
from motcua.board.units.shown import hands
from motcua.dossiers import selectors as dossiers
from motcua.organisation import selectors as organisation
from motcua.organisation.selectors import OfficerFilter
from motcua.pages.exports import Listed, export
from motcua.pages.frame import page
from motcua.pages.parts import Choice, Filter, FilterBar, Link, Pager
from motcua.pages.visitors import Visitor

CURRENT = "officers-administered"
_PAGE = 50
_HEADS = ("Mã cán bộ", "Họ và tên", "Chức danh, đơn vị", "Vai trò", "Tài khoản")


@require_safe
@role_required(*READERS)
def listed(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the officers of the units looked after, filtered, page by page."""
    reach = units_read(visitor)
    wanted, filters = _wanted(request, reach)
    rows = organisation.officers_listed(reach=reach, wanted=wanted, on=visitor.on)
    number = request.GET.get("trang", "")
    here = max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
    found = list(rows[(here - 1) * _PAGE : here * _PAGE + 1])
    query = request.GET.copy()

    def at(place: int) -> str:
        query["trang"] = str(place)
        return f"?{query.urlencode()}"

    query.pop("trang", None)
    asked = query.urlencode()
    context = {
        "filters": filters,
        "table": shown.table(found[:_PAGE]) if found else None,
        "pager": Pager(
            previous=at(here - 1) if here > 1 else "",
            following=at(here + 1) if len(found) > _PAGE else "",
            sentence=f"Trang {here}",
        ),
        "many": here > 1 or len(found) > _PAGE,
        "xlsx": f"{reverse('board:officers_file')}?{asked}&dang=xlsx",
        "csv": f"{reverse('board:officers_file')}?{asked}&dang=csv",
        "may_change": bool(units_administered(visitor)),
    }
    return page(request, visitor, "board/officers/list.html", context, current=CURRENT)


def _wanted(request: HttpRequest, reach: frozenset[int]) -> tuple[OfficerFilter, FilterBar]:
    given = request.GET
    words, left = given.get("tim", "").strip(), given.get("loai", "")
    role_name = given.get("vai-tro", "")
    role = Role(role_name) if role_name in {role.value for role in Role} else None
    slug = given.get("don-vi", "").strip()
    unit = organisation.units_with_ids(reach).filter(slug=slug).first() if slug else None
    wanted = OfficerFilter(words, None if unit is None else unit.pk, role, left == "thoi-viec")
    here = reverse("board:officers_list")
    roles = [Choice("", "Mọi vai trò", chosen=role is None)]
    roles += [Choice(one.value, one.label, chosen=one is role) for one in Role]
    filters = (
        Filter("tim", "Họ tên, mã hoặc tên đăng nhập", words, kind="text"),
        Filter("don-vi", "Địa chỉ đơn vị", slug, kind="text"),
        Filter("vai-tro", "Vai trò", choices=roles),
        Filter("loai", "Gồm", choices=(
            Choice("", "Đang làm việc", chosen=left != "thoi-viec"),
            Choice("thoi-viec", "Đã thôi việc", chosen=left == "thoi-viec"),
        )),
    )  # fmt: skip
    return wanted, FilterBar(here, filters, clear=here if words or slug or role or left else "")


@require_safe
@role_required(*READERS)
def officer(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show one officer: what is held from when until when, leave, account, open work."""
    administered = units_administered(visitor)
    row = officer_looked_after(code, units_read(visitor))
    found = dossiers.in_hands_of([row.pk])
    held = organisation.held_by(officer_id=row.pk)
    kept = organisation.officers_kept(reach=administered, on=visitor.on)
    context = {
        "officer": row,
        "crumbs": (Link("Cán bộ", reverse("board:officers_list")), Link(row.name)),
        "facts": shown.facts(row),
        "held": shown.held_lines(held, row, on=visitor.on, reach=administered),
        "hands": hands(found, {row.pk: row}),
        "changes": offered(row, visitor) if kept.filter(pk=row.pk).exists() else (),
    }
    return page(request, visitor, "board/officers/officer.html", context, current=CURRENT)


@require_safe
@role_required(*READERS)
def file(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Give the filtered list as XLSX or CSV; who took it is an entry of the journal."""
    reach = units_read(visitor)
    wanted, _ = _wanted(request, reach)
    rows = organisation.officers_listed(reach=reach, wanted=wanted, on=visitor.on)
    asked = {"words": wanted.words, "role": wanted.role or "", "left": wanted.left}
    listed_officers = Listed("can-bo", _HEADS, _cells(rows), asked)
    return export(
        listed_officers, kind=request.GET.get("dang", ""), by=visitor.who.actor, at=visitor.now
    )


def _cells(rows: Any) -> Iterator[tuple[str, ...]]:
    for one in rows.iterator(500):
        yield (one.code, one.name, shown.posts_of(one), shown.roles_of(one), shown.account_of(one))


@require_safe
@role_required(Role.ADMINISTRATOR, Role.AUDITOR, Role.UNIT_HEAD, Role.LEADER)
def handover(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the open steps of those who can no longer act on them.

    Administrators read numbers; heads read the steps of the dossiers they see, and give them on.
    """
    looked_after, seen = units_read(visitor), visitor.units
    found = [
        one
        for one in dossiers.in_hands(looked_after | seen)
        if one.officer is not None and not _can_act(one, visitor)
    ]
    gone = organisation.officers_of_ids({one.officer for one in found if one.officer})
    steps = dossiers.steps_to_give(officers=list(gone), units=list(seen)) if seen and gone else ()
    idle = {(one.officer, one.unit, one.role) for one in found}
    visible = set(
        visitor.dossiers.filter(pk__in=[s.dossier for s in steps]).values_list("pk", flat=True)
    )
    context = {
        "crumbs": (Link("Cán bộ", reverse("board:officers_list")), Link("Việc cần bàn giao")),
        "hands": hands([one for one in found if one.unit in looked_after], gone),
        "steps": [
            (
                reverse("desk:act", args=[step.dossier, "giao-nguoi-xu-ly"]),
                step, gone[step.officer].name,
            )
            for step in steps
            if step.dossier in visible and (step.officer, step.unit, step.role) in idle
        ],
        "administers": bool(looked_after),
    }  # fmt: skip
    return page(request, visitor, "board/officers/handover.html", context, current="handover")


def _can_act(one: Any, visitor: Visitor) -> bool:
    able = organisation.officers_with_role(unit_id=one.unit, role=one.role, on=visitor.on)
    return able.filter(pk=one.officer, left_on=None).exists()
