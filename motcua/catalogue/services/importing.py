"""Updates of the catalogue from a file: every difference shown first, then drafts written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from motcua.catalogue import rules, selectors
from motcua.catalogue.errors import UpdateFileRefused
from motcua.catalogue.models import Field, Procedure, ProcedureVersion
from motcua.catalogue.parsers import UpdateRow
from motcua.catalogue.rules import Difference, VersionDraft
from motcua.catalogue.services.editing import (
    NewProcedure,
    add_procedure,
    revise_version,
    start_version,
)
from motcua.catalogue.vocabulary import State
from motcua.journal import services as journal
from motcua.journal.rules import Actor, Subject
from motcua.kernel.text import fold

_CODE_LENGTH = 40


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What a row of the file would do: kind is new, changed, unchanged or wrong."""

    line: int
    code: str
    name: str
    kind: str
    draft: VersionDraft
    differences: tuple[Difference, ...] = ()
    faults: tuple[str, ...] = ()
    field_key: str = ""
    procedure_id: int | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """How many rows of a file did what."""

    rows: int
    new: int
    changed: int
    unchanged: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file came from: its source in words, its name, its SHA-256 in hexadecimal."""

    source: str
    name: str
    digest: str


def plan_import(*, rows: Sequence[UpdateRow]) -> tuple[PlannedRow, ...]:
    """Return what every row would do, with its differences or its faults; writes nothing."""
    codes = [row.values.get("ma", "") for row in rows]
    known = {one.slug: one for one in Procedure.objects.filter(slug__in=codes)}
    fields: dict[str, str] = {}
    for field in Field.objects.order_by("pk"):
        fields |= {field.key: field.key, fold(field.name): field.key}
    seen: set[str] = set()
    planned = []
    for row, code in zip(rows, codes, strict=True):
        one = _planned(row, known.get(code), fields)
        if code in seen:
            one = replace(one, kind="wrong", faults=(*one.faults, "Mã này có hai dòng trong tệp."))
        seen.add(code)
        planned.append(one)
    return tuple(planned)


@transaction.atomic
def import_updates(
    *,
    rows: Sequence[UpdateRow],
    origin: Origin,
    keep_good: bool,
    by: Actor,
    at: datetime,
) -> Import:
    """Write the rows that change something as drafts; a second person publishes them.

    A repeated import changes nothing. keep_good: leave wrong rows out instead of refusing all.

    :raises UpdateFileRefused: a row is wrong and wrong rows are not left out, or there is no
        source; nothing is written.
    """
    if not origin.source.strip():
        raise UpdateFileRefused("Chưa ghi nguồn của tệp; hãy ghi tệp lấy từ đâu.")
    planned = plan_import(rows=rows)
    wrong = [one for one in planned if one.kind == "wrong"]
    if wrong and not keep_good:
        first = wrong[0]
        raise UpdateFileRefused(
            f"{len(wrong)} dòng chưa đúng, chưa nhập dòng nào; dòng {first.line}: "
            f"{first.faults[0]} Hãy sửa rồi nhập lại."
        )
    for one in planned:
        if one.kind in ("new", "changed"):
            _write(one, origin, by, at)
    done = _counted(planned)
    if done.new or done.changed:
        _tell(planned, done, origin, by, at)
    return done


def _planned(row: UpdateRow, procedure: Procedure | None, fields: dict[str, str]) -> PlannedRow:
    code = row.values.get("ma", "")
    field_text = row.values.get("linh_vuc", "")
    field_key = fields.get(field_text) or fields.get(fold(field_text), "")
    last = None if procedure is None else selectors.newest_version(procedure_id=procedure.pk)
    base = None if last is None else selectors.draft_of(version_id=last.pk)
    read = rules.read_row(row.values, base)
    faults = list(read.faults)
    if not code or len(code) > _CODE_LENGTH:
        faults.insert(0, "Thiếu mã thủ tục." if not code else "Mã thủ tục quá dài.")
    if field_text and not field_key:
        faults.append(f"Không có lĩnh vực “{field_text[:60]}” trong danh mục.")
    name = read.draft.name
    draft = read.draft if base is not None else replace(read.draft, code=code)
    made = PlannedRow(
        row.line, code, name, "new", draft, field_key=field_key,
        procedure_id=None if procedure is None else procedure.pk,
    )  # fmt: skip
    if faults:
        return replace(made, kind="wrong", faults=tuple(faults))
    if last is None or base is None or procedure is None:
        empty = VersionDraft(name=name, code=code, valid_from=draft.valid_from)
        return replace(made, differences=rules.version_differences(empty, draft))
    return _against(made, last, base)


def _against(made: PlannedRow, last: ProcedureVersion, base: VersionDraft) -> PlannedRow:
    """Compare a row with the last version and with a draft that waits."""
    assert made.procedure_id is not None
    waiting = ProcedureVersion.objects.filter(
        procedure_id=made.procedure_id, state=State.DRAFT
    ).first()
    if waiting is not None:
        there = selectors.draft_of(version_id=waiting.pk)
        if rules.same_content(there, made.draft):
            return replace(made, kind="unchanged")
        return replace(
            made, kind="wrong",
            faults=("Thủ tục đang có bản dự thảo khác; hãy công khai hoặc rút bản đó trước.",),
        )  # fmt: skip
    undated = replace(made.draft, valid_from=base.valid_from, valid_until=base.valid_until)
    if rules.same_content(base, undated):
        return replace(made, kind="unchanged")
    if made.draft.valid_from <= last.valid_from:
        return replace(
            made, kind="wrong",
            faults=(_too_early(last),),
        )  # fmt: skip
    return replace(made, kind="changed", differences=rules.version_differences(base, made.draft))


def _too_early(last: ProcedureVersion) -> str:
    return (
        f"Phiên bản đang có hiệu lực từ {last.valid_from:%d/%m/%Y}; ngày có hiệu lực của dòng "
        "này phải sau ngày đó."
    )


def _write(one: PlannedRow, origin: Origin, by: Actor, at: datetime) -> None:
    came = {"source": origin.source, "file": origin.name, "at": at.isoformat()}
    draft = replace(one.draft, facts={**one.draft.facts, "import": came})
    if one.procedure_id is None:
        new = NewProcedure(draft.name, one.field_key, one.code, draft.levels)
        version = add_procedure(new=new, valid_from=draft.valid_from, by=by, at=at)
    else:
        version = start_version(
            procedure_id=one.procedure_id, valid_from=draft.valid_from, by=by, at=at
        )
    revise_version(version_id=version.pk, draft=draft, by=by, at=at)


def _tell(
    planned: Sequence[PlannedRow], done: Import, origin: Origin, by: Actor, at: datetime
) -> None:
    journal.record(
        act="import_catalogue",
        subject=Subject("catalogue", "cap-nhat-tu-tep"),
        by=by,
        at=at,
        payload={
            "source": origin.source,
            "file": origin.name,
            "sha256": origin.digest,
            "new": [one.code for one in planned if one.kind == "new"],
            "changed": [one.code for one in planned if one.kind == "changed"],
            "unchanged": done.unchanged,
            "wrong": done.wrong,
        },
    )


def _counted(planned: Sequence[PlannedRow]) -> Import:
    kinds = [one.kind for one in planned]
    return Import(
        len(kinds), kinds.count("new"), kinds.count("changed"), kinds.count("unchanged"),
        kinds.count("wrong"),
    )  # fmt: skip
