"""Every act of the life cycle at the desk: its address, its form, the service that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.desk.forms import clock, steps, supplements
from motcua.desk.forms.base import ActForm
from motcua.desk.matter import Matter
from motcua.dossiers import selectors, services
from motcua.dossiers.rules.route import before_return
from motcua.dossiers.vocabulary import ACTS, Deed
from motcua.pages.errors import NoSuchPage

Service = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Job:
    """One act: `do` takes dossier_id, by, at and what the form gives, by their names.

    urgent: before the others when several are possible; warn: ends or refuses something.
    """

    deed: Deed
    address: str
    form: type[ActForm]
    do: Service
    icon: str = ""
    urgent: int = 9
    warn: bool = False

    @property
    def label(self) -> str:
        """The word of the life cycle."""
        return ACTS[self.deed].label

    @property
    def effect(self) -> str:
        """What it does to the clock."""
        return ACTS[self.deed].clock.value


def _supplement(*, override_reason: str = "", **given: Any) -> None:
    parts = ("items", "reason", "answer_by", "components", "legal_ground")
    missing = services.Missing(*(given.pop(name) for name in parts))
    override = services.Override(override_reason)
    services.ask_supplement(missing=missing, override=override, **given)


def _issue(*, kind: str, reason: str, **given: Any) -> None:
    refused = kind == "refusal"
    parts = {name: given.pop(name) for name in ("number", "name", "signer")}
    paper = services.ResultPaper(refused=refused, reason=reason if refused else "", **parts)
    services.issue_result(paper=paper, **given)


def _answer(**given: Any) -> None:
    # The question knows its dossier.
    del given["dossier_id"]
    services.answer_consultation(**given)


def _correct(*, right_at: datetime | None, number: int | None, **given: Any) -> None:
    parts = {name: given.pop(name) for name in ("due_at", "void", "channel")}
    correction = services.Correction(number=number, at=right_at, **parts)
    services.correct(correction=correction, **given)


_D = Deed
_ROWS = (
    Job(_D.RECEIVE, "tiep-nhan", clock.DueForm, services.receive_submitted, "file-text", 1),
    Job(_D.TAKE_OVER, "nhan-ban-giao", steps.TakeOverForm, services.take_over, "check", 1),
    Job(_D.TRANSFER, "chuyen-xu-ly", steps.TransferForm, services.transfer, "send", 2),
    Job(_D.APPROVE, "phe-duyet", steps.ApproveForm, services.approve, "stamp", 2),
    Job(_D.ISSUE_RESULT, "ban-hanh", steps.IssueForm, _issue, "stamp", 2),
    Job(_D.COMPLETE_STEP, "chuyen-buoc", steps.CompleteForm, services.complete_step, "send", 3),
    Job(_D.ACCEPT_ADDITIONS, "nhan-du-bo-sung", supplements.AcceptForm, services.accept_additions,
        "check", 2),
    Job(_D.MEET_OBLIGATION, "da-xong-nghia-vu", clock.DocumentForm, services.meet_obligation,
        "check", 2),
    Job(_D.RESUME, "tiep-tuc", clock.ReasonForm, services.resume, "check", 3),
    Job(_D.RETURN_RESULT, "tra-ket-qua", steps.ReturnForm, services.return_result, "package", 2),
    Job(_D.ANSWER_CONSULTATION, "tra-loi-y-kien", clock.AnswerForm, _answer, "send", 3),
    Job(_D.SEND_ADDITIONS, "gui-bo-sung", supplements.AdditionsForm, services.send_additions,
        "inbox", 4),
    Job(_D.ASK_SUPPLEMENT, "yeu-cau-bo-sung", supplements.SupplementForm, _supplement, "", 5),
    Job(_D.ASK_SUPPLEMENT_BEFORE_RECEIPT, "yeu-cau-bo-sung-truoc", supplements.SupplementForm,
        _supplement, "", 5),
    Job(_D.APOLOGISE, "xin-loi", clock.ApologiseForm, services.apologise, "", 6),
    Job(_D.EXTEND, "hen-lai", clock.ExtendForm, services.extend, "", 6),
    Job(_D.SEND_BACK, "tra-lai", steps.SendBackForm, services.send_back, "undo-2", 6),
    Job(_D.REFUSE_HAND_OVER, "khong-nhan-ban-giao", steps.RefuseHandOverForm,
        services.refuse_hand_over),
    Job(_D.ASSIGN, "giao-nguoi-xu-ly", steps.AssignForm, services.assign, "users"),
    Job(_D.CONSULT, "lay-y-kien", clock.ConsultForm, services.consult),
    Job(_D.ASK_OBLIGATION, "nghia-vu-tai-chinh", clock.ReasonForm, services.ask_obligation),
    Job(_D.PAUSE, "tam-dung", clock.GroundForm, services.pause, "circle-pause"),
    Job(_D.MOVE, "chuyen-don-vi", clock.MoveForm, services.move),
    Job(_D.CORRECT, "dinh-chinh", clock.CorrectForm, _correct, "pencil"),
    Job(_D.WITHDRAW, "rut-ho-so", clock.ReasonForm, services.withdraw, warn=True),
    Job(_D.MISS_SUPPLEMENT_TERM, "het-han-bo-sung", clock.ReasonForm,
        services.miss_supplement_term, warn=True),
    Job(_D.STOP_SETTLING, "dung-giai-quyet", clock.GroundForm, services.stop_settling, warn=True),
    Job(_D.REFUSE_RECEIPT, "tu-choi-tiep-nhan", clock.ReasonForm, services.refuse_receipt,
        warn=True),
)  # fmt: skip

JOBS = {job.deed: job for job in _ROWS}
_BY_ADDRESS = {job.address: job for job in _ROWS}


#: What an officer does with a step only after giving the receipt for it.
AFTER_TAKE_OVER = frozenset(
    {_D.ASK_SUPPLEMENT, _D.ASK_OBLIGATION, _D.CONSULT, _D.COMPLETE_STEP, _D.APPROVE, _D.SEND_BACK,
     _D.ISSUE_RESULT}
)  # fmt: skip


def job_at(address: str) -> Job:
    """Return the act with this address.

    :raises NoSuchPage: there is none.
    """
    if address not in _BY_ADDRESS:
        raise NoSuchPage
    return _BY_ADDRESS[address]


def offered(matter: Matter) -> tuple[Job, ...]:
    """Return the acts that this person may do now and that have something to act on.

    The most urgent first. A question of another agency is answered by that agency.
    """
    possible = set(selectors.possible(matter.page, matter.visitor.who))
    if matter.to_take_over and not matter.taken:
        possible -= AFTER_TAKE_OVER
    if before_return(matter.plans, [step.key for step in matter.page.open_steps]):
        possible.discard(Deed.RETURN_RESULT)
    possible.discard(Deed.ANSWER_CONSULTATION)
    if matter.answerable():
        possible.add(Deed.ANSWER_CONSULTATION)
    jobs = [job for job in _ROWS if job.deed in possible and job.form.fits(matter)]
    return tuple(sorted(jobs, key=lambda job: job.urgent))
