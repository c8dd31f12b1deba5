"""Updates of the catalogue from a file: differences by row first, then drafts."""

import base64
import binascii
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.board.access import role_required
from motcua.board.procedures.asking import CURRENT
from motcua.board.procedures.crumbs import crumbs
from motcua.board.procedures.forms import ImportForm
from motcua.board.procedures.reach import READERS, check_city
from motcua.catalogue import services
from motcua.catalogue.errors import UpdateFileRefused
from motcua.catalogue.parsers import COLUMNS, LARGEST_BYTES, UpdateRow, read_updates
from motcua.catalogue.services import Origin
from motcua.kernel.errors import Refusal
from motcua.pages.exports import Listed, export
from motcua.pages.frame import page
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor

_CONTENT, _NAME, _SOURCE, _KEEP = "noi_dung", "ten_tep", "nguon", "bo_dong_sai"
#: How the page calls what a row does.
KINDS = {
    "new": "Thủ tục mới",
    "changed": "Thay đổi",
    "unchanged": "Không đổi",
    "wrong": "Chưa đúng",
}


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*READERS)
def updates(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Take a file, show what each row would do, then write the drafts."""
    check_city(visitor)
    if request.method == "POST" and _CONTENT in request.POST:
        return _write(request, visitor)
    form = ImportForm(
        request.POST if request.method == "POST" else None, request.FILES or None, label_suffix=""
    )
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            content = _content(sent)
            rows = read_updates(content, name=sent.name)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return _preview(
                request, visitor, rows, (sent.name, form.cleaned_data["source"], content)
            )
    status = 422 if form.is_bound else 200
    context = {"crumbs": crumbs(Link("Nhập cập nhật từ tệp")), "form": form, "here": request.path}
    return page(
        request, visitor, "board/procedures/import.html", context, current=CURRENT, status=status
    )


@require_safe
@role_required(*READERS)
def blank(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Give the empty form with one example row."""
    del request
    check_city(visitor)
    example = {
        "ma": "9.999999", "ten": "Tên thủ tục đúng như đã công bố", "linh_vuc": "ho-tich",
        "cap": "Cấp xã", "hieu_luc_tu": "01/07/2026", "thoi_han": "3 ngày làm việc",
        "giay_to": "Tờ khai | nộp | 1 bản chính | 0 bản sao",
        "cach_nop": "Trực tiếp; Trực tuyến", "phi_le_phi": "không quy định",
    }  # fmt: skip
    row = tuple(example.get(key, "") for key in COLUMNS)
    listed = Listed("bieu-mau-cap-nhat-danh-muc", tuple(COLUMNS.values()), [row])
    return export(listed, kind="xlsx", by=visitor.who.actor, at=visitor.now)


def _content(sent: Any) -> bytes:
    if sent.size > LARGEST_BYTES:
        raise UpdateFileRefused("Tệp lớn hơn 1 MB; hãy chia thành nhiều tệp.")
    content: bytes = sent.read()
    return content


def _preview(
    request: HttpRequest,
    visitor: Visitor,
    rows: tuple[UpdateRow, ...],
    sent: tuple[str, str, bytes],
    refused: str = "",
) -> HttpResponse:
    name, source, content = sent
    planned = services.plan_import(rows=rows)
    counts = [(label, sum(one.kind == kind for one in planned)) for kind, label in KINDS.items()]
    wrong = sum(one.kind == "wrong" for one in planned)
    context = {
        "crumbs": crumbs(
            Link("Nhập cập nhật từ tệp", reverse("board:procedures_import")), Link("Xem trước")
        ),
        "planned": planned,
        "kinds": KINDS,
        "counts": counts,
        "wrong": wrong,
        "writes": any(one.kind in ("new", "changed") for one in planned),
        "name": name,
        "source": source,
        "refused": refused,
        "here": request.path,
        "kept": [
            (_CONTENT, base64.b64encode(content).decode()), (_NAME, name), (_SOURCE, source),
            *([(_KEEP, "co")] if wrong else []),
        ],
    }  # fmt: skip
    return page(
        request, visitor, "board/procedures/import_preview.html", context, current=CURRENT,
        status=422 if refused else 200,
    )  # fmt: skip


def _write(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Read the same file again and write what the page showed."""
    name, source = request.POST.get(_NAME, "")[:200], request.POST.get(_SOURCE, "")[:300]
    try:
        content = base64.b64decode(request.POST[_CONTENT], validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise UpdateFileRefused("Tệp gửi kèm bị hỏng; hãy chọn lại tệp.") from wrong
    rows = read_updates(content, name=name)
    origin = Origin(source, name, sha256(content).hexdigest())
    try:
        done = services.import_updates(
            rows=rows, origin=origin, keep_good=_KEEP in request.POST, by=visitor.who.actor,
            at=visitor.now,
        )  # fmt: skip
    except Refusal as refusal:
        return _preview(request, visitor, rows, (name, source, content), str(refusal))
    messages.success(
        request,
        f"Đã nhập {done.rows} dòng: {done.new} thủ tục mới, {done.changed} thay đổi thành bản "
        f"dự thảo, {done.unchanged} không đổi, {done.wrong} bỏ ra.",
    )
    return HttpResponseRedirect(f"{reverse('board:procedures_list')}?tinh_trang=draft")
