"""The forms of the catalogue: a version's plain values, its rows, a unit's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms

from motcua.board.boxes import choice, line
from motcua.catalogue.rules import (
    ComponentDraft,
    LevyDraft,
    LimitDraft,
    SupplementDraft,
    VersionDraft,
    hours_text,
)
from motcua.catalogue.vocabulary import (
    Channel,
    ComponentKind,
    Labelled,
    Level,
    OnlineLevel,
    OpenField,
    Presence,
)
from motcua.kernel.text import nfc
from motcua.pages.forms import DayField
from motcua.worktime.vocabulary import LimitUnit

_LONG = 20_000


def words(label: str, *, hint: str = "", rows: int = 3, required: bool = False) -> forms.CharField:
    """Return a field for some sentences."""
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=_LONG,
        widget=forms.Textarea({"rows": rows}),
    )  # fmt: skip


def _several(kind: type[Labelled], label: str, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=hint, required=False,
        choices=[(one.value, one.label) for one in kind], widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def _one(kind: type[Labelled], label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, widget=forms.Select,
        choices=[("", "Không rõ"), *((one.value, one.label) for one in kind)],
    )  # fmt: skip


class VersionForm(forms.Form):
    """The plain values of a version; its limits, papers and levies are rows of their own."""

    name = words("Tên thủ tục", hint="Ghi đúng tên đã công bố.", rows=2, required=True)
    valid_from = DayField(label="Ngày có hiệu lực")
    decision = line("Quyết định công bố", required=False)
    levels = _several(Level, "Cấp tiếp nhận")
    competence = line("Cơ quan thực hiện", required=False)
    applicants = words("Đối tượng thực hiện", rows=2)
    channels = _several(Channel, "Cách thức thực hiện")
    online_level = _one(OnlineLevel, "Mức độ trực tuyến")
    presence = _one(Presence, "Người nộp có phải có mặt")
    sequence = words("Trình tự thực hiện", rows=6)
    conditions = words(
        "Yêu cầu, điều kiện", hint="Không có thì ghi “không quy định”, đừng để trống."
    )
    result_name = line("Kết quả", required=False)
    result_code = line("Mã kết quả", required=False, size=20)
    legal_basis = words("Căn cứ pháp lý", rows=4)
    interlinked = forms.BooleanField(label="Thủ tục liên thông", required=False)
    financial_obligation = forms.BooleanField(label="Có nghĩa vụ tài chính", required=False)
    open_fields = _several(
        OpenField, "Để đơn vị tự ghi", "Mục không đánh dấu thì mọi đơn vị theo đúng thành phố."
    )

    def __init__(self, draft: VersionDraft, data: Mapping[str, Any] | None = None) -> None:
        """Make the form of one draft; `data` is what was sent."""
        super().__init__(data, label_suffix="", initial=_initial(draft))
        self.draft = draft
        self.fields["name"].error_messages["required"] = "Nhập tên thủ tục"

    def clean_decision(self) -> str:
        """Return the number of the decision, no longer than the catalogue holds."""
        return self._short("decision", "Quyết định công bố", 100)

    def clean_result_code(self) -> str:
        """Return the code of the result, no longer than the catalogue holds."""
        return self._short("result_code", "Mã kết quả", 40)

    def _short(self, field: str, label: str, most: int) -> str:
        text = str(self.cleaned_data[field])
        if len(text) > most:
            raise forms.ValidationError(f"{label} dài hơn {most} chữ; hãy ghi gọn lại")
        return text

    def clean_name(self) -> str:
        """Return the name, no longer than the catalogue holds."""
        name = nfc(self.cleaned_data["name"]).strip()
        if len(name) > 500:
            raise forms.ValidationError("Tên thủ tục dài hơn 500 chữ; hãy ghi đúng tên đã công bố")
        return name

    def changed(self) -> VersionDraft:
        """Return the draft with the values of the form, after it was found right."""
        given = self.cleaned_data
        channels = tuple(Channel(one) for one in given["channels"])
        result = (given["result_code"] or None, given["result_name"])
        texts: dict[str, Any] = {name: given[name] or None for name in _TEXTS}
        return replace(
            self.draft,
            **texts,
            name=given["name"],
            valid_from=given["valid_from"],
            levels=tuple(Level(one) for one in given["levels"]),
            channels=channels or None,
            online_level=OnlineLevel(given["online_level"]) if given["online_level"] else None,
            presence=Presence(given["presence"]) if given["presence"] else None,
            result=result if given["result_name"] else None,
            interlinked=given["interlinked"],
            financial_obligation=given["financial_obligation"],
            open_fields=tuple(OpenField(one) for one in given["open_fields"]),
        )


_TEXTS = ("decision", "competence", "applicants", "sequence", "conditions", "legal_basis")


def _initial(draft: VersionDraft) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(draft, name) or "" for name in _TEXTS}
    code, name = draft.result or ("", "")
    return values | {
        "name": draft.name,
        "valid_from": draft.valid_from,
        "levels": [one.value for one in draft.levels],
        "channels": [one.value for one in draft.channels or ()],
        "online_level": draft.online_level or "",
        "presence": draft.presence or "",
        "result_name": name,
        "result_code": code or "",
        "interlinked": draft.interlinked,
        "financial_obligation": draft.financial_obligation,
        "open_fields": [one.value for one in draft.open_fields],
    }


class RowForm(forms.Form):
    """One row of a table that is edited without scripts."""

    #: What a row is called, and its fields from a stored one.
    noun = "dòng"

    @classmethod
    def initial_of(cls, row: Any) -> dict[str, object]:
        """Return the values of a stored row."""
        raise NotImplementedError

    def row(self) -> Any:
        """Return the row of the form, after it was found right."""
        raise NotImplementedError


class LimitForm(RowForm):
    """A time limit."""

    noun = "thời hạn"
    value = forms.IntegerField(
        label="Số", required=False, min_value=1, max_value=9999,
        widget=forms.TextInput({"size": 5, "inputmode": "numeric"}),
        error_messages={
            "invalid": "Số của thời hạn phải là số nguyên", "min_value": "Số của thời hạn từ 1",
            "max_value": "Số của thời hạn đến 9999",
        },
    )  # fmt: skip
    unit = forms.ChoiceField(
        label="Đơn vị tính", required=False, widget=forms.Select,
        choices=[("", "Không rõ"), *((one.value, one.label) for one in LimitUnit)],
    )  # fmt: skip
    case = line("Trường hợp", hint="Để trống là trường hợp thông thường.", required=False)
    channel = forms.ChoiceField(
        label="Cách nộp", required=False, widget=forms.Select,
        choices=[("", "Mọi cách nộp"), *((one.value, one.label) for one in Channel)],
    )  # fmt: skip
    note = line("Ghi chú, nguyên văn", required=False)

    @classmethod
    def initial_of(cls, row: LimitDraft) -> dict[str, object]:
        """Return the values of a stored limit."""
        return {
            "value": "" if row.value is None else row.value, "unit": row.unit or "",
            "case": row.case, "channel": row.channel or "", "note": row.note,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse a number without a unit, and a unit without a number."""
        given = super().clean() or {}
        if given.get("unit") == LimitUnit.SAME_DAY and not given.get("value"):
            given["value"] = 1
        if given.get("value") and not given.get("unit"):
            self.add_error("unit", "Chọn đơn vị tính của thời hạn")
        elif given.get("unit") and not given.get("value") and "value" not in self.errors:
            self.add_error("value", "Nhập số của thời hạn")
        return given

    def row(self) -> LimitDraft:
        """Return the limit."""
        given = self.cleaned_data
        channel = Channel(given["channel"]) if given["channel"] else None
        return LimitDraft(
            given["value"], given["unit"] or None, given["case"], channel, given["note"]
        )


