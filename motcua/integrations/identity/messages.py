"""What we and the provider say to each other: OpenID Connect Core 1.0, RFC 6749, 7636, 9207.

The code flow with PKCE (S256), state and nonce. Every word of the provider is checked here.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt

from motcua.accounts.errors import SignOnFailed
from motcua.accounts.ports import Departure, ExternalPerson
from motcua.integrations.identity.config import Provider

#: Signatures by keys that the provider publishes; never a shared secret, never none.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
#: How far the two clocks may stand apart, in seconds.
_LEEWAY = 60
_LONGEST_SUBJECT = 255
_LOCAL = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of a provider, as its own description gives them."""

    authorization: str
    token: str
    keys: str
    basic: bool


def read_places(text: bytes, *, issuer: str) -> Places:
    """Return the addresses of the description (discovery) of a provider.

    :raises SignOnFailed: it is another's description, or an address is not encrypted.
    """
    told = read_object(text)
    if told.get("issuer") != issuer:
        raise SignOnFailed
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    authorization, token, keys = (str(told.get(name, "")) for name in names)
    if not all(_is_safe(place) for place in (authorization, token, keys)):
        raise SignOnFailed
    ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Places(authorization, token, keys, basic="client_secret_basic" in ways)


def departure(provider: Provider, places: Places, *, callback: str) -> Departure:
    """Return where the browser goes, with a fresh state, nonce and PKCE verifier."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    digest = hashlib.sha256(kept["verifier"].encode()).digest()
    query = urlencode(
        {
            "response_type": "code",
            "client_id": provider.client,
            "redirect_uri": callback,
            "scope": "openid",
            "state": kept["state"],
            "nonce": kept["nonce"],
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
    )
    joint = "&" if urlsplit(places.authorization).query else "?"
    return Departure(f"{places.authorization}{joint}{query}", kept)


def code_of(told: Mapping[str, str], kept: Mapping[str, str], *, issuer: str) -> str:
    """Return the code that the browser brought back.

    :raises SignOnFailed: the provider refused, or this is no answer to our question.
    """
    same_state = hmac.compare_digest(told.get("state", "").encode(), kept["state"].encode())
    # RFC 9207: who says who he is must be the one we asked.
    same_issuer = told.get("iss", issuer) == issuer
    if not (same_state and same_issuer and told.get("code")):
        raise SignOnFailed
    return told["code"]


def token_request(
    provider: Provider, places: Places, *, code: str, verifier: str, callback: str
) -> tuple[bytes, dict[str, str]]:
    """Return body and headers of the request that changes the code for an identity token."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if places.basic:
        pair = f"{quote(provider.client, safe='')}:{quote(provider.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        fields |= {"client_id": provider.client, "client_secret": provider.secret}
    return urlencode(fields).encode(), headers


def person_of(
    token: str, keys: Mapping[str, Any], *, provider: Provider, nonce: str
) -> ExternalPerson:
    """Return the person of an identity token.

    :raises SignOnFailed: signature, issuer, audience, time or nonce do not hold.
    """
    try:
        header = jwt.get_unverified_header(token)
        key = _key(keys, str(header.get("kid", "")))
        claims = jwt.decode(
            token,
            key,
            algorithms=_ALGORITHMS,
            audience=provider.client,
            issuer=provider.issuer,
            leeway=_LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as wrong:
        raise SignOnFailed from wrong
    many = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    presented = claims.get("azp", None if many else provider.client)
    fresh = hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
    subject = claims["sub"]
    usable = isinstance(subject, str) and 0 < len(subject) <= _LONGEST_SUBJECT
    if not (fresh and usable and presented == provider.client):
        raise SignOnFailed
    return ExternalPerson(issuer=provider.issuer, subject=subject)


def read_object(text: bytes) -> dict[str, Any]:
    """Return the JSON object of an answer.

    :raises SignOnFailed: it is none.
    """
    try:
        found = json.loads(text)
    except ValueError as wrong:
        raise SignOnFailed from wrong
    if not isinstance(found, dict):
        raise SignOnFailed
    return found


def _key(keys: Mapping[str, Any], number: str) -> jwt.PyJWK:
    """Return the key that the token names, or the only one there is."""
    found = [one for one in jwt.PyJWKSet.from_dict(dict(keys)).keys if one.public_key_use != "enc"]
    named = [one for one in found if one.key_id == number]
    if named:
        return named[0]
    if number or len(found) != 1:
        raise KeyError(number)
    return found[0]


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
