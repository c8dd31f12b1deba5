"""Making a backup: one snapshot, one archive, proved by reading it back."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from motcua.config.backups import archive, contents, databases
from motcua.config.backups.archive import Parts
from motcua.config.backups.errors import (
    BrokenArchive,
    LoadFailed,
    TargetExists,
    TargetUnwritable,
)
from motcua.config.backups.recording import Run, write
from motcua.config.say import say
from motcua.kernel.canonical import instant_text
from motcua.kernel.errors import Refusal
from motcua.storage.safe_copies import Kind


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup."""

    path: Path
    at: datetime
    size_bytes: int
    sha256: str
    manifest: Mapping[str, Any]


def make(path: Path, *, key: bytes, files: Path, at: datetime) -> Made:
    """Back everything up into a new file, read it back, and write the run down.

    The file has its name only when it is whole and proved; a killed run leaves `….partial`.

    :raises Refusal: it cannot be made; nothing is left behind, and the run stands as failed.
    """
    run = Run(Kind.BACKUP, path, at, {"encrypted": bool(key)})
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        if path.exists():
            raise TargetExists(path)
        made = _make(partial, path, key=key, files=files)
    except Refusal as refusal:
        write(run, good=False, result=str(refusal))
        raise
    finally:
        partial.unlink(missing_ok=True)
    run.details |= {
        "content_at": made.at, "size_bytes": made.size_bytes, "sha256": made.sha256
    }  # fmt: skip
    write(run, good=True, result="Đã đọc lại và đối chiếu.")
    return made


def _make(partial: Path, path: Path, *, key: bytes, files: Path) -> Made:
    place = databases.here()
    with contents.one_snapshot() as snapshot:
        # Taken inside the snapshot: nothing that is in it was recorded later.
        at = datetime.now(UTC)
        say("Đang đếm các sổ…")
        counted = contents.contents()

        def manifest(parts: Parts) -> Mapping[str, object]:
            return {
                "format": archive.FORMAT,
                "program": contents.program_version(),
                "at": instant_text(at),
                "server": place.server,
                "parts": parts.as_dict(),
                **counted.as_dict(),
            }

        say("Đang ghi cơ sở dữ liệu và tệp…")
        try:
            with _private(partial) as target:
                archive.write(
                    target,
                    key=key,
                    database=databases.dump(place, snapshot),
                    files=files,
                    manifest=manifest,
                )
                target.flush()
                os.fsync(target.fileno())
        except OSError as fault:
            raise TargetUnwritable(path) from fault
    say("Đang đọc lại để kiểm tra…")
    told = prove(partial, key=key, major=place.major)
    made = Made(path, at, partial.stat().st_size, _digest(partial), told)
    _name(partial, path)
    return made


def _name(partial: Path, path: Path) -> None:
    """Give a finished file its name, for good."""
    # A hard link refuses where a rename would overwrite what somebody else has put there since.
    try:
        path.hardlink_to(partial)
    except FileExistsError as fault:
        raise TargetExists(path) from fault
    except OSError:
        partial.rename(path)
    _settle(path.parent)


def prove(path: Path, *, key: bytes, major: int) -> dict[str, Any]:
    """Read an archive to its end, have pg_restore read the dump, and return the manifest.

    :raises BrokenArchive: it is not whole.
    """
    try:
        with databases.Loader(None, major).loading() as reader:
            return archive.read(path, key, database=reader.write)
    except LoadFailed as fault:
        raise BrokenArchive("pg_restore không đọc được phần cơ sở dữ liệu") from fault


def _private(path: Path) -> BinaryIO:
    # For the owner only from the first byte on: it holds everybody's dossiers.
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
