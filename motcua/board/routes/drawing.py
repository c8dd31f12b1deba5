"""The drawing beside the table: the same picture as in a BPMN file, with words cut to fit."""

from collections.abc import Collection
from dataclasses import dataclass

from motcua.catalogue.rules import Node, hours_text, picture
from motcua.catalogue.selectors import RouteTable
from motcua.catalogue.vocabulary import Mode

_WIDTH, _LINES = 20, 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text in the drawing, at its place."""

    x: int
    y: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A part of the drawing: its outline, its texts, the row it stands for."""

    node: Node
    lines: tuple[Line, ...]
    row: int
    faulty: bool


@dataclass(frozen=True, slots=True)
class Path:
    """A line with its arrow; kind is next, yes, no or back."""

    points: str
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the page draws, and the same in sentences for who does not see it."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    paths: tuple[Path, ...]
    sentences: tuple[str, ...]


def drawing(table: RouteTable) -> Drawing:
    """Return the drawing of a route; it follows the table and is made anew with every page."""
    drawn = picture(table.steps)
    faulty = {fault.row for fault in table.faults}
    return Drawing(
        drawn.width,
        drawn.height,
        tuple(_shape(node, faulty) for node in drawn.nodes),
        tuple(
            Path(" ".join(f"{x},{y}" for x, y in edge.points), edge.kind) for edge in drawn.edges
        ),
        _sentences(table),
    )


def _shape(node: Node, faulty: Collection[int]) -> Shape:
    row = 0 if node.step is None else node.step.ordinal
    return Shape(node, _lines(node), row, row in faulty and node.kind == "task")


def _lines(node: Node) -> tuple[Line, ...]:
    step = node.step
    middle = node.x + node.width // 2
    if step is None:
        return ()
    if node.kind in ("fork", "join"):
        return (Line(middle, node.middle + 6, "+", "sign"),)
    if node.kind in ("merge", "back"):
        return (Line(middle, node.middle + 5, "×", "sign"),)
    if node.kind == "if":
        words = "" if step.condition is None else step.condition[2]
        return (
            Line(middle, node.middle + 5, "?", "sign"),
            *(
                Line(middle, node.y + node.height + 14 + 13 * place, text, "small")
                for place, text in enumerate(_cut(words or step.case, 14, 2))
            ),
        )
    parts = _cut(f"{step.ordinal}. {step.name}", _WIDTH, _LINES)
    top = node.y + 18 + (3 - len(parts)) * 7
    time = "chưa ghi giờ" if step.minutes is None else f"{hours_text(step.minutes)} giờ"
    return (
        *(Line(middle, top + 15 * place, text, "name") for place, text in enumerate(parts)),
        Line(middle, node.y + node.height - 8, time, "small"),
    )


def _cut(text: str, width: int, most: int) -> list[str]:
    """Return a text in lines of whole words; what does not fit ends with three dots."""
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1][: width - 1]}…"]
    return [line[: width + 4] for line in lines if line]


def _sentences(table: RouteTable) -> tuple[str, ...]:
    names = {step.key: step.ordinal for step in table.steps}
    told = []
    for step in table.steps:
        role = "chưa giao ai" if step.role is None else step.role.label
        time = "chưa ghi giờ" if step.minutes is None else f"{hours_text(step.minutes)} giờ"
        parts = [f"Bước {step.ordinal}: {step.name or 'chưa có tên'}, {role}, {time}"]
        if step.mode is Mode.SIDE_BY_SIDE:
            parts.append(f"song song trong nhóm {step.group or 'chưa ghi'}")
        if step.condition is not None:
            parts.append(f"chỉ khi: {step.condition[2]}")
        back = [str(names[key]) for key in step.back_to if key in names]
        if back:
            parts.append(f"có thể trả lại về bước {', '.join(back)}")
        told.append(f"{'; '.join(parts)}.")
    return tuple(told)
