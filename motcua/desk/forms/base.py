"""What every form of an act shares: its dossier, its fields, the line of the journal it saw."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from motcua.desk.matter import Matter
from motcua.dossiers.selectors import StepLine
from motcua.dossiers.services import EnteredDue
from motcua.pages.forms import MomentField, TextField

#: The hidden field with the last line of the journal that the person saw.
SEEN = "thay_den"


def words(label: str, error: str, *, hint: str = "", rows: int = 3) -> TextField:
    """Return a field for a few sentences."""
    return TextField(
        label=label,
        help_text=hint,
        max_length=4000,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": error},
    )


def line(
    label: str, error: str = "", *, hint: str = "", required: bool = True, size: int = 30
) -> TextField:
    """Return a field for one line."""
    return TextField(
        label=label,
        help_text=hint,
        required=required,
        max_length=300,
        widget=forms.TextInput({"size": size, "autocomplete": "off"}),
        error_messages={"required": error},
    )


def choice(label: str, choices: Sequence[tuple[str, str]], error: str = "") -> forms.ChoiceField:
    """Return a field that takes one of some choices: radios up to five, else a list."""
    few = len(choices) <= 5
    listed = choices if few else [("", "Chọn"), *choices]
    wrong = error or f"Chọn {label[:1].lower()}{label[1:]}"
    return forms.ChoiceField(
        label=label,
        choices=listed,
        widget=forms.RadioSelect() if few else forms.Select(),
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


class ActForm(forms.Form):
    """The form of an act; its fields bear the names of the service's parameters."""

    def __init__(self, matter: Matter, data: Mapping[str, Any] | None = None) -> None:
        """Make the form of one dossier; `data` is what was sent."""
        super().__init__(data, label_suffix="")
        self.matter = matter
        self.fields[SEEN] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=matter.last_entry
        )
        self.prepare()

    def prepare(self) -> None:
        """Add the fields that depend on the dossier."""

    @classmethod
    def fits(cls, matter: Matter) -> bool:  # noqa: ARG003 (most acts need nothing)
        """Return whether there is something to act on."""
        return True

    def values(self) -> dict[str, Any]:
        """Return the parameters of the service, after the form was found right."""
        return {name: value for name, value in self.cleaned_data.items() if name != SEEN}

    @property
    def seen(self) -> int | None:
        """The last line of the journal that the person saw, None if the form did not say."""
        number: int | None = self.cleaned_data.get(SEEN)
        return number


class StepForm(ActForm):
    """An act on one step: which one is asked only when there are several."""

    @classmethod
    def steps(cls, matter: Matter) -> Sequence[StepLine]:
        """Return the steps that the act may be about."""
        return matter.in_hand

    @classmethod
    def fits(cls, matter: Matter) -> bool:
        """Return whether there is such a step."""
        return bool(cls.steps(matter))

    def prepare(self) -> None:
        """Ask for the step when there are several."""
        super().prepare()
        steps = self.steps(self.matter)
        if len(steps) > 1:
            listed = [(str(step.id), f"{step.name} ({step.unit})") for step in steps]
            self.fields["step_id"] = choice("Bước", listed)

    def values(self) -> dict[str, Any]:
        """Return the parameters with the step's number."""
        given = super().values()
        steps = self.steps(self.matter)
        chosen = given.get("step_id") or (steps[0].id if steps else None)
        return {**given, "step_id": None if chosen is None else int(chosen)}


class DueFields(ActForm):
    """An act that starts or restarts the clock: a due time is entered where none is computed."""

    #: Whether nothing else can give the due time.
    due_always = False

    @classmethod
    def asks_for_due(cls, matter: Matter) -> bool:  # noqa: ARG003 (some know it of every dossier)
        """Return whether the due time may have to be entered."""
        return True

    def prepare(self) -> None:
        """Ask for the due time and its ground."""
        super().prepare()
        if self.asks_for_due(self.matter):
            self.fields["due_at"] = MomentField(
                label="Hẹn trả",
                required=self.due_always,
                help_text="Chỉ ghi khi thời hạn của thủ tục không tự tính được.",
            )
            self.fields["ground"] = line(
                "Căn cứ của hẹn trả", "Ghi căn cứ của hẹn trả", required=self.due_always
            )

    def values(self) -> dict[str, Any]:
        """Return the entered due time as one value."""
        given = super().values()
        due_at, ground = given.pop("due_at", None), given.pop("ground", "")
        return {**given, "due": None if due_at is None else EnteredDue(due_at, ground)}


class OnwardForm(ActForm):
    """An act that hands the dossier on: conditional steps are asked for."""

    def prepare(self) -> None:
        """Ask which of the conditional steps ahead are wanted."""
        super().prepare()
        plans = self.matter.conditional
        if plans:
            self.fields["wanted"] = forms.MultipleChoiceField(
                label="Bước chỉ làm khi cần",
                help_text="Đánh dấu bước cần làm cho hồ sơ này.",
                required=False,
                choices=[
                    (
                        plan.key,
                        f"{plan.name} ({plan.condition[2]})" if plan.condition else plan.name,
                    )
                    for plan in plans
                ],
                widget=forms.CheckboxSelectMultiple,
            )

    def values(self) -> dict[str, Any]:
        """Return the parameters; no mark means none is wanted."""
        return {"wanted": (), **super().values()}
