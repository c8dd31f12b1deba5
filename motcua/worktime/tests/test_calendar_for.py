"""The calendar in the tables: loaded once, inherited, and given as it was then known."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from motcua.journal.rules import Actor, Subject
from motcua.journal.selectors import entries_of
from motcua.kernel.periods import Period
from motcua.organisation.models import Unit
from motcua.storage.models import Event
from motcua.storage.sql import observed
from motcua.worktime import services
from motcua.worktime.errors import CalendarRefused
from motcua.worktime.models import (
    CalendarDay,
    CalendarDecision,
    Recalculation,
    WorkingHours,
)
from motcua.worktime.rules import DecidedDay
from motcua.worktime.selectors import calendar_for, published_calendar
from motcua.worktime.services import NewHours
from motcua.worktime.tests.builders import a_decision, at, due_of, off
from motcua.worktime.vocabulary import DayKind, LimitUnit

pytestmark = pytest.mark.django_db

LOADED = at("2021-01-01T00:00")
LATER = at("2021-11-05T10:00")
STORM = DecidedDay(date(2021, 11, 8), DayKind.CLOSED, "bão số 9")
CLERK = Actor("can-bo", "Nguyễn Thị Lan", "Chuyên viên", "UBND huyện")


def a_unit(slug: str, parent: Unit | None = None) -> Unit:
    level, kind = ("province", "city") if parent is None else ("district", "district")
    return Unit.objects.create(
        slug=slug, name=slug, short_name=slug, sort_key=slug, kind=kind, level=level,
        parent=parent, valid_from=date(2008, 8, 1),
    )  # fmt: skip


def close(unit: Unit | None, day: DecidedDay = STORM) -> CalendarDecision:
    return services.decide_day(
        unit_id=unit.pk if unit else None,
        day=day,
        document="Công điện 15/CĐ-UBND",
        decided_on=date(2021, 11, 5),
        by=CLERK,
        at=LATER,
    )


def test_loading_twice_changes_nothing():
    assert services.load_calendar(at=LOADED) == 10
    first = calendar_for(unit_id=None)

    assert services.load_calendar(at=LATER) == 0
    assert calendar_for(unit_id=None) is first


def test_the_loaded_calendar_is_the_published_one():
    services.load_calendar(at=LOADED)

    assert calendar_for(unit_id=None) == published_calendar()
    assert calendar_for(unit_id=None).version == published_calendar().version


def test_a_closing_is_inherited_by_the_units_below_and_by_no_other():
    services.load_calendar(at=LOADED)
    city = a_unit("thanh-pho")
    here, elsewhere = a_unit("huyen-a", city), a_unit("huyen-b", city)

    close(here)

    assert not calendar_for(unit_id=here.pk).is_working_day(STORM.on)
    assert calendar_for(unit_id=elsewhere.pk).is_working_day(STORM.on)
    assert calendar_for(unit_id=None).is_working_day(STORM.on)
    close(city, DecidedDay(date(2021, 11, 9), DayKind.CLOSED, "bão số 9"))
    for unit in (city, here, elsewhere):
        assert not calendar_for(unit_id=unit.pk).is_working_day(date(2021, 11, 9))
    assert not calendar_for(unit_id=here.pk).is_working_day(date(2021, 2, 12))


def test_the_calendar_as_then_known():
    services.load_calendar(at=LOADED)
    close(None)

    then = calendar_for(unit_id=None, known_at=at("2021-11-05T09:59"))
    now = calendar_for(unit_id=None)

    question = ("2021-11-05T09:00", 1, LimitUnit.WORKING_DAY)
    assert due_of(*question, calendar=then).due_at == at("2021-11-08T17:00")
    assert due_of(*question, calendar=now).due_at == at("2021-11-09T17:00")
    assert calendar_for(unit_id=None, known_at=LATER) is now
    assert then == published_calendar()


def test_before_anything_was_recorded_nothing_was_known():
    services.load_calendar(at=LOADED)

    assert calendar_for(unit_id=None, known_at=at("2020-12-31T23:59")).days == ()


def test_one_small_statement_asks_for_a_kept_calendar():
    services.load_calendar(at=LOADED)
    unit = a_unit("thanh-pho")
    calendar_for(unit_id=unit.pk)

    with observed() as sent:
        calendar_for(unit_id=unit.pk)

    assert [trip.names for trip in sent] == [("worktime.edition",)]


def test_a_decision_that_was_rolled_back_is_not_kept():
    services.load_calendar(at=LOADED)
    with transaction.atomic():
        close(None)
        assert not calendar_for(unit_id=None).is_working_day(STORM.on)
        transaction.set_rollback(True)

    assert calendar_for(unit_id=None).is_working_day(STORM.on)


def test_half_days_of_a_unit():
    services.load_calendar(at=LOADED)
    unit = a_unit("thanh-pho")
    services.set_hours(
        unit_id=unit.pk,
        hours=[NewHours(5, ((450, 690),)), NewHours(4, ((450, 690), (810, 1020)))],
        valid=Period(date(2021, 1, 1)),
        document="Quyết định 01/QĐ-UBND",
        by=CLERK,
        at=LATER,
    )

    ends = due_of(
        "2021-11-04T09:00", 1, LimitUnit.WORKING_DAY, calendar=calendar_for(unit_id=unit.pk)
    )

    assert ends.due_at == at("2021-11-05T11:30")
    assert calendar_for(unit_id=unit.pk).spans(date(2021, 11, 4)) == ((450, 690), (810, 1020))
    assert calendar_for(unit_id=None).spans(date(2021, 11, 5)) == ((480, 720), (780, 1020))


def test_a_decision_is_one_journal_line_and_one_event():
    entered = close(None)

    event = Event.objects.get(kind="calendar_changed")
    assert event.subject == entered.key
    run = Recalculation.objects.get(decision=entered.key)
    assert event.payload == {
        "run": run.pk, "from": "2021-11-08", "until": "2021-11-09", "unit": None,
    }  # fmt: skip
    assert [line.act for line in entries_of(Subject("calendar", entered.key))] == [
        "decide_calendar"
    ]


def test_a_key_is_used_once():
    services.decide(decision=a_decision(off(STORM.on)), unit_id=None, by=CLERK, at=LATER)

    with pytest.raises(CalendarRefused, match="đã có"):
        services.decide(decision=a_decision(off(STORM.on)), unit_id=None, by=CLERK, at=LATER)


def test_hours_without_a_document_are_refused():
    with pytest.raises(CalendarRefused, match="văn bản"):
        services.set_hours(
            unit_id=None,
            hours=[NewHours(1, ((480, 720),))],
            valid=Period(date(2021, 1, 1)),
            document=" ",
            by=CLERK,
            at=LATER,
        )


def test_the_tables_refuse_wrong_rows():
    decision = close(None)
    for row in (
        CalendarDay(decision=decision, on=STORM.on, kind="off", name="hai lần"),
        CalendarDay(decision=decision, on=date(2021, 11, 9), kind="maybe", name="lạ"),
        CalendarDay(
            decision=decision, on=date(2021, 11, 9), kind="off", name="bù", stands_for=STORM.on
        ),
        WorkingHours(
            weekday=8, starts=time(8), ends=time(9), valid_from=STORM.on, document="x",
            recorded_at=LATER,
        ),
        WorkingHours(
            weekday=1, starts=time(9), ends=time(8), valid_from=STORM.on, document="x",
            recorded_at=LATER,
        ),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
