"""The parts of an interlinked dossier, with their deadlines rolled up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from motcua.dossiers.models import Dossier
from motcua.dossiers.vocabulary import Status

#: They ended without a result: nothing of them is waited for.
_NO_RESULT = frozenset({Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED})


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part: who settles it, where it stands, until when."""

    id: int
    code: str
    procedure: str
    unit: str
    status: Status
    ended: bool
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a dossier; latest: the one that is due last, None without any due time.

    after_own: it is due after the whole is.
    """

    lines: tuple[PartLine, ...]
    latest: PartLine | None
    after_own: bool


def parts_of(dossier: Dossier, children: Sequence[Dossier]) -> Parts:
    """Return the parts of a dossier that the door got by `visible_to`; children: `Papers` has them.

    Codes, agencies and terms of all parts are told; who may open one is asked of `visible_to`.
    """
    lines = tuple(_line(row) for row in children)
    latest = _latest(lines)
    return Parts(lines, latest, latest is not None and _is_after(latest.due_at, dossier.due_at))


def _is_after(due_at: datetime | None, other: datetime | None) -> bool:
    return due_at is not None and other is not None and due_at > other


def _line(row: Dossier) -> PartLine:
    return PartLine(
        id=row.pk,
        code=str(row),
        procedure=row.procedure.name,
        unit=row.settling_unit.name,
        status=Status(row.status),
        ended=row.ended_at is not None,
        due_at=row.due_at,
    )


def _latest(lines: Sequence[PartLine]) -> PartLine | None:
    waited = [
        (line.due_at, line)
        for line in lines
        if line.due_at is not None and not (line.ended and line.status in _NO_RESULT)
    ]
    return max(waited, key=lambda pair: pair[0])[1] if waited else None
