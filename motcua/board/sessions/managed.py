"""The log-in account of an officer one looks after: lock, sessions, second factor, addresses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.accounts import selectors, services
from motcua.accounts.rules import check_network
from motcua.accounts.vocabulary import Role
from motcua.board.access import (
    READERS,
    officer_looked_after,
    role_required,
    unit_looked_after,
    units_administered,
    units_read,
)
from motcua.board.acts import Change, Given, change
from motcua.board.officers.passwords import new_password, shown_once
from motcua.kernel.errors import Refusal
from motcua.organisation import selectors as organisation
from motcua.organisation import services as organising
from motcua.pages.browsers import browser_words
from motcua.pages.errors import NoSuchPage, NotForYou
from motcua.pages.formats import moment
from motcua.pages.frame import page
from motcua.pages.parts import Fact, Link
from motcua.pages.visitors import Visitor

CURRENT = "officers-administered"


@dataclass(frozen=True, slots=True)
class Case:
    """An officer's account, and who looks after it."""

    officer: Any
    account: Any
    visitor: Visitor
    request: HttpRequest

    @property
    def here(self) -> str:
        """The address of the account's page."""
        return reverse("board:sessions_officer", args=[self.officer.code])

    @property
    def by(self) -> dict[str, Any]:
        """Which account, who acts, and when, as the services take it."""
        who = {"by": self.visitor.who.actor, "at": self.visitor.now}
        return {"account_id": self.account.pk, **who}


class Nothing(forms.Form):
    """An act that asks nothing but whether it is meant."""


class NetworksForm(forms.Form):
    """From where one may log in, a network a line."""

    networks = forms.CharField(
        label="Địa chỉ được đăng nhập",
        required=False,
        max_length=2000,
        help_text="Mỗi dòng một dải địa chỉ, như 10.12.0.0/16 hoặc 203.0.113.7. Để trống: theo quy"
        " định của đơn vị, không có thì từ mọi nơi.",
        widget=forms.Textarea({"rows": 4}),
    )

    def clean_networks(self) -> list[str]:
        """Return the networks; a line that is none is named."""
        listed = [line for line in self.cleaned_data["networks"].split("\n") if line.strip()]
        try:
            return [check_network(line) for line in listed]
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


@dataclass(frozen=True, slots=True)
class Kind:
    """An act on an account: its words, what it touches, what does it, when it fits."""

    address: str
    label: str
    tells: Sequence[str]
    do: Callable[[Case, Given], HttpResponse | None]
    done: str
    icon: str
    fits: Callable[[Case], bool]
    warn: bool = False


def _new_password(case: Case, _given: Given) -> HttpResponse:
    password = new_password()
    services.set_password(password=password, **case.by)
    told = ((case.officer.name, case.account.username, password),)
    return shown_once(case.request, case.visitor, told, back=case.here)


def _unlock(case: Case, _given: Given) -> None:
    services.unlock(**case.by)


def _end(case: Case, _given: Given) -> None:
    services.end_sessions(**case.by)


def _reset(case: Case, _given: Given) -> None:
    services.reset_second_factor(**case.by)


def _stop(case: Case, _given: Given) -> None:
    services.deactivate(**case.by)


def _resume(case: Case, _given: Given) -> None:
    services.activate(**case.by)


def _networks(case: Case, given: Given) -> None:
    services.set_account_networks(networks=given["networks"], **case.by)


def _active(case: Case) -> bool:
    return bool(case.account.is_active)


