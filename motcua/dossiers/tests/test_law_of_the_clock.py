"""When the clock starts, on what law it stops, and what a correction may move (one-stop.md 3)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from motcua.accounts.vocabulary import Role
from motcua.dossiers import errors, services
from motcua.dossiers.models import ClockEntry, Dossier, Step
from motcua.dossiers.rules import Counted, Fact, amended
from motcua.dossiers.rules.dated import LEGAL_GROUNDS, Matter, ground_on
from motcua.dossiers.selectors import verify
from motcua.dossiers.tests.office import Office, at
from motcua.dossiers.vocabulary import ClockKind, Status
from motcua.journal.models import JournalEntry
from motcua.tally.rules import Place
from motcua.tally.vocabulary import Channel
from motcua.worktime import selectors as worktime
from motcua.worktime.rules import Calendar, NamedDay
from motcua.worktime.vocabulary import DayKind

_MISSING = services.Missing(["A"], "thiếu", legal_ground="luật")


def by_post(office: Office) -> int:
    """A dossier handed over by the post on 1 March at 10:00, sent in at 11:00."""
    key, _ = services.submit(
        application=office.application(channel=Channel.POST, clock_from=at("2021-03-01 10:00")),
        by=office.everyone,
        at=at("2021-03-01 11:00"),
    )
    return key


def test_after_a_supplement_before_receipt_the_clock_starts_when_the_dossier_is_complete(
    office: Office,
) -> None:
    key, by = by_post(office), office.everyone
    services.ask_supplement(dossier_id=key, missing=_MISSING, by=by, at=at("2021-03-01 14:00"))
    services.accept_additions(dossier_id=key, by=by, at=at("2021-03-04 09:00"))

    received = services.receive_submitted(dossier_id=key, by=by, at=at("2021-03-05 09:00"))
    assert ClockEntry.objects.get(dossier=key).at == at("2021-03-04 09:00")
    assert received.due_at == at("2021-03-11 17:00")


def test_additions_before_receipt_are_answered_within_a_term_of_their_own(office: Office) -> None:
    key, by = by_post(office), office.everyone
    assert Dossier.objects.get(pk=key).answer_by == at("2021-03-02 11:00")
    services.ask_supplement(dossier_id=key, missing=_MISSING, by=by, at=at("2021-03-01 14:00"))
    assert Dossier.objects.get(pk=key).answer_by is None
    services.accept_additions(dossier_id=key, by=by, at=at("2021-03-04 09:00"))

    assert Dossier.objects.get(pk=key).answer_by == at("2021-03-05 09:00")


def _fact(
    number: int, kind: ClockKind, due: str, original: str | None = None, **more: object
) -> Fact:
    return Fact(
        number, kind, at("2021-03-01 08:00"), 1, due_at=at(due),
        due_at_original=None if original is None else at(original), **more,
    )  # fmt: skip


def _amended(*facts: Fact) -> tuple[Fact, ...]:
    counted = Counted(Place(unit=1, procedure=1, field=1, channel=Channel.DIRECT))
    return amended(counted, facts)[1]


def test_a_corrected_extension_keeps_the_due_time_that_it_extended() -> None:
    start = _fact(1, ClockKind.START, "2021-03-08 17:00")
    extend = _fact(2, ClockKind.EXTEND, "2021-03-18 17:00", "2021-03-08 17:00")
    right = {"number": 2, "due_at": at("2021-03-16 17:00").isoformat()}
    correct = _fact(3, ClockKind.CORRECT, "2021-03-18 17:00", amends=right)

    found = _amended(start, extend, correct)[1]
    assert (found.due_at, found.original) == (at("2021-03-16 17:00"), at("2021-03-08 17:00"))


def test_an_extension_follows_the_corrected_due_time_that_it_extended() -> None:
    start = _fact(1, ClockKind.START, "2021-03-08 17:00")
    extend = _fact(2, ClockKind.EXTEND, "2021-03-18 17:00", "2021-03-08 17:00")
    right = {"number": 1, "due_at": at("2021-03-05 17:00").isoformat()}
    correct = _fact(3, ClockKind.CORRECT, "2021-03-18 17:00", amends=right)

    found = _amended(start, extend, correct)[1]
    assert (found.due_at, found.original) == (at("2021-03-18 17:00"), at("2021-03-05 17:00"))


def correct(office: Office, key: int, when: str, **parts: object) -> None:
    services.correct(
        dossier_id=key, correction=services.Correction(**parts), reason="ghi nhầm",
        by=office.everyone, at=at(when),
    )  # fmt: skip


def test_by_post_receipt_and_start_of_the_clock_stay_apart(office: Office) -> None:
    key = by_post(office)
    services.receive_submitted(dossier_id=key, by=office.everyone, at=at("2021-03-02 09:00"))
    correct(office, key, "2021-03-02 10:00", channel=Channel.POST)
    assert Dossier.objects.get(pk=key).received_at == at("2021-03-02 09:00")

    right = {"at": at("2021-03-01 09:00"), "due_at": at("2021-03-08 17:00")}
    correct(office, key, "2021-03-02 11:00", number=1, **right)
    assert Dossier.objects.get(pk=key).received_at == at("2021-03-02 09:00")
    assert verify().rows == []


def test_what_a_later_due_time_rests_on_is_corrected_after_it(office: Office) -> None:
    key, by = office.processing(at("2021-03-02 08:30")), office.everyone  # due 09/03
    pause = {"legal_ground": "luật", "document": "1", "by": by, "at": at("2021-03-03 08:00")}
    services.pause(dossier_id=key, **pause)
    services.resume(dossier_id=key, reason="xong", by=by, at=at("2021-03-05 08:00"))  # due 11/03
    right = {"number": 1, "at": at("2021-03-01 08:30"), "due_at": at("2021-03-08 17:00")}

    with pytest.raises(errors.CannotCorrect, match="dòng 3 trước"):
        correct(office, key, "2021-03-05 09:00", **right)
    with pytest.raises(errors.CannotCorrect, match="dòng 3 trước"):
        correct(office, key, "2021-03-05 09:00", number=2, at=at("2021-03-02 16:00"))
    correct(office, key, "2021-03-05 09:00", number=3, due_at=at("2021-03-10 17:00"))
    correct(office, key, "2021-03-05 09:10", **right)

    dossier = Dossier.objects.get(pk=key)
    assert (dossier.received_at, dossier.due_at) == (
        at("2021-03-01 08:30"), at("2021-03-10 17:00")
    )  # fmt: skip
    assert verify().rows == []


@pytest.mark.parametrize("matter", Matter)
def test_the_law_of_a_matter_is_that_of_the_day(matter: Matter) -> None:
    assert "61/2018" in ground_on(matter, date(2025, 6, 30)).words
    assert "118/2025" in ground_on(matter, date(2025, 7, 1)).words
    assert ground_on(matter, date(2010, 1, 1)) == ground_on(matter, date(2021, 1, 1))


def test_what_was_not_read_says_so() -> None:
    assert all(ground.read or "chưa xác minh" in ground.words for ground in LEGAL_GROUNDS)


def stopped_and_ended(office: Office, key: int, *, days: tuple[datetime, datetime]) -> None:
    services.ask_supplement(dossier_id=key, missing=_MISSING, by=office.everyone, at=days[0])
    services.stop_settling(
        dossier_id=key, legal_ground="luật", document="5/TB", by=office.everyone, at=days[1]
    )


@pytest.mark.parametrize("day", ["2021-03-01", "2026-03-02"])
def test_a_dossier_opened_again_waits_for_its_additions_whatever_the_law(
    office: Office, day: str
) -> None:
    key = office.processing(at(f"{day} 08:30"))
    stopped_and_ended(office, key, days=(at(f"{day} 09:00"), at(f"{day} 10:00")))
    number = ClockEntry.objects.get(dossier=key, kind="end").number
    correct(office, key, f"{day} 11:00", number=number, void=True)

    assert Dossier.objects.get(pk=key).status == Status.SUPPLEMENT_REQUIRED
    ground = ClockEntry.objects.get(dossier=key, kind="stop").legal_ground
    assert ("118/2025" in ground) is (day > "2025-07-01")


def test_an_old_stop_without_an_act_of_its_own_is_told_by_its_ground(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = office.processing(at("2021-03-01 08:30"))
    stopped_and_ended(office, key, days=(at("2021-03-01 09:00"), at("2021-03-01 10:00")))
    monkeypatch.setattr("motcua.dossiers.services.grounds._STOPS", frozenset())
    correct(office, key, "2021-03-01 11:00", number=3, void=True)

    assert Dossier.objects.get(pk=key).status == Status.SUPPLEMENT_REQUIRED


def signed(office: Office) -> int:
    key, by, now = (
        office.processing(at("2021-03-01 08:30")),
        office.everyone,
        at("2021-03-02 08:00"),
    )
    services.complete_step(dossier_id=key, by=by, at=now)
    services.take_over(dossier_id=key, by=by, at=now)
    services.approve(dossier_id=key, by=by, at=now)
    services.take_over(dossier_id=key, by=by, at=now)
    return key


def test_once_a_decision_is_signed_nothing_is_stopped_or_asked_for(office: Office) -> None:
    key, by, now = signed(office), office.everyone, at("2021-03-02 09:00")

    with pytest.raises(errors.NotAllowedHere, match="Đã ký"):
        services.stop_settling(dossier_id=key, legal_ground="luật", document="5/TB", by=by, at=now)
    with pytest.raises(errors.NotAllowedHere, match="Đã ký"):
        services.ask_supplement(dossier_id=key, missing=_MISSING, by=by, at=now)


def test_parts_that_ended_with_the_whole_open_with_it_again(office: Office) -> None:
    whole = office.processing(at("2021-03-01 08:30"))
    part = office.receive(at("2021-03-01 09:00"), parent=whole, settling_unit=office.other.pk).id
    services.withdraw(
        dossier_id=whole, reason="đổi ý", by=office.everyone, at=at("2021-03-02 08:00")
    )
    assert Dossier.objects.get(pk=part).status == Status.WITHDRAWN

    correct(office, whole, "2021-03-03 08:00", number=2, void=True)
    for key in (whole, part):
        dossier = Dossier.objects.get(pk=key)
        assert (dossier.status, dossier.ended_at) == (Status.PROCESSING, None)
    assert verify().rows == []


def test_the_head_of_the_one_stop_unit_refuses_at_the_counter(office: Office) -> None:
    key = services.refuse_at_counter(
        application=office.application(), reason="nộp nhầm nơi",
        by=office.acting(Role.ONE_STOP_HEAD), at=at("2021-03-01 08:30"),
    )  # fmt: skip

    assert Dossier.objects.get(pk=key).status == Status.NOT_RECEIVED


def test_the_counter_transfers_by_its_own_hours(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = worktime.calendar_for
    closed = NamedDay(date(2021, 3, 1), DayKind.OFF, "nghỉ", "thông báo")

    def calendar_for(*, unit_id: int | None, known_at: datetime | None = None) -> Calendar:
        calendar = plain(unit_id=unit_id, known_at=known_at)
        here = unit_id == office.unit.pk
        return replace(calendar, days=(*calendar.days, closed)) if here else calendar

    monkeypatch.setattr(worktime, "calendar_for", calendar_for)
    key = office.receive(at("2021-03-01 08:30"), settling_unit=office.other.pk).id
    assert Step.objects.get(dossier=key).take_over_by == at("2021-03-02 08:00")

    services.transfer(dossier_id=key, by=office.everyone, at=at("2021-03-01 16:00"))
    entry = JournalEntry.objects.filter(act="transfer").get()
    assert "transfer_due_at" not in entry.payload
    assert Step.objects.get(dossier=key, number=2).take_over_by == at("2021-03-02 08:00")
