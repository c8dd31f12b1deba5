"""What a change of the calendar did to the open due times: how far, what moved, what failed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.accounts.vocabulary import Role
from motcua.board.access import role_required
from motcua.board.calendar.reach import (
    NATION_NAME,
    decides_for_nation,
    reached,
    readable,
)
from motcua.board.calendar.views.year import CURRENT, crumbs, unit_names
from motcua.dossiers.selectors.references import codes_of
from motcua.pages.errors import NoSuchPage
from motcua.pages.formats import appointment, day, moment
from motcua.pages.formats import number as written
from motcua.pages.frame import page, reads_dossiers
from motcua.pages.parts import Cell, Figure, Head, Link, Pager, Table
from motcua.pages.visitors import Visitor
from motcua.worktime import selectors, services
from motcua.worktime.selectors import Run

_LISTED = 50


@require_safe
@role_required(Role.ADMINISTRATOR, Role.AUDITOR, Role.INSPECTOR)
def result(request: HttpRequest, visitor: Visitor, run: int) -> HttpResponse:
    """Show how far a recalculation has come, by unit, and for who may read them by dossier."""
    found = _run(visitor, run)
    names = unit_names(found.unit_id)
    here = reverse("board:calendar_result", args=[run])
    failed_shown = request.GET.get("phan") == "chua-tinh-duoc"
    table, following = None, ""
    if reads_dossiers(visitor):
        table, last = _dossiers(request, visitor, found, failed=failed_shown)
        part = "&phan=chua-tinh-duoc" if failed_shown else ""
        following = f"{here}?sau={last}{part}" if last else ""
    context = {
        "run": found,
        "where": names.get(found.unit_id, NATION_NAME),
        "period": _period(found),
        "figures": _figures(found, here if reads_dossiers(visitor) else ""),
        "by_unit": _by_unit(visitor, found),
        "dossiers": table,
        "reads": reads_dossiers(visitor),
        "failed_shown": failed_shown,
        "pager": Pager(following=following),
        "here": here,
        "again": reverse("board:calendar_again", args=[run]) if _may_repeat(visitor, found) else "",
        "crumbs": crumbs(Link("Kết quả tính lại hẹn trả")),
    }
    return page(request, visitor, "board/calendar/result.html", context, current=CURRENT)


@require_POST
@role_required(Role.ADMINISTRATOR)
def again(request: HttpRequest, visitor: Visitor, run: int) -> HttpResponse:
    """Carry a change to the open due times once more."""
    found = _run(visitor, run)
    if not _may_repeat(visitor, found):
        raise NoSuchPage
    new = services.ask_again(run_id=found.pk, by=visitor.who.actor, at=visitor.now)
    messages.success(request, "Đã yêu cầu tính lại.")
    return HttpResponseRedirect(reverse("board:calendar_result", args=[new.pk]))


def _run(visitor: Visitor, number: int) -> Run:
    """Return a recalculation that this person may see.

    :raises NoSuchPage: there is none, or it concerns units that this person does not reach.
    """
    found = selectors.recalculation(number)
    if found is None or (found.unit_id is not None and found.unit_id not in readable(visitor)):
        raise NoSuchPage
    return found


def _may_repeat(visitor: Visitor, found: Run) -> bool:
    if found.finished_at is None:
        return False
    if found.unit_id is None:
        return decides_for_nation(visitor)
    return found.unit_id in reached(visitor, {Role.ADMINISTRATOR})


def _period(found: Run) -> str:
    if found.until_on is None:
        return f"từ {day(found.first_on)}"
    last = found.until_on.toordinal() - 1
    return f"từ {day(found.first_on)} đến hết {day(found.until_on.fromordinal(last))}"


def _figures(found: Run, here: str) -> tuple[Figure, ...]:
    failed = f"{here}?phan=chua-tinh-duoc" if here and found.failed else ""
    return (
        Figure("Hồ sơ phải xem", written(found.total), note="đang giải quyết, có hạn tự tính"),
        Figure("Đã đổi hẹn", written(found.moved), here if found.moved else "",
               note="mỗi hồ sơ một dòng sổ thời hạn, có báo người nộp"),
        Figure("Giữ nguyên", written(found.unchanged),
               note="hạn không đổi, hoặc đã gia hạn, đã nhập tay"),
        Figure("Chưa tính được", written(found.failed), failed,
               tone="late" if found.failed else "plain"),
    )  # fmt: skip


def _by_unit(visitor: Visitor, found: Run) -> Table | None:
    """Return the numbers of the units that this person reaches."""
    seen = readable(visitor)
    counted = [row for row in selectors.recalculated_by_unit(found.pk) if row[0] in seen]
    if not counted:
        return None
    names = unit_names(*(unit for unit, _, _ in counted))
    heads = (Head("Đơn vị giải quyết"), Head("Đổi hẹn", numeric=True),
             Head("Chưa tính được", numeric=True))  # fmt: skip
    rows = [
        (
            Cell(names.get(unit, "đơn vị khác"), head=True, wide=True),
            Cell(written(moved), numeric=True, name="Đổi hẹn"),
            Cell(written(failed), numeric=True, name="Chưa tính được"),
        )
        for unit, moved, failed in sorted(counted, key=lambda row: -row[1])
    ]
    return Table("Theo đơn vị giải quyết", [heads], rows, caption_shown=True)


def _dossiers(
    request: HttpRequest, visitor: Visitor, found: Run, *, failed: bool
) -> tuple[Table | None, int]:
    """Return a page of dossiers that this person may read, and the key after which more come."""
    asked = request.GET.get("sau", "")
    after = int(asked) if asked.isdecimal() and len(asked) < 18 else 0
    lines = list(
        selectors.recalculated_lines(found.pk, failed=failed).filter(dossier__gt=after)[
            : _LISTED + 1
        ]
    )
    shown, more = lines[:_LISTED], lines[_LISTED:]
    codes = codes_of(visitor.dossiers, [line.dossier for line in shown])
    third = "Vì sao chưa tính được" if failed else "Hẹn mới"
    rows = [
        (
            Cell(codes[line.dossier], reverse("desk:dossier", args=[line.dossier]), head=True,
                 wide=True),
            Cell(appointment(line.before), name="Hẹn cũ"),
            Cell(line.why if failed else appointment(line.after), name=third, wide=failed),
        )
        for line in shown
        if line.dossier in codes
    ]  # fmt: skip
    last = shown[-1].dossier if more else 0
    if not rows:
        return None, last
    heads = tuple(Head(one) for one in ("Mã hồ sơ", "Hẹn cũ", third))
    caption = "Hồ sơ chưa tính được" if failed else "Hồ sơ đã đổi hẹn"
    return Table(f"{caption}, ghi lúc {moment(found.asked_at)}", [heads], rows), last
