"""Received for a competent agency elsewhere: from when, for whom, and where it is not lost."""

from datetime import date

import pytest

from motcua.accounts.vocabulary import Role
from motcua.catalogue.models import ProcedureVersion
from motcua.dossiers import errors, selectors, services
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Acting
from motcua.dossiers.rules.reach import REACHES, reach_on
from motcua.dossiers.selectors import Cursor, Queue
from motcua.dossiers.tests.office import Office, at
from motcua.kernel.periods import Period
from motcua.tally.models import TallyLine

DAYS = Period(date(2022, 1, 1))


def received(office: Office, when: str = "2022-02-28 08:30") -> int:
    return office.receive(at(when), boundary_free=True, settling_unit=office.other.pk).id


def there(office: Office) -> Acting:
    grants = frozenset((role, office.other.pk) for role in Role)
    return Acting(office.everyone.actor, None, grants)


def watched(queue: Queue, office: Office, now: str, **more: object) -> list[int]:
    found = selectors.watched(queue, units=[office.unit.pk], now=at(now), period=DAYS, **more)
    return [row.id for row in found.rows]


@pytest.mark.parametrize(
    ("day", "read"),
    [
        (date(2021, 12, 5), None),
        (date(2021, 12, 6), False),
        (date(2025, 7, 1), False),
        (date(2026, 8, 5), True),
    ],
)
def test_boundary_free_receipt_is_a_dated_setting_with_its_source(
    day: date, read: bool | None
) -> None:
    reach = reach_on(day)
    assert (None if reach is None else reach.read) is read
    if reach is not None:
        assert reach.source in reach.words
        assert ("chưa xác minh" in reach.words) is not reach.read
        assert "tự đối chiếu" in reach.words


def test_the_settings_follow_each_other_without_a_gap() -> None:
    assert [one.valid.until for one in REACHES[:-1]] == [one.valid.start for one in REACHES[1:]]


def test_before_its_day_nothing_is_received_for_an_agency_elsewhere(office: Office) -> None:
    with pytest.raises(errors.NotBoundaryFree, match="06/12/2021"):
        received(office, "2021-03-01 08:30")
    assert not Dossier.objects.exists()


def test_the_settling_unit_is_of_the_procedures_tier(office: Office) -> None:
    ProcedureVersion.objects.update(levels=["district"])
    with pytest.raises(errors.NotCompetent, match="Xã Minh Quang"):
        received(office)


def test_until_it_is_taken_over_the_hand_over_brings_it_up(office: Office) -> None:
    late = received(office)
    services.transfer(dossier_id=late, by=office.everyone, at=at("2022-02-28 09:00"))
    due = [office.processing(at(f"2022-03-0{day} 09:00")) for day in (1, 2)]
    waits = received(office, "2022-03-02 10:00")
    everyone = office.everyone

    rows = selectors.inbox(everyone, now=at("2022-03-02 11:00")).rows
    assert [row.id for row in rows] == [late, waits, *due]
    assert rows[0].wait_by == at("2022-02-28 17:00")
    overdue = selectors.inbox(everyone, now=at("2022-03-02 11:00"), queue=Queue.OVERDUE).rows
    assert [row.id for row in overdue] == [late]
    assert selectors.counts(everyone, now=at("2022-03-02 11:00")).overdue == 1
    assert watched(Queue.NOT_BEGUN, office, "2022-03-02 11:00") == [late, waits]

    services.take_over(dossier_id=late, by=there(office), at=at("2022-03-02 12:00"))
    assert watched(Queue.NOT_BEGUN, office, "2022-03-02 13:00") == [waits]
    rows = selectors.inbox(everyone, now=at("2022-03-02 13:00")).rows
    assert [row.id for row in rows] == [waits, due[0], late, due[1]]


def test_pages_of_the_inbox_go_on_by_what_they_are_sorted_by(office: Office) -> None:
    keys = [received(office, f"2022-02-28 09:{minute:02d}") for minute in range(5)]
    seen: list[int] = []
    after: Cursor | None = None
    for _ in range(5):
        page = selectors.inbox(office.everyone, now=at("2022-03-01 08:00"), after=after, limit=2)
        seen += [row.id for row in page.rows]
        after = page.following
        if after is None:
            break
    assert seen == keys


def test_what_ends_before_its_clock_began_is_listed_because_nothing_counts_it(
    office: Office,
) -> None:
    key = received(office)
    services.withdraw(dossier_id=key, reason="đổi ý", by=office.everyone, at=at("2022-03-01 08:00"))

    assert not TallyLine.objects.exists()
    assert watched(Queue.NOT_BEGUN, office, "2022-03-01 09:00") == []
    assert watched(Queue.NEVER_BEGUN, office, "2022-03-01 09:00") == [key]


def test_a_late_transfer_is_the_counters_and_stays_listed_when_the_dossier_ended(
    office: Office,
) -> None:
    late = received(office)
    services.transfer(dossier_id=late, by=office.everyone, at=at("2022-03-01 09:00"))
    done = office.receive(at("2022-02-28 08:30")).id
    services.withdraw(
        dossier_id=done, reason="đổi ý", by=office.everyone, at=at("2022-03-01 09:00")
    )
    office.processing(at("2022-02-28 08:40"))

    assert watched(Queue.LATE_TRANSFER, office, "2022-03-04 08:00") == [late, done]
    period = Period(date(2022, 3, 1), date(2022, 4, 1))
    others = selectors.watched(
        Queue.LATE_TRANSFER, units=[office.unit.pk], now=at("2022-03-04 08:00"), period=period
    )
    assert others.rows == ()
    settles = selectors.watched(
        Queue.LATE_TRANSFER, units=[office.other.pk], now=at("2022-03-04 08:00"), period=DAYS
    )
    assert settles.rows == ()


def test_a_late_answer_is_listed_until_it_comes(office: Office) -> None:
    key = office.processing(at("2022-02-28 08:30"))
    asked = [
        services.consult(
            dossier_id=key, unit_id=office.other.pk, question=question, by=office.everyone,
            answer_by=at("2022-03-01 17:00"), at=at("2022-02-28 09:00"),
        )
        for question in ("một", "hai")
    ]  # fmt: skip
    assert watched(Queue.LATE_ANSWER, office, "2022-03-01 16:00") == []
    page = selectors.watched(
        Queue.LATE_ANSWER, units=[office.unit.pk], now=at("2022-03-02 08:00"), period=DAYS, limit=1
    )
    assert [row.step for row in page.rows] == ["Lấy ý kiến Xã Minh Quang"]
    assert watched(Queue.LATE_ANSWER, office, "2022-03-02 08:00", after=page.following) == [key]

    services.answer_consultation(
        consultation_id=asked[0].pk, answer="có", by=there(office), at=at("2022-03-02 09:00")
    )
    assert watched(Queue.LATE_ANSWER, office, "2022-03-02 10:00") == [key]
