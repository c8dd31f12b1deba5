"""Every change of the catalogue."""

from motcua.catalogue.services.editing import (
    NewProcedure,
    add_procedure,
    end_procedure,
    propose_end,
    publish_with_routes,
    revise_version,
    start_version,
    withdraw_end,
    withdraw_version,
)
from motcua.catalogue.services.importing import (
    Import,
    Origin,
    PlannedRow,
    import_updates,
    plan_import,
)
from motcua.catalogue.services.loading import CHECKER, DRAFTER, Loaded, load_catalogue
from motcua.catalogue.services.publishing import (
    draft_route,
    draft_version,
    ensure_field,
    publish_route,
    publish_version,
)
from motcua.catalogue.services.route_editing import revise_route, start_route, withdraw_route
from motcua.catalogue.services.sketches import Sketch, add_illustrative_procedure
from motcua.catalogue.services.supplements import (
    draft_supplement,
    publish_supplement,
    withdraw_supplement,
)

__all__ = [
    "CHECKER",
    "DRAFTER",
    "Import",
    "Loaded",
    "NewProcedure",
    "Origin",
    "PlannedRow",
    "Sketch",
    "add_illustrative_procedure",
    "add_procedure",
    "draft_route",
    "draft_supplement",
    "draft_version",
    "end_procedure",
    "ensure_field",
    "import_updates",
    "load_catalogue",
    "plan_import",
    "propose_end",
    "publish_route",
    "publish_supplement",
    "publish_version",
    "publish_with_routes",
    "revise_route",
    "revise_version",
    "start_route",
    "start_version",
    "withdraw_end",
    "withdraw_route",
    "withdraw_supplement",
    "withdraw_version",
]
