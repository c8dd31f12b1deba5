"""Officers, the posts they hold, the roles they were granted or delegated, the roster."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motcua.accounts.vocabulary import Role
from motcua.organisation.models.units import Counter, OneStopUnit, Unit
from motcua.organisation.models.validity import Valid, never_twice_at_once

_ROLES = [(role.value, role.label) for role in Role]


class Officer(models.Model):
    """A person who works for the administration (cán bộ, công chức)."""

    code = models.CharField("mã cán bộ", max_length=40, unique=True)
    name = models.CharField("họ và tên", max_length=120)
    sort_key = models.CharField("khóa sắp xếp", max_length=400)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
        verbose_name="tài khoản",
    )  # fmt: skip
    # The first day without any office; what was held before stays readable.
    left_on = models.DateField("thôi việc từ ngày", null=True)

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post in a unit (chức danh, vị trí), such as "Trưởng phòng"; several may hold it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts")
    title = models.CharField("chức danh", max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="post_title_once_in_a_unit", fields=["unit", "title"])
        ]

    def __str__(self) -> str:
        return self.title


class Appointment(Valid):
    """An officer holds a post (bổ nhiệm, phân công)."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")

    class Meta(Valid.Meta):
        constraints = [
            *Valid.Meta.constraints,
            never_twice_at_once("appointment_once_at_a_time", "officer", "post"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} @ {self.post_id}"


class RoleGrant(Valid):
    """An officer may act in a role for a unit (phân quyền)."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="role_grants")
    role = models.CharField("vai trò", max_length=30, choices=_ROLES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_grants")

    class Meta(Valid.Meta):
        constraints = [
            *Valid.Meta.constraints,
            models.UniqueConstraint(
                name="role_grant_once_from_a_day", fields=["officer", "role", "unit", "valid_from"]
            ),
        ]
        indexes = [models.Index(name="role_grant_in_a_unit", fields=["unit", "role"])]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.role} @ {self.unit_id}"


class Leave(Valid):
    """An officer is away for some days, and another stands in (nghỉ phép có người làm thay)."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="leaves")
    stand_in = models.ForeignKey(Officer, models.PROTECT, related_name="stands_in")
    reason = models.CharField("lý do", max_length=300, db_default="")

    class Meta(Valid.Meta):
        constraints = [
            *Valid.Meta.constraints,
            never_twice_at_once("leave_once_at_a_time", "officer"),
            models.CheckConstraint(
                name="leave_stand_in_is_somebody_else", condition=~Q(officer=F("stand_in"))
            ),
            models.CheckConstraint(name="leave_has_an_end", condition=Q(valid_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} nghỉ, {self.stand_in_id} làm thay"


class Delegation(Valid):
    """An officer lets another act in one of his roles for some days (ủy quyền)."""

    from_officer = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_given")
    to_officer = models.ForeignKey(Officer, models.PROTECT, related_name="delegations_held")
    role = models.CharField("vai trò", max_length=30, choices=_ROLES)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="delegations")
    # The leave that this delegation comes from; it ends with it.
    leave = models.ForeignKey(Leave, models.PROTECT, null=True, related_name="delegations")

    class Meta(Valid.Meta):
        constraints = [
            *Valid.Meta.constraints,
            models.UniqueConstraint(
                name="delegation_once_from_a_day",
                fields=["from_officer", "to_officer", "role", "unit", "valid_from"],
            ),
            models.CheckConstraint(
                name="delegation_to_somebody_else",
                condition=~Q(from_officer=F("to_officer")),
            ),
            models.CheckConstraint(
                name="delegation_has_an_end", condition=Q(valid_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_officer_id} → {self.to_officer_id} {self.role}"


class RosterEntry(Valid):
    """An officer is on the approved staff list of a one-stop point (TT 01/2018/TT-VPCP Điều 7)."""

    one_stop_unit = models.ForeignKey(OneStopUnit, models.PROTECT, related_name="roster")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="roster_entries")
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="roster")
    is_substitute = models.BooleanField("dự phòng", db_default=False)

    class Meta(Valid.Meta):
        constraints = [
            *Valid.Meta.constraints,
            never_twice_at_once("roster_once_at_a_time", "one_stop_unit", "officer"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} @ {self.one_stop_unit_id}"
