"""Forms along the route: hand over, take over, complete, send back, approve, assign."""

from collections.abc import Sequence
from typing import Any

from django import forms

from motcua.accounts.vocabulary import Role
from motcua.desk.forms.base import ActForm, DueFields, OnwardForm, StepForm, choice, line, words
from motcua.desk.matter import Matter
from motcua.dossiers.rules.route import counter_keys, may_approve, may_issue
from motcua.dossiers.selectors import StepLine
from motcua.organisation import selectors as organisation
from motcua.pages.forms import TextField

#: Steps that an act of their own finishes, by their keys on every route.
_OWN_ACT = frozenset({"approve", "issue", "return"})


class TransferForm(OnwardForm):
    """Hand a received dossier to the settling agency."""

    @classmethod
    def fits(cls, matter: Matter) -> bool:
        """Return whether the first step is in this person's hands."""
        return bool(matter.in_hand)


class HandOverForm(StepForm):
    """An act on a step that was handed over and waits."""

    @classmethod
    def steps(cls, matter: Matter) -> Sequence[StepLine]:
        """Return the steps that wait to be taken over."""
        return matter.to_take_over


class TakeOverForm(HandOverForm, DueFields):
    """Give the receipt for a hand-over; a boundary-free dossier's clock starts with it.

    Where its limit is mixed or only published in words, the due time is entered with its ground.
    """

    due_always = True

    @classmethod
    def asks_for_due(cls, matter: Matter) -> bool:
        """Return whether the clock starts with this hand-over and its limit cannot be computed."""
        dossier = matter.page.dossier
        counter = counter_keys(matter.plans)
        starts = any(step.key not in counter for step in matter.to_take_over)
        return starts and not matter.page.clock and dossier.limit_value is None


class RefuseHandOverForm(HandOverForm):
    """Refuse to take a step over."""

    reason = words("Lý do không nhận", "Ghi lý do không nhận bàn giao")


class CompleteForm(StepForm, OnwardForm):
    """Finish the step in hand."""

    @classmethod
    def steps(cls, matter: Matter) -> Sequence[StepLine]:
        """Return the steps taken, without those that an act of their own finishes."""
        ended = matter.page.dossier.ended_at is not None
        return [
            step
            for step in matter.taken
            if step.key not in _OWN_ACT and (ended or not may_issue(matter.plans, at=step.key))
        ]


class ApproveForm(StepForm):
    """Approve the result, or its refusal with the reason."""

    verdict = choice(
        "Quyết định",
        [("yes", "Đồng ý cấp kết quả"), ("no", "Từ chối giải quyết")],
        "Chọn đồng ý hoặc từ chối",
    )
    reason = TextField(
        label="Lý do từ chối",
        required=False,
        help_text="Chỉ ghi khi từ chối; người dân đọc nguyên văn.",
        widget=forms.Textarea({"rows": 3}),
    )

    @classmethod
    def steps(cls, matter: Matter) -> Sequence[StepLine]:
        """Return the steps taken at which the route signs the decision."""
        return [step for step in matter.taken if may_approve(matter.plans, at=step.key)]

    def values(self) -> dict[str, Any]:
        """Return whether it is refused, and why."""
        given = super().values()
        refuse = given.pop("verdict") == "no"
        return {**given, "refuse": refuse}


class SendBackForm(StepForm):
    """Send a step back to an earlier one."""

    reason = words("Lý do trả lại", "Ghi lý do trả lại")

    @classmethod
    def steps(cls, matter: Matter) -> Sequence[StepLine]:
        """Return the steps taken that the route lets go back."""
        return [step for step in matter.taken if _back_to(matter, step)]

    def prepare(self) -> None:
        """Ask for the earlier step."""
        super().prepare()
        names = {plan.key: plan.name for plan in self.matter.plans}
        keys = [key for step in self.steps(self.matter) for key in _back_to(self.matter, step)]
        listed = [(key, names[key]) for key in dict.fromkeys(keys) if key in names]
        self.fields["to_key"] = choice("Trả về bước", listed)


def _back_to(matter: Matter, step: StepLine) -> Sequence[str]:
    return next((plan.back_to for plan in matter.plans if plan.key == step.key), ())


class AssignForm(ActForm):
    """Give a step to an officer."""

    reason = words("Lý do giao", "Ghi lý do giao")

    @classmethod
    def fits(cls, matter: Matter) -> bool:
        """Return whether a step is open."""
        return bool(matter.page.open_steps)

    def prepare(self) -> None:
        """Ask for the officer, and with several steps for the step."""
        steps = self.matter.page.open_steps
        listed = [
            (f"{step.id}-{officer.pk}", f"{officer.name} – {step.name}")
            for step in steps
            if step.role
            for officer in organisation.officers_with_role(
                unit_id=step.unit_id, role=Role(step.role), on=self.matter.visitor.on
            )
        ]
        self.fields["holder"] = choice("Người xử lý", listed, "Chọn người xử lý")

    def values(self) -> dict[str, Any]:
        """Return the numbers of step and officer."""
        given = super().values()
        step, _, officer = given.pop("holder").partition("-")
        return {**given, "step_id": int(step), "officer_id": int(officer)}


class IssueForm(ActForm):
    """Number and issue the result."""

    number = line("Số, ký hiệu", "Ghi số, ký hiệu của kết quả", hint="Ví dụ: 15/QĐ-UBND")
    name = line("Tên kết quả", "Ghi tên kết quả")
    signer = line("Người ký", "Ghi họ tên người ký")
    kind = choice("Loại kết quả", [("result", "Kết quả"), ("refusal", "Từ chối giải quyết")])
    reason = TextField(
        label="Lý do từ chối",
        required=False,
        help_text="Chỉ ghi khi kết quả là từ chối giải quyết.",
        widget=forms.Textarea({"rows": 3}),
    )

    @classmethod
    def fits(cls, matter: Matter) -> bool:
        """Return whether the step in hand is the numbering, or the last before the return."""
        return any(may_issue(matter.plans, at=step.key) for step in matter.taken)

    def prepare(self) -> None:
        """Begin with what was approved."""
        dossier = self.matter.page.dossier
        self.initial["kind"] = "refusal" if dossier.refusal_approved else "result"
        self.initial["reason"] = dossier.refusal_reason

    def clean(self) -> None:
        """Ask for the reason of a refusal."""
        super().clean()
        if self.cleaned_data.get("kind") == "refusal" and not self.cleaned_data.get("reason"):
            self.add_error("reason", "Ghi lý do từ chối giải quyết")


class ReturnForm(ActForm):
    """Hand the result over with proof."""

    receiver = line("Người nhận", "Ghi họ tên người nhận")
    proof = line("Bằng chứng trả", "Ghi bằng chứng trả kết quả", hint="Ví dụ: ký nhận, mã bưu gửi")

    def prepare(self) -> None:
        """Begin with the owner's name."""
        self.initial["receiver"] = self.matter.page.dossier.owner_name
