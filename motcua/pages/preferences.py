"""What a reader has chosen for all pages: theme, size of text, density of lists; in cookies.

They work without JavaScript and without log-in: a link sets a cookie, the page reads it
(Thông tư 26/2020/TT-BTTTT asks for access; the sizes are those of ux.md 10.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpRequest

#: The choices of each preference; the first is the usual one.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "co-chu": ("100", "125", "150"),
        "mau": ("thuong", "dao"),
        "mat-do": ("vua", "gon", "thoang"),
    }
)
_COOKIE = "mc-{}"


@dataclass(frozen=True, slots=True)
class Preferences:
    """The choices of one reader; theme is empty until the reader chose one."""

    text_size: str = "100"
    theme: str = ""
    density: str = "vua"

    @property
    def inverted(self) -> bool:
        """Whether the reader chose inverted colours (đảo màu)."""
        return self.theme == "dao"

    @property
    def smaller(self) -> str:
        """The next smaller size of text, or the smallest."""
        return self._step(-1)

    @property
    def larger(self) -> str:
        """The next larger size of text, or the largest."""
        return self._step(1)

    def _step(self, by: int) -> str:
        sizes = CHOICES["co-chu"]
        return sizes[min(max(sizes.index(self.text_size) + by, 0), len(sizes) - 1)]


def cookie_name(preference: str) -> str:
    """Return the name of the cookie that keeps a preference."""
    return _COOKIE.format(preference)


def preferences_of(request: HttpRequest | None) -> Preferences:
    """Return what the reader of this request has chosen; unknown values are the usual ones."""
    if request is None:
        return Preferences()
    chosen = {
        name: value
        for name, values in CHOICES.items()
        if (value := request.COOKIES.get(cookie_name(name))) in values
    }
    return Preferences(
        text_size=chosen.get("co-chu", "100"),
        theme=chosen.get("mau", ""),
        density=chosen.get("mat-do", "vua"),
    )
