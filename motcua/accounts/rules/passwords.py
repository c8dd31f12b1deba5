"""What a password must be: long, not one that everybody tries, not like the user name."""

from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path

from motcua.accounts.errors import PasswordTooWeak
from motcua.kernel.text import fold

#: A setting of ours, not of the law.
LEAST_PASSWORD_CHARACTERS = 10
#: Longer ones would only keep the hash busy.
MOST_PASSWORD_CHARACTERS = 200
_LEAST_DIFFERENT = 5
#: From which likeness (0 to 1) on a password counts as made from the user name.
_TOO_LIKE = 0.7
_COMMON = Path(__file__).resolve().parents[1] / "data" / "common_passwords.txt"
_TAIL = "0123456789@$!"
#: What people write for a letter, so that `m@tkh4u` is seen for what it is.
_WRITTEN_FOR = str.maketrans("@4301$5!7", "aaeoissit")


def check_password(*, password: str, username: str) -> None:
    """Refuse a password that would be guessed too easily.

    :raises PasswordTooWeak: too short or long, digits only, few different characters, among the
        common ones (Vietnamese ones too, however they are marked or spaced), like the user name.
    """
    if len(password) < LEAST_PASSWORD_CHARACTERS:
        raise PasswordTooWeak(f"hãy đặt ít nhất {LEAST_PASSWORD_CHARACTERS} ký tự")
    if len(password) > MOST_PASSWORD_CHARACTERS:
        raise PasswordTooWeak(f"hãy đặt nhiều nhất {MOST_PASSWORD_CHARACTERS} ký tự")
    bare = _bare(password)
    if password.isdecimal():
        raise PasswordTooWeak("không dùng toàn chữ số; hãy thêm vài từ")
    if len(set(password)) < _LEAST_DIFFERENT:
        raise PasswordTooWeak("có quá nhiều ký tự lặp lại; hãy dùng vài từ khác nhau")
    if _is_common(bare):
        raise PasswordTooWeak("nhiều người dùng mật khẩu này; hãy đặt một câu của riêng mình")
    if _is_like(bare, _bare(username)):
        raise PasswordTooWeak("mật khẩu quá giống tên đăng nhập; hãy đặt mật khẩu khác hẳn")


def _bare(text: str) -> str:
    """Return text without marks, capitals, and what stands between letters and digits."""
    return "".join(char for char in fold(text) if char.isalnum() or char in "@$!")


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))


def _is_common(bare: str) -> bool:
    # A common word with a year or a few digits after it is a common password too.
    forms = {bare, bare.rstrip(_TAIL)}
    spelt = {form.translate(_WRITTEN_FOR) for form in forms}
    return bool((forms | spelt) & _common()) or _is_row(bare)


def _is_row(bare: str) -> bool:
    """Return whether neighbours follow each other, upwards or downwards, nearly throughout."""
    steps = [ord(after) - ord(before) for before, after in pairwise(bare)]
    return bool(steps) and max(steps.count(1), steps.count(-1)) >= 0.8 * len(steps)


def _is_like(bare: str, name: str) -> bool:
    if not name:
        return False
    if len(name) >= 3 and (name in bare or name[::-1] in bare):
        return True
    return SequenceMatcher(None, bare, name).ratio() >= _TOO_LIKE
