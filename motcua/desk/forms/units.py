"""Choosing one of many units: searched first, then chosen, without JavaScript (ux.md 2.3)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from motcua.desk.forms.base import ActForm
from motcua.desk.matter import Matter
from motcua.kernel.text import fold
from motcua.pages.forms import TextField

#: The button that searches, and the field with the words.
SEARCH, WORDS = "tim_don_vi", "ten_don_vi"
#: Up to so many units are all shown; of more the likeliest, or those that a search finds.
_ALL, _LIKELY, _FOUND = 15, 8, 15


class SearchField(TextField):
    """Words to search with; none is no mistake, so the label needs no remark."""

    def validate(self, value: object) -> None:
        """Accept anything."""


class UnitForm(ActForm):
    """An act that names a unit; among many it is searched by its name."""

    unit_label = "Đơn vị"

    def __init__(self, matter: Matter, data: Mapping[str, Any] | None = None) -> None:
        """Make the form; sent with the search button it is shown again, not checked."""
        self.searching = data is not None and SEARCH in data
        super().__init__(matter, data)

    @property
    def units(self) -> Iterable[tuple[str, str]]:
        """The units to choose from, the likeliest first."""
        return ()

    def prepare(self) -> None:
        """Ask for the unit, and with many units for words of its name before it."""
        super().prepare()
        every = list(self.units)
        many = len(every) > _ALL
        shown = self._found(every) if many else every
        chosen = forms.ChoiceField(
            label=self.unit_label,
            choices=every,
            widget=forms.RadioSelect(),
            help_text=self._told(len(every), len(shown)) if many else "",
            error_messages={"required": "Chọn đơn vị", "invalid_choice": "Chọn đơn vị"},
        )
        chosen.widget.choices = shown
        asked = {WORDS: _search()} if many else {}
        self.fields = {**asked, "unit_id": chosen, **self.fields}

    @property
    def searched(self) -> str:
        """The words that were searched."""
        return str(self.data.get(WORDS, "")).strip()

    def _found(self, every: list[tuple[str, str]]) -> list[tuple[str, str]]:
        wanted = fold(self.searched).split()
        chosen = str(self.data.get("unit_id", ""))
        found = [one for one in every if all(word in fold(one[1]) for word in wanted)]
        found = found[: _FOUND if wanted else _LIKELY]
        return found + [one for one in every if one[0] == chosen and one not in found]

    def _told(self, every: int, shown: int) -> str:
        if not shown:
            return f"Không có đơn vị nào mang tên “{self.searched}”. Thử từ ngắn hơn."
        return f"Đang hiện {shown} trong {every} đơn vị; gõ tên ở trên để tìm đơn vị khác."

    def full_clean(self) -> None:
        """Check what was sent, unless only a unit was searched."""
        if not self.searching:
            super().full_clean()
            return
        self._errors, self.cleaned_data = ErrorDict(), {}

    def values(self) -> dict[str, Any]:
        """Return the unit's number with the rest."""
        given = super().values()
        given.pop(WORDS, None)
        return {**given, "unit_id": int(given["unit_id"])}


def _search() -> forms.Field:
    return SearchField(
        label="Tìm đơn vị",
        help_text="Gõ vài chữ của tên, có dấu hay không dấu.",
        max_length=300,
        widget=forms.TextInput({"size": 30, "autocomplete": "off"}),
    )
