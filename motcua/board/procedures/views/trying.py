"""A version tried out before it counts: as a citizen reads it, as an officer receives by it."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from motcua.board.access import role_required
from motcua.board.procedures import shown
from motcua.board.procedures.asking import CURRENT
from motcua.board.procedures.crumbs import crumbs, procedure_link, version_link
from motcua.board.procedures.reach import READERS, version_at
from motcua.catalogue import rules, selectors
from motcua.catalogue.vocabulary import NOT_KNOWN, Channel
from motcua.kernel.errors import Refusal
from motcua.kernel.periods import day_of
from motcua.pages.forms import MomentField
from motcua.pages.frame import page
from motcua.pages.parts import Clock, DayLine, Link
from motcua.pages.visitors import Visitor
from motcua.worktime.rules import due, rule_set_on


class ReceiptForm(forms.Form):
    """When and how a dossier would be received."""

    at = MomentField(label="Nhận lúc")
    case = forms.ChoiceField(label="Trường hợp", required=False, widget=forms.Select)
    channel = forms.ChoiceField(
        label="Cách nộp", choices=[(one.value, one.label) for one in Channel],
        widget=forms.RadioSelect, error_messages={"required": "Chọn cách nộp"},
    )  # fmt: skip

    def __init__(self, cases: list[str], now: datetime, data: Any = None) -> None:
        """Make the form with the cases of the version."""
        known = {"at": now, "channel": Channel.COUNTER.value, "case": ""}
        super().__init__(data, label_suffix="", initial=known)
        listed = [("", "Thông thường"), *((case, case) for case in cases)]
        self.fields["case"].choices = listed  # type: ignore[attr-defined]  # a ChoiceField


@require_safe
@role_required(*READERS)
def as_citizen(request: HttpRequest, visitor: Visitor, slug: str, number: int) -> HttpResponse:
    """Show what the public page of the procedure would say: papers, time, fee."""
    row = version_at(slug, number)
    draft = selectors.draft_of(version_id=row.pk)
    context = {
        "crumbs": crumbs(
            procedure_link(row.procedure), version_link(row), Link("Thử: người dân xem")
        ),
        "version": row,
        "limits": shown.limits(draft),
        "levies": shown.levies(draft),
        "papers": shown.papers(draft),
        "draft": draft,
        "said": shown.said,
    }
    return page(request, visitor, "board/procedures/try_citizen.html", context, current=CURRENT)


@require_safe
@role_required(*READERS)
def as_officer(request: HttpRequest, visitor: Visitor, slug: str, number: int) -> HttpResponse:
    """Show what the counter would do with a dossier: due time day by day, steps of the route."""
    row = version_at(slug, number)
    draft = selectors.draft_of(version_id=row.pk)
    cases = list(dict.fromkeys(one.case for one in draft.time_limits if one.case))
    form = ReceiptForm(cases, visitor.now, request.GET if "channel" in request.GET else None)
    clock, refused = None, ""
    if not form.is_bound or form.is_valid():
        given = form.cleaned_data if form.is_bound else form.initial
        try:
            clock = _clock(row.pk, given, visitor)
        except Refusal as refusal:
            refused = str(refusal)
    context = {
        "crumbs": crumbs(procedure_link(row.procedure), version_link(row), Link("Thử: tiếp nhận")),
        "version": row,
        "form": form,
        "here": request.path,
        "clock": clock,
        "refused": refused,
        "limit": _printed(row.pk, form),
        "papers": shown.papers(draft),
        "routes": [
            (table.route, shown.steps(table), shown.total_words(table))
            for table in shown.route_tables(row.pk)
        ],
    }
    status = 422 if refused or form.errors else 200
    return page(
        request, visitor, "board/procedures/try_officer.html", context, current=CURRENT,
        status=status,
    )  # fmt: skip


def _clock(version_id: int, given: Any, visitor: Visitor) -> Clock | None:
    """Return the due time of a receipt with its reasons; None where the limit is only shown."""
    limit = selectors.limit_of(version_id=version_id, case=given["case"], channel=given["channel"])
    if limit is None:
        return None
    at = given["at"]
    found = due(
        received_at=at, limit=limit, calendar=visitor.calendar, rules=rule_set_on(day_of(at))
    )
    days = [DayLine(note.on, note.counted, note.why) for note in found.days]
    return Clock((), found.due_at, days=days, warnings=found.warnings)


def _printed(version_id: int, form: ReceiptForm) -> str:
    given = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    row = selectors.time_limit_of(
        version_id=version_id, case=given["case"], channel=given["channel"]
    )
    return NOT_KNOWN if row is None else rules.amount_words(row.value, row.unit)
