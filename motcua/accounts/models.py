"""Who may log in. What a person may do is granted in `organisation`."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import BooleanField, F, Func, Q
from django.db.models.functions import Lower

from motcua.accounts.rules import username_form


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
