"""Each run leaves a row that the board shows, and a line in the journal."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.db import transaction

from motcua.journal.rules import SYSTEM, Subject
from motcua.journal.services import record
from motcua.storage import safe_copies

#: All runs stand in one chain of the journal.
SUBJECT = Subject("installation", "sao-luu")


@dataclass(slots=True)
class Run:
    """One run on its way: what it concerns and what is known of it so far."""

    kind: str
    file: Path
    began_at: datetime
    details: dict[str, object] = field(default_factory=dict)


def write(run: Run, *, good: bool, result: str) -> None:
    """Write a run into the rows of the board and into the journal, both or neither."""
    ended_at = datetime.now(UTC)
    with transaction.atomic():
        safe_copies.add(
            kind=run.kind, file=run.file.name, began_at=run.began_at, ended_at=ended_at, good=good,
            details={**run.details, "result": result},
        )  # fmt: skip
        record(
            act=f"safe_copy.{run.kind}", subject=SUBJECT, by=SYSTEM, at=run.began_at,
            recorded_at=ended_at,
            payload={
                "file": run.file.name, "good": good, "result": result,
                "sha256": str(run.details.get("sha256", "")),
            },
        )  # fmt: skip
