"""A BPMN 2.0 file read as a route; what a route cannot say is refused by name."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from motcua.catalogue.errors import DiagramRefused
from motcua.catalogue.rules.bpmn.graph import Flow, Graph, Item, read_graph
from motcua.catalogue.rules.bpmn.words import HOURS_OF_A_DAY, own
from motcua.catalogue.rules.layout import drawn_back
from motcua.catalogue.rules.plans import StepPlan
from motcua.catalogue.vocabulary import Mode, StepRole
from motcua.kernel.text import slugify

#: A route of fifty steps takes about 60 kB.
LARGEST_BYTES = 1_000_000
_MOST_STEPS = 200
_KEY_LENGTH = 40
_DURATION = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,7})M)?)?")


def read_bpmn(content: bytes) -> tuple[StepPlan, ...]:
    """Return the steps that a BPMN file draws, in order.

    Who does a step is read from our own additions; a file of another program has none, so its
    steps come without role and unit and the editor names them as faults.

    :raises DiagramRefused: the file is no safe XML, too large, or draws what no route says.
    """
    return _Reader(read_graph(_tree(content))).steps()


def _tree(content: bytes) -> etree._Element:
    """Return the root of a file without entities, whatever encoding it claims.

    :raises DiagramRefused: it is too large, not UTF-8, declares a document type, or is no XML.
    """
    if len(content) > LARGEST_BYTES:
        raise DiagramRefused("Tệp BPMN lớn hơn 1 MB; hãy chọn tệp chỉ có một quy trình.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise DiagramRefused("Tệp BPMN phải ghi bằng mã UTF-8; hãy xuất lại tệp.") from wrong
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise DiagramRefused("Tệp BPMN có khai báo DOCTYPE hoặc ENTITY; hãy bỏ khai báo này.")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as wrong:
        line = wrong.lineno or 0
        raise DiagramRefused(
            f"Tệp không phải XML đúng cú pháp (dòng {line}); hãy xuất lại tệp BPMN."
        ) from wrong


class _Reader:
    """Walks from the start to the end and writes down the steps on the way."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.found: list[StepPlan] = []
        #: Steps that were passed, by the id of their element.
        self.keys: dict[str, str] = {}
        self.seen: set[str] = {graph.start.id}
        self.asked_back: dict[str, list[str]] = {}

    def steps(self) -> tuple[StepPlan, ...]:
        at = self._only(self.graph.start)
        while at.kind != "endEvent":
            at = self._next(at)
        self.seen.add(at.id)
        left = [item for item in self.graph.items.values() if item.id not in self.seen]
        if left:
            raise DiagramRefused(
                f"Không tới được {left[0].words} từ điểm bắt đầu; hãy nối hoặc bỏ phần tử này."
            )
        if not self.found:
            raise DiagramRefused("Tệp BPMN không có bước nào (userTask); hãy chọn tệp khác.")
        return self._with_ways_back()

    def _next(self, at: Item) -> Item:
        if at.kind == "userTask":
            return self._task(at, Mode.IN_TURN)
        if at.kind == "parallelGateway":
            return self._beside(at)
        self._pass(at)
        ways = self.graph.out(at)
        if len(ways) == 1:
            return self.graph.target(ways[0])
        return self._choice(at, ways)

    def _task(self, at: Item, mode: Mode, *, group: str = "", asked: Flow | None = None) -> Item:
        """Write down a step with its ways back, and return what stands after it."""
        self._pass(at)
        step = _step(at, len(self.found) + 1, mode=mode, group=group, asked=asked)
        if len(self.found) >= _MOST_STEPS:
            raise DiagramRefused(f"Quy trình dài hơn {_MOST_STEPS} bước; hãy chia nhỏ.")
        if step.key in self.keys.values():
            step = replace(step, key=f"{step.key[: _KEY_LENGTH - 4]}-{step.ordinal}")
        self.keys[at.id] = step.key
        minutes = _minutes(self.graph.timer_of(at), at)
        self.found.append(replace(step, minutes=minutes))
        self.asked_back[step.key] = []
        following = self._only(at)
        if following.kind != "exclusiveGateway":
            return following
        ways = self.graph.out(following)
        back = [way for way in ways if self._earlier(way) is not None]
        onward = [way for way in ways if self._earlier(way) is None]
        if not back or len(onward) != 1:
            return following
        self._pass(following)
        self.asked_back[step.key] = [self._earlier(way) or "" for way in back]
        return self.graph.target(onward[0])

    def _choice(self, at: Item, ways: Sequence[Flow]) -> Item:
        """Read a step that is done only on a condition: one way through it, one around it."""
        tasks = [way for way in ways if self.graph.target(way).kind == "userTask"]
        around = [way for way in ways if self.graph.target(way).kind == "exclusiveGateway"]
        if len(ways) != 2 or len(tasks) != 1 or len(around) != 1:
            raise DiagramRefused(
                f"{at.title} phải có đúng hai nhánh: một nhánh qua một bước, một nhánh bỏ qua "
                "bước đó; hãy vẽ lại chỗ này."
            )
        merge = self.graph.target(around[0])
        after = self._task(self.graph.target(tasks[0]), Mode.IF, asked=tasks[0])
        if after.id != merge.id:
            raise DiagramRefused(
                f"Hai nhánh của {at.words} không gặp lại nhau; hãy nối về cùng một cổng."
            )
        return merge

    def _beside(self, fork: Item) -> Item:
        """Read steps side by side: every way through one step to the same gateway."""
        self._pass(fork)
        ways = self.graph.out(fork)
        first = self.graph.target(ways[0]).own("group") if ways else ""
        group = first or f"g{len(self.found) + 1}"
        joins: dict[str, Item] = {}
        for way in ways:
            task = self.graph.target(way)
            if task.kind != "userTask":
                raise DiagramRefused(
                    f"Sau {fork.words} mỗi nhánh chỉ có một bước (userTask), không phải "
                    f"{task.words}; hãy vẽ lại chỗ này."
                )
            join = self._task(task, Mode.SIDE_BY_SIDE, group=group)
            joins[join.id] = join
        if len(joins) != 1 or next(iter(joins.values())).kind != "parallelGateway":
            raise DiagramRefused(
                f"Các nhánh của {fork.words} không gặp lại ở một cổng song song; hãy nối lại."
            )
        join = next(iter(joins.values()))
        self._pass(join)
        return self._only(join)

    def _earlier(self, way: Flow) -> str | None:
        """Return the key of the passed step that a flow leads back to, None if onward."""
        target = self.graph.target(way)
        ways = self.graph.out(target)
        if target.kind == "exclusiveGateway" and len(ways) == 1 and target.id in self.seen:
            target = self.graph.target(ways[0])
        return self.keys.get(target.id)

    def _only(self, at: Item) -> Item:
        ways = self.graph.out(at)
        if len(ways) != 1:
            raise DiagramRefused(
                f"Từ {at.words} phải đi ra đúng một đường, đang có {len(ways)}; hãy vẽ lại."
            )
        return self.graph.target(ways[0])

    def _pass(self, at: Item) -> None:
        if at.id in self.seen:
            raise DiagramRefused(
                f"Quy trình quay lại {at.words} không qua một cổng loại trừ sau một bước; "
                "hãy vẽ đường trả lại bằng cổng đó."
            )
        self.seen.add(at.id)

    def _with_ways_back(self) -> tuple[StepPlan, ...]:
        """Return the steps with the ways back that are drawn, and those that cannot be."""
        steps = []
        for step in self.found:
            noted = list(step.back_to)
            drawn = self.asked_back[step.key]
            drawable = set(drawn_back(self.found, step))
            kept = [key for key in noted if key in drawn or key not in drawable]
            new = [key for key in drawn if key not in kept]
            steps.append(replace(step, back_to=tuple(dict.fromkeys((*kept, *new)))))
        return tuple(steps)


