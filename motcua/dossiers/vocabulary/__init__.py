"""The words of a dossier's life: states, acts, kinds of entries."""

from motcua.dossiers.vocabulary.acts import ACTS, Act, ClockEffect, Deed, sentence
from motcua.dossiers.vocabulary.roles import ROLE_NUMBERS, role_number, role_text
from motcua.dossiers.vocabulary.states import (
    CLOCK_RUNS,
    CLOCK_STOPPED,
    CLOSED,
    OPEN,
    RECEIVED_STATES,
    ClockKind,
    Delivery,
    Money,
    Outcome,
    Status,
    StepState,
)

__all__ = [
    "ACTS",
    "CLOCK_RUNS",
    "CLOCK_STOPPED",
    "CLOSED",
    "OPEN",
    "RECEIVED_STATES",
    "ROLE_NUMBERS",
    "Act",
    "ClockEffect",
    "ClockKind",
    "Deed",
    "Delivery",
    "Money",
    "Outcome",
    "Status",
    "StepState",
    "role_number",
    "role_text",
    "sentence",
]
