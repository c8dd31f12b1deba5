"""Dossiers that change their settling unit: one by one, or because a unit is succeeded."""

from datetime import date

import pytest

from motcua.accounts.vocabulary import Role
from motcua.dossiers import errors, services
from motcua.dossiers.models import ClockEntry, Dossier, Step
from motcua.dossiers.rules import THE_SYSTEM, Acting
from motcua.dossiers.selectors import dossier_page, verify
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import Status, StepState
from motcua.journal.rules import Actor
from motcua.organisation.models import Unit
from motcua.tally.models import TallyLine
from motcua.tally.vocabulary import Channel, Measure

DAY = "2022-02-28"
MISSING = services.Missing(["A"], "thiếu", legal_ground="luật")


def head(unit: int, *roles: Role) -> Acting:
    """Somebody with these roles at one unit only."""
    grants = frozenset((role, unit) for role in roles)
    return Acting(Actor("x", "Người Khác", "Công chức", ""), None, grants)


def move(office: Office, key: int, unit: int, when: str) -> None:
    services.move(
        dossier_id=key, unit_id=unit, reason="đúng thẩm quyền", by=office.everyone, at=at(when)
    )


def succeed(office: Office, when: str = "2022-03-03 08:00") -> int:
    return services.move_all(
        unit_id=office.unit.pk, to_unit_id=office.other.pk, reason="NQ 1/2022", by=THE_SYSTEM,
        at=at(when),
    )  # fmt: skip


def test_moved_to_its_receiving_unit_a_boundary_free_clock_starts_with_the_take_over(
    office: Office,
) -> None:
    received = office.receive(at(f"{DAY} 08:30"), boundary_free=True, settling_unit=office.other.pk)
    key, by = received.id, office.everyone
    services.transfer(dossier_id=key, by=by, at=at(f"{DAY} 09:00"))
    move(office, key, office.unit.pk, f"{DAY} 10:00")
    assert not ClockEntry.objects.exists()

    services.take_over(dossier_id=key, by=by, at=at("2022-03-02 09:00"))
    assert Dossier.objects.get(pk=key).due_at == at("2022-03-09 17:00")
    assert ClockEntry.objects.get(dossier=key).unit_id == office.unit.pk
    office.settle(key, at("2022-03-03 09:00"))
    assert Dossier.objects.get(pk=key).status == Status.SETTLED
    assert verify().rows == []


@pytest.mark.parametrize("boundary_free", [False, True])
def test_the_counter_still_transfers_what_was_moved_before_the_transfer(
    office: Office, *, boundary_free: bool
) -> None:
    here = office.other.pk if boundary_free else office.unit.pk
    there = office.unit.pk if boundary_free else office.other.pk
    key = office.receive(at(f"{DAY} 08:30"), boundary_free=boundary_free, settling_unit=here).id
    move(office, key, there, f"{DAY} 09:00")
    first = Step.objects.get(dossier=key)
    assert (first.unit_id, first.state) == (office.unit.pk, StepState.TAKEN)

    counter = head(office.unit.pk, Role.RECEIVING_OFFICER)
    services.transfer(dossier_id=key, by=counter, at=at(f"{DAY} 10:00"))
    waits = Step.objects.get(dossier=key, state=StepState.HANDED_OVER)
    assert waits.unit_id == there
    worker = head(there, Role.CASE_OFFICER)
    services.take_over(dossier_id=key, by=worker, at=at("2022-03-01 09:00"))
    assert Dossier.objects.get(pk=key).due_at is not None
    assert verify().rows == []


def submitted(office: Office) -> int:
    return services.submit(
        application=office.application(channel=Channel.ONLINE), by=office.everyone,
        at=at(f"{DAY} 08:30"),
    )[0]  # fmt: skip


def asked(office: Office) -> int:
    key = submitted(office)
    services.ask_supplement(
        dossier_id=key, missing=MISSING, by=office.everyone, at=at(f"{DAY} 09:00")
    )
    return key


