"""What this room does because something else happened."""

import logging
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from motcua.dossiers import services
from motcua.dossiers.models import Dossier
from motcua.dossiers.selectors import calendar as selectors
from motcua.dossiers.vocabulary import Status
from motcua.kernel.errors import Refusal
from motcua.kernel.periods import day_of
from motcua.storage.models import Event
from motcua.worktime import selectors as calendars
from motcua.worktime import services as worktime
from motcua.worktime.services import NewLine

log = logging.getLogger(__name__)
#: So many dossiers are locked together for about a second.
RECALCULATED_AT_ONCE = 100


def recalculate_open(event: Event) -> None:
    """Compute the due times of open dossiers anew after a change of the calendar, part by part.

    Closed dossiers stay as they were (one-stop.md 3.2, 10). A part is one transaction; the rest
    follows as an event of its own, so that a city's dossiers never wait for one another. Doing
    it again moves nothing.
    """
    services.forget_terms()
    # Acts may have come between the decision and now: what is written now is dated now.
    now = timezone.now()
    # An event that an older release left behind names no run: it is done, and not told.
    run, after = (int(event.payload.get(key) or 0) for key in ("run", "after"))
    found = _touched(event)
    if not after:
        worktime.begin_run(run_id=run, total=found.count(), at=now)
    part = found.filter(pk__gt=after).order_by("pk")[:RECALCULATED_AT_ONCE]
    rows = list(part.values_list("pk", "settling_unit_id", "due_at"))
    document = _document(run) or event.subject
    lines = [line for row in rows if (line := _recalculated(*row, document=document, at=now))]
    if run:
        worktime.note_part(run_id=run, lines=lines, unchanged=len(rows) - len(lines))
    if len(rows) < RECALCULATED_AT_ONCE:
        worktime.finish_run(run_id=run, at=now)
    else:
        worktime.announce_rest(event=event, after=rows[-1][0], at=now)


def _recalculated(
    key: int, unit: int, before: datetime | None, *, document: str, at: datetime
) -> NewLine | None:
    """Return what became of one dossier, None when its due time stays."""
    try:
        moved = services.recalculate(dossier_id=key, document=document, at=at)
    except Refusal as refusal:
        log.info("dossier %s is not recalculated: %s", key, type(refusal).__name__)
        return NewLine(key, unit, before, why=str(refusal))
    if not moved:
        return None
    return NewLine(key, unit, before, Dossier.objects.values_list("due_at", flat=True).get(pk=key))


def _document(run: int) -> str:
    """Return the decision's document, which every moved due time names as its ground."""
    found = calendars.recalculation(run)
    return "" if found is None else found.document


def _touched(event: Event) -> QuerySet[Dossier]:
    first_on = parse_date(str(event.payload["from"]))
    until_on = parse_date(str(event.payload.get("until") or ""))
    unit = event.payload.get("unit")
    return selectors.touched(
        unit_id=None if unit is None else int(unit),
        first_on=first_on or date.min, until_on=until_on, on=day_of(event.at),
    )  # fmt: skip


def tell_parent(event: Event) -> None:
    """Tell the parent dossier that one of its interlinked parts has its result."""
    child = Dossier.objects.filter(pk=int(event.subject), parent__isnull=False).first()
    if child is not None and child.status in (Status.SETTLED, Status.RETURNED):
        services.settle_part(child_id=child.pk, at=timezone.now())
