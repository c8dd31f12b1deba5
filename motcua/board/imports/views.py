"""Bringing in a spreadsheet: choose a file, see what is wrong and what is new, then one act."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts.vocabulary import Role
from motcua.board.access import role_required, units_administered
from motcua.board.imports.lists import LISTS, MOST_PASSWORDS, SheetList
from motcua.board.officers.passwords import shown_once
from motcua.dossiers.parsers import tables
from motcua.kernel.errors import Refusal
from motcua.organisation.errors import NothingToImport
from motcua.organisation.parsers import Fault, Texts, texts_of
from motcua.organisation.services import Importer
from motcua.pages.errors import NoSuchPage
from motcua.pages.formats import number
from motcua.pages.frame import page
from motcua.pages.parts import Cell, Head, Link, Table
from motcua.pages.visitors import Visitor

_KEPT = "bang-tinh"
_MOST_BYTES = 10 * 1024**2
_SHOWN = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    """The file that is to be brought in."""

    file = forms.FileField(
        label="Tệp bảng tính",
        help_text="XLSX hoặc CSV (UTF-8), nhiều nhất 10.000 dòng và 10 MB.",
        error_messages={"required": "Chọn tệp bảng tính", "empty": "Tệp trống; hãy chọn tệp khác"},
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Return the file, unless it is too large to be a list that a person checked."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > _MOST_BYTES:
            raise forms.ValidationError("Tệp nặng hơn 10 MB; hãy chia thành nhiều tệp")
        return file


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def upload(request: HttpRequest, visitor: Visitor, kind: str) -> HttpResponse:
    """Take a file, show every fault by line and column or what it brings, then write it."""
    wanted = _list(kind)
    if request.POST.get("buoc") == "ghi":
        return _write(request, visitor, wanted)
    form = UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None, label_suffix="",
    )  # fmt: skip
    context: dict[str, object] = {
        "list": wanted,
        "form": form,
        "here": request.path,
        "template": reverse("board:imports_template", args=[kind]),
        "crumbs": _crumbs(wanted),
        "most_passwords": MOST_PASSWORDS,
        "faults": None,
    }
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                texts = _texts(form.cleaned_data["file"], wanted)
                lines, faults = wanted.read(texts)
                checked = wanted.check(lines, _importer(visitor))
                faults = (*faults, *checked.faults)
                if not faults:
                    return _preview(request, visitor, wanted, texts, checked)
                context |= _fault_table(faults, len(texts))
            except Refusal as refusal:
                form.add_error("file", str(refusal))
    return page(
        request, visitor, "board/imports/upload.html", context, current=_current(wanted),
        status=status,
    )  # fmt: skip


def _list(kind: str) -> SheetList:
    if kind not in LISTS:
        raise NoSuchPage
    return LISTS[kind]


def _current(wanted: SheetList) -> str:
    return "units-administered" if wanted.address == "don-vi" else "officers-administered"


def _crumbs(wanted: SheetList) -> tuple[Link, ...]:
    return (Link(wanted.thing.capitalize(), reverse(wanted.back)), Link(wanted.title))


def _importer(visitor: Visitor) -> Importer:
    reach = units_administered(visitor)
    return Importer(visitor.who.officer or 0, reach, visitor.who.actor, visitor.now)


def _texts(file: "UploadedFile[Any]", wanted: SheetList) -> Sequence[Texts]:
    """Return the lines of an uploaded table.

    :raises Refusal: it is no table, not UTF-8, or not with these columns.
    """
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        path = Path(kept.name)
        workbook = tables.is_workbook(path)
        bounds = tables.UPLOADED
        table = tables.read_xlsx(path, bounds=bounds) if workbook else tables.read_csv(path)
        return texts_of(header=table.header, rows=table.rows, columns=wanted.columns)


def _fault_table(faults: Sequence[Fault], lines: int) -> dict[str, object]:
    ordered = sorted(faults, key=lambda fault: fault.line)
    rows = tuple(
        (
            Cell(f"Dòng {fault.line}", head=True),
            Cell(fault.column, name="Cột"),
            Cell(fault.why, name="Cần sửa", wide=True),
        )
        for fault in ordered[:_SHOWN]
    )
    heads = ((Head("Dòng"), Head("Cột"), Head("Cần sửa")),)
    bad = len({fault.line for fault in faults})
    told = f"{number(bad)} trong {number(lines)} dòng cần sửa. Chưa có gì được ghi."
    more = len(faults) - _SHOWN
    return {
        "faults": Table("Chỗ cần sửa trong tệp", heads, rows),
        "told": told,
        "more": max(more, 0),
    }


def _preview(
    request: HttpRequest, visitor: Visitor, wanted: SheetList, texts: Sequence[Texts], checked: Any
) -> HttpResponse:
    """Show what the file brings; its lines wait in the session for the one act."""
    request.session[_KEPT] = {
        "kind": wanted.address,
        "lines": [[one.line, one.cells] for one in texts],
    }
    heads = (tuple(Head(column.head) for column in wanted.columns),)
    rows = tuple(
        tuple(
            Cell(one.cells.get(column.key, ""), head=place == 0, name=column.head)
            for place, column in enumerate(wanted.columns)
        )
        for one in texts[:_SHOWN]
    )
    context = {
        "list": wanted,
        "crumbs": _crumbs(wanted),
        "here": request.path,
        "new": checked.new,
        "unchanged": checked.unchanged,
        "table": Table("Các dòng của tệp", heads, rows),
        "more": max(len(texts) - _SHOWN, 0),
    }
    return page(request, visitor, "board/imports/preview.html", context, current=_current(wanted))


def _write(request: HttpRequest, visitor: Visitor, wanted: SheetList) -> HttpResponse:
    """Write what was checked; whoever sends it twice is told that it is done.

    :raises NothingToImport: no checked file waits.
    """
    kept = request.session.pop(_KEPT, None)
    if kept is None or kept["kind"] != wanted.address:
        raise NothingToImport
    lines, faults = wanted.read([Texts(line, cells) for line, cells in kept["lines"]])
    if faults:
        raise NothingToImport
    done = wanted.write(lines, _importer(visitor))
    back = reverse(wanted.back)
    messages.success(request, f"Đã ghi {number(done.count)} dòng {wanted.thing} từ bảng tính.")
    if done.opened:
        return shown_once(request, visitor, done.opened, back=back)
    return HttpResponseRedirect(back)


@require_safe
@role_required(Role.ADMINISTRATOR)
def template(_request: HttpRequest, _visitor: Visitor, kind: str) -> HttpResponse:
    """Give the empty workbook of a list, its columns with one example each."""
    wanted = _list(kind)
    response = HttpResponse(
        content_type=_XLSX,
        headers={"Content-Disposition": f'attachment; filename="mau-{wanted.address}.xlsx"'},
    )
    with xlsxwriter.Workbook(response, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet, told = book.add_worksheet("Điền ở đây"), book.add_worksheet("Giải thích")
        strong = book.add_format({"bold": True, "border": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        told.write_row(0, 0, ["Cột", "Phải điền", "Ví dụ"], strong)
        for place, column in enumerate(wanted.columns):
            sheet.set_column(place, place, 24, text)
            sheet.write_string(0, place, column.head, strong)
            told.write_row(
                place + 1, 0, [column.head, "có" if column.required else "không", column.example]
            )
        told.set_column(0, 2, 32)
        sheet.freeze_panes(1, 0)
    return response
