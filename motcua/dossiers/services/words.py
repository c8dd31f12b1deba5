"""Dates as the journal's sentences write them."""

from datetime import datetime

from motcua.kernel.periods import VIETNAM


def time_words(at: datetime | None) -> str:
    """Return an instant as "16:30 ngày 30/06/2021", or "chưa có"."""
    if at is None:
        return "chưa có"
    return f"{at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


def due_words(due_at: datetime | None) -> str:
    """Return what a sentence adds when an act gives a due time; nothing when there is none."""
    return f" Hẹn trả {time_words(due_at)}." if due_at is not None else ""