def _step(at: Item, ordinal: int, *, mode: Mode, group: str, asked: Flow | None) -> StepPlan:
    _check_lengths(at)
    name = at.name
    noted = at.own("mode")
    if mode is Mode.IF and noted == Mode.IN_TURN and at.own("case"):
        mode = Mode.IN_TURN
    elif mode is Mode.IN_TURN and noted == Mode.SIDE_BY_SIDE and not at.own("group"):
        mode = Mode.SIDE_BY_SIDE
    return StepPlan(
        ordinal=ordinal,
        key=(at.own("key") or slugify(name) or at.id)[:_KEY_LENGTH],
        name=name,
        role=_role(at),
        unit_key=at.own("unit"),
        minutes=None,
        mode=mode,
        group=group if mode is Mode.SIDE_BY_SIDE else "",
        condition=None if asked is None else _condition(asked),
        case=at.own("case"),
        back_to=_noted_back(at),
        counts=at.own("counts") != "false",
        agency=at.own("agency"),
        output=at.own("output"),
    )


#: How many characters the catalogue holds of each text.
_LENGTHS = {"unit": 40, "group": 20, "case": 40, "agency": 200, "output": 2000, "key": 40}
_LONGEST_NAME = 300


def _check_lengths(at: Item) -> None:
    """Refuse a text that the catalogue cannot hold, so that nothing is cut in silence.

    :raises DiagramRefused: names the element and the text.
    """
    texts = [("name", at.name, _LONGEST_NAME)]
    texts += [(name, at.own(name), most) for name, most in _LENGTHS.items()]
    for name, text, most in texts:
        if len(text) > most:
            raise DiagramRefused(
                f"Phần tử “{at.id[:40]}” ghi {name} dài hơn {most} chữ; hãy ghi gọn lại."
            )


def _role(at: Item) -> StepRole | None:
    word = at.own("role")
    if not word:
        return None
    try:
        return StepRole(word)
    except ValueError as wrong:
        raise DiagramRefused(
            f"{at.title} ghi vai “{word}” không có trong hệ thống; hãy chọn vai khác."
        ) from wrong


def _noted_back(at: Item) -> tuple[str, ...]:
    word = at.own("back")
    if not word:
        return ()
    try:
        keys = json.loads(word)
    except ValueError as wrong:
        raise DiagramRefused(f"{at.title} ghi đường trả lại không đọc được; hãy bỏ.") from wrong
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise DiagramRefused(f"{at.title} ghi đường trả lại không đọc được; hãy bỏ.")
    return tuple(keys)


def _condition(asked: Flow) -> tuple[str, bool, str] | None:
    answer = asked.element.get(own("answer"), "")
    label = asked.element.get("name", "")
    if answer:
        return answer, asked.element.get(own("equals")) != "false", label
    if not label:
        return None
    return slugify(label).replace("-", "_")[:_KEY_LENGTH], True, label


def _minutes(text: str | None, at: Item) -> int | None:
    """Return a duration as working minutes; a day has eight hours."""
    if text is None:
        return None
    found = _DURATION.fullmatch(text.strip().strip("\"'"))
    if found is None or not any(found.groups()):
        raise DiagramRefused(
            f"Thời hạn “{text[:40]}” của {at.words} không đọc được; hãy ghi như PT8H hoặc PT30M."
        )
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return (days * HOURS_OF_A_DAY + hours) * 60 + minutes
