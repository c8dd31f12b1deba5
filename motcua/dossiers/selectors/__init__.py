"""Every question asked of the dossiers."""

from motcua.dossiers.selectors.foreseen import foreseen
from motcua.dossiers.selectors.lists import (
    Counts,
    Cursor,
    Queue,
    WorkPage,
    WorkRow,
    counts,
    inbox,
    of_units,
    rows_of,
    search,
)
from motcua.dossiers.selectors.marks import Marks, marks_of
from motcua.dossiers.selectors.open_work import (
    InHands,
    OpenAtUnits,
    StepToGive,
    in_hands,
    in_hands_of,
    open_at_units,
    steps_to_give,
)
from motcua.dossiers.selectors.page import (
    DossierPage,
    Explained,
    JournalLine,
    Papers,
    StepLine,
    dossier_page,
    explanation,
    page_seen,
    papers,
    possible,
)
from motcua.dossiers.selectors.parts import PartLine, Parts, parts_of
from motcua.dossiers.selectors.proof import Differing, Verification, verify
from motcua.dossiers.selectors.rights import acting, acting_now, units_seen, visible_to
from motcua.dossiers.selectors.samples import SampleNotes, is_of_a_sample, last_outcome, samples
from motcua.dossiers.selectors.watched import WATCHED, watched

__all__ = [
    "WATCHED",
    "Counts",
    "Cursor",
    "Differing",
    "DossierPage",
    "Explained",
    "InHands",
    "JournalLine",
    "Marks",
    "OpenAtUnits",
    "Papers",
    "PartLine",
    "Parts",
    "Queue",
    "SampleNotes",
    "StepLine",
    "StepToGive",
    "Verification",
    "WorkPage",
    "WorkRow",
    "acting",
    "acting_now",
    "counts",
    "dossier_page",
    "explanation",
    "foreseen",
    "in_hands",
    "in_hands_of",
    "inbox",
    "is_of_a_sample",
    "last_outcome",
    "marks_of",
    "of_units",
    "open_at_units",
    "page_seen",
    "papers",
    "parts_of",
    "possible",
    "rows_of",
    "samples",
    "search",
    "steps_to_give",
    "units_seen",
    "verify",
    "visible_to",
    "watched",
]
