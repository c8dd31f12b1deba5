"""From when a limit runs, and the first entry of the clock (one-stop.md 3.1)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from motcua.dossiers import rules
from motcua.dossiers.errors import DueTimeNeeded, NewTimeOutOfRange
from motcua.dossiers.models import SupplementRequest
from motcua.dossiers.rules import Fact
from motcua.dossiers.rules.ground import Ground
from motcua.dossiers.services.books import Act
from motcua.dossiers.services.terms import Terms
from motcua.dossiers.vocabulary import ClockKind
from motcua.tally.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class EnteredDue:
    """A due time that the officer enters because the limit cannot be computed."""

    due_at: datetime
    ground: str


def check_hand_over(channel: Channel, *, at: datetime, handed_over_at: datetime) -> None:
    """Refuse a hand-over record of the post for another channel, or signed in the future."""
    if channel is not Channel.POST:
        raise NewTimeOutOfRange("chỉ hồ sơ gửi bưu chính có biên bản giao nhận.")
    if handed_over_at > at:
        raise NewTimeOutOfRange("biên bản giao nhận không thể ký sau bây giờ.")


def starts_at(act: Act) -> datetime:
    """Return when the limit of a dossier that is received by this act begins.

    With the receipt; by post with the signing of the hand-over record, and after a supplement
    when the dossier was complete (Quyết định 45/2016/QĐ-TTg, Điều 7 khoản 4).
    """
    signed_at = act.dossier.handed_over_at
    if signed_at is None:
        return act.at
    asked = SupplementRequest.objects.filter(dossier=act.dossier.id, before_receipt=True)
    complete_at: datetime | None = asked.aggregate(last=Max("accepted_at"))["last"]
    return signed_at if complete_at is None else max(signed_at, complete_at)


def start_fact(
    agreed: Terms, *, unit: int, at: datetime, due: EnteredDue | None
) -> tuple[Fact, Ground]:
    """Return the first entry of a clock and its ground.

    :raises DueTimeNeeded: the limit cannot be computed and no due time was entered.
    """
    computed = agreed.due(at)
    if computed is not None:
        due_at, ground = computed.due_at, Ground(calendar=agreed.clock_rules)
    elif due is not None:
        rules.check_words(căn_cứ_của_hạn_trả=due.ground)
        due_at = due.due_at
        ground = Ground(legal_ground=due.ground, calendar=agreed.clock_rules)
    else:
        raise DueTimeNeeded(agreed.printed_limit)
    return Fact(1, ClockKind.START, at, unit, due_at=due_at), ground
