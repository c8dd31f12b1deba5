"""Events of acts, and the relay that carries them to their reactions after the commit."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

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


def try_again(*, event_id: int, at: datetime) -> None:
    """Take a parked event out of the car park: it is tried again from now on."""
    Event.objects.filter(pk=event_id).update(parked_at=None, attempts=0, next_try_at=at)


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
