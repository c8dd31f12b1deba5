"""What is asked when an officer enters, is appointed, granted a role, goes on leave, leaves."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from motcua.accounts.rules import check_username
from motcua.accounts.vocabulary import Role
from motcua.board.boxes import DatedForm, OfficerField, UnitField, choice, last_day, line
from motcua.kernel.errors import Refusal

#: Roles of persons who are no officers are not granted here.
GRANTED = tuple(role for role in Role if role is not Role.SUBMITTER)
CODE = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z",
    "Mã cán bộ gồm chữ không dấu, chữ số, dấu chấm hoặc gạch, bắt đầu bằng chữ hoặc số",
)


class NewOfficerForm(DatedForm):
    """Enter an officer with the first post, and with an account when a user name is given."""

    code = forms.CharField(
        label="Mã cán bộ", max_length=40, validators=[CODE],
        widget=forms.TextInput({"size": 20, "autocomplete": "off"}),
        error_messages={"required": "Nhập mã cán bộ"},
    )  # fmt: skip
    name = line("Họ và tên", "Nhập họ và tên")
    title = line("Chức danh", "Nhập chức danh", hint="Như “Công chức Tư pháp - Hộ tịch”.")
    username = line(
        "Tên đăng nhập", required=False, size=20,
        hint="Để trống nếu chưa cấp tài khoản. Mỗi người một tài khoản, không dùng chung.",
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reach: Collection[int], today: date,
        **known: Any,
    ) -> None:  # fmt: skip
        """Make the form; the unit lies within the reach."""
        super().__init__(data, today=today, **known)
        self.fields["unit"] = UnitField("Đơn vị", reach, today)
        self.order_fields(["code", "name", "unit", "title", "start", "username"])

    def clean_username(self) -> str:
        """Return the user name in its stored form, or empty."""
        return _username(self.cleaned_data["username"])


class AccountForm(forms.Form):
    """Open the account of an officer."""

    username = line("Tên đăng nhập", "Nhập tên đăng nhập", size=20)

    def clean_username(self) -> str:
        """Return the user name in its stored form."""
        return _username(self.cleaned_data["username"])


class NameForm(forms.Form):
    """Correct how a name is written."""

    name = line("Họ và tên", "Nhập họ và tên")


class AppointForm(DatedForm):
    """Appoint to a post."""

    title = line("Chức danh", "Nhập chức danh")
    last = last_day()

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reach: Collection[int], today: date
    ) -> None:
        """Make the form; the unit lies within the reach."""
        super().__init__(data, today=today)
        self.fields["unit"] = UnitField("Đơn vị", reach, today)
        self.order_fields(["unit", "title", "start", "last"])


class GrantForm(DatedForm):
    """Grant a role for a unit."""

    role = choice("Vai trò", [(role.value, role.label) for role in GRANTED], "Chọn vai trò")
    last = last_day()

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reach: Collection[int], today: date,
        **known: Any,
    ) -> None:  # fmt: skip
        """Make the form; the unit lies within the reach."""
        super().__init__(data, today=today, **known)
        self.fields["unit"] = UnitField("Đơn vị", reach, today)
        self.order_fields(["role", "unit", "start", "last"])


class DelegateForm(DatedForm):
    """Let another act in one of the officer's roles for some days."""

    last = last_day(required=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reach: Collection[int], today: date,
        grants: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        """Make the form; grants: "role@unit" and words of each role that may be delegated."""
        super().__init__(data, today=today)
        self.fields["grant"] = choice("Vai trò", grants, "Chọn vai trò")
        self.fields["to"] = OfficerField("Người được ủy quyền", reach, today)
        self.order_fields(["grant", "to", "start", "last"])


class LeaveForm(DatedForm):
    """Go on leave with a stand-in."""

    last = last_day(required=True)
    reason = line("Lý do", required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reach: Collection[int], today: date
    ) -> None:
        """Make the form; the stand-in lies within the reach."""
        super().__init__(data, today=today)
        self.fields["stand_in"] = OfficerField("Người làm thay", reach, today)
        self.order_fields(["stand_in", "start", "last", "reason"])


class RosterForm(DatedForm):
    """Put an officer on the staff list of a one-stop point."""

    is_substitute = forms.BooleanField(label="Là người dự phòng", required=False)
    last = last_day()

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, today: date,
        places: Sequence[tuple[str, str]],
    ) -> None:  # fmt: skip
        """Make the form; places: "point/counter" and words of each place."""
        super().__init__(data, today=today)
        self.fields["place"] = choice("Nơi trực", places, "Chọn nơi trực")
        self.order_fields(["place", "is_substitute", "start", "last"])


class LeaveOfficeForm(DatedForm):
    """Let an officer leave."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, today: date) -> None:
        """Make the form; the day is today, or one before."""
        super().__init__(data, today=today)
        self.fields["start"].label = "Ngày đầu tiên không còn làm việc"
        self.fields["start"].help_text = "Hôm nay hoặc ngày trước đó; tài khoản đóng ngay."


class EndForm(DatedForm):
    """End one thing that an officer holds."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, today: date) -> None:
        """Make the form; the first day without it is asked."""
        super().__init__(data, today=today)
        self.fields["start"].label = "Ngày đầu tiên không còn"


def _username(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return check_username(text)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
