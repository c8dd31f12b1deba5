"""Vietnamese text: one stored form, a folded form for search, a key for sorting."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_LETTERS, start=10)}
_TONE_RANK = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_VOWEL_MARKS = "\u0302\u0306\u031b"


def nfc(text: str) -> str:
    """Return text in Unicode NFC with the outer spaces removed: the stored form."""
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """Return text in lower case without marks, đ as d, runs of spaces as one: for search."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split())


def slugify(text: str) -> str:
    """Return text as lower-case ASCII words joined by hyphens, for addresses and keys."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def sort_key(text: str) -> str:
    """Return a key that sorts in Vietnamese order: letters first, tones after them.

    Alphabet a ă â b c d đ e ê …; tones none, huyền, hỏi, ngã, sắc, nặng.
    """
    letters, tones = [], []
    for char in unicodedata.normalize("NFC", text.lower()):
        base, tone = _split(char)
        letters.append(_LETTER_RANK.get(base, base if base.isascii() else f"~{base}"))
        tones.append(tone)
    return "".join(letters) + "|" + "".join(tones)


def person_sort_key(name: str) -> str:
    """Return the key by which persons are sorted: tên first, then họ and đệm (ux.md 9)."""
    words = name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def initials(name: str) -> str:
    """Return the first letters of the last two words of a name, in upper case."""
    return "".join(word[0] for word in name.split()[-2:]).upper()


@lru_cache(maxsize=4096)
def _split(char: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", char)
    tone = "".join(_TONE_RANK.get(mark, "") for mark in parts[1:]) or "0"
    base = parts[0] + "".join(mark for mark in parts[1:] if mark in _VOWEL_MARKS)
    return unicodedata.normalize("NFC", base), tone
