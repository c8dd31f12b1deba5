"""A day in three boxes says what is wrong with it (ux.md 8.5)."""

from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError

from motcua.kernel.periods import VIETNAM
from motcua.pages.forms import DayField, MomentField


def test_a_day_is_read() -> None:
    assert DayField(label="Ngày sinh").clean(["5", "03", "1985"]) == date(1985, 3, 5)
    assert DayField(label="Ngày sinh", required=False).clean(["", "", ""]) is None


def test_a_moment_is_read_in_the_time_of_viet_nam() -> None:
    read = MomentField(label="Hẹn lại").clean(["5", "7", "2021", "9:30"])

    assert read == datetime(2021, 7, 5, 9, 30, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (["", "", ""], "Nhập ngày sinh, ví dụ 05/03/2021"),
        (["5", "3", ""], "Ngày sinh phải có năm"),
        (["31", "2", "1985"], "Không có ngày 31/02. Kiểm tra lại ngày và tháng"),
        (["5", "3", "85"], "Ghi đủ bốn chữ số của năm, ví dụ 2021"),
        (["5", "ba", "1985"], "Ghi ngày, tháng, năm bằng chữ số, ví dụ 05/03/2021"),
    ],
)
def test_a_wrong_day_gets_a_sentence(texts: list[str], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        DayField(label="Ngày sinh").clean(texts)


def test_a_wrong_hour_gets_a_sentence() -> None:
    with pytest.raises(ValidationError, match="Ghi giờ như 16:30"):
        MomentField(label="Hẹn lại").clean(["5", "7", "2021", "chiều"])
