"""What stands around every page of an officer: navigation, name, messages of the last act."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.accounts.vocabulary import Role
from motcua.dossiers.selectors import Queue
from motcua.kernel.text import initials
from motcua.pages.parts import NavGroup, NavItem, Shell
from motcua.pages.visitors import Visitor


def page(
    request: HttpRequest,
    visitor: Visitor,
    template: str,
    context: Mapping[str, object],
    *,
    current: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return a page in the officer's frame.

    current: the name of the line of the navigation that the page belongs to.
    """
    around = {
        "shell": shell(request, visitor, current=current),
        "notices": [str(message) for message in messages.get_messages(request)],
    }
    return render(request, template, {**around, **context}, status=status)


def shell(request: HttpRequest, visitor: Visitor, *, current: str) -> Shell:
    """Return the frame: what waits, what the roles open, who is logged in."""
    actor = visitor.who.actor
    return Shell(
        unit=actor.unit or "Chưa có đơn vị",
        person=actor.name,
        title=actor.title,
        initials=initials(actor.name.partition(" (")[0]),
        nav=(*_groups(visitor, current), _own(current)),
        home=reverse("desk:home"),
        sample_notes=reverse("desk:samples"),
        log_out=reverse("desk:log_out"),
        account=reverse("board:sessions_mine"),
        search=reverse("desk:search"),
        searched=request.GET.get("tim", "") if request.path == reverse("desk:search") else "",
    )


def reads_dossiers(visitor: Visitor) -> bool:
    """Return whether any role of this person opens dossiers: an administrator's does not."""
    closed = {Role.ADMINISTRATOR, Role.SUBMITTER, Role.POSTAL_STAFF}
    return any(role not in closed for role, _ in visitor.who.grants)


def _groups(visitor: Visitor, current: str) -> list[NavGroup]:
    waiting = visitor.waiting

    def item(
        name: str, label: str, href: str, icon: str, *, count: int | None = None, late: bool = False
    ) -> NavItem:
        return NavItem(label, href, icon, count, late=late, current=name == current)

    inbox, units = reverse("desk:inbox"), reverse("desk:units")
    groups = [
        NavGroup(
            "Việc của tôi",
            (
                item(Queue.TO_DO, "Việc của tôi", inbox, "inbox", count=waiting.to_do),
                item(
                    Queue.OVERDUE, "Quá hạn", f"{inbox}?hang={Queue.OVERDUE}", "octagon-alert",
                    count=waiting.overdue, late=True,
                ),
                item(
                    Queue.DUE_TODAY, "Đến hạn hôm nay", f"{inbox}?hang={Queue.DUE_TODAY}",
                    "clock-alert", count=waiting.due_today,
                ),
            ),
        )
    ]  # fmt: skip
    if visitor.receiving_units:
        receive = item("receive", "Tiếp nhận hồ sơ mới", reverse("desk:receive"), "file-text")
        groups.append(NavGroup("Một cửa", (receive,)))
    if reads_dossiers(visitor):
        groups.append(
            NavGroup(
                "Đơn vị",
                (
                    item("units", "Hồ sơ của đơn vị", units, "building-2"),
                    item("table", "Kết quả giải quyết", reverse("desk:table"), "table"),
                ),
            )
        )
    looked_after = administration(visitor, current=current)
    if looked_after:
        groups.append(NavGroup("Quản trị", looked_after))
    return groups


def _own(current: str) -> NavGroup:
    """Return what every officer has: the own account."""
    mine = reverse("board:sessions_mine")
    account = NavItem("Tài khoản của tôi", mine, "user", current=current == "account")
    return NavGroup("Cá nhân", (account,))


@dataclass(frozen=True)
class _Room:
    """A page of the administration; `address` is the name of its address at the board."""

    name: str
    label: str
    address: str
    icon: str
    roles: frozenset[Role]


_ADMINISTRATION = (
    _Room(
        "administration", "Quản trị", "board:home", "building-2",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    _Room(
        "wording", "Mẫu và câu chữ", "board:wording_list", "file-text",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    _Room(
        "audit", "Nhật ký", "board:audit_acts", "history",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.INSPECTOR}),
    ),
    _Room(
        "procedures", "Danh mục thủ tục", "board:procedures_list", "list-checks",
        frozenset({Role.ADMINISTRATOR, Role.PROCEDURE_CONTROL_OFFICER, Role.AUDITOR}),
    ),
    _Room(
        "calendar", "Lịch làm việc", "board:calendar_units", "calendar",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.INSPECTOR}),
    ),
    _Room(
        "operations", "Vận hành", "board:health", "monitor",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    _Room(
        "units-administered", "Đơn vị", "board:units_list", "building-2",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    _Room(
        "officers-administered", "Cán bộ, phân quyền", "board:officers_list", "users",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
    _Room(
        "handover", "Việc cần bàn giao", "board:officers_handover", "list-checks",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.UNIT_HEAD, Role.LEADER}),
    ),
    _Room(
        "sign_in", "Quy định đăng nhập", "board:sessions_policy", "user",
        frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    ),
)  # fmt: skip


def administration(visitor: Visitor, *, current: str) -> tuple[NavItem, ...]:
    """Return the pages of the administration that this person's roles open, none for others."""
    held = {role for role, _ in visitor.who.grants}
    return tuple(
        NavItem(room.label, reverse(room.address), room.icon, current=room.name == current)
        for room in _ADMINISTRATION
        if held & room.roles
    )
