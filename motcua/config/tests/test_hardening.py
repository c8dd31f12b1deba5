"""Headers on every answer, limits for bodies and senders."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from motcua.config import hardening
from motcua.config.hardening import Bucket
from motcua.pages.tests.doors import house, then
from motcua.pages.tests.house import House

__all__ = ["house", "then"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/dang-nhap", "/khong-co", "/suc-khoe", "/viec-cua-toi"])
def test_every_answer_carries_the_headers(address: str) -> None:
    told = Client(raise_request_exception=False).get(address).headers
    policy = told["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["X-Frame-Options"] == "DENY"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_bucket_refills_steadily() -> None:
    now = [0.0]
    bucket = Bucket(60, clock=lambda: now[0])
    assert [bucket.wait("a") for _ in range(60)] == [0] * 60
    assert bucket.wait("a") == 1
    assert bucket.wait("b") == 0
    now[0] = 2.0
    assert [bucket.wait("a") for _ in range(3)] == [0, 0, 1]


def test_a_bucket_forgets_before_it_grows_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardening, "_MOST_SENDERS", 10)
    bucket = Bucket(60)
    for number in range(100):
        bucket.wait(str(number))
    assert len(bucket._left) <= 10


@pytest.mark.django_db
def test_whoever_tries_names_has_to_wait() -> None:
    client = Client()
    given = {"username": "ai-do", "password": "x"}
    for _ in range(hardening.ANONYMOUS_POSTS):
        client.handler.load_middleware() if client.handler._middleware_chain is None else None
        assert client.post("/tuy-chon", given).status_code != 429
    told = client.post("/tuy-chon", given)
    assert told.status_code == 429
    assert int(told.headers["Retry-After"]) >= 1
    assert "hãy đợi" in told.content.decode()
    assert client.get("/dang-nhap").status_code == 200


@pytest.mark.usefixtures("then")
def test_costly_pages_are_limited_by_account(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardening, "EXPENSIVE", 3)
    client, other = house.client("thuly"), house.client("tiepnhan")
    address = reverse("desk:search")
    assert [client.get(address).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert other.get(address).status_code == 200


@pytest.mark.parametrize("length", [str(hardening.LARGEST_BODY + 1), "-1", "x"])
def test_a_body_that_is_too_large_is_not_read(length: str) -> None:
    request = RequestFactory().post("/dang-nhap", headers={"Content-Length": length})
    request.META["CONTENT_LENGTH"] = length
    answer = hardening.Limits(lambda _: pytest.fail("it was read"))(request)
    assert answer.status_code == 413
