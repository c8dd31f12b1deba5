"""Questions that the statutory table answers."""

from motcua.reports.selectors.behind import (
    Behind,
    DossierLine,
    all_behind,
    cell_of,
    dossier_lines,
    dossiers_behind,
)
from motcua.reports.selectors.scope import one_snapshot, question_of, units_of
from motcua.reports.selectors.settlement import settlement

__all__ = [
    "Behind",
    "DossierLine",
    "all_behind",
    "cell_of",
    "dossier_lines",
    "dossiers_behind",
    "one_snapshot",
    "question_of",
    "settlement",
    "units_of",
]
