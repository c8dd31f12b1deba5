"""Receiving for another settling unit, and receiving a whole with its interlinked parts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import forms

from motcua.desk.forms.base import line
from motcua.desk.forms.reception import ReceptionForm
from motcua.dossiers.services import EnteredDue, Part
from motcua.kernel.text import fold
from motcua.pages.forms import MomentField

#: How many parts a whole may be received with at once.
MOST_PARTS = 4
#: How many near names a sentence tells.
_TOLD = 5

#: Key, slug or code, name: what can be named by any of its words.
Named = tuple[int, str, str]


def chosen(text: str, known: Iterable[Named]) -> int:
    """Return the one that the words name: by slug or code, by its whole name, or by some words.

    :raises ValidationError: none is named so, or several are; the sentence tells the nearest.
    """
    asked = fold(text).strip()
    listed = list(known)
    exact = [key for key, slug, name in listed if asked in (slug.lower(), fold(name))]
    if len(exact) == 1:
        return exact[0]
    near = [one for one in listed if all(word in fold(one[2]) for word in asked.split())]
    if len(near) == 1:
        return near[0][0]
    if not near:
        raise forms.ValidationError(f"Không tìm thấy “{text}”. Thử từ ngắn hơn hoặc ghi mã")
    told = "; ".join(f"{name} ({slug})" for _, slug, name in near[:_TOLD])
    raise forms.ValidationError(
        f"Có {len(near)} kết quả cho “{text}”, ví dụ {told}. Ghi thêm chữ, hoặc mã trong ngoặc"
    )


class BoundaryFreeForm(ReceptionForm):
    """Receive for the competent agency, regardless of boundaries (phi địa giới)."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: Sequence[Named],
        cases: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Make the form; units: those that may settle it."""
        super().__init__(data, cases=cases)
        self.units = units
        settles = line(
            "Cơ quan có thẩm quyền giải quyết", "Ghi cơ quan có thẩm quyền giải quyết",
            hint="Tên đơn vị, có dấu hay không dấu; thời hạn tính từ khi cơ quan này nhận hồ sơ.",
        )  # fmt: skip
        self.fields = {"settles": settles, **self.fields}

    def clean_settles(self) -> int:
        """Return the key of the unit."""
        return chosen(self.cleaned_data["settles"], self.units)


class InterlinkedForm(ReceptionForm):
    """Receive a whole with its parts; each part names a procedure and who settles it."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        units: Sequence[Named],
        procedures: Sequence[Named],
        cases: Sequence[tuple[str, str]] = (),
        due_needed: bool = False,
        computable: Callable[[int, int | None], bool],
    ) -> None:
        """Make the form; the first part is asked for, the others may stay empty.

        computable: whether the limit of a procedure at a settling unit gives a due time; a part
        of which it does not gets fields of its own for due time and ground.
        """
        super().__init__(data, cases=cases, due_needed=due_needed)
        self.units, self.procedures = units, procedures
        for place in range(1, MOST_PARTS + 1):
            self.fields[f"part_{place}"] = line(
                f"Thủ tục của phần {place}", "Ghi thủ tục của phần 1", required=place == 1,
                hint="Mã thủ tục hoặc vài chữ của tên.",
            )  # fmt: skip
            self.fields[f"unit_{place}"] = line(
                f"Cơ quan giải quyết phần {place}", required=False,
                hint="Để trống nếu đơn vị tiếp nhận giải quyết.",
            )  # fmt: skip
            procedure = self._typed(f"part_{place}", procedures)
            if procedure is not None and not computable(
                procedure, self._typed(f"unit_{place}", units)
            ):
                self._ask_due(place)

    def _typed(self, name: str, known: Sequence[Named]) -> int | None:
        """Return what was typed into a field, None if it names nothing, or too much."""
        text = str(self.data.get(name) or "").strip()
        try:
            return chosen(text, known) if text else None
        except forms.ValidationError:
            return None

    def _ask_due(self, place: int) -> None:
        self.fields[f"due_{place}"] = MomentField(
            label=f"Hẹn trả phần {place}",
            help_text="Thời hạn của phần này không tự tính được: nhập ngày giờ hẹn trả.",
        )
        self.fields[f"ground_{place}"] = line(
            f"Căn cứ của hẹn trả phần {place}", f"Ghi căn cứ của hẹn trả phần {place}",
            hint="Văn bản công bố thời hạn",
        )  # fmt: skip

    def clean(self) -> None:
        """Find the procedure and the unit of each part."""
        super().clean()
        self.parts: list[Part] = []
        for place in range(1, MOST_PARTS + 1):
            procedure = self._found(f"part_{place}", self.procedures)
            unit = self._found(f"unit_{place}", self.units)
            if procedure is not None:
                self.parts.append(Part(procedure, unit, due=self._due(place)))
            elif unit is not None and f"part_{place}" not in self.errors:
                self.add_error(f"part_{place}", f"Ghi thủ tục của phần {place}")

    def _due(self, place: int) -> EnteredDue | None:
        due_at = self.cleaned_data.get(f"due_{place}")
        ground = str(self.cleaned_data.get(f"ground_{place}") or "")
        return None if due_at is None else EnteredDue(due_at, ground)

    def _found(self, name: str, known: Sequence[Named]) -> int | None:
        text = str(self.cleaned_data.get(name) or "").strip()
        if not text:
            return None
        try:
            return chosen(text, known)
        except forms.ValidationError as wrong:
            self.add_error(name, wrong)
            return None
