"""What this room does because something else happened."""

import logging

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from motcua.dossiers import services
from motcua.dossiers.errors import DossierError
from motcua.dossiers.models import Dossier
from motcua.dossiers.vocabulary import Status
from motcua.organisation import selectors as organisation
from motcua.organisation.vocabulary import Scope
from motcua.storage.models import Event

log = logging.getLogger(__name__)


def recalculate_open(event: Event) -> None:
    """Compute the due times of open dossiers anew after a decision on the calendar.

    Closed dossiers stay as they were (one-stop.md 3.2, 10). Doing it again moves nothing.
    """
    services.forget_terms()
    # Acts may have come between the decision and now: what is written now is dated now.
    now = timezone.now()
    for key in _touched(event).order_by("pk").values_list("pk", flat=True):
        try:
            services.recalculate(dossier_id=key, document=event.subject, at=now)
        except DossierError:
            log.info("dossier %s is not recalculated: it no longer allows it", key)


def _touched(event: Event) -> QuerySet[Dossier]:
    open_now = Dossier.objects.filter(
        ended_at=None, received_at__isnull=False, limit_value__isnull=False
    )
    since = parse_date(str(event.payload.get("from") or ""))
    if since is not None:
        open_now = open_now.filter(due_at__date__gte=since)
    unit = event.payload.get("unit")
    if unit is None:
        return open_now
    below = organisation.unit_ids(unit_id=int(unit), scope=Scope.ALL, on=event.at.date())
    return open_now.filter(settling_unit__in=below)


def tell_parent(event: Event) -> None:
    """Tell the parent dossier that one of its interlinked parts has its result."""
    child = Dossier.objects.filter(pk=int(event.subject), parent__isnull=False).first()
    if child is not None and child.status in (Status.SETTLED, Status.RETURNED):
        services.settle_part(child_id=child.pk, at=timezone.now())
