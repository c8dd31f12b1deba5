"""Codes of an authenticator app: TOTP of RFC 6238 over HOTP of RFC 4226, SHA-1, 6 digits, 30 s.

These are the values that every app understands.
"""

import base64
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

DIGITS = 6
SECONDS = 30
#: RFC 4226 asks for 128 bits or more and recommends 160.
SECRET_BYTES = 20
#: How many steps a clock may go wrong in either direction.
_DRIFT = 1


def hotp(secret: bytes, counter: int, *, digits: int = DIGITS) -> str:
    """Return the code of a counter (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_of(at: datetime) -> int:
    """Return the number of the 30 seconds that an instant lies in."""
    return int(at.timestamp()) // SECONDS


def matching_step(secret: bytes, code: str, *, at: datetime, after: int) -> int | None:
    """Return the step whose code was typed, None if it is none of now.

    after: the last step that was used; an answer is good once (RFC 6238, 5.2).
    """
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdigit() and len(typed) == DIGITS):
        return None
    now = step_of(at)
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if step > after and hmac.compare_digest(hotp(secret, step), typed):
            return step
    return None


def secret_text(secret: bytes) -> str:
    """Return the secret as a person types it into the app: Base32 in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, *, issuer: str, username: str) -> str:
    """Return the address that the app reads from a QR code (otpauth)."""
    label = quote(f"{issuer}:{username}", safe="")
    values = {"secret": secret_text(secret).replace(" ", ""), "issuer": issuer}
    return f"otpauth://totp/{label}?{urlencode(values, quote_via=quote)}"
