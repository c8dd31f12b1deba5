"""History of other systems into our books: from a file, or from cases in memory."""

from motcua.dossiers.services.history.errors import ImportInProgress
from motcua.dossiers.services.history.running import (
    HistoryFile,
    Origin,
    Outcome,
    import_cases,
    import_file,
)

__all__ = [
    "HistoryFile",
    "ImportInProgress",
    "Origin",
    "Outcome",
    "import_cases",
    "import_file",
]
