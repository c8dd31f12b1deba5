"""One way to write a value as bytes, so that a hash means the same everywhere."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import sha256

_FOUR_DIGITS = 1000
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical_json(value: object) -> bytes:
    """Return value as UTF-8 JSON with sorted keys and no spaces.

    Instants are written in UTC with microseconds, dates in ISO 8601, words of a vocabulary by
    their value.

    :raises TypeError: a float, or a type that JSON does not know.
    :raises ValueError: a naive datetime, or text with a NUL.
    """
    return _ENCODER.encode(_plain(value)).encode()


def short_print(value: object) -> str:
    """Return the first 64 bits of the SHA-256 of a value's canonical JSON, as 16 hex digits.

    :raises TypeError: :raises ValueError: as for `canonical_json`.
    """
    return sha256(canonical_json(value)).hexdigest()[:16]


def instant_text(at: datetime) -> str:
    """Return an instant as ISO 8601 in UTC, always with six digits of a second."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    there = at.astimezone(UTC)
    if there.year < _FOUR_DIGITS:
        # Hashes were made of such years without leading zeros: they stay as they are.
        return there.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return f"{there.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _plain(value: object) -> object:
    # The kinds that come most often stand first: a hash is made of every act.
    kind = type(value)
    if kind is str or kind is int or value is None:
        return _text(value) if isinstance(value, str) else value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, str) and not isinstance(value, Enum):
        return _text(value)
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _text(value: str) -> str:
    if "\x00" in value:
        raise ValueError("text must not hold a NUL")
    return value
