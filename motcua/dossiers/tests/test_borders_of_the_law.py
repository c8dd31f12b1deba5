"""What the cold reading of the law asked for: each border in a test of its own."""

import pytest

from motcua.accounts.vocabulary import Role
from motcua.dossiers import errors, services
from motcua.dossiers.models import ClockEntry, Dossier, Step
from motcua.dossiers.rules import Acting
from motcua.dossiers.selectors import verify
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import Status
from motcua.journal.rules import Actor
from motcua.tally.models import TallyLine
from motcua.tally.vocabulary import Channel, Measure


def boundary_free(office: Office) -> int:
    received = office.receive(
        at("2022-02-28 08:30"), boundary_free=True, settling_unit=office.other.pk
    )
    services.transfer(dossier_id=received.id, by=office.everyone, at=at("2022-02-28 09:00"))
    return received.id


def test_a_boundary_free_clock_starts_when_the_competent_agency_takes_over(office: Office) -> None:
    key = boundary_free(office)
    assert not TallyLine.objects.exists()

    services.take_over(dossier_id=key, by=office.everyone, at=at("2022-03-02 09:00"))

    assert Dossier.objects.get(pk=key).due_at == at("2022-03-09 17:00")
    start = ClockEntry.objects.get(dossier=key)
    assert (start.kind, start.unit_id) == ("start", office.other.pk)
    assert verify().rows == []


def test_before_that_nothing_can_stop_its_clock(office: Office) -> None:
    key = boundary_free(office)

    with pytest.raises(errors.NotAllowedHere):
        services.ask_supplement(
            dossier_id=key, missing=services.Missing(["A"], "thiếu", legal_ground="luật"),
            by=office.everyone, at=at("2022-03-01 09:00"),
        )  # fmt: skip


def test_by_post_the_clock_starts_with_the_hand_over_record(office: Office) -> None:
    key, _ = services.submit(
        application=office.application(channel=Channel.POST, clock_from=at("2021-03-01 10:00")),
        by=office.everyone,
        at=at("2021-03-01 11:00"),
    )
    received = services.receive_submitted(
        dossier_id=key, by=office.everyone, at=at("2021-03-02 09:00")
    )

    assert received.due_at == at("2021-03-08 17:00")


def test_a_hand_over_record_is_of_the_post_and_not_of_tomorrow(office: Office) -> None:
    for changes in (
        {"clock_from": at("2021-03-01 08:00")},
        {"channel": Channel.POST, "clock_from": at("2021-03-09 08:00")},
    ):
        with pytest.raises(errors.NewTimeOutOfRange):
            office.receive(at("2021-03-01 08:30"), **changes)


def test_the_head_of_the_receiving_unit_decides_nothing_for_the_settling_unit(
    office: Office,
) -> None:
    key = boundary_free(office)
    services.take_over(dossier_id=key, by=office.everyone, at=at("2022-03-02 09:00"))
    head_here = Acting(
        Actor("h", "Đỗ Minh", "Chủ tịch", office.unit.name),
        None,
        frozenset({(Role.UNIT_HEAD, office.unit.pk)}),
    )

    with pytest.raises(errors.NoRight):
        services.pause(
            dossier_id=key, legal_ground="luật", document="1", by=head_here,
            at=at("2022-03-03 09:00"),
        )  # fmt: skip


