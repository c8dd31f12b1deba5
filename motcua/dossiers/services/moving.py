"""Giving dossiers to another settling unit: one of them, or all when a unit is succeeded."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from motcua.dossiers import rules
from motcua.dossiers.errors import CannotCorrect, CannotMoveThere
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.rules import Acting, Fact
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.rules.route import counter_keys
from motcua.dossiers.services import books
from motcua.dossiers.services.books import Act, StepRow
from motcua.dossiers.services.clock import original_of
from motcua.dossiers.services.steps import route_of
from motcua.dossiers.vocabulary import ClockKind, Deed, Status, StepState
from motcua.kernel.periods import day_of
from motcua.organisation.models import Unit
from motcua.organisation.vocabulary import UnitKind
from motcua.storage import sql
from motcua.storage.sql import Call, Statement
from motcua.tally.rules import differences
from motcua.tally.services import line_calls

#: The steps of those who settle: somebody there gives a new receipt for them.
STEPS_MOVE = Statement(
    "dossiers.steps_move",
    "update dossiers_step set unit_id = %s, officer_id = null, state = 2"
    " where dossier_id = %s and number = any(%s)",
)
#: The counter's steps under a new roof: what was received needs no second take-over.
COUNTER_MOVES = Statement(
    "dossiers.counter_moves",
    "update dossiers_step set unit_id = %s, officer_id = null"
    " where dossier_id = %s and number = any(%s)",
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

    The counter that received it keeps its own steps: from there it is still transferred, and
    there the result is returned.

    :raises CannotMoveThere: that unit does not exist on the day, or is a part of another.
    """
    rules.check_words(lý_do_chuyển=reason)
    check_target(unit_id, at=at)
    act = books.begin(Deed.MOVE, dossier_id=dossier_id, acting=by, at=at)
    if unit_id == act.dossier.settling_unit:
        raise CannotCorrect("hồ sơ đã ở đơn vị này. Chọn đơn vị khác.")
    _settle_elsewhere(act, unit_id=unit_id, reason=reason)
    _say(act, origin=act.dossier.settling_unit, unit_id=unit_id, reason=reason)
    act.done()
    _count_parts(act, unit_id=unit_id)


@transaction.atomic
def succeed(
    *, dossier_id: int, origin_id: int, unit_id: int, reason: str, by: Acting, at: datetime
) -> None:
    """Let a dossier that is not finished follow the succession of a unit (đơn vị kế tục).

    origin_id: the unit that ceases. Whatever it settles, and its counter's open steps, go to
    the unit that succeeds it. A dossier not yet received is received there; one received keeps
    the name of the unit that received it (requirements N1).

    :raises CannotMoveThere: that unit does not exist on the day, or is a part of another.
    """
    rules.check_words(lý_do_chuyển=reason)
    check_target(unit_id, at=at)
    act = books.begin(Deed.SUCCEED, dossier_id=dossier_id, acting=by, at=at)
    dossier = act.dossier
    settles = dossier.settling_unit == origin_id
    if settles:
        _settle_elsewhere(act, unit_id=unit_id, reason=reason)
    if dossier.receiving_unit == origin_id and dossier.received_at is None:
        act.changes["receiving_unit_id"] = unit_id
    counter = [step.number for step in _of_the_counter(act) if step.unit == origin_id]
    act.calls.append(Call(COUNTER_MOVES, (unit_id, dossier_id, counter)))
    _say(act, origin=origin_id, unit_id=unit_id, reason=reason)
    act.done()
    if settles:
        _count_parts(act, unit_id=unit_id)


#: Parts of a unit; the unit itself settles.
_PARTS = frozenset({UnitKind.DIVISION, UnitKind.ONE_STOP})


