"""The counting book: signed lines, the cells that add them up, and the lines still to add."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.tally.rules import EFFECTS

#: Smaller sets of units are read unit by unit.
SMALLEST_GROUP = 8


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
            models.Index(name="tally_line_of_unit", fields=["unit"]),
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


class TallyGroup(models.Model):
    """A set of units that is often asked as a whole, such as all below one unit on some days.

    A set never changes: when a unit gets another parent, the scope becomes another set. So its
    cells are exact for stock too.
    """

    id = models.AutoField(primary_key=True)
    units = ArrayField(models.IntegerField(), verbose_name="các đơn vị")

    def __str__(self) -> str:
        return f"{self.pk}: {len(self.units)}"


class TallyCell(models.Model):
    """What the lines of one place, key and span of days add up to.

    unit: a unit, or the number of a group of units with a minus sign.

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


_SUMS = ", ".join(f"sum({name})::int as {name}" for name in EFFECTS)
_ALL = f"axis, span, start, unit, key, parent_unit, {', '.join(EFFECTS)}"
#: From the effects of lines (`effect`) to the cells that they belong to (`placed`): by day, from
#: these by month, from these by year, and all of them for the groups that hold the unit.
PLACED = f"""
daily as (
  select axis, day as start, unit, key, parent_unit, {_SUMS}
  from effect
  cross join lateral (values (1, field), (2, procedure), (3, channel), (4, unit))
    as grouped (axis, key)
  group by axis, day, unit, key, parent_unit),
monthly as (
  select axis, date_trunc('month', start)::date as start, unit, key, parent_unit, {_SUMS}
  from daily group by axis, 2, unit, key, parent_unit),
yearly as (
  select axis, date_trunc('year', start)::date as start, unit, key, parent_unit, {_SUMS}
  from monthly group by axis, 2, unit, key, parent_unit),
dated as (
  select 1 as span, * from daily
  union all select 2, * from monthly
  union all select 3, * from yearly),
placed as (
  select {_ALL} from dated
  union all
  select axis, span, start, member.place, key, parent_unit, {_SUMS}
  from dated join (select -id, unnest(units) from tally_tallygroup) as member (place, unit)
    using (unit)
  group by axis, span, start, member.place, key, parent_unit)
"""
