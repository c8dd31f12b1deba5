"""The purpose of looking at personal data."""

from django import forms

from motcua.desk.forms.base import line


class PurposeForm(forms.Form):
    """Why somebody looks at personal data."""

    purpose = line(
        "Mục đích xem",
        "Ghi mục đích xem",
        hint="Ví dụ: đối chiếu người nhận kết quả. Lần xem này được ghi lại.",
    )
