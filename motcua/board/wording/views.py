"""The templates of a place: which text holds, its versions, how it looks on screen and paper."""

from collections.abc import Sequence
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.board.access import role_required
from motcua.board.calendar.reach import reached
from motcua.board.wording.place import (
    COMMON,
    COMMON_NAME,
    READS,
    Place,
    from_where,
    place_of,
    sheet_at,
    standing,
)
from motcua.documents import rules, selectors
from motcua.documents.rules import Sheet
from motcua.documents.selectors import Version
from motcua.documents.vocabulary import FIELDS, TemplateKind
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NoSuchPage
from motcua.pages.formats import day, moment
from motcua.pages.frame import page
from motcua.pages.parts import Cell, Choice, Filter, FilterBar, Head, Link, Table
from motcua.pages.visitors import Visitor

CURRENT = "wording"
_MOST_UNITS = 700


@require_safe
@role_required(*READS)
def listed(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show every template and whose text of it holds at a place."""
    reach = reached(visitor, READS)
    units = list(organisation.units_on(visitor.on).filter(pk__in=reach)[:_MOST_UNITS])
    asked = request.GET.get("don_vi", "") or (units[0].slug if units else COMMON)
    place = place_of(visitor, asked)
    waiting = {(row.key, row.unit) for row in selectors.drafts([place.unit])}
    choices = [Choice(COMMON, COMMON_NAME, place.slug == COMMON)]
    choices += [Choice(unit.slug, unit.name, unit.slug == place.slug) for unit in units]
    groups = [
        (kind.label, _table(visitor, place, list(sheets), waiting))
        for kind, sheets in groupby(selectors.sheets(), key=lambda one: one.kind)
    ]
    context = {
        "place": place,
        "filters": FilterBar(
            reverse("board:wording_list"), [Filter("don_vi", "Của đơn vị", choices=choices)]
        ),
        "groups": groups,
    }
    return page(request, visitor, "board/wording/list.html", context, current=CURRENT)


def _table(
    visitor: Visitor, place: Place, sheets: Sequence[Sheet], waiting: set[tuple[str, int | None]]
) -> Table:
    rows = []
    for one in sheets:
        text = standing(visitor, place, one.key)
        form = ", ".join(
            part
            for part in (
                f"mẫu {one.form_2021} (TT 01/2018)" if one.form_2021 else "",
                f"mẫu {one.form_now} (nay)" if one.form_now else "",
            )
            if part
        )
        draft = "Có bản soạn chờ công bố" if (one.key, place.unit) in waiting else ""
        rows.append(
            (
                Cell(one.name, reverse("board:wording_template", args=[place.slug, one.key]),
                     head=True, wide=True, note=form),
                Cell(from_where(text, place), name="Theo"),
                Cell(f"bản {text.number}", name="Bản đang dùng",
                     note="đi kèm chương trình" if text.shipped else f"từ {day(text.valid_from)}"),
                Cell(draft, name="Bản soạn", tone="soon" if draft else "plain"),
            )
        )  # fmt: skip
    heads = ("Mẫu", "Theo", "Bản đang dùng", "Bản soạn")
    return Table(f"{sheets[0].kind.label}", [[Head(head) for head in heads]], rows)


@require_safe
@role_required(*READS)
def template(request: HttpRequest, visitor: Visitor, unit: str, key: str) -> HttpResponse:
    """Show the text that holds, the draft that waits, every version, the fields."""
    place, sheet = place_of(visitor, unit), sheet_at(key)
    text = standing(visitor, place, key)
    draft = selectors.draft(key, unit=place.unit)
    own = draft is not None and draft.drafted_by == visitor.who.actor.code
    context = {
        "place": place,
        "sheet": sheet,
        "text": text,
        "whose": from_where(text, place),
        "body": text.body,
        **shown(sheet, text.body),
        "draft": draft,
        "draft_shown": {} if draft is None else shown(sheet, draft.body),
        "changed": () if draft is None else rules.differences(text.body, draft.body),
        "own": own,
        "versions": _versions(place, sheet),
        "fields": fields_of(sheet),
        "edit": reverse("board:wording_edit", args=[place.slug, key]) if place.changeable else "",
        "crumbs": crumbs(place, Link(sheet.name)),
    }
    return page(request, visitor, "board/wording/template.html", context, current=CURRENT)


def shown(sheet: Sheet, body: str) -> dict[str, object]:
    """Return a text as its trials draw it: a paper, a message, or a list of reasons."""
    return {
        "pieces": rules.pieces(body, rules.tried(sheet)),
        "message": rules.merged(body, rules.tried(sheet)) if _is_message(sheet) else "",
        "reasons": rules.reasons(body) if sheet.kind is TemplateKind.REASONS else (),
    }


def _is_message(sheet: Sheet) -> bool:
    return sheet.kind is TemplateKind.MESSAGE


def fields_of(sheet: Sheet) -> list[tuple[str, str, str]]:
    """Return name in braces, meaning and trial value of every field of a template."""
    return [("{" + name + "}", *FIELDS[name]) for name in sheet.fields]


def crumbs(place: Place, *links: Link) -> tuple[Link, ...]:
    """Return the way to a page of this section."""
    home = f"{reverse('board:wording_list')}?don_vi={place.slug}"
    return (Link(f"Mẫu và câu chữ: {place.name}", home), *links)


def _versions(place: Place, sheet: Sheet) -> Table | None:
    rows = []
    found = list(selectors.versions(sheet.key, unit=place.unit))
    for one in found:
        state = "đã bỏ" if one.discarded_at else "đang soạn"
        if one.published_at:
            state = f"từ {day(one.valid_from)}"
        seen = [] if one is found[-1] else ["so với bản trước"]
        compare = reverse("board:wording_compare", args=[place.slug, sheet.key])
        rows.append(
            (
                Cell(f"Bản {one.number}",
                     reverse("board:wording_paper", args=[place.slug, sheet.key, one.number]),
                     head=True, wide=True, note=one.note),
                Cell(state, name="Hiệu lực"),
                Cell(one.drafted_by_name, name="Soạn", note=moment(one.drafted_at)),
                Cell(one.published_by_name or "chưa công bố", name="Công bố",
                     note=moment(one.published_at) if one.published_at else ""),
                Cell("".join(seen), f"{compare}?ban={one.number}" if seen else "", name="Xem"),
            )
        )  # fmt: skip
    if not rows:
        return None
    heads = ("Bản", "Hiệu lực", "Soạn", "Công bố", "Khác gì")
    return Table("Các bản", [[Head(head) for head in heads]], rows)


def _version(place: Place, key: str, number: int) -> Version:
    found = selectors.versions(key, unit=place.unit).filter(number=number).first()
    if found is None:
        raise NoSuchPage
    return found


@require_safe
@role_required(*READS)
def paper(request: HttpRequest, visitor: Visitor, unit: str, key: str, number: int) -> HttpResponse:
    """Show one version filled with trial values, ready for its paper."""
    place, sheet = place_of(visitor, unit), sheet_at(key)
    version = _version(place, key, number)
    context = {
        "place": place,
        "sheet": sheet,
        "version": version,
        **shown(sheet, version.body),
        "crumbs": crumbs(
            place,
            Link(sheet.name, reverse("board:wording_template", args=[place.slug, key])),
            Link(f"Bản {number}"),
        ),
    }
    return page(request, visitor, "board/wording/paper.html", context, current=CURRENT)


@require_safe
@role_required(*READS)
def compare(request: HttpRequest, visitor: Visitor, unit: str, key: str) -> HttpResponse:
    """Show line by line what a version changed against the one before it."""
    place, sheet = place_of(visitor, unit), sheet_at(key)
    asked = request.GET.get("ban", "")
    newest = selectors.versions(key, unit=place.unit).first()
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else getattr(newest, "number", 0)
    newer = selectors.versions(key, unit=place.unit).filter(number=number).first()
    older = selectors.versions(key, unit=place.unit).filter(number__lt=number).first()
    context = {
        "place": place,
        "sheet": sheet,
        "newer": newer,
        "older": older,
        "lines": ()
        if newer is None
        else rules.differences("" if older is None else older.body, newer.body),
        "crumbs": crumbs(
            place,
            Link(sheet.name, reverse("board:wording_template", args=[place.slug, key])),
            Link("So sánh hai bản"),
        ),
    }
    return page(request, visitor, "board/wording/compare.html", context, current=CURRENT)
