"""The counting book: signed lines, the cells that add them up, and the lines still to add."""

from django.db import models
from django.db.models import Q


def _count() -> "models.IntegerField[int, int]":
    return models.IntegerField(db_default=0)


class TallyLine(models.Model):
    """One signed line of the book. Units, procedures and dossiers are numbers, not keys."""

    day = models.DateField("ngày có hiệu lực")
    recorded_at = models.DateTimeField("ghi lúc")
    dossier = models.BigIntegerField("hồ sơ số")
    unit = models.IntegerField("đơn vị giải quyết")
    procedure = models.IntegerField("thủ tục")
    field = models.IntegerField("lĩnh vực")
    parent_unit = models.IntegerField("đơn vị của hồ sơ mẹ", db_default=0)
    channel = models.SmallIntegerField("kênh nộp")
    measure = models.SmallIntegerField("đại lượng")
    measure_original = models.SmallIntegerField("đại lượng theo hạn gốc")
    quantity = models.SmallIntegerField("số lượng")
    late_on = models.DateField("ngày thành quá hạn")
    late_on_original = models.DateField("ngày thành quá hạn theo hạn gốc")
    boundary_free = models.BooleanField("phi địa giới", db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="tally_line_counts", condition=~Q(quantity=0)),
            models.CheckConstraint(name="tally_measure_known", condition=Q(measure__range=(1, 13))),
        ]
        indexes = [
            models.Index(name="tally_line_of_dossier", fields=["dossier"]),
            models.Index(name="tally_line_of_unit", fields=["unit", "measure", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.measure} {self.quantity:+d}"


class TallyPending(models.Model):
    """A line that no cell holds yet."""

    line = models.OneToOneField(
        TallyLine, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )

    def __str__(self) -> str:
        return str(self.pk)


class TallyCell(models.Model):
    """What the lines of one unit, group and span of days add up to.

    parent_unit is not 0 for children of interlinked dossiers: a scope that holds the parent
    leaves them out.
    """

    axis = models.SmallIntegerField("nhóm theo")
    span = models.SmallIntegerField("khoảng")
    start = models.DateField("ngày đầu")
    unit = models.IntegerField("đơn vị")
    key = models.IntegerField("khóa nhóm")
    parent_unit = models.IntegerField("đơn vị của hồ sơ mẹ", db_default=0)
    received_online = _count()
    received_other = _count()
    in_process = _count()
    paused = _count()
    late = _count()
    late_original = _count()
    early = _count()
    on_time = _count()
    overdue = _count()
    early_original = _count()
    on_time_original = _count()
    overdue_original = _count()
    withdrawn = _count()
    stopped = _count()
    moved_in = _count()
    moved_out = _count()
    refused_settlement = _count()
    refused_receipt = _count()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="tally_one_cell",
                fields=["axis", "span", "unit", "start", "key", "parent_unit"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.axis}/{self.key} {self.start}"
