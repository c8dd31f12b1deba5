"""The elements of a BPMN file that a route can say, and how they are joined."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from motcua.catalogue.errors import DiagramRefused
from motcua.catalogue.rules.bpmn.words import DIAGRAM, MODEL, bpmn, own

_ITEMS = frozenset({"startEvent", "endEvent", "userTask", "exclusiveGateway", "parallelGateway"})
_QUIET = frozenset({"documentation", "extensionElements"})
_IN_PROCESS = _ITEMS | _QUIET | {"sequenceFlow", "boundaryEvent"}
_IN_ITEM = _QUIET | {"incoming", "outgoing"}
_ALLOWED = "điểm bắt đầu, điểm kết thúc, userTask, cổng loại trừ, cổng song song, hẹn giờ của bước"


@dataclass(frozen=True, slots=True)
class Item:
    """An event, a task or a gateway."""

    id: str
    kind: str
    name: str
    element: etree._Element

    @property
    def words(self) -> str:
        """How a sentence calls it."""
        return f"phần tử “{self.name or self.id}” ({self.kind})"

    @property
    def title(self) -> str:
        """The same at the beginning of a sentence."""
        return self.words[:1].upper() + self.words[1:]

    def own(self, name: str) -> str:
        """Return an addition of ours, "" where there is none."""
        return self.element.get(own(name), "")


@dataclass(frozen=True, slots=True)
class Flow:
    """A line from one element to the next."""

    source: str
    target: str
    element: etree._Element


@dataclass(frozen=True, slots=True)
class Graph:
    """The one process of a file."""

    items: Mapping[str, Item]
    flows: Mapping[str, Sequence[Flow]]
    timers: Mapping[str, str]
    start: Item

    def out(self, at: Item) -> Sequence[Flow]:
        """Return the lines that leave an element."""
        return self.flows.get(at.id, ())

    def target(self, way: Flow) -> Item:
        """Return where a line leads."""
        return self.items[way.target]

    def timer_of(self, at: Item) -> str | None:
        """Return the duration of the timer on a task, None where there is none."""
        return self.timers.get(at.id)


def read_graph(root: etree._Element) -> Graph:
    """Return the process of a file, after every element was found to be within the subset.

    :raises DiagramRefused: names the first element that is not.
    """
    if root.tag != bpmn("definitions"):
        raise DiagramRefused("Tệp không phải BPMN 2.0 (thiếu definitions); hãy chọn tệp khác.")
    processes = []
    for child in root:
        name = _local(child)
        if name == "process":
            processes.append(child)
        elif name not in _QUIET and not str(child.tag).startswith(f"{{{DIAGRAM}}}"):
            raise _outside(child)
    if len(processes) != 1:
        raise DiagramRefused(
            f"Tệp phải có đúng một quy trình (process), đang có {len(processes)}; hãy tách tệp."
        )
    return _process(processes[0])


def _process(process: etree._Element) -> Graph:
    items: dict[str, Item] = {}
    flows: dict[str, list[Flow]] = {}
    timers: dict[str, str] = {}
    for child in process:
        kind = _local(child)
        if kind not in _IN_PROCESS:
            raise _outside(child)
        if kind in _ITEMS:
            item = _item(child, kind)
            if item.id in items:
                raise DiagramRefused(f"Hai phần tử cùng mã “{item.id}”; hãy đổi mã một phần tử.")
            items[item.id] = item
        elif kind == "sequenceFlow":
            flow = Flow(child.get("sourceRef", ""), child.get("targetRef", ""), child)
            flows.setdefault(flow.source, []).append(flow)
        elif kind == "boundaryEvent":
            task, duration = _timer(child)
            if task in timers:
                raise DiagramRefused(f"Bước “{task}” có hai hẹn giờ; hãy bỏ một.")
            timers[task] = duration
    _check_ends(items, flows, timers)
    kinds = Counter(item.kind for item in items.values())
    if kinds["startEvent"] != 1 or kinds["endEvent"] != 1:
        raise DiagramRefused(
            "Quy trình phải có đúng một điểm bắt đầu và một điểm kết thúc; hãy vẽ lại."
        )
    start = next(item for item in items.values() if item.kind == "startEvent")
    return Graph(items, flows, timers, start)


def _item(element: etree._Element, kind: str) -> Item:
    for child in element:
        if _local(child) not in _IN_ITEM:
            raise _outside(child, of=element)
    return Item(element.get("id", ""), kind, element.get("name", ""), element)


def _timer(event: etree._Element) -> tuple[str, str]:
    inside = [child for child in event if _local(child) not in _IN_ITEM]
    if len(inside) != 1 or _local(inside[0]) != "timerEventDefinition":
        raise _outside(inside[0] if inside else event, of=event)
    parts = [child for child in inside[0] if _local(child) not in _QUIET]
    if len(parts) != 1 or _local(parts[0]) != "timeDuration":
        raise _outside(parts[0] if parts else inside[0], of=event)
    return event.get("attachedToRef", ""), "".join(str(text) for text in parts[0].itertext())


def _check_ends(
    items: Mapping[str, Item], flows: Mapping[str, Sequence[Flow]], timers: Mapping[str, str]
) -> None:
    for leaving in flows.values():
        for flow in leaving:
            for end in (flow.source, flow.target):
                if end not in items:
                    name = flow.element.get("id", "")
                    raise DiagramRefused(
                        f"Đường nối “{name}” dẫn tới “{end}” không có; hãy nối lại."
                    )
    for task in timers:
        if task not in items or items[task].kind != "userTask":
            raise DiagramRefused(f"Hẹn giờ gắn vào “{task}” không phải một bước; hãy bỏ.")


def _outside(element: etree._Element, of: etree._Element | None = None) -> DiagramRefused:
    named = element if of is None else of
    name = named.get("name") or named.get("id") or _local(element)
    return DiagramRefused(
        f"Phần tử “{name}” ({_local(element)}) nằm ngoài phần BPMN được dùng: {_ALLOWED}; "
        "hãy bỏ hoặc vẽ lại phần tử này."
    )


def _local(element: etree._Element) -> str:
    """Return the name of an element of the model, the full tag of any other."""
    tag = str(element.tag)
    space = f"{{{MODEL}}}"
    return tag.removeprefix(space) if tag.startswith(space) else tag