def settled(office: Office) -> int:
    key = office.processing(at(f"{DAY} 08:30"))
    office.settle(key, at("2022-03-02 09:00"))
    return key


@pytest.mark.parametrize("make", [submitted, asked])
def test_what_is_not_yet_received_is_received_by_the_successor(office: Office, make) -> None:
    key = make(office)
    assert succeed(office) == 1
    assert succeed(office) == 0

    dossier = Dossier.objects.get(pk=key)
    assert (dossier.settling_unit_id, dossier.receiving_unit_id) == (office.other.pk,) * 2
    assert not ClockEntry.objects.exists()
    assert not TallyLine.objects.exists()
    assert "đơn vị kế tục Xã Minh Quang: NQ 1/2022" in dossier_page(dossier).journal[0].says
    counter = head(office.other.pk, Role.RECEIVING_OFFICER)
    now = at("2022-03-03 09:00")
    if make is asked:
        services.accept_additions(dossier_id=key, by=counter, at=now)
    code = services.receive_submitted(dossier_id=key, by=counter, at=now).code
    assert code.startswith("MAU.09700-220303-")
    assert verify().rows == []


def test_a_result_that_waits_is_returned_by_the_successor(office: Office) -> None:
    key = settled(office)
    Unit.objects.filter(pk=office.unit.pk).update(valid_until=date(2022, 3, 3))
    lines = TallyLine.objects.count()
    assert succeed(office) == 1
    assert succeed(office) == 0

    assert TallyLine.objects.count() == lines
    dossier = Dossier.objects.get(pk=key)
    assert (dossier.receiving_unit_id, dossier.settling_unit_id) == (
        office.unit.pk, office.other.pk
    )  # fmt: skip
    services.return_result(
        dossier_id=key, receiver="Lê Thị Hòa", proof="ký nhận",
        by=head(office.other.pk, Role.RECEIVING_OFFICER), at=at("2022-03-04 09:00"),
    )  # fmt: skip
    assert succeed(office, "2022-03-05 09:00") == 0
    assert verify().rows == []


def test_an_open_dossier_moves_with_its_counter_and_is_counted_there(office: Office) -> None:
    received = office.receive(at(f"{DAY} 08:30")).id
    working = office.processing(at(f"{DAY} 09:30"))
    paused = office.processing(at(f"{DAY} 10:30"))
    services.pause(
        dossier_id=paused, legal_ground="luật", document="1", by=office.everyone,
        at=at("2022-03-01 09:00"),
    )  # fmt: skip
    Unit.objects.filter(pk=office.unit.pk).update(valid_until=date(2022, 3, 3))
    assert succeed(office) == 3

    for key in (received, working, paused):
        assert Dossier.objects.get(pk=key).settling_unit_id == office.other.pk
        flows = TallyLine.objects.filter(dossier=key, measure=Measure.MOVED_IN)
        assert [line.unit for line in flows] == [office.other.pk]
    counter = head(office.other.pk, Role.RECEIVING_OFFICER)
    services.transfer(dossier_id=received, by=counter, at=at("2022-03-03 09:00"))
    there = Acting(counter.actor, None, frozenset((role, office.other.pk) for role in Role))
    office.everyone = there
    services.take_over(dossier_id=working, by=there, at=at("2022-03-03 10:00"))
    office.settle(working, at("2022-03-03 10:00"))
    services.return_result(
        dossier_id=working, receiver="Hòa", proof="ký", by=counter, at=at("2022-03-04 09:00")
    )
    assert verify().rows == []


def test_only_the_system_carries_out_a_succession(office: Office) -> None:
    office.processing(at(f"{DAY} 08:30"))
    with pytest.raises(errors.NoRight):
        services.move_all(
            unit_id=office.unit.pk, to_unit_id=office.other.pk, reason="x", by=office.everyone,
            at=at("2022-03-01 09:00"),
        )  # fmt: skip
