"""Where the parts of a route's drawing stand: the table's rows, left to right, in pixels.

The drawing of the page and the layout inside a BPMN file are made from the same picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from motcua.catalogue.rules.plans import StepPlan
from motcua.catalogue.vocabulary import Mode

BOX_WIDTH, BOX_HEIGHT = 150, 80
GATEWAY = 40
DOT = 30
GAP = 30
LANE = 110
TOP = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A part of the drawing: kind is start, end, task, if, merge, fork, join or back."""

    id: str
    kind: str
    x: int
    y: int
    width: int
    height: int
    step: StepPlan | None = None

    @property
    def middle(self) -> int:
        """The height of the middle."""
        return self.y + self.height // 2

    @property
    def right(self) -> int:
        """The right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Edge:
    """A flow: kind is next, yes, no or back; points from its beginning to its end."""

    id: str
    source: str
    target: str
    kind: str
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole drawing with its size."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def picture(steps: Sequence[StepPlan]) -> Picture:
    """Return the drawing of a route: what follows what, what is beside what, what goes back.

    A way back that starts or ends at a step side by side is not drawn: the others of its group
    would wait for ever.
    """
    return _Drawing(steps).picture()


def drawn_back(steps: Sequence[StepPlan], step: StepPlan) -> tuple[str, ...]:
    """Return the ways back of a step that a drawing shows."""
    if step.mode is Mode.SIDE_BY_SIDE:
        return ()
    alone = {one.key for one in steps if one.mode is not Mode.SIDE_BY_SIDE}
    return tuple(key for key in step.back_to if key in alone)


def is_conditional(step: StepPlan) -> bool:
    """Return whether a step is done only when it is wanted: its condition or its case holds."""
    return step.mode is Mode.IF or (bool(step.case) and step.mode is Mode.IN_TURN)


class _Drawing:
    """Places the parts one after the other."""

    def __init__(self, steps: Sequence[StepPlan]) -> None:
        self.steps = tuple(steps)
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.x = GAP
        groups = [step.group for step in steps if step.mode is Mode.SIDE_BY_SIDE]
        most = max((groups.count(group) for group in groups), default=1)
        self.backs = sum(len(drawn_back(steps, step)) for step in steps)
        self.axis = TOP + max(most * LANE // 2, BOX_HEIGHT // 2 + GATEWAY)
        self.floor = self.axis + max(most * LANE // 2, BOX_HEIGHT // 2 + 10)

    def picture(self) -> Picture:
        last = self._add("start", "start", DOT, DOT)
        for together, members in groupby(self.steps, key=_place_of):
            rows = list(members)
            if together[0] is Mode.SIDE_BY_SIDE and together[1]:
                last = self._beside(rows, last)
            else:
                for step in rows:
                    last = self._one(step, last)
        end = self._add("end", "end", DOT, DOT)
        self._join(last, end)
        self._ways_back()
        height = self.floor + 20 + 14 * self.backs
        return Picture(self.x, height, tuple(self.nodes.values()), tuple(self.edges))

    def _one(self, step: StepPlan, last: str) -> str:
        conditional = is_conditional(step)
        if conditional:
            split = self._add(f"if_{step.key}", "if", GATEWAY, GATEWAY, step)
            self._join(last, split)
            last = split
        task = self._add(f"step_{step.key}", "task", BOX_WIDTH, BOX_HEIGHT, step)
        self._join(last, task, "yes" if conditional else "next")
        last = task
        if drawn_back(self.steps, step):
            back = self._add(f"back_{step.key}", "back", GATEWAY, GATEWAY, step)
            self._join(last, back)
            last = back
        if conditional:
            merge = self._add(f"merge_{step.key}", "merge", GATEWAY, GATEWAY, step)
            self._join(last, merge)
            above = self.axis - BOX_HEIGHT // 2 - 14
            start, end = self.nodes[split], self.nodes[merge]
            self._edge(
                split, merge, "no",
                ((_centre(start), start.y), (_centre(start), above), (_centre(end), above),
                 (_centre(end), end.y)),
            )  # fmt: skip
            last = merge
        return last

    def _beside(self, rows: Sequence[StepPlan], last: str) -> str:
        fork = self._add(f"fork_{rows[0].key}", "fork", GATEWAY, GATEWAY, rows[0])
        self._join(last, fork)
        x, top = self.x, self.axis - (len(rows) - 1) * LANE // 2
        for number, step in enumerate(rows):
            y = top + number * LANE - BOX_HEIGHT // 2
            node = Node(f"step_{step.key}", "task", x, y, BOX_WIDTH, BOX_HEIGHT, step)
            self.nodes[node.id] = node
        self.x = x + BOX_WIDTH + GAP
        join = self._add(f"join_{rows[0].key}", "join", GATEWAY, GATEWAY, rows[0])
        for step in rows:
            self._bend(fork, f"step_{step.key}")
            self._bend(f"step_{step.key}", join)
        return join

    def _ways_back(self) -> None:
        lane = self.floor + 14
        for step in self.steps:
            for key in drawn_back(self.steps, step):
                source, target = f"back_{step.key}", f"step_{key}"
                if target not in self.nodes:
                    continue
                a, b = self.nodes[source], self.nodes[target]
                points = (
                    (_centre(a), a.y + a.height), (_centre(a), lane), (_centre(b), lane),
                    (_centre(b), b.y + b.height),
                )  # fmt: skip
                self._edge(source, target, "back", points)
                lane += 14

    def _add(
        self, key: str, kind: str, width: int, height: int, step: StepPlan | None = None
    ) -> str:
        node = Node(key, kind, self.x, self.axis - height // 2, width, height, step)
        self.nodes[key] = node
        self.x += width + GAP
        return key

    def _join(self, source: str, target: str, kind: str = "next") -> None:
        a, b = self.nodes[source], self.nodes[target]
        self._edge(source, target, kind, ((a.right, a.middle), (b.x, b.middle)))

    def _bend(self, source: str, target: str) -> None:
        a, b = self.nodes[source], self.nodes[target]
        middle = (a.right + b.x) // 2
        points = ((a.right, a.middle), (middle, a.middle), (middle, b.middle), (b.x, b.middle))
        self._edge(source, target, "next", points)

    def _edge(
        self, source: str, target: str, kind: str, points: tuple[tuple[int, int], ...]
    ) -> None:
        self.edges.append(Edge(f"flow_{len(self.edges) + 1}", source, target, kind, points))


def _place_of(step: StepPlan) -> tuple[Mode, str]:
    return (step.mode, step.group if step.mode is Mode.SIDE_BY_SIDE else "")


def _centre(node: Node) -> int:
    return node.x + node.width // 2
