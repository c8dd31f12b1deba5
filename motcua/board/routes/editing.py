"""The table of a route as a form: rows by buttons, every press kept as the draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.board.access import role_required
from motcua.board.boxes import line
from motcua.board.procedures import shown
from motcua.board.procedures.asking import CURRENT
from motcua.board.procedures.crumbs import crumbs, procedure_link, version_link
from motcua.board.procedures.forms import HoursField
from motcua.board.procedures.reach import READERS
from motcua.board.procedures.rows import (
    ACTION,
    SAVE,
    Raw,
    as_sent,
    prefix_of,
    raw_rows,
    rearranged,
)
from motcua.board.procedures.seen import check_seen, state_of
from motcua.board.routes.drawing import drawing
from motcua.board.routes.reach import draft_route_at
from motcua.catalogue import services
from motcua.catalogue.rules import StepPlan, hours_text
from motcua.catalogue.selectors import RouteTable
from motcua.catalogue.vocabulary import UNIT_LABELS, Mode, StepRole
from motcua.kernel.errors import Refusal
from motcua.kernel.text import slugify
from motcua.pages.fields import FieldFault, field_errors
from motcua.pages.frame import page
from motcua.pages.parts import Link
from motcua.pages.visitors import Visitor

_KEY_LENGTH = 40
#: Where each row of the page begins; the button that was pressed leads back to it.
ROW_ID = "buoc-"


class StepForm(forms.Form):
    """One row of the table: a step."""

    key = forms.CharField(max_length=_KEY_LENGTH, required=False, widget=forms.HiddenInput)
    answer = forms.CharField(max_length=_KEY_LENGTH, required=False, widget=forms.HiddenInput)
    equals = forms.CharField(max_length=5, required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label="Bước", max_length=300, required=False, widget=forms.Textarea({"rows": 3})
    )
    role = forms.ChoiceField(
        label="Ai làm", required=False, widget=forms.Select,
        choices=[("", "Chưa giao"), *((one.value, one.label) for one in StepRole)],
    )  # fmt: skip
    unit_key = forms.ChoiceField(label="Bộ phận", required=False, widget=forms.Select)
    minutes = HoursField(label="Giờ làm việc", required=False)
    mode = forms.ChoiceField(
        label="Cách nối", widget=forms.Select,
        choices=[(one.value, one.label) for one in Mode],
    )  # fmt: skip
    group = line("Nhóm song song", required=False, size=5)
    condition = line("Điều kiện", required=False)
    back_to = forms.MultipleChoiceField(
        label="Trả lại về", required=False, widget=forms.CheckboxSelectMultiple
    )
    counts = forms.BooleanField(label="Tính vào thời hạn", required=False)
    case = line("Trường hợp thời hạn", required=False)
    agency = line("Cơ quan khác", required=False)
    output = forms.CharField(
        label="Giấy tờ ra", max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, others: list[tuple[str, str]], **given: Any) -> None:
        """Make the row; others: key and name of the other steps, whither it may be sent back."""
        super().__init__(label_suffix="", **given)
        unit = str(self["unit_key"].value() or "")
        known = dict(UNIT_LABELS) | ({unit: unit} if unit and unit not in UNIT_LABELS else {})
        units = [("", "Chưa giao"), *known.items()]
        self.fields["unit_key"].choices = units  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["back_to"].choices = others  # type: ignore[attr-defined]  # a ChoiceField

    def clean_group(self) -> str:
        """Return the group, no longer than the catalogue holds."""
        return str(self.cleaned_data["group"])[:20]

    def clean_case(self) -> str:
        """Return the case, no longer than the catalogue holds."""
        return str(self.cleaned_data["case"])[:_KEY_LENGTH]

    def step(self, ordinal: int, taken: set[str]) -> StepPlan:
        """Return the step of the row; one without a key gets one of its name."""
        given = self.cleaned_data
        label = given["condition"].strip()
        answer = given["answer"] or slugify(label).replace("-", "_")[:_KEY_LENGTH]
        return StepPlan(
            ordinal=ordinal,
            key=given["key"] or _new_key(given["name"], ordinal, taken),
            name=given["name"],
            role=StepRole(given["role"]) if given["role"] else None,
            unit_key=given["unit_key"],
            minutes=given["minutes"],
            mode=Mode(given["mode"]),
            group=given["group"] if given["mode"] == Mode.SIDE_BY_SIDE else "",
            condition=(answer, given["equals"] != "false", label) if label else None,
            case=given["case"],
            back_to=tuple(given["back_to"]),
            counts=given["counts"],
            agency=given["agency"],
            output=given["output"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*READERS)
def edit(request: HttpRequest, visitor: Visitor, number: int) -> HttpResponse:
    """Change the rows of a draft: add, move, delete, save; each press is kept at once."""
    table = draft_route_at(visitor, number)
    faults: tuple[FieldFault, ...] = ()
    if request.method == "POST":
        action = request.POST.get(ACTION, SAVE)
        raw = rearranged(raw_rows(request.POST), action, _empty)
        forms_here = _bound(_without_lost(raw))
        faults = tuple(fault for form in forms_here for fault in field_errors(form))
        if not faults:
            try:
                check_seen(request, table.steps)
                _keep(visitor, table, forms_here)
            except Refusal as refusal:
                faults = (FieldFault("noi-dung", str(refusal)),)
            else:
                return HttpResponseRedirect(_onward(request, number, action, len(raw)))
    else:
        forms_here = _stored(table)
    context = {
        "crumbs": _crumbs(table),
        "table": table,
        "forms": forms_here,
        "faults": faults,
        "seen": state_of(table.steps),
        "at_row": _at_rows(table),
        "whole": [fault.sentence for fault in table.faults if fault.row == 0],
        "drawing": drawing(table),
        "total": shown.total_words(table),
        "over": table.allowed is not None and table.total > table.allowed,
        "here": request.path,
        "back": reverse("board:routes_page", args=[number]),
    }
    status = 422 if faults else 200
    return page(request, visitor, "board/routes/edit.html", context, current=CURRENT, status=status)


def _keep(visitor: Visitor, table: RouteTable, rows: list[StepForm]) -> None:
    taken = {form.cleaned_data["key"] for form in rows}
    steps = []
    for ordinal, form in enumerate(rows, start=1):
        step = form.step(ordinal, taken)
        taken.add(step.key)
        steps.append(step)
    services.revise_route(
        route_id=table.route.pk, steps=steps, by=visitor.who.actor, at=visitor.now
    )


def _onward(request: HttpRequest, number: int, action: str, count: int) -> str:
    """Return where to go on: the table when saved, the row that was touched otherwise."""
    if action == SAVE:
        messages.success(request, "Đã lưu bảng quy trình.")
        return reverse("board:routes_page", args=[number])
    what, _, place = action.partition("-")
    row = int(place) if place.isdecimal() and len(place) <= 4 else count
    row += {"len": -1, "xuong": 1}.get(what, 0)
    here = reverse("board:routes_edit", args=[number])
    return f"{here}#{ROW_ID}{min(max(row, 1), max(count, 1))}"


def _stored(table: RouteTable) -> list[StepForm]:
    names = [(step.key, f"{step.ordinal}. {step.name}") for step in table.steps]
    return [
        StepForm(
            [one for one in names if one[0] != step.key],
            initial=_initial(step), prefix=prefix_of(place),
        )
        for place, step in enumerate(table.steps)
    ]  # fmt: skip


def _initial(step: StepPlan) -> dict[str, object]:
    answer, equals, label = step.condition or ("", True, "")
    return {
        "key": step.key, "answer": answer, "equals": str(equals).lower(), "name": step.name,
        "role": "" if step.role is None else step.role.value, "unit_key": step.unit_key,
        "minutes": "" if step.minutes is None else hours_text(step.minutes),
        "mode": step.mode.value, "group": step.group, "condition": label,
        "back_to": list(step.back_to), "counts": step.counts, "case": step.case,
        "agency": step.agency, "output": step.output,
    }  # fmt: skip


def _bound(rows: list[Raw]) -> list[StepForm]:
    names = [
        (_last(row, "key"), f"{place}. {_last(row, 'name')}")
        for place, row in enumerate(rows, start=1)
    ]
    return [
        StepForm(
            [one for one in names if one[0] and one[0] != _last(row, "key")],
            data=as_sent(row, place), prefix=prefix_of(place),
        )
        for place, row in enumerate(rows)
    ]  # fmt: skip


def _without_lost(rows: list[Raw]) -> list[Raw]:
    """Drop ways back to rows that were deleted."""
    keys = {_last(row, "key") for row in rows}
    return [
        {**row, "back_to": [key for key in row["back_to"] if key in keys]}
        if "back_to" in row
        else row
        for row in rows
    ]


def _last(row: Raw, name: str) -> str:
    return (row.get(name) or [""])[-1]


def _empty() -> Raw:
    return {"mode": [Mode.IN_TURN.value], "counts": ["on"]}


def _new_key(name: str, ordinal: int, taken: set[str]) -> str:
    base = slugify(name)[:30] or f"buoc-{ordinal}"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


def _at_rows(table: RouteTable) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for fault in table.faults:
        found.setdefault(fault.row, []).append(fault.sentence)
    return found


def _crumbs(table: RouteTable) -> tuple[Link, ...]:
    route = Link("Quy trình", reverse("board:routes_page", args=[table.route.pk]))
    version = version_link(table.route.version)
    return crumbs(procedure_link(table.procedure), version, route, Link("Sửa bảng"))
