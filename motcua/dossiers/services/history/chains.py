"""New chains of the journal in bulk: the lines of many dossiers, each chain from its start."""

from collections.abc import Sequence
from datetime import datetime

from motcua.dossiers.services.books import SUBJECT_KIND
from motcua.dossiers.services.history.story import Told
from motcua.journal.models import JournalEntry, JournalHead
from motcua.journal.rules import NO_HASH, Actor, Entry, Subject, entry_hash
from motcua.journal.services import ENTRY_COLUMNS, actor_id
from motcua.storage import sql

_HEAD_COLUMNS = ("id", "subject_kind", "subject", "number", "hash")
Row = tuple[object, ...]


class Chains:
    """Writes new chains by COPY; who acted is looked up once."""

    def __init__(self, recorded_at: datetime) -> None:
        """Remember when the lines are written down."""
        self.recorded_at = recorded_at
        self._actors: dict[Actor, int] = {}

    def copy(self, chains: Sequence[tuple[int, Sequence[Told]]]) -> int:
        """Write the lines of new dossiers and the ends of their chains; return how many lines."""
        heads = sql.take_numbers(JournalHead._meta.db_table, len(chains))
        rows: list[Row] = []
        ends: list[Row] = []
        for head, (dossier, lines) in zip(heads, chains, strict=True):
            ends.append(self._chain(head, dossier, lines, rows))
        sql.copy(JournalHead._meta.db_table, _HEAD_COLUMNS, ends)
        return sql.copy(JournalEntry._meta.db_table, ENTRY_COLUMNS, rows)

    def _chain(self, head: int, dossier: int, lines: Sequence[Told], rows: list[Row]) -> Row:
        subject = Subject(SUBJECT_KIND, str(dossier))
        previous = NO_HASH
        for number, line in enumerate(lines, start=1):
            entry = Entry(subject, line.act, line.by, line.at, self.recorded_at, line.payload)
            digest = entry_hash(entry, number=number, previous=previous)
            rows.append(
                (head, number, line.at, self.recorded_at, line.act, self._actor(line.by), line.text,
                 digest)
            )  # fmt: skip
            previous = digest
        return (head, subject.kind, subject.code, len(lines), previous)

    def _actor(self, actor: Actor) -> int:
        known = self._actors.get(actor)
        if known is None:
            known = self._actors[actor] = actor_id(actor)
        return known
