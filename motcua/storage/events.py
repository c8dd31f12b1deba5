"""Events of acts, and the relay that carries them to their reactions after the commit."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Min, Q

from motcua.storage.errors import NotParked
from motcua.storage.models import Event, Receipt
from motcua.storage.sql import Call, Statement

Reaction = Callable[[Event], None]
Reactions = Mapping[str, Sequence[Reaction]]

#: After this many failures a person is asked.
MOST_ATTEMPTS = 8
_FIRST_WAIT = timedelta(seconds=2)

EVENT_INSERT = Statement(
    "storage.event_insert",
    "insert into storage_event (kind, subject, payload, at, next_try_at)"
    " values (%s, %s, %s::jsonb, %s, %s)",
)

log = logging.getLogger(__name__)


def event_row(*, kind: str, subject: str, payload: Mapping[str, object], at: datetime) -> Call:
    """Return the event of an act as one prepared statement, to be sent with the act."""
    return Call(EVENT_INSERT, (kind, subject, json.dumps(payload), at, at))


def relay(*, reactions: Reactions, at: datetime, limit: int = 100) -> int:
    """Do the reactions to at most `limit` waiting events and return how many events ended.

    Each reaction runs in a transaction of its own together with its receipt, so it happens
    once or not at all. A failing event waits longer each time, then is parked for a person.
    """
    ended = 0
    for _ in range(limit):
        with transaction.atomic():
            event = (
                Event.objects.select_for_update(skip_locked=True)
                .filter(parked_at=None, next_try_at__lte=at)
                .order_by("next_try_at", "id")
                .first()
            )
            if event is None:
                return ended
            ended += _carry(event, reactions=reactions, at=at)
    return ended


def try_again(*, event_id: int, at: datetime) -> Event:
    """Take a parked event out of the car park, to be tried again from now on, and return it.

    What is to be told of it elsewhere is the caller's: `journal.services.retry_parked`.

    :raises NotParked: it does not wait for a person any more.
    """
    event = parked_event(event_id)
    event.parked_at, event.attempts, event.next_try_at = None, 0, at
    event.save(update_fields=["parked_at", "attempts", "next_try_at"])
    return event


def give_up(*, event_id: int) -> Event:
    """Remove a parked event, whose remaining reactions will never happen, and return it.

    :raises NotParked: it does not wait for a person any more.
    """
    event = parked_event(event_id)
    kept = Event(pk=event.pk, kind=event.kind, subject=event.subject, error=event.error)
    event.delete()
    return kept


@transaction.atomic
def parked_event(event_id: int) -> Event:
    """Return a parked event, locked when a transaction is open around.

    :raises NotParked: it does not wait for a person any more.
    """
    found = Event.objects.select_for_update().filter(pk=event_id).exclude(parked_at=None).first()
    if found is None:
        raise NotParked
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the background: events, those that failed, those parked, the oldest."""

    events: int
    failing: int
    parked: int
    oldest_at: datetime | None


def waiting() -> Waiting:
    """Return what waits; `oldest_at` is of events that no person has been asked about."""
    open_ones = Q(parked_at=None)
    told = Event.objects.aggregate(
        events=Count("pk", filter=open_ones),
        failing=Count("pk", filter=open_ones & Q(attempts__gt=0)),
        parked=Count("pk", filter=~open_ones),
        oldest=Min("at", filter=open_ones),
    )
    return Waiting(told["events"], told["failing"], told["parked"], told["oldest"])


def troubled(limit: int = 100) -> list[Event]:
    """Return events that failed: those that wait for a person first, then those tried again."""
    failed = Event.objects.filter(Q(attempts__gt=0) | ~Q(parked_at=None))
    return list(failed.order_by("parked_at", "at", "pk")[:limit])


def _carry(event: Event, *, reactions: Reactions, at: datetime) -> int:
    done = set(Receipt.objects.filter(event=event).values_list("reaction", flat=True))
    for reaction in reactions.get(event.kind, ()):
        name = f"{reaction.__module__}.{reaction.__qualname__}"
        if name in done:
            continue
        try:
            with transaction.atomic():
                reaction(event)
                Receipt.objects.create(event=event, reaction=name, at=at)
        except Exception as fault:
            log.exception("reaction %s to event %s failed", name, event.pk)
            _wait_or_park(event, error=f"{name}: {type(fault).__name__}", at=at)
            return 0
    event.delete()
    return 1


def _wait_or_park(event: Event, *, error: str, at: datetime) -> None:
    event.attempts += 1
    event.error = error
    if event.attempts >= MOST_ATTEMPTS:
        event.parked_at = at
    else:
        event.next_try_at = at + _FIRST_WAIT * 2**event.attempts
    event.save(update_fields=["attempts", "error", "parked_at", "next_try_at"])
