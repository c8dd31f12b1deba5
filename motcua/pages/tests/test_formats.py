"""How values are written (ux.md section 9)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from motcua.pages import clockbar, formats

AFTERNOON = datetime(2021, 6, 30, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (formats.number(27374), "27.374"),
        (formats.number(Decimal("1234.5")), "1.234,5"),
        (formats.number(0), "0"),
        (formats.percent(87.2), "87,2%"),
        (formats.percent(Decimal("0.25")), "0,3%"),
        (formats.percent(99.995, 2), "100,00%"),
        (formats.money(1_250_000), "1.250.000 đồng"),
        (formats.money(1_250_000, "₫"), "1.250.000 ₫"),
        (formats.money(0), "Không mất phí"),
        (formats.day(date(2026, 3, 5)), "05/03/2026"),
        (formats.moment(AFTERNOON), "30/06/2021 16:30"),
        (formats.appointment(AFTERNOON), "16:30 thứ Tư, 30/06/2021"),
        (formats.iso(AFTERNOON), "2021-06-30T16:30+07:00"),
        (formats.iso(date(2021, 6, 30)), "2021-06-30"),
        (formats.weekday(date(2021, 7, 4)), "Chủ nhật"),
        (formats.span(120), "2 giờ"),
        (formats.span(480), "1 ngày"),
        (formats.span(400), "6 giờ 40 phút"),
        (formats.hours(2760), "46"),
        (formats.hours(90), "1,5"),
        (formats.hours(600), "10"),
        (formats.mask("001085012312"), "••• ••• ••• 312"),
        (formats.mask("0912 345 678"), "••• ••• • 678"),
        (formats.day(None), "chưa có"),
        (formats.number(None), "chưa có"),
        (formats.mask(""), "chưa có"),
    ],
)
def test_values_are_written_the_vietnamese_way(written: str, expected: str) -> None:
    assert written == expected


def test_the_bar_shows_pauses_where_they_were_and_what_is_past_the_limit() -> None:
    found = clockbar.pieces(used=600, limit=480, pauses=(clockbar.Pause(240, 120),))

    assert [(piece.kind, round(piece.width)) for piece in found] == [
        ("used", 33),
        ("paused", 17),
        ("used", 33),
        ("late", 17),
    ]
    assert round(found[-1].start + found[-1].width) == 100


def test_the_bar_says_in_words_what_it_draws() -> None:
    assert clockbar.sentence(used=2760, limit=2880, paused=400) == (
        "Đã dùng 46/48 giờ làm việc (6 ngày). "
        "Phần kẻ sọc: tạm dừng 6 giờ 40 phút, không tính vào hạn."
    )


def test_a_long_limit_is_told_in_days() -> None:
    assert clockbar.sentence(used=480 * 15, limit=480 * 30) == "Đã dùng 15/30 ngày làm việc."
