"""What a unit may add to a procedure of the city: only what the city left open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date

from motcua.catalogue.errors import SupplementRefused
from motcua.catalogue.rules.plans import StepPlan, hours_text
from motcua.catalogue.vocabulary import OpenField

#: The texts of a supplement, by the field that must be open for them.
TEXTS = {
    OpenField.PLACE: "place",
    OpenField.HOURS: "hours",
    OpenField.CONTACT: "contact",
    OpenField.NOTE: "note",
}


@dataclass(frozen=True, slots=True)
class SupplementDraft:
    """What a unit adds, from a day on; step_minutes: working minutes by the key of a step."""

    valid_from: date
    valid_until: date | None = None
    place: str = ""
    hours: str = ""
    contact: str = ""
    note: str = ""
    step_minutes: Mapping[str, int] = dataclass_field(default_factory=dict)

    def text(self, what: OpenField) -> str:
        """Return the text of a field, "" for the one that has none."""
        name = TEXTS.get(what)
        return "" if name is None else str(getattr(self, name))


def check_supplement(
    draft: SupplementDraft, *, opened: Collection[OpenField], steps: Sequence[StepPlan]
) -> None:
    """Refuse a supplement that changes what the city did not leave open.

    opened: the fields that the version in force leaves open; steps: the city's route.

    :raises SupplementRefused: a field is not open, nothing is said, a step is not the city's or
        takes longer than there, or it ends before it starts.
    """
    if draft.valid_until is not None and draft.valid_until <= draft.valid_from:
        raise SupplementRefused("Ngày hết hiệu lực phải sau ngày có hiệu lực; hãy sửa hai ngày.")
    said = [what for what in TEXTS if draft.text(what).strip()]
    if draft.step_minutes:
        said.append(OpenField.STEP_TIME)
    if not said:
        raise SupplementRefused("Phần bổ sung chưa ghi gì; hãy điền ít nhất một mục.")
    for what in said:
        if what not in opened:
            raise SupplementRefused(
                f"Thành phố không để đơn vị tự ghi mục “{what.label}” của thủ tục này; "
                "hãy bỏ mục này hoặc đề nghị thành phố sửa danh mục."
            )
    _check_steps(draft.step_minutes, steps)


def with_local_minutes(steps: Sequence[StepPlan], local: Mapping[str, int]) -> tuple[StepPlan, ...]:
    """Return the city's steps with a unit's shorter times; a longer one never counts."""
    return tuple(
        replace(step, minutes=min(step.minutes, local[step.key]))
        if step.key in local and step.minutes is not None
        else step
        for step in steps
    )


def _check_steps(local: Mapping[str, int], steps: Sequence[StepPlan]) -> None:
    known = {step.key: step for step in steps}
    for key, minutes in local.items():
        step = known.get(key)
        if step is None:
            raise SupplementRefused(
                f"Quy trình chung không có bước “{key}”; hãy chỉ ghi giờ cho các bước đang có."
            )
        if minutes < 0:
            raise SupplementRefused(f"Số giờ của bước “{step.name}” là số âm; hãy sửa lại.")
        if step.minutes is None or minutes > step.minutes:
            allowed = "chưa định" if step.minutes is None else f"{hours_text(step.minutes)} giờ"
            raise SupplementRefused(
                f"Bước “{step.name}” của quy trình chung là {allowed}; đơn vị chỉ được rút ngắn, "
                f"không được ghi {hours_text(minutes)} giờ."
            )
