"""What is asked when somebody brings a dossier to the counter."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from motcua.desk.forms.base import choice, line, words
from motcua.desk.forms.reasons import joined, offer
from motcua.desk.lines import CHANNELS
from motcua.kernel.errors import Refusal
from motcua.kernel.text import nfc
from motcua.pages.forms import MomentField
from motcua.people.rules import check_identity_number, normalise_phone
from motcua.tally.vocabulary import Channel

_CHANNELS = [(str(int(channel)), CHANNELS[channel].label) for channel in Channel]


class OwnerForm(forms.Form):
    """Whose dossier it is, and how it came."""

    owner_name = line("Họ và tên chủ hồ sơ", "Nhập họ và tên", hint="Ghi đúng như trên căn cước.")
    channel = choice("Kênh nộp", _CHANNELS, "Chọn kênh nộp")

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        """Make the form; a dossier at the counter came directly."""
        super().__init__(data, label_suffix="", initial={"channel": str(int(Channel.DIRECT))})

    def clean_owner_name(self) -> str:
        """Return the name in its stored form."""
        return nfc(self.cleaned_data["owner_name"])

    def clean_channel(self) -> Channel:
        """Return the channel."""
        return Channel(int(self.cleaned_data["channel"]))


class RefusalForm(OwnerForm):
    """Refuse at the counter."""

    reason = words(
        "Lý do từ chối", "Ghi lý do từ chối",
        hint="Người dân đọc nguyên văn; ghi nơi đúng để nộp nếu biết.",
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reasons: Sequence[str] = ()
    ) -> None:
        """Make the form; reasons: those of the unit's list."""
        super().__init__(data)
        offer(self, reasons)

    def clean(self) -> dict[str, Any]:
        """Return the values, the reasons as one."""
        return joined(self, super().clean() or self.cleaned_data)


class ReceptionForm(OwnerForm):
    """Everything that a reception needs; cases and a due time only where the procedure asks."""

    identity = line(
        "Số định danh", required=False, size=20, hint="12 chữ số trên căn cước của chủ hồ sơ."
    )
    phone = line("Điện thoại", required=False, size=20, hint="Để báo khi có kết quả.")
    clock_from = MomentField(
        label="Giờ ký biên bản giao nhận", required=False,
        help_text="Chỉ ghi khi hồ sơ đến qua bưu chính; thời hạn tính từ lúc này.",
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        cases: Sequence[tuple[str, str]] = (),
        due_needed: bool = False,
        due_always: bool = False,
    ) -> None:
        """Make the form of one procedure.

        cases: key and words of each case of its limit; due_needed: it cannot be
        computed; due_always: in none of its cases and channels.
        """
        super().__init__(data)
        if len(cases) > 1:
            self.fields["limit_case"] = choice("Trường hợp", cases, "Chọn trường hợp")
        if due_needed:
            self.fields["due_at"] = MomentField(
                label="Hẹn trả", required=due_always,
                help_text="Thời hạn của thủ tục này không tự tính được: nhập ngày giờ hẹn trả.",
            )  # fmt: skip
            self.fields["ground"] = line(
                "Căn cứ của hẹn trả", "Ghi văn bản công bố thời hạn", required=due_always,
                hint="Văn bản công bố thời hạn",
            )  # fmt: skip
        self.order_fields(
            ["owner_name", "identity", "phone", "channel", "clock_from", "limit_case"]
        )

    def clean(self) -> None:
        """Ask by post when the hand-over record was signed, and by no other channel.

        Quyết định 45/2016/QĐ-TTg, Điều 7 khoản 4 (one-stop.md 3.1).
        """
        super().clean()
        channel, signed_at = (self.cleaned_data.get(name) for name in ("channel", "clock_from"))
        if channel is None or "clock_from" in self.errors:
            return
        if channel is Channel.POST and signed_at is None:
            self.add_error("clock_from", "Ghi ngày giờ ký biên bản giao nhận với bưu chính")
        elif channel is not Channel.POST and signed_at is not None:
            self.add_error("clock_from", "Để trống khi hồ sơ không đến qua bưu chính")
        elif signed_at is not None and signed_at > timezone.now():
            self.add_error("clock_from", "Biên bản giao nhận không thể ký sau bây giờ")

    def clean_identity(self) -> str:
        """Return the number as 12 digits, or empty."""
        return _checked(self.cleaned_data["identity"], check_identity_number)

    def clean_phone(self) -> str:
        """Return the phone in its stored form, or empty."""
        return _checked(self.cleaned_data["phone"], normalise_phone)


def _checked(text: str, check: Any) -> str:
    if not text.strip():
        return ""
    try:
        found: str = check(text)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return found
