"""Half-open periods of days: inside "from … until", outside "từ … đến hết …"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(at: datetime) -> date:
    """Return the calendar day in Việt Nam on which an instant falls."""
    return at.astimezone(VIETNAM).date()


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` up to, but without, `until`; no `until` means still open."""

    start: date
    until: date | None = None

    @classmethod
    def through(cls, first: date, last: date) -> "Period":
        """Return the period from first to the end of last ("đến hết")."""
        return cls(first, last + timedelta(days=1))

    @property
    def last(self) -> date | None:
        """The last day counted, or None while the period is open."""
        return None if self.until is None else self.until - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Return whether day lies in the period."""
        return self.start <= day and (self.until is None or day < self.until)

    def months(self) -> Iterator["Period"]:
        """Yield the calendar months of a closed period, cut at its ends."""
        if self.until is None:
            raise ValueError("an open period has no last month")
        first = self.start
        while first < self.until:
            following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
            yield Period(first, min(following, self.until))
            first = following
