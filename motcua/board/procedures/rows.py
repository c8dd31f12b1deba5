"""Rows that are added, moved and deleted by buttons: the page carries them, no script is needed."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

ACTION = "lam"
SAVE, ADD = "luu", "them"
_UP, _DOWN, _DROP = "len", "xuong", "xoa"
_COUNT = "so-dong"
_MOST = 200
Raw = dict[str, list[str]]


def raw_rows(sent: QueryDict) -> list[Raw]:
    """Return the rows that a form carries, each the texts of its fields."""
    text = sent.get(_COUNT, "0")
    count = min(int(text), _MOST) if text.isdecimal() and len(text) <= 4 else 0
    rows = []
    for number in range(count):
        prefix = f"{prefix_of(number)}-"
        rows.append(
            {
                key.removeprefix(prefix): [value.replace("\x00", "") for value in sent.getlist(key)]
                for key in sent
                if key.startswith(prefix)
            }
        )
    return rows


def prefix_of(number: int) -> str:
    """Return the prefix of the fields of a row, counted from 0."""
    return f"d{number}"


def rearranged(rows: Sequence[Raw], action: str, new: Callable[[], Raw]) -> list[Raw]:
    """Return the rows after a button: add one at the end, move one up or down, delete one."""
    ordered = list(rows)
    if action == ADD and len(ordered) < _MOST:
        return [*ordered, new()]
    what, _, place = action.partition("-")
    number = int(place) - 1 if place.isdecimal() and len(place) <= 4 else -1
    if not 0 <= number < len(ordered):
        return ordered
    if what == _DROP:
        del ordered[number]
    elif what in (_UP, _DOWN):
        other = number - 1 if what == _UP else number + 1
        if 0 <= other < len(ordered):
            ordered[number], ordered[other] = ordered[other], ordered[number]
    return ordered


def as_sent(row: Raw, number: int) -> QueryDict:
    """Return a row as if its form had been sent at this place."""
    sent = QueryDict(mutable=True)
    for key, values in row.items():
        sent.setlist(f"{prefix_of(number)}-{key}", values)
    return sent


def as_initial(row: Raw, form: type[forms.Form]) -> dict[str, Any]:
    """Return a row as what a fresh form shows: nothing typed is lost, nothing is judged yet."""
    return {
        name: values if isinstance(form.base_fields.get(name), forms.MultipleChoiceField)
        else values[-1]
        for name, values in row.items()
        if values
    }  # fmt: skip
