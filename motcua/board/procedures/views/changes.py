"""Procedures added, versions begun, published and withdrawn, procedures ended."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.board.access import role_required
from motcua.board.acts import Change, change
from motcua.board.boxes import choice, line
from motcua.board.procedures import shown
from motcua.board.procedures.asking import CURRENT, Act, asked
from motcua.board.procedures.crumbs import crumbs, procedure_link, version_link
from motcua.board.procedures.forms import words
from motcua.board.procedures.reach import (
    READERS,
    check_city,
    names,
    procedure_at,
    second_persons,
    version_at,
)
from motcua.catalogue import rules, selectors, services
from motcua.catalogue.services import NewProcedure
from motcua.catalogue.vocabulary import Level, State
from motcua.pages.errors import NoSuchPage
from motcua.pages.formats import day
from motcua.pages.forms import DayField
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor

_METHODS = ["GET", "HEAD", "POST"]
_KEPT = "Hồ sơ đã tiếp nhận giữ nguyên phiên bản của ngày tiếp nhận."


class NewForm(forms.Form):
    """A procedure that is not in the catalogue yet."""

    code = line(
        "Mã thủ tục", required=False, size=20,
        hint="Mã quốc gia, ví dụ 1.001193. Để trống nếu chưa có mã.",
    )  # fmt: skip
    name = words("Tên thủ tục", rows=2, required=True)
    levels = forms.MultipleChoiceField(
        label="Cấp tiếp nhận", choices=[(one.value, one.label) for one in Level],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một cấp tiếp nhận"},
    )  # fmt: skip
    valid_from = DayField(label="Ngày có hiệu lực")

    def __init__(self, data: Any = None) -> None:
        """Make the form with the fields of administration there are."""
        super().__init__(data, label_suffix="")
        fields = [(one.key, one.name) for one in selectors.fields()]
        self.fields["field_key"] = choice("Lĩnh vực", fields, "Chọn lĩnh vực")
        self.fields["name"].error_messages["required"] = "Nhập tên thủ tục"
        self.order_fields(["code", "name", "field_key", "levels", "valid_from"])

    def clean_code(self) -> str | None:
        """Return the code, None where there is none."""
        code = str(self.cleaned_data["code"]).strip()
        if len(code) > 40 or "/" in code:
            raise forms.ValidationError("Mã thủ tục tối đa 40 chữ, không có dấu /")
        return code or None

    def clean_name(self) -> str:
        """Return the name, no longer than the catalogue holds."""
        name = str(self.cleaned_data["name"]).strip()
        if len(name) > 500:
            raise forms.ValidationError("Tên thủ tục dài hơn 500 chữ; hãy ghi đúng tên đã công bố")
        return name


class DayForm(forms.Form):
    """One day."""

    def __init__(self, label: str, hint: str, first: Any, data: Any = None) -> None:
        """Make the form; `first` is the day proposed."""
        super().__init__(data, label_suffix="", initial={"day": first})
        self.fields["day"] = DayField(label=label, help_text=hint)


@require_http_methods(_METHODS)
@role_required(*READERS)
def add(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Write a procedure that is not in the catalogue yet, as a draft."""
    check_city(visitor)

    def do(given: Any) -> str:
        new = NewProcedure(
            given["name"], given["field_key"], given["code"],
            tuple(Level(one) for one in given["levels"]),
        )  # fmt: skip
        version = services.add_procedure(
            new=new, valid_from=given["valid_from"], by=visitor.who.actor, at=visitor.now
        )
        return reverse("board:procedures_edit", args=[version.procedure.slug, version.pk])

    asking = Change(
        title="Thêm thủ tục", button="Thêm thủ tục", back=reverse("board:procedures_list"),
        form=NewForm(request.POST if request.method == "POST" else None),
        tells=lambda given: (
            f"Thủ tục: {given['name']}",
            f"Mã: {given['code'] or 'chưa có'}",
            f"Dự thảo phiên bản đầu, có hiệu lực từ {day(given['valid_from'])}.",
            "Chưa ai nhận hồ sơ theo thủ tục này cho đến khi người thứ hai công khai.",
        ),
        do=do, done="Đã thêm thủ tục; hãy điền tiếp bản dự thảo.",
        crumbs=crumbs(Link("Thêm thủ tục")),
    )  # fmt: skip
    return change(request, visitor, asking, current=CURRENT)


