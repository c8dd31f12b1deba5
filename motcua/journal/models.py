"""The append-only book of acts, its chain heads and its daily seals."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q


class JournalActor(models.Model):
    """A person as on the day of an act; a changed title or unit is another row."""

    code = models.CharField("mã", max_length=60)
    name = models.CharField("họ tên", max_length=200)
    title = models.CharField("chức danh", max_length=200)
    unit = models.CharField("đơn vị", max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="journal_actor_once", fields=["code", "name", "title", "unit"]
            )
        ]

    def __str__(self) -> str:
        return self.name


class JournalHead(models.Model):
    """The end of one subject's chain: locked before an entry is added."""

    subject_kind = models.CharField("loại đối tượng", max_length=30)
    subject = models.CharField("đối tượng", max_length=60)
    number = models.PositiveIntegerField("số dòng", db_default=0)
    hash = models.BinaryField("mã băm cuối")
    sealed_number = models.PositiveIntegerField("đã niêm phong đến", db_default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="journal_one_chain_a_subject", fields=["subject_kind", "subject"]
            ),
            models.CheckConstraint(
                name="journal_seal_not_ahead", condition=Q(sealed_number__lte=F("number"))
            ),
        ]
        indexes = [
            models.Index(
                name="journal_unsealed", fields=["id"], condition=Q(number__gt=F("sealed_number"))
            ),
            # Nearly every chain is a dossier's: these are the others.
            models.Index(
                name="journal_of_administration", fields=["id"],
                condition=~Q(subject_kind="dossier"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject}"


class JournalEntry(models.Model):
    """Who did what, when: one act of one subject, chained to the act before it.

    hash covers the hash of the entry before, which stands there and only there.
    """

    head = models.ForeignKey(JournalHead, models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveIntegerField("số")
    at = models.DateTimeField("thời điểm")
    recorded_at = models.DateTimeField("ghi lúc")
    act = models.CharField("việc", max_length=60)
    by = models.ForeignKey(JournalActor, models.PROTECT, related_name="+", db_index=False)
    payload = models.JSONField("nội dung")
    hash = models.BinaryField("mã băm")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="journal_number_once", fields=["head", "number"])
        ]
        indexes = [
            # Who, and what: read from the newest back. A day is a stretch of the book.
            models.Index(name="journal_of_a_person", fields=["by", "id"]),
            models.Index(name="journal_of_an_act", fields=["act", "id"]),
            BrinIndex(name="journal_of_a_day", fields=["recorded_at"], autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.act}"


class Seal(models.Model):
    """The daily seal: one hash over every chain that grew since the seal before.

    It covers the seal before it (previous), and the readings that no seal covered yet; seals
    of before 24/11/2026 cover neither.
    """

    on = models.DateField("ngày")
    at = models.DateTimeField("thời điểm")
    root = models.BinaryField("gốc cây băm")
    chains = models.PositiveIntegerField("số chuỗi")
    readings = models.PositiveIntegerField("số lượt xem", db_default=0)
    readings_root = models.BinaryField("gốc cây băm của lượt xem", null=True)
    previous = models.BinaryField("mã băm của niêm phong trước", null=True)
    signature = models.BinaryField("chữ ký", null=True)
    time_stamp = models.BinaryField("dấu thời gian", null=True)

    def __str__(self) -> str:
        return f"{self.on}"


class SealedHead(models.Model):
    """How far one chain went when it was sealed."""

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="heads")
    head = models.ForeignKey(JournalHead, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField("đến số")
    hash = models.BinaryField("mã băm")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="journal_chain_sealed_once", fields=["seal", "head"])
        ]

    def __str__(self) -> str:
        return f"{self.head_id}: {self.number}"


class Reading(models.Model):
    """Somebody looked at personal data: who, of what, for what purpose."""

    at = models.DateTimeField("thời điểm")
    by = models.ForeignKey(JournalActor, models.PROTECT, related_name="+")
    subject_kind = models.CharField("loại đối tượng", max_length=30)
    subject = models.CharField("đối tượng", max_length=60)
    what = models.CharField("dữ liệu", max_length=100)
    purpose = models.CharField("mục đích", max_length=200)

    class Meta:
        indexes = [
            models.Index(name="reading_of_subject", fields=["subject_kind", "subject"]),
            BrinIndex(name="reading_of_a_day", fields=["at"], autosummarize=True),
        ]
        constraints = [
            models.CheckConstraint(name="reading_has_a_purpose", condition=~Q(purpose=""))
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.subject}"


class SealedReading(models.Model):
    """A reading that a seal covers, as it was then."""

    # No key to the reading: a reading that is gone leaves this row to tell of it.
    reading = models.BigIntegerField("lượt xem", primary_key=True)
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+")
    hash = models.BinaryField("mã băm")

    def __str__(self) -> str:
        return f"{self.seal_id}: {self.reading}"
