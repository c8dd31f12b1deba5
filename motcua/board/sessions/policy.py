"""How one signs in at this installation: who must have a second factor, when a session ends."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.accounts import selectors, services
from motcua.accounts.errors import AccountRefusal
from motcua.accounts.services import NewPolicy
from motcua.accounts.vocabulary import Role
from motcua.board.access import role_required
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NotForYou
from motcua.pages.formats import day
from motcua.pages.forms import DayField
from motcua.pages.frame import page
from motcua.pages.parts import Cell, Head, Table
from motcua.pages.visitors import Visitor

#: Roles of people who are no officers sign in elsewhere.
_OFFICERS = tuple(role for role in Role if role not in (Role.SUBMITTER, Role.POSTAL_STAFF))


class PolicyForm(forms.Form):
    """A rule of signing in from a day on."""

    valid_from = DayField(label="Ngày bắt đầu", help_text="Từ hôm nay trở đi.")
    roles = forms.MultipleChoiceField(
        label="Vai trò phải có lớp xác thực thứ hai",
        required=False,
        choices=[(role.value, role.label) for role in _OFFICERS],
        widget=forms.CheckboxSelectMultiple,
    )
    idle_minutes = forms.IntegerField(
        label="Số phút không dùng thì hết phiên",
        help_text="Từ 10 đến 480. Có báo trước 5 phút.",
        widget=forms.NumberInput({"size": 4, "inputmode": "numeric"}),
        error_messages={
            "required": "Nhập số phút, ví dụ 30", "invalid": "Ghi số phút bằng chữ số, ví dụ 30",
        },
    )  # fmt: skip

    def __init__(self, visitor: Visitor, data: Mapping[str, Any] | None = None) -> None:
        """Make the form with what holds today."""
        held = selectors.policy_on(visitor.on)
        initial = {
            "valid_from": visitor.on,
            "roles": [role.value for role in held.second_factor_roles],
            "idle_minutes": held.idle_minutes,
        }
        super().__init__(data, initial=initial, label_suffix="")
        self._today = visitor.on

    def clean_valid_from(self) -> Any:
        """Refuse a day that has passed: what held then stays as it was."""
        given = self.cleaned_data["valid_from"]
        if given < self._today:
            raise ValidationError("Ngày bắt đầu không được trước hôm nay")
        return given


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR, Role.AUDITOR)
def policy(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show how one signs in; an administrator of the topmost unit enters it anew."""
    may = _is_topmost(visitor)
    if request.method == "POST" and not may:
        raise NotForYou("Quản trị hệ thống của đơn vị cao nhất")
    form = PolicyForm(visitor, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        new = NewPolicy(
            given["valid_from"], frozenset(Role(one) for one in given["roles"]),
            given["idle_minutes"],
        )  # fmt: skip
        try:
            services.set_policy(policy=new, by=visitor.who.actor, at=visitor.now)
        except AccountRefusal as refusal:
            form.add_error("idle_minutes", str(refusal))
        else:
            messages.success(request, f"Đã lưu, áp dụng từ {day(new.valid_from)}.")
            return HttpResponseRedirect(reverse("board:sessions_policy"))
    context = {"form": form, "may": may, "table": _table(visitor)}
    status = 422 if form.is_bound else 200
    return page(
        request, visitor, "board/sessions/policy.html", context, current="sign_in", status=status
    )


def _is_topmost(visitor: Visitor) -> bool:
    """Return whether this person administers a unit that has none above it."""
    units = {unit for role, unit in visitor.who.grants if role is Role.ADMINISTRATOR}
    return any(len(organisation.ancestor_ids(unit_id=unit)) == 1 for unit in units)


def _table(visitor: Visitor) -> Table:
    today = selectors.policy_on(visitor.on)
    entered = selectors.policies()
    rows = [
        [
            Cell(_since(one), head=True, note="đang áp dụng" if one == today else ""),
            Cell(", ".join(role.label for role in _OFFICERS if role in one.second_factor_roles)
                 or "Không vai trò nào", name="Lớp thứ hai"),
            Cell(str(one.idle_minutes), numeric=True, name="Số phút"),
        ]
        for one in (*entered, selectors.Policy())
    ]  # fmt: skip
    heads = [Head("Áp dụng từ"), Head("Vai trò phải có lớp xác thực thứ hai"),
             Head("Số phút không dùng", numeric=True)]  # fmt: skip
    return Table("Quy định đăng nhập theo ngày", [heads], rows)


def _since(one: selectors.Policy) -> str:
    return "Khi chưa đặt" if one.valid_from is None else day(one.valid_from)
