"""The first page of the administration opens for those who look after something."""

import pytest
from django.urls import reverse

from motcua.pages.tests.house import House


@pytest.mark.parametrize(("who", "status"), [("quantri", 200), ("tiepnhan", 403), ("chutich", 403)])
def test_who_opens_the_administration(house: House, who: str, status: int) -> None:
    assert house.client(who).get(reverse("board:home")).status_code == status
