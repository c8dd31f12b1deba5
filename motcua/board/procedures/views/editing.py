"""A draft changed: its plain values in one form, its limits, papers and levies as rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.board.access import role_required
from motcua.board.procedures.asking import CURRENT
from motcua.board.procedures.crumbs import crumbs, procedure_link, version_link
from motcua.board.procedures.forms import LevyForm, LimitForm, PaperForm, RowForm, VersionForm
from motcua.board.procedures.reach import READERS, check_city, version_at
from motcua.board.procedures.rows import (
    ACTION,
    SAVE,
    Raw,
    as_initial,
    as_sent,
    prefix_of,
    raw_rows,
    rearranged,
)
from motcua.board.procedures.seen import SEEN, check_seen, state_of
from motcua.catalogue import selectors, services
from motcua.catalogue.rules import VersionDraft
from motcua.catalogue.vocabulary import State
from motcua.kernel.errors import Refusal
from motcua.pages.errors import NoSuchPage
from motcua.pages.fields import FieldFault, field_errors
from motcua.pages.frame import page
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor

_METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a version that is edited as rows: its words, form, and where it stands."""

    title: str
    form: type[RowForm]
    value: str
    hint: str
    add: str


PARTS: Mapping[str, Part] = {
    "thoi-han": Part(
        "Thời hạn giải quyết", LimitForm, "time_limits",
        "Mỗi trường hợp, mỗi cách nộp một dòng. Luật không quy định thì để trống số và ghi "
        "“không quy định” ở ghi chú.",
        "Thêm thời hạn",
    ),
    "giay-to": Part(
        "Thành phần hồ sơ", PaperForm, "components",
        "Thứ tự ở đây là thứ tự người dân đọc.", "Thêm giấy tờ",
    ),
    "phi-le-phi": Part(
        "Phí, lệ phí", LevyForm, "levies",
        "Không thu thì ghi “không thu”; luật không quy định thì ghi “không quy định”.",
        "Thêm khoản",
    ),
}  # fmt: skip


