"""The days of a list, read from the address: this month unless others are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from motcua.desk.forms.report import day_of_text
from motcua.kernel.errors import Refusal
from motcua.kernel.periods import Period
from motcua.pages.formats import day
from motcua.pages.parts import Filter, FilterBar
from motcua.reports.rules import period_of


@dataclass(frozen=True, slots=True)
class DaysAsked:
    """Which days a list is about, as asked and as read; what cannot be read is this month."""

    parts: Mapping[str, str]
    period: Period
    error: str = ""

    def bar(self, action: str, queue: str) -> FilterBar:
        """Return the filter of the days above the list."""
        words = {"tu": "Tiếp nhận từ ngày", "den": "Đến hết ngày"}
        filters = [
            Filter(name, label, self.parts[name], kind="day") for name, label in words.items()
        ]
        return FilterBar(action, filters, kept=[("hang", queue)])


def days_asked(given: Mapping[str, str], *, today: date) -> DaysAsked:
    """Return the days that an address asks for."""
    month = today.replace(day=1)
    parts = {"tu": given.get("tu") or day(month), "den": given.get("den") or day(today)}
    try:
        period = period_of(
            day_of_text("Từ ngày", parts["tu"]), day_of_text("Đến hết ngày", parts["den"])
        )
    except Refusal as refusal:
        return DaysAsked(parts, Period.through(month, today), str(refusal))
    return DaysAsked(parts, period)
