"""The list of procedures, and the list as a file."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from motcua.board.access import role_required
from motcua.board.procedures.asking import CURRENT
from motcua.board.procedures.reach import READERS, edits_city
from motcua.catalogue import selectors
from motcua.catalogue.selectors import STATES, ProcedureLine
from motcua.catalogue.vocabulary import Level
from motcua.pages.exports import Listed, export
from motcua.pages.formats import day
from motcua.pages.frame import page
from motcua.pages.parts import Cell, Choice, Filter, FilterBar, Head, Table
from motcua.pages.visitors import Visitor

_HEADS = (
    "Mã",
    "Tên thủ tục",
    "Lĩnh vực",
    "Cấp tiếp nhận",
    "Thời hạn",
    "Có hiệu lực từ",
    "Tình trạng",
)
_NAMES = ("tim", "linh_vuc", "cap", "tinh_trang")


@require_safe
@role_required(*READERS)
def procedures(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the procedures that the filters name."""
    asked = _asked(request)
    lines = _lines(asked, visitor)
    query = urlencode({name: value for name, value in asked.items() if value})
    context = {
        "filters": _filters(asked),
        "count": len(lines),
        "table": _table(lines),
        "may_edit": edits_city(visitor),
        "xlsx": f"{reverse('board:procedures_file')}?{query}",
        "csv": f"{reverse('board:procedures_file')}?{query}&dang=csv",
    }
    return page(request, visitor, "board/procedures/list.html", context, current=CURRENT)


@require_safe
@role_required(*READERS)
def file(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Give the list as XLSX or CSV; who took it stands in the journal."""
    asked = _asked(request)
    rows = (_texts(line) for line in _lines(asked, visitor))
    listed = Listed("danh-muc-thu-tuc", _HEADS, rows, asked)
    kind = "csv" if request.GET.get("dang") == "csv" else "xlsx"
    return export(listed, kind=kind, by=visitor.who.actor, at=visitor.now)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "")[:200].strip() for name in _NAMES}


def _lines(asked: dict[str, str], visitor: Visitor) -> tuple[ProcedureLine, ...]:
    return selectors.procedure_lines(
        on=visitor.on, words=asked["tim"], field_key=asked["linh_vuc"], level=asked["cap"],
        state=asked["tinh_trang"],
    )  # fmt: skip


def _filters(asked: dict[str, str]) -> FilterBar:
    fields = [("", "Mọi lĩnh vực"), *((one.key, one.name) for one in selectors.fields())]
    levels = [("", "Mọi cấp"), *((one.value, one.label) for one in Level)]
    states = [("", "Mọi tình trạng"), *STATES.items()]

    def listed(name: str, label: str, choices: list[tuple[str, str]]) -> Filter:
        shown = [Choice(key, words, key == asked[name]) for key, words in choices]
        return Filter(name, label, asked[name], shown)

    return FilterBar(
        reverse("board:procedures_list"),
        (
            Filter("tim", "Mã hoặc tên, có dấu hay không", asked["tim"], kind="text"),
            listed("linh_vuc", "Lĩnh vực", fields),
            listed("cap", "Cấp tiếp nhận", levels),
            listed("tinh_trang", "Tình trạng", states),
        ),
        clear=reverse("board:procedures_list") if any(asked.values()) else "",
    )


def _table(lines: tuple[ProcedureLine, ...]) -> Table | None:
    if not lines:
        return None
    rows = []
    for line in lines:
        code, name, *rest = _texts(line)
        here = reverse("board:procedures_page", args=[line.slug])
        rows.append(
            (
                Cell(code, name="Mã"),
                Cell(name, here, head=True),
                *(Cell(text, name=head) for head, text in zip(_HEADS[2:], rest, strict=True)),
            )
        )
    return Table("Danh mục thủ tục hành chính", (tuple(Head(words) for words in _HEADS),), rows)


def _texts(line: ProcedureLine) -> tuple[str, ...]:
    state = STATES[line.state]
    if line.drafts and line.state != "draft":
        state = f"{state}, có bản dự thảo"
    return (
        line.code or ("minh họa" if line.illustrative else "chưa có mã"),
        line.name,
        line.field,
        ", ".join(Level(level).label for level in line.levels) or "không rõ",
        line.limit,
        day(line.valid_from) if line.valid_from else "chưa có",
        state,
    )
