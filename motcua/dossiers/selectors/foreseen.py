"""What an act would make of the due time, before it is done."""

from datetime import datetime

from motcua.dossiers import rules
from motcua.dossiers.rules import Counted, limits
from motcua.dossiers.selectors.page import DossierPage, terms_of
from motcua.dossiers.vocabulary import ClockKind, Deed
from motcua.tally.rules import Place
from motcua.tally.vocabulary import Channel
from motcua.worktime.rules import Due

#: The acts that let a stopped clock go on.
_GOES_ON = frozenset({Deed.ACCEPT_ADDITIONS, Deed.RESUME, Deed.MEET_OBLIGATION})


def foreseen(page: DossierPage, deed: Deed, *, at: datetime) -> Due | None:
    """Return the due time that an act would give at an instant, with its days.

    None when the act leaves the due time, or when an officer has to enter it. It is what the
    service of the act writes, by the same rules.
    """
    dossier = page.dossier
    if deed not in _GOES_ON or dossier.received_at is None or dossier.due_at is None:
        return None
    place = Place(
        unit=dossier.settling_unit_id, procedure=dossier.procedure_id, field=dossier.field_id,
        channel=Channel(dossier.channel),
    )  # fmt: skip
    _, facts = rules.amended(Counted(place), tuple(line.fact for line in page.clock))
    stops = [number for number, fact in enumerate(facts) if fact.kind is ClockKind.STOP]
    if not stops:
        return None
    restart = deed is Deed.ACCEPT_ADDITIONS and rules.restarts_from_zero(
        asked_at=dossier.stopped_at or at, due_at=dossier.due_at, by_minute=dossier.due_by_minute
    )
    if restart and dossier.limit_value is None:
        return None
    return limits.after_stop(
        terms_of(page), facts[: stops[-1] + 1], at=at, due_at=dossier.due_at, restart=restart
    )
