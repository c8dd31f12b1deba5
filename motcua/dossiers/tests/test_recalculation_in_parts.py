"""A change of the calendar reaches open dossiers part by part, and does what was foretold."""

from datetime import date

import pytest

from motcua.dossiers import jobs
from motcua.dossiers.models import ClockEntry, Dossier
from motcua.dossiers.selectors import verify
from motcua.dossiers.selectors.calendar import moves, touched
from motcua.dossiers.tests.office import Office, at
from motcua.journal.rules import SYSTEM
from motcua.kernel.errors import Refusal
from motcua.kernel.periods import Period
from motcua.storage.events import Reactions, relay
from motcua.storage.models import Event
from motcua.worktime import selectors as worktime
from motcua.worktime.models import RecalculatedLine, Recalculation
from motcua.worktime.rules import DecidedDay, NewDecision, Proposal
from motcua.worktime.services import ask_again, enter
from motcua.worktime.vocabulary import CalendarStatus, DayKind

REACTIONS: Reactions = {"calendar_changed": (jobs.recalculate_open,)}
STORM = Proposal(
    scope=None,
    valid=Period.through(date(2021, 3, 4), date(2021, 3, 4)),
    decision=NewDecision(
        key="du-thao", document="02/TB-UBND", source="", status=CalendarStatus.DECIDED,
        decided_on=date(2021, 3, 3), valid=Period.through(date(2021, 3, 4), date(2021, 3, 4)),
        days=(DecidedDay(date(2021, 3, 4), DayKind.CLOSED, "bão"),),
    ),
)  # fmt: skip
NIGHT = at("2021-03-03 20:00")


def foretold() -> dict[int, object]:
    """Return dossier → new due time as the preview says it."""
    found = touched(
        unit_id=None, first_on=date(2021, 3, 4), until_on=date(2021, 3, 5), on=date(2021, 3, 3)
    )
    would = moves(
        dossiers=found,
        calendar_of=lambda unit: worktime.calendar_if(unit_id=unit, proposal=STORM),
    )
    return {move.dossier: move.after for move in would}


def carry() -> None:
    """Carry one event of the calendar, far enough in the future to find what follows."""
    Event.objects.exclude(kind="calendar_changed").delete()
    relay(reactions=REACTIONS, at=at("2099-01-01 00:00"), limit=1)


def test_the_preview_says_what_will_happen(office: Office) -> None:
    moving = office.processing(at("2021-03-01 08:30"))
    office.receive(at("2021-02-01 08:30"))  # due long before
    settled = office.processing(at("2021-03-01 08:40"))
    office.settle(settled, at("2021-03-02 09:00"))
    before = foretold()
    run = enter(proposal=STORM, document="02/TB-UBND", by=SYSTEM, at=NIGHT)
    carry()

    run.refresh_from_db()
    assert before == {moving: at("2021-03-09 17:00")}
    assert {line.dossier: line.after for line in run.lines.all()} == before
    assert (run.total, run.moved, run.unchanged, run.failed) == (1, 1, 0, 0)
    assert run.finished_at is not None
    assert Event.objects.filter(kind="dossier.recalculate", subject=str(moving)).exists()
    assert ClockEntry.objects.get(kind="recalculate").document == "02/TB-UBND"
    assert verify().rows == []


def test_many_dossiers_are_not_one_transaction(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "RECALCULATED_AT_ONCE", 2)
    keys = [office.processing(at(f"2021-03-01 08:{minute}")) for minute in (30, 31, 32, 33, 34)]
    run = enter(proposal=STORM, document="02/TB-UBND", by=SYSTEM, at=NIGHT)
    seen = []
    for _ in range(3):
        carry()
        run.refresh_from_db()
        seen.append((run.moved, run.finished_at is not None))

    assert seen == [(2, False), (4, False), (5, True)]
    assert ClockEntry.objects.filter(kind="recalculate").count() == len(keys)


def test_what_cannot_be_computed_is_named_and_holds_nobody_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = (office.processing(at(f"2021-03-01 08:3{one}")) for one in (1, 2))
    real = jobs.services.recalculate

    def recalculate(*, dossier_id: int, **given: object) -> bool:
        if dossier_id == bad:
            raise Refusal("Hồ sơ đang được sửa ở nơi khác.")
        return real(dossier_id=dossier_id, **given)

    monkeypatch.setattr(jobs.services, "recalculate", recalculate)
    run = enter(proposal=STORM, document="02/TB-UBND", by=SYSTEM, at=NIGHT)
    carry()
    run.refresh_from_db()
    assert (run.moved, run.failed) == (1, 1)
    assert RecalculatedLine.objects.get(run=run, dossier=bad).why.startswith("Hồ sơ đang được sửa")
    assert RecalculatedLine.objects.get(run=run, dossier=good).after == at("2021-03-09 17:00")

    monkeypatch.setattr(jobs.services, "recalculate", real)
    again = ask_again(run_id=run.pk, by=SYSTEM, at=NIGHT)
    carry()
    again.refresh_from_db()
    assert (again.moved, again.unchanged, again.failed) == (1, 1, 0)
    assert Dossier.objects.get(pk=bad).due_at == at("2021-03-09 17:00")


@pytest.mark.django_db
def test_the_calendar_of_the_program_announces_nothing_at_the_first_start() -> None:
    assert not Recalculation.objects.exists()
