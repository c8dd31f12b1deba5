"""The forms of the own account."""

from collections.abc import Mapping
from typing import Any

from django import forms

from motcua.accounts.rules import LEAST_PASSWORD_CHARACTERS


def _password(label: str, error: str, *, hint: str = "", complete: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": complete, "size": 30}),
        error_messages={"required": error, "max_length": "Mật khẩu dài nhất 200 ký tự"},
    )


class PasswordForm(forms.Form):
    """The password in use, and twice the new one."""

    old_password = _password(
        "Mật khẩu hiện tại", "Nhập mật khẩu hiện tại", complete="current-password"
    )
    new_password = _password(
        "Mật khẩu mới",
        "Nhập mật khẩu mới",
        hint=f"Ít nhất {LEAST_PASSWORD_CHARACTERS} ký tự; một câu vài từ của riêng mình dễ nhớ và"
        " khó đoán. Không dùng tên đăng nhập, không dùng toàn chữ số.",
        complete="new-password",
    )
    again_password = _password(
        "Gõ lại mật khẩu mới", "Gõ lại mật khẩu mới", complete="new-password"
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        """Make the form."""
        super().__init__(data, label_suffix="")

    def clean(self) -> dict[str, Any]:
        """Compare the two new ones."""
        given: dict[str, Any] = super().clean() or {}
        new, again = given.get("new_password"), given.get("again_password")
        if new and again and new != again:
            self.add_error("again_password", "Hai lần gõ mật khẩu mới khác nhau; hãy gõ lại")
        return given


class AppForm(forms.Form):
    """The first code of an authenticator app."""

    ma_xac_thuc = forms.CharField(
        label="Mã trong ứng dụng",
        help_text="6 chữ số đang hiện.",
        max_length=10,
        widget=forms.TextInput(
            {"size": 10, "autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
        error_messages={
            "required": "Nhập 6 chữ số đang hiện trong ứng dụng",
            "max_length": "Mã có 6 chữ số",
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        """Make the form."""
        super().__init__(data, label_suffix="")


class PasskeyForm(forms.Form):
    """The name of a new passkey; the browser's answer lies beside it."""

    name = forms.CharField(
        label="Tên khóa",
        help_text="Để nhận ra trong danh sách, ví dụ: Khóa USB màu đen.",
        max_length=60,
        widget=forms.TextInput({"size": 30, "autocomplete": "off"}),
        error_messages={"required": "Đặt tên cho khóa", "max_length": "Tên dài nhất 60 ký tự"},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        """Make the form."""
        super().__init__(data, label_suffix="")
