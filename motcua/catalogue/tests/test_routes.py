"""A route is refused when it cannot be walked or promises more time than the law gives."""

from dataclasses import replace

import pytest

from motcua.catalogue.errors import RouteRefused, SamePersonRefused, VersionRefused
from motcua.catalogue.rules import (
    StepPlan,
    check_publisher,
    check_route,
    check_version,
    limit_minutes,
    missing_blocks,
    pattern_steps,
    total_minutes,
)
from motcua.catalogue.vocabulary import NOT_REGULATED, Block, Mode, StepRole

THREE_DAYS = 3 * 8 * 60


def a_route(budget: int = THREE_DAYS) -> list[StepPlan]:
    return list(pattern_steps(budget, one_stop="one_stop_commune", office="commune_office"))


def with_step(steps: list[StepPlan], of: str, /, **changes: object) -> list[StepPlan]:
    return [replace(step, **changes) if step.key == of else step for step in steps]


@pytest.mark.parametrize(
    ("value", "unit", "hours"),
    [
        pytest.param(1, "same_day", 8, id="the same day is eight hours"),
        pytest.param(5, "working_day", 40, id="a working day is eight hours"),
        pytest.param(3, "working_hour", 3, id="working hours are what they are"),
        pytest.param(15, "calendar_day", 80, id="calendar days are a cautious five sevenths"),
        pytest.param(45, "calendar_day", 256, id="rounded down"),
    ],
)
def test_the_budget_of_a_route_follows_from_the_legal_limit(value, unit, hours):
    assert limit_minutes(value, unit) == hours * 60


@pytest.mark.parametrize(
    ("value", "unit"), [(24, "mixed_day"), (1, "as_published"), (None, None), (1, "month")]
)
def test_a_limit_without_a_clear_unit_has_no_budget(value, unit):
    assert limit_minutes(value, unit) is None


def test_the_plain_route_uses_its_limit_exactly_and_passes():
    for budget in (480, 1440, 2400, 4801):
        assert total_minutes(a_route(budget)) == budget
        check_route(a_route(budget), limit_minutes=budget)


def test_a_route_over_the_legal_limit_is_refused():
    with pytest.raises(RouteRefused, match=r"24 giờ làm việc, vượt .* là 23,5 giờ"):
        check_route(a_route(), limit_minutes=THREE_DAYS - 30)


def test_of_steps_side_by_side_only_the_longest_counts():
    side = {"mode": Mode.SIDE_BY_SIDE, "group": "g1"}
    steps = with_step(a_route(), "appraise", minutes=600, **side)
    steps = with_step(steps, "approve", minutes=500, **side)

    assert total_minutes(steps) == 115 + 600 + 115


def test_a_step_of_a_case_counts_only_against_the_limit_of_that_case():
    steps = a_route()
    verify = replace(
        steps[1], key="verify", mode=Mode.IF, condition=("can_xac_minh", True, "Cần xác minh"),
        case="verification", minutes=1440, back_to=(),
    )  # fmt: skip
    steps.insert(2, verify)

    assert total_minutes(steps) == THREE_DAYS
    check_route(steps, limit_minutes=THREE_DAYS, case_minutes={"verification": 2 * THREE_DAYS})
    with pytest.raises(RouteRefused, match="vượt thời hạn"):
        check_route(steps, limit_minutes=THREE_DAYS, case_minutes={"verification": 2000})
    with pytest.raises(RouteRefused, match="trường hợp chưa có thời hạn"):
        check_route(steps, limit_minutes=THREE_DAYS)


def test_a_step_outside_the_clock_does_not_count():
    steps = with_step(a_route(), "return", minutes=480)

    check_route(steps, limit_minutes=THREE_DAYS)


@pytest.mark.parametrize(
    ("key", "changes", "sentence"),
    [
        pytest.param("appraise", {"unit_key": " "}, "chưa có vai hoặc bộ phận", id="no unit"),
        pytest.param("appraise", {"role": None}, "chưa có vai hoặc bộ phận", id="no role"),
        pytest.param("appraise", {"minutes": None}, "chưa có thời hạn", id="no time"),
        pytest.param("appraise", {"minutes": -1}, "số âm", id="negative time"),
        pytest.param("appraise", {"mode": Mode.IF}, "thiếu điều kiện", id="never reached"),
        pytest.param("appraise", {"mode": Mode.SIDE_BY_SIDE}, "nhóm song song", id="no group"),
        pytest.param("appraise", {"back_to": ("verify",)}, "trả về “verify”", id="back to nowhere"),
        pytest.param(
            "appraise", {"back_to": ("approve",)}, "đứng trước", id="back to a later step"
        ),
        pytest.param("appraise", {"back_to": ("appraise",)}, "đứng trước", id="back to itself"),
        pytest.param("approve", {"key": "appraise"}, "cùng có khóa", id="one key twice"),
        pytest.param("issue", {"key": "return"}, "cùng có khóa", id="two returns"),
        pytest.param("return", {"role": StepRole.LEADER}, "không có lối ra", id="no way out"),
    ],
)
def test_a_route_that_cannot_be_walked_is_refused(key, changes, sentence):
    with pytest.raises(RouteRefused, match=sentence):
        check_route(with_step(a_route(), key, **changes), limit_minutes=THREE_DAYS)


def test_a_step_after_the_return_cannot_be_reached():
    steps = a_route()
    steps.append(replace(steps[3], key="archive", name="Lưu trữ", back_to=()))

    with pytest.raises(RouteRefused, match="“Lưu trữ” đứng sau bước trả kết quả"):
        check_route(steps, limit_minutes=2 * THREE_DAYS)


def test_steps_side_by_side_stand_together():
    side = {"mode": Mode.SIDE_BY_SIDE, "group": "g1"}
    steps = with_step(with_step(a_route(), "receive", **side), "approve", **side)

    with pytest.raises(RouteRefused, match="không đứng liền nhau"):
        check_route(steps, limit_minutes=THREE_DAYS)


def test_an_empty_route_and_one_without_a_known_limit_are_refused():
    with pytest.raises(RouteRefused, match="chưa có bước nào"):
        check_route([], limit_minutes=480)
    with pytest.raises(RouteRefused, match="Chưa biết thời hạn"):
        check_route(a_route(), limit_minutes=None)


def test_a_version_names_every_building_block_that_is_missing():
    blocks = dict.fromkeys(Block, "có")
    check_version({**blocks, Block.WHERE_ANY: NOT_REGULATED})

    lacking = {**blocks, Block.APPLICANTS: None, Block.SEQUENCE: " "}
    assert missing_blocks(lacking) == (Block.SEQUENCE, Block.APPLICANTS)
    with pytest.raises(
        VersionRefused, match="trình tự thực hiện, đối tượng thực hiện; hãy bổ sung"
    ):
        check_version(lacking)


def test_the_drafter_may_not_publish():
    check_publisher(drafted_by="a", published_by="b")
    with pytest.raises(SamePersonRefused):
        check_publisher(drafted_by="a", published_by="a")
