"""Reading the journal, and proving it."""

from motcua.journal.selectors.proof import Fault, Proof, prove
from motcua.journal.selectors.reading import (
    Line,
    Said,
    actor_of,
    entries_of,
    last_call,
    last_entry_at,
    lines,
    lines_call,
    look_of,
    said_of,
    sealing_of,
    subjects,
    subjects_in_parts,
    unsealed,
    unsealed_readings,
)

__all__ = [
    "Fault",
    "Line",
    "Proof",
    "Said",
    "actor_of",
    "entries_of",
    "last_call",
    "last_entry_at",
    "lines",
    "lines_call",
    "look_of",
    "prove",
    "said_of",
    "sealing_of",
    "subjects",
    "subjects_in_parts",
    "unsealed",
    "unsealed_readings",
]
