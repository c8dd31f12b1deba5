"""Forms of the additions: what is asked for, what came, and whether it is all."""

from typing import Any

from django import forms

from motcua.catalogue import selectors as catalogue
from motcua.desk.forms.base import ActForm, DueFields, line, words
from motcua.desk.matter import Matter
from motcua.pages.forms import MomentField, TextField


def _ticks(label: str, names: list[tuple[str, str]], *, hint: str = "") -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=names,
        widget=forms.CheckboxSelectMultiple(),
    )


#: Which rounds are counted together (docs/decisions/0012).
OUR_READING = (
    "Lần yêu cầu trước khi tiếp nhận và lần yêu cầu sau khi tiếp nhận được đếm riêng: nghị định "
    "không nói rõ, đây là cách hiểu của phần mềm."
)


class SupplementForm(ActForm):
    """Ask for additions, once and completely: components of the procedure, or other papers."""

    items = TextField(
        label="Giấy tờ khác",
        help_text="Chỉ ghi giấy tờ ngoài danh mục; mỗi dòng một giấy tờ, phải có căn cứ pháp lý.",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    legal_ground = line(
        "Căn cứ pháp lý của giấy tờ khác", required=False, hint="Điều, khoản, văn bản"
    )
    reason = words("Lý do", "Ghi lý do", hint="Người dân đọc nguyên văn lý do này.")
    answer_by = MomentField(label="Bổ sung trước", required=False)

    def prepare(self) -> None:
        """Offer the components of the version; ask for the head's approval the second time."""
        version = self.matter.page.dossier.version_id
        names = {} if version is None else catalogue.component_names(version_id=version)
        if names:
            listed = [(str(key), name) for key, name in names.items()]
            hint = "Đánh dấu đủ mọi thành phần còn thiếu hoặc sai trong một lần."
            ticks = _ticks("Thành phần cần bổ sung", listed, hint=hint)
            self.fields = {"components": ticks, **self.fields}
        received = self.matter.page.dossier.received_at is not None
        before = self.matter.papers.supplements
        if any(request.before_receipt is not received for request in before):
            also = "" if received else " (khi chưa tiếp nhận: cả người đứng đầu Bộ phận Một cửa)"
            self.fields["override_reason"] = words(
                "Lý do yêu cầu lần nữa", "Ghi lý do yêu cầu lần nữa",
                hint=f"Chỉ người đứng đầu cơ quan giải quyết{also} được yêu cầu lần nữa.",
            )  # fmt: skip
        elif before:
            self.fields["reason"].help_text += f" {OUR_READING}"

    def clean(self) -> None:
        """Ask for something that is missing, and for the ground of papers outside the list."""
        super().clean()
        given = self.cleaned_data
        papers = str(given.get("items", "")).strip()
        if not papers and not given.get("components"):
            first = "components" if "components" in self.fields else "items"
            self.add_error(first, "Chọn hoặc ghi ít nhất một giấy tờ cần bổ sung")
        if papers and not str(given.get("legal_ground", "")).strip():
            self.add_error("legal_ground", "Ghi căn cứ pháp lý của giấy tờ ngoài danh mục")

    def values(self) -> dict[str, Any]:
        """Return the components by their numbers, and the other papers one by one."""
        given = super().values()
        lines = str(given.pop("items")).splitlines()
        return {
            **given,
            "items": [item.strip() for item in lines if item.strip()],
            "components": [int(key) for key in given.get("components", ())],
        }


class AskedFields(ActForm):
    """An act on what was asked for: each paper has a box for whether it came."""

    def prepare(self) -> None:
        """Show what was asked; what came before is marked."""
        super().prepare()
        request = _open_request(self.matter)
        if request is not None:
            listed = [(str(place), item) for place, item in enumerate(request.items)]
            hint = "Những giấy tờ đã yêu cầu; đánh dấu giấy tờ đã nhận."
            self.fields["came"] = _ticks("Giấy tờ đã nhận", listed, hint=hint)
            self.initial["came"] = [key for key, item in listed if item in request.came]

    def values(self) -> dict[str, Any]:
        """Return what came in the words of the request; nothing where nothing was asked."""
        given = super().values()
        chosen, request = given.pop("came", []), _open_request(self.matter)
        if request is None:
            return given
        return {**given, "came": [request.items[int(place)] for place in chosen]}


def _open_request(matter: Matter) -> Any:
    """Return the request that waits, None when none does."""
    waiting = [one for one in matter.papers.supplements if one.accepted_at is None]
    return waiting[-1] if waiting else None


class AdditionsForm(AskedFields):
    """Additions have come in."""

    note = words("Ghi chú về giấy tờ đã nhận", "Ghi giấy tờ đã nhận")


class AcceptForm(AskedFields, DueFields):
    """Accept the additions as full; the limit may start anew."""

    @classmethod
    def asks_for_due(cls, matter: Matter) -> bool:
        """Return whether the dossier was received under a limit that nobody can compute."""
        dossier = matter.page.dossier
        return dossier.received_at is not None and dossier.limit_value is None
