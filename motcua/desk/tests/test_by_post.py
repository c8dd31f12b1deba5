"""What comes by post is counted from the hand-over record (one-stop.md 3.1)."""

import pytest
from django.urls import reverse

from motcua.desk.tests.reading import fields, summary, words
from motcua.pages.tests.house import House
from motcua.pages.tests.tables import Dossier

pytestmark = pytest.mark.usefixtures("then")


def _moment(day: str, month: str, hour: str) -> dict[str, str]:
    names = [f"clock_from_{part}" for part in ("ngay", "thang", "nam", "gio")]
    return dict(zip(names, (day, month, "2021", hour), strict=True))


def test_by_post_the_counter_asks_when_the_hand_over_record_was_signed(house: House) -> None:
    client = house.client("tiepnhan")
    page = reverse("desk:receive_form", args=["own", house.procedure.slug])
    typed = {**fields(client.get(page)), "owner_name": "Lê Thị Hòa", "channel": "3"}

    missing = client.post(page, {**typed, "buoc": "xem"})
    assert summary(missing) == [("Ghi ngày giờ ký biên bản giao nhận với bưu chính", True)]
    future = client.post(page, {**typed, **_moment("10", "02", "08:00")})
    assert "không thể ký sau bây giờ" in summary(future)[0][0]
    direct = client.post(page, {**typed, "channel": "2", **_moment("08", "02", "16:00")})
    assert "Để trống" in summary(direct)[0][0]

    checked = client.post(page, {**typed, **_moment("08", "02", "16:00")}, follow=True)
    assert "khi ký biên bản giao nhận với bưu chính, 08/02/2021 16:00" in words(checked)
    assert "17:00 thứ Hai, 22/02/2021" in words(checked)
    sent = client.post(page, {**fields(checked), "buoc": "nhan"})
    assert sent.status_code == 302, words(sent)
    dossier = Dossier.objects.get()
    assert dossier.handed_over_at is not None
    assert dossier.handed_over_at < dossier.received_at
