"""The statutory table, its numbers, its checks and what they mean; no tables of a database."""

from motcua.reports.rules.checks import Check, Compared, balance, checks
from motcua.reports.rules.counts import (
    Counts,
    InProcess,
    Received,
    Settled,
    Source,
    added_up,
    counts,
    from_columns,
    percent,
    shares,
    source_of,
)
from motcua.reports.rules.definition import definition, rule_sets, shown_instant
from motcua.reports.rules.table import (
    Asked,
    Change,
    Row,
    Table,
    as_json,
    changes,
    nested,
    period_of,
    previous_period,
)

__all__ = [
    "Asked",
    "Change",
    "Check",
    "Compared",
    "Counts",
    "InProcess",
    "Received",
    "Row",
    "Settled",
    "Source",
    "Table",
    "added_up",
    "as_json",
    "balance",
    "changes",
    "checks",
    "counts",
    "definition",
    "from_columns",
    "nested",
    "percent",
    "period_of",
    "previous_period",
    "rule_sets",
    "shares",
    "shown_instant",
    "source_of",
]