def test_only_the_head_asks_a_second_time(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    missing = services.Missing(["A"], "thiếu", legal_ground="luật")
    officer = office.acting(Role.CASE_OFFICER)
    services.ask_supplement(dossier_id=key, missing=missing, by=officer, at=at("2021-03-02 09:00"))
    services.accept_additions(dossier_id=key, by=office.everyone, at=at("2021-03-03 09:00"))

    with pytest.raises(errors.SupplementAgain):
        services.ask_supplement(
            dossier_id=key, missing=missing, by=officer, at=at("2021-03-04 09:00"),
            override=services.Override("Ông X cho phép"),
        )  # fmt: skip


def test_the_first_request_after_appraisal_is_a_first_one(office: Office) -> None:
    key, _ = services.submit(
        application=office.application(), by=office.everyone, at=at("2021-03-01 08:30")
    )
    by, missing = (
        office.everyone,
        services.Missing(["A"], "thiếu", legal_ground="luật"),
    )
    services.ask_supplement(dossier_id=key, missing=missing, by=by, at=at("2021-03-01 09:00"))
    services.accept_additions(dossier_id=key, by=by, at=at("2021-03-02 09:00"))
    services.receive_submitted(dossier_id=key, by=by, at=at("2021-03-02 09:10"))
    services.transfer(dossier_id=key, by=by, at=at("2021-03-02 09:20"))
    services.take_over(dossier_id=key, by=by, at=at("2021-03-02 09:30"))

    again = services.ask_supplement(
        dossier_id=key, missing=missing, by=by, at=at("2021-03-03 09:00")
    )
    assert again.round == 1


def test_the_term_of_a_supplement_must_be_over_before_it_is_missed(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    services.ask_supplement(
        dossier_id=key,
        missing=services.Missing(["A"], "thiếu", at("2021-03-10 17:00"), legal_ground="luật"),
        by=office.everyone, at=at("2021-03-02 09:00"),
    )  # fmt: skip
    end = {"dossier_id": key, "reason": "không nộp", "by": office.everyone}
    with pytest.raises(errors.NewTimeOutOfRange, match="chưa hết"):
        services.miss_supplement_term(**end, at=at("2021-03-05 09:00"))

    services.miss_supplement_term(**end, at=at("2021-03-11 09:00"))
    dossier = Dossier.objects.get(pk=key)
    assert (dossier.status, dossier.ended_at) == (Status.STOPPED, at("2021-03-11 09:00"))
    assert not Step.objects.filter(dossier=key, state__in=[1, 2, 3]).exists()


def test_the_clerk_issues_what_was_approved(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    by, now = office.everyone, at("2021-03-03 09:00")
    services.complete_step(dossier_id=key, by=by, at=now)
    services.take_over(dossier_id=key, by=by, at=now)
    services.approve(dossier_id=key, refuse=True, reason="thiếu điều kiện", by=by, at=now)
    services.take_over(dossier_id=key, by=by, at=now)
    paper = services.ResultPaper("5/QĐ", "Giấy xác nhận", "Phó Chủ tịch", refused=False)
    services.issue_result(dossier_id=key, paper=paper, by=by, at=now)

    measures = {row.measure for row in TallyLine.objects.filter(dossier=key)}
    assert Measure.REFUSED_SETTLEMENT in measures


def test_after_approval_nothing_is_withdrawn(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    by, now = office.everyone, at("2021-03-03 09:00")
    services.complete_step(dossier_id=key, by=by, at=now)
    services.take_over(dossier_id=key, by=by, at=now)
    services.approve(dossier_id=key, by=by, at=now)

    with pytest.raises(errors.NotAllowedHere, match="Đã ký"):
        services.withdraw(dossier_id=key, reason="đổi ý", by=by, at=now)


def test_a_dossier_paused_in_time_needs_no_apology(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    services.pause(
        dossier_id=key, legal_ground="luật", document="1", by=office.everyone,
        at=at("2021-03-04 09:00"),
    )  # fmt: skip

    with pytest.raises(errors.NotAllowedHere):
        services.apologise(
            dossier_id=key, promised_at=at("2021-04-10 17:00"), reason="chậm",
            by=office.everyone, at=at("2021-04-01 09:00"),
        )  # fmt: skip


def test_a_pause_gives_the_open_step_its_time_back(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    before = Step.objects.get(dossier=key, state=3).due_at
    services.pause(
        dossier_id=key, legal_ground="luật", document="1", by=office.everyone,
        at=at("2021-03-01 10:00"),
    )  # fmt: skip
    services.resume(dossier_id=key, reason="xong", by=office.everyone, at=at("2021-03-08 10:00"))

    after = Step.objects.get(dossier=key, state=3).due_at
    assert before is not None
    assert after is not None
    assert (after - before).days == 7


def test_an_end_made_void_opens_the_dossier_for_work_again(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    office.settle(key, at("2021-03-03 10:00"), number="1/QĐ")
    services.correct(
        dossier_id=key, correction=services.Correction(number=2, void=True), reason="ban hành nhầm",
        by=office.everyone, at=at("2021-03-04 08:00"),
    )  # fmt: skip
    services.take_over(dossier_id=key, by=office.everyone, at=at("2021-03-04 08:10"))
    office.settle(key, at("2021-03-05 10:00"), number="2/QĐ")

    dossier = Dossier.objects.get(pk=key)
    assert (dossier.status, dossier.ended_at) == (Status.SETTLED, at("2021-03-05 10:00"))
    assert verify().rows == []


def test_a_corrected_receipt_needs_its_due_time(office: Office) -> None:
    key = office.processing(at("2021-03-02 08:30"))
    wrong = services.Correction(number=1, at=at("2021-03-01 08:30"))
    words = {"dossier_id": key, "reason": "nhận hôm trước", "by": office.everyone}
    with pytest.raises(errors.CannotCorrect, match="hạn trả"):
        services.correct(**words, correction=wrong, at=at("2021-03-03 08:00"))

    right = services.Correction(number=1, at=at("2021-03-01 08:30"), due_at=at("2021-03-08 17:00"))
    services.correct(**words, correction=right, at=at("2021-03-03 08:00"))
    dossier = Dossier.objects.get(pk=key)
    assert (dossier.received_at, dossier.due_at) == (
        at("2021-03-01 08:30"), at("2021-03-08 17:00")
    )  # fmt: skip
    assert not services.recalculate(dossier_id=key, document="x", at=at("2021-03-03 09:00"))
    assert verify().rows == []


def test_the_original_due_time_survives_extension_correction_and_pause(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))  # due 08/03
    by = office.everyone
    services.extend(
        dossier_id=key, new_due_at=at("2021-03-18 17:00"), reason="chờ", by=by,
        at=at("2021-03-02 08:00"),
    )  # fmt: skip
    services.correct(
        dossier_id=key, correction=services.Correction(channel=Channel.ONLINE), reason="nhầm kênh",
        by=by, at=at("2021-03-02 09:00"),
    )  # fmt: skip
    services.pause(
        dossier_id=key, legal_ground="luật", document="1", by=by, at=at("2021-03-03 08:00")
    )
    services.resume(dossier_id=key, reason="xong", by=by, at=at("2021-03-05 08:00"))

    entry = ClockEntry.objects.get(dossier=key, kind="resume")
    assert entry.due_at_original == at("2021-03-10 17:00")
    assert entry.due_at == at("2021-03-22 17:00")


def test_a_parent_that_moves_takes_its_parts_along_in_the_counting(office: Office) -> None:
    parent = office.processing(at("2021-03-01 08:30"))
    part = office.receive(at("2021-03-01 09:00"), parent=parent, settling_unit=office.other.pk)
    Dossier.objects.filter(pk=part.id).update(counts=True)
    services.move(
        dossier_id=parent, unit_id=office.other.pk, reason="sáp nhập", by=office.everyone,
        at=at("2021-03-02 08:00"),
    )  # fmt: skip

    assert Dossier.objects.get(pk=part.id).counted_under == office.other.pk
    under = sum(
        row.quantity
        for row in TallyLine.objects.filter(dossier=part.id, measure=Measure.OPEN)
        if row.parent_unit == office.other.pk
    )
    assert under == 1
