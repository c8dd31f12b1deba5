"""Every change of the catalogue."""

from motcua.catalogue.services.loading import CHECKER, DRAFTER, Loaded, load_catalogue
from motcua.catalogue.services.publishing import (
    draft_route,
    draft_version,
    ensure_field,
    publish_route,
    publish_version,
)
from motcua.catalogue.services.sketches import Sketch, add_illustrative_procedure

__all__ = [
    "CHECKER",
    "DRAFTER",
    "Loaded",
    "Sketch",
    "add_illustrative_procedure",
    "draft_route",
    "draft_version",
    "ensure_field",
    "load_catalogue",
    "publish_route",
    "publish_version",
]