@require_http_methods(_METHODS)
@role_required(*READERS)
def start(request: HttpRequest, visitor: Visitor, slug: str) -> HttpResponse:
    """Begin a new version as a copy of the last one."""
    row = procedure_at(slug)
    check_city(visitor)

    def do(given: Any) -> str:
        version = services.start_version(
            procedure_id=row.pk, valid_from=given["day"], by=visitor.who.actor, at=visitor.now
        )
        return reverse("board:procedures_edit", args=[slug, version.pk])

    sent = request.POST if request.method == "POST" else None
    asking = Change(
        title="Soạn phiên bản mới", button="Soạn phiên bản mới",
        form=DayForm("Ngày có hiệu lực", "Ngày phiên bản mới thay phiên bản cũ.", visitor.on, sent),
        back=reverse("board:procedures_page", args=[slug]),
        tells=lambda given: (
            f"Bản dự thảo chép từ phiên bản sau cùng, có hiệu lực từ {day(given['day'])}.",
            "Quy trình nội bộ được chép theo để sửa cùng.",
            "Chưa có gì thay đổi với người dân và cán bộ cho đến khi người thứ hai công khai.",
        ),
        do=do, done="Đã chép phiên bản sau cùng; hãy sửa những mục thay đổi.",
        crumbs=crumbs(procedure_link(row), Link("Soạn phiên bản mới")), about=row.name,
    )  # fmt: skip
    return change(request, visitor, asking, current=CURRENT)


@require_http_methods(_METHODS)
@role_required(*READERS)
def publish(request: HttpRequest, visitor: Visitor, slug: str, number: int) -> HttpResponse:
    """Publish a draft with its routes, as the second person."""
    row = _draft_at(visitor, slug, number)
    back = reverse("board:procedures_version", args=[slug, number])
    routes = shown.route_tables(row.pk)
    act = Act(
        question=f"Công khai phiên bản có hiệu lực từ {day(row.valid_from)}?",
        tells=(
            *_changes(row),
            f"Cùng công khai {len(routes)} quy trình nội bộ kèm theo."
            if routes
            else "Phiên bản này chưa có quy trình nội bộ: hồ sơ sẽ đi theo năm bước chung.",
            "Mọi xã, phường áp dụng ngay từ ngày có hiệu lực.",
            _KEPT,
            *_second_words(visitor, row),
        ),
        button="Công khai", done="Đã công khai phiên bản mới.",
        do=lambda: services.publish_with_routes(
            version_id=row.pk, by=visitor.who.actor, at=visitor.now
        ),
        back=back, after=back,
        crumbs=crumbs(procedure_link(row.procedure), version_link(row), Link("Công khai")),
        state=repr((row.pk, row.valid_from, selectors.draft_of(version_id=row.pk), routes)),
    )  # fmt: skip
    return asked(request, visitor, act)


@require_http_methods(_METHODS)
@role_required(*READERS)
def withdraw(request: HttpRequest, visitor: Visitor, slug: str, number: int) -> HttpResponse:
    """Take a draft away."""
    row = _draft_at(visitor, slug, number)
    act = Act(
        question=f"Rút bản dự thảo có hiệu lực từ {day(row.valid_from)}?",
        tells=(
            "Bản dự thảo và các quy trình soạn kèm bị bỏ; không lấy lại được.",
            "Nhật ký vẫn ghi đã có bản dự thảo này, ai soạn, ai rút.",
            f"Người soạn: {names((row.drafted_by, *row.editors))}.",
        ),
        button="Rút bản dự thảo", done="Đã rút bản dự thảo.", warn=True,
        do=lambda: services.withdraw_version(
            version_id=row.pk, by=visitor.who.actor, at=visitor.now
        ),
        back=reverse("board:procedures_version", args=[slug, number]),
        after=reverse("board:procedures_page", args=[slug]),
        crumbs=crumbs(procedure_link(row.procedure), version_link(row), Link("Rút bản dự thảo")),
    )  # fmt: skip
    return asked(request, visitor, act)


