"""Which steps come next on a route; pure (architecture.md section 4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from motcua.accounts.vocabulary import Role
from motcua.catalogue.rules import StepPlan
from motcua.catalogue.vocabulary import Mode, StepRole

#: Who in the office does what a route asks of a role.
ROLE_OF: Mapping[StepRole, Role] = {
    StepRole.RECEIVING_OFFICER: Role.RECEIVING_OFFICER,
    StepRole.RETURNING_OFFICER: Role.RECEIVING_OFFICER,
    StepRole.CASE_OFFICER: Role.CASE_OFFICER,
    StepRole.DIVISION_HEAD: Role.UNIT_HEAD,
    StepRole.LEADER: Role.LEADER,
    StepRole.RECORDS_CLERK: Role.RECORDS_CLERK,
    StepRole.COUNCIL: Role.CASE_OFFICER,
    StepRole.OTHER_AGENCY: Role.CASE_OFFICER,
    StepRole.PAYER: Role.CASE_OFFICER,
}
#: Roles that may do a step in place of the role it names.
STANDS_FOR: Mapping[Role, frozenset[Role]] = {
    Role.LEADER: frozenset({Role.LEADER, Role.APPROVER, Role.UNIT_HEAD}),
    Role.APPROVER: frozenset({Role.LEADER, Role.APPROVER, Role.UNIT_HEAD}),
    Role.RECEIVING_OFFICER: frozenset({Role.RECEIVING_OFFICER, Role.ONE_STOP_HEAD}),
    Role.UNIT_HEAD: frozenset({Role.UNIT_HEAD, Role.LEADER}),
}


def _plan(ordinal: int, key: str, name: str, role: StepRole, minutes: int) -> StepPlan:
    back = {"appraise": ("receive",), "approve": ("appraise",), "issue": ("approve",)}
    return StepPlan(
        ordinal=ordinal, key=key, name=name, role=role, unit_key="", minutes=minutes,
        back_to=back.get(key, ()), counts=key != "return",
    )  # fmt: skip


#: Where no route is published: the five steps that every published table shares. It is nobody's
#: decision; the screen says so.
PLAIN_ROUTE = (
    _plan(1, "receive", "Tiếp nhận, chuyển xử lý", StepRole.RECEIVING_OFFICER, 60),
    _plan(2, "appraise", "Thẩm định", StepRole.CASE_OFFICER, 240),
    _plan(3, "approve", "Phê duyệt", StepRole.LEADER, 120),
    _plan(4, "issue", "Cấp số, ban hành", StepRole.RECORDS_CLERK, 60),
    _plan(5, "return", "Trả kết quả", StepRole.RETURNING_OFFICER, 0),
)


def may_do(role: Role, held: Collection[Role]) -> bool:
    """Return whether somebody with these roles may do a step that names a role."""
    return bool(STANDS_FOR.get(role, frozenset({role})) & set(held))


def following(
    steps: Sequence[StepPlan], *, after: str, wanted: Collection[str] = ()
) -> tuple[StepPlan, ...]:
    """Return the steps that start when the step `after` (and all beside it) is done.

    Steps side by side start together; a conditional step starts only if it is wanted; a step
    that belongs to one case of the limit only counts as wanted by naming it.
    """
    ordinals = [step.ordinal for step in steps if step.key == after]
    last = ordinals[0] if ordinals else 0
    group = next((step.group for step in steps if step.key == after), "")
    rest = [
        step
        for step in steps
        if step.ordinal > last and not (group and step.group == group) and _applies(step, wanted)
    ]
    if not rest:
        return ()
    first = rest[0]
    if first.mode is not Mode.SIDE_BY_SIDE:
        return (first,)
    return tuple(step for step in rest if _beside(first, step))


#: By its key on every route: the counter receives.
RECEIVE = "receive"
#: By its key on the routes that have one: the decision is signed.
APPROVE = "approve"
#: By its key on the routes that have one: the result is numbered and issued, the clock ends.
ISSUE = "issue"
#: By its key on every route: the result is handed over.
RETURN = "return"
_LEADERS = frozenset({StepRole.LEADER, StepRole.DIVISION_HEAD})
#: Ways of the result back to where it is handed over, which follow the issue on every route.
_ON_THE_WAY = frozenset({RETURN, "to_commune", "to_one_stop"})


def at_the_counter(step: StepPlan) -> bool:
    """Return whether the one-stop unit does this step, whoever settles the dossier."""
    if step.unit_key:
        return step.unit_key.startswith(("one_stop", "service_center"))
    return step.key in (RECEIVE, RETURN)


def counter_keys(steps: Sequence[StepPlan]) -> frozenset[str]:
    """Return the keys of the steps that the one-stop unit does."""
    return frozenset(step.key for step in steps if at_the_counter(step))


def may_issue(steps: Sequence[StepPlan], *, at: str) -> bool:
    """Return whether the result is numbered and issued at this step.

    At the step of that key; on a route without one, at the last before the result goes back.
    """
    if any(step.key == ISSUE for step in steps):
        return at == ISSUE
    return at not in _ON_THE_WAY and goes_back(following(steps, after=at))


def goes_back(steps: Iterable[StepPlan]) -> bool:
    """Return whether all these steps carry a result back to where it is handed over."""
    return {step.key for step in steps} <= _ON_THE_WAY


def may_approve(steps: Sequence[StepPlan], *, at: str) -> bool:
    """Return whether the decision is signed at this step.

    At the step of that key; on a route without one, at a leader's step right before the issue.
    Where another agency decides (1.010803) nothing is signed here.
    """
    if any(step.key == APPROVE for step in steps):
        return at == APPROVE
    leads = any(step.key == at and step.role in _LEADERS for step in steps)
    return leads and [step.key for step in following(steps, after=at)] == [ISSUE]


def after_issue(steps: Sequence[StepPlan], *, at: str, refused: bool) -> tuple[StepPlan, ...]:
    """Return the steps that open when the result is issued at a step.

    A refusal goes straight to the return: there is no money to pay and no register to change.
    """
    if refused:
        return tuple(step for step in steps if step.key == RETURN)
    return following(steps, after=at)


def after_the_result(steps: Sequence[StepPlan]) -> tuple[str, ...]:
    """Return the keys of the steps that come after the result is issued, the return among them."""
    last = next((step.ordinal for step in steps if step.key == ISSUE), None)
    if last is None:
        return tuple(step.key for step in steps if step.key in _ON_THE_WAY)
    return tuple(step.key for step in steps if step.ordinal > last)


def before_return(steps: Sequence[StepPlan], held: Collection[str]) -> tuple[str, ...]:
    """Return the names of the open steps (by their keys) that the route puts before the return."""
    ends = [step.ordinal for step in steps if step.key == RETURN]
    if not ends:
        return ()
    return tuple(step.name for step in steps if step.ordinal < ends[-1] and step.key in held)


def _applies(step: StepPlan, wanted: Collection[str]) -> bool:
    conditional = step.mode is Mode.IF or bool(step.case)
    return not conditional or step.key in wanted


def _beside(first: StepPlan, step: StepPlan) -> bool:
    return step.mode is Mode.SIDE_BY_SIDE and step.group == first.group


def is_ordered(steps: Sequence[StepPlan]) -> bool:
    """Return whether the ordinals of a route rise."""
    return all(a.ordinal < b.ordinal for a, b in pairwise(steps))
