"""From a plan and a fixed seed to recorded cases, unit by unit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from motcua.console.sampling.days import Class, Days, Start
from motcua.console.sampling.plan import Figures, Group, Plan, common
from motcua.dossiers.vocabulary.recorded import RecordedCase, RecordedEvent, RecordedPause
from motcua.kernel.periods import VIETNAM
from motcua.tally.vocabulary import Channel
from motcua.worktime.rules import Limit
from motcua.worktime.vocabulary import LimitUnit

#: In-day procedures are done before their due day only after 15:00: few of them.
_IN_DAY_EARLY = 0.2
_NOT_YET_FETCHED = 0.02


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the sample: its slug and the prefix of its dossier codes."""

    slug: str
    prefix: str


class Maker:
    """Makes the cases of one sample; the same seed gives the same cases."""

    def __init__(self, plan: Plan, *, days: Days, limits: Mapping[str, Limit]) -> None:
        """Take the plan, the working days and the limit of every procedure used."""
        self.plan = plan
        self.days = days
        self.limits = limits
        self.chance = Random(plan.seed)  # noqa: S311 (a sample, no secret)
        self._starts: dict[tuple[str, Class], tuple[Start, ...]] = {}

    def cases(self, group: Group, places: Sequence[Place]) -> dict[str, list[RecordedCase]]:
        """Return the cases of a group of units by the slug of the unit, in order of receipt."""
        weights = [self.chance.uniform(0.6, 1.6) for _ in places]
        made: dict[str, list[RecordedCase]] = {place.slug: [] for place in places}
        for figures in group.fields:
            for case in self._field(group.level, figures):
                (place,) = self.chance.choices(places, weights)
                made[place.slug].append(case)
        for place in places:
            _number(made[place.slug], place.prefix)
        return made

    def _field(self, level: str, figures: Figures) -> Iterator[RecordedCase]:
        counts = {
            Class.EARLY: figures.early,
            Class.ON_TIME: figures.on_time,
            Class.OVERDUE: figures.overdue,
            Class.IN_PROCESS: figures.in_process,
        }
        weights = common()["procedures"][level][figures.field]
        for standing, count in counts.items():
            chosen = self._procedures(weights, standing, count)
            for number, slug in enumerate(chosen):
                paused = standing is Class.IN_PROCESS and number < figures.paused
                yield self._case(figures.field, slug, standing, paused=paused)

    def _procedures(
        self, weights: Mapping[str, float], standing: Class, count: int
    ) -> Sequence[str]:
        usable = {
            slug: self._weight(slug, weight, standing)
            for slug, weight in weights.items()
            if self._starts_of(slug, standing)
        }
        return self.chance.choices(list(usable), list(usable.values()), k=count)

    def _weight(self, slug: str, weight: float, standing: Class) -> float:
        in_day = self.limits[slug].unit is LimitUnit.SAME_DAY
        return weight * _IN_DAY_EARLY if in_day and standing is Class.EARLY else weight

    def _starts_of(self, slug: str, standing: Class) -> tuple[Start, ...]:
        key = (slug, standing)
        if key not in self._starts:
            self._starts[key] = self.days.starts(self.limits[slug], standing)
        return self._starts[key]

    def _case(self, field: str, slug: str, standing: Class, *, paused: bool) -> RecordedCase:
        chance = self.chance
        start = chance.choice(self._starts_of(slug, standing))
        same_day = self.limits[slug].unit is LimitUnit.SAME_DAY
        received_at = self.days.received_at(start, same_day=same_day, chance=chance)
        settled_at = None
        if standing is not Class.IN_PROCESS:
            settled_at = self.days.settled_at(received_at, start.due_at.date(), standing, chance)
        case = RecordedCase(
            case="",
            line=0,
            channel=self._channel(field, slug),
            received_at=received_at,
            due_at=start.due_at,
            settled_at=settled_at,
            returned_at=self._returned(settled_at),
            procedure=slug,
            owner=a_name(chance),
        )
        if paused:
            self._pause(case)
        case.events = tuple(self._events(case))
        return case

    def _returned(self, settled_at: datetime | None) -> datetime | None:
        if settled_at is None or self.chance.random() < _NOT_YET_FETCHED:
            return None
        return self.days.later_on(settled_at.date(), settled_at, self.chance)

    def _pause(self, case: RecordedCase) -> None:
        last = min(self.plan.last_on, (case.due_at or case.received_at).date())
        days = [day for day in self.days.working if case.received_at.date() <= day <= last]
        start = self.days.later_on(self.chance.choice(days), case.received_at, self.chance)
        ground = self.chance.choice(common()["pause_grounds"])
        case.pauses = (RecordedPause(start, None, ground),)

    def _channel(self, field: str, slug: str) -> Channel:
        if slug in common()["direct_only"]:
            return Channel.DIRECT
        online, post = common()["channels"].get(field) or common()["channels"]["other"]
        drawn = self.chance.uniform(0, 100)
        if drawn < online:
            return Channel.ONLINE
        return Channel.POST if drawn < online + post else Channel.DIRECT

    def _events(self, case: RecordedCase) -> Iterator[RecordedEvent]:
        chance = self.chance
        desk, clerk = officers(self.plan.seed)[chance.randrange(12)], chance.randrange(12, 24)
        appraiser = officers(self.plan.seed)[clerk]
        handed = case.received_at + timedelta(minutes=chance.randint(1, 3))
        yield handed, "Chuyển hồ sơ đến người thụ lý", desk, ""
        end = case.settled_at
        if end is None:
            day_end = datetime.combine(self.plan.last_on, datetime.min.time(), VIETNAM) + timedelta(
                hours=17
            )
            limit = case.pauses[0].start if case.pauses else day_end
            if limit - handed > timedelta(hours=20):
                yield _between(handed, limit, 0.3), "Thẩm định hồ sơ", appraiser, ""
            return
        yield _between(handed, end, 0.5), "Thẩm định hồ sơ", appraiser, ""
        yield _between(handed, end, 0.9), "Phê duyệt", officers(self.plan.seed)[-1], ""


