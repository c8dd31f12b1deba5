"""The whole way of a dossier, and what the life cycle refuses on it."""

from datetime import date, timedelta

import pytest

from motcua.accounts.vocabulary import Role
from motcua.dossiers import errors, services
from motcua.dossiers.models import ClockEntry, Dossier
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import Status
from motcua.journal.models import JournalEntry
from motcua.kernel.errors import Refusal
from motcua.tally.models import TallyLine
from motcua.tally.vocabulary import Measure


def lines(key: int) -> list[tuple[str, int]]:
    rows = TallyLine.objects.filter(dossier=key).order_by("id")
    return [(Measure(row.measure).name, row.quantity) for row in rows]


def test_received_before_tet_with_five_working_days_is_due_on_23_february(office: Office) -> None:
    received = office.receive(at("2021-02-09 14:00"))

    assert received.due_at == at("2021-02-23 17:00")
    assert received.code == f"{office.unit.code_prefix}-210209-0001"


def test_a_dossier_walks_from_the_counter_to_its_result_in_three_books(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    office.settle(key, at("2021-03-04 10:00"))
    services.return_result(
        dossier_id=key, receiver="Lê Thị Hòa", proof="ký nhận", by=office.everyone,
        at=at("2021-03-05 09:00"),
    )  # fmt: skip

    dossier = Dossier.objects.get(pk=key)
    assert dossier.status == Status.RETURNED
    assert dossier.ended_at == at("2021-03-04 10:00")
    assert [entry.kind for entry in ClockEntry.objects.order_by("number")] == ["start", "end"]
    assert lines(key) == [("RECEIVED", 1), ("OPEN", 1), ("OPEN", -1), ("EARLY", 1)]
    acts = JournalEntry.objects.filter(head__subject=str(key)).order_by("number")
    assert [entry.act for entry in acts] == [
        "receive", "transfer", "take_over", "complete_step", "take_over", "approve", "take_over",
        "issue_result", "return_result",
    ]  # fmt: skip


def test_a_refusal_after_appraisal_is_a_settled_dossier_with_form_03(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    office.settle(key, at("2021-03-08 10:00"), refuse=True)

    assert lines(key)[-2:] == [("ON_TIME", 1), ("REFUSED_SETTLEMENT", 1)]


def test_a_supplement_stops_the_clock_and_starts_it_from_zero(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))  # due 08/03
    services.ask_supplement(
        dossier_id=key, missing=services.Missing(["Giấy chứng sinh"], "thiếu", legal_ground="luật"),
        by=office.everyone, at=at("2021-03-03 09:00"),
    )  # fmt: skip
    services.send_additions(
        dossier_id=key, note="đã gửi", by=office.everyone, at=at("2021-03-10 09:00")
    )
    services.accept_additions(dossier_id=key, by=office.everyone, at=at("2021-03-10 10:00"))

    dossier = Dossier.objects.get(pk=key)
    assert dossier.due_at == at("2021-03-17 17:00")
    assert dossier.status == Status.PROCESSING
    assert sorted(lines(key)[2:]) == [
        ("OPEN", -1), ("OPEN", 1), ("PAUSED_IN_TIME", -1), ("PAUSED_IN_TIME", 1)
    ]  # fmt: skip


def test_lateness_is_never_erased_by_a_supplement(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))  # due 08/03
    services.ask_supplement(
        dossier_id=key, missing=services.Missing(["Giấy tờ"], "thiếu", legal_ground="luật"),
        by=office.everyone, at=at("2021-03-09 09:00"),
    )  # fmt: skip
    services.accept_additions(dossier_id=key, by=office.everyone, at=at("2021-03-12 10:00"))

    assert Dossier.objects.get(pk=key).due_at == at("2021-03-08 17:00")


