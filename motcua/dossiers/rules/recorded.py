"""History of other systems under our rules: what is odd, what counts, where it stands; pure."""

from datetime import datetime

from motcua.dossiers.rules.history import Fact
from motcua.dossiers.vocabulary import ClockKind, Outcome, Status
from motcua.dossiers.vocabulary.recorded import (
    Oddity,
    RecordedCase,
    RecordedOutcome,
    RecordedPause,
)

#: The ground of a pause for which the source names none.
NO_GROUND = "Theo hệ thống cũ, không ghi căn cứ"


def anomalies(case: RecordedCase) -> tuple[Oddity, ...]:
    """Return what does not fit together in a case, compared by instant as the source wrote it.

    A case that is not settled is no anomaly.
    """
    received, ended = case.instants or (case.received_at, case.ended_at)
    first, last = case.first_event, case.last_event
    if case.events and first is None:
        times = [event[0] for event in case.events]
        first, last = min(times), max(times)
    found = list(case.oddities)
    if ended is not None and ended < received:
        found.append(Oddity.SETTLED_BEFORE_RECEIVED)
    if first is not None and first < received:
        found.append(Oddity.EVENT_BEFORE_RECEIVED)
    if ended is not None and last is not None and last > ended:
        found.append(Oddity.EVENT_AFTER_SETTLED)
    if case.due_at is None:
        found.append(Oddity.NO_DUE)
    if len(sound_pauses(case)) < len(case.pauses):
        found.append(Oddity.PAUSE_NOT_COUNTED)
    if any(not pause.ground for pause in case.pauses):
        found.append(Oddity.NO_GROUND)
    return tuple(found)


def sound_pauses(case: RecordedCase) -> tuple[RecordedPause, ...]:
    """Return the pauses that can stand in the clock book, in order.

    They lie between receipt and end, have their start before their end, and do not overlap.
    """
    if not case.pauses:
        return ()
    found: list[RecordedPause] = []
    free_from: datetime | None = case.received_at
    for pause in case.pauses:
        if free_from is None or pause.start < free_from or not _lies_before_end(case, pause):
            continue
        if pause.until is not None and pause.until <= pause.start:
            continue
        found.append(pause)
        free_from = pause.until
    return tuple(found)


def _lies_before_end(case: RecordedCase, pause: RecordedPause) -> bool:
    ended = case.ended_at
    return ended is None or (pause.until or pause.start) <= ended


def facts_of(
    case: RecordedCase, *, unit: int, pauses: tuple[RecordedPause, ...]
) -> tuple[Fact, ...]:
    """Return the clock entries of a case: receipt with the source's due time, pauses, end.

    The source's due time stands as recorded: a resumption keeps it.
    """
    due_at = case.due_at
    found = [Fact(1, ClockKind.AS_RECORDED, case.received_at, unit, due_at=due_at)]
    for pause in pauses:
        found.append(Fact(len(found) + 1, ClockKind.STOP, pause.start, unit, due_at=due_at))
        if pause.until is not None:
            found.append(Fact(len(found) + 1, ClockKind.RESUME, pause.until, unit, due_at=due_at))
    if case.ended_at is not None:
        found.append(
            Fact(
                len(found) + 1, ClockKind.END, case.ended_at, unit, due_at=due_at,
                outcome=outcome_of(case),
            )
        )  # fmt: skip
    return tuple(found)


def outcome_of(case: RecordedCase) -> Outcome:
    """Return how the clock of an ended case ended."""
    if case.withdrawn_at is not None:
        return Outcome.WITHDRAWN
    refused = case.outcome is RecordedOutcome.REFUSED
    return Outcome.REFUSED if refused else Outcome.SETTLED


def status_of(case: RecordedCase, *, pauses: tuple[RecordedPause, ...]) -> Status:
    """Return where a case stands: withdrawn, settled, returned, paused or being worked on."""
    if case.withdrawn_at is not None:
        return Status.WITHDRAWN
    if case.settled_at is not None:
        return Status.SETTLED if case.returned_at is None else Status.RETURNED
    if pauses and pauses[-1].until is None:
        return Status.STOPPED
    return Status.PROCESSING
