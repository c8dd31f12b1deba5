"""The reference: the same rows through a bare connection, prepared SQL and no program."""

from collections.abc import Callable, Sequence

import psycopg
from django.db import connection, transaction

from motcua.console.benching.databases import current, server_address
from motcua.storage import sql
from motcua.storage.sql import Call

Acts = Sequence[Sequence[Call]]


class Reference:
    """A connection that sends what was recorded, each act in a transaction of its own."""

    def __init__(self) -> None:
        """Connect to the present database."""
        self._raw = psycopg.connect(server_address(current()), prepare_threshold=0)
        self.backend = self._raw.info.backend_pid

    def send(self, acts: Acts) -> None:
        """Send each statement by itself: the plain way, and the one that the targets mean."""
        raw = self._raw
        for calls in acts:
            for call in calls:
                raw.execute(call.statement.text, call.values, prepare=True)
            raw.commit()

    def send_at_once(self, acts: Acts) -> None:
        """Send the statements of an act in one round trip, as the product does."""
        raw = self._raw
        for calls in acts:
            with raw.pipeline():
                for call in calls:
                    raw.execute(call.statement.text, call.values, prepare=True)
            raw.commit()

    def close(self) -> None:
        """Let the connection go."""
        self._raw.close()


def recorded(deeds: Sequence[Callable[[], object]]) -> Acts:
    """Do acts of the product, keep what they write, and undo them.

    What is kept are the statements that write, lock, or reserve a number, with their values;
    what an act only reads to decide is left out, since raw SQL decides nothing.
    """
    acts = []
    with transaction.atomic():
        for deed in deeds:
            with sql.recorded() as kept:
                deed()
            acts.append([call for call in kept.calls if _writes(call.statement.text)])
        transaction.set_rollback(True)
    connection.close_if_unusable_or_obsolete()
    return acts


def _writes(text: str) -> bool:
    return not text.startswith("select") or "for update" in text or "nextval" in text