def test_a_second_supplement_needs_a_reason_and_the_head(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    ask = {
        "dossier_id": key,
        "missing": services.Missing(["A"], "thiếu", legal_ground="luật"),
        "by": office.everyone,
    }
    services.ask_supplement(**ask, at=at("2021-03-02 09:00"))
    services.accept_additions(dossier_id=key, by=office.everyone, at=at("2021-03-03 09:00"))

    with pytest.raises(errors.SupplementAgain, match="một lần"):
        services.ask_supplement(**ask, at=at("2021-03-04 09:00"))

    override = services.Override("tòa án yêu cầu thêm")
    again = services.ask_supplement(**ask, at=at("2021-03-04 09:00"), override=override)
    assert again.round == 2


@pytest.mark.parametrize(
    ("asked", "flagged"), [("2021-03-04 16:00", False), ("2021-03-05 08:00", True)]
)
def test_a_supplement_later_than_three_working_days_is_flagged(
    office: Office, asked: str, flagged: bool
) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    request = services.ask_supplement(
        dossier_id=key,
        missing=services.Missing(["A"], "thiếu", legal_ground="luật"),
        by=office.everyone,
        at=at(asked),
    )
    assert request.late_notice is flagged


def test_a_pause_over_a_weekend_gives_the_rest_back(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))  # due Mon 08/03 17:00
    services.pause(
        dossier_id=key, legal_ground="Luật Đất đai", document="12/TB-UBND", by=office.everyone,
        at=at("2021-03-05 08:00"),
    )  # fmt: skip
    services.resume(
        dossier_id=key, reason="hết khiếu nại", by=office.everyone, at=at("2021-03-09 08:00")
    )

    assert Dossier.objects.get(pk=key).due_at == at("2021-03-10 17:00")


def test_a_pause_needs_a_legal_ground_and_a_document(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))

    with pytest.raises(errors.MissingGround, match="căn cứ pháp lý"):
        services.pause(
            dossier_id=key, legal_ground=" ", document="12/TB", by=office.everyone,
            at=at("2021-03-02 08:00"),
        )  # fmt: skip
    assert Dossier.objects.get(pk=key).status == Status.PROCESSING


def test_an_extension_comes_once_and_a_day_before_the_due_date(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))  # due 08/03
    late = {"dossier_id": key, "reason": "chờ xác minh", "by": office.everyone}

    with pytest.raises(Refusal, match="07/03"):
        services.extend(**late, new_due_at=at("2021-03-12 17:00"), at=at("2021-03-08 08:00"))
    with pytest.raises(Refusal, match="ngày nghỉ|làm việc"):
        services.extend(**late, new_due_at=at("2021-03-14 17:00"), at=at("2021-03-05 08:00"))
    services.extend(**late, new_due_at=at("2021-03-12 17:00"), at=at("2021-03-07 08:00"))
    with pytest.raises(errors.ExtensionTooLate, match="một lần"):
        services.extend(**late, new_due_at=at("2021-03-15 17:00"), at=at("2021-03-09 08:00"))

    office.settle(key, at("2021-03-11 09:00"))
    settled = TallyLine.objects.get(dossier=key, measure=Measure.EARLY)
    assert settled.measure_original == Measure.OVERDUE


