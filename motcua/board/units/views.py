"""Units: the tree, level by level; one unit with what hangs on it; the list as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.board.access import (
    READERS,
    role_required,
    unit_looked_after,
    units_administered,
    units_read,
)
from motcua.board.units import shown
from motcua.board.units.changes import offered
from motcua.dossiers import selectors as dossiers
from motcua.organisation import selectors as organisation
from motcua.organisation.vocabulary import Level, UnitKind
from motcua.pages.exports import Listed, export
from motcua.pages.formats import day
from motcua.pages.frame import page
from motcua.pages.parts import Choice, Filter, FilterBar, Link
from motcua.pages.visitors import Visitor

CURRENT = "units-administered"
_FOUND = 100
_HEADS = (
    "Địa chỉ", "Tên", "Loại", "Cấp", "Thuộc đơn vị", "Mã định danh", "Mã thống kê",
    "Từ ngày", "Đến hết ngày",
)  # fmt: skip


@require_safe
@role_required(*READERS)
def listed(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the units one level at a time, or those whose name holds the words."""
    reach = units_read(visitor)
    words, ended = request.GET.get("tim", "").strip(), request.GET.get("da-ket-thuc") == "co"
    rows = (
        [*_named(visitor, reach, words, ended=ended)] if words else [*_tops(visitor, reach, ended)]
    )
    only = rows[0] if len(rows) == 1 and not words else None
    context = {
        "filters": _filters(words, ended),
        "asked": words,
        "rows": [shown.branch(unit, visitor.on) for unit in rows[:_FOUND]],
        "below": [] if only is None else _below(only, visitor, ended=ended),
        "more": len(rows) > _FOUND,
        "found": _FOUND,
        "xlsx": reverse("board:units_file") + "?dang=xlsx",
        "csv": reverse("board:units_file") + "?dang=csv",
        "imports": reverse("board:imports_upload", args=["don-vi"])
        if units_administered(visitor)
        else "",
    }
    return page(request, visitor, "board/units/list.html", context, current=CURRENT)


def _named(visitor: Visitor, reach: frozenset[int], words: str, *, ended: bool) -> Sequence[Any]:
    found = organisation.units_named(words=words, among=reach, on=visitor.on, ended=ended)
    return list(found[: _FOUND + 1])


def _tops(visitor: Visitor, reach: frozenset[int], ended: bool) -> Iterator[Any]:
    """Yield the highest units within the reach: those whose parent lies outside of it."""
    for unit in organisation.units_with_ids(reach):
        lives = unit.valid_until is None or unit.valid_until > visitor.on
        if unit.parent_id not in reach and (ended or lives):
            yield unit


def _below(unit: Any, visitor: Visitor, *, ended: bool) -> list[shown.Branch]:
    rows = organisation.units_at(parent_id=unit.pk, on=visitor.on, ended=ended)
    return [shown.branch(one, visitor.on) for one in rows]


def _filters(words: str, ended: bool) -> FilterBar:
    choices = (
        Choice("", "Đang hoạt động", chosen=not ended),
        Choice("co", "Cả đơn vị đã kết thúc", chosen=ended),
    )
    here = reverse("board:units_list")
    filters = (
        Filter("tim", "Tên, địa chỉ hoặc mã; có dấu hay không dấu đều được", words, kind="text"),
        Filter("da-ket-thuc", "Gồm", choices=choices),
    )
    return FilterBar(here, filters, clear=here if words or ended else "")


@require_safe
@role_required(*READERS)
def unit(request: HttpRequest, visitor: Visitor, slug: str) -> HttpResponse:
    """Show one unit: facts, history, points, people, open work, what can be changed."""
    row = unit_looked_after(slug, units_read(visitor))
    administered = units_administered(visitor)
    reach = organisation.reach_ids(unit_ids=[row.pk], on=visitor.on)
    hands = dossiers.in_hands(reach)
    officers = organisation.officers_of_ids({one.officer for one in hands if one.officer})
    part = request.GET.get("phan", "")
    context = {
        "unit": row,
        "crumbs": (*_above(row, units_read(visitor)), Link(row.name)),
        "tabs": shown.tabs(row, part),
        "part": part,
        "facts": shown.facts(row),
        "below": [
            shown.branch(one, visitor.on)
            for one in organisation.units_at(parent_id=row.pk, on=visitor.on, ended=True)
        ],
        "history": shown.history(row),
        "points": shown.points(row, visitor.on),
        "people": shown.people(row, visitor.on),
        "open_work": dossiers.open_at_units(reach),
        "hands": shown.hands(hands, officers),
        "changes": offered(row, visitor) if row.pk in administered else (),
    }
    return page(request, visitor, "board/units/unit.html", context, current=CURRENT)


def _above(unit: Any, reach: frozenset[int]) -> tuple[Link, ...]:
    """Return the way down to a unit: the list, then the units above it that lie within reach."""
    way: list[Link] = []
    above = unit.parent
    while above is not None and above.pk in reach:
        way.append(Link(above.name, reverse("board:units_unit", args=[above.slug])))
        above = above.parent
    return (Link("Đơn vị", reverse("board:units_list")), *reversed(way))


@require_safe
@role_required(*READERS)
def file(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Give the units as XLSX or CSV; who took them is an entry of the journal."""
    rows = organisation.units_with_ids(units_read(visitor))
    listed_units = Listed("don-vi", _HEADS, (_cells(unit) for unit in rows.iterator(2000)))
    return export(
        listed_units, kind=request.GET.get("dang", ""), by=visitor.who.actor, at=visitor.now
    )


def _cells(unit: Any) -> tuple[str, ...]:
    return (
        unit.slug, unit.name, UnitKind(unit.kind).label, Level(unit.level).label,
        "" if unit.parent is None else unit.parent.name,
        unit.official_code or unit.official_code_old or "", unit.gso_code or "",
        day(unit.valid_from), "" if unit.period.last is None else day(unit.period.last),
    )  # fmt: skip
