"""Rows that any act may write beside its own: events for what must happen afterwards."""

from django.db import models
from django.db.models import F, Q
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


class SafeCopy(models.Model):
    """One run that concerns the office's data as a whole: a backup, a test of one, a restore."""

    class Kind(models.TextChoices):
        """What was done."""

        BACKUP = "backup", "Sao lưu"
        TRIAL = "trial", "Khôi phục thử"
        RESTORE = "restore", "Khôi phục"

    kind = models.CharField("việc", max_length=10, choices=Kind.choices)
    began_at = models.DateTimeField("bắt đầu")
    ended_at = models.DateTimeField("kết thúc")
    file = models.CharField("tệp", max_length=255)
    content_at = models.DateTimeField("dữ liệu tính đến", null=True)
    size_bytes = models.BigIntegerField("dung lượng", db_default=0)
    sha256 = models.CharField("mã băm", max_length=64, db_default="")
    encrypted = models.BooleanField("được mã hóa", db_default=False)
    good = models.BooleanField("đạt")
    result = models.TextField("kết quả", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="safe_copy_ends_after_it_began", condition=Q(ended_at__gte=F("began_at"))
            ),
            models.CheckConstraint(
                name="safe_copy_good_has_its_content",
                condition=Q(good=False) | Q(content_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="safe_copy_newest", fields=["kind", "-began_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.file}"


class Limit(models.Model):
    """A dated setting of operations: how old something may become, in hours, from a day on."""

    class Name(models.TextChoices):
        """What is limited."""

        BACKUP = "backup", "Tuổi của bản sao lưu gần nhất"
        TRIAL = "trial", "Tuổi của lần khôi phục thử gần nhất"

    name = models.CharField("tên", max_length=20, choices=Name.choices)
    hours = models.PositiveIntegerField("số giờ")
    valid_from = models.DateField("từ ngày")
    source = models.CharField("căn cứ", max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="limit_once_a_day", fields=["name", "valid_from"]),
            models.CheckConstraint(name="limit_is_positive", condition=Q(hours__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.hours}"


class Heartbeat(models.Model):
    """A part that works in the background was alive at this instant."""

    part = models.CharField("phần", max_length=60, primary_key=True)
    at = models.DateTimeField("thời điểm")

    def __str__(self) -> str:
        return self.part
