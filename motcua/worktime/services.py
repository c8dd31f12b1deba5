"""Entering decisions and working hours; every change is one act with its journal line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from motcua.journal import services as journal
from motcua.journal.rules import SYSTEM, Actor, Subject
from motcua.kernel.canonical import instant_text
from motcua.kernel.periods import Period
from motcua.kernel.text import nfc
from motcua.storage import sql
from motcua.storage.events import event_row
from motcua.storage.models import Event
from motcua.worktime import rules, selectors
from motcua.worktime.errors import CalendarRefused
from motcua.worktime.models import (
    CalendarDay,
    CalendarDecision,
    CalendarEdition,
    RecalculatedLine,
    Recalculation,
    WorkingHours,
)
from motcua.worktime.rules import DecidedDay, NewDecision, Proposal, Spans
from motcua.worktime.vocabulary import CALENDAR_CHANGED, JOURNAL_KIND, CalendarStatus


@dataclass(frozen=True, slots=True)
class NewHours:
    """The working hours of one ISO weekday, in minutes of the day."""

    weekday: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class NewLine:
    """What became of one due time: moved (after), or not computed (why)."""

    dossier: int
    unit: int
    before: datetime | None
    after: datetime | None = None
    why: str = ""


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
    if known:
        # What a release brings reaches the dossiers that are open; at the first start none is.
        for decision in new:
            _announce(_asked(CalendarDecision.objects.get(key=decision.key), at=at))
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
    _announce(_asked(entered, at=at))
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
    decision = NewDecision(
        key=new_key(unit_id=unit_id, on=day.on, at=at),
        document=nfc(document),
        source="",
        status=CalendarStatus.DECIDED,
        decided_on=decided_on,
        valid=Period.through(day.on, day.on),
        days=(day,),
    )
    return decide(decision=decision, unit_id=unit_id, by=by, at=at)


def new_key(*, unit_id: int | None, on: date, at: datetime) -> str:
    """Return the key of a decision that is entered now: whose, from which day, when entered."""
    scope = "vn" if unit_id is None else str(unit_id)
    instant = "".join(char for char in instant_text(at) if char.isalnum())
    return f"{scope}-{on:%Y%m%d}-{instant}"


@transaction.atomic
def enter(*, proposal: Proposal, document: str, by: Actor, at: datetime) -> Recalculation:
    """Enter a change that was proposed, and return how it is carried to the open due times.

    :raises CalendarRefused: the change is not complete.
    """
    proposal.check()
    if proposal.decision is not None:
        key = new_key(unit_id=proposal.scope, on=proposal.valid.start, at=at)
        decision = replace(proposal.decision, key=key, document=nfc(document))
        decide(decision=decision, unit_id=proposal.scope, by=by, at=at)
    else:
        hours = [NewHours(weekday, spans) for weekday, spans in proposal.hours]
        set_hours(
            unit_id=proposal.scope, hours=hours, valid=proposal.valid, document=document,
            by=by, at=at,
        )  # fmt: skip
    # Those who enter wait for each other at the edition: the last one is this one.
    return Recalculation.objects.latest("pk")


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
    _announce(
        Recalculation.objects.create(
            decision=subject, document=nfc(document), unit_id=unit_id, first_on=valid.start,
            until_on=valid.until, asked_at=at,
        )
    )  # fmt: skip


@transaction.atomic
def ask_again(*, run_id: int, by: Actor, at: datetime) -> Recalculation:
    """Carry a change to the open due times once more, after what failed has been mended.

    What has moved already stays as it is: computing it again gives the same.
    """
    before = Recalculation.objects.get(pk=run_id)
    run = Recalculation.objects.create(
        decision=before.decision, document=before.document, unit_id=before.unit_id,
        first_on=before.first_on, until_on=before.until_on, asked_at=at,
    )  # fmt: skip
    _record("recalculate_again", before.decision, {"document": before.document}, by=by, at=at)
    _announce(run)
    return run


def begin_run(*, run_id: int, total: int, at: datetime) -> None:
    """Note that the open due times are being computed anew, and how many there are."""
    Recalculation.objects.filter(pk=run_id, begun_at=None).update(begun_at=at, total=total)


def note_part(*, run_id: int, lines: Sequence[NewLine], unchanged: int) -> None:
    """Note what became of a part of the due times; a line noted before stays as it is."""
    RecalculatedLine.objects.bulk_create(
        (
            RecalculatedLine(
                run_id=run_id, dossier=line.dossier, unit=line.unit, before=line.before,
                after=line.after, why=line.why[:300],
            )
            for line in lines
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    moved = sum(line.after is not None for line in lines)
    Recalculation.objects.filter(pk=run_id).update(
        # Dossiers received since the count was taken are looked at too.
        total=Greatest(F("total"), F("moved") + F("unchanged") + F("failed")
                       + len(lines) + unchanged),
        moved=F("moved") + moved,
        unchanged=F("unchanged") + unchanged,
        failed=F("failed") + len(lines) - moved,
    )  # fmt: skip


def finish_run(*, run_id: int, at: datetime) -> None:
    """Note that every open due time has been looked at."""
    done = F("moved") + F("unchanged") + F("failed")
    Recalculation.objects.filter(pk=run_id, finished_at=None).update(finished_at=at, total=done)


def announce_rest(*, event: Event, after: int, at: datetime) -> None:
    """Let the rest of a recalculation follow as an event of its own, in a later transaction."""
    rest = {**event.payload, "after": after}
    sql.run([event_row(kind=event.kind, subject=event.subject, payload=rest, at=at)])


def _asked(decision: CalendarDecision, *, at: datetime) -> Recalculation:
    return Recalculation.objects.create(
        decision=decision.key, document=decision.document, unit_id=decision.unit_id,
        first_on=decision.valid_from, until_on=decision.valid_until, asked_at=at,
    )  # fmt: skip


def _announce(run: Recalculation) -> None:
    changed = {
        "run": run.pk,
        "from": run.first_on.isoformat(),
        "until": None if run.until_on is None else run.until_on.isoformat(),
        "unit": run.unit_id,
    }
    row = event_row(
        kind=CALENDAR_CHANGED, subject=run.decision[:60], payload=changed, at=run.asked_at
    )
    sql.run([row])


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
