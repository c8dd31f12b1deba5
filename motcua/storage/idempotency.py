"""An act that a door sends twice is done once and answered twice."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from motcua.storage.models import IdempotencyKey


def done_before(key: str) -> Mapping[str, object] | None:
    """Return the answer given to this key before, None if it is new.

    Requests with the same key wait for each other until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    return IdempotencyKey.objects.filter(pk=key).values_list("answer", flat=True).first()


def remember(key: str, answer: Mapping[str, object], *, at: datetime) -> None:
    """Keep the answer to a key, in the transaction of the act."""
    IdempotencyKey.objects.create(key=key, answer=dict(answer), at=at)
