"""Fields that the forms of the administration share."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motcua.kernel.periods import Period
from motcua.kernel.text import fold, nfc
from motcua.organisation import selectors as organisation
from motcua.organisation.selectors import OfficerFilter
from motcua.pages.forms import DayField

_NAMED = 3


def line(
    label: str, error: str = "", *, hint: str = "", required: bool = True, size: int = 30
) -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=200,
        widget=forms.TextInput({"size": size, "autocomplete": "off"}),
        error_messages={"required": error},
    )


def choice(
    label: str, choices: Sequence[tuple[str, str]], error: str, *, required: bool = True
) -> forms.ChoiceField:
    """Return a field that takes one of some choices: radios up to five, else a list."""
    few = len(choices) <= 5 and required
    return forms.ChoiceField(
        label=label,
        choices=choices if few else [("", "Chọn"), *choices],
        required=required,
        widget=forms.RadioSelect() if few else forms.Select(),
        error_messages={"required": error, "invalid_choice": error},
    )


class UnitField(forms.CharField):
    """A unit, by its name (tone marks or not) or its address, among those looked after."""

    def __init__(self, label: str, reach: Collection[int], on: date, **options: Any) -> None:
        """Make a field that finds units within the reach that live on that day."""
        self.reach, self.on = reach, on
        options.setdefault("help_text", "Tên hoặc địa chỉ đơn vị, ví dụ “Xã Ba Vì” hay xa-ba-vi.")
        super().__init__(
            label=label, max_length=200, widget=forms.TextInput({"autocomplete": "off"}),
            error_messages={"required": f"Nhập {label[:1].lower()}{label[1:]}"}, **options,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """Return the unit, None when it may be empty and is.

        :raises ValidationError: there is none of that name, or several.
        """
        text = nfc(super().clean(value))
        if not text:
            return None
        listed = organisation.units_with_ids(self.reach)
        exact = listed.filter(slug=text).first()
        if exact is not None:
            return exact
        living = [one for one in listed if one.valid_until is None or one.valid_until > self.on]
        same = [unit for unit in living if fold(text) in (fold(unit.name), fold(unit.short_name))]
        if len(same) == 1:
            return same[0]
        if same:
            some = ", ".join(f"{unit.name} ({unit.slug})" for unit in same[:_NAMED])
            raise ValidationError(f"Có {len(same)} đơn vị tên này: {some}; hãy nhập địa chỉ")
        raise ValidationError(f"Không có đơn vị “{text}” trong phạm vi của anh/chị")


class OfficerField(forms.CharField):
    """An officer by code or full name, among those looked after."""

    def __init__(self, label: str, reach: Collection[int], on: date, **options: Any) -> None:
        """Make a field that finds officers within the reach."""
        self.reach, self.on = reach, on
        super().__init__(
            label=label, max_length=200, help_text="Mã cán bộ, hoặc họ và tên đầy đủ.",
            widget=forms.TextInput({"autocomplete": "off"}),
            error_messages={"required": f"Nhập {label[:1].lower()}{label[1:]}"}, **options,
        )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """Return the officer.

        :raises ValidationError: there is none of that code or name, or several.
        """
        text = nfc(super().clean(value))
        kept = organisation.officers_kept(reach=self.reach, on=self.on)
        found = kept.filter(code=text).first()
        if found is not None:
            return found
        listed = organisation.officers_listed(
            reach=self.reach, wanted=OfficerFilter(words=text), on=self.on
        )
        named = listed.filter(pk__in=kept)
        same = [officer for officer in named if fold(officer.name) == fold(text)]
        if len(same) == 1:
            return same[0]
        if same:
            codes = ", ".join(officer.code for officer in same[:_NAMED])
            raise ValidationError(f"Có {len(same)} người tên này ({codes}…); hãy nhập mã cán bộ")
        raise ValidationError(f"Không có cán bộ “{text}” trong phạm vi của anh/chị")


class DatedForm(forms.Form):
    """A form with a first day, and with a last one where it may end."""

    start = DayField(label="Từ ngày")

    def __init__(self, data: Mapping[str, Any] | None = None, *, today: date, **known: Any) -> None:
        """Make the form; the first day is today unless said otherwise; known: other values."""
        super().__init__(data, label_suffix="", initial={"start": today, **known})

    def clean(self) -> dict[str, Any]:
        """Return the values; the last day must not lie before the first."""
        given = super().clean() or {}
        start, last = given.get("start"), given.get("last")
        if start is not None and last is not None and last < start:
            self.add_error("last", "Ngày cuối phải từ ngày đầu trở đi")
        return given


def last_day(*, required: bool = False) -> DayField:
    """Return a field for the last day of something."""
    return DayField(
        label="Đến hết ngày",
        required=required,
        help_text="" if required else "Để trống nếu chưa biết ngày kết thúc.",
    )


def period_of(given: Mapping[str, Any]) -> Period:
    """Return the period that a form names: from its first day to the end of its last."""
    last = given.get("last")
    return Period(given["start"], None if last is None else last + timedelta(days=1))
