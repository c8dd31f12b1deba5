"""What the journal says of a recorded case, line by line, in the order of the facts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from json import JSONEncoder
from typing import NamedTuple

from motcua.dossiers.rules import Fact
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.services.books import clock_part
from motcua.dossiers.services.words import time_words
from motcua.dossiers.vocabulary import ClockKind, Deed, Outcome
from motcua.dossiers.vocabulary.recorded import RecordedCase, RecordedPause
from motcua.journal.rules import Actor

_OLD_SYSTEM = "theo hệ thống cũ"
_LONGEST_CODE = 60
_LONGEST_NAME = 200
#: Events of the source come before what they led to at the same time.
_RANK = {ClockKind.STOP: 1, ClockKind.RESUME: 2, ClockKind.END: 3}
_RETURNED = 4


class Told(NamedTuple):
    """One line before it is chained."""

    at: datetime
    rank: int
    act: str
    by: Actor
    payload: Mapping[str, object]
    #: The payload as the table keeps it.
    text: str


_TEXT = JSONEncoder(ensure_ascii=False).encode


class Storyteller:
    """Tells cases; the resources of the source become actors, each made once."""

    def __init__(self, by: Actor) -> None:
        """Remember who brings the history over: he answers for the facts of a case."""
        self.by = by
        self._actors: dict[tuple[str, str], Actor] = {}
        self._activities: dict[str, tuple[Mapping[str, object], str]] = {}

    def tell(
        self,
        case: RecordedCase,
        *,
        facts: Sequence[Fact],
        grounds: Sequence[Ground],
        pauses: Sequence[RecordedPause],
    ) -> list[Told]:
        """Return the lines of a case: the receipt first, the rest in the order of time."""
        lines = [
            Told(at, 0, Deed.AS_RECORDED, self._actor(officer, unit), *self._activity(activity))
            for at, activity, officer, unit in case.events
        ]
        lines.extend(
            self._fact(case, fact, ground)
            for fact, ground in zip(facts[1:], grounds[1:], strict=True)
        )
        lines.extend(self._uncounted(case, pauses))
        if case.returned_at is not None:
            payload = {"receiver": "người nộp", "proof": f"ghi {_OLD_SYSTEM}"}
            lines.append(
                Told(
                    case.returned_at,
                    _RETURNED,
                    Deed.RETURN_RESULT,
                    self.by,
                    payload,
                    _TEXT(payload),
                )
            )
        lines.sort(key=lambda line: (line.at, line.rank))
        return [self._received(case, facts[0], grounds[0]), *lines]

    def _received(self, case: RecordedCase, fact: Fact, ground: Ground) -> Told:
        note = "" if case.due_at is None else f" Hẹn trả {time_words(case.due_at)} {_OLD_SYSTEM}."
        payload = {"code": case.case, "due_note": note, "clock": clock_part(fact, ground)}
        return Told(fact.at, 0, Deed.RECEIVE, self.by, payload, _TEXT(payload))

    def _fact(self, case: RecordedCase, fact: Fact, ground: Ground) -> Told:
        payload: dict[str, object] = {"clock": clock_part(fact, ground)}
        if fact.kind is ClockKind.STOP:
            act = Deed.PAUSE
            payload |= {"legal_ground": ground.legal_ground, "document": _OLD_SYSTEM}
        elif fact.kind is ClockKind.RESUME:
            act = Deed.RESUME
            payload |= {"reason": f"ghi {_OLD_SYSTEM}.", "due_note": ""}
        elif fact.outcome is Outcome.WITHDRAWN:
            act = Deed.WITHDRAW
            payload["reason"] = f"ghi {_OLD_SYSTEM}."
        else:
            act = Deed.ISSUE_RESULT
            payload["number"] = case.result or f"ghi {_OLD_SYSTEM}"
        return Told(fact.at, _RANK[fact.kind], act, self.by, payload, _TEXT(payload))

    def _uncounted(self, case: RecordedCase, pauses: Sequence[RecordedPause]) -> list[Told]:
        return [
            Told(pause.start, 1, Deed.AS_RECORDED, self.by, *self._activity(_pause_words(pause)))
            for pause in case.pauses
            if pause not in pauses
        ]

    def _actor(self, officer: str, unit: str) -> Actor:
        if not officer:
            return self.by
        known = self._actors.get((officer, unit))
        if known is None:
            known = self._actors[officer, unit] = Actor(
                code=officer[:_LONGEST_CODE], name=officer[:_LONGEST_NAME], title="",
                unit=unit[:_LONGEST_NAME],
            )  # fmt: skip
        return known

    def _activity(self, activity: str) -> tuple[Mapping[str, object], str]:
        known = self._activities.get(activity)
        if known is None:
            payload = {"activity": activity}
            known = self._activities[activity] = (payload, _TEXT(payload))
        return known


def with_state(lines: Sequence[Told], state: Mapping[str, object]) -> list[Told]:
    """Return the lines with what the last of them keeps of the rows as the import leaves them."""
    *before, last = lines
    payload = {**last.payload, **state}
    return [*before, last._replace(payload=payload, text=_TEXT(payload))]


def _pause_words(pause: RecordedPause) -> str:
    until = "" if pause.until is None else f" đến {time_words(pause.until)}"
    return f"Tạm dừng từ {time_words(pause.start)}{until}, không tính vào thời hạn"
