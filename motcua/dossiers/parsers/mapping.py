"""The mapping of a source: which column says what, and what stands for the rest (YAML)."""

from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import yaml

from motcua.dossiers.parsers.errors import MappingRefused
from motcua.dossiers.vocabulary.recorded import RecordedOutcome
from motcua.kernel.text import nfc
from motcua.tally.vocabulary import Channel


class Zone(StrEnum):
    """How a time of the source becomes a time in Việt Nam."""

    #: The printed local time is taken as it is: 13:42+01:00 becomes 13:42 in Việt Nam.
    WALL_CLOCK = "wall_clock"
    #: The instant is kept: 13:42+01:00 becomes 19:42 in Việt Nam.
    INSTANT = "instant"


#: What stands once a case.
CASE_KEYS = (
    "channel", "received", "due", "settled", "procedure", "field", "owner", "identity", "phone",
    "step", "withdrawn", "returned", "result",
)  # fmt: skip
PAUSE_KEYS = ("pause_start", "pause_end", "pause_ground")
EVENT_KEYS = ("activity", "time", "officer", "unit")
COLUMN_KEYS = ("case", *CASE_KEYS, *PAUSE_KEYS, *EVENT_KEYS)
_CONSTANTS = ("channel", "procedure", "field", "owner", "step", "officer", "unit", "pause_ground")
_SECTIONS = ("source", "zone", "columns", "constants", "values", "label")
_WORDS: Dict[str, frozenset[str]] = MappingProxyType(
    {
        "channel": frozenset(channel.key for channel in Channel),
        "result": frozenset(RecordedOutcome),
    }
)
#: A mapping is a page of text.
_LONGEST = 50_000
_LONGEST_SOURCE = 40


@dataclass(frozen=True, slots=True)
class Mapping:
    """A checked mapping.

    columns: our key → the column of the file. constants: our key → what stands in every case.
    values: our key → (word of the source → our word).
    """

    source: str
    columns: Dict[str, str]
    constants: Dict[str, str] = field(default_factory=dict)
    values: Dict[str, Dict[str, str]] = field(default_factory=dict)
    zone: Zone = Zone.WALL_CLOCK

    def as_data(self) -> dict[str, object]:
        """Return the mapping as plain data, to be kept with the import."""
        return {
            "source": self.source,
            "zone": self.zone.value,
            "columns": dict(self.columns),
            "constants": dict(self.constants),
            "values": {key: dict(words) for key, words in self.values.items()},
        }


def read_mapping(text: str, *, name: str) -> Mapping:
    """Return the mapping that a YAML text holds.

    name: stands for the source where the mapping names none.

    :raises MappingRefused: not YAML, unknown or missing keys, unknown words.
    """
    if len(text) > _LONGEST or "*" in text.replace("**", ""):
        # An alias repeats what it stands for; nested, a short text becomes an endless one.
        raise MappingRefused(
            f"dài quá {_LONGEST} ký tự hoặc có dấu * của YAML; hãy viết theo mẫu "
            "mappings/receipt.yaml."
        )
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        raise MappingRefused(
            "không phải YAML đọc được; hãy kiểm tra lại cách thụt dòng."
        ) from fault
    if not isinstance(data, dict):
        raise MappingRefused("chưa có mục `columns`; hãy viết theo mẫu mappings/receipt.yaml.")
    _refuse_unknown(data, _SECTIONS, "mục")
    columns = _texts(data, "columns", COLUMN_KEYS)
    constants = _texts(data, "constants", _CONSTANTS)
    _check_required(columns, constants)
    source = nfc(str(data.get("source") or name))[:_LONGEST_SOURCE]
    return Mapping(source, columns, constants, _values(data), _zone(data))


def _check_required(columns: Dict[str, str], constants: Dict[str, str]) -> None:
    for key in ("case", "received"):
        if key not in columns:
            raise MappingRefused(f"thiếu cột `{key}` trong mục `columns`; hãy ghi tên cột của tệp.")
    for key in ("channel", "procedure"):
        if key not in columns and key not in constants:
            raise MappingRefused(f"thiếu `{key}`: hãy ghi trong `columns` hoặc `constants`.")
    for one, other in (("activity", "time"), ("pause_start", "pause_start")):
        others = ("pause_end", "pause_ground") if one == "pause_start" else (one,)
        if other not in columns and any(key in columns for key in others):
            raise MappingRefused(f"thiếu cột `{other}` đi cùng `{others[0]}`.")
    if "time" in columns and "activity" not in columns:
        raise MappingRefused("thiếu cột `activity` đi cùng `time`.")
    channel = constants.get("channel")
    if channel is not None and channel not in _WORDS["channel"]:
        raise MappingRefused(f"kênh “{channel}” không có; hãy dùng {_listed(_WORDS['channel'])}.")


def _texts(data: dict[str, Any], section: str, known: tuple[str, ...]) -> dict[str, str]:
    given = data.get(section) or {}
    if not isinstance(given, dict):
        raise MappingRefused(f"mục `{section}` phải là các cặp `khóa: tên`.")
    spelled = {_key(key): value for key, value in given.items()}
    _refuse_unknown(spelled, known, f"khóa trong `{section}`")
    for key, value in spelled.items():
        if isinstance(value, list | dict):
            raise MappingRefused(f"khóa `{key}` trong `{section}` phải là một tên.")
    return {key: nfc(str(value)) for key, value in spelled.items() if value is not None}


def _key(key: object) -> str:
    # "pause start" and "pause-start" are read as "pause_start".
    return str(key).strip().replace(" ", "_").replace("-", "_")


def _refuse_unknown(given: dict[str, Any], known: tuple[str, ...], what: str) -> None:
    unknown = [str(key) for key in given if key not in known]
    if unknown:
        raise MappingRefused(f"{what} “{unknown[0]}” không có; dùng được: {_listed(known)}.")


def _values(data: dict[str, Any]) -> dict[str, dict[str, str]]:
    given = data.get("values") or {}
    if not isinstance(given, dict):
        raise MappingRefused("mục `values` phải là các cặp `khóa: {từ của tệp: từ của hệ thống}`.")
    _refuse_unknown(given, tuple(_WORDS), "khóa trong `values`")
    found: dict[str, dict[str, str]] = {}
    for key, words in given.items():
        if not isinstance(words, dict):
            raise MappingRefused(
                f"`values` của `{key}` phải là các cặp từ của tệp và của hệ thống."
            )
        for word in words.values():
            if word not in _WORDS[key]:
                raise MappingRefused(
                    f"từ “{word}” của `{key}` không có; hãy dùng {_listed(_WORDS[key])}."
                )
        found[key] = {nfc(str(theirs)): str(ours) for theirs, ours in words.items()}
    return found


def _zone(data: dict[str, Any]) -> Zone:
    text = data.get("zone", Zone.WALL_CLOCK.value)
    try:
        return Zone(text)
    except ValueError:
        raise MappingRefused(f"`zone` “{text}” không có; hãy dùng {_listed(Zone)}.") from None


def _listed(words: object) -> str:
    return ", ".join(sorted(str(word) for word in words))  # type: ignore[attr-defined]  # any words
