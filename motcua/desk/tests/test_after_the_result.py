"""At the desk: what the route puts between the result and its return is worked on like a step."""

from dataclasses import replace

import pytest

from motcua.catalogue import selectors as catalogue
from motcua.catalogue.selectors import FrozenRoute
from motcua.catalogue.vocabulary import StepRole
from motcua.desk.tests.reading import fields, words
from motcua.desk.tests.test_acts import issued
from motcua.dossiers.rules.route import PLAIN_ROUTE
from motcua.pages.tests.house import House

pytestmark = pytest.mark.usefixtures("then")
_REGISTER = replace(
    PLAIN_ROUTE[-1], ordinal=5, key="registry_update", name="Cập nhật sổ",
    role=StepRole.CASE_OFFICER,
)  # fmt: skip


def test_the_counter_waits_for_the_step_before_the_return(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    route = FrozenRoute(
        id=0, key="thu", case="",
        steps=(*PLAIN_ROUTE[:4], _REGISTER, replace(PLAIN_ROUTE[-1], ordinal=6)),
    )  # fmt: skip
    monkeypatch.setattr(catalogue, "frozen_route", lambda *, route_id: route)
    number = issued(house)
    counter, worker = house.client("tiepnhan"), house.client("thuly")
    page, give = f"/ho-so/{number}", f"/ho-so/{number}/tra-ket-qua"

    waiting = counter.get(page)
    assert give not in waiting.content.decode()
    assert "Bước “Cập nhật sổ” đang ở" in words(waiting)
    typed = {**fields(counter.get(give)), "receiver": "Lê Thị Hòa", "proof": "ký nhận"}
    assert "chưa xong" in words(counter.post(give, typed))

    for address in ("nhan-ban-giao", "chuyen-buoc"):
        opened = worker.get(f"{page}/{address}")
        assert worker.post(f"{page}/{address}", fields(opened)).status_code == 302
    done = counter.post(give, {**fields(counter.get(give)), "receiver": "A", "proof": "ký"})
    assert done.status_code == 302, words(done)
