"""What the law says of a route and of a version before they are published; pure."""

from motcua.catalogue.rules.routes import (
    DAY_MINUTES,
    RouteDraft,
    StepPlan,
    check_route,
    limit_minutes,
    pattern_steps,
    total_minutes,
)
from motcua.catalogue.rules.versions import (
    ComponentDraft,
    LevyDraft,
    LimitDraft,
    NoticeTerm,
    VersionDraft,
    check_period,
    check_publisher,
    check_version,
    missing_blocks,
)

__all__ = [
    "DAY_MINUTES",
    "ComponentDraft",
    "LevyDraft",
    "LimitDraft",
    "NoticeTerm",
    "RouteDraft",
    "StepPlan",
    "VersionDraft",
    "check_period",
    "check_publisher",
    "check_route",
    "check_version",
    "limit_minutes",
    "missing_blocks",
    "pattern_steps",
    "total_minutes",
]
