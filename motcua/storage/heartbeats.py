"""Signs of life of what works in the background."""

from datetime import datetime

from motcua.storage.models import Heartbeat


def beat(part: str, at: datetime) -> None:
    """Note that a part is alive; several processes of one part share the sign."""
    Heartbeat.objects.update_or_create(part=part, defaults={"at": at})


def last_beat(part: str) -> datetime | None:
    """Return when a part was last alive, None if never."""
    return Heartbeat.objects.filter(pk=part).values_list("at", flat=True).first()
