"""A parent that ends without a result takes its open parts along, in the same act."""

import pytest

from motcua.accounts.vocabulary import Role
from motcua.dossiers import errors, services
from motcua.dossiers.models import Dossier
from motcua.dossiers.selectors import verify
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import Status
from motcua.journal.models import JournalEntry


def whole(office: Office) -> tuple[int, int]:
    parent = office.processing(at("2021-03-01 08:30"))
    part = office.receive(at("2021-03-01 09:00"), parent=parent, settling_unit=office.other.pk)
    return parent, part.id


def status(key: int) -> int:
    return Dossier.objects.get(pk=key).status


def test_a_withdrawn_parent_withdraws_its_open_parts(office: Office) -> None:
    parent, part = whole(office)
    sent, _ = services.submit(
        application=office.application(parent=parent), by=office.everyone,
        at=at("2021-03-01 10:00"),
    )  # fmt: skip
    # Nobody at the counter works for the unit of the part.
    counter = office.acting(Role.RECEIVING_OFFICER)
    services.withdraw(dossier_id=parent, reason="đổi ý", by=counter, at=at("2021-03-02 09:00"))

    assert {status(parent), status(part), status(sent)} == {Status.WITHDRAWN}
    entry = JournalEntry.objects.filter(head__subject=str(part)).latest("number")
    assert "rút cùng hồ sơ liên thông" in str(entry.payload["reason"])
    assert entry.by.name == "Nguyễn Văn An"
    assert verify().rows == []


def test_a_stopped_parent_stops_its_parts_and_leaves_results_alone(office: Office) -> None:
    parent, part = whole(office)
    done = office.receive(at("2021-03-01 09:30"), parent=parent).id
    services.transfer(dossier_id=done, by=office.everyone, at=at("2021-03-01 09:40"))
    services.take_over(dossier_id=done, by=office.everyone, at=at("2021-03-01 09:50"))
    office.settle(done, at("2021-03-01 10:00"))
    sent, _ = services.submit(
        application=office.application(parent=parent), by=office.everyone,
        at=at("2021-03-01 10:00"),
    )  # fmt: skip
    services.stop_settling(
        dossier_id=parent, legal_ground="quyết định của tòa án", document="05/QĐ-TA",
        by=office.everyone, at=at("2021-03-02 09:00"),
    )  # fmt: skip

    assert (status(part), status(sent), status(done)) == (
        Status.STOPPED, Status.NOT_RECEIVED, Status.SETTLED
    )  # fmt: skip
    assert verify().rows == []


def test_a_refusal_waits_for_no_part_and_ends_them(office: Office) -> None:
    parent, part = whole(office)
    office.settle(parent, at("2021-03-03 10:00"), refuse=True)

    assert (status(parent), status(part)) == (Status.SETTLED, Status.STOPPED)
    assert verify().rows == []


def test_a_part_with_a_signed_decision_comes_first(office: Office) -> None:
    parent, part = whole(office)
    by = office.everyone
    services.transfer(dossier_id=part, by=by, at=at("2021-03-01 11:00"))
    services.take_over(dossier_id=part, by=by, at=at("2021-03-01 11:10"))
    services.complete_step(dossier_id=part, by=by, at=at("2021-03-01 11:20"))
    services.take_over(dossier_id=part, by=by, at=at("2021-03-01 11:30"))
    services.approve(dossier_id=part, by=by, at=at("2021-03-01 11:40"))

    with pytest.raises(errors.SignedParts, match="đã ký kết quả"):
        services.withdraw(dossier_id=parent, reason="đổi ý", by=by, at=at("2021-03-02 09:00"))
    assert status(parent) == Status.PROCESSING


def test_an_ended_parent_takes_no_new_part(office: Office) -> None:
    parent, _ = whole(office)
    services.withdraw(
        dossier_id=parent, reason="đổi ý", by=office.everyone, at=at("2021-03-02 09:00")
    )

    with pytest.raises(errors.OpenParts, match="đã kết thúc"):
        office.receive(at("2021-03-02 10:00"), parent=parent)
