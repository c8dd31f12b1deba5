"""Backups, tests of backups and restores: what was done, and whether the last is too old."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from motcua.storage.models import Limit, SafeCopy

Kind = SafeCopy.Kind

#: In hours, until a dated limit is set: a day with two hours to spare, and a quarter of a year.
#: Source: none in law; the plan of the installation decides.
USUAL_HOURS = {Kind.BACKUP.value: 26, Kind.TRIAL.value: 92 * 24}


@dataclass(frozen=True, slots=True)
class Age:
    """How old the last good run of a kind is, against the limit of the day.

    at: when it ended, None without any. limit: how old it may be.
    """

    kind: str
    at: datetime | None
    limit: timedelta
    now: datetime
    last_failed: str

    @property
    def age(self) -> timedelta | None:
        """The time since the last good run."""
        return None if self.at is None else self.now - self.at

    @property
    def too_old(self) -> bool:
        """Whether there is none, or the last is older than the limit."""
        return self.age is None or self.age > self.limit


def add(
    *,
    kind: str,
    file: str,
    began_at: datetime,
    ended_at: datetime,
    good: bool,
    details: dict[str, object],
) -> SafeCopy:
    """Write down one run; `details` are the remaining columns."""
    return SafeCopy.objects.create(
        kind=kind, file=file, began_at=began_at, ended_at=ended_at, good=good, **details
    )


def newest(limit: int = 20) -> list[SafeCopy]:
    """Return the last runs, newest first."""
    return list(SafeCopy.objects.order_by("-began_at", "-pk")[:limit])


def age_of(kind: str, *, now: datetime, on: date) -> Age:
    """Return how old the last good run of a kind is."""
    runs = SafeCopy.objects.filter(kind=kind).order_by("-began_at", "-pk")
    last, good = runs.first(), runs.filter(good=True).first()
    return Age(
        kind=kind,
        at=good.ended_at if good else None,
        limit=timedelta(hours=hours_on(kind, on)),
        now=now,
        last_failed=last.result if last is not None and not last.good else "",
    )


def hours_on(name: str, on: date) -> int:
    """Return the limit in force on a day, in hours."""
    limits = Limit.objects.filter(name=name, valid_from__lte=on).order_by("-valid_from")
    return limits.values_list("hours", flat=True).first() or USUAL_HOURS[name]


def set_limit(*, name: str, hours: int, valid_from: date, source: str) -> Limit:
    """Set how old the last run may be from a day on; a second word for the same day replaces."""
    made, _ = Limit.objects.update_or_create(
        name=name, valid_from=valid_from, defaults={"hours": hours, "source": source}
    )
    return made