def _between(first: datetime, last: datetime, part: float) -> datetime:
    """Return a time between two, moved into the same minute of the first day's working hours."""
    at = first + (last - first) * part
    if first.date() == last.date():
        return at.replace(microsecond=0)
    day = max(first.date(), min(at.date(), last.date()))
    if day == last.date():
        return (last - timedelta(minutes=20 * (1 - part) + 1)).replace(microsecond=0)
    while day.isoweekday() > 5 and day > first.date():
        day -= timedelta(days=1)
    if day == first.date():
        return first + timedelta(minutes=2)
    return at.replace(year=day.year, month=day.month, day=day.day, hour=9 + at.minute % 7,
                      microsecond=0)  # fmt: skip


def a_name(chance: Random) -> str:
    """Return an invented Vietnamese name."""
    parts = common()["names"]
    sex = "male" if chance.random() < 0.5 else "female"
    words = (parts["family"], parts[f"middle_{sex}"], parts[f"given_{sex}"])
    return " ".join(chance.choice(word) for word in words)


@lru_cache(maxsize=8)
def officers(seed: int) -> tuple[str, ...]:
    """Return the invented officers of a sample."""
    chance = Random(seed + 1)  # noqa: S311 (a sample, no secret)
    return tuple(f"{a_name(chance)} (mẫu)" for _ in range(25))


def _number(cases: list[RecordedCase], prefix: str) -> None:
    """Give the cases of a unit their codes: prefix, day of receipt, running number of the day."""
    cases.sort(key=lambda case: case.received_at)
    numbers: dict[date, int] = defaultdict(int)
    for line, case in enumerate(cases, start=1):
        on = case.received_at.date()
        numbers[on] += 1
        case.case = f"{prefix}-{on:%y%m%d}-{numbers[on]:04d}"
        case.line = line
