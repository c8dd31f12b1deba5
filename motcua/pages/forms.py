"""Form fields of our own: a day in three boxes, a moment in four (ux.md sections 8.5 and 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator

from motcua.kernel.periods import VIETNAM

_YEAR_DIGITS = 4
#: No table holds such a character; it comes from a broken copy, never from a keyboard.
_WITHOUT_NUL = ProhibitNullCharactersValidator(
    "Có ký tự không ghi được (thường do sao chép). Xóa ô này rồi gõ lại"
)


@dataclass(frozen=True, slots=True)
class ShownBox:
    """A box of a field: its suffix in the form, its label, how many characters it holds."""

    key: str
    label: str
    characters: int


DAY_BOXES = (
    ShownBox("ngay", "Ngày", 2),
    ShownBox("thang", "Tháng", 2),
    ShownBox("nam", "Năm", 4),
)
HOUR_BOX = ShownBox("gio", "Giờ", 5)


class TextField(forms.CharField):
    """Text of a person; every mistake in it is told in Vietnamese."""

    def __init__(self, **options: Any) -> None:
        """Make a field with the options of Django's."""
        super().__init__(**options)
        self.validators = [
            _WITHOUT_NUL if isinstance(one, ProhibitNullCharactersValidator) else one
            for one in self.validators
        ]


class BoxesWidget(forms.MultiWidget):
    """Several short boxes that make one value; drawn by the macro `mcField`."""

    def __init__(self, shown: Sequence[ShownBox]) -> None:
        """Make a widget with these boxes, in their order."""
        self.shown = tuple(shown)
        super().__init__({box.key: forms.TextInput() for box in shown})

    def decompress(self, value: Any) -> list[str]:
        """Return the texts of the boxes for a day or a moment."""
        if not isinstance(value, date):
            return [""] * len(self.shown)
        at = value.astimezone(VIETNAM) if isinstance(value, datetime) else None
        on = at or value
        texts = [f"{on.day:02d}", f"{on.month:02d}", str(on.year)]
        return texts if at is None else [*texts, f"{at:%H:%M}"]


class DayField(forms.Field):
    """A day in three boxes: ngày, tháng, năm."""

    boxes: tuple[ShownBox, ...] = DAY_BOXES

    def __init__(self, **options: Any) -> None:
        """Make a field; `label` begins its sentences, so it should be a noun (Ngày sinh)."""
        super().__init__(widget=BoxesWidget(self.boxes), **options)

    def clean(self, value: Any) -> Any:
        """Return the day, or None when it may be empty and is.

        :raises ValidationError: a part is missing, is no number, or there is no such day.
        """
        texts = [str(text or "").strip() for text in value or ()]
        texts += [""] * (len(self.boxes) - len(texts))
        if not any(texts):
            if self.required:
                name = str(self.label or "ngày")
                raise ValidationError(f"Nhập {name[:1].lower()}{name[1:]}, ví dụ 05/03/2021")
            return None
        return self.value_of(texts)

    def value_of(self, texts: Sequence[str]) -> Any:
        """Return the day that the boxes say."""
        return self.day_of(texts[:3])

    def day_of(self, texts: Sequence[str]) -> date:
        """Return the day of three texts, or refuse them with a sentence."""
        for box, text in zip(self.boxes, texts, strict=False):
            if not text:
                raise ValidationError(f"{self.label} phải có {box.label.lower()}")
            if not text.isdecimal() or len(text) > _YEAR_DIGITS:
                raise ValidationError("Ghi ngày, tháng, năm bằng chữ số, ví dụ 05/03/2021")
        day, month, year = (int(text) for text in texts)
        if len(texts[2]) != _YEAR_DIGITS:
            raise ValidationError("Ghi đủ bốn chữ số của năm, ví dụ 2021")
        try:
            return date(year, month, day)
        except ValueError as wrong:
            raise ValidationError(
                f"Không có ngày {day:02d}/{month:02d}. Kiểm tra lại ngày và tháng"
            ) from wrong


class MomentField(DayField):
    """A day and an hour in four boxes; the value is an instant in Việt Nam's time."""

    boxes = (*DAY_BOXES, HOUR_BOX)

    def value_of(self, texts: Sequence[str]) -> datetime:
        """Return the instant that the boxes say."""
        on = self.day_of(texts[:3])
        if not texts[3]:
            raise ValidationError(f"{self.label} phải có giờ")
        try:
            clock = time.fromisoformat(texts[3].replace("h", ":").zfill(5))
        except ValueError as wrong:
            raise ValidationError("Ghi giờ như 16:30") from wrong
        return datetime.combine(on, clock, tzinfo=VIETNAM)
