"""The print of a dossier's rows, which every act leaves in the journal.

Whoever changes a row without an act leaves a row that its last act does not know. The print
is made by the database of the rows as they stand; instants are numbers, so that no setting of
the session changes it. counted_under is left out: a move of the parent rewrites it.
"""

from collections.abc import Sequence

from motcua.storage.sql import Call, Row, Statement

#: Where the journal keeps the prints: 16 hex digits each for the dossier and what hangs on it.
STATE = "state"
_INSTANTS = (
    "submitted_at", "handed_over_at", "received_at", "due_at", "due_at_original", "stopped_at",
    "ended_at", "returned_at", "answer_by", "apologised_at",
)  # fmt: skip
_PLAIN = (
    "code", "reference", "source", "source_code", "status", "procedure_id", "version_id",
    "field_id", "limit_case", "limit_value", "limit_unit", "route_id", "channel",
    "boundary_free", "receiving_unit_id", "settling_unit_id", "owner_id", "owner_name",
    "owner_phone", "submitter_id", "answers", "parent_id", "counts", "money", "delivery",
    "refusal_approved", "refusal_reason", "due_by_minute",
)  # fmt: skip


def _listed(plain: Sequence[str], instants: Sequence[str]) -> str:
    numbers = [f"extract(epoch from {name})" for name in instants]
    return f"json_build_array({', '.join([*plain, *numbers])})"


def _hanging(table: str, order: str, plain: Sequence[str], instants: Sequence[str]) -> str:
    return (
        f"(select json_agg({_listed(plain, instants)} order by {order})::text"
        f" from {table} where dossier_id = d.id)"
    )


_STEPS = _hanging(
    "dossiers_step", "number",
    ("number", "ordinal", "kind_id", "role", "unit_id", "officer_id", "state", "refusal"),
    ("handed_at", "take_over_by", "taken_at", "done_at", "due_at", "dossier_due_at"),
)  # fmt: skip
_REQUESTS = _hanging(
    "dossiers_supplementrequest", "id",
    ("round", "before_receipt", "items", "components", "legal_ground", "came", "reason",
     "overdue_when_asked", "late_notice", "override_reason", "override_by"),
    ("asked_at", "answer_by", "sent_at", "accepted_at"),
)  # fmt: skip
_QUESTIONS = _hanging(
    "dossiers_consultation", "id", ("unit_id", "question", "answer"),
    ("asked_at", "answer_by", "answered_at"),
)  # fmt: skip
_APOLOGIES = _hanging(
    "dossiers_apology", "id", ("reason", "with_extension", "signer"), ("at", "promised_at")
)


def _print(text: str) -> str:
    return f"left(encode(sha256(convert_to({text}, 'UTF8')), 'hex'), 16)"


STATES = Statement(
    "dossiers.states",
    f"select d.id, {_print(_listed(_PLAIN, _INSTANTS) + '::text')},"
    f" {_print(f'concat_ws(chr(10), {_STEPS}, {_REQUESTS}, {_QUESTIONS}, {_APOLOGIES})')}"
    " from dossiers_dossier d where d.id = any(%s)",
)


def state_call(dossiers: Sequence[int]) -> Call:
    """Return the statement that prints dossiers as they stand: key, dossier, what hangs on it."""
    return Call(STATES, (list(dossiers),))


def stated(row: Row) -> dict[str, object]:
    """Return what an act's line in the journal keeps of a row of `state_call`."""
    return {STATE: row[1] + row[2]}
