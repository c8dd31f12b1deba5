"""States: of the business, of money, of delivery, of a step; kinds of clock entries."""

from enum import IntEnum, StrEnum


class Status(IntEnum):
    """Where a dossier stands: draft and the ten codes of the national portal.

    Trạng thái hồ sơ, one-stop.md 2.2. Code 8 without an end entry of the clock is tạm dừng
    (open); with one it is dừng giải quyết (closed).
    """

    label: str

    DRAFT = 0, "Bản nháp"
    REGISTERED = 1, "Đã gửi, chờ tiếp nhận"
    RECEIVED = 2, "Đã tiếp nhận"
    NOT_RECEIVED = 3, "Từ chối tiếp nhận"
    PROCESSING = 4, "Đang thụ lý"
    SUPPLEMENT_REQUIRED = 5, "Chờ bổ sung"
    FINANCIAL_OBLIGATION = 6, "Chờ nộp nghĩa vụ tài chính"
    WITHDRAWN = 7, "Đã rút"
    STOPPED = 8, "Tạm dừng"
    SETTLED = 9, "Có kết quả"
    RETURNED = 10, "Đã trả kết quả"

    def __new__(cls, value: int, label: str = "") -> "Status":
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


#: The clock of the limit runs.
CLOCK_RUNS = frozenset({Status.RECEIVED, Status.PROCESSING})
#: The clock is stopped, the dossier still open (if it was received and has no end entry).
CLOCK_STOPPED = frozenset({Status.SUPPLEMENT_REQUIRED, Status.FINANCIAL_OBLIGATION, Status.STOPPED})
OPEN = CLOCK_RUNS | CLOCK_STOPPED | {Status.REGISTERED}
CLOSED = frozenset({Status.NOT_RECEIVED, Status.WITHDRAWN, Status.SETTLED, Status.RETURNED})
#: States that only a received dossier reaches (5, 7 and 8 depend on the books).
RECEIVED_STATES = frozenset(
    {Status.RECEIVED, Status.PROCESSING, Status.FINANCIAL_OBLIGATION, Status.SETTLED,
     Status.RETURNED}
)  # fmt: skip


class Money(IntEnum):
    """The money side of a dossier; it never blocks the others."""

    label: str

    NOTHING_DUE = 0, "Không phải nộp"
    DUE = 1, "Chưa nộp"
    PAID = 2, "Đã nộp"

    def __new__(cls, value: int, label: str = "") -> "Money":
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Delivery(IntEnum):
    """Where the result is on its way to the person."""

    label: str

    NOTHING_YET = 0, "Chưa có kết quả"
    READY = 1, "Chờ trả"
    POSTED = 2, "Đang gửi bưu chính"
    HANDED_OVER = 3, "Đã trả"

    def __new__(cls, value: int, label: str = "") -> "Delivery":
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class StepState(IntEnum):
    """Where one step of the route stands."""

    label: str

    WAITING = 1, "Chưa đến lượt"
    HANDED_OVER = 2, "Chờ nhận bàn giao"
    TAKEN = 3, "Đang làm"
    DONE = 4, "Đã xong"
    SENT_BACK = 5, "Đã trả lại bước trước"
    LEFT_OUT = 6, "Không phải làm"

    def __new__(cls, value: int, label: str = "") -> "StepState":
        member = int.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class ClockKind(StrEnum):
    """Kinds of entries in the clock book (sổ thời hạn)."""

    START = "start"
    STOP = "stop"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"
    END = "end"
    AS_RECORDED = "recorded"
    RECALCULATE = "recalculate"
    CORRECT = "correct"
    #: Another unit answers for the clock from here on; the due time stays.
    MOVE = "move"


class Outcome(StrEnum):
    """How the clock of a dossier ended."""

    SETTLED = "settled"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
