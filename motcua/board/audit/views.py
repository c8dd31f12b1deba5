"""The search of the system journal: acts, readings of personal data, both as files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.board.access import has_role, role_required
from motcua.board.audit.asking import READERS, SEES_ALL, BadQuestion, Question, asked
from motcua.board.audit.words import DOSSIER, SUBJECTS, act_label, act_labels, told
from motcua.dossiers.selectors.references import codes_of
from motcua.journal import selectors as journal
from motcua.journal import services
from motcua.journal.rules import Subject
from motcua.journal.selectors import ActFound, Asked, ReadingFound
from motcua.pages.errors import NoSuchPage
from motcua.pages.exports import Listed, Value, export
from motcua.pages.formats import moment
from motcua.pages.frame import page
from motcua.pages.parts import Cell, Choice, Filter, FilterBar, Head, Pager, Tab, Table
from motcua.pages.visitors import Visitor

_LISTED = 50
_WRITTEN_AT_ONCE = 1000
CURRENT = "audit"
_ACTS, _READINGS = "viec-da-lam", "luot-xem"
Found = ActFound | ReadingFound


@require_safe
@role_required(*READERS)
def acts(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show who did what, the last first, and until when the book is sealed."""
    return _listed(request, visitor, _ACTS)


@require_safe
@role_required(*SEES_ALL)
def readings(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show who looked at whose personal data, and why, the last first."""
    return _listed(request, visitor, _READINGS)


@require_safe
@role_required(*READERS)
def file(request: HttpRequest, visitor: Visitor, book: str) -> HttpResponseBase:
    """Give what was found as a file, row by row; the taking is an entry of the journal."""
    if book == _READINGS and not has_role(visitor, SEES_ALL):
        raise NoSuchPage
    if book not in (_ACTS, _READINGS):
        raise NoSuchPage
    question = Question.of(request.GET.dict(), today=visitor.on)
    wanted, persons = asked(question, visitor)
    _note_persons(visitor, question, persons)
    heads: tuple[str, ...] = (
        "Ghi lúc", "Xảy ra lúc", "Mã", "Họ tên", "Chức danh", "Đơn vị", "Việc", "Đối tượng",
        "Nội dung",
    )  # fmt: skip
    rows = _act_rows(wanted, visitor)
    if book == _READINGS:
        heads = ("Lúc", "Mã", "Họ tên", "Chức danh", "Đơn vị", "Đối tượng", "Dữ liệu", "Mục đích")
        rows = _reading_rows(wanted, visitor)
    listed = Listed(f"nhat-ky-{book}", heads, rows, question.parts())
    kind = "csv" if request.GET.get("dang") == "csv" else "xlsx"
    return export(listed, kind=kind, by=visitor.who.actor, at=visitor.now)


def _listed(request: HttpRequest, visitor: Visitor, book: str) -> HttpResponse:
    question = Question.of(request.GET.dict(), today=visitor.on)
    error, found = "", []
    try:
        wanted, persons = asked(question, visitor)
        _note_persons(visitor, question, persons)
        read: Callable[..., Sequence[Found]] = (
            journal.acts_found if book == _ACTS else journal.readings_found
        )
        found = list(read(wanted, before=_before(request), limit=_LISTED + 1))
    except BadQuestion as refusal:
        error = str(refusal)
    shown, more = found[:_LISTED], found[_LISTED:]
    here = reverse(f"board:audit_{'acts' if book == _ACTS else 'readings'}")
    typed = question.parts()
    files = reverse("board:audit_file", args=[book]) + "?" + urlencode(typed)
    context = {
        "tabs": _tabs(visitor, book),
        "filters": _filters(visitor, question, here, book),
        "error": error,
        "table": _table(shown, visitor, book) if shown else None,
        "pager": Pager(
            previous=f"{here}?{urlencode(typed)}" if request.GET.get("sau") else "",
            following=f"{here}?{urlencode({**typed, 'sau': str(shown[-1].id)})}" if more else "",
        ),
        "xlsx": files,
        "csv": f"{files}&dang=csv",
        "seal": journal.last_seal() if book == _ACTS else None,
        "book": book,
        "everything": has_role(visitor, SEES_ALL),
    }
    status = 422 if error else 200
    return page(request, visitor, "board/audit/list.html", context, current=CURRENT, status=status)


def _note_persons(visitor: Visitor, question: Question, persons: Sequence[int]) -> None:
    """Write down that somebody asked who looked at these persons' data."""
    for key in persons:
        services.record_reading(
            by=visitor.who.actor, subject=Subject("person", str(key)),
            what="nhật ký về người này", purpose=question.muc_dich, at=visitor.now,
        )  # fmt: skip


def _before(request: HttpRequest) -> int | None:
    asked_after = request.GET.get("sau", "")
    return int(asked_after) if asked_after.isdecimal() and len(asked_after) < 18 else None


def _tabs(visitor: Visitor, book: str) -> tuple[Tab, ...]:
    if not has_role(visitor, SEES_ALL):
        return ()
    return (
        Tab("Việc đã làm", reverse("board:audit_acts"), current=book == _ACTS),
        Tab("Lượt xem dữ liệu cá nhân", reverse("board:audit_readings"), current=book == _READINGS),
    )


def _filters(visitor: Visitor, question: Question, here: str, book: str) -> FilterBar:
    filters = [
        Filter("tu", "Ghi từ ngày", question.tu, kind="day"),
        Filter("den", "Đến hết ngày", question.den, kind="day"),
        Filter("ai", "Cán bộ (mã hoặc tên)", question.ai, kind="text"),
        Filter("don_vi", "Đơn vị", question.don_vi, kind="text"),
    ]
    if book == _ACTS:
        every = [Choice("", "Mọi việc", chosen=not question.viec)]
        every += [Choice(c, label, c == question.viec) for c, label in act_labels().items()]
        filters.append(Filter("viec", "Việc", choices=every))
    if has_role(visitor, SEES_ALL):
        filters += [
            Filter("ho_so", "Mã hồ sơ", question.ho_so, kind="text"),
            Filter("nguoi", "Người dân (số định danh hoặc tên)", question.nguoi, kind="text"),
            Filter("muc_dich", "Mục đích tra theo người", question.muc_dich, kind="text"),
        ]
    return FilterBar(here, filters, clear=here if question.parts() else "")


def _table(found: Sequence[Found], visitor: Visitor, book: str) -> Table:
    names = _names(found, visitor)
    if book == _ACTS:
        heads: tuple[str, ...] = ("Ghi lúc", "Ai", "Việc", "Đối tượng", "Nội dung")
        caption = "Việc đã làm, mới nhất trước"
    else:
        heads = ("Lúc", "Ai", "Đã xem", "Của", "Mục đích")
        caption = "Lượt xem dữ liệu cá nhân, mới nhất trước"
    rows = [
        _act_line(one, names) if isinstance(one, ActFound) else _reading_line(one, names)
        for one in found
    ]
    return Table(caption, [[Head(head) for head in heads]], rows)


def _act_line(one: ActFound, names: Mapping[Subject, str]) -> tuple[Cell, ...]:
    late = "" if one.at == one.recorded_at else f"xảy ra lúc {moment(one.at)}"
    return (
        Cell(moment(one.recorded_at), name="Lúc", note=late),
        _who(one),
        Cell(act_label(one.act), head=True, wide=True),
        Cell(names[one.subject], _address(one.subject, names), name="Đối tượng", wide=True),
        Cell(told(one.subject.kind, one.act, one.payload), wide=True),
    )


def _reading_line(one: ReadingFound, names: Mapping[Subject, str]) -> tuple[Cell, ...]:
    return (
        Cell(moment(one.at), name="Lúc"),
        _who(one),
        Cell(one.what, head=True, wide=True),
        Cell(names[one.subject], _address(one.subject, names), name="Của", wide=True),
        Cell(one.purpose, name="Mục đích", wide=True),
    )


def _who(one: Found) -> Cell:
    place = ", ".join(part for part in (one.by.title, one.by.unit) if part)
    return Cell(one.by.name, name="Ai", note=place, wide=True)


def _names(found: Sequence[Found], visitor: Visitor) -> dict[Subject, str]:
    """Return how each subject is called; a dossier by its code, if this person may see it."""
    subjects = {one.subject for one in found}
    keys = [int(one.code) for one in subjects if one.kind == DOSSIER and one.code.isdecimal()]
    codes = codes_of(visitor.dossiers, keys) if keys else {}
    named = {}
    for one in subjects:
        kind = SUBJECTS.get(one.kind, one.kind)
        if one.kind == DOSSIER and one.code.isdecimal():
            named[one] = codes.get(int(one.code), "hồ sơ ngoài phạm vi xem")
        else:
            named[one] = f"{kind}: {one.code}"
    return named


def _address(subject: Subject, names: Mapping[Subject, str]) -> str:
    if subject.kind != DOSSIER or names[subject].startswith("hồ sơ ngoài"):
        return ""
    return reverse("desk:dossier", args=[int(subject.code)])


def _act_rows(wanted: Asked, visitor: Visitor) -> Iterator[Sequence[Value]]:
    for part in _parts(journal.acts_found, wanted):
        names = _names(part, visitor)
        for one in part:
            yield (
                moment(one.recorded_at), moment(one.at), one.by.code, one.by.name, one.by.title,
                one.by.unit, act_label(one.act), names[one.subject],
                told(one.subject.kind, one.act, one.payload),
            )  # fmt: skip


def _reading_rows(wanted: Asked, visitor: Visitor) -> Iterator[Sequence[Value]]:
    for part in _parts(journal.readings_found, wanted):
        names = _names(part, visitor)
        for one in part:
            yield (
                moment(one.at), one.by.code, one.by.name, one.by.title, one.by.unit,
                names[one.subject], one.what, one.purpose,
            )  # fmt: skip


def _parts(read: Callable[..., list[Any]], wanted: Asked) -> Iterator[list[Any]]:
    """Yield what was found in parts, so that memory does not grow with the book."""
    before: int | None = None
    while part := read(wanted, before=before, limit=_WRITTEN_AT_ONCE):
        yield part
        before = part[-1].id
