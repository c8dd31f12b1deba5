"""Our style sheets, joined into one address per page.

The sheets are small files by component; a page should not ask for twenty. They are joined once
in a process and served under a name that holds their hash, so a browser may keep them for ever.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

FOLDER = Path(__file__).parent / "static" / "pages"
_FONT = re.compile(r'url\("\.\./(fonts/[^"]+)"\)')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

#: Every page needs the first; the second only where a case-work part of MOJ's is on the page.
_OUTSIDE = {
    "mc": "vendor/govuk-frontend/govuk-frontend.min.css",
    "moj": "vendor/moj-frontend/moj-frontend.min.css",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A joined sheet: its text, the same compressed, and the hash in its name."""

    text: bytes
    compressed: bytes
    version: str


def own_files() -> list[Path]:
    """Return our own sheets in the order in which they apply."""
    return sorted((FOLDER / "css").glob("*.css"))


def build(name: str) -> Sheet:
    """Join a sheet from its files.

    :raises KeyError: no sheet has this name.
    """
    outside = (FOLDER / _OUTSIDE[name]).read_text(encoding="utf-8")
    own = [file.read_text(encoding="utf-8") for file in own_files()] if name == "mc" else []
    joined = outside + _COMMENT.sub("", "\n".join(own))
    joined = _FONT.sub(lambda found: f'url("{static("pages/" + found.group(1))}")', joined)
    text = re.sub(r"\n\s*\n+", "\n", joined).encode()
    return Sheet(
        text=text,
        compressed=gzip.compress(text, 9, mtime=0),
        version=sha256(text).hexdigest()[:12],
    )


_built = cache(build)


def sheet(name: str) -> Sheet:
    """Return a joined sheet; while developing it is joined anew each time."""
    return build(name) if settings.DEBUG else _built(name)


def address(name: str = "mc") -> str:
    """Return the address of a joined sheet, with its hash."""
    return reverse("pages:sheet", args=(name, sheet(name).version))
