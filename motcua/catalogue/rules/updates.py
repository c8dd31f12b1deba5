"""A row of an update file as a version: every text understood, or a sentence why it is not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from motcua.catalogue.rules.versions import (
    ComponentDraft,
    LevyDraft,
    LimitDraft,
    VersionDraft,
)
from motcua.catalogue.vocabulary import Channel, ComponentKind, Labelled, Level, Presence
from motcua.kernel.text import fold
from motcua.worktime.vocabulary import LimitUnit

_UNITS = {
    "ngay lam viec": LimitUnit.WORKING_DAY,
    "ngay": LimitUnit.CALENDAR_DAY,
    "gio lam viec": LimitUnit.WORKING_HOUR,
    "gio": LimitUnit.WORKING_HOUR,
    "thang": LimitUnit.MONTH,
}
_AMOUNT = re.compile(r"(\d{1,4}) (ngay lam viec|ngay|gio lam viec|gio|thang)")
_COUNT = re.compile(r"(\d{1,3})\b")
_LONGEST_NAME = 500
Word = TypeVar("Word", bound=Labelled)


class _Wrong(Exception):
    """A text of a row that is not understood; caught for every column."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A version read from a row; with any fault it must not be stored."""

    draft: VersionDraft
    faults: tuple[str, ...]


def read_row(values: Mapping[str, str], base: VersionDraft | None) -> ReadRow:
    """Return the version that a row makes of the one before it; an empty cell keeps its value.

    base: the last version, None for a procedure that is not in the catalogue.
    """
    faults: list[str] = []
    changes: dict[str, Any] = {}
    for column, (name, read) in _READERS.items():
        if column in values:
            try:
                changes[name] = read(values[column])
            except _Wrong as wrong:
                faults.append(str(wrong))
    start = _first_day(values.get("hieu_luc_tu", ""), faults)
    if base is None:
        for column, words in (("ten", "tên thủ tục"), ("linh_vuc", "lĩnh vực"), ("cap", "cấp")):
            if column not in values:
                faults.append(f"Thủ tục mới phải có {words}.")
        base = VersionDraft(name=values.get("ten", ""), valid_from=start)
    draft = replace(base, valid_from=start, valid_until=None, **changes)
    return ReadRow(draft, tuple(faults))


def _limit(text: str) -> LimitDraft:
    """Return a limit such as "3 ngày làm việc", "Cần xác minh: 5 ngày (trực tuyến)".

    :raises _Wrong: it is not understood.
    """
    case, found, amount = text.partition(":")
    if not found:
        case, amount = "", text
    channel = None
    inside = re.search(r"\(([^)]*)\)\s*$", amount)
    if inside:
        channel = _one_of(Channel, inside.group(1), "cách nộp")
        amount = amount[: inside.start()]
    said = " ".join(fold(amount).split())
    if said == "trong ngay":
        return LimitDraft(1, LimitUnit.SAME_DAY.value, case.strip(), channel)
    if said == "khong quy dinh":
        return LimitDraft(None, None, case.strip(), channel, note="không quy định")
    match = _AMOUNT.fullmatch(said)
    if match is None or int(match.group(1)) < 1:
        raise _Wrong(f"Thời hạn “{text[:80]}” không hiểu được; hãy ghi như “3 ngày làm việc”.")
    return LimitDraft(
        int(match.group(1)), _UNITS[match.group(2)].value, case.strip()[:200], channel
    )


def _limits(text: str) -> tuple[LimitDraft, ...]:
    found = tuple(_limit(line) for line in _lines(text))
    places = [(one.case, one.channel) for one in found]
    if len(set(places)) < len(places):
        raise _Wrong("Hai thời hạn cho cùng một trường hợp và cách nộp; hãy bỏ một.")
    return found


def _papers(text: str) -> tuple[ComponentDraft, ...]:
    return tuple(_paper(line) for line in _lines(text))


def _paper(line: str) -> ComponentDraft:
    """Read "Tờ khai | nộp | 1 bản chính | 0 bản sao | khi nào"."""
    parts = [part.strip() for part in line.split("|")]
    name, how, *rest = [*parts, "", "", "", ""][:5]
    if not name:
        raise _Wrong(f"Giấy tờ “{line[:60]}” không có tên; hãy ghi tên trước dấu “|”.")
    shown = "xuat trinh" in fold(how)
    originals, copies = (_count(part) for part in rest[:2])
    plain = not any(rest[:2]) and not shown
    return ComponentDraft(
        name=name,
        kind=ComponentKind.PRESENT if shown else ComponentKind.SUBMIT,
        originals=1 if plain else originals,
        copies=copies,
        condition=rest[2],
    )


def _count(text: str) -> int:
    found = _COUNT.match(text)
    return int(found.group(1)) if found else 0


def _channels(text: str) -> tuple[Channel, ...]:
    return tuple(dict.fromkeys(_one_of(Channel, part, "cách nộp") for part in _parts(text)))


def _levels(text: str) -> tuple[Level, ...]:
    return tuple(dict.fromkeys(_one_of(Level, part, "cấp") for part in _parts(text)))


def _presence(text: str) -> Presence:
    return _one_of(Presence, text, "cách có mặt")


def _one_of(kind: type[Word], text: str, what: str) -> Word:
    said = fold(text.strip())
    for one in kind:
        if said in (fold(one.label), one.value):
            return one
    names = ", ".join(one.label for one in kind)
    raise _Wrong(f"Không có {what} “{text.strip()[:40]}”; hãy ghi một trong: {names}.")


def _first_day(text: str, faults: list[str]) -> date:
    """Return the day of a text such as 01/07/2026 or 2026-07-01; note a fault without one."""
    parts = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
    try:
        if parts:
            day, month, year = (int(part) for part in parts.groups())
            return date(year, month, day)
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        faults.append("Ngày có hiệu lực phải ghi như 01/07/2026.")
        return date.min


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[;,\n]", text) if part.strip()]


def _name(text: str) -> str:
    if len(text) > _LONGEST_NAME:
        raise _Wrong(f"Tên thủ tục dài hơn {_LONGEST_NAME} chữ; hãy ghi đúng tên đã công bố.")
    return text


def _short(most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > most:
            raise _Wrong(f"“{text[:30]}…” dài hơn {most} chữ; hãy ghi gọn lại.")
        return text

    return read


def _levies(text: str) -> tuple[LevyDraft, ...]:
    return tuple(LevyDraft(line) for line in _lines(text))


#: For each column the value of a version and how its text is read.
_READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "ten": ("name", _name),
    "cap": ("levels", _levels),
    "thoi_han": ("time_limits", _limits),
    "giay_to": ("components", _papers),
    "phi_le_phi": ("levies", _levies),
    "cach_nop": ("channels", _channels),
    "co_mat": ("presence", _presence),
    "co_quan": ("competence", _short(300)),
    "doi_tuong": ("applicants", str),
    "trinh_tu": ("sequence", str),
    "yeu_cau": ("conditions", str),
    "ket_qua": ("result", lambda text: (None, text[:300])),
    "can_cu": ("legal_basis", str),
    "quyet_dinh": ("decision", _short(100)),
}
