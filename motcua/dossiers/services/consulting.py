"""Asking other agencies, whose terms lie inside the limit; the dossier's clock runs on."""

from datetime import datetime

from django.db import transaction

from motcua.dossiers import rules
from motcua.dossiers.errors import CannotCorrect, NewTimeOutOfRange, NotAllowedHere
from motcua.dossiers.models import Consultation
from motcua.dossiers.rules import Acting
from motcua.dossiers.services import books
from motcua.dossiers.services.words import time_words
from motcua.dossiers.vocabulary import ACTS, Deed
from motcua.organisation.models import Unit


@transaction.atomic
def consult(
    *, dossier_id: int, unit_id: int, question: str, answer_by: datetime, by: Acting, at: datetime
) -> Consultation:
    """Ask another agency, naming content and term (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 5)."""
    rules.check_words(nội_dung_cần_hỏi=question)
    if answer_by <= at:
        raise NewTimeOutOfRange("hạn trả lời phải sau bây giờ.")
    act = books.begin(Deed.CONSULT, dossier_id=dossier_id, acting=by, at=at)
    asked = Consultation.objects.create(
        dossier_id=dossier_id, unit_id=unit_id, question=question, asked_at=at, answer_by=answer_by
    )
    name = Unit.objects.values_list("name", flat=True).get(pk=unit_id)
    act.payload |= {"unit": name, "answer_by": time_words(answer_by), "question": question}
    act.done()
    return asked


@transaction.atomic
def answer_consultation(*, consultation_id: int, answer: str, by: Acting, at: datetime) -> None:
    """Answer for the consulted agency; a late answer is that agency's lateness.

    :raises NoRight: the person does not act for the consulted agency.
    """
    rules.check_words(nội_dung_trả_lời=answer)
    asked = Consultation.objects.select_related("unit").filter(pk=consultation_id).first()
    if asked is None:
        raise CannotCorrect("không có nội dung hỏi ý kiến này.")
    rules.check_may(Deed.ANSWER_CONSULTATION, acting=by, units=[asked.unit_id])
    act = books.begin(
        Deed.ANSWER_CONSULTATION, dossier_id=asked.dossier_id, acting=by, at=at,
        units=(asked.unit_id,),
    )  # fmt: skip
    asked = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=consultation_id)
    )
    if asked.answered_at is not None:
        raise NotAllowedHere(
            code=act.dossier.code, status_label="đã có trả lời", act_label=ACTS[act.deed].label
        )
    asked.answered_at, asked.answer = at, answer
    asked.save(update_fields=["answered_at", "answer"])
    act.payload |= {"unit": asked.unit.name, "answer": answer}
    act.done()