class PaperForm(RowForm):
    """A paper of the dossier."""

    noun = "giấy tờ"
    name = forms.CharField(
        label="Tên giấy tờ", max_length=2000, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Nhập tên giấy tờ"},
    )  # fmt: skip
    kind = choice(
        "Nộp hay xuất trình", [(one.value, one.label) for one in ComponentKind],
        "Chọn nộp hay xuất trình",
    )  # fmt: skip
    originals = forms.IntegerField(
        label="Số bản chính", min_value=0, max_value=99, initial=0,
        widget=forms.TextInput({"size": 3, "inputmode": "numeric"}),
        error_messages={"required": "Nhập số bản chính", "invalid": "Số bản chính là số nguyên"},
    )  # fmt: skip
    copies = forms.IntegerField(
        label="Số bản sao", min_value=0, max_value=99, initial=0,
        widget=forms.TextInput({"size": 3, "inputmode": "numeric"}),
        error_messages={"required": "Nhập số bản sao", "invalid": "Số bản sao là số nguyên"},
    )  # fmt: skip
    condition = line("Khi nào cần", required=False)

    @classmethod
    def initial_of(cls, row: ComponentDraft) -> dict[str, object]:
        """Return the values of a stored paper."""
        return {
            "name": row.name, "kind": row.kind.value, "originals": row.originals,
            "copies": row.copies, "condition": row.condition,
        }  # fmt: skip

    def row(self) -> ComponentDraft:
        """Return the paper."""
        given = self.cleaned_data
        return ComponentDraft(
            given["name"], ComponentKind(given["kind"]), given["originals"], given["copies"],
            given["condition"],
        )  # fmt: skip


