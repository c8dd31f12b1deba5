"""Renaming and moving units, from a day on; the old name and the old place stay on record."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject
from motcua.kernel.periods import day_of
from motcua.kernel.text import nfc, sort_key
from motcua.organisation import rules
from motcua.organisation.errors import ReshapeInvalid, SuccessionInvalid, UnknownEntry
from motcua.organisation.models import Succession, Unit, UnitName, UnitPlace
from motcua.organisation.models.validity import Valid, valid_on
from motcua.organisation.rules import UnitCodes
from motcua.organisation.services.units import (
    check_below,
    living_unit,
    lock_the_tree,
    locked_unit,
)
from motcua.organisation.vocabulary import Level, UnitKind


@transaction.atomic
def rename_unit(
    *, unit_id: int, name: str, short_name: str, on: date, by: Actor, at: datetime
) -> Unit:
    """Give a unit another name from a day on (đổi tên); `on` may lie ahead.

    The same first day as the last name corrects that name. Documents keep the name of their day.

    :raises ReshapeInvalid: the day lies before the last change, or before the unit.
    """
    unit = locked_unit(unit_id)
    name = nfc(name)
    short_name = nfc(short_name) or name
    rows = UnitName.objects.filter(unit=unit)
    if not rows.exists():
        UnitName.objects.create(
            unit=unit, name=unit.name, short_name=unit.short_name, valid_from=unit.valid_from
        )
    last = rows.latest("valid_from")
    before = last.name
    if last.valid_from == on:
        last.name, last.short_name = name, short_name
        last.save(update_fields=["name", "short_name"])
    else:
        _follow(last, on=on, what="tên")
        UnitName.objects.create(unit=unit, name=name, short_name=short_name, valid_from=on)
    _record("unit.rename", unit, by=by, at=at, before=before, name=name, on=on.isoformat())
    take_effect(on=day_of(at))
    unit.refresh_from_db()
    return unit


@transaction.atomic
def move_unit(*, unit_id: int, parent_id: int | None, on: date, by: Actor, at: datetime) -> Unit:
    """Put a unit under another one from a day on (chuyển về trực thuộc); `on` may lie ahead.

    Figures of an earlier day count it where it stood then.

    :raises ReshapeInvalid: under itself or what is or will be below it, or before the last change.
    :raises PlaceInvalid: its level is not below the new parent's.
    :raises UnknownUnit, UnitEnded: the new parent cannot be.
    """
    unit = locked_unit(unit_id)
    parent = None if parent_id is None else living_unit(parent_id, on=on)
    if parent is not None:
        _refuse_circle(unit, parent, on=on)
        check_below(kind=UnitKind(unit.kind), level=Level(unit.level), parent=parent)
    rows = UnitPlace.objects.filter(unit=unit)
    if not rows.exists():
        UnitPlace.objects.create(unit=unit, parent=unit.parent, valid_from=unit.valid_from)
    last = rows.select_related("parent").latest("valid_from")
    before = "" if last.parent is None else last.parent.slug
    if last.valid_from == on:
        last.parent = parent
        last.save(update_fields=["parent"])
    else:
        _follow(last, on=on, what="nơi trực thuộc")
        UnitPlace.objects.create(unit=unit, parent=parent, valid_from=on)
    after = "" if parent is None else parent.slug
    _record("unit.move", unit, by=by, at=at, before=before, parent=after, on=on.isoformat())
    take_effect(on=day_of(at))
    unit.refresh_from_db()
    return unit


@transaction.atomic
def give_codes(*, unit_id: int, codes: UnitCodes, by: Actor, at: datetime) -> Unit:
    """Give a unit its official codes (mã định danh); new dossier codes begin with them at once.

    :raises CodeInvalid: a code has another form.
    :raises ReshapeInvalid: another unit has the code.
    """
    unit = locked_unit(unit_id)
    new = rules.check_official_code(codes.official) if codes.official else None
    old = rules.check_official_code_old(codes.official_old) if codes.official_old else None
    others = Unit.objects.exclude(pk=unit.pk)
    if (new and others.filter(official_code=new).exists()) or (
        old and others.filter(official_code_old=old).exists()
    ):
        raise ReshapeInvalid(why="mã định danh đã có đơn vị khác dùng")
    before = {"before": unit.official_code, "before_old": unit.official_code_old}
    unit.official_code, unit.official_code_old = new, old
    unit.save(update_fields=["official_code", "official_code_old"])
    _record("unit.give_codes", unit, by=by, at=at, **before, official=new, official_old=old)
    return unit


@transaction.atomic
def choose_successor(*, succession_id: int, by: Actor, at: datetime) -> Succession:
    """Decide which successor of a divided unit continues its open dossiers.

    :raises UnknownEntry: there is no such link.
    :raises SuccessionInvalid: another one was chosen before.
    """
    links = Succession.objects.select_for_update(of=("self",)).select_related(
        "predecessor", "successor"
    )
    link = links.filter(pk=succession_id).first()
    if link is None:
        raise UnknownEntry
    chosen = Succession.objects.filter(predecessor=link.predecessor, takes_over=True)
    if chosen.exclude(pk=link.pk).exists():
        raise SuccessionInvalid(why="đã chọn đơn vị khác tiếp nhận hồ sơ đang giải quyết")
    if not link.takes_over:
        link.takes_over = True
        link.save(update_fields=["takes_over"])
        old, new = link.predecessor, link.successor
        _record("unit.choose_successor", old, by=by, at=at, successor=new.slug)
    return link


@transaction.atomic
def take_effect(*, on: date) -> int:
    """Let names and places that begin by this day be those of their units; return how many.

    Repeatable: a second call on the same day changes nothing.
    """
    lock_the_tree()
    changed = 0
    names = UnitName.objects.filter(valid_on(on)).exclude(
        name=F("unit__name"), short_name=F("unit__short_name")
    )
    for row in names.select_related("unit"):
        unit = row.unit
        unit.name, unit.short_name = row.name, row.short_name
        unit.sort_key = sort_key(row.short_name)
        unit.save(update_fields=["name", "short_name", "sort_key"])
        changed += 1
    for place in UnitPlace.objects.filter(valid_on(on)).select_related("unit"):
        if place.unit.parent_id != place.parent_id:
            place.unit.parent_id = place.parent_id
            place.unit.save(update_fields=["parent"])
            changed += 1
    return changed


def _refuse_circle(unit: Unit, parent: Unit, *, on: date) -> None:
    """Refuse a parent that is below the unit on that day, or will be by a move planned already."""
    parents: dict[int, int | None] = dict(Unit.objects.values_list("pk", "parent_id"))
    places = list(UnitPlace.objects.order_by("valid_from"))
    for placed in {place.unit_id for place in places}:
        parents[placed] = None
    for day in sorted({on, *(place.valid_from for place in places if place.valid_from > on)}):
        that_day = parents | {
            place.unit_id: place.parent_id for place in places if place.period.holds(day)
        }
        that_day[unit.pk] = parent.pk
        above: int | None = parent.pk
        seen = set[int]()
        while above is not None and above not in seen:
            if above == unit.pk:
                since = f" từ {day:%d/%m/%Y}" if day > on else ""
                raise ReshapeInvalid(
                    why=f"{parent.name} là chính đơn vị này hoặc thuộc {unit.name}{since}"
                )
            seen.add(above)
            above = that_day[above]


def _follow(last: Valid, *, on: date, what: str) -> None:
    """Let a row end where the next one begins."""
    if on < last.valid_from:
        raise ReshapeInvalid(
            why=f"{what} gần nhất có hiệu lực từ {last.valid_from:%d/%m/%Y},"
            " hãy chọn ngày đó hoặc ngày sau đó"
        )
    last.valid_until = on
    last.save(update_fields=["valid_until"])


def _record(act: str, unit: Unit, *, by: Actor, at: datetime, **payload: object) -> None:
    journal.record(act=act, subject=Subject("unit", unit.slug), by=by, at=at, payload=payload)
