"""What is promised: fields, procedures with dated versions, and their routes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from motcua.catalogue.vocabulary import State


def _one_key(column: str) -> Func:
    """Return a range of one key: "=" on a number would need an extension of the database."""
    return Func(
        F(column),
        template="int8range(%(expressions)s, %(expressions)s, '[]')",
        output_field=BigIntegerRangeField(),
    )


class Field(models.Model):
    """A field of administration (lĩnh vực)."""

    key = models.SlugField("khóa", max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """An administrative procedure (thủ tục hành chính), whatever its versions say."""

    code = models.CharField("mã", max_length=40, null=True, unique=True)
    slug = models.CharField("khóa", max_length=140, unique=True)
    name = models.CharField("tên", max_length=500)
    field = models.ForeignKey(Field, models.PROTECT, related_name="procedures")
    illustrative = models.BooleanField("minh họa", db_default=False)
    end_proposed_on = models.DateField("đề nghị ngày cuối cùng có hiệu lực", null=True)
    end_proposed_by = models.CharField("người đề nghị kết thúc", max_length=60, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="procedure_slug_is_its_code",
                condition=Q(code__isnull=False, slug=F("code"))
                | Q(code=None, slug__startswith="x-"),
            ),
            models.CheckConstraint(
                name="illustration_has_no_code", condition=Q(illustrative=False) | Q(code=None)
            ),
            models.CheckConstraint(
                name="proposed_end_has_day_and_person",
                condition=Q(end_proposed_on=None, end_proposed_by=None)
                | Q(end_proposed_on__isnull=False, end_proposed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ResultType(models.Model):
    """A kind of result (kết quả) with its national code, where one is known."""

    code = models.CharField("mã", max_length=40, null=True)
    name = models.CharField("tên", max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="result_type_once", fields=["code", "name"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name


#: A draft was published by nobody; what is published, by another person than its author.
_BY_TWO_PERSONS = Q(published_by=None, published_at=None, state=State.DRAFT.value) | (
    Q(state=State.PUBLISHED.value, published_by__isnull=False)
    & Q(published_at__isnull=False)
    & ~Q(published_by=F("drafted_by"))
)


class Published(models.Model):
    """What one person drafts and another publishes."""

    state = models.CharField("trạng thái", max_length=10, db_default=State.DRAFT.value)
    drafted_by = models.CharField("người soạn", max_length=60)
    published_by = models.CharField("người công khai", max_length=60, null=True)
    published_at = models.DateTimeField("công khai lúc", null=True)

    class Meta:
        abstract = True


class ProcedureVersion(Published):
    """A procedure as it stands in a period; a dossier keeps the version of its receipt."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions")
    name = models.CharField("tên", max_length=500)
    code = models.CharField("mã trong thời kỳ", max_length=40, null=True)
    valid_from = models.DateField("có hiệu lực từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True)
    levels = models.JSONField("cấp tiếp nhận", default=list)
    competence = models.CharField("cơ quan thực hiện", max_length=300, null=True)
    presence = models.CharField("có mặt", max_length=30, null=True)
    channels = models.JSONField("cách thức thực hiện", null=True)
    online_level = models.CharField("mức độ trực tuyến", max_length=10, null=True)
    result_type = models.ForeignKey(ResultType, models.PROTECT, null=True, related_name="+")
    sequence = models.TextField("trình tự thực hiện", null=True)
    applicants = models.TextField("đối tượng thực hiện", null=True)
    conditions = models.TextField("yêu cầu, điều kiện", null=True)
    legal_basis = models.TextField("căn cứ pháp lý", null=True)
    decision = models.CharField("quyết định công bố", max_length=100, null=True)
    interlinked = models.BooleanField("liên thông", db_default=False)
    financial_obligation = models.BooleanField("có nghĩa vụ tài chính", db_default=False)
    facts = models.JSONField("nguồn từng giá trị", default=dict)
    open_fields = models.JSONField(
        "để đơn vị tự ghi", default=list, db_default=Value([], models.JSONField())
    )
    editors = models.JSONField(
        "những người đã sửa", default=list, db_default=Value([], models.JSONField())
    )
    #: Working days for the notice of missing papers where sector law sets its own; else null.
    supplement_notice_days = models.PositiveSmallIntegerField(
        "số ngày làm việc để báo bổ sung", null=True
    )
    supplement_notice_source = models.CharField(
        "căn cứ của số ngày báo bổ sung", max_length=200, db_default=""
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="own_notice_term_has_a_source",
                condition=Q(supplement_notice_days=None)
                | Q(supplement_notice_days__gte=1) & ~Q(supplement_notice_source=""),
            ),
            models.CheckConstraint(
                name="version_published_by_a_second_person",
                condition=_BY_TWO_PERSONS,
            ),
            models.CheckConstraint(
                name="version_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
            ExclusionConstraint(
                name="version_periods_do_not_overlap",
                # A range of one key needs no extension, where "=" on a number would.
                expressions=[
                    (
                        Func(
                            F("procedure"),
                            template="int8range(%(expressions)s, %(expressions)s, '[]')",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state=State.PUBLISHED.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.valid_from:%d/%m/%Y})"


class TimeLimit(models.Model):
    """The legal time limit (thời hạn giải quyết) of a case, by channel where it differs."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="time_limits")
    case = models.CharField("trường hợp", max_length=200, db_default="", blank=True)
    channel = models.CharField("cách thức", max_length=10, null=True)
    value = models.PositiveSmallIntegerField("số", null=True)
    unit = models.CharField("đơn vị tính", max_length=20, null=True)
    note = models.TextField("ghi chú, nguyên văn", db_default="", blank=True)
    source = models.CharField("nguồn", max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="time_limit_once_a_case_and_channel",
                fields=["version", "case", "channel"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="time_limit_value_has_a_unit",
                condition=Q(value=None, unit=None) | Q(value__gte=1, unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.unit}" if self.unit else "không rõ"


class Component(models.Model):
    """One paper or data item of the dossier (thành phần hồ sơ)."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="components")
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    name = models.TextField("tên")
    kind = models.CharField("nộp hay xuất trình", max_length=10)
    originals = models.PositiveSmallIntegerField("bản chính", db_default=0)
    copies = models.PositiveSmallIntegerField("bản sao", db_default=0)
    condition = models.TextField("khi nào", db_default="", blank=True)
    source = models.CharField("nguồn", max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="component_ordinal_once", fields=["version", "ordinal"])
        ]

    def __str__(self) -> str:
        return self.name


class LevyText(models.Model):
    """What is printed of charges and fees (phí, lệ phí); no amount is read out of it."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="levies")
    text = models.TextField("nội dung", null=True)
    source = models.CharField("nguồn", max_length=20)

    def __str__(self) -> str:
        return self.text or "không rõ"


class Route(Published):
    """The internal process (quy trình nội bộ) of a version at a level, for one case."""

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="routes")
    key = models.CharField("khóa", max_length=160, unique=True)
    level = models.CharField("cấp tiếp nhận", max_length=20)
    case = models.CharField("trường hợp", max_length=200, db_default="", blank=True)
    code = models.CharField("mã thủ tục ghi trong quy trình", max_length=40, null=True)
    chain = models.CharField("các cấp tham gia", max_length=40)
    limit_value = models.PositiveSmallIntegerField("thời hạn", null=True)
    limit_unit = models.CharField("đơn vị tính", max_length=20, null=True)
    limit_minutes = models.PositiveIntegerField("thời hạn quy ra phút làm việc", null=True)
    case_limits = models.JSONField("thời hạn từng trường hợp", default=list)
    source = models.JSONField("nguồn", default=dict)
    note = models.TextField("ghi chú", db_default="", blank=True)
    editors = models.JSONField(
        "những người đã sửa", default=list, db_default=Value([], models.JSONField())
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_published_route_a_level_and_case",
                fields=["version", "level", "case"],
                condition=Q(state=State.PUBLISHED.value),
            ),
            models.CheckConstraint(
                name="route_published_by_a_second_person",
                condition=_BY_TWO_PERSONS,
            ),
        ]

    def __str__(self) -> str:
        return self.key


class RouteStep(models.Model):
    """One step of a route: who, where, how long, and whither it may be sent back."""

    route = models.ForeignKey(Route, models.PROTECT, related_name="steps")
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    key = models.CharField("khóa", max_length=40)
    name = models.CharField("tên", max_length=300)
    role = models.CharField("vai", max_length=20)
    unit_key = models.CharField("bộ phận", max_length=40)
    minutes = models.PositiveIntegerField("số phút làm việc", null=True)
    mode = models.CharField("cách nối", max_length=12)
    group = models.CharField("nhóm song song", max_length=20, db_default="", blank=True)
    condition = models.JSONField("điều kiện", null=True)
    case = models.CharField("trường hợp thời hạn", max_length=40, db_default="", blank=True)
    back_to = models.JSONField("trả về bước", default=list)
    counts = models.BooleanField("tính vào thời hạn", db_default=True)
    agency = models.CharField("cơ quan khác", max_length=200, db_default="", blank=True)
    output = models.TextField("giấy tờ ra", db_default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="step_ordinal_once", fields=["route", "ordinal"]),
            models.UniqueConstraint(name="step_key_once", fields=["route", "key"]),
        ]

    def __str__(self) -> str:
        return self.name


class UnitSupplement(models.Model):
    """What a unit adds to a procedure of the city, only where the city left it open."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="supplements")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    valid_from = models.DateField("có hiệu lực từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True)
    place = models.TextField("nơi nộp và nhận", db_default="", blank=True)
    hours = models.TextField("giờ tiếp nhận", db_default="", blank=True)
    contact = models.TextField("liên hệ", db_default="", blank=True)
    note = models.TextField("hướng dẫn thêm", db_default="", blank=True)
    step_minutes = models.JSONField(
        "phút làm việc của từng bước", default=dict, db_default=Value({}, models.JSONField())
    )
    state = models.CharField("trạng thái", max_length=10, db_default=State.DRAFT.value)
    drafted_by = models.CharField("người soạn", max_length=60)
    published_by = models.CharField("người công khai", max_length=60, null=True)
    published_at = models.DateTimeField("công khai lúc", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="supplement_published_by_a_second_person",
                condition=Q(published_by=None, published_at=None, state=State.DRAFT.value)
                | (
                    Q(state=State.PUBLISHED.value, published_by__isnull=False)
                    & Q(published_at__isnull=False)
                    & ~Q(published_by=F("drafted_by"))
                ),
            ),
            models.CheckConstraint(
                name="supplement_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            ),
            ExclusionConstraint(
                name="supplement_periods_do_not_overlap",
                expressions=[
                    (_one_key("procedure"), RangeOperators.OVERLAPS),
                    (_one_key("unit"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_until"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state=State.PUBLISHED.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.procedure_id} ({self.valid_from:%d/%m/%Y})"
