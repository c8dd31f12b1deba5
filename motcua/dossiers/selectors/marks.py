"""How the limit and the route of a dossier are known: read, remembered, carried over, composed."""

from dataclasses import dataclass

from motcua.catalogue import selectors as catalogue
from motcua.catalogue.vocabulary import mark_words
from motcua.dossiers.models import Dossier
from motcua.tally.vocabulary import Channel

_CHANNELS = {Channel.DIRECT: "counter", Channel.ONLINE: "online", Channel.POST: "post"}


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of limit and route in words; empty where none is known."""

    limit: str
    route: str


def marks_of(dossier: Dossier) -> Marks:
    """Return how limit and route of a dossier are known, by the version of its receipt."""
    limit = route = ""
    if dossier.version_id is not None and dossier.limit_value is not None:
        channel = _CHANNELS[Channel(dossier.channel)]
        limit = catalogue.limit_mark(dossier.version_id, dossier.limit_case, channel)
    if dossier.route_id is not None:
        route = catalogue.frozen_route(route_id=dossier.route_id).mark
    return Marks(mark_words(limit), mark_words(route))
