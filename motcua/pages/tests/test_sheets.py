"""The style sheets: prefix, old browsers, both themes, contrast, weight."""

import re
from pathlib import Path

import pytest

from motcua.pages import sheets
from motcua.pages.reskin import reskin

OWN = "\n".join(
    re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    for file in sheets.own_files()
)
TOKENS = (sheets.FOLDER / "css" / "01-tokens.css").read_text(encoding="utf-8")


def tokens(after: str) -> dict[str, str]:
    """The colours of the block that begins with these words."""
    block = TOKENS.split(after, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--mc-([a-z0-9-]+): ([^;]+);", block))


LIGHT = tokens(":root {")
INVERT = {**LIGHT, **tokens('[data-theme="invert"] {')}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_every_class_of_ours_has_our_prefix() -> None:
    classes = set(re.findall(r"\.([a-zA-Z_][\w-]*)", re.sub(r"\{[^{}]*\}", "{}", OWN)))

    assert {name for name in classes if not name.startswith(("mc-", "govuk-"))} == set()


@pytest.mark.parametrize("word", ["color-mix", "oklch", "@layer", "@scope", "subgrid", "& "])
def test_nothing_that_chrome_109_does_not_know(word: str) -> None:
    assert word not in OWN


def test_colours_are_named_once() -> None:
    rest = OWN.replace(re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.DOTALL), "")
    fixed = set(re.findall(r"#[0-9a-fA-F]{3,6}\b", rest))

    # Paper is black on white; the mark of a person and a pressed button are white in both themes.
    assert fixed <= {"#000", "#fff", "#06313f"}


def test_a_wish_for_more_contrast_gives_the_inverted_theme() -> None:
    assert tokens(":root:not([data-theme]) {") == tokens('[data-theme="invert"] {')


@pytest.mark.parametrize("theme", [LIGHT, INVERT], ids=["light", "invert"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *[(word, ground) for word in ("text", "text-2", "link") for ground in ("bg", "surface")],
        *[(word, f"{word}-bg") for word in ("ok", "soon", "today", "late", "pause", "info")],
        *[(word, "bg") for word in ("ok", "soon", "today", "late", "pause", "second")],
        ("text-2", "brand-tint"), ("text-2", "surface-2"), ("link", "brand-tint"),
        ("late", "brand-tint"), ("primary-text", "primary"), ("primary-text", "primary-hover"),
        ("late-solid-text", "late-solid"), ("mark-text", "bg"), ("on-brand", "brand"),
    ],
)  # fmt: skip
def test_text_is_readable(theme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(theme[text], theme[ground]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, INVERT], ids=["light", "invert"])
@pytest.mark.parametrize("mark", ["field", "fill", "late", "ok", "pause-line", "mark"])
def test_marks_and_borders_of_fields_can_be_seen(theme: dict[str, str], mark: str) -> None:
    assert contrast(theme[mark], theme["bg"]) >= 3


def test_the_sheet_of_a_page_stays_within_its_weight() -> None:
    assert len(sheets.build("mc").compressed) <= 36_000


def test_the_fonts_stay_within_their_weight() -> None:
    assert sum(file.stat().st_size for file in (sheets.FOLDER / "fonts").glob("*.woff2")) <= 66_000


def test_every_font_of_the_sheet_is_there() -> None:
    named = re.findall(r'url\("/static/pages/(fonts/[^"]+)"\)', sheets.build("mc").text.decode())

    assert len(named) == 6
    assert all((sheets.FOLDER / name).is_file() for name in named)


@pytest.mark.parametrize(
    "file", sorted((sheets.FOLDER / "vendor").rglob("*.min.*")), ids=lambda file: file.name
)
def test_copies_from_outside_bring_no_fonts_and_no_crest(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert reskin(text) == text
    assert "GDS Transport" not in text
    assert (file.parent / "LICENSE").is_file()
