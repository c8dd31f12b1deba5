"""The words of history brought over from another system (nhập dữ liệu lịch sử)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from motcua.tally.vocabulary import Channel


class Oddity(StrEnum):
    """What is odd about one case of a source; each kind is counted by cases."""

    label: str

    SETTLED_BEFORE_RECEIVED = "settled_before_received", "có kết quả trước khi tiếp nhận"
    EVENT_BEFORE_RECEIVED = "event_before_received", "có việc trước khi tiếp nhận"
    EVENT_AFTER_SETTLED = "event_after_settled", "có việc sau khi có kết quả"
    NO_DUE = "no_due", "không có ngày hẹn trả"
    FACTS_DIFFER = "facts_differ", "các dòng của hồ sơ ghi khác nhau, giữ dòng đầu"
    PAUSE_NOT_COUNTED = "pause_not_counted", "khoảng tạm dừng không khớp, chỉ ghi vào nhật ký"
    NO_GROUND = "no_ground", "tạm dừng không ghi căn cứ"
    PERSON_NOT_VALID = "person_not_valid", "số định danh hoặc điện thoại không đúng, bỏ trống"
    UNIT_NOT_VALID = "unit_not_valid", "đơn vị chưa hoặc không còn hiệu lực khi tiếp nhận"
    VERSION_NOT_VALID = "version_not_valid", "thủ tục không có bản hiệu lực khi tiếp nhận"
    CALENDAR_NOT_DECIDED = "calendar_not_decided", "năm tiếp nhận chưa có lịch làm việc"
    BROKEN_DATE = "broken_date", "ngày giờ không đọc được"
    NO_RECEIVED = "no_received", "không có ngày tiếp nhận"
    NO_CASE = "no_case", "không có mã hồ sơ"
    CHANGED = "changed", "mã hồ sơ đã nhập với nội dung khác"

    def __new__(cls, value: str, label: str) -> "Oddity":
        """Make a member from its value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


#: A case of these kinds is not brought over; every other kind is a remark on the dossier.
REFUSED = frozenset({Oddity.BROKEN_DATE, Oddity.NO_RECEIVED, Oddity.NO_CASE, Oddity.CHANGED})


class RecordedOutcome(StrEnum):
    """How the source says a case ended."""

    SETTLED = "settled"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class RecordedPause:
    """A stretch in which the source's clock stood still; until is None while it still does."""

    start: datetime
    until: datetime | None
    ground: str


#: One event: when, which activity, which resource of the source did it, in which unit of it.
RecordedEvent = tuple[datetime, str, str, str]


@dataclass(slots=True)
class RecordedCase:
    """One case as another system recorded it; every time is on Việt Nam's clock.

    line: where it stands first in the file, counted from 1. first_event and last_event and the
    pair (received, settled) in `instants` are the source's instants as written, with its own
    offset: anomalies are compared by them, while the books keep the wall clock. oddities: what
    the reading has found already. events stand in the order of the source.
    """

    case: str
    line: int
    channel: Channel
    received_at: datetime
    due_at: datetime | None = None
    settled_at: datetime | None = None
    withdrawn_at: datetime | None = None
    returned_at: datetime | None = None
    outcome: RecordedOutcome = RecordedOutcome.SETTLED
    result: str = ""
    procedure: str = ""
    field: str = ""
    owner: str = ""
    identity: str = ""
    phone: str = ""
    step: str = ""
    pauses: tuple[RecordedPause, ...] = ()
    events: tuple[RecordedEvent, ...] = ()
    instants: tuple[datetime, datetime | None] | None = None
    first_event: datetime | None = None
    last_event: datetime | None = None
    oddities: tuple[Oddity, ...] = ()

    @property
    def ended_at(self) -> datetime | None:
        """When the clock ended: withdrawn, or settled; None while it runs."""
        return self.withdrawn_at or self.settled_at


@dataclass(frozen=True, slots=True)
class Refused:
    """One case that is not brought over: which, from which line, of which kind and why."""

    case: str
    line: int
    kind: Oddity
    why: str
