"""A session that cannot be saved: ended meanwhile, or the database died."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError
from django.test import Client

from motcua.pages.tests.house import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(house: House) -> Client:
    return house.client("tiepnhan")


@pytest.fixture
def ended(officer: Client) -> Iterator[Client]:
    with patch.object(SessionStore, "save", side_effect=UpdateError):
        yield officer


def test_a_session_ended_meanwhile_is_told_and_forgotten(ended: Client) -> None:
    told = ended.get("/viec-cua-toi")
    assert told.status_code == 403
    assert "Hãy đăng nhập lại" in told.content.decode()
    assert told.cookies["sessionid"].value == ""


def test_a_database_that_died_is_a_fault_of_ours(officer: Client) -> None:
    officer.raise_request_exception = False

    def died(*_: object, **__: object) -> None:
        try:
            raise OperationalError("the connection is lost")
        except OperationalError:
            raise UpdateError from None

    with patch.object(SessionStore, "save", side_effect=died):
        told = officer.get("/viec-cua-toi")
    assert told.status_code == 500
    assert "Mã sự cố" in told.content.decode()


def test_what_cannot_be_read_is_answered_in_a_sentence(client: Client) -> None:
    told = client.get("/dang-nhap", headers={"host": "a b"})
    assert told.status_code == 400
    assert "Chưa có gì được ghi lại" in told.content.decode()
