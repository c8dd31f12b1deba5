"""One import of history: read, check, write everything or nothing, and say what became of it."""

import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from motcua.dossiers import parsers
from motcua.dossiers.models import ClockEntry, Dossier, ImportRemark, ImportRun, Step
from motcua.dossiers.parsers import FileRefused, Mapping
from motcua.dossiers.services.history.errors import ImportInProgress
from motcua.dossiers.services.history.writing import Source, Writer, Written
from motcua.dossiers.vocabulary.recorded import REFUSED, Oddity, RecordedCase, Refused
from motcua.journal import services as journal
from motcua.journal.models import JournalEntry, JournalHead
from motcua.journal.rules import Actor, Subject
from motcua.organisation.models import Unit
from motcua.organisation.selectors import unit_by_slug
from motcua.storage import sql
from motcua.storage.sql import Call, Statement
from motcua.tally.models import TallyLine

Progress = Callable[[str, int], None]
_LOCK = Statement("dossiers.import_lock", "select pg_try_advisory_xact_lock(%s)")
_LOCK_KEY = 7_115_002
_REMARK_COLUMNS = ("run_id", "kind", "case", "line", "refused", "why")
_PIECE = 1 << 20
#: So many cases of a kind are named in the answer; all of them stand in the remarks.
_NAMED = 200
_LONGEST_FILE_NAME = 200
#: From so many new dossiers on the server is asked to look at the tables again.
_MANY = 1000
#: Where an import brings a smaller part than one in so many, the plans stay right without it.
_SHARE = 5
_THOUGHT_OF = Statement("dossiers.thought_of", "select reltuples from pg_class where relname = %s")
_FILLED = (Dossier, ClockEntry, Step, ImportRemark, JournalHead, JournalEntry, TallyLine)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where cases come from: source, file, its SHA-256, and the mapping as data."""

    source: str
    file_name: str
    sha256: str
    mapping: dict[str, object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one import did.

    kinds: oddity → the codes of its cases. refusals: every case not brought over, with its reason.
    """

    rows: int
    created: int
    unchanged: int
    kinds: Dict[Oddity, Sequence[str]]
    refusals: tuple[Refused, ...]
    seconds: float

    def as_data(self) -> dict[str, object]:
        """Return the outcome in the keys of the command's contract."""
        return {
            "rows": self.rows,
            "dossiers": {
                "created": self.created,
                "unchanged": self.unchanged,
                "refused": len(self.refusals),
            },
            "anomalies": [
                {
                    "kind": kind.value,
                    "dossiers": len(cases),
                    "label": kind.label,
                    "cases": list(cases[:_NAMED]),
                }
                for kind, cases in sorted(self.kinds.items())
            ],
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """A file of another system, what its columns mean, and who settles its dossiers.

    whole: a case that cannot be read refuses the file instead of itself.
    """

    path: Path
    mapping: Mapping
    unit: Unit
    whole: bool = False


@transaction.atomic
def import_file(
    *, file: HistoryFile, by: Actor, at: datetime, progress: Progress | None = None
) -> Outcome:
    """Bring the cases of a file over to a unit, all in one transaction.

    A case that is there already with the same content is left alone. A case that cannot be
    read is refused with line and reason while the others come over.

    :raises ImportInProgress: another import is running.
    :raises FileRefused: the file is no table, lacks a column, or uses an unknown word.
    """
    began = time.monotonic()
    _lock()
    mapping = file.mapping
    gathered = parsers.gather(parsers.open_table(file.path, mapping), mapping, progress=progress)
    if file.whole and gathered.refused:
        more = len(gathered.refused) - 1
        others = f" (và {more} hồ sơ khác cũng không đọc được)" if more else ""
        raise FileRefused(f"{gathered.refused[0].why}{others}.")
    written = Written()
    written.refuse(gathered.refused)
    shared = Source(mapping.source, by=by, at=at)
    Writer(file.unit, origin=shared).write(gathered.cases, into=written, progress=progress)
    outcome = _outcome(written, gathered.rows, began)
    name, digest = file.path.name, _fingerprint(file.path)
    origin = Origin(mapping.source, name, digest, mapping.as_data())
    _finish(outcome, written, origin=origin, unit=file.unit, shared=shared)
    return outcome


@transaction.atomic
def import_cases(
    *,
    batches: Sequence[tuple[str, Sequence[RecordedCase]]],
    origin: Origin,
    by: Actor,
    at: datetime,
    progress: Progress | None = None,
) -> Outcome:
    """Bring over cases that are in memory, unit by unit, in one transaction.

    batches: the slug of a unit and its cases; the first unit stands for the import as a whole.

    :raises UnknownUnit: there is no such unit.
    :raises ImportInProgress: another import is running.
    """
    began = time.monotonic()
    _lock()
    written = Written()
    rows, done = 0, 0

    def told(label: str, count: int) -> None:
        if progress is not None:
            progress(label, done + count)

    shared = Source(origin.source, by=by, at=at)
    units = [unit_by_slug(slug) for slug, _ in batches]
    for unit, (_, cases) in zip(units, batches, strict=True):
        Writer(unit, origin=shared).write(cases, into=written, progress=told)
        rows += sum(len(case.events) for case in cases)
        done += len(cases)
    outcome = _outcome(written, rows, began)
    _finish(outcome, written, origin=origin, unit=units[0], shared=shared)
    return outcome


def _lock() -> None:
    row = sql.one(_LOCK, _LOCK_KEY)
    if row is None or not row[0]:
        raise ImportInProgress


def _outcome(written: Written, rows: int, began: float) -> Outcome:
    return Outcome(
        rows=rows,
        created=written.created,
        unchanged=written.unchanged,
        kinds=dict(written.kinds),
        refusals=tuple(written.refused),
        seconds=time.monotonic() - began,
    )


def _finish(
    outcome: Outcome, written: Written, *, origin: Origin, unit: Unit, shared: Source
) -> None:
    """Leave the trace of an import: the run, its remarks, a line in the journal."""
    if outcome.created >= _MANY and outcome.created * _SHARE >= _thought_of():
        transaction.on_commit(_analyse)
    # A repeated import leaves no trace, unless something was refused.
    if not outcome.created and not outcome.refusals:
        return
    run = ImportRun.objects.create(
        source=origin.source, file_name=origin.file_name[:_LONGEST_FILE_NAME],
        file_sha256=origin.sha256, mapping=origin.mapping, unit=unit, by=shared.by.code,
        at=shared.at, result=outcome.as_data(),
    )  # fmt: skip
    sql.copy(ImportRemark._meta.db_table, _REMARK_COLUMNS, _remarks(run.pk, written))
    counts = {"created": outcome.created, "refused": len(outcome.refusals)}
    journal.record(
        act="import_history", subject=Subject("import", str(run.pk)), by=shared.by, at=shared.at,
        payload={"source": origin.source, "file": run.file_name, "sha256": origin.sha256,
                 "unit": unit.slug, **counts},
    )  # fmt: skip


def _remarks(run: int, written: Written) -> Iterator[tuple[object, ...]]:
    for case, kinds in written.remarks:
        for kind in kinds:
            yield run, kind.value, case.case, case.line, False, kind.label
    for one in written.refused:
        yield run, one.kind.value, one.case, one.line, one.kind in REFUSED, one.why


def _thought_of() -> float:
    """Return how many dossiers the server's planner thinks there are."""
    found = sql.one(_THOUGHT_OF, Dossier._meta.db_table)
    return 0.0 if found is None else float(found[0])


def _analyse() -> None:
    # Plans made while the tables were small read them whole; so nobody waits for the server to
    # notice by itself how much has come.
    names = (model._meta.db_table for model in _FILLED)
    sql.run([Call(Statement("dossiers.analyse", f"analyze {', '.join(names)}"), ())])


def _fingerprint(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
