"""Setting up and ending units and one-stop points."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q

from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject
from motcua.kernel.text import nfc, sort_key
from motcua.organisation import rules
from motcua.organisation.errors import (
    EndInvalid,
    SlugTaken,
    SuccessionInvalid,
    UnitEnded,
    UnitHasLivingParts,
    UnknownEntry,
    UnknownUnit,
)
from motcua.organisation.models import Counter, OneStopUnit, Succession, Unit
from motcua.organisation.rules import NewOneStopUnit, NewUnit
from motcua.organisation.vocabulary import Extent, Level, UnitKind

# Acts on units are rare and wait for one another; the number only has to be ours.
_TREE = 0x0C1A_0002


@transaction.atomic
def create_unit(*, unit: NewUnit, by: Actor, at: datetime) -> Unit:
    """Set up a unit, or a division of one, from a day on.

    :raises SlugTaken: another unit has the slug.
    :raises CodeInvalid: an official code has neither form of one-stop.md 4.1.
    :raises PeriodInvalid, UnitEnded, UnknownUnit: its days or its parent cannot be.
    :raises PlaceInvalid: its level is not below the parent's.
    """
    rules.check_period(unit.period)
    lock_the_tree()
    if unit.parent_id is not None:
        parent = living_unit(unit.parent_id, on=unit.period.start)
        check_below(kind=UnitKind(unit.kind), level=Level(unit.level), parent=parent)
    if Unit.objects.filter(slug=unit.slug).exists():
        raise SlugTaken(slug=unit.slug)
    name = nfc(unit.name)
    made = Unit.objects.create(
        slug=unit.slug,
        kind=unit.kind,
        level=unit.level,
        name=name,
        short_name=nfc(unit.short_name) or name,
        sort_key=sort_key(nfc(unit.short_name) or name),
        key=unit.key,
        official_code=rules.check_official_code(unit.official_code) if unit.official_code else None,
        official_code_old=rules.check_official_code_old(unit.official_code_old)
        if unit.official_code_old
        else None,
        gso_code=unit.gso_code or None,
        dossier_prefix=unit.dossier_prefix or _sample_prefix(unit),
        parent_id=unit.parent_id,
        valid_from=unit.period.start,
        valid_until=unit.period.until,
    )
    what = {key: value for key, value in asdict(unit).items() if value and key != "period"}
    _record("unit.create", made, by=by, at=at, **what, valid_from=unit.period.start.isoformat())
    return made


def _sample_prefix(unit: NewUnit) -> str:
    """Return what dossier codes of the unit begin with until it has an official code."""
    wanted = rules.sample_prefix(
        level=Level(unit.level), short_name=nfc(unit.short_name) or nfc(unit.name),
        gso_code=unit.gso_code, valid_from=unit.period.start,
    )  # fmt: skip
    taken = Unit.objects.values_list("dossier_prefix", flat=True)
    return rules.prefix_of_its_own(wanted, {prefix for prefix in taken if prefix})


@transaction.atomic
def end_unit(*, unit_id: int, on: date, by: Actor, at: datetime) -> Unit:
    """End a unit: `on` is the first day on which it no longer exists.

    Its open dossiers are moved by an act of their own, to the successor.

    :raises EndInvalid: it would end before it starts, or later than was recorded.
    :raises UnitHasLivingParts: a unit below it, or a division, would outlive it.
    """
    unit = locked_unit(unit_id)
    if on <= unit.valid_from or (unit.valid_until is not None and on > unit.valid_until):
        raise EndInvalid(since=unit.valid_from)
    outlives = Q(valid_until=None) | Q(valid_until__gt=on)
    part = unit.children.filter(outlives).order_by("sort_key", "pk").first()
    if part is not None:
        raise UnitHasLivingParts(name=unit.name, part=part.name)
    unit.valid_until = on
    unit.save(update_fields=["valid_until"])
    _record("unit.end", unit, by=by, at=at, valid_until=on.isoformat())
    return unit


@transaction.atomic
def record_succession(
    *, predecessor_id: int, successor_id: int, extent: Extent, on: date, by: Actor, at: datetime
) -> Succession:
    """Record that an old unit, or a part of it, went into a new one on a day.

    A whole unit's successor also takes over its open dossiers.

    :raises SuccessionInvalid: it is recorded already, or a whole unit would go to two.
    """
    old = locked_unit(predecessor_id)
    new = living_unit(successor_id, on=on)
    known = list(Succession.objects.filter(predecessor=old).values_list("successor_id", "extent"))
    if old.pk == new.pk or new.pk in {successor for successor, _ in known}:
        raise SuccessionInvalid(
            why=f"{old.name} và {new.name} đã được ghi hoặc là một; hãy xem lại"
        )
    if known and Extent.WHOLE in {extent, *(extent for _, extent in known)}:
        raise SuccessionInvalid(
            why=f"toàn bộ {old.name} chỉ chuyển về một đơn vị; hãy ghi “một phần” cho từng đơn vị"
        )
    link = Succession.objects.create(
        predecessor=old, successor=new, on=on, extent=extent, takes_over=extent is Extent.WHOLE
    )
    _record(
        "unit.succeed", old, by=by, at=at,
        successor=new.slug, extent=extent.value, on=on.isoformat(),
    )  # fmt: skip
    return link


@transaction.atomic
def create_one_stop_unit(*, point: NewOneStopUnit, by: Actor, at: datetime) -> OneStopUnit:
    """Set up a one-stop point (Bộ phận Một cửa) of a unit from a day on.

    :raises SlugTaken, PeriodInvalid, UnitEnded, UnknownUnit: it cannot be set up so.
    """
    rules.check_period(point.period)
    unit = living_unit(point.unit_id, on=point.period.start)
    if OneStopUnit.objects.filter(slug=point.slug).exists():
        raise SlugTaken(slug=point.slug)
    made = OneStopUnit.objects.create(
        slug=point.slug,
        kind=point.kind,
        unit=unit,
        name=nfc(point.name),
        address=nfc(point.address),
        valid_from=point.period.start,
        valid_until=point.period.until,
    )
    _record("unit.open_one_stop", unit, by=by, at=at, point=made.slug, kind=point.kind.value)
    return made


@transaction.atomic
def add_counter(
    *, one_stop_unit_id: int, number: int, name: str, by: Actor, at: datetime
) -> Counter:
    """Give a one-stop point a counter (quầy); one that is there already is returned as it is.

    :raises UnknownEntry: there is no such one-stop point.
    """
    point = OneStopUnit.objects.select_related("unit").filter(pk=one_stop_unit_id).first()
    if point is None:
        raise UnknownEntry
    counter, is_new = Counter.objects.get_or_create(
        one_stop_unit=point, number=number, defaults={"name": nfc(name)}
    )
    if is_new:
        _record("unit.add_counter", point.unit, by=by, at=at, point=point.slug, number=number)
    return counter


def living_unit(unit_id: int, *, on: date) -> Unit:
    """Return a unit that has not ended by that day.

    A day before its first is allowed: the lists do not say what was before them.

    :raises UnknownUnit, UnitEnded: there is none, or it has ended.
    """
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise UnknownUnit(slug=str(unit_id))
    if unit.valid_until is not None and unit.valid_until <= on:
        raise UnitEnded(name=unit.name, on=unit.valid_until)
    return unit


def check_below(*, kind: UnitKind, level: Level, parent: Unit) -> None:
    """Refuse a unit of this kind and level below this parent.

    :raises PlaceInvalid: its level is not below the parent's.
    """
    rules.check_place(
        kind=kind, level=level, parent=parent.name,
        parent_kind=UnitKind(parent.kind), parent_level=Level(parent.level),
    )  # fmt: skip


def lock_the_tree() -> None:
    """Let no other act change units until the transaction ends: always before a row is locked."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_TREE])


def locked_unit(unit_id: int) -> Unit:
    """Return a unit whose row nobody else changes until the transaction ends.

    :raises UnknownUnit: there is none.
    """
    lock_the_tree()
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise UnknownUnit(slug=str(unit_id))
    return unit


def _record(act: str, unit: Unit, *, by: Actor, at: datetime, **payload: object) -> None:
    journal.record(act=act, subject=Subject("unit", unit.slug), by=by, at=at, payload=payload)
