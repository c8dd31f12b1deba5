"""The life cycle on one screen: every act, from where to where, who may, what it does.

Screens, permissions, journal sentences, the manual and the tests read this table
(architecture.md section 4; law: one-stop.md 2.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from motcua.accounts.vocabulary import Role
from motcua.dossiers.vocabulary.states import Status


class ClockEffect(StrEnum):
    """What an act does to the clock, told before it is done."""

    NONE = "Thời hạn không đổi."
    START = "Thời hạn bắt đầu tính."
    STOP = "Thời hạn ngừng tính cho đến khi tiếp tục."
    RESUME = "Thời hạn tính tiếp phần còn lại."
    RESTART = "Thời hạn tính lại từ đầu; hồ sơ đã quá hạn thì giữ hạn cũ."
    EXTEND = "Có ngày hẹn mới; thống kê giữ cả hạn gốc."
    END = "Thời hạn kết thúc."
    RECALCULATE = "Hạn được tính lại theo lịch mới."
    CORRECT = "Sổ thời hạn có thêm dòng đính chính."


class Deed(StrEnum):
    """The code of every act, as it stands in the journal."""

    SUBMIT = "submit"
    ASK_SUPPLEMENT_BEFORE_RECEIPT = "ask_supplement_before_receipt"
    SEND_ADDITIONS = "send_additions"
    ACCEPT_ADDITIONS = "accept_additions"
    MISS_SUPPLEMENT_TERM = "miss_supplement_term"
    REFUSE_RECEIPT = "refuse_receipt"
    RECEIVE = "receive"
    TRANSFER = "transfer"
    TAKE_OVER = "take_over"
    REFUSE_HAND_OVER = "refuse_hand_over"
    ASSIGN = "assign"
    COMPLETE_STEP = "complete_step"
    SEND_BACK = "send_back"
    CONSULT = "consult"
    ANSWER_CONSULTATION = "answer_consultation"
    ASK_SUPPLEMENT = "ask_supplement"
    ASK_OBLIGATION = "ask_obligation"
    MEET_OBLIGATION = "meet_obligation"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    APOLOGISE = "apologise"
    RECALCULATE = "recalculate"
    WITHDRAW = "withdraw"
    STOP_SETTLING = "stop_settling"
    APPROVE = "approve"
    ISSUE_RESULT = "issue_result"
    RETURN_RESULT = "return_result"
    MOVE = "move"
    SUCCEED = "succeed"
    CORRECT = "correct"
    SETTLE_PART = "settle_part"
    #: History brought over from another system, in its own words.
    AS_RECORDED = "as_recorded"


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the life cycle.

    from_states: where the dossier must stand (empty: it does not exist yet); to_state: where it
    goes (None: it stays, or the rule decides between several); sentence: the journal's words,
    filled from the entry's payload.
    """

    deed: Deed
    label: str
    from_states: frozenset[Status]
    to_state: Status | None
    roles: frozenset[Role]
    clock: ClockEffect
    sentence: str


def _act(
    deed: Deed,
    label: str,
    *,
    way: tuple[tuple[Status, ...], Status | None],
    by: tuple[Role, ...],
    clock: ClockEffect,
    says: str,
) -> Act:
    starts, to = way
    return Act(deed, label, frozenset(starts), to, frozenset(by), clock, says)


_S = Status
_RECEIVER = (Role.RECEIVING_OFFICER, Role.ONE_STOP_HEAD)
_HEAD = (Role.UNIT_HEAD, Role.LEADER)
_WORKER = (
    Role.RECEIVING_OFFICER, Role.CASE_OFFICER, Role.APPROVER, Role.RECORDS_CLERK,
    Role.UNIT_HEAD, Role.ONE_STOP_HEAD, Role.LEADER,
)  # fmt: skip
_SETTLER = (Role.CASE_OFFICER, Role.UNIT_HEAD)
_OPEN_RECEIVED = (
    _S.RECEIVED, _S.PROCESSING, _S.SUPPLEMENT_REQUIRED, _S.FINANCIAL_OBLIGATION, _S.STOPPED
)  # fmt: skip
_C = ClockEffect

