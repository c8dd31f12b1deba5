"""Restoring: everything is looked at first, filled beside the living data, and swapped in."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from motcua.accounts.services import forget_proofs
from motcua.config.backups import archive, contents, databases
from motcua.config.backups.databases import Place
from motcua.config.backups.errors import (
    BrokenArchive,
    NewerData,
    NewerProgram,
    NotEmpty,
    OlderServer,
    StillServing,
)
from motcua.config.backups.making import prove
from motcua.config.backups.recording import Run, write
from motcua.config.backups.sealing import is_sealed
from motcua.config.say import say
from motcua.dossiers.selectors import Verification, verify
from motcua.journal import selectors as journal
from motcua.journal.rules import SYSTEM
from motcua.journal.services import forget_actors
from motcua.kernel.errors import Refusal
from motcua.storage.safe_copies import Kind


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore, or a test of one, came to."""

    manifest: Mapping[str, Any]
    verified: Verification
    old: str

    @property
    def sentence(self) -> str:
        """The result of the proof of the books, in words."""
        if self.verified.rows:
            return f"Kiểm chứng sổ sách thấy {len(self.verified.rows)} chỗ sai khác."
        return "Kiểm chứng sổ sách không thấy sai khác."


def try_out(path: Path, *, key: bytes, at: datetime) -> Restored:
    """Restore into a database that is thrown away, prove it, and write the run down."""
    run = Run(Kind.TRIAL, path, at)
    place = databases.here()
    try:
        manifest = _checked(path, key, place)
        _describe(run, path, manifest)
        with (
            databases.alone(place),
            _filled(place, path, key=key, files=None, at=at) as name,
        ):
            verified = _verified(name, manifest)
    except Refusal as refusal:
        write(run, good=False, result=str(refusal))
        raise
    restored = Restored(manifest, verified, "")
    write(run, good=not verified.rows, result=restored.sentence)
    return restored


def restore(path: Path, *, key: bytes, files: Path, replace: bool, at: datetime) -> Restored:
    """Put the backup in the place of the living data, whole or not at all.

    replace: also when there is other, or newer, data; the old database stays beside.

    :raises Refusal: it cannot be done; what is in use has not changed.
    """
    run = Run(Kind.RESTORE, path, at)
    place = databases.here()
    manifest = _checked(path, key, place)
    _describe(run, path, manifest)
    empty = not contents.table_names()
    if not replace and not empty:
        _check_not_newer(manifest)
    connection.close()
    if others := databases.others_connected(place):
        raise StillServing(others)
    with (
        databases.alone(place),
        _kept(files, at) as fresh_files,
        _filled(place, path, key=key, files=fresh_files, at=at) as name,
    ):
        verified = _verified(name, manifest)
        forget_proofs(by=SYSTEM, at=at)
        connection.close()
        _take_over(fresh_files, files)
        old = databases.swap(place, name, at)
    if empty:
        databases.drop(place, old)
    _turn_to(place.name)
    restored = Restored(manifest, verified, "" if empty else old)
    write(run, good=not verified.rows, result=restored.sentence)
    return restored


def _describe(run: Run, path: Path, manifest: Mapping[str, Any]) -> None:
    run.details = {
        "content_at": datetime.fromisoformat(manifest["at"]),
        "size_bytes": path.stat().st_size,
        "encrypted": is_sealed(path),
    }


def _checked(path: Path, key: bytes, place: Place) -> dict[str, Any]:
    say("Đang kiểm tra bản sao lưu…")
    manifest = prove(path, key=key, major=place.major)
    made = int(manifest["server"]) // 10_000
    if made > place.major:
        raise OlderServer(made, place.major)
    if contents.unknown_migrations(manifest):
        raise NewerProgram(str(manifest["program"]))
    return manifest


def _check_not_newer(manifest: Mapping[str, Any]) -> None:
    at = datetime.fromisoformat(manifest["at"])
    if "journal_journalentry" in contents.table_names():
        newer = journal.recorded_after(at)
        if newer:
            raise NewerData(newer, at)
    raise NotEmpty


@contextmanager
def _filled(
    place: Place, path: Path, *, key: bytes, files: Path | None, at: datetime
) -> Iterator[str]:
    """Give a database filled from the archive; it is removed unless it was swapped in."""
    name = databases.fresh(place, at)
    try:
        say("Đang nạp vào một cơ sở dữ liệu mới…")
        with databases.Loader(place.at(name), place.major).loading() as reader:
            archive.read(path, key, database=reader.write, files=files)
        yield name
    finally:
        connection.close()
        _turn_to(place.name)
        databases.drop(place, name)


def _verified(name: str, manifest: Mapping[str, Any]) -> Verification:
    """Hold the filled database to the manifest, bring it up to this program, prove its books.

    :raises BrokenArchive: it holds other than what was backed up.
    """
    _turn_to(name)
    found = contents.contents().as_dict()
    for part in ("tables", "journal", "migrations"):
        if found[part] != manifest[part]:
            raise BrokenArchive("dữ liệu nạp được khác với bản kê")
    call_command("migrate", interactive=False, verbosity=0)
    say("Đang kiểm chứng sổ sách…")
    verified = verify()
    connection.close()
    return verified


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    forget_actors()


@contextmanager
def _kept(files: Path, at: datetime) -> Iterator[Path]:
    """Give a folder beside the store for what comes out of the archive."""
    fresh = files.with_name(f"{files.name}.{at:%Y%m%d%H%M%S}.partial")
    for left in files.parent.glob(f"{files.name}.*.partial"):
        shutil.rmtree(left, ignore_errors=True)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _take_over(fresh: Path, files: Path) -> None:
    # Before the swap: files are only added, and a file too many harms nobody.
    for path in sorted(fresh.rglob("*")) if fresh.is_dir() else ():
        if path.is_file():
            target = files / path.relative_to(fresh)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
