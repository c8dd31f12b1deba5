"""Loads the shipped lists of units; what is there already stays as it is."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from django.db import connection, transaction

from motcua.kernel.text import sort_key
from motcua.organisation import rules
from motcua.organisation.models import Succession, Unit
from motcua.organisation.parsers import SuccessionRow, UnitRow, read_successions, read_units

_DATA = Path(__file__).resolve().parents[1] / "data"
_LISTS = ("ha-noi-2021", "ha-noi-2025")
_SUCCESSIONS = ("ha-noi-2025",)
# Two programs that start at once must not both load; the number only has to be ours.
_LOADING = 0x0C1A_0001


@transaction.atomic
def load_units() -> int:
    """Load Hà Nội of 2021 and of 2025 with the links between them; return the units created.

    The lists belong to the program, so their loading is no act of an officer and has no entry
    in the journal. A unit that exists keeps every value: an official code given meanwhile stays.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOADING])
    keys: dict[str, int] = dict(Unit.objects.values_list("slug", "pk"))
    known = len(keys)
    for name in _LISTS:
        rows = read_units(head=_text(f"{name}.yaml"), rows=_text(f"{name}.csv"))
        for _level, tier in groupby(rows, key=lambda row: row.level):
            _create_missing(tuple(tier), keys)
    for name in _SUCCESSIONS:
        links = read_successions(head=_text(f"{name}.yaml"), rows=_text(f"{name}-succession.csv"))
        _link(links, keys)
    return len(keys) - known


def _create_missing(rows: Sequence[UnitRow], keys: dict[str, int]) -> None:
    missing = [_unit(row, keys) for row in rows if row.slug not in keys]
    for unit in Unit.objects.bulk_create(missing):
        keys[unit.slug] = unit.pk


def _unit(row: UnitRow, keys: dict[str, int]) -> Unit:
    return Unit(
        slug=row.slug,
        kind=row.kind,
        level=row.level,
        name=row.name,
        short_name=row.short_name,
        sort_key=sort_key(row.short_name),
        gso_code=row.gso_code,
        dossier_prefix=rules.sample_prefix(
            level=row.level,
            short_name=row.short_name,
            gso_code=row.gso_code,
            valid_from=row.valid_from,
        ),
        parent_id=keys[row.parent] if row.parent else None,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _link(links: Sequence[SuccessionRow], keys: dict[str, int]) -> None:
    # An old unit whose links are there, or were decided otherwise, is left alone.
    decided = set(Succession.objects.values_list("predecessor_id", flat=True))
    Succession.objects.bulk_create(
        Succession(
            predecessor_id=keys[link.predecessor],
            successor_id=keys[link.successor],
            on=link.on,
            extent=link.extent,
            takes_over=link.takes_over,
        )
        for link in links
        if keys[link.predecessor] not in decided
    )


def _text(name: str) -> str:
    return (_DATA / name).read_text(encoding="utf-8")
