"""Names of BPMN 2.0 (ISO/IEC 19510) and of our own additions to it."""

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
SHAPES = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
#: What BPMN has no word for: who does a step, what counts into the limit.
EXTENSION = "urn:motcua:route:1"

NAMESPACES = {
    "bpmn": MODEL,
    "bpmndi": DIAGRAM,
    "dc": SHAPES,
    "di": LINES,
    "xsi": INSTANCE,
    "mc": EXTENSION,
}

#: Working hours of a day in a duration such as P1D.
HOURS_OF_A_DAY = 8


def bpmn(name: str) -> str:
    """Return the full name of an element of the model."""
    return f"{{{MODEL}}}{name}"


def own(name: str) -> str:
    """Return the full name of an attribute of ours."""
    return f"{{{EXTENSION}}}{name}"
