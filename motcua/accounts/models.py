"""Who may log in. What a person may do is granted in `organisation`."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, F, Func, Q
from django.db.models.functions import Lower, Now

from motcua.accounts.rules import username_form
from motcua.accounts.vocabulary import FactorKind, GuardKind


class AccountManager(BaseUserManager["Account"]):
    """Finds an account however its name was typed."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account with this user name; :raises Account.DoesNotExist: there is none."""
        return self.get(username=username_form(username or ""))


class Account(AbstractBaseUser):
    """A log-in (tài khoản); an officer has at most one."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    is_active = models.BooleanField("đang dùng", db_default=True)
    closed_at = models.DateTimeField("đóng lúc", null=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", db_default=False)
    password_set_at = models.DateTimeField("đặt mật khẩu lúc", null=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="username_in_lower_case", condition=Q(username=Lower("username"))
            ),
            models.CheckConstraint(
                name="username_in_nfc",
                condition=Func(
                    F("username"),
                    template="%(expressions)s IS NFC NORMALIZED",
                    output_field=BooleanField(),
                ),
            ),
            models.CheckConstraint(
                name="closed_account_cannot_log_in",
                condition=Q(closed_at=None) | Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.username


class LogInGuard(models.Model):
    """How often a log-in failed in a row, and until when nobody may try again.

    name: a keyed digest of what was typed as a user name, never the text: people type their
    password there by mistake. Empty for an address as a whole.
    """

    kind = models.CharField("loại", max_length=10, choices=[(k.value, k.value) for k in GuardKind])
    name = models.CharField("tên đã băm", max_length=64)
    address = models.CharField("địa chỉ", max_length=45)
    failures = models.PositiveIntegerField("số lần sai liên tiếp", db_default=0)
    last_at = models.DateTimeField("lần thử cuối")
    locked_until = models.DateTimeField("khóa đến", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_guard_for_a_name_at_an_address", fields=["kind", "name", "address"]
            )
        ]


class OpenSession(models.Model):
    """A browser in which somebody is logged in (phiên làm việc)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sessions")
    session_key = models.CharField("khóa phiên", max_length=40, unique=True)
    began_at = models.DateTimeField("đăng nhập lúc")
    seen_at = models.DateTimeField("lần cuối lúc")
    ended_at = models.DateTimeField("hết lúc", null=True)
    address = models.CharField("địa chỉ", max_length=45)
    browser = models.CharField("trình duyệt", max_length=200)


class Factor(models.Model):
    """A second factor (lớp xác thực thứ hai): an authenticator app, or a passkey.

    secret: the app's seed, encrypted; credential: a passkey's public half. last_step and
    sign_count are what keeps an old answer from being good twice.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="factors")
    kind = models.CharField("loại", max_length=10, choices=[(k.value, k.label) for k in FactorKind])
    name = models.CharField("tên", max_length=60)
    secret = models.TextField("khóa đã mã hóa", blank=True)
    credential = models.BinaryField("khóa công khai", null=True)
    credential_id = models.BinaryField("mã khóa", null=True, unique=True)
    last_step = models.BigIntegerField("bước thời gian đã dùng", db_default=-1)
    sign_count = models.BigIntegerField("số đếm của khóa", db_default=0)
    added_at = models.DateTimeField("thêm lúc")
    used_at = models.DateTimeField("dùng lần cuối", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="factor_holds_what_its_kind_needs",
                condition=Q(kind=FactorKind.TOTP, credential=None)
                | Q(kind=FactorKind.PASSKEY, credential__isnull=False, secret=""),
            ),
            models.UniqueConstraint(
                name="one_authenticator_app_per_account",
                fields=["account"],
                condition=Q(kind=FactorKind.TOTP),
            ),
        ]


class RecoveryCode(models.Model):
    """A code for the day the second factor is lost (mã dự phòng); good once, stored as digest."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField("mã đã băm", max_length=64)
    used_at = models.DateTimeField("dùng lúc", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_recovery_code_once", fields=["account", "digest"])
        ]


class ExternalLogin(models.Model):
    """The same person at an identity provider, by the key that never changes there (sub)."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="external_logins")
    issuer = models.CharField("nơi cấp", max_length=300)
    subject = models.CharField("mã người dùng tại nơi cấp", max_length=255)
    linked_at = models.DateTimeField("gắn lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_account_for_an_external_person", fields=["issuer", "subject"]
            ),
            models.UniqueConstraint(
                name="one_external_person_per_issuer", fields=["account", "issuer"]
            ),
        ]


class AllowedNetwork(models.Model):
    """From where one may log in: addresses of an account, or of everyone of a unit.

    unit: the slug of a unit, a word and no key, because units live above this room.
    """

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="networks")
    unit = models.CharField("đơn vị", max_length=100, db_default="", default="", blank=True)
    network = models.CharField("dải địa chỉ", max_length=50)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="network_of_an_account_or_of_a_unit",
                condition=Q(account=None) ^ Q(unit=""),
            ),
            models.UniqueConstraint(
                name="one_line_for_a_network",
                fields=["account", "unit", "network"],
                nulls_distinct=False,
            ),
        ]


class SignInPolicy(models.Model):
    """How one logs in from a day on; the newest line of a day holds, none is changed."""

    valid_from = models.DateField("từ ngày")
    second_factor_roles = ArrayField(
        models.CharField(max_length=40), verbose_name="vai trò phải có lớp thứ hai"
    )
    idle_minutes = models.PositiveSmallIntegerField("số phút không dùng thì hết phiên")
    entered_at = models.DateTimeField("ghi lúc", db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="idle_minutes_within_reason",
                condition=Q(idle_minutes__gte=10, idle_minutes__lte=480),
            )
        ]


class Draft(models.Model):
    """What stood in a form when the session ended (bản đang ghi), encrypted, for one account."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="drafts")
    path = models.CharField("địa chỉ trang", max_length=500)
    content = models.TextField("nội dung đã mã hóa")
    kept_at = models.DateTimeField("giữ lúc")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_draft_for_a_page", fields=["account", "path"])
        ]
