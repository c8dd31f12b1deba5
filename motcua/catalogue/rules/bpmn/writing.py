"""A route as a BPMN 2.0 file with its layout."""

import json
import re
from collections.abc import Mapping, Sequence

from lxml import etree

from motcua.catalogue.rules.bpmn.words import (
    DIAGRAM,
    INSTANCE,
    LINES,
    NAMESPACES,
    SHAPES,
    bpmn,
    own,
)
from motcua.catalogue.rules.layout import Edge, Node, Picture, picture
from motcua.catalogue.rules.plans import StepPlan

_ELEMENTS = {
    "start": "startEvent",
    "end": "endEvent",
    "task": "userTask",
    "if": "exclusiveGateway",
    "merge": "exclusiveGateway",
    "back": "exclusiveGateway",
    "fork": "parallelGateway",
    "join": "parallelGateway",
}
#: Characters that XML cannot hold.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TIMER = 36


def write_bpmn(steps: Sequence[StepPlan], *, name: str) -> bytes:
    """Return a route as BPMN 2.0 XML (UTF-8), with shapes and lines so that viewers draw it."""
    return _Writer(picture(steps), steps, name).text()


class _Writer:
    def __init__(self, drawn: Picture, steps: Sequence[StepPlan], name: str) -> None:
        self.drawn, self.steps = drawn, steps
        self.ids = {node.id: _id(node) for node in drawn.nodes}
        self.root = etree.Element(
            bpmn("definitions"), nsmap=NAMESPACES,
            attrib={"id": "quy_trinh", "targetNamespace": "urn:motcua:routes"},
        )  # fmt: skip
        self.process = self._sub(
            self.root, "process", {"id": "route", "name": name, "isExecutable": "true"}
        )

    def text(self) -> bytes:
        for node in self.drawn.nodes:
            self._node(node)
        for edge in self.drawn.edges:
            self._flow(edge)
        self._diagram()
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", pretty_print=True)

    def _sub(self, parent: etree._Element, name: str, values: Mapping[str, str]) -> etree._Element:
        fit = {key: _UNFIT.sub("", value) for key, value in values.items()}
        return etree.SubElement(parent, bpmn(name), attrib=fit)

    def _node(self, node: Node) -> None:
        values = {"id": self.ids[node.id]}
        if node.kind == "task" and node.step is not None:
            values |= {"name": node.step.name, **_own_values(node.step)}
        elif node.kind == "if" and node.step is not None and node.step.condition is not None:
            values["name"] = node.step.condition[2]
        forward = [edge for edge in self.drawn.edges if edge.source == node.id]
        usual = next((edge.id for edge in forward if edge.kind in ("no", "next")), None)
        if node.kind in ("if", "back") and usual is not None:
            values["default"] = usual
        self._sub(self.process, _ELEMENTS[node.kind], values)
        if node.kind == "task" and node.step is not None and node.step.minutes is not None:
            self._timer(self.ids[node.id], node.step)

    def _timer(self, task: str, step: StepPlan) -> None:
        event = self._sub(
            self.process, "boundaryEvent",
            {"id": f"limit_{step.ordinal}", "attachedToRef": task, "cancelActivity": "false"},
        )  # fmt: skip
        timer = self._sub(event, "timerEventDefinition", {"id": f"timer_{step.ordinal}"})
        duration = self._sub(timer, "timeDuration", {})
        duration.set(f"{{{INSTANCE}}}type", "bpmn:tFormalExpression")
        # Working time: eight hours a day by the official calendar.
        duration.text = f"PT{step.minutes}M"

    def _flow(self, edge: Edge) -> None:
        values = {
            "id": edge.id,
            "sourceRef": self.ids[edge.source],
            "targetRef": self.ids[edge.target],
        }
        step = next((one.step for one in self.drawn.nodes if one.id == edge.source), None)
        condition = ""
        if edge.kind == "yes" and step is not None:
            condition = f"lam_buoc_{step.ordinal} == true"
            if step.condition is not None:
                answer, equals, label = step.condition
                condition = f"{answer} == {'true' if equals else 'false'}"
                values |= {
                    "name": label, own("answer"): answer, own("equals"): str(equals).lower()
                }  # fmt: skip
        elif edge.kind == "back":
            condition = f'tra_lai == "{self.ids[edge.target]}"'
        flow = self._sub(self.process, "sequenceFlow", values)
        if condition:
            expression = self._sub(flow, "conditionExpression", {})
            expression.set(f"{{{INSTANCE}}}type", "bpmn:tFormalExpression")
            expression.text = _UNFIT.sub("", condition)

    def _diagram(self) -> None:
        diagram = etree.SubElement(self.root, f"{{{DIAGRAM}}}BPMNDiagram", id="drawing")
        plane = etree.SubElement(
            diagram, f"{{{DIAGRAM}}}BPMNPlane", id="plane", bpmnElement="route"
        )
        for node in self.drawn.nodes:
            shape = _shape(plane, self.ids[node.id])
            _bounds(shape, (node.x, node.y, node.width, node.height))
            if node.kind == "task" and node.step is not None and node.step.minutes is not None:
                timer = _shape(plane, f"limit_{node.step.ordinal}")
                corner = (node.right - _TIMER, node.y + node.height - _TIMER // 2)
                _bounds(timer, (*corner, _TIMER, _TIMER))
        for edge in self.drawn.edges:
            line = etree.SubElement(
                plane, f"{{{DIAGRAM}}}BPMNEdge", id=f"{edge.id}_di", bpmnElement=edge.id
            )
            for x, y in edge.points:
                etree.SubElement(line, f"{{{LINES}}}waypoint", x=str(x), y=str(y))


def _shape(plane: etree._Element, element: str) -> etree._Element:
    return etree.SubElement(
        plane, f"{{{DIAGRAM}}}BPMNShape", id=f"{element}_di", bpmnElement=element
    )


def _bounds(shape: etree._Element, box: tuple[int, int, int, int]) -> None:
    x, y, width, height = (str(value) for value in box)
    etree.SubElement(shape, f"{{{SHAPES}}}Bounds", x=x, y=y, width=width, height=height)


def _id(node: Node) -> str:
    # The key of a step may hold letters that no identifier of XML has; its place never does.
    return node.kind if node.step is None else f"{_PREFIX[node.kind]}_{node.step.ordinal}"


_PREFIX = {
    "task": "step",
    "if": "if",
    "merge": "merge",
    "back": "back",
    "fork": "fork",
    "join": "join",
}


def _own_values(step: StepPlan) -> dict[str, str]:
    """Return what BPMN has no word for; what is usual is left out."""
    values = {
        "key": step.key,
        "mode": step.mode.value,
        "role": "" if step.role is None else step.role.value,
        "unit": step.unit_key,
        "group": step.group,
        "case": step.case,
        "agency": step.agency,
        "output": step.output,
        "counts": "" if step.counts else "false",
        "back": json.dumps(step.back_to, ensure_ascii=False) if step.back_to else "",
    }
    return {own(key): value for key, value in values.items() if value}
