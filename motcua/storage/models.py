"""Rows that any act may write beside its own: events for what must happen afterwards."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Event(models.Model):
    """Something happened; reactions to it are still to be done (outbox).

    The row is deleted when the last of its reactions has left its receipt.
    """

    kind = models.CharField("việc đã xảy ra", max_length=60)
    subject = models.CharField("đối tượng", max_length=60)
    payload = models.JSONField("nội dung", db_default={})
    at = models.DateTimeField("thời điểm", db_default=Now())
    attempts = models.PositiveSmallIntegerField("số lần thử", db_default=0)
    next_try_at = models.DateTimeField("thử lại lúc", db_default=Now())
    parked_at = models.DateTimeField("chờ người xử lý từ", null=True)
    error = models.TextField("lỗi gần nhất", db_default="")

    class Meta:
        indexes = [
            models.Index(
                name="event_waiting", fields=["next_try_at", "id"], condition=Q(parked_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Receipt(models.Model):
    """One reaction to one event is done; it will not be done again."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="receipts")
    reaction = models.CharField("phản ứng", max_length=120)
    at = models.DateTimeField("thời điểm", db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reaction_done_once", fields=["event", "reaction"])
        ]

    def __str__(self) -> str:
        return self.reaction


class IdempotencyKey(models.Model):
    """A door has sent this act before; the answer of the first time is given again."""

    key = models.CharField("khóa", max_length=200, primary_key=True)
    answer = models.JSONField("trả lời")
    at = models.DateTimeField("thời điểm", db_default=Now())

    def __str__(self) -> str:
        return self.key
