"""Icons drawn into the page: always beside a word, never read aloud."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent / "icons"
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_TEMPLATE = (
    '<svg class="mc-icon{more}" aria-hidden="true" focusable="false" viewBox="0 0 24 24">{inside}'
    "</svg>"
)


@cache
def icon(name: str, more: str = "") -> Markup:
    """Return an icon as inline SVG.

    name: a file of the folder `icons`. more: a further class. A name that is not there is a
    fault of the template and raises FileNotFoundError.
    """
    found = _INSIDE.search((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{name}.svg holds no drawing")
    inside = re.sub(r"\s*\n\s*", "", found.group(1)).replace(" />", "/>")
    extra = f" {more}" if more else ""
    return Markup(_TEMPLATE.format(more=extra, inside=inside))  # noqa: S704 our own files
