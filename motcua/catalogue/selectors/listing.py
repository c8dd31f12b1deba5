"""The list of procedures as officials search it: with or without tone marks, by field, level."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from motcua.catalogue.models import Procedure, ProcedureVersion, TimeLimit
from motcua.catalogue.rules import amount_words
from motcua.catalogue.vocabulary import NOT_KNOWN, Level, State
from motcua.kernel.text import fold


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A procedure in the list: what is in force on the day, and what waits.

    state: "published" (in force), "draft" (a draft waits), "ended", "coming" or "none".
    """

    slug: str
    code: str
    name: str
    field_key: str
    field: str
    levels: tuple[str, ...]
    limit: str
    valid_from: date | None
    valid_until: date | None
    drafts: int
    state: str
    illustrative: bool


#: How the list calls the state of a procedure.
STATES = {
    "published": "Đang có hiệu lực",
    "draft": "Có bản dự thảo",
    "coming": "Sắp có hiệu lực",
    "ended": "Đã hết hiệu lực",
    "none": "Chưa công khai",
}


def procedure_lines(
    *, on: date, words: str = "", field_key: str = "", level: str = "", state: str = ""
) -> tuple[ProcedureLine, ...]:
    """Return the procedures that the words name, by field and code; three statements.

    words: parts of name or code, in any order, with or without tone marks. state: a key of
    `STATES`; "draft" takes every procedure with a draft.
    """
    rows = Procedure.objects.select_related("field").order_by("field__key", "slug", "pk")
    if field_key:
        rows = rows.filter(field__key=field_key)
    versions = _versions(on)
    limits = _limits(row.pk for row in versions.in_force.values())
    wanted = fold(words).split()
    lines = []
    for row in rows:
        haystack = f"{fold(row.name)} {row.slug.lower()}"
        if all(word in haystack for word in wanted):
            line = _line(row, versions, limits, on)
            asked = not level or level in line.levels
            held = state in ("", line.state) or (state == "draft" and line.drafts > 0)
            if asked and held:
                lines.append(line)
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class _Versions:
    in_force: dict[int, ProcedureVersion]
    newest: dict[int, ProcedureVersion]
    drafts: Counter[int]


def _versions(on: date) -> _Versions:
    wanted = ("procedure_id", "levels", "valid_from", "valid_until", "state")
    rows = ProcedureVersion.objects.only(*wanted).order_by("valid_from", "pk")
    found = _Versions({}, {}, Counter())
    for row in rows:
        if row.state == State.DRAFT:
            found.drafts[row.procedure_id] += 1
            continue
        found.newest[row.procedure_id] = row
        if row.valid_from <= on and (row.valid_until is None or on < row.valid_until):
            found.in_force[row.procedure_id] = row
    return found


def _limits(versions: Iterable[int]) -> dict[int, str]:
    rows = TimeLimit.objects.filter(version_id__in=tuple(versions), case="", channel=None)
    return {row.version_id: amount_words(row.value, row.unit) for row in rows}


def _line(row: Procedure, versions: _Versions, limits: dict[int, str], on: date) -> ProcedureLine:
    newest = versions.newest.get(row.pk)
    version = versions.in_force.get(row.pk, newest)
    drafts = versions.drafts[row.pk]
    if row.pk in versions.in_force:
        state = "published"
    elif newest is not None:
        state = "coming" if newest.valid_from > on else "ended"
    else:
        state = "draft" if drafts else "none"
    return ProcedureLine(
        slug=row.slug,
        code=row.code or "",
        name=row.name,
        field_key=row.field.key,
        field=row.field.name,
        levels=() if version is None else tuple(Level(level).value for level in version.levels),
        limit=NOT_KNOWN if version is None else limits.get(version.pk, NOT_KNOWN),
        valid_from=None if version is None else version.valid_from,
        valid_until=None if version is None else version.valid_until,
        drafts=drafts,
        state=state,
        illustrative=row.illustrative,
    )
