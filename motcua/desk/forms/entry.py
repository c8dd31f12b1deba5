"""The log-in."""

from django import forms

from motcua.desk.forms.base import line
from motcua.pages.forms import TextField


class LogInForm(forms.Form):
    """User name and password."""

    username = line("Tên đăng nhập", "Nhập tên đăng nhập")
    password = TextField(
        label="Mật khẩu",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password", "size": 30}),
        error_messages={"required": "Nhập mật khẩu"},
    )

    def __init__(self, data: object = None) -> None:
        """Make the form; the browser may fill the name in."""
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]  # what was sent, or None
        self.fields["username"].widget.attrs["autocomplete"] = "username"


class PurposeForm(forms.Form):
    """Why somebody looks at personal data."""

    purpose = line(
        "Mục đích xem",
        "Ghi mục đích xem",
        hint="Ví dụ: đối chiếu người nhận kết quả. Lần xem này được ghi lại.",
    )