@require_http_methods(_METHODS)
@role_required(*READERS)
def plain(request: HttpRequest, visitor: Visitor, slug: str, number: int) -> HttpResponse:
    """Change the plain values of a draft."""
    row = draft_at(visitor, slug, number)
    draft = selectors.draft_of(version_id=row.pk)
    form = VersionForm(draft, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            check_seen(request, draft)
            _revise(visitor, row, form.changed())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu bản dự thảo.")
            here = reverse("board:procedures_version", args=[slug, number])
            return HttpResponseRedirect(here)
    context = {
        "crumbs": crumbs(procedure_link(row.procedure), version_link(row), Link("Sửa")),
        "version": row,
        "form": form,
        "seen": state_of(draft),
        "here": request.path,
        "back": reverse("board:procedures_version", args=[slug, number]),
        "parts": _parts(row, ""),
    }
    status = 422 if form.is_bound else 200
    return page(
        request, visitor, "board/procedures/edit.html", context, current=CURRENT, status=status
    )


@require_http_methods(_METHODS)
@role_required(*READERS)
def rows(request: HttpRequest, visitor: Visitor, slug: str, number: int, part: str) -> HttpResponse:
    """Change the rows of a part of a draft; buttons add, move and delete without scripts."""
    row = draft_at(visitor, slug, number)
    if part not in PARTS:
        raise NoSuchPage
    kind = PARTS[part]
    draft = selectors.draft_of(version_id=row.pk)
    action = request.POST.get(ACTION, SAVE)
    faults: tuple[FieldFault, ...] = ()
    forms = _forms(request, kind, draft)
    if request.method == "POST" and action == SAVE:
        faults = _kept(request, visitor, row, kind, forms)
        if not faults:
            messages.success(request, f"Đã lưu: {kind.title.lower()}.")
            here = reverse("board:procedures_version", args=[slug, number])
            return HttpResponseRedirect(here)
    context = {
        "crumbs": crumbs(procedure_link(row.procedure), version_link(row), Link(kind.title)),
        "version": row,
        "part": kind,
        "forms": forms,
        "faults": faults,
        "moved": action != SAVE,
        "seen": request.POST.get(SEEN, state_of(draft)),
        "here": request.path,
        "back": reverse("board:procedures_version", args=[slug, number]),
        "parts": _parts(row, part),
    }
    status = 422 if faults else 200
    return page(
        request, visitor, "board/procedures/rows.html", context, current=CURRENT, status=status
    )


def draft_at(visitor: Visitor, slug: str, number: int) -> Any:
    """Return the draft of an address, for someone who may change it.

    :raises NoSuchPage: there is none, or it was published.
    :raises NotForYou: the catalogue is not this person's to change.
    """
    row = version_at(slug, number)
    check_city(visitor)
    if row.state != State.DRAFT:
        raise NoSuchPage
    return row


def _forms(request: HttpRequest, kind: Part, draft: VersionDraft) -> list[RowForm]:
    """Return the rows of the page: as stored, as sent, or as a button leaves them."""
    if request.method != "POST":
        stored = [kind.form.initial_of(one) for one in getattr(draft, kind.value)]
        return [
            kind.form(initial=one, prefix=prefix_of(place), label_suffix="")
            for place, one in enumerate(stored)
        ]
    sent = raw_rows(request.POST)
    action = request.POST.get(ACTION, SAVE)
    if action != SAVE:
        return _fresh(kind, rearranged(sent, action, lambda: _empty(kind)))
    return [
        kind.form(as_sent(one, place), prefix=prefix_of(place), label_suffix="")
        for place, one in enumerate(sent)
    ]


def _kept(
    request: HttpRequest, visitor: Visitor, row: Any, kind: Part, forms: list[RowForm]
) -> tuple[FieldFault, ...]:
    """Store the rows, or return what is to be mended in them."""
    faults = tuple(fault for form in forms for fault in field_errors(form))
    if faults:
        return faults
    changes: dict[str, Any] = {kind.value: tuple(form.row() for form in forms)}
    draft = selectors.draft_of(version_id=row.pk)
    try:
        check_seen(request, draft)
        if kind.form is LimitForm:
            _check_limits(changes[kind.value])
        _revise(visitor, row, replace(draft, **changes))
    except Refusal as refusal:
        return (FieldFault("noi-dung", str(refusal)),)
    return ()


class TwoLimits(Refusal):
    """One case and channel has two limits."""

    def __init__(self) -> None:
        super().__init__(
            "Hai thời hạn cho cùng trường hợp và cách nộp; hãy xóa một hoặc ghi trường hợp khác."
        )


def _check_limits(limits: Any) -> None:
    places = [(one.case, one.channel) for one in limits]
    if len(set(places)) < len(places):
        raise TwoLimits


def _revise(visitor: Visitor, row: Any, draft: VersionDraft) -> None:
    services.revise_version(version_id=row.pk, draft=draft, by=visitor.who.actor, at=visitor.now)


def _fresh(kind: Part, rows: list[Raw]) -> list[RowForm]:
    return [
        kind.form(
            initial=as_initial(row, kind.form), prefix=prefix_of(place), label_suffix=""
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip


def _empty(kind: Part) -> Raw:
    return {"kind": ["submit"], "originals": ["1"]} if kind.form is PaperForm else {}


def _parts(row: Any, current: str) -> list[Link]:
    """Return the ways to the parts of a draft; the one that is open has no address."""
    where = [row.procedure.slug, row.pk]
    main = "" if not current else reverse("board:procedures_edit", args=where)
    rest = []
    for key, part in PARTS.items():
        address = reverse("board:procedures_rows", args=[*where, key])
        rest.append(Link(part.title, "" if key == current else address))
    return [Link("Nội dung chung", main), *rest]
