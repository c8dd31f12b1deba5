"""The kinds of steps: key and name of a step, written down once and then named by a number."""

from django.db import transaction

from motcua.storage import sql
from motcua.storage.sql import Call, Statement

_FIND = Statement(
    "dossiers.kind_find", "select id from dossiers_stepkind where key = %s and name = %s"
)
_INSERT = Statement(
    "dossiers.kind_insert",
    "insert into dossiers_stepkind (key, name) values (%s, %s) on conflict (key, name) do nothing",
)
_remembered: dict[tuple[str, str], int] = {}


def kind_id(key: str, name: str) -> int:
    """Return the number of a kind of step, written down at first sight; a kind never changes."""
    known = _remembered.get((key, name))
    if known is not None:
        return known
    found = sql.one(_FIND, key, name)
    if found is None:
        sql.run([Call(_INSERT, (key, name))])
        found = sql.one(_FIND, key, name)
    if found is None:
        raise LookupError("the kind of step just written is not there")
    number: int = found[0]
    # Remembered only once it is sure to stay: a rolled-back act takes its kind with it.
    transaction.on_commit(lambda: _remembered.__setitem__((key, name), number))
    return number


def forget_kinds() -> None:
    """Drop what this process remembers of kinds (after a restore or a flush)."""
    _remembered.clear()