@require_http_methods(_METHODS)
@role_required(*READERS)
def end(request: HttpRequest, visitor: Visitor, slug: str) -> HttpResponse:
    """Ask that a procedure end; a second person makes it so, or the proposal is taken back."""
    row = procedure_at(slug)
    check_city(visitor)
    back = reverse("board:procedures_page", args=[slug])
    by, at = visitor.who.actor, visitor.now
    trail = crumbs(procedure_link(row), Link("Kết thúc thủ tục"))
    if row.end_proposed_on is not None:
        return asked(request, visitor, _answer_to_end(visitor, row, back, trail))

    def do(given: Any) -> str:
        services.propose_end(procedure_id=row.pk, last_on=given["day"], by=by, at=at)
        return back

    sent = request.POST if request.method == "POST" else None
    hint = "Hết ngày này thì không nhận hồ sơ mới."
    asking = Change(
        title="Kết thúc thủ tục", button="Đề nghị kết thúc", back=back, do=do,
        form=DayForm("Ngày cuối cùng có hiệu lực", hint, visitor.on, sent),
        tells=lambda given: (
            f"Đề nghị kết thúc sau ngày {day(given['day'])}.",
            "Người thứ hai xác nhận thì thủ tục mới kết thúc.",
            _KEPT,
        ),
        done="Đã ghi đề nghị; người thứ hai xác nhận thì thủ tục kết thúc.",
        crumbs=trail, about=row.name, warn=True,
    )  # fmt: skip
    return change(request, visitor, asking, current=CURRENT)


def _answer_to_end(visitor: Visitor, row: Any, back: str, trail: tuple[Link, ...]) -> Act:
    """Return what may be done with a proposal: taken back by who made it, else confirmed."""
    own = row.end_proposed_by == visitor.who.actor.code
    last, who = day(row.end_proposed_on), names([row.end_proposed_by or ""])
    return Act(
        question=f"Rút đề nghị kết thúc sau ngày {last}?" if own
        else f"Kết thúc thủ tục sau ngày {last}?",
        tells=(f"{who} đề nghị; người thứ hai xác nhận.",) if own
        else (f"{who} đã đề nghị.", f"Sau {last} không nhận hồ sơ mới.", _KEPT),
        button="Rút đề nghị" if own else "Kết thúc thủ tục",
        done="Đã rút đề nghị." if own else "Đã kết thúc thủ tục.",
        do=lambda: (services.withdraw_end if own else services.end_procedure)(
            procedure_id=row.pk, by=visitor.who.actor, at=visitor.now
        ),
        back=back, after=back, crumbs=trail, warn=not own,
    )  # fmt: skip


def _draft_at(visitor: Visitor, slug: str, number: int) -> Any:
    row = version_at(slug, number)
    check_city(visitor)
    if row.state != State.DRAFT:
        raise NoSuchPage
    return row


def _changes(row: Any) -> tuple[str, ...]:
    """Return the changes since the version before, in sentences; the first few of many."""
    rows = selectors.versions_of(procedure_id=row.procedure_id)
    before = rows.filter(state=State.PUBLISHED, valid_from__lt=row.valid_from).first()
    ends = f"Phiên bản trước hết hiệu lực khi phiên bản này bắt đầu ({day(row.valid_from)})."
    if before is None:
        return ("Đây là phiên bản đầu tiên của thủ tục.",)
    found = rules.version_differences(
        selectors.draft_of(version_id=before.pk), selectors.draft_of(version_id=row.pk)
    )
    told = tuple(one.sentence for one in found[:_TOLD])
    more = len(found) - _TOLD
    return (*told, f"… và {more} thay đổi nữa.", ends) if more > 0 else (*told, ends)


_TOLD = 12


def _second_words(visitor: Visitor, row: Any) -> tuple[str, ...]:
    drafters = {row.drafted_by, *row.editors}
    if visitor.who.actor.code not in drafters:
        return ()
    names = ", ".join(second_persons(visitor, drafters)) or "chưa có ai; hãy phân quyền thêm"
    return (f"Anh/chị đã soạn hoặc sửa bản này nên không tự công khai được; nhờ: {names}.",)
