"""Texts with merge fields: what they may hold, and how they become pieces of a page; pure.

A field is a name in braces: {ma_ho_so}. There is nothing else to learn and nothing to run: no
conditions, no loops. A value is put in only after the text has been read, so what a person
wrote can never become a heading or a field.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from motcua.documents.errors import (
    BadTemplateFile,
    BrokenMergeField,
    TemplateRefused,
    UnknownMergeField,
)
from motcua.documents.vocabulary import FIELDS, Paper, TemplateKind
from motcua.kernel.text import nfc

_FIELD = re.compile(r"\{([a-z_]+)\}")
#: A short line "Nhãn: …" is a row with its label; longer ones are sentences.
_ROW = re.compile(r"([^:{}]{1,40}):\s+(.+)")
MOST_CHARACTERS = 6000
#: One SMS with Vietnamese marks holds 70 characters; two parts are what people still read.
_LONGEST_MESSAGE = 134
_LONGEST_REASON = 300
UNKNOWN = "chưa có"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is fixed about a template: its key, name, kind, paper, and the fields it may show."""

    key: str
    name: str
    kind: TemplateKind
    paper: Paper
    fields: tuple[str, ...]
    form_2021: str = ""
    form_now: str = ""


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template as it comes with the program: the first version's text and its day."""

    sheet: Sheet
    body: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a filled text: a title, a row with its label, or words."""

    kind: Literal["title", "row", "words"]
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A line that two versions share, or that only the older or the newer one has."""

    kind: Literal["same", "gone", "new"]
    text: str


def stored(body: str) -> str:
    """Return a text in its stored form: NFC, no spaces at line ends, one blank line at most."""
    lines = [line.rstrip() for line in nfc(body.replace("\r\n", "\n")).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def check_body(sheet: Sheet, body: str) -> None:
    """Refuse a text that cannot be published.

    :raises UnknownMergeField: a field that this template does not have; the sentence names it.
    :raises BrokenMergeField: a brace that stands alone.
    :raises TemplateRefused: it is empty, or too long for where it is read.
    """
    if not body:
        raise TemplateRefused("Nội dung mẫu đang trống: nhập nội dung.")
    if len(body) > MOST_CHARACTERS:
        raise TemplateRefused(f"Nội dung dài quá {MOST_CHARACTERS} ký tự: rút gọn lại.")
    for number, line in enumerate(body.split("\n"), 1):
        for field in _FIELD.findall(line):
            if field not in sheet.fields:
                raise UnknownMergeField(field, known=sheet.fields)
        if re.search(r"[{}]", _FIELD.sub("", line)):
            raise BrokenMergeField(number)
    if sheet.kind is TemplateKind.REASONS:
        _check_reasons(body)
    if sheet.kind is TemplateKind.MESSAGE:
        tried = merged(body, {field: FIELDS[field][1] for field in sheet.fields})
        if len(tried) > _LONGEST_MESSAGE:
            raise TemplateRefused(
                f"Tin nhắn dài {len(tried)} ký tự khi điền thử: rút xuống {_LONGEST_MESSAGE} "
                "(hai tin có dấu)."
            )


def _check_reasons(body: str) -> None:
    for number, line in enumerate(body.split("\n"), 1):
        if line and not line.endswith("."):
            raise TemplateRefused(
                f"Dòng {number}: viết trọn câu, kết thúc bằng dấu chấm; người dân đọc nguyên văn."
            )
        if len(line) > _LONGEST_REASON:
            raise TemplateRefused(f"Dòng {number}: lý do dài quá {_LONGEST_REASON} ký tự.")


def reasons(body: str) -> tuple[str, ...]:
    """Return the reasons of a list, one a line."""
    return tuple(line for line in body.split("\n") if line)


def merged(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields filled; what is not known reads "chưa có"."""
    return _FIELD.sub(lambda found: values.get(found[1]) or UNKNOWN, text)


def pieces(body: str, values: Mapping[str, str]) -> tuple[Piece, ...]:
    """Return a text as pieces of a page, its fields filled.

    A line that begins with "# " is a title; "Nhãn: …" is a row; every other line is words.
    """
    found = []
    for line in body.split("\n"):
        row = _ROW.fullmatch(line)
        if line.startswith("# "):
            found.append(Piece("title", merged(line[2:], values)))
        elif row is not None:
            found.append(Piece("row", merged(row[2], values), row[1]))
        elif line:
            found.append(Piece("words", merged(line, values)))
    return tuple(found)


def tried(sheet: Sheet) -> dict[str, str]:
    """Return the values by which a template is tried."""
    return {field: FIELDS[field][1] for field in sheet.fields}


def differences(older: str, newer: str) -> tuple[Difference, ...]:
    """Return the lines of two texts: kept, gone, new, in their order."""
    old, new = older.split("\n"), newer.split("\n")
    found: list[Difference] = []
    for tag, start, end, begin, stop in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found += [Difference("same", line) for line in old[start:end]]
            continue
        found += [Difference("gone", line) for line in old[start:end]]
        found += [Difference("new", line) for line in new[begin:stop]]
    return tuple(one for one in found if one.text)


def check_publication(*, drafted_by: str, publishes: str) -> None:
    """Refuse that the one who wrote a text also publishes it.

    :raises TemplateRefused: the same person.
    """
    if drafted_by == publishes:
        raise TemplateRefused("Người soạn không tự công bố: nhờ một quản trị khác xem và công bố.")


def shipped(content: object) -> tuple[Shipped, ...]:
    """Return the templates that come with the program, from their file read as plain values.

    :raises BadTemplateFile: the file has another shape; the sentence names the template.
    """
    entries = content.get("templates") if isinstance(content, Mapping) else None
    if not isinstance(entries, list):
        raise BadTemplateFile("Tệp mẫu đi kèm không có danh sách “templates”.")
    return tuple(_shipped(entry) for entry in entries)


def _shipped(entry: Mapping[str, object]) -> Shipped:
    try:
        fields = entry.get("fields") or []
        sheet = Sheet(
            key=str(entry["key"]), name=nfc(str(entry["name"])),
            kind=TemplateKind(str(entry["kind"])), paper=Paper(str(entry.get("paper", "none"))),
            fields=_known(fields if isinstance(fields, Sequence) else ()),
            form_2021=str(entry.get("form_2021", "")), form_now=str(entry.get("form_now", "")),
        )  # fmt: skip
        body = stored(str(entry["body"]))
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise BadTemplateFile(f"Tệp mẫu đi kèm sai ở mục: {entry!r}.") from fault
    check_body(sheet, body)
    return Shipped(sheet, body)


def _known(names: Iterable[object]) -> tuple[str, ...]:
    found = tuple(str(name) for name in names)
    if not set(found) <= set(FIELDS):
        raise ValueError("a field that the vocabulary does not have")
    return found