class LevyForm(RowForm):
    """What is printed of a charge or fee."""

    noun = "khoản phí, lệ phí"
    text = forms.CharField(
        label="Nội dung", max_length=2000, widget=forms.Textarea({"rows": 2}),
        help_text="Ghi nguyên văn như quyết định công bố.",
        error_messages={"required": "Nhập nội dung phí, lệ phí"},
    )  # fmt: skip

    @classmethod
    def initial_of(cls, row: LevyDraft) -> dict[str, object]:
        """Return the values of a stored levy."""
        return {"text": row.text or ""}

    def row(self) -> LevyDraft:
        """Return the levy."""
        return LevyDraft(self.cleaned_data["text"])


class SupplementForm(forms.Form):
    """A unit's own words; only what the city left open has a field."""

    def __init__(
        self,
        opened: Sequence[OpenField],
        steps: Sequence[Any],
        today: date,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Make the form for what is open; steps: those of the city's route."""
        super().__init__(data, label_suffix="", initial={"valid_from": today})
        self.fields["valid_from"] = DayField(label="Ngày có hiệu lực")
        self.fields["valid_until"] = DayField(
            label="Đến hết ngày", required=False, help_text="Để trống nếu chưa biết."
        )
        for what in opened:
            if what is not OpenField.STEP_TIME:
                self.fields[what.value] = words(what.label, rows=2)
        self.steps = tuple(steps) if OpenField.STEP_TIME in opened else ()
        for step in self.steps:
            given = "chưa định" if step.minutes is None else f"{hours_text(step.minutes)} giờ"
            self.fields[f"step-{step.key}"] = HoursField(
                label=f"Bước {step.ordinal}. {step.name} (giờ)", required=False,
                help_text=f"Thành phố: {given}. Để trống là theo thành phố.",
            )  # fmt: skip

    def draft(self) -> SupplementDraft:
        """Return what the unit says, after the form was found right."""
        given = self.cleaned_data
        last = given["valid_until"]
        texts = {
            what.value: given.get(what.value, "")
            for what in OpenField
            if what is not OpenField.STEP_TIME
        }
        minutes = {
            step.key: given[f"step-{step.key}"]
            for step in self.steps
            if given[f"step-{step.key}"] is not None
        }
        until = None if last is None or last == date.max else last + timedelta(days=1)
        return SupplementDraft(given["valid_from"], until, **texts, step_minutes=minutes)


class HoursField(forms.CharField):
    """Working hours with a decimal comma; the value is whole minutes."""

    def __init__(self, **options: Any) -> None:
        """Make a field of a few characters."""
        widget = forms.TextInput({"size": 5, "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(widget=widget, max_length=8, **options)

    def clean(self, value: Any) -> Any:
        """Return minutes, None when it may be empty and is.

        :raises ValidationError: no number, negative, or more than ten thousand hours.
        """
        text = str(super().clean(value) or "").strip().replace(",", ".")
        if not text:
            return None
        whole, _, part = text.partition(".")
        if not (whole.isdecimal() and (part.isdecimal() or not part)) or len(whole) > 4:
            raise forms.ValidationError("Ghi số giờ bằng chữ số, ví dụ 4 hoặc 7,5")
        return round(float(text) * 60)


class ImportForm(forms.Form):
    """A file of updates and where it came from."""

    source = line(
        "Nguồn của tệp", "Nhập nguồn của tệp",
        hint="Ví dụ: Cơ sở dữ liệu quốc gia về thủ tục hành chính, tải ngày 01/07/2026.",
    )  # fmt: skip
    file = forms.FileField(
        label="Tệp XLSX, CSV hoặc YAML", help_text="Tối đa 1 MB.",
        error_messages={"required": "Chọn tệp", "empty": "Tệp rỗng; hãy chọn tệp khác"},
    )  # fmt: skip
