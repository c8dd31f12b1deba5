"""A generated route walks the same way in the office and in another engine of BPMN."""

from collections import deque

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow import bpmn as spiff
from SpiffWorkflow.bpmn import parser

from motcua.catalogue.rules import StepPlan, write_bpmn
from motcua.catalogue.rules.bpmn import MODEL
from motcua.catalogue.tests.drafted import routes
from motcua.catalogue.vocabulary import Mode
from motcua.dossiers.rules.route import following


class Engine:
    """The route as the other engine walks it; names of steps are their places."""

    def __init__(self, steps: tuple[StepPlan, ...], wanted: set[str]) -> None:
        read = parser.BpmnParser()
        read.add_bpmn_xml(etree.fromstring(write_bpmn(steps, name="Thử")))
        self.flow = spiff.BpmnWorkflow(read.get_spec("route"))
        self.keys = {f"step_{step.ordinal}": step.key for step in steps}
        self.ids = {key: place for place, key in self.keys.items()}
        answers = {
            step.condition[0]: step.key in wanted for step in steps if step.condition is not None
        }
        self.answers = {"true": True, "tra_lai": "", **answers}
        self.flow.do_engine_steps()

    @property
    def ready(self) -> dict[str, object]:
        tasks = self.flow.get_tasks(state=TaskState.READY, manual=True)
        return {self.keys[task.task_spec.name]: task for task in tasks}

    def done(self, key: str, back: str = "") -> None:
        task = self.ready[key]
        task.data.update({**self.answers, "tra_lai": self.ids.get(back, "")})
        task.run()
        self.flow.do_engine_steps()


class Office:
    """The route as a dossier walks it: the steps that wait, and those done beside them."""

    def __init__(self, steps: tuple[StepPlan, ...], wanted: set[str]) -> None:
        self.steps, self.wanted = steps, wanted
        self.waiting = {step.key for step in following(steps, after="", wanted=wanted)}

    def done(self, key: str, back: str = "") -> None:
        self.waiting.remove(key)
        if back:
            self.waiting.add(back)
        elif not self.waiting:
            onward = following(self.steps, after=key, wanted=self.wanted)
            self.waiting = {step.key for step in onward}


def without_timers(steps: tuple[StepPlan, ...]) -> bool:
    root = etree.fromstring(write_bpmn(steps, name="Thử"))
    return root.find(f".//{{{MODEL}}}boundaryEvent") is None


@settings(max_examples=100, deadline=None)
@given(routes(plain=True), st.data())
def test_the_same_steps_wait_after_the_same_completions(
    steps: tuple[StepPlan, ...], data: st.DataObject
) -> None:
    assert without_timers(steps)
    conditional = [step.key for step in steps if step.mode is Mode.IF]
    wanted = {key for key in conditional if data.draw(st.booleans())}
    engine, office = Engine(steps, wanted), Office(steps, wanted)
    returns = deque([True, True], maxlen=2)
    plans = {step.key: step for step in steps}
    for _ in range(40):
        assert set(engine.ready) == office.waiting
        if not office.waiting:
            break
        key = data.draw(st.sampled_from(sorted(office.waiting)))
        ways = ["", *plans[key].back_to] if returns else [""]
        back = data.draw(st.sampled_from(ways))
        if back:
            returns.pop()
        engine.done(key, back)
        office.done(key, back)
    assert not office.waiting
    assert engine.flow.is_completed()
