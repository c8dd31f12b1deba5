"""What can be changed about an officer: each change with its form, preview and service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.accounts.vocabulary import Role
from motcua.board.access import officer_changed_by, role_required, units_administered
from motcua.board.acts import Change, Given, change
from motcua.board.boxes import period_of
from motcua.board.officers import forms as asked
from motcua.board.officers.passwords import new_password, shown_once
from motcua.dossiers import selectors as dossiers
from motcua.organisation import selectors as organisation
from motcua.organisation import services
from motcua.organisation.rules import NEVER_DELEGATED, Grant, NewGrant, NewLeave, RosterPlace
from motcua.pages.errors import NoSuchPage
from motcua.pages.formats import day, number
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor

CURRENT = "officers-administered"


@dataclass(frozen=True, slots=True)
class Case:
    """The officer who is changed, by whom, and the units that this person administers."""

    officer: Any
    visitor: Visitor
    reach: frozenset[int]
    request: HttpRequest

    @property
    def here(self) -> str:
        """The address of the officer's page."""
        return reverse("board:officers_officer", args=[self.officer.code])

    @property
    def by(self) -> dict[str, Any]:
        """Who acts, and when, as the services take it."""
        return {"by": self.visitor.who.actor, "at": self.visitor.now}

    def open_work(self) -> list[str]:
        """Return the sentences about the open steps in this officer's hands."""
        steps = sum(one.steps for one in dossiers.in_hands_of([self.officer.pk]))
        if not steps:
            return ["Không có bước nào đang mở ở tay người này."]
        told = (
            f"{number(steps)} bước đang mở ở tay người này sẽ hiện ở trang Việc cần bàn giao;"
            " người đứng đầu giao cho người khác."
        )
        return [told]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change of an officer."""

    address: str
    label: str
    form: Callable[[Case, Mapping[str, Any] | None], forms.Form]
    tells: Callable[[Case, Given], Sequence[str]]
    do: Callable[[Case, Given], str | HttpResponse | None]
    done: str
    fits: Callable[[Case], bool]
    warn: bool = False
    icon: str = "plus"


def _appoint(case: Case, given: Given) -> None:
    services.appoint(
        officer_id=case.officer.pk, unit_id=given["unit"].pk, title=given["title"],
        period=period_of(given), **case.by,
    )  # fmt: skip


def _grant(case: Case, given: Given) -> None:
    grant = NewGrant(case.officer.pk, Role(given["role"]), given["unit"].pk, period_of(given))
    giver = case.visitor.who.officer
    services.grant_by(giver_id=giver or 0, grant=grant, reach=case.reach, **case.by)


def _delegate(case: Case, given: Given) -> None:
    role, _, unit = given["grant"].partition("@")
    services.delegate(
        grant=Grant(Role(role), int(unit)), from_officer_id=case.officer.pk,
        to_officer_id=given["to"].pk, period=period_of(given), **case.by,
    )  # fmt: skip


def _take_leave(case: Case, given: Given) -> None:
    new = NewLeave(case.officer.pk, given["stand_in"].pk, period_of(given), given["reason"])
    services.take_leave(new=new, reach=case.reach, **case.by)


def _enter_roster(case: Case, given: Given) -> None:
    point, _, counter = given["place"].partition("/")
    place = RosterPlace(int(point), int(counter) if counter else None, given["is_substitute"])
    services.enter_roster(
        officer_id=case.officer.pk, place=place, period=period_of(given), **case.by
    )


def _open_account(case: Case, given: Given) -> HttpResponse:
    password = new_password()
    services.open_account(
        officer_id=case.officer.pk, username=given["username"], password=password,
        reach=case.reach, **case.by,
    )  # fmt: skip
    opened = ((case.officer.name, given["username"], password),)
    return shown_once(case.request, case.visitor, opened, back=case.here)


def _leave_office(case: Case, given: Given) -> str:
    services.leave_office(
        officer_id=case.officer.pk, on=given["start"], reach=case.reach, **case.by
    )
    return reverse("board:officers_handover")


def _correct_name(case: Case, given: Given) -> None:
    services.correct_name(
        officer_id=case.officer.pk, name=given["name"], reach=case.reach, **case.by
    )


def _delegable(case: Case) -> list[tuple[str, str]]:
    held = organisation.held_by(officer_id=case.officer.pk).roles
    return [
        (f"{one.role}@{one.unit_id}", f"{Role(one.role).label}, {one.unit.name}")
        for one in held
        if one.unit_id in case.reach
        and one.role not in NEVER_DELEGATED
        and one.period.holds(case.visitor.on)
    ]


def _places(case: Case) -> list[tuple[str, str]]:
    units = organisation.held_by(officer_id=case.officer.pk).appointments
    near = {one.post.unit_id for one in units}
    near |= {one.post.unit.parent_id for one in units if one.post.unit.parent_id is not None}
    places = []
    for unit in sorted(near & case.reach):
        for point in organisation.points_of(unit_id=unit):
            places.append((str(point.pk), point.name))
            places += [
                (f"{point.pk}/{one.pk}", f"{point.name}, {one}") for one in point.counters.all()
            ]
    return places


def _own_unit(case: Case) -> str:
    """Return the address of the unit of the latest post within the reach: the usual answer."""
    posts = organisation.held_by(officer_id=case.officer.pk).appointments
    near = (one.post.unit.slug for one in posts if one.post.unit_id in case.reach)
    return next(near, "")


def _works(case: Case) -> bool:
    return case.officer.left_on is None


def _not_oneself(case: Case) -> bool:
    return _works(case) and case.officer.pk != case.visitor.who.officer


def _days(given: Given) -> str:
    last = given.get("last")
    return f"từ {day(given['start'])}" + ("" if last is None else f" đến hết {day(last)}")


_KINDS = (
    Kind(
        "bo-nhiem", "Thêm chức danh",
        lambda case, data: asked.AppointForm(data, reach=case.reach, today=case.visitor.on),
        lambda _, g: [f"{g['title']}, {g['unit'].name}, {_days(g)}."],
        _appoint, "Đã thêm chức danh.", _works,
    ),
    Kind(
        "phan-quyen", "Phân quyền",
        lambda case, data: asked.GrantForm(
            data, reach=case.reach, today=case.visitor.on, unit=_own_unit(case)
        ),
        lambda _, g: [
            f"{Role(g['role']).label}, {g['unit'].name}, {_days(g)}.", Role(g["role"]).duty,
        ],
        _grant, "Đã phân quyền.", _not_oneself,
    ),
    Kind(
        "uy-quyen", "Ủy quyền cho người khác",
        lambda case, data: asked.DelegateForm(
            data, reach=case.reach, today=case.visitor.on, grants=_delegable(case)
        ),
        lambda case, g: [
            f"{g['to'].name} được làm “{dict(_delegable(case))[g['grant']]}” {_days(g)}."
        ],
        _delegate, "Đã ghi ủy quyền.", lambda case: _works(case) and bool(_delegable(case)),
    ),
    Kind(
        "nghi-phep", "Nghỉ phép có người làm thay",
        lambda case, data: asked.LeaveForm(data, reach=case.reach, today=case.visitor.on),
        lambda case, g: [
            f"{case.officer.name} nghỉ {_days(g)}.",
            f"{g['stand_in'].name} giữ mọi vai trò của {case.officer.name} trong những ngày đó.",
            "Vai trò ở đơn vị ngoài phạm vi quản trị của anh/chị không chuyển.",
            "Vai trò quản trị hệ thống và kiểm toán không chuyển sang người làm thay.",
            *case.open_work()[:1],
        ],
        _take_leave, "Đã ghi nghỉ phép và người làm thay.", _works,
    ),
    Kind(
        "lich-truc", "Thêm vào danh sách trực",
        lambda case, data: asked.RosterForm(data, today=case.visitor.on, places=_places(case)),
        lambda case, g: [f"{dict(_places(case))[g['place']]}, {_days(g)}."],
        _enter_roster, "Đã thêm vào danh sách trực.",
        lambda case: _works(case) and bool(_places(case)),
    ),
    Kind(
        "tai-khoan", "Cấp tài khoản",
        lambda _, data: asked.AccountForm(data, label_suffix=""),
        lambda case, g: [
            f"{case.officer.name} đăng nhập bằng tên “{g['username']}”.",
            "Mật khẩu tạm hiện một lần, phải đổi khi đăng nhập lần đầu.",
        ],
        _open_account, "", lambda case: _works(case) and case.officer.account is None,
    ),
    Kind(
        "sua-ten", "Sửa họ tên",
        lambda case, data: asked.NameForm(
            data, label_suffix="", initial={"name": case.officer.name}
        ),
        lambda case, g: [f"{case.officer.name} → {g['name']}.", "Giấy tờ đã ký giữ tên cũ."],
        _correct_name, "Đã sửa họ tên.", _works, icon="pencil",
    ),
    Kind(
        "thoi-viec", "Cho thôi việc",
        lambda case, data: asked.LeaveOfficeForm(data, today=case.visitor.on),
        lambda case, g: [
            f"{case.officer.name} thôi việc từ {day(g['start'])}.",
            "Mọi chức danh, vai trò, ủy quyền và lịch trực kết thúc.",
            "Tài khoản đóng ngay, mọi phiên đăng nhập chấm dứt; không mở lại được.",
            *case.open_work(),
        ],
        _leave_office, "Đã cho thôi việc; tài khoản đã đóng.", _not_oneself, warn=True,
        icon="ban",
    ),
)  # fmt: skip
_BY_ADDRESS = {kind.address: kind for kind in _KINDS}


def offered(officer: Any, visitor: Visitor) -> tuple[Link, ...]:
    """Return the changes that this person may make of an officer now."""
    case = Case(officer, visitor, units_administered(visitor), HttpRequest())
    return tuple(
        Link(
            kind.label,
            reverse("board:officers_change", args=[officer.code, kind.address]),
            kind.icon,
        )
        for kind in _KINDS
        if kind.fits(case)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def view(request: HttpRequest, visitor: Visitor, code: str, address: str) -> HttpResponse:
    """Ask for a change of an officer, show what it touches, make it.

    :raises NoSuchPage: no such officer or change within this person's reach.
    """
    reach = units_administered(visitor)
    case = Case(officer_changed_by(code, reach, visitor.on), visitor, reach, request)
    kind = _BY_ADDRESS.get(address)
    if kind is None or not kind.fits(case):
        raise NoSuchPage
    wanted = Change(
        title=kind.label,
        button=kind.label,
        form=kind.form(case, request.POST if request.method == "POST" else None),
        back=case.here,
        tells=lambda given: kind.tells(case, given),
        do=lambda given: kind.do(case, given) or case.here,
        done=kind.done,
        crumbs=_crumbs(case, kind.label),
        about=case.officer.name,
        warn=kind.warn,
    )
    return change(request, visitor, wanted, current=CURRENT)


def _crumbs(case: Case, label: str) -> tuple[Link, ...]:
    return (
        Link("Cán bộ", reverse("board:officers_list")),
        Link(case.officer.name, case.here),
        Link(label),
    )
