"""What a journal entry is and how its hash is made; the only place that computes it."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from hashlib import sha256

from motcua.kernel.canonical import canonical_json

#: The hash before the first entry of a subject.
NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as on that day: officer code, name, title, unit."""

    code: str
    name: str
    title: str
    unit: str


SYSTEM = Actor(code="he-thong", name="Hệ thống", title="", unit="")


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: a kind ("dossier") and a code that never changes."""

    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the journal, before it is chained."""

    subject: Subject
    act: str
    by: Actor
    at: datetime
    recorded_at: datetime
    payload: Mapping[str, object]


def entry_hash(entry: Entry, *, number: int, previous: bytes) -> bytes:
    """Return the SHA-256 of an entry chained to the one before it (32 bytes)."""
    by = entry.by
    return sha256(
        canonical_json(
            {
                "previous": previous.hex(),
                "subject": {"kind": entry.subject.kind, "code": entry.subject.code},
                "number": number,
                "act": entry.act,
                "by": {"code": by.code, "name": by.name, "title": by.title, "unit": by.unit},
                "at": entry.at,
                "recorded_at": entry.recorded_at,
                "payload": entry.payload,
            }
        )
    ).digest()


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at personal data: who, when, of what, which data, for what purpose."""

    by: Actor
    at: datetime
    subject: Subject
    what: str
    purpose: str


def look_hash(look: Look) -> bytes:
    """Return the SHA-256 of a reading (32 bytes)."""
    return sha256(canonical_json([*_words(look.by), look.at, *_words(look.subject), look.what,
                                  look.purpose])).digest()  # fmt: skip


def _words(named: Actor | Subject) -> tuple[str, ...]:
    return astuple(named)


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a seal covers: day, instant, chains, readings, and the seal before it."""

    on: date
    at: datetime
    root: bytes
    chains: int
    readings: int
    readings_root: bytes | None
    previous: bytes | None


def seal_hash(sealing: Sealing) -> bytes:
    """Return the SHA-256 by which the next seal covers this one (32 bytes)."""
    values = (value.hex() if isinstance(value, bytes) else value for value in astuple(sealing))
    return sha256(canonical_json(list(values))).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root of the binary hash tree over the leaves, 32 zero bytes if there are none.

    An odd leaf at the end of a row is carried up unchanged; leaves and nodes are hashed with
    different first bytes, so a node can never pass for a leaf.
    """
    row = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    if not row:
        return NO_HASH
    while len(row) > 1:
        pairs = [
            sha256(b"\x01" + a + b).digest() for a, b in zip(row[::2], row[1::2], strict=False)
        ]
        row = pairs + row[len(pairs) * 2 :]
    return row[0]
