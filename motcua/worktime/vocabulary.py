"""The words of the calendar and of time limits, with their Vietnamese labels."""

from enum import StrEnum


class LimitUnit(StrEnum):
    """In what a time limit (thời hạn giải quyết) is counted; DonViTinh of the national portal."""

    WORKING_HOUR = "working_hour"
    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    SAME_DAY = "same_day"
    MIXED_DAY = "mixed_day"
    AS_PUBLISHED = "as_published"

    @property
    def label(self) -> str:
        """The unit in Vietnamese, as it stands behind the number."""
        return _LIMIT_UNIT_LABELS[self]


_LIMIT_UNIT_LABELS = {
    LimitUnit.WORKING_HOUR: "giờ làm việc",
    LimitUnit.WORKING_DAY: "ngày làm việc",
    LimitUnit.CALENDAR_DAY: "ngày",
    LimitUnit.MONTH: "tháng",
    LimitUnit.SAME_DAY: "trong ngày",
    LimitUnit.MIXED_DAY: "ngày và ngày làm việc (hỗn hợp)",
    LimitUnit.AS_PUBLISHED: "theo bản công bố",
}
#: Shown as published, never computed: the officer enters the due time with its ground.
NOT_COMPUTED = frozenset({LimitUnit.MIXED_DAY, LimitUnit.AS_PUBLISHED})
#: What is left at a pause is kept in calendar days; of every other unit in working minutes.
FROZEN_IN_CALENDAR_DAYS = frozenset({LimitUnit.CALENDAR_DAY, LimitUnit.MONTH})


class RuleSet(StrEnum):
    """Which clock rules a dossier lives under, chosen by its day of receipt."""

    Y2021 = "2021"
    NOW = "now"

    @property
    def label(self) -> str:
        """The instrument that the rules come from."""
        return _RULE_SET_LABELS[self]

    @property
    def verified(self) -> bool:
        """Whether the law behind the rules was read article by article."""
        return self is RuleSet.Y2021


_RULE_SET_LABELS = {
    RuleSet.Y2021: "Nghị định 61/2018/NĐ-CP",
    RuleSet.NOW: "Nghị định 118/2025/NĐ-CP, chưa đối chiếu toàn văn",
}


class CalendarStatus(StrEnum):
    """Whether a competent body has decided a calendar."""

    DECIDED = "decided"
    PREDICTED = "predicted"

    @property
    def label(self) -> str:
        """The status in Vietnamese."""
        return "đã quyết định" if self is CalendarStatus.DECIDED else "dự kiến"


class DayKind(StrEnum):
    """What a decision says of one day."""

    OFF = "off"
    WORKING = "working"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The kind in Vietnamese."""
        return _DAY_KIND_LABELS[self]


_DAY_KIND_LABELS = {
    DayKind.OFF: "ngày nghỉ",
    DayKind.WORKING: "ngày làm việc",
    DayKind.CLOSED: "đóng cửa đột xuất",
}


class DueTimeMode(StrEnum):
    """At what time of its last day a limit in working days ends (setting due_time_mode)."""

    END_OF_DAY = "end_of_day"
    SAME_TIME = "same_time"


class NoticeCount(StrEnum):
    """In what "at the latest 1 day before the limit" is counted (Điều 19 khoản 9)."""

    DAY = "day"
    WORKING_DAY = "working_day"


class ClockEventKind(StrEnum):
    """What can happen to a running clock when a due time is computed anew."""

    STOP = "stop"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"


#: ISO weekday → its name.
WEEKDAY_LABELS = {
    1: "Thứ Hai",
    2: "Thứ Ba",
    3: "Thứ Tư",
    4: "Thứ Năm",
    5: "Thứ Sáu",
    6: "Thứ Bảy",
    7: "Chủ nhật",
}

#: The event row of a changed calendar: open dossiers are computed anew after the commit.
CALENDAR_CHANGED = "calendar_changed"
#: The kind of the calendar's chains in the journal.
JOURNAL_KIND = "calendar"
