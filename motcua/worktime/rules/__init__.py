"""The official calendar and the arithmetic of time limits: pure, dated, sourced.

Law: Bộ luật Dân sự 2015 Điều 147, 148; Bộ luật Lao động 2019 Điều 111, 112; Nghị định
61/2018/NĐ-CP Điều 17 to 20 and what follows it.
"""

from motcua.worktime.rules.appointments import (
    check_extension,
    extension_latest_on,
    transfer_due_at,
)
from motcua.worktime.rules.calendar import (
    DEFAULT_SPANS,
    FRIDAY,
    Calendar,
    HoursRule,
    NamedDay,
    Spans,
    day_off_reason,
)
from motcua.worktime.rules.decisions import (
    DecidedDay,
    DecisionRecord,
    HoursRecord,
    NewDecision,
    Origin,
    Proposal,
    Scope,
    assemble,
    check_decision,
    check_hours,
    national_calendar,
    origins,
    published_decisions,
    settled_years,
)
from motcua.worktime.rules.limits import (
    DayNote,
    Due,
    Limit,
    after_cutoff,
    due,
)
from motcua.worktime.rules.minutes import (
    add_working_minutes,
    next_working_moment,
    working_days_between,
    working_minutes_between,
)
from motcua.worktime.rules.pauses import (
    ClockEvent,
    Remaining,
    due_after_events,
    due_after_pause,
    has_passed,
    remaining_at,
)
from motcua.worktime.rules.rulesets import (
    CLOCK_RULES,
    FORM_SETS,
    ClockRules,
    FormSet,
    form_set_on,
    rule_set_on,
)
from motcua.worktime.rules.terms import TERM_SETTINGS, Term, TermSetting, term_on

__all__ = [
    "CLOCK_RULES",
    "DEFAULT_SPANS",
    "FORM_SETS",
    "FRIDAY",
    "TERM_SETTINGS",
    "Calendar",
    "ClockEvent",
    "ClockRules",
    "DayNote",
    "DecidedDay",
    "DecisionRecord",
    "Due",
    "FormSet",
    "HoursRecord",
    "HoursRule",
    "Limit",
    "NamedDay",
    "NewDecision",
    "Origin",
    "Proposal",
    "Remaining",
    "Scope",
    "Spans",
    "Term",
    "TermSetting",
    "add_working_minutes",
    "after_cutoff",
    "assemble",
    "check_decision",
    "check_extension",
    "check_hours",
    "day_off_reason",
    "due",
    "due_after_events",
    "due_after_pause",
    "extension_latest_on",
    "form_set_on",
    "has_passed",
    "national_calendar",
    "next_working_moment",
    "origins",
    "published_decisions",
    "remaining_at",
    "rule_set_on",
    "settled_years",
    "term_on",
    "transfer_due_at",
    "working_days_between",
    "working_minutes_between",
]
