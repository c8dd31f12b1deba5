"""On what ground a clock entry stands, and the print by which the journal proves it; pure."""

from dataclasses import astuple, dataclass
from datetime import datetime

from motcua.kernel.canonical import short_print


@dataclass(frozen=True, slots=True)
class Ground:
    """On what ground a clock entry stands: law, document, calendar, what was frozen."""

    legal_ground: str = ""
    document: str = ""
    calendar: str = ""
    remaining: int | None = None
    remaining_unit: str = ""


def ground_print(due_at_original: datetime | None, ground: Ground) -> str:
    """Return the print of what the journal does not keep of a clock entry in clear."""
    return short_print([due_at_original, *astuple(ground)])
