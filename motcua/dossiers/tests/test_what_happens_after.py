"""What happens because something else happened: calendar decisions, interlinked parts, repeats."""

from datetime import date, timedelta

import pytest
import time_machine

from motcua.dossiers import services
from motcua.dossiers.errors import OpenParts
from motcua.dossiers.jobs import recalculate_open, tell_parent
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import THE_SYSTEM
from motcua.dossiers.selectors import verify
from motcua.dossiers.tests.office import Office, at
from motcua.journal.models import JournalEntry
from motcua.journal.rules import SYSTEM
from motcua.storage.events import MOST_ATTEMPTS, Reactions, relay, try_again
from motcua.storage.models import Event
from motcua.worktime import services as worktime
from motcua.worktime.services import DecidedDay
from motcua.worktime.vocabulary import DayKind

REACTIONS: Reactions = {
    "calendar_changed": (recalculate_open,),
    "dossier.issue_result": (tell_parent,),
}


def test_a_late_decision_on_the_calendar_moves_open_due_times_only(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))  # due 08/03
    settled = office.processing(at("2021-03-01 08:40"))
    office.settle(settled, at("2021-03-02 09:00"))
    worktime.decide_day(
        unit_id=office.unit.pk, day=DecidedDay(date(2021, 3, 4), DayKind.CLOSED, "Nghỉ do bão"),
        document="02/TB-UBND", decided_on=date(2021, 3, 3), by=SYSTEM,
        at=at("2021-03-03 08:00"),
    )  # fmt: skip

    relay(reactions=REACTIONS, at=at("2021-03-03 08:01"))

    assert Dossier.objects.get(pk=key).due_at == at("2021-03-09 17:00")
    assert Dossier.objects.get(pk=settled).due_at == at("2021-03-08 17:00")
    assert not Event.objects.filter(kind="calendar_changed").exists()
    assert verify().rows == []


def test_an_interlinked_part_tells_its_parent_and_holds_its_approval(office: Office) -> None:
    parent = office.processing(at("2021-03-01 08:30"))
    by = office.everyone
    part = office.receive(at("2021-03-01 09:00"), parent=parent, settling_unit=office.other.pk).id
    services.complete_step(dossier_id=parent, by=by, at=at("2021-03-01 10:00"))
    services.take_over(dossier_id=parent, by=by, at=at("2021-03-01 10:10"))

    with pytest.raises(OpenParts):
        services.approve(dossier_id=parent, by=by, at=at("2021-03-01 10:20"))

    services.transfer(dossier_id=part, by=by, at=at("2021-03-01 11:00"))
    services.take_over(dossier_id=part, by=by, at=at("2021-03-01 11:10"))
    office.settle(part, at("2021-03-02 09:00"))
    with time_machine.travel(at("2021-03-02 09:01"), tick=False):
        relay(reactions=REACTIONS, at=at("2021-03-02 09:01"))
    acts = JournalEntry.objects.filter(head__subject=str(parent)).values_list("act", flat=True)
    assert "settle_part" in acts
    services.approve(dossier_id=parent, by=by, at=at("2021-03-02 10:20"))


def test_a_reaction_that_fails_waits_and_is_parked_for_a_person(office: Office) -> None:
    office.receive(at("2021-03-01 08:30"))
    now = at("2021-03-01 08:31")

    def fails(event: Event) -> None:
        raise RuntimeError("mất mạng")

    for _ in range(MOST_ATTEMPTS):
        relay(reactions={"dossier.receive": (fails,)}, at=now)
        now += timedelta(hours=1)
    parked = Event.objects.get()

    assert parked.parked_at is not None
    assert "RuntimeError" in parked.error
    try_again(event_id=parked.pk, at=now)
    relay(reactions={}, at=now)
    assert not Event.objects.exists()


def test_the_same_request_twice_gives_the_same_dossier(office: Office) -> None:
    send = {"application": office.application(), "by": office.everyone, "once": "abc"}
    first = services.receive(**send, at=at("2021-03-01 08:30"))
    again = services.receive(**send, at=at("2021-03-01 08:31"))

    assert again == first
    assert Dossier.objects.count() == 1


def test_the_succession_of_a_unit_moves_its_open_dossiers(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    moved = services.move_all(
        unit_id=office.unit.pk, to_unit_id=office.other.pk, reason="sáp nhập",
        by=THE_SYSTEM, at=at("2021-03-02 08:00"),
    )  # fmt: skip

    assert moved == 1
    assert Dossier.objects.get(pk=key).settling_unit_id == office.other.pk
    assert verify().rows == []
