"""The calendar of a unit and year at a glance, and the list of units to choose from."""

from datetime import MAXYEAR

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.accounts.vocabulary import Role
from motcua.board.access import role_required
from motcua.board.calendar import shown
from motcua.board.calendar.kinds import KINDS
from motcua.board.calendar.reach import (
    NATION,
    NATION_NAME,
    Whose,
    readable,
    whose,
)
from motcua.kernel.text import fold
from motcua.organisation import selectors as organisation
from motcua.pages.errors import NoSuchPage
from motcua.pages.formats import moment
from motcua.pages.formats import number as written
from motcua.pages.frame import page
from motcua.pages.parts import Action, Cell, Head, Link, Table
from motcua.pages.visitors import Visitor
from motcua.worktime import selectors
from motcua.worktime.rules import Calendar, Origin
from motcua.worktime.vocabulary import CalendarStatus

_LISTED = 50
_FIRST_YEAR = 2000
CURRENT = "calendar"


@require_safe
@role_required(Role.ADMINISTRATOR, Role.AUDITOR, Role.INSPECTOR)
def units(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Let a person choose whose calendar to see."""
    asked = request.GET.get("tim", "").strip()
    reach = readable(visitor)
    found = [
        unit
        for unit in organisation.units_on(visitor.on).filter(pk__in=reach)
        if fold(asked) in fold(unit.name)
    ]
    year = visitor.on.year
    context = {
        "asked": asked,
        "units": [
            Link(unit.name, reverse("board:calendar_year", args=[unit.slug, year]))
            for unit in found[:_LISTED]
        ],
        "more": max(len(found) - _LISTED, 0),
        "nation": reverse("board:calendar_year", args=[NATION, year]),
        "year": year,
        "runs": _runs(reach),
    }
    return page(request, visitor, "board/calendar/units.html", context, current=CURRENT)


def _runs(reach: frozenset[int]) -> Table | None:
    """Return the latest recalculations that concern these units, None without any."""
    heads = ("Yêu cầu lúc", "Văn bản", "Lịch của", "Đổi hẹn", "Chưa tính được")
    rows = []
    for run in selectors.recalculations()[: 4 * _LISTED]:
        if run.unit_id is not None and run.unit_id not in reach:
            continue
        where = NATION_NAME if run.unit is None else run.unit.name
        rows.append(
            (
                Cell(moment(run.asked_at), name="Lúc"),
                Cell(run.document, reverse("board:calendar_result", args=[run.pk]), head=True),
                Cell(where, name="Lịch của"),
                Cell(written(run.moved) if run.begun_at else "đang chờ", numeric=True,
                     name="Đổi hẹn"),
                Cell(written(run.failed), numeric=True, name="Chưa tính được",
                     tone="late" if run.failed else "plain"),
            )
        )  # fmt: skip
    if not rows:
        return None
    numbers = ("Đổi hẹn", "Chưa tính được")
    caption = "Các lần tính lại hẹn trả gần đây"
    return Table(caption, [[Head(one, one in numbers) for one in heads]], rows[:10])


@require_safe
@role_required(Role.ADMINISTRATOR, Role.AUDITOR, Role.INSPECTOR)
def this_year(request: HttpRequest, visitor: Visitor, unit: str) -> HttpResponse:
    """Go on to the calendar of this year."""
    del request
    found = whose(visitor, unit)
    return HttpResponseRedirect(reverse("board:calendar_year", args=[found.slug, visitor.on.year]))


@require_safe
@role_required(Role.ADMINISTRATOR, Role.AUDITOR, Role.INSPECTOR)
def year(request: HttpRequest, visitor: Visitor, unit: str, number: int) -> HttpResponse:
    """Show twelve months, where each named day comes from, the hours and the decisions."""
    found = whose(visitor, unit)
    check_year(number)
    calendar = selectors.calendar_for(unit_id=found.unit)
    origins = selectors.origins(unit_id=found.unit, year=number)
    hours = selectors.hours_on(unit_id=found.unit, on=visitor.on)
    to_come = selectors.hours_to_come(unit_id=found.unit, after=visitor.on)
    names = scope_names(found, origins)
    hours_names = {**names, **unit_names(*(line.scope for line in (*hours, *to_come)))}
    own = list(selectors.decisions_of(unit_id=found.unit, year=number))
    context = {
        "whose": found,
        "year": number,
        "months": shown.months(calendar, year=number, today=visitor.on),
        "week": shown.WEEK,
        "working": shown.working_days(calendar, number),
        "origins": shown.origin_table(origins, names) if origins else None,
        "hours": shown.hours_table(hours, hours_names),
        "to_come": shown.hours_table(to_come, hours_names) if to_come else None,
        "decisions": shown.decisions_table(own) if own else None,
        "status": calendar.status(number),
        "predicted": CalendarStatus.PREDICTED,
        "actions": _actions(found, calendar, number),
        "before": _address(found, number - 1),
        "after": _address(found, number + 1),
        "crumbs": crumbs(Link(f"{found.name}, năm {number}")),
    }
    return page(request, visitor, "board/calendar/year.html", context, current=CURRENT)


def check_year(number: int) -> None:
    """Refuse a year that no calendar can hold.

    :raises NoSuchPage: it is too early or too late.
    """
    if not _FIRST_YEAR <= number < MAXYEAR - 1:
        raise NoSuchPage


def crumbs(*links: Link) -> tuple[Link, ...]:
    """Return the way to a page of this section."""
    return (Link("Lịch làm việc", reverse("board:calendar_units")), *links)


def scope_names(found: Whose, origins: tuple[Origin, ...]) -> dict[int | None, str]:
    """Return the names of the scopes that speak on a page."""
    scopes = [scope for one in origins for scope in (one.scope, *(h.scope for h in one.hidden))]
    return unit_names(found.unit, *scopes)


def unit_names(*units: int | None) -> dict[int | None, str]:
    """Return the names of units by key; None is the nation."""
    labels = organisation.unit_labels(unit for unit in units if unit is not None)
    return {None: NATION_NAME, **{key: label.name for key, label in labels.items()}}


def _address(found: Whose, number: int) -> str:
    try:
        check_year(number)
    except NoSuchPage:
        return ""
    return reverse("board:calendar_year", args=[found.slug, number])


def _actions(found: Whose, calendar: Calendar, number: int) -> list[Action]:
    """Return what this person may enter here."""
    if not found.changeable:
        return []
    open_year = calendar.status(number) is not CalendarStatus.DECIDED
    return [
        Action(
            kind.label, reverse("board:calendar_change", args=[found.slug, number, kind.address]),
            kind.icon,
        )
        for kind in KINDS
        if not kind.nation_only or (found.unit is None and open_year)
    ]  # fmt: skip
