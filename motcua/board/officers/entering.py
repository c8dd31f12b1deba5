"""A new officer, and the end of one thing that an officer holds."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.accounts.vocabulary import Role
from motcua.board.access import officer_looked_after, role_required, units_administered
from motcua.board.acts import Change, Given, change
from motcua.board.boxes import period_of
from motcua.board.officers.forms import EndForm, NewOfficerForm
from motcua.board.officers.passwords import new_password, shown_once
from motcua.board.officers.shown import HeldLine, held_lines
from motcua.organisation import selectors as organisation
from motcua.organisation import services
from motcua.organisation.rules import NewOfficer
from motcua.organisation.vocabulary import Held
from motcua.pages.errors import NoSuchPage
from motcua.pages.formats import day
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor

CURRENT = "officers-administered"
_END: dict[Held, tuple[Callable[..., object], str]] = {
    Held.APPOINTMENT: (services.end_appointment, "appointment_id"),
    Held.ROLE: (services.end_role, "grant_id"),
    Held.DELEGATION: (services.end_delegation, "delegation_id"),
    Held.ROSTER: (services.end_roster, "entry_id"),
    Held.LEAVE: (services.end_leave, "leave_id"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Enter an officer with the first post, and with an account when a user name is given."""
    reach = units_administered(visitor)
    back = reverse("board:officers_list")

    def do(given: Given) -> str | HttpResponse:
        password = new_password() if given["username"] else None
        made = services.enter_officer(
            officer=NewOfficer(
                code=given["code"], name=given["name"], unit_id=given["unit"].pk,
                title=given["title"], period=period_of(given), username=given["username"],
                password=password,
            ),
            by=visitor.who.actor, at=visitor.now,
        )  # fmt: skip
        after = reverse("board:officers_officer", args=[made.code])
        if password is None:
            return after
        return shown_once(request, visitor, ((made.name, given["username"], password),), back=after)

    wanted = Change(
        title="Thêm cán bộ",
        button="Thêm cán bộ",
        form=NewOfficerForm(
            request.POST if request.method == "POST" else None, reach=reach, today=visitor.on,
            unit=request.GET.get("don-vi", ""),
        ),
        back=back,
        tells=lambda given: [
            f"{given['name']} ({given['code']}), từ {day(given['start'])}.",
            f"{given['title']}, {given['unit'].name}.",
            f"Mở tài khoản “{given['username']}”; mật khẩu tạm hiện một lần."
            if given["username"]
            else "Chưa mở tài khoản.",
        ],
        do=do,
        done="Đã thêm cán bộ.",
        crumbs=(Link("Cán bộ", back), Link("Thêm cán bộ")),
    )  # fmt: skip
    return change(request, visitor, wanted, current=CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def end(request: HttpRequest, visitor: Visitor, code: str, held: str, key: int) -> HttpResponse:
    """End one thing that an officer holds, or take it out while it has not held a whole day.

    :raises NoSuchPage: there is no such thing within this person's reach.
    """
    reach = units_administered(visitor)
    officer = officer_looked_after(code, reach)
    kind, line, row = _found(officer, visitor, reach, held, key)
    fresh = row.valid_from >= visitor.on
    back = reverse("board:officers_officer", args=[officer.code])
    by: dict[str, Any] = {"by": visitor.who.actor, "at": visitor.now}

    def do(given: Given) -> str:
        if kind is Held.LEAVE:
            services.check_within(officer, reach=reach, on=visitor.on)
        if fresh and given["start"] <= row.valid_from:
            services.take_back(held=kind, key=key, **by)
        else:
            act, name = _END[kind]
            act(**{name: key}, on=given["start"], **by)
        return back

    wanted = Change(
        title=f"Kết thúc {kind.label.lower()}",
        button="Thu hồi ngay" if fresh else f"Kết thúc {kind.label.lower()}",
        form=EndForm(request.POST if request.method == "POST" else None, today=visitor.on),
        back=back,
        tells=lambda given: [
            f"{line.words} ({line.days}).",
            "Mục này chưa qua ngày nào nên được bỏ hẳn; nhật ký vẫn ghi."
            if fresh and given["start"] <= row.valid_from
            else f"Ngày đầu tiên không còn: {day(given['start'])}.",
        ],
        do=do,
        done="Đã kết thúc.",
        crumbs=(
            Link("Cán bộ", reverse("board:officers_list")), Link(officer.name, back),
            Link(f"Kết thúc {kind.label.lower()}"),
        ),
        about=officer.name,
        warn=True,
    )  # fmt: skip
    return change(request, visitor, wanted, current=CURRENT)


def _found(
    officer: Any, visitor: Visitor, reach: frozenset[int], held: str, key: int
) -> tuple[Held, HeldLine, Any]:
    """Return the thing that is to be ended, as it is shown and as it is kept."""
    if held not in {kind.value for kind in Held}:
        raise NoSuchPage
    kind = Held(held)
    everything = organisation.held_by(officer_id=officer.pk)
    lines = held_lines(everything, officer, on=visitor.on, reach=reach)
    here = reverse("board:officers_end", args=[officer.code, kind.value, key])
    line = next((one for group in lines.values() for one in group if one.href == here), None)
    rows = {
        Held.APPOINTMENT: everything.appointments, Held.ROLE: everything.roles,
        Held.DELEGATION: everything.given + everything.held, Held.ROSTER: everything.roster,
        Held.LEAVE: everything.leaves,
    }[kind]  # fmt: skip
    row = next((one for one in rows if one.pk == key), None)
    if line is None or row is None:
        raise NoSuchPage
    return kind, line, row
