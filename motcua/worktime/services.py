"""Entering decisions and working hours; every change is one act with its journal line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from django.db import transaction

from motcua.journal import services as journal
from motcua.journal.rules import SYSTEM, Actor, Subject
from motcua.kernel.canonical import instant_text
from motcua.kernel.periods import Period
from motcua.kernel.text import nfc
from motcua.storage import sql
from motcua.storage.events import event_row
from motcua.worktime import rules, selectors
from motcua.worktime.errors import CalendarRefused
from motcua.worktime.models import (
    CalendarDay,
    CalendarDecision,
    CalendarEdition,
    WorkingHours,
)
from motcua.worktime.rules import DecidedDay, NewDecision, Spans
from motcua.worktime.vocabulary import CALENDAR_CHANGED, JOURNAL_KIND, CalendarStatus


@dataclass(frozen=True, slots=True)
class NewHours:
    """The working hours of one ISO weekday, in minutes of the day."""

    weekday: int
    spans: Spans


@transaction.atomic
def load_calendar(*, at: datetime) -> int:
    """Enter the decisions that come with the program and return how many were new.

    Doing it again changes nothing. A decision known already is left as it was entered.

    :raises BadCalendarFile: the file cannot be read as a calendar.
    """
    _renew_first()
    known = set(CalendarDecision.objects.values_list("key", flat=True))
    new = [entry for entry in selectors.published_decisions() if entry.key not in known]
    for decision in new:
        _enter(decision, unit_id=None, by=SYSTEM, at=at)
    if new:
        _renew()
    return len(new)


@transaction.atomic
def decide(
    *, decision: NewDecision, unit_id: int | None, by: Actor, at: datetime
) -> CalendarDecision:
    """Enter a decision on the calendar, of the nation (no unit) or of one unit.

    Open dossiers are computed anew after the commit (event `calendar_changed`).

    :raises CalendarRefused: the decision is not complete, or its key is taken.
    """
    _renew()
    entered = _enter(decision, unit_id=unit_id, by=by, at=at)
    changed = {"from": decision.valid.start.isoformat(), "unit": unit_id}
    sql.run([event_row(kind=CALENDAR_CHANGED, subject=decision.key, payload=changed, at=at)])
    return entered


def decide_day(
    *,
    unit_id: int | None,
    day: DecidedDay,
    document: str,
    decided_on: date | None,
    by: Actor,
    at: datetime,
) -> CalendarDecision:
    """Enter a late decision on a single day, as `decide` does.

    :raises CalendarRefused: the decision is not complete.
    """
    scope = "vn" if unit_id is None else str(unit_id)
    instant = "".join(char for char in instant_text(at) if char.isalnum())
    decision = NewDecision(
        key=f"{scope}-{day.on:%Y%m%d}-{instant}",
        document=nfc(document),
        source="",
        status=CalendarStatus.DECIDED,
        decided_on=decided_on,
        valid=Period.through(day.on, day.on),
        days=(day,),
    )
    return decide(decision=decision, unit_id=unit_id, by=by, at=at)


@transaction.atomic
def set_hours(
    *,
    unit_id: int | None,
    hours: Sequence[NewHours],
    valid: Period,
    document: str,
    by: Actor,
    at: datetime,
) -> None:
    """Enter working hours of weekdays, half days included, of the nation or of one unit.

    Open dossiers are computed anew after the commit (event `calendar_changed`).

    :raises CalendarRefused: no document, no hours, a weekday twice, stretches out of order.
    """
    _check_hours(hours, document=document)
    _renew()
    rows = [
        WorkingHours(
            unit_id=unit_id, weekday=entry.weekday, starts=_time(start), ends=_time(end),
            valid_from=valid.start, valid_until=valid.until, document=nfc(document),
            recorded_at=at,
        )
        for entry in hours
        for start, end in entry.spans
    ]  # fmt: skip
    WorkingHours.objects.bulk_create(rows)
    subject = f"gio-{'vn' if unit_id is None else unit_id}"
    told = [[entry.weekday, [list(span) for span in entry.spans]] for entry in hours]
    _record("set_hours", subject, {"document": nfc(document), "hours": told}, by=by, at=at)
    changed = {"from": valid.start.isoformat(), "unit": unit_id}
    sql.run([event_row(kind=CALENDAR_CHANGED, subject=subject, payload=changed, at=at)])


def _check_hours(hours: Sequence[NewHours], *, document: str) -> None:
    if not nfc(document):
        raise CalendarRefused("Anh/chị nhập số, ngày của văn bản quy định giờ làm việc.")
    if not hours:
        raise CalendarRefused("Anh/chị nhập giờ làm việc của ít nhất một thứ trong tuần.")
    if len({entry.weekday for entry in hours}) < len(hours):
        raise CalendarRefused("Một thứ trong tuần ghi hai lần: anh/chị gộp lại thành một dòng.")
    for entry in hours:
        rules.check_hours(entry.spans, weekday=entry.weekday)


def _enter(
    decision: NewDecision, *, unit_id: int | None, by: Actor, at: datetime
) -> CalendarDecision:
    valid_until = rules.check_decision(decision)
    if CalendarDecision.objects.filter(key=decision.key).exists():
        raise CalendarRefused(f"Quyết định mã {decision.key} đã có: anh/chị chọn mã khác.")
    entered = CalendarDecision.objects.create(
        key=decision.key, document=decision.document, source=decision.source,
        status=decision.status.value, unit_id=unit_id, decided_on=decision.decided_on,
        valid_from=decision.valid.start, valid_until=valid_until, recorded_at=at,
    )  # fmt: skip
    CalendarDay.objects.bulk_create(
        CalendarDay(
            decision=entered, on=day.on, kind=day.kind.value, name=day.name,
            stands_for=day.stands_for,
        )
        for day in decision.days
    )  # fmt: skip
    told = {
        "document": decision.document,
        "status": decision.status.value,
        "unit": unit_id,
        "days": [[day.on.isoformat(), day.kind.value, day.name] for day in decision.days],
    }
    _record("decide_calendar", decision.key, told, by=by, at=at)
    return entered


def _renew() -> None:
    """Give the tables a new edition; writers wait for each other here."""
    CalendarEdition.objects.update_or_create(pk=1, defaults={"stamp": uuid4()})


def _renew_first() -> None:
    """Make the row of the edition if there is none, and lock it."""
    CalendarEdition.objects.get_or_create(pk=1, defaults={"stamp": uuid4()})
    CalendarEdition.objects.select_for_update().get(pk=1)


def _record(
    act: str, subject: str, payload: Mapping[str, object], *, by: Actor, at: datetime
) -> None:
    journal.record(
        act=act, subject=Subject(JOURNAL_KIND, subject[:60]), by=by, at=at, payload=payload
    )


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
