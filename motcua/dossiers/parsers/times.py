"""Times as other systems write them."""

from datetime import date, datetime, time
from re import compile as pattern

from motcua.dossiers.parsers.mapping import Zone
from motcua.kernel.periods import VIETNAM

_DAY_FIRST = pattern(
    r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?"
)  # fmt: skip
_CLOCK_FIRST = pattern(r"(\d{1,2}):(\d{2})(?::(\d{2}))?[ ,]+(\d{1,2})/(\d{1,2})/(\d{4})")


class BrokenTimeError(ValueError):
    """A text that is no time."""


def instant(value: object) -> datetime:
    """Return the instant that a source wrote, in its own offset; without one, Việt Nam's.

    Read are ISO 8601, dd/mm/yyyy with or without a time, hh:mm dd/mm/yyyy, and the dates of a
    spreadsheet. A date alone is its midnight.

    :raises BrokenTimeError: anything else.
    """
    if isinstance(value, str):
        found = _read(value)
    elif isinstance(value, datetime):
        found = value
    elif isinstance(value, date):
        found = datetime.combine(value, time.min, VIETNAM)
    else:
        raise BrokenTimeError(str(value))
    return found if found.tzinfo is not None else found.replace(tzinfo=VIETNAM)


def on_our_clock(at: datetime, zone: Zone) -> datetime:
    """Return a source's instant as a time in Việt Nam, by the mapping's rule."""
    if zone is Zone.WALL_CLOCK:
        return at.replace(tzinfo=VIETNAM)
    return at.astimezone(VIETNAM)


def _read(text: str) -> datetime:
    try:
        return _iso(text)
    except ValueError:
        pass
    day_first, clock_first = _DAY_FIRST.fullmatch(text), _CLOCK_FIRST.fullmatch(text)
    if day_first is not None:
        day, month, year, hour, minute, second = day_first.groups()
    elif clock_first is not None:
        hour, minute, second, day, month, year = clock_first.groups()
    else:
        raise BrokenTimeError(text)
    date_part = f"{year}-{month:0>2}-{day:0>2}"
    clock = f"{hour or '0':0>2}:{minute or '00'}:{second or '00'}"
    try:
        return _iso(f"{date_part}T{clock}")
    except ValueError:
        raise BrokenTimeError(text) from None


def _iso(text: str) -> datetime:
    # Python also reads week dates and dates without hyphens: here they are slips of the pen.
    if text[4:5] != "-" or text[7:8] != "-":
        raise ValueError(text)
    found = datetime.fromisoformat(text)
    if not 1900 <= found.year <= 2200:
        raise BrokenTimeError(text)
    return found
