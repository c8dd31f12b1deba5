"""What is open at units and in officers' hands: numbers for those who reorganise them.

Numbers only, and for a head the steps to be given to another: no owner, no paper.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from motcua.accounts.vocabulary import Role
from motcua.dossiers.vocabulary import Status, role_text
from motcua.storage import sql
from motcua.storage.sql import Statement

_BY_STATE = Statement(
    "dossiers.open_by_state",
    "select status, count(*) from dossiers_dossier"
    " where settling_unit_id = any(%s) and ended_at is null and received_at is not null"
    " group by status order by status",
)
_NOT_RECEIVED = Statement(
    "dossiers.open_not_received",
    "select count(*) from dossiers_dossier"
    " where receiving_unit_id = any(%s) and received_at is null and ended_at is null"
    " and status in (1, 5)",
)
_IN_HANDS = Statement(
    "dossiers.open_in_hands",
    "select officer_id, unit_id, role, count(*), min(dossier_due_at) from dossiers_step"
    " where unit_id = any(%s) and state in (2, 3)"
    " group by officer_id, unit_id, role order by officer_id, unit_id, role",
)
_OF_OFFICERS = Statement(
    "dossiers.open_of_officers",
    "select officer_id, unit_id, role, count(*), min(dossier_due_at) from dossiers_step"
    " where officer_id = any(%s) and state in (2, 3)"
    " group by officer_id, unit_id, role order by officer_id, unit_id, role",
)
_STEPS = Statement(
    "dossiers.open_steps",
    "select s.number, s.dossier_id, coalesce(d.code, nullif(d.source_code, ''), d.reference),"
    " k.name, s.role, s.unit_id, s.officer_id, s.due_at, s.dossier_due_at"
    " from dossiers_step s join dossiers_dossier d on d.id = s.dossier_id"
    " join dossiers_stepkind k on k.id = s.kind_id"
    " where s.officer_id = any(%s) and s.unit_id = any(%s) and s.state in (2, 3)"
    " order by s.dossier_due_at, s.dossier_id, s.number limit %s",
)


@dataclass(frozen=True, slots=True)
class OpenAtUnits:
    """Open dossiers that units settle, by state; and what waits there to be received."""

    by_state: tuple[tuple[Status, int], ...]
    not_received: int

    @property
    def total(self) -> int:
        """How many are open in all."""
        return sum(count for _, count in self.by_state) + self.not_received


@dataclass(frozen=True, slots=True)
class InHands:
    """How many open steps of a unit and role one officer has; officer None: nobody yet."""

    officer: int | None
    unit: int
    role: Role
    steps: int
    nearest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepToGive:
    """An open step in the hands of an officer, as the head who gives it to another sees it.

    number: its place among the steps of the dossier.
    """

    number: int
    dossier: int
    code: str
    name: str
    role: Role
    unit: int
    officer: int
    due_at: datetime | None
    dossier_due_at: datetime | None


def open_at_units(units: Collection[int]) -> OpenAtUnits:
    """Return how many dossiers are open at these units."""
    rows = sql.every(_BY_STATE, list(units))
    waiting = sql.one(_NOT_RECEIVED, list(units))
    return OpenAtUnits(
        tuple((Status(status), count) for status, count in rows),
        0 if waiting is None else int(waiting[0]),
    )


def in_hands(units: Collection[int]) -> tuple[InHands, ...]:
    """Return the open steps of these units by officer and role."""
    return tuple(
        InHands(row[0], row[1], Role(role_text(row[2])), row[3], row[4])
        for row in sql.every(_IN_HANDS, list(units))
    )


def in_hands_of(officers: Collection[int]) -> tuple[InHands, ...]:
    """Return the open steps of these officers by unit and role."""
    return tuple(
        InHands(row[0], row[1], Role(role_text(row[2])), row[3], row[4])
        for row in sql.every(_OF_OFFICERS, list(officers))
    )


def steps_to_give(
    *, officers: Collection[int], units: Collection[int], limit: int = 200
) -> tuple[StepToGive, ...]:
    """Return the open steps of these officers at these units, nearest due time first.

    The door passes the units whose dossiers the person sees.
    """
    rows = sql.every(_STEPS, list(officers), list(units), limit)
    return tuple(
        StepToGive(
            row[0], row[1], row[2], row[3], Role(role_text(row[4])), row[5], row[6], row[7], row[8]
        )
        for row in rows
    )