_KINDS = (
    Kind(
        "dat-mat-khau", "Đặt lại mật khẩu",
        ("Mật khẩu tạm hiện một lần, phải đổi khi đăng nhập.", "Mọi phiên đang mở chấm dứt."),
        _new_password, "", "pencil", _active,
    ),
    Kind(
        "mo-khoa", "Mở khóa đăng nhập",
        ("Được thử đăng nhập lại ngay, từ mọi địa chỉ.",),
        _unlock, "Đã mở khóa đăng nhập.", "check",
        lambda case: selectors.lock_of(case.account.pk, now=case.visitor.now) is not None,
    ),
    Kind(
        "ket-thuc-phien", "Kết thúc mọi phiên",
        ("Người đang đăng nhập phải đăng nhập lại; những gì đang ghi dở sẽ mất.",),
        _end, "Đã kết thúc mọi phiên.", "log-out",
        lambda case: bool(selectors.sessions_of(case.account.pk, now=case.visitor.now)),
        warn=True,
    ),
    Kind(
        "dat-lai-lop-hai", "Đặt lại lớp xác thực thứ hai",
        (
            "Mọi ứng dụng tạo mã, khóa truy cập và mã dự phòng hết hiệu lực; mọi phiên chấm dứt.",
            "Chỉ làm khi đã gặp đúng người mất điện thoại hoặc khóa.",
        ),
        _reset, "Đã đặt lại lớp xác thực thứ hai.", "undo-2",
        lambda case: bool(selectors.factors_of(case.account.pk)), warn=True,
    ),
    Kind(
        "dia-chi", "Giới hạn địa chỉ đăng nhập",
        ("Áp dụng từ lần đăng nhập sau; phiên đang mở không bị ngắt.",),
        _networks, "Đã lưu địa chỉ được đăng nhập.", "monitor", _active,
    ),
    Kind(
        "ngung", "Tạm ngừng tài khoản",
        ("Không đăng nhập được từ bây giờ; mọi phiên chấm dứt. Có thể cho dùng lại.",),
        _stop, "Đã tạm ngừng tài khoản.", "ban", _active, warn=True,
    ),
    Kind(
        "dung-lai", "Cho dùng lại tài khoản", ("Đăng nhập được bằng mật khẩu cũ.",),
        _resume, "Tài khoản dùng được trở lại.", "check", lambda case: not _active(case),
    ),
)  # fmt: skip
_BY_ADDRESS = {kind.address: kind for kind in _KINDS}


