"""Decisions on the calendar and working hours: rows are added, never changed.

Beside them stands what each change did to the due times that were open then.
"""

from django.db import models
from django.db.models import F, Q

from motcua.organisation.models import Unit
from motcua.worktime.vocabulary import CalendarStatus, DayKind


class CalendarDecision(models.Model):
    """A decision on days off and days worked, of the nation (no unit) or of one unit.

    It speaks for the days from valid_from until valid_until; when these hold a whole year, it
    settles that year. One recorded later takes the place of earlier ones of the same scope.
    """

    key = models.SlugField("mã", max_length=80)
    document = models.CharField("văn bản", max_length=300)
    source = models.CharField("nguồn", max_length=100, db_default="")
    status = models.CharField(
        "tình trạng", max_length=10, choices=[(s.value, s.label) for s in CalendarStatus]
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị"
    )
    decided_on = models.DateField("ngày quyết định", null=True)
    valid_from = models.DateField("hiệu lực từ")
    valid_until = models.DateField("đến trước")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="calendar_decision_key_once", fields=["key"]),
            models.CheckConstraint(
                name="calendar_decision_has_a_document", condition=~Q(document="")
            ),
            models.CheckConstraint(
                name="calendar_decision_status_known",
                condition=Q(status__in=[s.value for s in CalendarStatus]),
            ),
            models.CheckConstraint(
                name="calendar_decision_valid_forward",
                condition=Q(valid_from__lt=F("valid_until")),
            ),
        ]

    def __str__(self) -> str:
        return self.document


class CalendarDay(models.Model):
    """What a decision says of one day: off, worked, or closed (đóng cửa đột xuất)."""

    decision = models.ForeignKey(CalendarDecision, models.PROTECT, related_name="days")
    on = models.DateField("ngày")
    kind = models.CharField("loại", max_length=10, choices=[(k.value, k.label) for k in DayKind])
    name = models.CharField("tên, lý do", max_length=200)
    stands_for = models.DateField("làm bù cho ngày", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="calendar_day_once_a_decision", fields=["decision", "on"]),
            models.CheckConstraint(name="calendar_day_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="calendar_day_kind_known", condition=Q(kind__in=[k.value for k in DayKind])
            ),
            models.CheckConstraint(
                name="calendar_day_stands_in_only_when_worked",
                condition=Q(stands_for=None) | Q(kind=DayKind.WORKING.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.kind}"


class WorkingHours(models.Model):
    """One stretch of work of a weekday, of the nation (no unit) or of one unit.

    The stretches of a weekday that were recorded together hold together; those recorded later
    take the place of earlier ones while they are valid.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị"
    )
    weekday = models.PositiveSmallIntegerField("thứ (1 là thứ Hai)")
    starts = models.TimeField("từ")
    ends = models.TimeField("đến")
    valid_from = models.DateField("hiệu lực từ")
    valid_until = models.DateField("đến trước", null=True)
    document = models.CharField("văn bản", max_length=300)
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="working_hours_stretch_once",
                fields=["unit", "weekday", "recorded_at", "starts"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="working_hours_weekday_known", condition=Q(weekday__range=(1, 7))
            ),
            models.CheckConstraint(name="working_hours_forward", condition=Q(starts__lt=F("ends"))),
            models.CheckConstraint(
                name="working_hours_valid_forward",
                condition=Q(valid_until=None) | Q(valid_from__lt=F("valid_until")),
            ),
            models.CheckConstraint(name="working_hours_have_a_document", condition=~Q(document="")),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.starts}–{self.ends}"


class CalendarEdition(models.Model):
    """One row: the stamp changes with every change above, so that processes read anew."""

    id = models.SmallIntegerField(primary_key=True, db_default=1)
    stamp = models.UUIDField("dấu phiên bản")

    class Meta:
        constraints = [
            models.CheckConstraint(name="calendar_edition_is_one_row", condition=Q(id=1))
        ]

    def __str__(self) -> str:
        return str(self.stamp)


class Recalculation(models.Model):
    """A change of the calendar is carried to the open due times: how far it has come.

    The room above that owns the due times does the work, part by part, and tells it here.
    """

    decision = models.CharField("quyết định", max_length=80)
    document = models.CharField("văn bản", max_length=300)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị"
    )
    first_on = models.DateField("đổi từ ngày")
    until_on = models.DateField("đến trước ngày", null=True)
    asked_at = models.DateTimeField("yêu cầu lúc")
    begun_at = models.DateTimeField("bắt đầu lúc", null=True)
    finished_at = models.DateTimeField("xong lúc", null=True)
    total = models.PositiveIntegerField("số hồ sơ phải xem", db_default=0)
    moved = models.PositiveIntegerField("đã đổi hẹn", db_default=0)
    unchanged = models.PositiveIntegerField("giữ nguyên", db_default=0)
    failed = models.PositiveIntegerField("chưa tính được", db_default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="recalculation_begins_before_it_ends",
                condition=Q(finished_at=None) | Q(begun_at__isnull=False),
            ),
            models.CheckConstraint(
                name="recalculation_counts_no_more_than_there_are",
                condition=Q(begun_at=None)
                | Q(total__gte=F("moved") + F("unchanged") + F("failed")),
            ),
        ]

    def __str__(self) -> str:
        return self.decision

    @property
    def done(self) -> int:
        """How many of the total have been looked at."""
        return self.moved + self.unchanged + self.failed


class RecalculatedLine(models.Model):
    """A due time that a change of the calendar moved, or could not compute, and why not.

    dossier and unit are keys in the rooms above, kept as plain numbers.
    """

    run = models.ForeignKey(Recalculation, models.PROTECT, related_name="lines")
    dossier = models.BigIntegerField("hồ sơ")
    unit = models.BigIntegerField("đơn vị giải quyết")
    before = models.DateTimeField("hẹn cũ", null=True)
    after = models.DateTimeField("hẹn mới", null=True)
    why = models.CharField("lý do chưa tính được", max_length=300, db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recalculated_once_a_run", fields=["run", "dossier"]),
            models.CheckConstraint(
                name="recalculated_or_says_why", condition=Q(after__isnull=False) | ~Q(why="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}"