def check_target(unit_id: int, *, at: datetime) -> None:
    """Refuse a unit that settles no dossiers on that day.

    :raises CannotMoveThere: there is none, it begins later, has ended, or is a part of another.
    """
    unit, on = Unit.objects.filter(pk=unit_id).first(), day_of(at)
    if unit is None:
        raise CannotMoveThere("không có đơn vị này.")
    if unit.kind in _PARTS:
        raise CannotMoveThere(f"{unit.name} là một bộ phận, không phải đơn vị giải quyết.")
    if unit.valid_from > on:
        raise CannotMoveThere(f"{unit.name} chỉ hoạt động từ ngày {unit.valid_from:%d/%m/%Y}.")
    if unit.valid_until is not None and unit.valid_until <= on:
        raise CannotMoveThere(f"{unit.name} đã kết thúc ngày {unit.period.last:%d/%m/%Y}.")


def _of_the_counter(act: Act) -> list[StepRow]:
    """Return the open steps that the one-stop unit does, whoever settles the dossier."""
    counter = counter_keys(route_of(act))
    return [step for step in act.dossier.open_steps if step.key in counter]


def _settle_elsewhere(act: Act, *, unit_id: int, reason: str) -> None:
    """Write the move into the clock, if it has begun, and take the settler's steps along."""
    dossier = act.dossier
    if dossier.facts:
        act.clock(
            Fact(0, ClockKind.MOVE, act.at, unit_id, due_at=dossier.due_at,
                 due_at_original=original_of(act)),
            Ground(document=reason),
        )  # fmt: skip
    act.changes["settling_unit_id"] = unit_id
    stay = _of_the_counter(act)
    along = [step.number for step in dossier.open_steps if step not in stay]
    act.calls.append(Call(STEPS_MOVE, (unit_id, dossier.id, along)))


def _say(act: Act, *, origin: int, unit_id: int, reason: str) -> None:
    names = dict(Unit.objects.filter(pk__in=[unit_id, origin]).values_list("pk", "name"))
    act.payload |= {"origin": names.get(origin, ""), "unit": names[unit_id], "reason": reason}


def _count_parts(act: Act, *, unit_id: int) -> None:
    for row in sql.every(CHILDREN, act.dossier.id):
        _count_under(row[0], unit_id=unit_id, at=act.at)


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


def check_succession(*, unit_id: int, to_unit_id: int, reason: str, at: datetime) -> None:
    """Refuse what `move_all` would refuse of any dossier.

    :raises CannotMoveThere: the successor does not settle on that day, or is the unit itself.
    :raises MissingGround: there is no reason.
    """
    rules.check_words(lý_do_chuyển=reason)
    check_target(to_unit_id, at=at)
    if to_unit_id == unit_id:
        raise CannotMoveThere("nơi chuyển đi và nơi nhận là một đơn vị.")


def move_all(*, unit_id: int, to_unit_id: int, reason: str, by: Acting, at: datetime) -> int:
    """Move every dossier of a unit that is not finished to its successor; return how many.

    One act a dossier, each in its own transaction: a second call goes on where one stopped.

    :raises NoRight: only the system carries out a succession.
    :raises DossierError: see `check_succession`.
    """
    check_succession(unit_id=unit_id, to_unit_id=to_unit_id, reason=reason, at=at)
    moved = 0
    for key in _unfinished(unit_id):
        succeed(dossier_id=key, origin_id=unit_id, unit_id=to_unit_id, reason=reason, by=by, at=at)
        moved += 1
    return moved


def to_be_moved(unit_id: int) -> int:
    """Return how many dossiers `move_all` would take along from a unit."""
    return len(_unfinished(unit_id))


def _unfinished(unit_id: int) -> Sequence[int]:
    """Return what a unit settles, or has at its counter, and is neither returned nor closed."""
    waits = Q(ended_at=None) | Q(status=Status.SETTLED)
    held = Step.objects.filter(
        dossier=OuterRef("pk"), unit=unit_id, state__in=[StepState.HANDED_OVER, StepState.TAKEN]
    )
    here = Q(settling_unit=unit_id) | Q(receiving_unit=unit_id) & (
        Q(received_at=None) | Exists(held)
    )
    return list(Dossier.objects.filter(waits & here).order_by("pk").values_list("pk", flat=True))
