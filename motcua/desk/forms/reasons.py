"""Reasons that are offered ready to be chosen; the citizen reads them unchanged."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django import forms

from motcua.desk.forms.base import ActForm
from motcua.documents import selectors as documents
from motcua.dossiers.vocabulary import Deed
from motcua.organisation import selectors as organisation

READY = "ready"
#: The list of reasons for a refusal of receipt.
REFUSALS = "ly-do-tu-choi"
#: The acts whose reason may be chosen, and the list it is chosen from.
LISTS = {
    Deed.REFUSE_RECEIPT: REFUSALS,
    Deed.ASK_SUPPLEMENT: "ly-do-bo-sung",
    Deed.ASK_SUPPLEMENT_BEFORE_RECEIPT: "ly-do-bo-sung",
    Deed.EXTEND: "ly-do-tra-cham",
    Deed.APOLOGISE: "ly-do-tra-cham",
}


def offer(form: forms.Form, reasons: Sequence[str], *, before: str = "reason") -> None:
    """Put ready reasons before the field for a reason in one's own words."""
    if not reasons:
        return
    form.fields[READY] = forms.MultipleChoiceField(
        label="Lý do có sẵn",
        help_text="Người dân đọc nguyên văn; có thể chọn nhiều.",
        required=False,
        choices=[(reason, reason) for reason in reasons],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Chọn lại lý do: danh sách vừa được sửa"},
    )
    own = form.fields[before]
    own.required = False
    own.label = f"{own.label} khác"
    names = list(form.fields)
    names.remove(READY)
    names.insert(names.index(before), READY)
    form.order_fields(names)


def joined(form: forms.Form, given: dict[str, Any], *, name: str = "reason") -> dict[str, Any]:
    """Return the values with the chosen reasons and the own words as one; refuse none at all."""
    if READY not in form.fields:
        return given
    own = str(given.get(name) or "").strip()
    given[name] = "\n".join(part for part in (*given.get(READY, ()), own) if part)
    if not given[name]:
        missing = form.fields[name].error_messages.get("required", "Ghi lý do")
        form.add_error(name, str(missing))
    return given


def reasons_for(key: str, *, unit: int, on: date) -> tuple[str, ...]:
    """Return the reasons of a list that holds for a unit on a day."""
    return documents.reasons_on(key, units=organisation.ancestor_ids(unit_id=unit), on=on)


def form_of(deed: Deed, form: type[ActForm]) -> type[ActForm]:
    """Return the form of an act, with ready reasons where the act has a list of them."""
    key = LISTS.get(deed)
    return form if key is None else _with_reasons(form, key)


@cache
def _with_reasons(form: type[ActForm], key: str) -> type[ActForm]:
    return type(form.__name__, (ReadyReasonForm, form), {"reasons_key": key})


class ReadyReasonForm(ActForm):
    """An act whose reason may be chosen from a list."""

    reasons_key = ""

    def prepare(self) -> None:
        """Offer the reasons of the unit that settles the dossier."""
        super().prepare()
        unit = self.matter.page.dossier.settling_unit_id
        offer(self, reasons_for(self.reasons_key, unit=unit, on=self.matter.visitor.on))

    def clean(self) -> dict[str, Any]:
        """Return the values, the reasons as one."""
        return joined(self, super().clean() or self.cleaned_data)

    def values(self) -> dict[str, Any]:
        """Return the parameters of the service."""
        given = super().values()
        given.pop(READY, None)
        return given
