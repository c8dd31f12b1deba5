"""A route goes out as BPMN 2.0 and comes back the same; what a route cannot say is refused."""

import pytest
from hypothesis import given, settings
from lxml import etree

from motcua.catalogue.errors import DiagramRefused
from motcua.catalogue.rules import StepPlan, pattern_steps, picture, read_bpmn, write_bpmn
from motcua.catalogue.rules.bpmn import MODEL
from motcua.catalogue.tests.drafted import routes

STEPS = pattern_steps(1440, one_stop="one_stop_commune", office="commune_office")
SPACE = {"b": MODEL}


@settings(max_examples=100)
@given(routes())
def test_export_and_import_give_the_same_route(steps: tuple[StepPlan, ...]) -> None:
    assert read_bpmn(write_bpmn(steps, name="Quy trình")) == steps


@settings(max_examples=50)
@given(routes())
def test_every_element_has_a_shape_or_a_line(steps: tuple[StepPlan, ...]) -> None:
    root = etree.fromstring(write_bpmn(steps, name="Quy trình"))
    drawn = {element.get("bpmnElement") for element in root.iter() if element.get("bpmnElement")}
    named = {element.get("id") for element in root.find("b:process", SPACE)}
    assert named | {"route"} == drawn
    picture_of = picture(steps)
    assert all(node.right <= picture_of.width for node in picture_of.nodes)
    assert all(y <= picture_of.height for edge in picture_of.edges for _, y in edge.points)


def test_the_file_has_the_parts_of_the_standard() -> None:
    root = etree.fromstring(write_bpmn(STEPS, name="Khai sinh"))
    assert len(root.findall(".//b:userTask", SPACE)) == 5
    assert len(root.findall(".//b:startEvent", SPACE)) == 1
    assert root.find(".//b:timeDuration", SPACE).text == "PT115M"
    assert root.find("b:process", SPACE).get("name") == "Khai sinh"
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))


def changed(old: str, new: str) -> bytes:
    text = write_bpmn(STEPS, name="Khai sinh").decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def test_a_file_of_another_program_comes_without_roles() -> None:
    drawn = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
<process id="p"><startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>
<userTask id="t" name="Th\xe1\xba\xa9m tra"/><boundaryEvent id="h" attachedToRef="t">
<timerEventDefinition><timeDuration>P1DT4H</timeDuration></timerEventDefinition></boundaryEvent>
<sequenceFlow id="b" sourceRef="t" targetRef="g"/><exclusiveGateway id="g"/>
<sequenceFlow id="c" sourceRef="g" targetRef="u" name="C\xe1\xba\xa7n x\xc3\xa1c minh"/>
<userTask id="u" name="X\xc3\xa1c minh"/><sequenceFlow id="d" sourceRef="u" targetRef="m"/>
<sequenceFlow id="e" sourceRef="g" targetRef="m"/><exclusiveGateway id="m"/>
<sequenceFlow id="f" sourceRef="m" targetRef="v"/><userTask id="v" name="K\xc3\xbd"/>
<sequenceFlow id="i" sourceRef="v" targetRef="k"/><exclusiveGateway id="k"/>
<sequenceFlow id="j" sourceRef="k" targetRef="t"/><sequenceFlow id="l" sourceRef="k" targetRef="z"/>
<endEvent id="z"/></process></definitions>"""
    first, second, third = read_bpmn(drawn)
    assert (first.key, first.minutes, first.role) == ("tham-tra", 12 * 60, None)
    assert second.condition == ("can_xac_minh", True, "Cần xác minh")
    assert third.back_to == ("tham-tra",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "không phải XML", id="empty"),
        pytest.param(b"<a/>", "không phải BPMN 2.0", id="other xml"),
        pytest.param("é".encode("latin-1"), "UTF-8", id="encoding"),
        pytest.param(
            b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', "DOCTYPE", id="document type"
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<a/>',
            "không phải XML", id="hidden document type",
        ),
        pytest.param(b" " * 1_000_001, "1 MB", id="too large"),
        pytest.param(
            changed("bpmn:userTask", "bpmn:serviceTask").replace(
                b"</bpmn:userTask>", b"</bpmn:serviceTask>", 1
            ),
            r"Phần tử “Tiếp nhận.*\(serviceTask\) nằm ngoài", id="service task",
        ),
        pytest.param(
            changed("<bpmn:endEvent", '<bpmn:subProcess id="con"/><bpmn:endEvent'),
            r"“con” \(subProcess\)", id="sub-process",
        ),
        pytest.param(changed("PT115M", "R3/PT1H"), "Thời hạn “R3/PT1H”", id="cycle"),
        pytest.param(
            changed('targetRef="step_2"', 'targetRef="nao"'), "“nao” không có", id="loose"
        ),
        pytest.param(
            changed('targetRef="step_2"', 'targetRef="step_3"'),
            "Phần tử “back_3”.* đúng hai nhánh",
            id="skipped step",
        ),
        pytest.param(
            changed('name="Trả kết quả"', f'name="{"x" * 301}"'), "name dài hơn 300", id="long name"
        ),
        pytest.param(changed('role="leader"', 'role="vua"'), "vai “vua”", id="unknown role"),
    ],
)  # fmt: skip
def test_what_a_route_cannot_say_is_refused_by_name(content: bytes, sentence: str) -> None:
    with pytest.raises(DiagramRefused, match=sentence):
        read_bpmn(content)
