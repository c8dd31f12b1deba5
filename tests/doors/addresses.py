"""Every address of the product as it stands in the URL configuration."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

_PLACE = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern: its full name, its text, and converter by name of each part to fill in."""

    name: str
    text: str
    parts: tuple[tuple[str, str], ...]

    def filled(self, values: dict[str, object]) -> str:
        """Return the path with these values in the places."""
        return "/" + _PLACE.sub(lambda place: str(values[place["name"]]), self.text)


def every_address() -> tuple[Address, ...]:
    """Return all patterns of all doors, in the order of the configuration."""
    return tuple(_walk(get_resolver().url_patterns, text="", space=()))


def _walk(
    patterns: list[URLPattern | URLResolver], *, text: str, space: tuple[str, ...]
) -> Iterator[Address]:
    for pattern in patterns:
        whole = text + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            below = (*space, pattern.namespace) if pattern.namespace else space
            yield from _walk(pattern.url_patterns, text=whole, space=below)
        else:
            parts = tuple(
                (found["name"], found["converter"] or "str") for found in _PLACE.finditer(whole)
            )
            yield Address(":".join((*space, pattern.name or whole)), whole, parts)
