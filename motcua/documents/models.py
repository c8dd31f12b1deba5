"""Templates as versioned data: a version is written once, published by a second person, kept.

unit is the key of a unit in a room above, kept as a plain number; null: for everybody.
"""

from django.db import models
from django.db.models import F, Q


class TemplateVersion(models.Model):
    """One version of a template's text, of everybody or of one unit; it never changes.

    A draft has no publisher; a discarded draft stays, so that numbers are never used twice.
    """

    key = models.SlugField("mẫu", max_length=40)
    unit = models.BigIntegerField("đơn vị", null=True)
    number = models.PositiveIntegerField("bản")
    body = models.TextField("nội dung")
    note = models.CharField("vì sao sửa", max_length=300, db_default="")
    valid_from = models.DateField("hiệu lực từ")
    drafted_at = models.DateTimeField("soạn lúc")
    drafted_by = models.CharField("người soạn", max_length=60)
    drafted_by_name = models.CharField("tên người soạn", max_length=200)
    published_at = models.DateTimeField("công bố lúc", null=True)
    published_by = models.CharField("người công bố", max_length=60, db_default="")
    published_by_name = models.CharField("tên người công bố", max_length=200, db_default="")
    discarded_at = models.DateTimeField("bỏ lúc", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="template_number_once",
                fields=["key", "unit", "number"],
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="template_one_draft_at_a_time",
                fields=["key", "unit"],
                condition=Q(published_at=None, discarded_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="template_has_words", condition=~Q(body="")),
            models.CheckConstraint(
                name="template_published_by_a_second_person",
                condition=Q(published_at=None)
                | (
                    ~Q(published_by="")
                    & (~Q(published_by=F("drafted_by")) | Q(number=1, unit=None))
                ),
            ),
            models.CheckConstraint(
                name="template_discarded_was_a_draft",
                condition=Q(discarded_at=None) | Q(published_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}, bản {self.number}"
