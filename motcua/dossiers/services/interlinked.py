"""Receiving an interlinked procedure: the whole and its parts at once, one receipt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from motcua.dossiers.errors import MissingGround
from motcua.dossiers.rules import Acting
from motcua.dossiers.services.reception import Application, Received, receive
from motcua.dossiers.services.starting import EnteredDue


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an interlinked procedure: which procedure, and the agency that settles it.

    settling_unit: by default the unit that receives the whole. due: the due time of this part,
    where its limit cannot be computed.
    """

    procedure: int
    settling_unit: int | None = None
    limit_case: str = ""
    due: EnteredDue | None = None


@transaction.atomic
def receive_interlinked(
    *,
    application: Application,
    parts: Sequence[Part],
    by: Acting,
    at: datetime,
    due: EnteredDue | None = None,
) -> tuple[Received, ...]:
    """Receive the whole and its parts (một cửa liên thông); return the whole, then the parts.

    Every agency gets its part at once, with its own term (Nghị định 61/2018/NĐ-CP, Điều 19
    khoản 6 and 7). due: for the whole, if its limit cannot be computed; each part brings its own.

    :raises DueTimeNeeded: a limit cannot be computed and no due time was entered.
    """
    if not parts:
        raise MissingGround("phần liên thông")
    whole = receive(application=application, by=by, at=at, due=due)
    received = [whole]
    for part in parts:
        of_part = replace(
            application,
            procedure=part.procedure,
            settling_unit=part.settling_unit,
            limit_case=part.limit_case,
            boundary_free=False,
            parent=whole.id,
        )
        received.append(receive(application=of_part, by=by, at=at, due=part.due))
    return tuple(received)
