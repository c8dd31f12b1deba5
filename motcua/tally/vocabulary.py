"""The words of the counting book."""

from datetime import date
from enum import IntEnum, StrEnum

#: A dossier without a due time is never late: its late day lies beyond every question.
NEVER = date(9999, 12, 31)


class Measure(IntEnum):
    """What one line counts (bộ đếm). Stock is the first three; the others are flows."""

    OPEN = 1
    PAUSED_IN_TIME = 2
    PAUSED_LATE = 3
    RECEIVED = 4
    EARLY = 5
    ON_TIME = 6
    OVERDUE = 7
    WITHDRAWN = 8
    STOPPED = 9
    MOVED_IN = 10
    MOVED_OUT = 11
    REFUSED_SETTLEMENT = 12
    REFUSED_RECEIPT = 13


STOCK = frozenset({Measure.OPEN, Measure.PAUSED_IN_TIME, Measure.PAUSED_LATE})
SETTLED = frozenset({Measure.EARLY, Measure.ON_TIME, Measure.OVERDUE})


class Channel(IntEnum):
    """How a dossier came in (KenhThucHien, interfaces.md 1.3)."""

    key: str
    label: str

    DIRECT = 1, "direct", "Trực tiếp"
    ONLINE = 2, "online", "Trực tuyến"
    POST = 3, "post", "Bưu chính công ích"

    def __new__(cls, value: int, key: str = "", label: str = "") -> "Channel":
        member = int.__new__(cls, value)
        member._value_ = value
        member.key = key
        member.label = label
        return member

    @classmethod
    def by_key(cls, key: str) -> "Channel":
        """Return the channel with this key ("online"); KeyError if there is none."""
        return {channel.key: channel for channel in cls}[key]


class Axis(IntEnum):
    """By what a table groups its rows: inside a unit, or by the units themselves."""

    FIELD = 1
    PROCEDURE = 2
    CHANNEL = 3
    UNIT = 4


class Span(IntEnum):
    """How long the days are that one cell adds up."""

    DAY = 1
    MONTH = 2
    YEAR = 3


class Basis(StrEnum):
    """Against which due time a dossier is early, on time or overdue."""

    CURRENT = "current"
    ORIGINAL = "original"
