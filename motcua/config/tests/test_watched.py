"""What machines that watch are told, and what they are not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from motcua.pages.tests.doors import house, then
from motcua.pages.tests.house import House
from motcua.storage import heartbeats

__all__ = ["house", "then"]


def test_alive_asks_nobody() -> None:
    assert Client().get("/suc-khoe").json() == {"alive": True}


@pytest.mark.django_db
def test_ready_names_the_part_that_is_not() -> None:
    told = Client().get("/san-sang")
    assert told.status_code == 503
    assert told.json()["worker"] == "không chạy"
    assert told.json()["database"] == told.json()["migrations"] == "ok"
    heartbeats.beat("worker", timezone.now())
    assert Client().get("/san-sang").json()["ready"] is True
    heartbeats.beat("worker", timezone.now() - timedelta(minutes=2))
    assert Client().get("/san-sang").status_code == 503
    stranger = Client(REMOTE_ADDR="10.1.2.3").get("/san-sang")
    assert (stranger.status_code, stranger.json()) == (503, {"ready": False})


@pytest.mark.usefixtures("then")
def test_metrics_count_pages_by_name_and_tell_no_person(house: House) -> None:
    number = house.processing()
    house.client("thuly").get(f"/ho-so/{number}")
    text = Client().get("/metrics").content.decode()
    assert 'page="desk:dossier"' in text
    assert "motcua_events_waiting" in text
    assert "motcua_disk_free_bytes" in text
    assert "motcua_tally_lag_seconds" in text
    assert f"/ho-so/{number}" not in text
    assert "Hòa" not in text


@pytest.mark.django_db
def test_metrics_are_for_the_machines_that_are_named(settings: Any) -> None:
    assert Client(REMOTE_ADDR="10.1.2.3").get("/metrics").status_code == 404
    settings.METRICS_ADDRESSES = ("10.1.0.0/16",)
    assert Client(REMOTE_ADDR="10.1.2.3").get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 404
    settings.PROXIES = ("127.0.0.0/8",)
    asked = Client(REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "10.1.2.3, 8.8.8.8"})
    assert asked.get("/metrics").status_code == 404


def test_the_contact_is_told_when_there_is_one(settings: Any) -> None:
    address = "/.well-known/security.txt"
    settings.SECURITY_CONTACT = ""
    assert Client().get(address).status_code == 404
    settings.SECURITY_CONTACT = "mailto:antoan@tinh.gov.vn"
    text = Client().get(address).content.decode()
    assert "Contact: mailto:antoan@tinh.gov.vn\n" in text
    assert "Expires: " in text
