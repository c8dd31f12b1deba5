"""What is asked of the statutory table, read from the address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.utils import timezone

from motcua.dossiers.selectors import SampleNotes
from motcua.kernel.periods import VIETNAM
from motcua.organisation.vocabulary import Scope
from motcua.pages.formats import day, moment
from motcua.reports.errors import KnownInFuture, UnreadableDay, UnreadableInstant
from motcua.reports.rules import Asked, period_of
from motcua.reports.vocabulary import Grouping
from motcua.tally.vocabulary import Basis

SCOPES = {"rieng": Scope.OWN, "duoi": Scope.BELOW, "ca": Scope.ALL}
GROUPINGS = {
    "linh-vuc": Grouping.FIELD,
    "thu-tuc": Grouping.PROCEDURE,
    "don-vi": Grouping.UNIT,
    "kenh": Grouping.CHANNEL,
    "thang": Grouping.MONTH,
}
GROUPING_WORDS = {
    "linh-vuc": "Lĩnh vực",
    "thu-tuc": "Thủ tục",
    "don-vi": "Đơn vị",
    "kenh": "Kênh nộp",
    "thang": "Tháng",
}
BASES = {"hien-hanh": Basis.CURRENT, "ban-dau": Basis.ORIGINAL}
BASIS_WORDS = {"hien-hanh": "Hạn hiện hành", "ban-dau": "Hạn ban đầu"}
_DAY = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*(?:(\d{1,2})[:h](\d{2}))?\s*")
_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Query:
    """The question as it stands in an address, before it is read."""

    unit: str
    first: str
    last: str
    scope: str = "rieng"
    grouping: str = "linh-vuc"
    basis: str = "hien-hanh"
    known_on: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str], *, unit: str, today: date) -> "Query":
        """Return what an address asks; by default this year until today at the first unit."""
        return cls(
            unit=given.get("don_vi") or unit,
            first=given.get("tu") or f"01/01/{today.year}",
            last=given.get("den") or day(today),
            scope=_known(given.get("pham_vi", ""), SCOPES),
            grouping=_known(given.get("theo", ""), GROUPINGS),
            basis=_known(given.get("han", ""), BASES),
            known_on=given.get("biet_luc", "").strip(),
        )

    def asked(self) -> Asked:
        """Return the question for the room of reports.

        :raises ReportRefusal: a day or an instant cannot be read, or the period runs backwards.
        """
        return Asked(
            unit=self.unit,
            period=period_of(
                day_of_text("Từ ngày", self.first), day_of_text("Đến hết ngày", self.last)
            ),
            scope=SCOPES[self.scope],
            grouping=GROUPINGS[self.grouping],
            basis=BASES[self.basis],
            known_on=_instant(self.known_on),
        )

    def address(self, **more: str) -> str:
        """Return the question as the query of an address."""
        asked = {**self.parts(), **more}
        return f"?{urlencode({key: value for key, value in asked.items() if value})}"

    def parts(self) -> dict[str, str]:
        """Return the question by the names of an address."""
        parts = {
            "don_vi": self.unit, "tu": self.first, "den": self.last, "pham_vi": self.scope,
            "theo": self.grouping, "han": self.basis, "biet_luc": self.known_on,
        }  # fmt: skip
        return {key: value for key, value in parts.items() if value}


def sample_table(sample: SampleNotes) -> str:
    """Return the question about a sample's own days as the query of an address, or nothing."""
    if sample.first_on is None or sample.last_on is None:
        return ""
    return Query(sample.unit, day(sample.first_on), day(sample.last_on)).address()


def _known(text: str, words: Mapping[str, object]) -> str:
    return text if text in words else next(iter(words))


def day_of_text(name: str, text: str) -> date:
    """Return the day that an address names.

    :raises UnreadableDay: it cannot be read; name: what the sentence calls it.
    """
    read = _read(text)
    if read is None:
        raise UnreadableDay(option=name, text=text, written="ngày/tháng/năm, ví dụ 30/06/2021")
    return read[0]


def _instant(text: str) -> datetime | None:
    """Return the instant; a day alone means its end."""
    if not text:
        return None
    read = _read(text)
    if read is None:
        raise UnreadableInstant(
            option="Đã biết lúc", text=text, written="như 30/06/2021 17:00 hoặc 30/06/2021"
        )
    on, clock = read
    now = timezone.now().astimezone(VIETNAM)
    if clock is None and on == now.date():
        return now
    at = datetime.combine(on, clock or time(23, 59, 59, 999_999), VIETNAM)
    if at > now:
        raise KnownInFuture(option="Đã biết lúc", text=text)
    return at


def _read(text: str) -> tuple[date, time | None] | None:
    # A day may come as the commands and the calendar of a browser write it.
    match = _DAY.fullmatch(_ISO.sub(r"\3/\2/\1", text))
    if match is None:
        return None
    on_day, month, year, hours, minutes = match.groups()
    try:
        clock = None if hours is None else time(int(hours), int(minutes))
        return date(int(year), int(month), int(on_day)), clock
    except ValueError:
        return None


def instant_text(at: datetime | None) -> str:
    """Return an instant as the address writes it."""
    return "" if at is None else moment(at)
