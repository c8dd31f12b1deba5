"""What makes a route fit to be published (quy trình nội bộ)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from itertools import groupby, pairwise

from motcua.catalogue.errors import RouteRefused
from motcua.catalogue.vocabulary import Level, Mode, StepRole
from motcua.worktime.vocabulary import LimitUnit

#: Working minutes of a day of eight hours (Bộ luật Lao động 2019 Điều 105).
DAY_MINUTES = 8 * 60

#: The steps that let a result out; the last of a route must be one of them.
WAY_OUT = frozenset({StepRole.RETURNING_OFFICER, StepRole.RECORDS_CLERK})


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


def check_route(
    steps: Sequence[StepPlan],
    *,
    limit_minutes: int | None,
    case_minutes: Mapping[str, int] | None = None,
) -> None:
    """Refuse a route that may not be published (NĐ 61/2018/NĐ-CP Điều 35 k.5).

    limit_minutes: working minutes of the legal limit, None when it is not established.
    case_minutes: working minutes of the cases with a limit of their own, by case.

    :raises RouteRefused: a step has no assignee, time or way in; there is no way out; a way
        back leads nowhere; the limits sum to more than the legal limit.
    """
    if not steps:
        raise RouteRefused("Quy trình chưa có bước nào; hãy thêm bước tiếp nhận và bước trả.")
    _check_keys(steps)
    for step in steps:
        _check_step(step)
    _check_groups(steps)
    _check_way_out(steps)
    _check_ways_back(steps)
    _check_total(steps, limit_minutes, case_minutes or {})


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


def _check_keys(steps: Sequence[StepPlan]) -> None:
    keys = [step.key for step in steps]
    for key in keys:
        if keys.count(key) > 1:
            raise RouteRefused(f"Hai bước cùng có khóa “{key}”; hãy đặt khóa khác cho một bước.")


def _check_step(step: StepPlan) -> None:
    if step.role is None or not step.unit_key.strip():
        raise RouteRefused(
            f"Bước “{step.name}” chưa có vai hoặc bộ phận thực hiện; hãy giao cho một bộ phận."
        )
    if step.minutes is None:
        raise RouteRefused(f"Bước “{step.name}” chưa có thời hạn; hãy ghi số giờ làm việc.")
    if step.minutes < 0:
        raise RouteRefused(f"Thời hạn của bước “{step.name}” là số âm; hãy sửa lại.")
    if step.mode is Mode.IF and step.condition is None:
        raise RouteRefused(
            f"Bước “{step.name}” không bao giờ tới được vì thiếu điều kiện; hãy ghi điều kiện."
        )
    if (step.mode is Mode.SIDE_BY_SIDE) != bool(step.group):
        raise RouteRefused(
            f"Bước “{step.name}” song song phải thuộc một nhóm; hãy ghi nhóm song song."
        )


def _check_groups(steps: Sequence[StepPlan]) -> None:
    runs = [group for group, _ in groupby(step.group for step in steps) if group]
    for group in runs:
        if runs.count(group) > 1:
            raise RouteRefused(
                f"Các bước của nhóm song song “{group}” không đứng liền nhau; hãy xếp lại thứ tự."
            )


def _check_way_out(steps: Sequence[StepPlan]) -> None:
    last = steps[-1]
    if last.role not in WAY_OUT or last.mode is not Mode.IN_TURN:
        raise RouteRefused(
            "Quy trình không có lối ra; hãy kết thúc bằng bước ban hành hoặc trả kết quả."
        )
    for step, following in pairwise(steps):
        if step.key == "return":
            raise RouteRefused(
                f"Bước “{following.name}” đứng sau bước trả kết quả nên không tới được; "
                "hãy chuyển lên trước."
            )


def _check_ways_back(steps: Sequence[StepPlan]) -> None:
    earlier: set[str] = set()
    for step in steps:
        for key in step.back_to:
            if key not in earlier:
                raise RouteRefused(
                    f"Bước “{step.name}” trả về “{key}”, không phải một bước đứng trước; "
                    "hãy chọn bước đứng trước."
                )
        earlier.add(step.key)


def _check_total(
    steps: Sequence[StepPlan], limit: int | None, case_minutes: Mapping[str, int]
) -> None:
    if limit is None:
        raise RouteRefused(
            "Chưa biết thời hạn theo quy định nên chưa kiểm tra được quy trình; "
            "hãy xác minh thời hạn trước."
        )
    for step in steps:
        if step.case and step.case not in case_minutes:
            raise RouteRefused(
                f"Bước “{step.name}” thuộc trường hợp chưa có thời hạn; hãy ghi thời hạn."
            )
    totals = [("", limit), *case_minutes.items()]
    for case, allowed in totals:
        total = total_minutes(steps, case=case)
        if total > allowed:
            raise RouteRefused(
                f"Tổng thời hạn các bước là {_hours(total)} giờ làm việc, vượt thời hạn theo "
                f"quy định là {_hours(allowed)} giờ; hãy giảm thời hạn của các bước."
            )


def _hours(minutes: int) -> str:
    return f"{minutes / 60:g}".replace(".", ",")
