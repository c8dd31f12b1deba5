"""Giving dossiers to another settling unit: one of them, or all when a unit is succeeded."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from motcua.dossiers import rules
from motcua.dossiers.errors import CannotCorrect
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import Acting, Fact
from motcua.dossiers.services import books
from motcua.dossiers.services.books import Ground
from motcua.dossiers.services.clock import original_of
from motcua.dossiers.vocabulary import ClockKind, Deed
from motcua.organisation.models import Unit
from motcua.storage import sql
from motcua.storage.sql import Call, Statement
from motcua.tally.rules import differences
from motcua.tally.services import line_calls

#: Every open step but those of the receiving unit goes along, divisions' steps included.
STEPS_MOVE = Statement(
    "dossiers.steps_move",
    "update dossiers_step set unit_id = %s, officer_id = null, state = 2"
    " where dossier_id = %s and state in (2, 3) and (unit_id = %s or unit_id <> %s)",
)
CHILDREN = Statement(
    "dossiers.children",
    "select id from dossiers_dossier where parent_id = %s and counts order by id for update",
)
COUNTED_UNDER = Statement(
    "dossiers.counted_under", "update dossiers_dossier set counted_under = %s where id = %s"
)


@transaction.atomic
def move(*, dossier_id: int, unit_id: int, reason: str, by: Acting, at: datetime) -> None:
    """Give an open dossier to another settling unit; the due time stays.

    A succession of units moves each open dossier by this act.
    """
    rules.check_words(lý_do_chuyển=reason)
    act = books.begin(Deed.MOVE, dossier_id=dossier_id, acting=by, at=at)
    dossier = act.dossier
    if unit_id == dossier.settling_unit:
        raise CannotCorrect("hồ sơ đã ở đơn vị này. Chọn đơn vị khác.")
    names = dict(
        Unit.objects.filter(pk__in=[unit_id, dossier.settling_unit]).values_list("pk", "name")
    )
    if dossier.facts:
        act.clock(
            Fact(0, ClockKind.MOVE, at, unit_id, due_at=dossier.due_at,
                 due_at_original=original_of(act)),
            Ground(document=reason),
        )  # fmt: skip
    act.changes["settling_unit_id"] = unit_id
    act.calls.append(
        Call(STEPS_MOVE, (unit_id, dossier_id, dossier.settling_unit, dossier.receiving_unit))
    )
    act.payload |= {
        "origin": names.get(dossier.settling_unit, ""), "unit": names[unit_id], "reason": reason
    }  # fmt: skip
    act.done()
    for row in sql.every(CHILDREN, dossier_id):
        _count_under(row[0], unit_id=unit_id, at=at)


def _count_under(child_id: int, *, unit_id: int, at: datetime) -> None:
    """Count an interlinked part under its parent's new unit, from the parent's move on."""
    child = books.opened(child_id)
    written = rules.lines_of(child.counted, child.facts)
    place = replace(child.counted.place, parent_unit=unit_id)
    lines = differences(rules.lines_of(replace(child.counted, place=place), child.facts), written)
    calls = [Call(COUNTED_UNDER, (unit_id, child_id))]
    if lines:
        calls += line_calls(dossier=child_id, lines=lines, recorded_at=at)
    sql.run(calls)


def move_all(*, unit_id: int, to_unit_id: int, reason: str, by: Acting, at: datetime) -> int:
    """Move every open dossier of a unit to the one that succeeds it, and return how many.

    One act a dossier, each in its own transaction: a second call goes on where one stopped.
    """
    keys = Dossier.objects.filter(settling_unit_id=unit_id, ended_at=None).exclude(received_at=None)
    moved = 0
    for key in keys.order_by("pk").values_list("pk", flat=True):
        move(dossier_id=key, unit_id=to_unit_id, reason=reason, by=by, at=at)
        moved += 1
    return moved
