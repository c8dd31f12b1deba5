"""Nobody stops the clock of a dossier, or asks others about it, without the step in hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from motcua.accounts.vocabulary import Role
from motcua.dossiers import errors, services
from motcua.dossiers.models import Consultation, Dossier, Step, SupplementRequest
from motcua.dossiers.rules import Acting
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import Status
from motcua.organisation.models import Officer

MISSING = services.Missing(["A"], "thiếu", legal_ground="luật")
Ask = Callable[[int, Office, Acting, datetime], object]


def supplement(key: int, _office: Office, by: Acting, when: datetime) -> object:
    return services.ask_supplement(dossier_id=key, missing=MISSING, by=by, at=when)


def obligation(key: int, _office: Office, by: Acting, when: datetime) -> object:
    return services.ask_obligation(dossier_id=key, reason="lệ phí", by=by, at=when)


def consult(key: int, office: Office, by: Acting, when: datetime) -> object:
    return services.consult(
        dossier_id=key, unit_id=office.other.pk, question="Có trùng không?",
        answer_by=at("2022-03-10 17:00"), by=by, at=when,
    )  # fmt: skip


EACH = pytest.mark.parametrize("ask", [supplement, obligation, consult])


def handed(office: Office) -> int:
    key = office.receive(at("2022-03-01 08:30")).id
    services.transfer(dossier_id=key, by=office.everyone, at=at("2022-03-01 09:00"))
    return key


def untouched(key: int) -> bool:
    dossier = Dossier.objects.get(pk=key)
    asked = SupplementRequest.objects.exists() or Consultation.objects.exists()
    return dossier.status == Status.PROCESSING and dossier.stopped_at is None and not asked


@EACH
@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.UNIT_HEAD])
def test_before_the_take_over_nobody_asks(office: Office, ask: Ask, role: Role) -> None:
    key = handed(office)
    with pytest.raises(errors.NotTakenOver):
        ask(key, office, office.acting(role), at("2022-03-01 10:00"))
    assert untouched(key)


@EACH
def test_what_another_officer_has_in_hand_is_his_or_the_head_s(office: Office, ask: Ask) -> None:
    key = handed(office)
    services.take_over(dossier_id=key, by=office.everyone, at=at("2022-03-01 09:30"))
    mine, other = (Officer.objects.create(code=code, name=code, sort_key=code) for code in "ab")
    Step.objects.filter(dossier=key, done_at=None).update(officer=mine)
    worker = office.acting(Role.CASE_OFFICER)
    with pytest.raises(errors.NotYours):
        ask(key, office, replace(worker, officer=other.pk), at("2022-03-01 10:00"))
    assert untouched(key)
    ask(key, office, replace(worker, officer=mine.pk), at("2022-03-01 10:00"))
    assert not untouched(key)


@EACH
def test_the_head_asks_about_a_step_that_an_officer_has(office: Office, ask: Ask) -> None:
    key = office.processing(at("2022-03-01 08:30"))
    ask(key, office, office.acting(Role.UNIT_HEAD), at("2022-03-01 10:00"))
    assert not untouched(key)
