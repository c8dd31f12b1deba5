"""A provider's word holds only when everything about it fits."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from motcua.accounts.errors import SignOnFailed
from motcua.integrations.identity import messages
from motcua.integrations.identity.config import Provider

ISSUER = "https://sso.example.vn"
PROVIDER = Provider(ISSUER, "motcua", "secret: với dấu")
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in "ab")
PUBLIC = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
KEYS = {"keys": [{**PUBLIC, "kid": "k1", "use": "sig", "alg": "RS256"}]}
DESCRIPTION = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/auth",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
}


def places(**other: object) -> messages.Places:
    return messages.read_places(json.dumps({**DESCRIPTION, **other}).encode(), issuer=ISSUER)


def token(key: object = KEY, kid: str = "k1", algorithm: str = "RS256", **other: object) -> str:
    now = datetime.now(UTC)
    claims = {
        "iss": ISSUER, "sub": "cb-001", "aud": "motcua", "nonce": "n1",
        "iat": now, "exp": now + timedelta(minutes=5), **other,
    }  # fmt: skip
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid})  # type: ignore[arg-type]


def person(text: str):
    return messages.person_of(text, KEYS, provider=PROVIDER, nonce="n1")


def test_a_token_that_fits_names_the_person() -> None:
    found = person(token())
    assert (found.issuer, found.subject) == (ISSUER, "cb-001")
    assert person(token(aud=["motcua", "khac"], azp="motcua")).subject == "cb-001"


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": OTHER_KEY},
        {"kid": "k2"},
        {"key": "a" * 64, "algorithm": "HS256"},
        {"key": None, "algorithm": "none"},
        {"iss": "https://khac.vn"},
        {"aud": "ung-dung-khac"},
        {"aud": ["motcua", "khac"]},
        {"aud": ["motcua", "khac"], "azp": "khac"},
        {"exp": datetime(2020, 1, 1, tzinfo=UTC)},
        {"iat": datetime(2126, 1, 1, tzinfo=UTC)},
        {"nonce": "n2"},
        {"nonce": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_token_that_does_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SignOnFailed):
        person(token(**wrong))  # type: ignore[arg-type]


def test_the_way_out_carries_a_fresh_question_each_time() -> None:
    first = messages.departure(PROVIDER, places(), callback="https://motcua.vn/ve")
    second = messages.departure(PROVIDER, places(), callback="https://motcua.vn/ve")
    asked = parse_qs(urlsplit(first.address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert first.kept["verifier"] not in first.address
    assert set(first.kept.values()).isdisjoint(second.kept.values())


@pytest.mark.parametrize(
    "told",
    [
        {"code": "c", "state": "anders"},
        {"state": "s1"},
        {"error": "access_denied", "state": "s1"},
        {"code": "c", "state": "s1", "iss": "https://khac.vn"},
        {"code": "c"},
    ],
    ids=str,
)
def test_an_answer_to_another_question_is_refused(told: dict[str, str]) -> None:
    with pytest.raises(SignOnFailed):
        messages.code_of(told, {"state": "s1"}, issuer=ISSUER)


def test_the_description_must_be_the_providers_own_and_encrypted() -> None:
    for wrong in ({"issuer": "https://khac.vn"}, {"token_endpoint": "http://sso.example.vn/t"}):
        with pytest.raises(SignOnFailed):
            places(**wrong)
    with pytest.raises(SignOnFailed):
        messages.read_places(b"<html>", issuer=ISSUER)


def test_the_secret_is_sent_the_way_the_provider_takes_it() -> None:
    given = {"code": "c", "verifier": "v", "callback": "https://motcua.vn/ve"}
    body, headers = messages.token_request(PROVIDER, places(), **given)
    assert headers["Authorization"].startswith("Basic ")
    assert b"secret" not in body
    posted = places(token_endpoint_auth_methods_supported=["client_secret_post"])
    body, headers = messages.token_request(PROVIDER, posted, **given)
    assert "Authorization" not in headers
    assert b"client_secret=" in body
