"""The page of a procedure with its versions, and the page of one version with its difference."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.board.access import role_required
from motcua.board.procedures import shown
from motcua.board.procedures.asking import CURRENT
from motcua.board.procedures.crumbs import crumbs, procedure_link
from motcua.board.procedures.reach import (
    READERS,
    edits_city,
    local_units,
    names,
    procedure_at,
    second_persons,
    seen_units,
    version_at,
)
from motcua.catalogue import rules, selectors
from motcua.catalogue.vocabulary import State
from motcua.kernel.periods import Period
from motcua.organisation import selectors as organisation
from motcua.pages.formats import day
from motcua.pages.frame import page
from motcua.pages.parts import Cell, Head, Link, Table
from motcua.pages.visitors import Visitor


@require_safe
@role_required(*READERS)
def procedure(request: HttpRequest, visitor: Visitor, slug: str) -> HttpResponse:
    """Show what is in force, the versions, and what units add."""
    row = procedure_at(slug)
    versions = list(selectors.versions_of(procedure_id=row.pk))
    now = selectors.version_on(procedure_id=row.pk, on=visitor.on)
    draft = None if now is None else selectors.draft_of(version_id=now.pk)
    waiting = next((one for one in versions if one.state == State.DRAFT), None)
    context = {
        "crumbs": crumbs(Link(row.code or row.name)),
        "procedure": row,
        "now": now,
        "facts": shown.facts(draft) if draft else (),
        "limits": shown.limits(draft) if draft else (),
        "levies": shown.levies(draft) if draft else (),
        "papers": shown.papers(draft) if draft else None,
        "versions": _versions(row, versions, visitor),
        "waiting": waiting,
        "may_edit": edits_city(visitor),
        "ending": row.end_proposed_on,
        "units": _supplements(row, visitor),
        "own_units": _own_units(row, visitor),
    }
    return page(request, visitor, "board/procedures/page.html", context, current=CURRENT)


@require_safe
@role_required(*READERS)
def version(request: HttpRequest, visitor: Visitor, slug: str, number: int) -> HttpResponse:
    """Show a version, what changed since the one before, its routes, and what it still lacks."""
    row = version_at(slug, number)
    facts = selectors.version_facts(version_id=row.pk)
    draft = selectors.draft_of(version_id=row.pk)
    drafters = {row.drafted_by, *row.editors}
    is_draft = row.state == State.DRAFT
    context = {
        "crumbs": crumbs(procedure_link(row.procedure), Link(f"Từ {day(row.valid_from)}")),
        "version": row,
        "state": shown.state_words(row, visitor.on),
        "period": shown.period_words(Period(row.valid_from, row.valid_until)),
        "facts": shown.facts(draft),
        "limits": shown.limits(draft),
        "levies": shown.levies(draft),
        "papers": shown.papers(draft),
        "missing": [block.label for block in facts.missing],
        "difference": _difference(row, draft),
        "routes": [
            (table, shown.total_words(table), len(table.faults))
            for table in shown.route_tables(row.pk)
        ],
        "levels": _levels_without_route(row, draft),
        "is_draft": is_draft,
        "drafters": names((row.drafted_by, *row.editors)),
        "publisher": names([row.published_by or ""]),
        "may_edit": edits_city(visitor),
        "is_drafter": visitor.who.actor.code in drafters,
        "second": second_persons(visitor, drafters) if is_draft else (),
        "came": row.facts.get("import"),
    }
    return page(request, visitor, "board/procedures/version.html", context, current=CURRENT)


def _versions(procedure: Any, versions: list[Any], visitor: Visitor) -> Table | None:
    if not versions:
        return None
    heads = tuple(
        Head(words) for words in ("Hiệu lực", "Tình trạng", "Người soạn", "Người công khai")
    )
    rows = [
        (
            Cell(
                shown.period_words(Period(row.valid_from, row.valid_until)),
                reverse("board:procedures_version", args=[procedure.slug, row.pk]), head=True,
            ),
            Cell(shown.state_words(row, visitor.on), name="Tình trạng"),
            Cell(names((row.drafted_by, *row.editors)), name="Người soạn"),
            Cell(names([row.published_by or "chưa"]), name="Người công khai"),
        )
        for row in versions
    ]  # fmt: skip
    return Table("Các phiên bản", (heads,), rows)


def _difference(row: Any, draft: Any) -> Table | None:
    """Return what changed since the version that was published before this one."""
    rows = selectors.versions_of(procedure_id=row.procedure_id)
    before = rows.filter(state=State.PUBLISHED, valid_from__lt=row.valid_from).first()
    if before is None:
        return None
    found = rules.version_differences(selectors.draft_of(version_id=before.pk), draft)
    return shown.differences(found)


def _levels_without_route(row: Any, draft: Any) -> list[Any]:
    there = {route.level for route in selectors.routes_of(version_id=row.pk)}
    return [level for level in draft.levels if level.value not in there]


def _supplements(procedure: Any, visitor: Visitor) -> list[tuple[str, str, str]]:
    """Return the units with words of their own that this person may read: name, words, address."""
    reach = seen_units(visitor)
    found: dict[str, tuple[str, str, str]] = {}
    for one in selectors.supplements_of(procedure_id=procedure.pk):
        if one.unit_id in reach and one.unit.slug not in found:
            here = reverse("board:procedures_local", args=[procedure.slug, one.unit.slug])
            period = shown.period_words(Period(one.valid_from, one.valid_until))
            draft = "dự thảo, " if one.state == State.DRAFT else ""
            found[one.unit.slug] = (one.unit.name, f"{draft}{period}", here)
    return list(found.values())


def _own_units(procedure: Any, visitor: Visitor) -> list[tuple[str, str]]:
    """Return the units for which this person may write: those where a role is held."""
    held = {unit for _, unit in visitor.who.grants} & local_units(visitor)
    labels = organisation.unit_labels(held)
    return [
        (one.name, reverse("board:procedures_local", args=[procedure.slug, one.slug]))
        for one in sorted(labels.values(), key=lambda label: label.sort_key)
    ]
