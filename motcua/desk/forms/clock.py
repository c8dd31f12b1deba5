"""Forms of the acts that stop, resume, restart, extend or end the clock, and of questions."""

from typing import Any

from django import forms
from django.db.models import Q

from motcua.desk.forms.base import ActForm, DueFields, choice, line, words
from motcua.desk.forms.units import UnitForm
from motcua.desk.lines import CHANNELS
from motcua.desk.matter import Matter
from motcua.dossiers import rules
from motcua.dossiers.selectors.page import KIND_WORDS
from motcua.dossiers.vocabulary import ClockKind
from motcua.kernel.periods import day_of
from motcua.organisation import selectors as organisation
from motcua.pages.formats import moment
from motcua.pages.forms import MomentField
from motcua.tally.vocabulary import Channel
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Term, extension_latest_on, term_on

_CITIZEN_READS = "Người dân đọc nguyên văn lý do này."


class PlainForm(ActForm):
    """An act that needs no words."""


class ReasonForm(ActForm):
    """An act with a reason."""

    reason = words("Lý do", "Ghi lý do", hint=_CITIZEN_READS)


class GroundForm(ActForm):
    """An act on a legal ground with its document."""

    legal_ground = line("Căn cứ pháp lý", "Ghi căn cứ pháp lý", hint="Điều, khoản, văn bản")
    document = line("Văn bản", "Ghi số, ngày của văn bản", hint="Ví dụ: 12/TB-UBND ngày 05/03/2021")


class DocumentForm(ActForm):
    """An obligation was met."""

    document = line("Chứng từ", "Ghi số chứng từ")


class ExtendForm(ActForm):
    """Apologise and set a new appointment."""

    new_due_at = MomentField(label="Ngày hẹn mới")
    reason = words("Lý do chậm", "Ghi lý do chậm", hint=_CITIZEN_READS)

    def prepare(self) -> None:
        """Say until when an extension may be written, and by which rule."""
        super().prepare()
        due_at = self.matter.page.dossier.due_at
        if due_at is not None:
            term = term_on(Term.EXTENSION_NOTICE, day_of(due_at))
            self.fields["new_due_at"].help_text = f"Hẹn lại chậm nhất trước hạn {term.words}."

    @classmethod
    def fits(cls, matter: Matter) -> bool:
        """Return whether it is not too late for an extension."""
        dossier = matter.page.dossier
        extended = any(line.fact.kind is ClockKind.EXTEND for line in matter.page.clock)
        if extended or dossier.due_at is None:
            return False
        calendar = worktime.calendar_for(unit_id=dossier.settling_unit_id)
        latest_on = extension_latest_on(due_at=dossier.due_at, calendar=calendar)
        return matter.visitor.on <= latest_on


class ApologiseForm(ActForm):
    """Apologise for a late dossier."""

    promised_at = MomentField(label="Ngày hứa trả")
    reason = words("Lý do chậm", "Ghi lý do chậm", hint=_CITIZEN_READS)

    @classmethod
    def fits(cls, matter: Matter) -> bool:
        """Return whether the dossier is, or was settled, late."""
        dossier = matter.page.dossier
        until = dossier.ended_at or dossier.stopped_at or matter.visitor.now
        return rules.is_late(until, due_at=dossier.due_at, by_minute=dossier.due_by_minute)


class DueForm(DueFields):
    """Receive what was sent before."""


class ConsultForm(UnitForm):
    """Ask another agency: divisions of the unit, the units above, beside and below it."""

    unit_label = "Đơn vị được hỏi"
    question = words("Nội dung cần hỏi", "Ghi nội dung cần hỏi")
    answer_by = MomentField(label="Hạn trả lời")

    @property
    def units(self) -> list[tuple[str, str]]:
        """Return the divisions and the units around."""
        return _around(self.matter)


