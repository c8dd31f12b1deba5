"""Dated settings: the short terms that the rules set beside a procedure's own limit.

Each value has its period, its source, and whether that source was read or is from memory.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.kernel.periods import Period
from motcua.worktime.rules.limits import Limit
from motcua.worktime.vocabulary import LimitUnit


class Term(StrEnum):
    """What a setting is about."""

    #: From receipt until a notice of missing papers (phiếu yêu cầu bổ sung, mẫu 02).
    SUPPLEMENT_NOTICE = "supplement_notice"
    #: From an online submission until the officer's answer.
    ONLINE_ANSWER = "online_answer"
    #: How long before the due date an extension with apology must be written at the latest.
    EXTENSION_NOTICE = "extension_notice"


@dataclass(frozen=True, slots=True)
class TermSetting:
    """The value of a setting in one period. read: its source was read, not remembered."""

    term: Term
    valid: Period
    limit: Limit
    source: str
    read: bool

    @property
    def words(self) -> str:
        """The value with its source, as a page says it."""
        mark = "" if self.read else ", chưa xác minh"
        return f"{self.limit.label} ({self.source}{mark})"


_BEFORE, _SINCE = date(2018, 6, 21), date(2025, 7, 1)
#: The full text of NĐ 118/2025 was not read: what it keeps of NĐ 61/2018 is from memory.
TERM_SETTINGS = (
    TermSetting(
        Term.SUPPLEMENT_NOTICE, Period(_BEFORE, _SINCE), Limit(3, LimitUnit.WORKING_DAY),
        "Nghị định 61/2018/NĐ-CP Điều 19 khoản 4", read=True,
    ),
    TermSetting(
        Term.SUPPLEMENT_NOTICE, Period(_SINCE), Limit(3, LimitUnit.WORKING_DAY),
        "Nghị định 118/2025/NĐ-CP", read=False,
    ),
    TermSetting(
        Term.ONLINE_ANSWER, Period(_BEFORE, _SINCE), Limit(8, LimitUnit.WORKING_HOUR),
        "quy định về tiếp nhận hồ sơ trực tuyến trước ngày 01/07/2025", read=False,
    ),
    TermSetting(
        Term.ONLINE_ANSWER, Period(_SINCE), Limit(8, LimitUnit.WORKING_HOUR),
        "quy định về tiếp nhận hồ sơ trực tuyến từ ngày 01/07/2025", read=False,
    ),
    TermSetting(
        Term.EXTENSION_NOTICE, Period(_BEFORE, _SINCE), Limit(1, LimitUnit.CALENDAR_DAY),
        "Nghị định 61/2018/NĐ-CP Điều 19 khoản 9", read=True,
    ),
    TermSetting(
        Term.EXTENSION_NOTICE, Period(_SINCE), Limit(1, LimitUnit.CALENDAR_DAY),
        "Nghị định 118/2025/NĐ-CP", read=False,
    ),
)  # fmt: skip


def term_on(term: Term, day: date) -> TermSetting:
    """Return a setting as it stands on a day; before its first period, as in the first one.

    Imported history knows no older rules.
    """
    listed = [setting for setting in TERM_SETTINGS if setting.term is term]
    return next((setting for setting in listed if setting.valid.holds(day)), listed[0])
