"""What makes a route fit to be published (quy trình nội bộ)."""

from collections.abc import Mapping, Sequence

from motcua.catalogue.errors import RouteRefused
from motcua.catalogue.rules.faults import route_faults
from motcua.catalogue.rules.plans import StepPlan


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
    faults = route_faults(steps, limit_minutes=limit_minutes, case_minutes=case_minutes)
    if faults:
        raise RouteRefused(faults[0].sentence)
