"""Changing one's own password where every transaction really ends, as on the server."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.pages.tests.doors import house, then
from motcua.pages.tests.house import PASSWORD, House

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("then")]
__all__ = ["house", "then"]
NEW = "ba quả núi xanh"


@pytest.mark.parametrize("forced", [False, True])
def test_the_password_changes_and_the_session_stays(house: House, forced: bool) -> None:
    house.give_password("tiepnhan")
    mine_now = house.officer("tiepnhan").account
    account = type(mine_now).objects.filter(pk=mine_now.pk)
    account.update(must_change_password=forced)
    mine = Client()
    assert mine.post("/dang-nhap", {"username": "tiepnhan", "password": PASSWORD})
    change = reverse("board:sessions_password")
    if forced:
        assert mine.get(reverse("desk:home"))["Location"] == change
    typed = {"old_password": PASSWORD, "new_password": NEW, "again_password": NEW}
    assert mine.post(change, typed).status_code == 302
    assert mine.get(reverse("board:sessions_mine")).status_code == 200
    assert account.get().check_password(NEW)
