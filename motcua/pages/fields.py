"""From a field of a Django form to what the field macro draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from motcua.pages.forms import BoxesWidget
from motcua.pages.parts import Choice

_TEXT_KINDS = {"text": "input", "number": "input", "email": "input", "password": "input"}
_PLAIN_ATTRIBUTES = ("maxlength", "min", "max", "step", "readonly")


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a field with several, such as the day of a date."""

    id: str
    name: str
    label: str
    value: str
    characters: int


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field ready to be drawn: kind is input, textarea, select, radios, tick, boxes or file."""

    kind: str
    id: str
    name: str
    label: str
    value: str
    hint: str
    error: str
    required: bool
    type: str = "text"
    choices: Sequence[Choice] = ()
    boxes: Sequence[Box] = ()
    inputmode: str = ""
    autocomplete: str = ""
    characters: int = 0
    rows: int = 4
    attributes: dict[str, str] | None = None

    @property
    def target(self) -> str:
        """The id that a line of the error summary leads to."""
        return self.boxes[0].id if self.boxes else self.id


@dataclass(frozen=True, slots=True)
class FieldFault:
    """A line of the error summary: what to mend, and where."""

    target: str
    words: str


def field(form: forms.BaseForm, name: str) -> FieldView:
    """Return a field of a form as the macro `mcField` draws it."""
    bound = form[name]
    widget = bound.field.widget
    attributes = {**widget.attrs, **bound.field.widget_attrs(widget)}
    kind = _kind(widget)
    return FieldView(
        kind=kind,
        id=bound.auto_id or bound.html_name,
        name=bound.html_name,
        label=str(bound.label),
        value="" if kind in {"file", "boxes"} else _text(bound.value()),
        hint=str(bound.help_text),
        error=str(bound.errors[0]) if bound.errors else "",
        required=bound.field.required,
        type=getattr(widget, "input_type", None) or "text",
        choices=_choices(widget, bound.value()),
        boxes=_boxes(bound),
        inputmode=str(attributes.get("inputmode", "")),
        autocomplete=str(attributes.get("autocomplete", "")),
        characters=int(attributes.get("size", 0)),
        rows=int(attributes.get("rows", 4)),
        attributes={key: str(attributes[key]) for key in _PLAIN_ATTRIBUTES if key in attributes},
    )


def field_errors(form: forms.BaseForm) -> tuple[FieldFault, ...]:
    """Return what is to be mended in a form, in the order of its fields."""
    general = [FieldFault("noi-dung", str(words)) for words in form.non_field_errors()]
    wrong = [name for name in form.fields if form.errors.get(name)]
    seen = [field(form, name) for name in wrong]
    return (*general, *(FieldFault(view.target, view.error) for view in seen))


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, BoxesWidget):
        return "boxes"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "ticks"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.HiddenInput):
        return "hidden"
    return _TEXT_KINDS.get(getattr(widget, "input_type", None) or "text", "input")


def _text(value: object) -> str:
    return "" if value is None or value is False else str(value)


def _choices(widget: forms.Widget, value: Any) -> tuple[Choice, ...]:
    if not isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ()
    given: Iterable[Any] = value if isinstance(value, list | tuple) else [value]
    chosen = {_text(one) for one in given}
    return tuple(
        Choice(_text(key), str(label), _text(key) in chosen) for key, label in widget.choices
    )


def _boxes(bound: forms.BoundField) -> tuple[Box, ...]:
    widget = bound.field.widget
    if not isinstance(widget, BoxesWidget):
        return ()
    value = bound.value()
    values = list(value) if isinstance(value, list | tuple) else widget.decompress(value)
    values += [""] * (len(widget.shown) - len(values))
    return tuple(
        Box(
            id=f"{bound.auto_id}_{shown.key}",
            name=f"{bound.html_name}_{shown.key}",
            label=shown.label,
            value=_text(text),
            characters=shown.characters,
        )
        for shown, text in zip(widget.shown, values, strict=False)
    )
