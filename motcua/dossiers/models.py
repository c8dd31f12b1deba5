"""The dossier and everything that hangs on it; the tables cannot lie."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from motcua.catalogue.models import Field, Procedure, ProcedureVersion, Route
from motcua.dossiers.vocabulary import ClockKind, Delivery, Money, Outcome, Status, StepState
from motcua.organisation.models import Officer, Unit
from motcua.people.models import Person
from motcua.tally.vocabulary import Channel


class Dossier(models.Model):
    """One matter of one person or organisation, under the rules of its day of receipt.

    status, due_at, due_at_original, ended_at and settling_unit are caches of the books,
    rewritten only by the services that write the books. Overdue is never stored.
    """

    code = models.CharField("mã hồ sơ", max_length=60, null=True)
    reference = models.CharField("mã tra cứu tạm", max_length=40, null=True)
    source = models.CharField("hệ thống nguồn", max_length=40, db_default="")
    source_code = models.CharField("mã ở hệ thống nguồn", max_length=100, db_default="")
    source_print = models.BinaryField("dấu vết bản nguồn", null=True)
    status = models.SmallIntegerField("trạng thái", choices=[(s.value, s.label) for s in Status])
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="+", verbose_name="thủ tục", db_index=False
    )
    version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, related_name="+", null=True, db_index=False
    )
    field = models.ForeignKey(Field, models.PROTECT, related_name="+", db_index=False)
    limit_case = models.CharField("trường hợp", max_length=60, db_default="")
    limit_value = models.SmallIntegerField("thời hạn", null=True)
    limit_unit = models.CharField("đơn vị thời hạn", max_length=16, db_default="")
    route = models.ForeignKey(Route, models.PROTECT, related_name="+", null=True, db_index=False)
    channel = models.SmallIntegerField("kênh nộp", choices=[(c.value, c.label) for c in Channel])
    boundary_free = models.BooleanField("phi địa giới", db_default=False)
    receiving_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    settling_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, verbose_name="chủ hồ sơ"
    )
    owner_name = models.CharField("tên chủ hồ sơ", max_length=200, db_default="")
    #: What was told for this dossier: another unit's is never shown here.
    owner_phone = models.CharField("điện thoại để báo", max_length=16, db_default="")
    submitter = models.ForeignKey(
        Person, models.PROTECT, related_name="+", null=True, db_index=False
    )
    answers = models.JSONField("điều đã khai", db_default={})
    parent = models.ForeignKey("self", models.PROTECT, related_name="children", null=True)
    counts = models.BooleanField("tính vào thống kê", db_default=True)
    counted_under = models.IntegerField("đơn vị của hồ sơ mẹ khi mở", db_default=0)
    money = models.SmallIntegerField(db_default=Money.NOTHING_DUE)
    delivery = models.SmallIntegerField(db_default=Delivery.NOTHING_YET)
    submitted_at = models.DateTimeField("nộp lúc")
    handed_over_at = models.DateTimeField("bưu chính bàn giao lúc", null=True)
    refusal_approved = models.BooleanField("đã duyệt là từ chối", null=True)
    refusal_reason = models.TextField("lý do từ chối đã duyệt", db_default="")
    received_at = models.DateTimeField("tiếp nhận lúc", null=True)
    due_at = models.DateTimeField("hẹn trả", null=True)
    due_at_original = models.DateTimeField("hẹn trả lần đầu", null=True)
    due_by_minute = models.BooleanField("hạn tính đến phút", db_default=False)
    stopped_at = models.DateTimeField("ngừng tính từ", null=True)
    ended_at = models.DateTimeField("kết thúc lúc", null=True)
    returned_at = models.DateTimeField("trả kết quả lúc", null=True)
    answer_by = models.DateTimeField("phải trả lời trước", null=True)
    #: The last apology for a late dossier (counted "with letter"); an extension is none.
    apologised_at = models.DateTimeField("đã xin lỗi lúc", null=True)
    remarks = models.JSONField("ghi chú khi nhập", db_default=[])
    created_at = models.DateTimeField("ghi vào hệ thống lúc", db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(name="dossier_code_once", fields=["code"]),
            models.UniqueConstraint(name="dossier_reference_once", fields=["reference"]),
            models.UniqueConstraint(
                name="dossier_once_a_source",
                fields=["source", "source_code"],
                condition=~Q(source=""),
            ),
            models.CheckConstraint(
                name="dossier_received_has_a_code",
                condition=Q(received_at=None) | Q(code__isnull=False) | ~Q(source=""),
            ),
            models.CheckConstraint(
                name="dossier_returned_after_settled",
                condition=~Q(status=Status.RETURNED) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_is_not_its_own_parent", condition=Q(parent=None) | ~Q(parent=F("pk"))
            ),
        ]
        indexes = [
            models.Index(
                name="dossier_open_of_unit",
                fields=["settling_unit", "due_at", "id"],
                condition=Q(ended_at=None),
            ),
            # Few dossiers stand here: received for another unit, and the clock has not begun.
            models.Index(
                name="dossier_clock_not_begun",
                fields=["settling_unit", "receiving_unit"],
                condition=Q(boundary_free=True, due_at=None, received_at__isnull=False),
            ),
            # A few pages long, and nothing to keep in order when a dossier is received.
            BrinIndex(name="dossier_received_about", fields=["received_at"], autosummarize=True),
        ]

    def __str__(self) -> str:
        return self.code or self.reference or self.source_code


class DailyNumber(models.Model):
    """The running number of a unit and day; its row is locked while a code is given."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField("ngày")
    last = models.PositiveIntegerField("số cuối")

    class Meta:
        constraints = [models.UniqueConstraint(name="daily_number_one_row", fields=["unit", "on"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.on}: {self.last}"


class ClockEntry(models.Model):
    """One line of the clock book (sổ thời hạn): what moved the due time, and on what ground.

    unit: the unit that answers for the clock from here on. amends: for a correction, which
    entry it changes and how; nothing is overwritten.
    """

    pk = models.CompositePrimaryKey("dossier_id", "number")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="clock", db_index=False)
    number = models.PositiveSmallIntegerField("số")
    kind = models.CharField("loại", max_length=12, choices=[(k.value, k.value) for k in ClockKind])
    at = models.DateTimeField("thời điểm")
    recorded_at = models.DateTimeField("ghi lúc")
    due_at = models.DateTimeField("hạn", null=True)
    #: The due time without the extension; null when it is the same (one-stop.md 3.2, 8).
    due_at_original = models.DateTimeField("hạn không kể gia hạn", null=True)
    outcome = models.CharField(
        "kết thúc", max_length=10, null=True, choices=[(o.value, o.value) for o in Outcome]
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    calendar = models.CharField("lịch và bộ quy tắc", max_length=60, db_default="")
    remaining = models.IntegerField("thời gian còn lại khi ngừng", null=True)
    remaining_unit = models.CharField("đơn vị", max_length=16, db_default="")
    legal_ground = models.TextField("căn cứ", db_default="")
    document = models.TextField("văn bản", db_default="")
    by = models.CharField("người thực hiện", max_length=60)
    amends = models.JSONField("đính chính", null=True)

    class Meta:
        constraints = [
            # The number is the key, so it starts at most once, and with nothing before.
            models.CheckConstraint(
                name="clock_starts_once",
                condition=~Q(kind__in=["start", "recorded"]) | Q(number=1),
            ),
            models.UniqueConstraint(
                name="clock_extended_once", fields=["dossier"], condition=Q(kind="extend")
            ),
            models.CheckConstraint(
                name="clock_stops_on_a_legal_ground", condition=~Q(kind="stop", legal_ground="")
            ),
            models.CheckConstraint(
                name="clock_end_has_an_outcome",
                condition=Q(kind="end", outcome__isnull=False)
                | (~Q(kind="end") & Q(outcome__isnull=True)),
            ),
            models.CheckConstraint(
                name="clock_correction_says_what",
                condition=~Q(kind="correct") | Q(amends__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}. {self.kind}"


class StepKind(models.Model):
    """What a step is called: key and name as the route or the source had them. Never changed."""

    id = models.AutoField(primary_key=True)
    key = models.CharField("khóa bước", max_length=60)
    name = models.CharField("bước", max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(name="step_kind_once", fields=["key", "name"])]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """One step of the route as this dossier walks it, with both ends of its hand-over.

    dossier_due_at is the dossier's due time, kept here so that an officer's list is one index;
    before a boundary-free clock begins, until when the step is to be handed on or taken over;
    null without either, while the clock stands in time, and once the step is closed.
    role: see `ROLE_NUMBERS`. The long columns stand first, so that a row has no gaps.
    """

    pk = models.CompositePrimaryKey("dossier_id", "number")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="steps", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="+", null=True, db_index=False
    )
    handed_at = models.DateTimeField("bàn giao lúc", null=True)
    take_over_by = models.DateTimeField("phải nhận trước", null=True)
    taken_at = models.DateTimeField("nhận lúc", null=True)
    done_at = models.DateTimeField("xong lúc", null=True)
    due_at = models.DateTimeField("hạn của bước", null=True)
    dossier_due_at = models.DateTimeField("hạn của hồ sơ", null=True)
    kind = models.ForeignKey(
        StepKind, models.PROTECT, related_name="+", verbose_name="bước", db_index=False
    )
    number = models.PositiveSmallIntegerField("lượt")
    ordinal = models.PositiveSmallIntegerField("thứ tự trong quy trình")
    role = models.SmallIntegerField("vai trò")
    state = models.SmallIntegerField("trạng thái", choices=[(s.value, s.label) for s in StepState])
    refusal = models.TextField("lý do không nhận", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="step_done_was_taken", condition=Q(done_at=None) | Q(handed_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(
                name="step_inbox_of_officer",
                fields=["officer", "dossier_due_at", "dossier"],
                condition=Q(
                    state__in=[StepState.HANDED_OVER, StepState.TAKEN], officer__isnull=False
                ),
            ),
            models.Index(
                name="step_inbox_of_role",
                fields=["unit", "role", "dossier_due_at", "dossier"],
                condition=Q(state__in=[StepState.HANDED_OVER, StepState.TAKEN], officer=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.kind_id}"


class Consultation(models.Model):
    """A question to another agency with its own term inside the limit; the clock runs on."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="consultations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    question = models.TextField("nội dung hỏi")
    asked_at = models.DateTimeField("hỏi lúc")
    answer_by = models.DateTimeField("trả lời trước")
    answered_at = models.DateTimeField("trả lời lúc", null=True)
    answer = models.TextField("trả lời", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consultation_answer_has_words",
                condition=Q(answered_at=None) | ~Q(answer=""),
            )
        ]
        indexes = [
            models.Index(
                name="consultation_waits", fields=["answer_by", "id"], condition=Q(answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.question[:60]


class SupplementRequest(models.Model):
    """One request for additions (phiếu yêu cầu bổ sung): what is missing and why."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="supplements")
    round = models.PositiveSmallIntegerField("lần")
    before_receipt = models.BooleanField("trước khi tiếp nhận")
    #: What was asked, in words: the names of the components, then the other papers.
    items = models.JSONField("giấy tờ cần bổ sung")
    #: Keys of components of the dossier's procedure version; a list, so no foreign key.
    components = models.JSONField("thành phần hồ sơ", db_default=[])
    legal_ground = models.TextField("căn cứ của giấy tờ ngoài danh mục", db_default="")
    #: Which of the items have come.
    came = models.JSONField("giấy tờ đã nhận", db_default=[])
    reason = models.TextField("lý do")
    asked_at = models.DateTimeField("yêu cầu lúc")
    answer_by = models.DateTimeField("bổ sung trước", null=True)
    overdue_when_asked = models.BooleanField("đã quá hạn khi yêu cầu", db_default=False)
    late_notice = models.BooleanField("báo sau 3 ngày làm việc", db_default=False)
    override_reason = models.TextField("lý do yêu cầu lần nữa", db_default="")
    override_by = models.CharField("người cho phép", max_length=60, db_default="")
    sent_at = models.DateTimeField("dân gửi bổ sung lúc", null=True)
    accepted_at = models.DateTimeField("nhận đủ lúc", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="supplement_round_once", fields=["dossier", "before_receipt", "round"]
            ),
            models.CheckConstraint(name="supplement_names_papers", condition=~Q(items=[])),
            models.CheckConstraint(
                name="supplement_names_components_or_a_ground",
                condition=~Q(components=[]) | ~Q(legal_ground=""),
            ),
            models.CheckConstraint(
                name="supplement_again_needs_the_head",
                condition=Q(round=1) | (~Q(override_reason="") & ~Q(override_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"lần {self.round}"


class Apology(models.Model):
    """An apology to the applicant: with an extension before the due day, alone after it."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="apologies")
    at = models.DateTimeField("lúc")
    reason = models.TextField("lý do")
    promised_at = models.DateTimeField("hứa trả lúc")
    with_extension = models.BooleanField("kèm gia hạn")
    signer = models.CharField("người ký", max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(name="apology_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="apology_promises_a_later_time", condition=Q(promised_at__gt=F("at"))
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:60]


class ImportRun(models.Model):
    """One import of history: which file, with which mapping, and what became of it."""

    source = models.CharField("hệ thống nguồn", max_length=40)
    file_name = models.CharField("tệp", max_length=200)
    file_sha256 = models.CharField("mã băm tệp", max_length=64)
    mapping = models.JSONField("ánh xạ")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.CharField("người nhập", max_length=60)
    at = models.DateTimeField("lúc")
    result = models.JSONField("kết quả")

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"


class ImportRemark(models.Model):
    """What was odd about one case of an import: kept, or refused with reason and line."""

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="remarks")
    kind = models.CharField("loại", max_length=40)
    case = models.CharField("mã hồ sơ nguồn", max_length=100)
    line = models.PositiveIntegerField("dòng")
    refused = models.BooleanField("không nhập")
    why = models.TextField("lý do")

    class Meta:
        indexes = [models.Index(name="import_remark_of_kind", fields=["run", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.case}"
