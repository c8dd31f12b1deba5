"""The fingerprint of a recorded case: equal content, equal print."""

from hashlib import sha256

from motcua.dossiers.vocabulary.recorded import RecordedCase


def print_of(case: RecordedCase, *, unit: str) -> bytes:
    """Return the SHA-256 of all that a source says of a case, and for which unit (32 bytes).

    The order of the rows does not matter, nor where in the file they stand.
    """
    once = (
        unit, case.case, case.channel.key, case.received_at, case.due_at, case.settled_at,
        case.withdrawn_at, case.returned_at, case.outcome.value, case.result, case.procedure,
        case.field, case.owner, case.identity, case.phone, case.step,
    )  # fmt: skip
    pauses = [f"{pause.start}\x1e{pause.until}\x1e{pause.ground}" for pause in case.pauses]
    events = sorted("\x1e".join((str(at), *words)) for at, *words in case.events)
    parts = ("\x1f".join(map(str, once)), "\x1f".join(pauses), "\x1f".join(events))
    return sha256("\x1d".join(parts).encode()).digest()