def test_an_apology_leaves_due_time_and_lateness(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    words = {"dossier_id": key, "reason": "máy hỏng", "by": office.everyone}

    with pytest.raises(errors.NotAllowedHere):
        services.apologise(**words, promised_at=at("2021-03-10 17:00"), at=at("2021-03-08 16:00"))
    services.apologise(**words, promised_at=at("2021-03-10 17:00"), at=at("2021-03-09 08:00"))

    assert Dossier.objects.get(pk=key).due_at == at("2021-03-08 17:00")


def test_a_withdrawal_ends_in_code_7_and_is_no_settled_dossier(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    services.withdraw(dossier_id=key, reason="đổi ý", by=office.everyone, at=at("2021-03-02 09:00"))

    assert Dossier.objects.get(pk=key).status == Status.WITHDRAWN
    assert lines(key)[-1] == ("WITHDRAWN", 1)


def test_a_dossier_stopped_for_good_takes_no_further_act(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    services.stop_settling(
        dossier_id=key, legal_ground="quyết định của tòa án", document="05/QĐ-TA",
        by=office.everyone, at=at("2021-03-02 09:00"),
    )  # fmt: skip

    with pytest.raises(errors.NotAllowedHere, match="Đã dừng giải quyết"):
        services.resume(
            dossier_id=key, reason="mở lại", by=office.everyone, at=at("2021-03-03 09:00")
        )


def test_a_move_counts_out_here_and_in_there(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    services.move(
        dossier_id=key, unit_id=office.other.pk, reason="sáp nhập", by=office.everyone,
        at=at("2021-03-02 09:00"),
    )  # fmt: skip

    assert sorted(lines(key)[2:]) == [
        ("MOVED_IN", 1), ("MOVED_OUT", 1), ("OPEN", -1), ("OPEN", 1)
    ]  # fmt: skip
    assert Dossier.objects.get(pk=key).settling_unit_id == office.other.pk


def test_a_correction_counts_on_its_day_and_overwrites_nothing(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))  # due 08/03
    office.settle(key, at("2021-03-09 10:00"))
    services.correct(
        dossier_id=key, correction=services.Correction(number=2, at=at("2021-03-05 16:00")),
        reason="ghi nhầm ngày ban hành", by=office.everyone, at=at("2021-04-01 08:00"),
    )  # fmt: skip

    added = TallyLine.objects.filter(dossier=key, recorded_at=at("2021-04-01 08:00"))
    assert {(r.day, Measure(r.measure).name, r.quantity) for r in added} == {
        (date(2021, 3, 5), "OPEN", -1),
        (date(2021, 3, 5), "EARLY", 1),
        (date(2021, 3, 9), "OPEN", 1),
        (date(2021, 3, 9), "OVERDUE", -1),
    }
    assert ClockEntry.objects.get(dossier=key, number=2).at == at("2021-03-09 10:00")
    assert Dossier.objects.get(pk=key).ended_at == at("2021-03-05 16:00")


def test_an_act_dated_before_the_last_one_is_refused(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))

    with pytest.raises(errors.TimeBefore):
        services.pause(
            dossier_id=key, legal_ground="luật", document="1", by=office.everyone,
            at=at("2021-02-28 08:00"),
        )  # fmt: skip


def test_who_holds_no_role_there_is_refused_and_nothing_is_written(office: Office) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    before = JournalEntry.objects.count()

    with pytest.raises(errors.NoRight, match="Người đứng đầu"):
        services.pause(
            dossier_id=key, legal_ground="luật", document="1",
            by=office.acting(Role.RECEIVING_OFFICER), at=at("2021-03-02 08:00"),
        )  # fmt: skip
    assert JournalEntry.objects.count() == before


def test_an_online_dossier_gets_its_code_only_at_receipt(office: Office) -> None:
    key, reference = services.submit(
        application=office.application(), by=office.everyone, at=at("2021-03-01 20:00")
    )
    assert Dossier.objects.get(pk=key).answer_by == at("2021-03-02 17:00")
    received = services.receive_submitted(
        dossier_id=key, by=office.everyone, at=at("2021-03-02 09:00")
    )

    assert reference.startswith("TAM-210301-")
    assert received.code.endswith("-210302-0001")
    assert received.due_at == at("2021-03-09 17:00")


def test_a_refused_receipt_is_counted_nowhere_but_beside(office: Office) -> None:
    key = services.refuse_at_counter(
        application=office.application(), reason="không thuộc thẩm quyền", by=office.everyone,
        at=at("2021-03-01 09:00"),
    )  # fmt: skip

    assert lines(key) == [("REFUSED_RECEIPT", 1)]


@pytest.mark.parametrize(
    ("received", "handed_over_by"),
    [
        ("2021-03-01 14:59", "2021-03-01 17:00"),
        ("2021-03-01 15:00", "2021-03-01 17:00"),
        ("2021-03-01 15:01", "2021-03-02 08:00"),
    ],
)
def test_the_15_00_rule_of_the_transfer(office: Office, received: str, handed_over_by: str) -> None:
    key = office.receive(at(received)).id
    services.transfer(dossier_id=key, by=office.everyone, at=at(received) + timedelta(seconds=30))

    step = Dossier.objects.get(pk=key).steps.order_by("-number").first()
    assert step is not None
    assert step.take_over_by == at(handed_over_by)
