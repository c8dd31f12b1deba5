"""The edits made to the copies of the two outside style sheets, so that they can be made again.

Services outside GOV.UK use its design system without its branding (fonts, crest), and its font
lacks most Vietnamese letters. Our own sheet names the font once, in `--mc-font`.
"""

import re

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_FONT_NAME = re.compile(r'"?GDS Transport"?,\s*arial,\s*sans-serif')
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+\s*$")
#: Pictures that are not copied: the crest, and icons of parts that we do not use.
_PICTURE = re.compile(r"url\(\"?/assets/images/[^)]*\)")


def reskin(text: str) -> str:
    """Return a vendored sheet or script without font files, foreign font names and pictures."""
    text = _FONT_FACE.sub("", text)
    text = _FONT_NAME.sub("var(--mc-font)", text)
    text = _PICTURE.sub("none", text)
    return _SOURCE_MAP.sub("", text).rstrip() + "\n"
