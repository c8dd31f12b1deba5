"""An archive opens whole, with its key, or not at all."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from motcua.config.backups import archive, sealing
from motcua.config.backups.archive import Parts
from motcua.config.backups.errors import BrokenArchive, NoKey, NotSealed, UnusableKey, WrongKey
from motcua.config.backups.sealing import CHUNK, Opener, Sealer, read_key


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys cheaply: their cost is not what is tried here."""
    monkeypatch.setattr(sealing, "COST", 2)


KEY = b"mot khoa dai hon hai muoi bon"


def sealed(data: bytes) -> bytes:
    target = io.BytesIO()
    sealer = Sealer(target, KEY)
    sealer.write(data)
    sealer.finish()
    return target.getvalue()


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return Opener(io.BytesIO(data), key).read(len(data) + 1)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_what_was_sealed_opens_again(size: int) -> None:
    data = os.urandom(size)
    assert opened(sealed(data)) == data


def test_another_key_opens_nothing() -> None:
    with pytest.raises(WrongKey):
        opened(sealed(b"ho so"), b"khoa khac" * 4)


def test_chunks_cannot_be_left_out_moved_or_cut_off() -> None:
    whole = sealed(os.urandom(3 * CHUNK))
    head, size = len(whole) - 3 * (CHUNK + 16), CHUNK + 16
    first, second, third = (whole[head + n * size : head + (n + 1) * size] for n in range(3))
    for broken in (first + third, second + first + third, first + second, first):
        with pytest.raises(WrongKey):
            opened(whole[:head] + broken)


@pytest.mark.parametrize("place", [17, 48, 49, 60, -17, -16, -1])
def test_no_changed_byte_passes(place: int) -> None:
    whole = bytearray(sealed(b"nhat ky" * 30))
    whole[place] ^= 1
    with pytest.raises(WrongKey):
        opened(bytes(whole))


def test_two_archives_of_the_same_content_differ() -> None:
    assert sealed(b"x") != sealed(b"x")


def test_a_short_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "khoa").write_text("ngan")
    with pytest.raises(UnusableKey):
        read_key(tmp_path / "khoa")
    with pytest.raises(UnusableKey):
        read_key(tmp_path / "khong-co")


def written(path: Path, key: bytes = b"", files: Path = Path("/nonexistent")) -> None:
    def manifest(parts: Parts) -> dict[str, object]:
        return {"format": archive.FORMAT, "parts": parts.as_dict()}

    with path.open("wb") as target:
        archive.write(target, key=key, database=[b"mot", b"hai"], files=files, manifest=manifest)


@pytest.mark.parametrize("key", [b"", KEY])
def test_an_archive_gives_back_dump_and_files(tmp_path: Path, key: bytes) -> None:
    store = tmp_path / "files"
    (store / "ab").mkdir(parents=True)
    (store / "ab" / "cd").write_bytes(b"giay to")
    written(tmp_path / "sao", key, store)
    dump = bytearray()
    out = tmp_path / "out"
    told = archive.read(tmp_path / "sao", key, database=dump.extend, files=out)
    assert bytes(dump) == b"mothai"
    assert (out / "ab" / "cd").read_bytes() == b"giay to"
    assert told["parts"]["files"]["count"] == 1


@pytest.mark.parametrize("key", [b"", KEY])
def test_every_cut_is_seen(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "sao"
    written(path, key)
    whole = path.read_bytes()
    # Nothing but the padding of tar follows the last part.
    for cut in range(0, len(whole) - 10240 if not key else len(whole), 1511):
        path.write_bytes(whole[:cut])
        with pytest.raises((BrokenArchive, WrongKey, NotSealed)):
            archive.read(path, key, database=lambda _: None)


def test_an_encrypted_archive_asks_for_its_key(tmp_path: Path) -> None:
    written(tmp_path / "sao", KEY)
    with pytest.raises(NoKey):
        archive.read(tmp_path / "sao", b"", database=lambda _: None)


def test_a_key_is_not_given_for_nothing(tmp_path: Path) -> None:
    written(tmp_path / "sao", b"")
    with pytest.raises(NotSealed, match="không được mã hóa"):
        archive.read(tmp_path / "sao", KEY, database=lambda _: None)


def test_a_changed_part_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "sao"
    written(path)
    path.write_bytes(path.read_bytes().replace(b"hai", b"ba!"))
    with pytest.raises(BrokenArchive):
        archive.read(path, b"", database=lambda _: None)


@pytest.mark.parametrize("name", ["files/../../x", "files//x", "files/", "other"])
def test_strange_names_inside_are_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "sao"
    with tarfile.open(path, "w") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(BrokenArchive):
        archive.read(path, b"", database=lambda _: None, files=tmp_path / "out")
    assert not (tmp_path / "x").exists()
