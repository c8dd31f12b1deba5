"""What is typed on the pages of operations."""

from django import forms

from motcua.pages.forms import DayField

_MOST_HOURS = 24 * 366


class GiveUpForm(forms.Form):
    """Why a reaction is dropped for good."""

    reason = forms.CharField(
        label="Lý do bỏ",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi vào nhật ký, ví dụ: đã làm bằng tay ngày 05/03/2021.",
        error_messages={"required": "Nhập lý do bỏ, ví dụ: đã làm bằng tay"},
    )


class LimitForm(forms.Form):
    """How old something may be, from which day on, on whose word."""

    hours = forms.IntegerField(
        label="Số giờ nhiều nhất",
        min_value=1,
        max_value=_MOST_HOURS,
        error_messages={
            "required": "Nhập số giờ nhiều nhất, ví dụ 26",
            "invalid": "Ghi số giờ bằng chữ số, ví dụ 26",
            "min_value": "Số giờ phải từ 1 trở lên",
            "max_value": "Số giờ không quá một năm (8784)",
        },
    )
    valid_from = DayField(label="Ngày bắt đầu áp dụng")
    source = forms.CharField(
        label="Căn cứ",
        max_length=300,
        help_text="Ví dụ: Kế hoạch sao lưu số 12/KH-UBND.",
        error_messages={"required": "Nhập căn cứ, ví dụ: kế hoạch sao lưu của đơn vị"},
    )
