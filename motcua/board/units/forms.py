"""What is asked when a unit is set up, renamed, moved, ended, given codes or a one-stop point."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms

from motcua.board.boxes import DatedForm, UnitField, choice, last_day, line
from motcua.kernel.errors import Refusal
from motcua.kernel.text import nfc
from motcua.organisation import rules
from motcua.organisation.vocabulary import Extent, OneStopKind, UnitKind

_KINDS = [(kind.value, kind.label) for kind in UnitKind if kind is not UnitKind.ONE_STOP]
_NAME_HINT = "Không kèm loại: “Ba Vì”, không phải “Xã Ba Vì”."


class NewUnitForm(DatedForm):
    """Set up a unit below another."""

    kind = choice("Loại đơn vị", _KINDS, "Chọn loại đơn vị")
    short_name = line("Tên riêng", "Nhập tên riêng", hint=_NAME_HINT)
    slug = forms.SlugField(
        label="Địa chỉ", required=False, max_length=80,
        help_text="Chữ thường không dấu và gạch ngang. Để trống: lấy từ tên.",
        error_messages={"invalid": "Chỉ dùng chữ không dấu, chữ số và gạch ngang"},
    )  # fmt: skip
    key = forms.SlugField(
        label="Vai trò trong quy trình", required=False, max_length=60,
        help_text="Chỉ với phòng chuyên môn, như phong_tu_phap.",
        error_messages={"invalid": "Chỉ dùng chữ không dấu, chữ số và gạch dưới"},
    )  # fmt: skip
    official = line(
        "Mã định danh", required=False, size=20, hint="Dạng H26.1.2. Chưa có: để trống."
    )
    last = last_day()

    def clean_official(self) -> str:
        """Return the code in its form, or empty."""
        return _code(self.cleaned_data["official"], rules.check_official_code)

    field_order = ["kind", "short_name", "slug", "key", "official", "start", "last"]


class RenameForm(DatedForm):
    """Give a unit another name from a day on."""

    name = line("Tên đầy đủ", "Nhập tên đầy đủ", hint="Kèm loại: “Phường Tây Hồ”.")
    short_name = line("Tên riêng", "Nhập tên riêng", hint=_NAME_HINT)

    field_order = ["name", "short_name", "start"]


class MoveForm(DatedForm):
    """Put a unit under another from a day on."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reach: Collection[int], today: date
    ) -> None:
        """Make the form; the new parent lies within the reach."""
        super().__init__(data, today=today)
        self.fields["parent"] = UnitField("Đơn vị cấp trên mới", reach, today)
        self.order_fields(["parent", "start"])


class EndForm(DatedForm):
    """End a unit, with the one that continues its work where there is one."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reach: Collection[int], today: date
    ) -> None:
        """Make the form; the successor lies within the reach."""
        super().__init__(data, today=today)
        self.fields["start"].label = "Ngày đầu tiên không còn đơn vị"
        self.fields["successor"] = UnitField(
            "Đơn vị kế tiếp", reach, today, required=False,
            help_text="Tên hoặc địa chỉ. Để trống nếu ghi sau, hoặc không có.",
        )  # fmt: skip
        self.fields["extent"] = choice(
            "Phần chuyển sang", [(e.value, e.label) for e in Extent], "Chọn toàn bộ hay một phần",
            required=False,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Return the values; a successor needs the part that it takes."""
        given = super().clean()
        if given.get("successor") is not None and not given.get("extent"):
            self.add_error("extent", "Chọn toàn bộ hay một phần")
        return given


class SuccessionForm(DatedForm):
    """Record another unit that a unit went into."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reach: Collection[int], today: date
    ) -> None:
        """Make the form; the successor lies within the reach."""
        super().__init__(data, today=today)
        self.fields["successor"] = UnitField("Đơn vị kế tiếp", reach, today)
        self.fields["extent"] = choice(
            "Phần chuyển sang", [(e.value, e.label) for e in Extent], "Chọn toàn bộ hay một phần"
        )
        self.order_fields(["successor", "extent", "start"])


class CodesForm(forms.Form):
    """Give a unit its official codes."""

    official = line(
        "Mã định danh (QĐ 20/2020/QĐ-TTg)", required=False, size=20, hint="Dạng H26.1.2"
    )
    official_old = line(
        "Mã định danh cũ (QCVN 102:2016/BTTTT)", required=False, size=20,
        hint="Dạng 000.00.00.H26",
    )  # fmt: skip

    def clean_official(self) -> str:
        """Return the code in its form, or empty."""
        return _code(self.cleaned_data["official"], rules.check_official_code)

    def clean_official_old(self) -> str:
        """Return the code in its form, or empty."""
        return _code(self.cleaned_data["official_old"], rules.check_official_code_old)


class PointForm(DatedForm):
    """Open a one-stop point."""

    kind = choice("Loại", [(k.value, k.label) for k in OneStopKind], "Chọn loại")
    name = line("Tên", "Nhập tên", hint="Như “Bộ phận Một cửa xã Ba Vì”.")
    address = line("Nơi đặt", required=False)

    field_order = ["kind", "name", "address", "start"]


class CounterForm(forms.Form):
    """Add a counter to a one-stop point."""

    number = forms.IntegerField(
        label="Số quầy", min_value=1, max_value=999,
        widget=forms.TextInput({"size": 3, "inputmode": "numeric"}),
        error_messages={
            "required": "Nhập số quầy", "invalid": "Nhập số quầy bằng chữ số",
            "min_value": "Số quầy từ 1 trở lên", "max_value": "Số quầy đến 999",
        },
    )  # fmt: skip
    name = line("Tên quầy", required=False, hint="Như “Hộ tịch, chứng thực”.")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, points: list[tuple[str, str]]
    ) -> None:
        """Make the form; points: key and name of each one-stop point of the unit."""
        super().__init__(data, label_suffix="")
        self.fields["point"] = choice("Bộ phận Một cửa", points, "Chọn Bộ phận Một cửa")
        self.order_fields(["point", "number", "name"])


class ChooseForm(forms.Form):
    """Choose which successor continues the open dossiers."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, links: list[tuple[str, str]]
    ) -> None:
        """Make the form; links: key and name of each successor."""
        super().__init__(data, label_suffix="")
        self.fields["link"] = choice("Đơn vị tiếp nhận", links, "Chọn đơn vị tiếp nhận")


class NothingForm(forms.Form):
    """A change that asks nothing more than its confirmation."""


def _code(text: str, check: Any) -> str:
    text = nfc(text).upper()
    if not text:
        return ""
    try:
        found: str = check(text)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return found