@require_safe
@role_required(*READERS)
def account(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the account of an officer: state, lock, sessions, second factor, addresses."""
    case = _case(request, visitor, code, units_read(visitor))
    administered = units_administered(visitor)
    may = _is_within(case, administered) and case.officer.pk != visitor.who.officer
    lines = selectors.sessions_of(case.account.pk, now=visitor.now)
    context = {
        "officer": case.officer,
        "crumbs": _crumbs(case, "Tài khoản"),
        "facts": _facts(case),
        "open_sessions": [(line, browser_words(line.browser)) for line in lines],
        "factors": selectors.factors_of(case.account.pk),
        "changes": [
            Link(kind.label, reverse("board:sessions_change", args=[code, kind.address]), kind.icon)
            for kind in _KINDS
            if may and kind.fits(case)
        ],
    }
    return page(request, visitor, "board/sessions/officer.html", context, current=CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def view(request: HttpRequest, visitor: Visitor, code: str, address: str) -> HttpResponse:
    """Ask, say what it touches, and act on the account of an officer.

    Whoever sets a password can log in with it: so everything the officer holds must lie within
    the reach of the administrator, and the own account is changed on its own page.
    """
    reach = units_administered(visitor)
    case = _case(request, visitor, code, reach)
    kind = _BY_ADDRESS.get(address)
    if kind is None or not kind.fits(case):
        raise NoSuchPage
    if case.officer.pk == visitor.who.officer or not _is_within(case, reach):
        raise NotForYou("quản trị hệ thống của mọi đơn vị mà người này giữ chức danh, vai trò")
    data = request.POST if request.method == "POST" else None
    wanted = Change(
        title=kind.label, button=kind.label, form=_form(kind, case, data), back=case.here,
        tells=lambda _: kind.tells, do=lambda given: kind.do(case, given) or case.here,
        done=kind.done, crumbs=_crumbs(case, kind.label), about=case.officer.name, warn=kind.warn,
    )  # fmt: skip
    return change(request, visitor, wanted, current=CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def unit_networks(request: HttpRequest, visitor: Visitor, slug: str) -> HttpResponse:
    """Say from where the officers of a unit and of those below it may log in."""
    unit = unit_looked_after(slug, units_administered(visitor))
    held = selectors.networks_of_units([slug]).get(slug, ())
    form = NetworksForm(
        request.POST if request.method == "POST" else None, label_suffix="",
        initial={"networks": "\n".join(held)},
    )  # fmt: skip
    form.fields["networks"].help_text = (
        "Mỗi dòng một dải địa chỉ, như 10.12.0.0/16. Để trống: theo đơn vị cấp trên, không có thì"
        " từ mọi nơi. Áp dụng cho cả các đơn vị bên dưới; đơn vị bên dưới chỉ được thu hẹp."
    )
    back = reverse("board:units_unit", args=[slug])

    def do(given: Given) -> str:
        services.set_unit_networks(
            unit=slug, networks=given["networks"], by=visitor.who.actor, at=visitor.now
        )
        return back

    label = "Giới hạn địa chỉ đăng nhập"
    wanted = Change(
        title=label, button=label, form=form, back=back, tells=_tells_networks, do=do,
        done="Đã lưu địa chỉ được đăng nhập.", about=unit.name,
        crumbs=(Link("Đơn vị", reverse("board:units_list")), Link(unit.name, back), Link(label)),
    )  # fmt: skip
    return change(request, visitor, wanted, current="units-administered")


def _tells_networks(given: Given) -> list[str]:
    listed = given["networks"]
    where = (
        f"Chỉ đăng nhập được từ: {', '.join(listed)}." if listed else "Không còn giới hạn riêng."
    )
    return [where, "Áp dụng từ lần đăng nhập sau; phiên đang mở không bị ngắt."]


def _case(request: HttpRequest, visitor: Visitor, code: str, reach: frozenset[int]) -> Case:
    officer = officer_looked_after(code, reach)
    if officer.account_id is None:
        raise NoSuchPage
    found = selectors.account_by_id(officer.account_id)
    if found.closed_at is not None:
        raise NoSuchPage
    return Case(officer, found, visitor, request)


def _is_within(case: Case, reach: frozenset[int]) -> bool:
    on = case.visitor.on
    try:
        organising.check_within(case.officer, reach=reach, on=on)
    except Refusal:
        return False
    held = {grant.unit_id for grant in organisation.grants_of(case.officer.pk, on=on)}
    return held <= reach


def _form(kind: Kind, case: Case, data: Mapping[str, Any] | None) -> forms.Form:
    if kind.address != "dia-chi":
        return Nothing(data, label_suffix="")
    held = "\n".join(selectors.networks_of(case.account.pk))
    return NetworksForm(data, label_suffix="", initial={"networks": held})


def _facts(case: Case) -> tuple[Fact, ...]:
    found, now = case.account, case.visitor.now
    locked = selectors.lock_of(found.pk, now=now)
    state = "Đang dùng" if found.is_active else "Tạm ngừng"
    return (
        Fact("Tên đăng nhập", found.username),
        Fact("Tình trạng", state if locked is None else f"Đang khóa đến {moment(locked)}"),
        Fact("Đăng nhập lần cuối", moment(found.last_login) if found.last_login else "Chưa có"),
        Fact("Mật khẩu", _password(found)),
        Fact("Địa chỉ được đăng nhập",
             ", ".join(selectors.networks_of(found.pk)) or "Theo quy định của đơn vị"),
    )  # fmt: skip


def _password(account: Any) -> str:
    if not account.has_usable_password():
        return "Chưa đặt"
    return "Phải đổi khi đăng nhập" if account.must_change_password else "Đã đặt"


def _crumbs(case: Case, label: str) -> tuple[Link, ...]:
    return (
        Link("Cán bộ", reverse("board:officers_list")),
        Link(case.officer.name, reverse("board:officers_officer", args=[case.officer.code])),
        Link(label),
    )
