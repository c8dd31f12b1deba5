"""The forms of signing in."""

from collections.abc import Mapping
from typing import Any

from django import forms

from motcua.desk.forms.base import line


class LogInForm(forms.Form):
    """User name and password."""

    username = line("Tên đăng nhập", "Nhập tên đăng nhập")
    password = forms.CharField(
        label="Mật khẩu",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password", "size": 30}),
        error_messages={
            "required": "Nhập mật khẩu",
            "max_length": "Mật khẩu dài nhất 200 ký tự",
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        """Make the form; the browser may fill the name in."""
        super().__init__(data, label_suffix="")
        self.fields["username"].widget.attrs["autocomplete"] = "username"


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code."""

    ma_xac_thuc = forms.CharField(
        label="Mã xác thực",
        help_text="6 chữ số trong ứng dụng tạo mã, hoặc một mã dự phòng.",
        max_length=20,
        widget=forms.TextInput({"size": 10, "autocomplete": "one-time-code"}),
        error_messages={
            "required": "Nhập mã xác thực",
            "max_length": "Mã xác thực có 6 chữ số, mã dự phòng có 10 ký tự",
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        """Make the form."""
        super().__init__(data, label_suffix="")
