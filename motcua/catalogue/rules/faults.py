"""Every fault of a route, each at its row: what the editor shows and publishing refuses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from motcua.catalogue.rules.plans import StepPlan, hours_text, total_minutes
from motcua.catalogue.vocabulary import Mode, StepRole

#: The steps that let a result out; the last of a route must be one of them.
WAY_OUT = frozenset({StepRole.RETURNING_OFFICER, StepRole.RECORDS_CLERK})


@dataclass(frozen=True, slots=True)
class RouteFault:
    """What is wrong with a route; row: the place of the step from 1 on, 0 for the whole."""

    row: int
    sentence: str


def route_faults(
    steps: Sequence[StepPlan],
    *,
    limit_minutes: int | None,
    case_minutes: Mapping[str, int] | None = None,
) -> tuple[RouteFault, ...]:
    """Return all faults of a route (NĐ 61/2018/NĐ-CP Điều 35 k.5), in the order of the checks.

    limit_minutes: working minutes of the legal limit, None when it is not established.
    case_minutes: working minutes of the cases with a limit of their own, by case.
    """
    if not steps:
        return (RouteFault(0, "Quy trình chưa có bước nào; hãy thêm bước tiếp nhận và bước trả."),)
    return (
        *_key_faults(steps),
        *(fault for row, step in enumerate(steps, start=1) for fault in _step_faults(row, step)),
        *_group_faults(steps),
        *_way_out_faults(steps),
        *_way_back_faults(steps),
        *_total_faults(steps, limit_minutes, case_minutes or {}),
    )


def _key_faults(steps: Sequence[StepPlan]) -> Iterator[RouteFault]:
    seen: set[str] = set()
    for row, step in enumerate(steps, start=1):
        if step.key in seen:
            yield RouteFault(
                row, f"Hai bước cùng có khóa “{step.key}”; hãy đặt khóa khác cho một bước."
            )
        seen.add(step.key)


def _step_faults(row: int, step: StepPlan) -> Iterator[RouteFault]:
    if not step.name.strip():
        yield RouteFault(row, f"Bước {row} chưa có tên; hãy ghi việc phải làm.")
    if step.role is None or not step.unit_key.strip():
        yield RouteFault(
            row, f"Bước “{step.name}” chưa có vai hoặc bộ phận thực hiện; hãy giao cho một bộ phận."
        )
    if step.minutes is None:
        yield RouteFault(row, f"Bước “{step.name}” chưa có thời hạn; hãy ghi số giờ làm việc.")
    elif step.minutes < 0:
        yield RouteFault(row, f"Thời hạn của bước “{step.name}” là số âm; hãy sửa lại.")
    if step.mode is Mode.IF and step.condition is None:
        yield RouteFault(
            row,
            f"Bước “{step.name}” không bao giờ tới được vì thiếu điều kiện; hãy ghi điều kiện.",
        )
    if (step.mode is Mode.SIDE_BY_SIDE) != bool(step.group):
        yield RouteFault(
            row, f"Bước “{step.name}” song song phải thuộc một nhóm; hãy ghi nhóm song song."
        )


def _group_faults(steps: Sequence[StepPlan]) -> Iterator[RouteFault]:
    ended: set[str] = set()
    row = 1
    for group, members in groupby(steps, key=lambda step: step.group):
        if group and group in ended:
            yield RouteFault(
                row,
                f"Các bước của nhóm song song “{group}” không đứng liền nhau; hãy xếp lại thứ tự.",
            )
        ended.add(group)
        row += len(list(members))


def _way_out_faults(steps: Sequence[StepPlan]) -> Iterator[RouteFault]:
    last = steps[-1]
    if last.role not in WAY_OUT or last.mode is not Mode.IN_TURN:
        yield RouteFault(
            len(steps),
            "Quy trình không có lối ra; hãy kết thúc bằng bước ban hành hoặc trả kết quả.",
        )
    for row, (step, following) in enumerate(pairwise(steps), start=2):
        if step.key == "return":
            yield RouteFault(
                row,
                f"Bước “{following.name}” đứng sau bước trả kết quả nên không tới được; "
                "hãy chuyển lên trước.",
            )


def _way_back_faults(steps: Sequence[StepPlan]) -> Iterator[RouteFault]:
    names = {step.key: step.name for step in steps}
    earlier: set[str] = set()
    for row, step in enumerate(steps, start=1):
        for key in step.back_to:
            if key not in earlier:
                yield RouteFault(
                    row,
                    f"Bước “{step.name}” trả về “{names.get(key, key)}”, không phải một bước "
                    "đứng trước; hãy chọn bước đứng trước.",
                )
        earlier.add(step.key)


def _total_faults(
    steps: Sequence[StepPlan], limit: int | None, case_minutes: Mapping[str, int]
) -> Iterator[RouteFault]:
    if limit is None:
        yield RouteFault(
            0,
            "Chưa biết thời hạn theo quy định nên chưa kiểm tra được quy trình; "
            "hãy xác minh thời hạn trước.",
        )
        return
    for row, step in enumerate(steps, start=1):
        if step.case and step.case not in case_minutes:
            yield RouteFault(
                row, f"Bước “{step.name}” thuộc trường hợp chưa có thời hạn; hãy ghi thời hạn."
            )
    totals = [("", limit), *case_minutes.items()]
    for case, allowed in totals:
        total = total_minutes(steps, case=case)
        if total > allowed:
            yield RouteFault(
                0,
                f"Tổng thời hạn các bước là {hours_text(total)} giờ làm việc, vượt thời hạn theo "
                f"quy định là {hours_text(allowed)} giờ; hãy giảm thời hạn của các bước.",
            )
