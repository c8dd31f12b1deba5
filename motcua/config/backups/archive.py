"""The archive: a tar file, written and read as a stream, with a manifest as its last part.

    database/000000 …   the dump of pg_dump (custom format), cut into pieces
    files/…             every file of the product's store
    manifest.json       what is inside, counted and hashed

Unencrypted, any tar program opens it: `cat database/*` gives a file for pg_restore.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, cast

from motcua.config.backups.errors import BrokenArchive, NoArchive, NoKey, NotSealed
from motcua.config.backups.sealing import Opener, Sealer, is_sealed

FORMAT = "motcua-backup/1"
MANIFEST = "manifest.json"
PIECE = 8 * 1024 * 1024
_DATABASE, _FILES = "database/", "files/"
_BLOCK = 1024 * 1024


@dataclass(slots=True)
class Sums:
    """Count, bytes and SHA-256 of what went into one part of the archive."""

    count: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, data: bytes) -> None:
        """Count bytes of the part."""
        self.size += len(data)
        self.digest.update(data)

    def as_dict(self) -> dict[str, object]:
        """Return the part as the manifest writes it."""
        return {"count": self.count, "bytes": self.size, "sha256": self.digest.hexdigest()}


@dataclass(slots=True)
class Parts:
    """The two parts of an archive as they were written or read."""

    database: Sums = field(default_factory=Sums)
    files: Sums = field(default_factory=Sums)

    def as_dict(self) -> dict[str, object]:
        """Return the parts as the manifest writes them."""
        return {"database": self.database.as_dict(), "files": self.files.as_dict()}


def write(
    target: BinaryIO,
    *,
    key: bytes,
    database: Iterable[bytes],
    files: Path,
    manifest: Callable[[Parts], Mapping[str, object]],
) -> Parts:
    """Write an archive; `manifest` is asked last, when everything has been counted."""
    parts = Parts()
    sealer = Sealer(target, key) if key else None
    stream = cast("IO[bytes]", sealer or target)
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for number, piece in enumerate(database):
            parts.database.add(piece)
            parts.database.count = number + 1
            _add(tar, f"{_DATABASE}{number:06}", piece)
        _add_files(tar, files, parts.files)
        text = json.dumps(manifest(parts), ensure_ascii=False, indent=1, sort_keys=True)
        _add(tar, MANIFEST, text.encode())
    if sealer is not None:
        sealer.finish()
    return parts


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    tar.addfile(member, io.BytesIO(data))


def _add_files(tar: tarfile.TarFile, folder: Path, sums: Sums) -> None:
    # Files of the store never change: what comes after the dump's snapshot is only surplus.
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not path.is_file() or path.is_symlink():
            continue
        member = tarfile.TarInfo(_FILES + path.relative_to(folder).as_posix())
        member.size, member.mode = path.stat().st_size, 0o600
        sums.digest.update(member.name.encode())
        with path.open("rb") as source:
            tar.addfile(member, cast("IO[bytes]", _Counted(source, sums)))
        sums.count += 1


class _Counted:
    def __init__(self, source: BinaryIO, sums: Sums) -> None:
        self._source, self._sums = source, sums

    def read(self, size: int) -> bytes:
        data = self._source.read(size)
        self._sums.add(data)
        return data


def read(
    path: Path, key: bytes, *, database: Callable[[bytes], object], files: Path | None = None
) -> dict[str, Any]:
    """Read a whole archive, prove it against its manifest, and return the manifest.

    database: is given the dump piece by piece. files: the folder that the files are written
    to, or None to look at them only.

    :raises BrokenArchive: something is missing, cut off or different.
    :raises WrongKey: the key does not open it. :raises NoKey: it is encrypted.
    :raises NotSealed: a key is given and the archive was never encrypted.
    """
    parts, manifest = Parts(), b""
    try:
        with _opened(path, key) as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is None:
                    raise BrokenArchive("có mục lạ bên trong")
                if member.name.startswith(_DATABASE):
                    piece = content.read()
                    parts.database.add(piece)
                    parts.database.count += 1
                    database(piece)
                elif member.name.startswith(_FILES):
                    _take_file(member.name, content, parts.files, files)
                elif member.name == MANIFEST:
                    manifest = content.read()
    except (tarfile.TarError, EOFError) as fault:
        raise BrokenArchive("tệp bị cắt ngắn hoặc không phải bản sao lưu") from fault
    return _proved(manifest, parts)


@contextmanager
def _opened(path: Path, key: bytes) -> Iterator[tarfile.TarFile]:
    try:
        sealed = is_sealed(path)
        source = path.open("rb")
    except OSError as fault:
        raise NoArchive(path) from fault
    with source:
        if sealed and not key:
            raise NoKey
        if key and not sealed:
            raise NotSealed
        stream = Opener(source, key) if sealed else source
        with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as tar:
            yield tar
        # To the very end: only the last chunk says that nothing was cut off.
        while stream.read(_BLOCK):
            pass


def _take_file(name: str, content: IO[bytes], sums: Sums, folder: Path | None) -> None:
    inside = PurePosixPath(name.removeprefix(_FILES))
    if inside.is_absolute() or ".." in inside.parts or not inside.parts:
        raise BrokenArchive("có tên tệp lạ bên trong")
    sums.count += 1
    sums.digest.update(name.encode())
    if folder is None:
        for block in _blocks(content):
            sums.add(block)
        return
    target = folder / inside
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as output:
        for block in _blocks(content):
            sums.add(block)
            output.write(block)


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    while block := content.read(_BLOCK):
        yield block


def _proved(manifest: bytes, parts: Parts) -> dict[str, Any]:
    if not manifest:
        raise BrokenArchive("thiếu bản kê, có thể tệp chưa ghi xong")
    try:
        told: dict[str, Any] = json.loads(manifest)
        same = told["parts"] == parts.as_dict()
        known = told["format"] == FORMAT
    except (ValueError, TypeError, KeyError) as fault:
        raise BrokenArchive("bản kê không đọc được") from fault
    if not known:
        raise BrokenArchive("dạng bản sao lưu lạ, có thể của phiên bản mới hơn")
    if not same:
        raise BrokenArchive("nội dung khác với bản kê")
    return told
