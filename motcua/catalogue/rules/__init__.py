"""What the law says of a route and of a version before they are published; pure."""

from motcua.catalogue.rules.bpmn import (
    LARGEST_BYTES,
    read_bpmn,
    write_bpmn,
)
from motcua.catalogue.rules.differences import (
    Difference,
    amount_words,
    limit_words,
    paper_words,
    same_content,
    step_differences,
    version_differences,
)
from motcua.catalogue.rules.faults import (
    RouteFault,
    route_faults,
)
from motcua.catalogue.rules.layout import (
    Edge,
    Node,
    Picture,
    picture,
)
from motcua.catalogue.rules.plans import (
    DAY_MINUTES,
    RouteDraft,
    StepPlan,
    hours_text,
    limit_minutes,
    pattern_steps,
    total_minutes,
)
from motcua.catalogue.rules.routes import (
    check_route,
)
from motcua.catalogue.rules.supplements import (
    TEXTS,
    SupplementDraft,
    check_supplement,
    with_local_minutes,
)
from motcua.catalogue.rules.updates import (
    ReadRow,
    read_row,
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
    "LARGEST_BYTES",
    "TEXTS",
    "ComponentDraft",
    "Difference",
    "Edge",
    "LevyDraft",
    "LimitDraft",
    "Node",
    "NoticeTerm",
    "Picture",
    "ReadRow",
    "RouteDraft",
    "RouteFault",
    "StepPlan",
    "SupplementDraft",
    "VersionDraft",
    "amount_words",
    "check_period",
    "check_publisher",
    "check_route",
    "check_supplement",
    "check_version",
    "hours_text",
    "limit_minutes",
    "limit_words",
    "missing_blocks",
    "paper_words",
    "pattern_steps",
    "picture",
    "read_bpmn",
    "read_row",
    "route_faults",
    "same_content",
    "step_differences",
    "total_minutes",
    "version_differences",
    "with_local_minutes",
    "write_bpmn",
]
