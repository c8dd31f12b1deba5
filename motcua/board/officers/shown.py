"""From what an officer holds to what the pages of officers show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from motcua.accounts.vocabulary import Role
from motcua.board.units.shown import period
from motcua.organisation.selectors import HeldByOfficer
from motcua.organisation.vocabulary import Held
from motcua.pages.formats import day
from motcua.pages.parts import Cell, Fact, Head, Link, Table


@dataclass(frozen=True, slots=True)
class HeldLine:
    """One thing that an officer holds: words, days, whether today, and where it is ended."""

    words: str
    days: str
    state: str
    href: str = ""


def table(officers: Sequence[Any]) -> Table:
    """Return officers with their posts and roles of the day."""
    heads = ((Head("Họ và tên"), Head("Mã"), Head("Chức danh, đơn vị"), Head("Vai trò"),
              Head("Tài khoản")),)  # fmt: skip
    rows = tuple(
        (
            Cell(officer.name, href=officer_address(officer), head=True),
            Cell(officer.code, name="Mã"),
            Cell(posts_of(officer), name="Chức danh", wide=True),
            Cell(roles_of(officer), name="Vai trò", wide=True),
            Cell(account_of(officer), name="Tài khoản"),
        )
        for officer in officers
    )
    return Table("Cán bộ", heads, rows)


def posts_of(officer: Any) -> str:
    """Return the posts of the day in words."""
    posts = [f"{one.post.title}, {one.post.unit.name}" for one in officer.posts_today]
    if posts:
        return "; ".join(posts)
    return f"đã thôi việc từ {day(officer.left_on)}" if officer.left_on else "không có chức danh"


def roles_of(officer: Any) -> str:
    """Return the roles of the day in words."""
    roles = [f"{Role(one.role).label} ({one.unit.short_name})" for one in officer.roles_today]
    return "; ".join(roles) or "chưa có vai trò"


def account_of(officer: Any) -> str:
    """Return the state of the account in words."""
    if officer.account is None:
        return "chưa có"
    return (
        str(officer.account.username)
        if officer.account.is_active
        else (f"{officer.account.username} (đã khóa)")
    )


def officer_address(officer: Any) -> str:
    """Return the address of an officer's page."""
    return reverse("board:officers_officer", args=[officer.code])


def facts(officer: Any) -> tuple[Fact, ...]:
    """Return what is known of an officer."""
    left = [Fact("Thôi việc từ", day(officer.left_on))] if officer.left_on else []
    return (
        Fact("Mã cán bộ", officer.code),
        Fact(
            "Tên đăng nhập",
            account_of(officer),
            note="Mỗi người một tài khoản.",
            change=None
            if officer.account is None
            else Link("Phiên và mật khẩu", reverse("board:sessions_officer", args=[officer.code])),
        ),
        *left,
    )


def held_lines(
    held: HeldByOfficer, officer: Any, *, on: date, reach: frozenset[int]
) -> dict[str, list[HeldLine]]:
    """Return everything an officer holds, by kind; what lies within the reach can be ended."""

    def made(row: Any, kind: Held, words: str, unit: int | None) -> HeldLine:
        over = row.valid_until is not None and row.valid_until <= on
        ahead = row.valid_from > on
        state = "đã hết" if over else "sắp tới" if ahead else "đang giữ"
        can = not over and (unit is None or unit in reach) and bool(reach)
        href = reverse("board:officers_end", args=[officer.code, kind.value, row.pk]) if can else ""
        return HeldLine(words, period(row), state, href)

    return {
        "posts": [
            made(one, Held.APPOINTMENT, f"{one.post.title}, {one.post.unit.name}",
                 one.post.unit_id)
            for one in held.appointments
        ],
        "roles": [made(one, Held.ROLE, _role(one), one.unit_id) for one in held.roles],
        "given": [
            made(one, Held.DELEGATION, f"{_role(one)} → {one.to_officer.name}", one.unit_id)
            for one in held.given
        ],
        "held": [
            made(one, Held.DELEGATION, f"{_role(one)}, do {one.from_officer.name} ủy quyền",
                 one.unit_id)
            for one in held.held
        ],
        "roster": [
            made(one, Held.ROSTER, _place(one), one.one_stop_unit.unit_id) for one in held.roster
        ],
        "leaves": [
            made(one, Held.LEAVE, f"Nghỉ, {one.stand_in.name} làm thay"
                 + (f" ({one.reason})" if one.reason else ""), None)
            for one in held.leaves
        ],
        "stands_in": [
            HeldLine(f"Làm thay {one.officer.name}", period(one), "")
            for one in held.stands_in
        ],
    }  # fmt: skip


def _role(row: Any) -> str:
    return f"{Role(row.role).label}, {row.unit.name}"


def _stands_in(held: HeldByOfficer) -> list[HeldLine]:
    return [HeldLine(f"Làm thay {one.officer.name}", period(one), "") for one in held.stands_in]


def _place(row: Any) -> str:
    parts = [row.one_stop_unit.name]
    if row.counter is not None:
        parts.append(str(row.counter))
    if row.is_substitute:
        parts.append("dự phòng")
    return ", ".join(parts)