class AnswerForm(ActForm):
    """Answer for the agency that was asked."""

    answer = words("Nội dung trả lời", "Ghi nội dung trả lời")

    @classmethod
    def fits(cls, matter: Matter) -> bool:
        """Return whether a question waits for this person's unit."""
        return bool(matter.answerable())

    def prepare(self) -> None:
        """Ask which question."""
        listed = [(str(key), said) for key, said in self.matter.answerable().items()]
        self.fields["consultation_id"] = choice("Câu hỏi", listed, "Chọn câu hỏi")
        if len(listed) == 1:
            self.initial["consultation_id"] = listed[0][0]
        self.order_fields(["consultation_id", "answer"])

    def values(self) -> dict[str, Any]:
        """Return the question's number with the answer."""
        given = super().values()
        return {**given, "consultation_id": int(given["consultation_id"])}


class MoveForm(UnitForm):
    """Give the dossier to another settling unit."""

    unit_label = "Chuyển đến"
    reason = words("Lý do chuyển", "Ghi lý do chuyển")

    @property
    def units(self) -> list[tuple[str, str]]:
        """Return what became of this unit first, then those around it."""
        unit = self.matter.page.dossier.settling_unit_id
        heirs = [row.successor for row in organisation.successions_of(unit_id=unit)]
        on = self.matter.visitor.on
        listed = {str(u.pk): f"{u.name} (đơn vị kế tục)" for u in heirs if u.period.holds(on)}
        listed = {**listed, **{k: v for k, v in _neighbours(self.matter) if k not in listed}}
        return list(listed.items())


def _around(matter: Matter) -> list[tuple[str, str]]:
    unit, on = matter.page.dossier.settling_unit, matter.visitor.on
    parts = [(str(part.pk), part.name) for part in organisation.parts_of(unit_id=unit.pk, on=on)]
    return [*parts, *_neighbours(matter)]


def _neighbours(matter: Matter) -> list[tuple[str, str]]:
    """Return the unit above, those beside and those below; they settle, parts of a unit do not."""
    unit, on = matter.page.dossier.settling_unit, matter.visitor.on
    near = Q(parent_id=unit.pk) | Q(pk=unit.parent_id)
    if unit.parent_id is not None:
        near |= Q(parent_id=unit.parent_id)
    units = organisation.units_on(on).filter(near).exclude(pk=unit.pk)
    return [(str(other.pk), other.name) for other in units]


class CorrectForm(ActForm):
    """Correct the record with a new entry."""

    right_at = MomentField(label="Thời điểm đúng", required=False)
    due_at = MomentField(label="Hạn đúng", required=False)
    void = forms.BooleanField(label="Bỏ dòng kết thúc này, mở lại hồ sơ", required=False)
    channel = forms.ChoiceField(
        label="Kênh nộp đúng",
        required=False,
        choices=[("", "Không đổi"), *((str(int(c)), CHANNELS[c].label) for c in Channel)],
    )
    reason = words("Lý do đính chính", "Ghi lý do đính chính")

    @classmethod
    def fits(cls, matter: Matter) -> bool:
        """Return whether its clock has begun: before that there is nothing to correct."""
        return bool(matter.page.clock)

    def prepare(self) -> None:
        """Ask for the line of the clock book."""
        listed = [
            (str(fact.number), f"Dòng {fact.number}: {KIND_WORDS[fact.kind]}, {moment(fact.at)}")
            for fact in (entry.fact for entry in self.matter.page.clock)
            if fact.kind is not ClockKind.CORRECT
        ]
        self.fields["number"] = forms.ChoiceField(
            label="Dòng của sổ thời hạn",
            required=False,
            choices=[("", "Không đính chính dòng nào"), *listed],
        )
        self.order_fields(["number", "right_at", "due_at", "void", "channel", "reason"])

    def values(self) -> dict[str, Any]:
        """Return numbers where numbers were chosen."""
        given = super().values()
        number, channel = given["number"], given["channel"]
        return {
            **given, "number": int(number) if number else None,
            "channel": Channel(int(channel)) if channel else None,
        }  # fmt: skip
