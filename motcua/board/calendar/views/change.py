"""Entering a change of the calendar: what it would move is shown before anything is written."""

import secrets
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.accounts.vocabulary import Role
from motcua.board.access import role_required
from motcua.board.calendar import shown
from motcua.board.calendar.effect import MOST_LOOKED_AT, Effect, effect, tried
from motcua.board.calendar.forms import ChangeForm, YearForm, as_list, tried_at
from motcua.board.calendar.kinds import Kind, kind_at
from motcua.board.calendar.reach import Whose, changed_by
from motcua.board.calendar.views.year import CURRENT, check_year, crumbs
from motcua.kernel.errors import Refusal
from motcua.pages.errors import NoSuchPage
from motcua.pages.formats import appointment
from motcua.pages.formats import number as written
from motcua.pages.frame import page
from motcua.pages.parts import Cell, Head, Link, Table
from motcua.pages.visitors import Visitor
from motcua.storage.idempotency import done_before, remember
from motcua.worktime import selectors, services
from motcua.worktime.rules import Limit, Proposal
from motcua.worktime.vocabulary import CalendarStatus, LimitUnit

_SENDING = "lan-gui"
_STEP = "buoc"
_FIVE = 5


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.ADMINISTRATOR)
def change(
    request: HttpRequest, visitor: Visitor, unit: str, number: int, kind: str
) -> HttpResponse:
    """Ask for the change, show what it would do, then enter it."""
    whose = changed_by(visitor, unit)
    check_year(number)
    asked = kind_at(kind, nation=whose.unit is None)
    if asked.nation_only and _decided(number):
        raise NoSuchPage
    form = _form(request, asked, whose, number, visitor.on)
    step = request.POST.get(_STEP, "")
    shown_now: dict[str, object] | None = None
    if step in ("xem", "ghi") and form.is_valid():
        try:
            proposal = form.proposal()
            proposal.check()
            if step == "ghi":
                return HttpResponseRedirect(_enter(request, visitor, form, proposal))
            shown_now = _preview(request, visitor, whose, form, proposal)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {
        "kind": asked,
        "whose": whose,
        "form": form,
        "here": reverse("board:calendar_change", args=[whose.slug, number, asked.address]),
        "back": reverse("board:calendar_year", args=[whose.slug, number]),
        "crumbs": crumbs(
            Link(f"{whose.name}, năm {number}",
                 reverse("board:calendar_year", args=[whose.slug, number])),
            Link(asked.label),
        ),
    }  # fmt: skip
    if shown_now is not None:
        template = "board/calendar/preview.html"
        return page(request, visitor, template, {**context, **shown_now}, current=CURRENT)
    # Going back to mend something is no mistake.
    status = 422 if step in ("xem", "ghi") else 200
    return page(
        request, visitor, "board/calendar/change.html", context, current=CURRENT, status=status
    )


def _decided(number: int) -> bool:
    calendar = selectors.calendar_for(unit_id=None)
    return calendar.status(number) is CalendarStatus.DECIDED


def _form(request: HttpRequest, asked: Kind, whose: Whose, number: int, today: date) -> ChangeForm:
    data = request.POST if request.method == "POST" else None
    form = asked.form(data, scope=whose.unit, year=number, today=today)
    predicted = selectors.predicted_year(number) if isinstance(form, YearForm) else None
    if predicted is not None:
        form.initial["listed"] = as_list(predicted)
    return form


def _preview(
    request: HttpRequest, visitor: Visitor, whose: Whose, form: ChangeForm, proposal: Proposal
) -> dict[str, object]:
    given = form.cleaned_data
    calendar = selectors.calendar_for(unit_id=whose.unit)
    received_at = tried_at(form, lambda: calendar.working_day_before(_changed_from(proposal)))
    limit = Limit(
        given.get("tried_value") or _FIVE,
        LimitUnit(given.get("tried_unit") or LimitUnit.WORKING_DAY),
    )
    kept = [
        (name, value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", _STEP, _SENDING)
    ]
    told = effect(proposal, visitor, on=visitor.on)
    return {
        "facts": shown.proposal_facts(proposal, given["document"], given["decided_on"]),
        "tried": tried(proposal, unit=whose.unit, received_at=received_at, limit=limit),
        "effect": told,
        "by_unit": _by_unit(told),
        "listed": _listed(told),
        "most": MOST_LOOKED_AT,
        "kept": [*kept, (_SENDING, secrets.token_urlsafe(12))],
    }


def _changed_from(proposal: Proposal) -> date:
    """Return the first day that changes: of a whole year the first that is named."""
    if proposal.decision is None:
        return proposal.valid.start
    return min(day.on for day in proposal.decision.days)


def _by_unit(told: Effect) -> Table | None:
    if not told.by_unit:
        return None
    heads = (Head("Đơn vị giải quyết"), Head("Hồ sơ đổi hẹn", numeric=True))
    rows = [
        (Cell(name, head=True, wide=True), Cell(written(count), numeric=True, name="Đổi hẹn"))
        for name, count in told.by_unit
    ]
    return Table("Số hồ sơ đổi hẹn theo đơn vị", [heads], rows)


def _listed(told: Effect) -> Table | None:
    if not told.listed:
        return None
    heads = tuple(Head(one) for one in ("Mã hồ sơ", "Hẹn cũ", "Hẹn mới"))
    rows = [
        (
            Cell(move.code, reverse("desk:dossier", args=[move.dossier]), head=True, wide=True),
            Cell(appointment(move.before), name="Hẹn cũ"),
            Cell(appointment(move.after), name="Hẹn mới"),
        )
        for move in told.listed
    ]
    return Table("Hồ sơ đang giải quyết sẽ đổi hẹn", [heads], rows)


def _enter(request: HttpRequest, visitor: Visitor, form: ChangeForm, proposal: Proposal) -> str:
    """Enter the change once, however often the form is sent; return where its result is."""
    token = request.POST.get(_SENDING, "").replace("\x00", "")[:64]
    key = f"board/calendar/{request.session.session_key}/{token}"
    with transaction.atomic():
        before = done_before(key) if token else None
        if before is None:
            run = services.enter(
                proposal=proposal, document=form.cleaned_data["document"],
                by=visitor.who.actor, at=visitor.now,
            ).pk  # fmt: skip
            if token:
                remember(key, {"run": run}, at=visitor.now)
            messages.success(request, "Đã ghi quyết định. Hẹn trả được tính lại ở nền.")
        else:
            run = int(str(before["run"]))
    return reverse("board:calendar_result", args=[run])
