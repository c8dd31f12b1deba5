"""Passkeys (WebAuthn): what the browser is asked, and whether its answer is right."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from typing import Any

from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from motcua.accounts.errors import PasskeyWrong
from motcua.accounts.selectors import Passkey

_NAME = "Một cửa điện tử"
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Question:
    """What the browser is asked (JSON) and what the server keeps until it answers."""

    options: str
    state: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """The public half of a passkey and its number."""

    credential: bytes
    credential_id: bytes


@dataclass(frozen=True, slots=True)
class Proof:
    """Which passkey answered, and its count."""

    factor_id: int
    sign_count: int


def possible(request: HttpRequest) -> bool:
    """Return whether a browser can use passkeys here: at a name, encrypted or on this machine."""
    host = _host(request)
    try:
        ip_address(host)
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def ask_for_new(
    request: HttpRequest, *, account_id: int, username: str, held: Sequence[Passkey]
) -> Question:
    """Return the question for a new passkey; those held already are not offered again."""
    user = PublicKeyCredentialUserEntity(
        id=str(account_id).encode(), name=username, display_name=username
    )
    options, state = _server(request).register_begin(
        user,
        [AttestedCredentialData(one.credential) for one in held],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(json.dumps(dict(options)), state)


def check_new(request: HttpRequest, state: Mapping[str, Any], answer: str) -> NewPasskey:
    """Return the new passkey.

    :raises PasskeyWrong: the answer does not fit the question.
    """
    try:
        data = _server(request).register_complete(state, _read(answer)).credential_data
    except (ValueError, TypeError, KeyError, LookupError) as wrong:
        raise PasskeyWrong from wrong
    if data is None:
        raise PasskeyWrong
    return NewPasskey(bytes(data), data.credential_id)


def ask(request: HttpRequest, *, held: Sequence[Passkey]) -> Question:
    """Return the question for one of the passkeys of an account."""
    options, state = _server(request).authenticate_begin(
        [AttestedCredentialData(one.credential) for one in held],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(json.dumps(dict(options)), state)


def check(
    request: HttpRequest, state: Mapping[str, Any], answer: str, *, held: Sequence[Passkey]
) -> Proof:
    """Return which of the passkeys answered.

    :raises PasskeyWrong: none did, or the answer does not fit the question.
    """
    known = {AttestedCredentialData(one.credential).credential_id: one for one in held}
    try:
        response = AuthenticationResponse.from_dict(_read(answer))
        used = _server(request).authenticate_complete(
            state, [AttestedCredentialData(one.credential) for one in held], response
        )
        counter = response.response.authenticator_data.counter
    except (ValueError, TypeError, KeyError, LookupError) as wrong:
        raise PasskeyWrong from wrong
    return Proof(known[used.credential_id].factor_id, counter)


def _server(request: HttpRequest) -> Fido2Server:
    here = PublicKeyCredentialRpEntity(name=_NAME, id=_host(request))
    origin = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(here, verify_origin=partial(_is, origin))


def _is(origin: str, told: str) -> bool:
    return origin == told


def _host(request: HttpRequest) -> str:
    return request.get_host().rsplit(":", 1)[0].strip("[]")


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _LONGEST:
        raise ValueError
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError
    return found