# After the result (SETTLED) the steps that the route puts before the return are still worked on.
_ROWS = (
    _act(
        Deed.SUBMIT,
        "Gửi hồ sơ",
        way=((_S.DRAFT,), _S.REGISTERED),
        by=(Role.SUBMITTER, Role.POSTAL_STAFF, *_RECEIVER),
        clock=_C.NONE,
        says="gửi hồ sơ {reference} qua kênh {channel}.",
    ),
    _act(
        Deed.ASK_SUPPLEMENT_BEFORE_RECEIPT,
        "Yêu cầu bổ sung",
        way=((_S.REGISTERED,), _S.SUPPLEMENT_REQUIRED),
        # The head asks a second time (one-stop.md 11, rule 2).
        by=(*_RECEIVER, *_HEAD),
        clock=_C.NONE,
        says="yêu cầu bổ sung trước khi tiếp nhận: {reason}",
    ),
    _act(
        Deed.SEND_ADDITIONS,
        "Gửi bổ sung",
        way=((_S.SUPPLEMENT_REQUIRED,), None),
        by=(Role.SUBMITTER, Role.POSTAL_STAFF, Role.RECEIVING_OFFICER),
        clock=_C.NONE,
        says="nhận được giấy tờ bổ sung: {note}",
    ),
    _act(
        Deed.ACCEPT_ADDITIONS,
        "Nhận đủ bổ sung",
        way=((_S.SUPPLEMENT_REQUIRED,), None),
        by=_RECEIVER,
        clock=_C.RESTART,
        says="chấp nhận hồ sơ đã bổ sung đủ.{due_note}",
    ),
    _act(
        Deed.MISS_SUPPLEMENT_TERM,
        "Hết hạn bổ sung",
        way=((_S.SUPPLEMENT_REQUIRED,), None),
        by=_HEAD,
        clock=_C.END,
        says="kết thúc hồ sơ vì hết hạn bổ sung: {reason}",
    ),
    _act(
        Deed.REFUSE_RECEIPT,
        "Từ chối tiếp nhận",
        way=((_S.REGISTERED, _S.SUPPLEMENT_REQUIRED), _S.NOT_RECEIVED),
        by=_RECEIVER,
        clock=_C.NONE,
        says="từ chối tiếp nhận: {reason}",
    ),
    _act(
        Deed.RECEIVE,
        "Tiếp nhận hồ sơ",
        way=((_S.REGISTERED,), _S.RECEIVED),
        by=_RECEIVER,
        clock=_C.START,
        says="tiếp nhận hồ sơ, cấp mã {code}.{due_note}",
    ),
    _act(
        Deed.TRANSFER,
        "Chuyển xử lý",
        way=((_S.RECEIVED,), _S.PROCESSING),
        by=_RECEIVER,
        clock=_C.NONE,
        says="chuyển hồ sơ đến bước “{step}”, {holder}.",
    ),
    _act(
        Deed.TAKE_OVER,
        "Nhận bàn giao",
        way=((_S.PROCESSING, _S.SETTLED), None),
        by=_WORKER,
        clock=_C.NONE,
        says="nhận bàn giao bước “{step}”.",
    ),
    _act(
        Deed.REFUSE_HAND_OVER,
        "Không nhận bàn giao",
        way=((_S.PROCESSING, _S.SETTLED), None),
        by=_WORKER,
        clock=_C.NONE,
        says="không nhận bàn giao bước “{step}”: {reason}",
    ),
    _act(
        Deed.ASSIGN,
        "Giao người xử lý",
        way=((_S.RECEIVED, _S.PROCESSING, _S.SETTLED), None),
        by=_HEAD,
        clock=_C.NONE,
        says="giao bước “{step}” cho {holder}: {reason}",
    ),
    _act(
        Deed.COMPLETE_STEP,
        "Chuyển bước",
        way=((_S.PROCESSING, _S.SETTLED), None),
        by=_WORKER,
        clock=_C.NONE,
        says="làm xong bước “{step}”, chuyển đến {following}.",
    ),
    _act(
        Deed.SEND_BACK,
        "Trả lại để sửa",
        way=((_S.PROCESSING,), None),
        by=_WORKER,
        clock=_C.NONE,
        says="trả lại từ bước “{step}” về bước “{following}”: {reason}",
    ),
    _act(
        Deed.CONSULT,
        "Lấy ý kiến",
        way=((_S.PROCESSING,), None),
        by=_SETTLER,
        clock=_C.NONE,
        says="lấy ý kiến {unit}, đề nghị trả lời trước {answer_by}: {question}",
    ),
    _act(
        Deed.ANSWER_CONSULTATION,
        "Trả lời ý kiến",
        way=((_S.PROCESSING, _S.SUPPLEMENT_REQUIRED, _S.FINANCIAL_OBLIGATION, _S.STOPPED), None),
        by=_WORKER,
        clock=_C.NONE,
        says="trả lời ý kiến của {unit}: {answer}",
    ),
    _act(
        Deed.ASK_SUPPLEMENT,
        "Yêu cầu bổ sung",
        way=((_S.PROCESSING,), _S.SUPPLEMENT_REQUIRED),
        by=(*_SETTLER, Role.ONE_STOP_HEAD),
        clock=_C.STOP,
        says="yêu cầu bổ sung (lần {round}): {reason}",
    ),
    _act(
        Deed.ASK_OBLIGATION,
        "Yêu cầu nghĩa vụ tài chính",
        way=((_S.PROCESSING,), _S.FINANCIAL_OBLIGATION),
        by=_SETTLER,
        clock=_C.STOP,
        says="yêu cầu thực hiện nghĩa vụ tài chính: {reason}",
    ),
    _act(
        Deed.MEET_OBLIGATION,
        "Đã xong nghĩa vụ tài chính",
        way=((_S.FINANCIAL_OBLIGATION,), _S.PROCESSING),
        by=(*_SETTLER, Role.RECEIVING_OFFICER),
        clock=_C.RESUME,
        says="xác nhận đã xong nghĩa vụ tài chính ({document}).{due_note}",
    ),
    _act(
        Deed.PAUSE,
        "Tạm dừng",
        way=((_S.PROCESSING,), _S.STOPPED),
        by=_HEAD,
        clock=_C.STOP,
        says="tạm dừng theo {legal_ground} ({document}).",
    ),
    _act(
        Deed.RESUME,
        "Tiếp tục xử lý",
        way=((_S.STOPPED,), _S.PROCESSING),
        by=_HEAD,
        clock=_C.RESUME,
        says="tiếp tục xử lý: {reason}{due_note}",
    ),
    _act(
        Deed.EXTEND,
        "Xin lỗi và hẹn lại",
        way=((_S.PROCESSING,), None),
        by=_HEAD,
        clock=_C.EXTEND,
        says="xin lỗi và hẹn lại: {reason}{due_note}",
    ),
    _act(
        Deed.APOLOGISE,
        "Xin lỗi vì trả chậm",
        way=((*_OPEN_RECEIVED, _S.SETTLED), None),
        by=_HEAD,
        clock=_C.NONE,
        says="xin lỗi vì trả chậm, hứa trả {promised_at}: {reason}",
    ),
    _act(
        Deed.RECALCULATE,
        "Tính lại hạn",
        way=(_OPEN_RECEIVED, None),
        by=(),
        clock=_C.RECALCULATE,
        says="tính lại hạn theo {document}.{due_note}",
    ),
    _act(
        Deed.WITHDRAW,
        "Rút hồ sơ",
        way=((_S.REGISTERED, *_OPEN_RECEIVED), _S.WITHDRAWN),
        by=(Role.SUBMITTER, *_RECEIVER),
        clock=_C.END,
        says="rút hồ sơ: {reason}",
    ),
    _act(
        Deed.STOP_SETTLING,
        "Dừng giải quyết",
        way=(_OPEN_RECEIVED, _S.STOPPED),
        by=_HEAD,
        clock=_C.END,
        says="dừng giải quyết theo {legal_ground} ({document}).",
    ),
    _act(
        Deed.APPROVE,
        "Phê duyệt",
        way=((_S.PROCESSING,), None),
        by=(Role.APPROVER, Role.LEADER, Role.UNIT_HEAD),
        clock=_C.NONE,
        says="phê duyệt, {verdict}, chuyển đến {following}.",
    ),
    _act(
        Deed.ISSUE_RESULT,
        "Cấp số, ban hành",
        way=((_S.PROCESSING,), _S.SETTLED),
        by=_WORKER,  # Whose step it is by the route: the clerk's, or the last before the return.
        clock=_C.END,
        says="ban hành kết quả số {number}.",
    ),
    _act(
        Deed.RETURN_RESULT,
        "Trả kết quả",
        way=((_S.SETTLED,), _S.RETURNED),
        by=_RECEIVER,
        clock=_C.NONE,
        says="trả kết quả cho {receiver}: {proof}",
    ),
    _act(
        Deed.MOVE,
        "Chuyển đơn vị giải quyết",
        way=(_OPEN_RECEIVED, None),
        by=_HEAD,
        clock=_C.NONE,
        says="chuyển hồ sơ từ {origin} đến {unit}: {reason}",
    ),
    _act(
        Deed.SUCCEED,
        "Chuyển theo đơn vị kế tục",
        way=((_S.REGISTERED, *_OPEN_RECEIVED, _S.SETTLED), None),
        by=(),
        clock=_C.NONE,
        says="chuyển hồ sơ từ {origin} đến đơn vị kế tục {unit}: {reason}",
    ),
    _act(
        Deed.CORRECT,
        "Đính chính",
        way=(tuple(_S), None),
        by=(Role.UNIT_HEAD,),
        clock=_C.CORRECT,
        says="đính chính: {what}. Lý do: {reason}",
    ),
    _act(
        Deed.SETTLE_PART,
        "Phần liên thông đã xong",
        way=(_OPEN_RECEIVED, None),
        by=(),
        clock=_C.NONE,
        says="nhận kết quả phần liên thông {part}.",
    ),
    _act(
        Deed.AS_RECORDED,
        "Ghi theo hệ thống cũ",
        way=(tuple(_S), None),
        by=(),
        clock=_C.NONE,
        says="{activity} (ghi theo hệ thống cũ).",
    ),
)

#: Every act by its code.
ACTS: Mapping[Deed, Act] = {row.deed: row for row in _ROWS}


def sentence(deed: Deed, payload: Mapping[str, object]) -> str:
    """Return what the journal says of an act, in Vietnamese, without the person's name."""
    return ACTS[deed].sentence.format_map(_Filled(payload))


class _Filled(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "chưa có"
