"""The steps of a route (quy trình nội bộ), and the working time they take together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from motcua.catalogue.vocabulary import Level, Mode, StepRole
from motcua.worktime.vocabulary import LimitUnit

#: Working minutes of a day of eight hours (Bộ luật Lao động 2019 Điều 105).
DAY_MINUTES = 8 * 60


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of a route: working minutes, and the steps it may be sent back to."""

    ordinal: int
    key: str
    name: str
    role: StepRole | None
    unit_key: str
    minutes: int | None
    mode: Mode = Mode.IN_TURN
    group: str = ""
    #: Key of the answer, the value it must have, and the sentence for people.
    condition: tuple[str, bool, str] | None = None
    #: The case of the time limit to whose total alone the step belongs.
    case: str = ""
    back_to: tuple[str, ...] = ()
    counts: bool = True
    agency: str = ""
    output: str = ""


@dataclass(frozen=True, slots=True)
class RouteDraft:
    """A route before it is stored.

    limit_value, limit_unit: the legal limit as printed; budget_minutes: what it allows in
    working minutes, None when it is not established; case_limits: limits of cases, each with
    case, minutes, ground and source.
    """

    key: str
    level: Level
    steps: tuple[StepPlan, ...]
    case: str = ""
    code: str | None = None
    chain: str = ""
    limit_value: int | None = None
    limit_unit: str | None = None
    budget_minutes: int | None = None
    case_limits: tuple[Mapping[str, object], ...] = ()
    source: Mapping[str, object] = dataclass_field(default_factory=dict)
    note: str = ""


def limit_minutes(value: int | None, unit: str | None) -> int | None:
    """Return the working minutes that a legal limit allows a route, None if it cannot be said.

    Days have eight working hours. Calendar days are a cautious budget without public holidays:
    five sevenths of them, rounded down. A limit printed without a clear unit has no budget.
    """
    if value is None or unit is None:
        return None
    if unit == LimitUnit.SAME_DAY:
        return DAY_MINUTES
    if unit == LimitUnit.WORKING_DAY:
        return value * DAY_MINUTES
    if unit == LimitUnit.CALENDAR_DAY:
        return value * 5 // 7 * DAY_MINUTES
    if unit == LimitUnit.WORKING_HOUR:
        return value * 60
    return None


def total_minutes(steps: Iterable[StepPlan], *, case: str = "") -> int:
    """Return the working minutes of a route, for the limit of a case where one is named.

    Steps in turn and under a condition are added; of steps side by side the longest counts; a
    step of another case, or one outside the clock, does not count.
    """
    counted = [step for step in steps if step.counts and step.case in ("", case)]
    single = sum(step.minutes or 0 for step in counted if step.mode is not Mode.SIDE_BY_SIDE)
    longest: dict[str, int] = {}
    for step in counted:
        if step.mode is Mode.SIDE_BY_SIDE:
            longest[step.group] = max(longest.get(step.group, 0), step.minutes or 0)
    return single + sum(longest.values())


def pattern_steps(budget_minutes: int, *, one_stop: str, office: str) -> tuple[StepPlan, ...]:
    """Return the five plain steps for a budget of working minutes: 8, 59, 25, 8 and 0 per cent.

    one_stop, office: keys of the units that receive and that number and issue. Composed, not
    published: the shares are middle values of the tables read.
    """
    receive = budget_minutes * 8 // 100
    approve = budget_minutes * 25 // 100
    appraise = budget_minutes - 2 * receive - approve
    rows = (
        ("receive", "Tiếp nhận, kiểm tra hồ sơ, số hóa, chuyển xử lý",
         StepRole.RECEIVING_OFFICER, one_stop, receive, ()),
        ("appraise", "Thẩm tra hồ sơ, dự thảo kết quả",
         StepRole.CASE_OFFICER, office, appraise, ("receive",)),
        ("approve", "Phê duyệt, ký kết quả", StepRole.LEADER, office, approve, ("appraise",)),
        ("issue", "Đóng dấu, cấp số, ban hành",
         StepRole.RECORDS_CLERK, office, receive, ("approve",)),
        ("return", "Trả kết quả", StepRole.RETURNING_OFFICER, one_stop, 0, ()),
    )  # fmt: skip
    return tuple(
        StepPlan(
            ordinal=number, key=key, name=name, role=role, unit_key=unit, minutes=minutes,
            back_to=back_to, counts=key != "return",
        )
        for number, (key, name, role, unit, minutes, back_to) in enumerate(rows, start=1)
    )  # fmt: skip


def hours_text(minutes: int) -> str:
    """Return working minutes as hours with a decimal comma: "7,5"."""
    return f"{round(minutes / 60, 2):g}".replace(".", ",")
