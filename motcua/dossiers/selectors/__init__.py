"""Every question asked of the dossiers."""

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
from motcua.dossiers.selectors.page import (
    DossierPage,
    Explained,
    JournalLine,
    Papers,
    StepLine,
    dossier_page,
    explanation,
    papers,
    possible,
)
from motcua.dossiers.selectors.proof import Differing, Verification, verify
from motcua.dossiers.selectors.rights import acting, units_seen, visible_to
from motcua.dossiers.selectors.samples import SampleNotes, last_outcome, samples

__all__ = [
    "Counts",
    "Cursor",
    "Differing",
    "DossierPage",
    "Explained",
    "JournalLine",
    "Papers",
    "Queue",
    "SampleNotes",
    "StepLine",
    "Verification",
    "WorkPage",
    "WorkRow",
    "acting",
    "counts",
    "dossier_page",
    "explanation",
    "inbox",
    "last_outcome",
    "of_units",
    "papers",
    "possible",
    "rows_of",
    "samples",
    "search",
    "units_seen",
    "verify",
    "visible_to",
]
