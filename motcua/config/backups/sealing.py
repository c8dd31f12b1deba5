"""Encryption of an archive as a stream: AES-256-GCM in chunks that cannot be moved or cut off.

    magic · salt · chunk · chunk · … · last chunk

The key of one archive is derived by scrypt from the content of the key file and a fresh salt,
so a counter is a safe nonce. The nonce holds the chunk's number and whether it is the last:
a chunk taken out, put elsewhere, or cut off at the end does not open. The header is
authenticated with every chunk.
"""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from motcua.config.backups.errors import BrokenArchive, NoKey, UnusableKey, WrongKey

MAGIC = b"MOTCUA-SAO-LUU-1\n"
FEWEST_CHARACTERS = 24
CHUNK = 1024 * 1024
#: Work of scrypt: about a tenth of a second and 32 MB for each archive.
COST = 2**15
_SALT = 32
_TAG = 16
_HEADER = len(MAGIC) + _SALT


def read_key(path: Path | None) -> bytes:
    """Return the content of a key file without white space around; empty without a file.

    :raises UnusableKey: it cannot be read, or is too short to be a key.
    """
    if path is None:
        return b""
    try:
        key = path.read_bytes().strip()
    except OSError as fault:
        raise UnusableKey(path, FEWEST_CHARACTERS) from fault
    if len(key) < FEWEST_CHARACTERS:
        raise UnusableKey(path, FEWEST_CHARACTERS)
    return key


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(
        hashlib.scrypt(key, salt=salt, n=COST, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=32)
    )


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


class Sealer:
    """A writer that encrypts what it is given; `finish` writes the last chunk."""

    def __init__(self, target: BinaryIO, key: bytes) -> None:
        salt = os.urandom(_SALT)
        self._header = MAGIC + salt
        self._cipher = _cipher(key, salt)
        self._target = target
        self._waiting = bytearray()
        self._number = 0
        target.write(self._header)

    def write(self, data: bytes) -> int:
        """Take bytes; whole chunks go out, the rest waits."""
        self._waiting += data
        # One chunk is always held back: only `finish` knows which is the last.
        while len(self._waiting) > CHUNK:
            self._send(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Write what waits, marked as the end."""
        self._send(bytes(self._waiting), last=True)

    def _send(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, chunk, self._header))
        self._number += 1


class Opener:
    """A reader of what a `Sealer` wrote."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        self._header = source.read(_HEADER)
        if len(self._header) < _HEADER:
            raise BrokenArchive("tệp bị cắt ngắn")
        if not key:
            raise NoKey
        self._cipher = _cipher(key, self._header[len(MAGIC) :])
        self._source = source
        self._ahead = source.read(CHUNK + _TAG)
        self._number = 0
        self._ended = False
        self._clear = bytearray()

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, fewer only at the end.

        :raises WrongKey: a chunk is not what was written with this key.
        """
        while len(self._clear) < size and not self._ended:
            self._open_next()
        taken = bytes(self._clear[:size])
        del self._clear[:size]
        return taken

    def _open_next(self) -> None:
        chunk, self._ahead = self._ahead, self._source.read(CHUNK + _TAG)
        last = not self._ahead
        try:
            clear = self._cipher.decrypt(_nonce(self._number, last=last), chunk, self._header)
        except InvalidTag as fault:
            raise WrongKey from fault
        self._clear += clear
        self._number += 1
        self._ended = last


def is_sealed(path: Path) -> bool:
    """Return whether a file begins like an encrypted archive."""
    with path.open("rb") as source:
        return source.read(len(MAGIC)) == MAGIC
