"""Where a page of the catalogue stands."""

from typing import Any

from django.urls import reverse

from motcua.pages.formats import day
from motcua.pages.parts import Link


def list_link() -> Link:
    """Return the way to the list."""
    return Link("Danh mục thủ tục", reverse("board:procedures_list"))


def procedure_link(procedure: Any) -> Link:
    """Return the way to a procedure."""
    words = procedure.code or procedure.name
    return Link(words, reverse("board:procedures_page", args=[procedure.slug]))


def version_link(version: Any) -> Link:
    """Return the way to a version."""
    return Link(
        f"Từ {day(version.valid_from)}",
        reverse("board:procedures_version", args=[version.procedure.slug, version.pk]),
    )


def crumbs(*links: Link) -> tuple[Link, ...]:
    """Return the way from the list; the last is the page itself."""
    return (list_link(), *links)
