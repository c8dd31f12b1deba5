"""Who may do which act, and whether the dossier allows it; pure (one-stop.md 2.1)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from motcua.accounts.vocabulary import Role
from motcua.dossiers import errors
from motcua.dossiers.rules.history import Fact, is_late
from motcua.dossiers.rules.route import may_do
from motcua.dossiers.vocabulary import ACTS, CLOCK_STOPPED, Deed, Status
from motcua.journal.rules import SYSTEM, Actor
from motcua.kernel.periods import VIETNAM


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts: the person as on that day, and the roles held at units (delegations included).

    officer: the officer's key, None for an applicant or the system.
    """

    actor: Actor
    officer: int | None = None
    grants: frozenset[tuple[Role, int]] = frozenset()
    everything: bool = False

    def roles_at(self, units: Sequence[int]) -> frozenset[Role]:
        """Return the roles that this person holds at any of these units."""
        return frozenset(role for role, unit in self.grants if unit in units)


#: The system itself: recalculation, imports, succession of units.
THE_SYSTEM = Acting(SYSTEM, everything=True)


@dataclass(frozen=True, slots=True)
class Hand:
    """An open step: who has it (None: whoever holds the role), and whether he took it over."""

    step: str
    role: str
    unit: int
    officer: int | None
    taken: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """How a dossier stands when an act is asked.

    units: the units whose officers may act: receiving, settling, and that of the current step.
    settlers: of these, those that settle; acts of the head belong to them alone.
    started: whether the clock has started. hands: in whose hands the open steps are.
    """

    code: str
    status: Status
    received_at: datetime | None
    ended: bool
    units: tuple[int, ...]
    settlers: tuple[int, ...] = ()
    started: bool = True
    hands: tuple[Hand, ...] = ()

    @property
    def label(self) -> str:
        """The state in words; code 8 is told apart by the end of the clock."""
        if self.status is Status.STOPPED and self.ended:
            return "Đã dừng giải quyết"
        return self.status.label


def check_may(deed: Deed, *, acting: Acting, units: Sequence[int]) -> None:
    """Refuse an act that this person may not do at any of these units.

    :raises NoRight: no role of the act's row is held there.
    """
    act = ACTS[deed]
    if acting.everything or acting.roles_at(units) & act.roles:
        return
    roles = ", ".join(sorted(role.label for role in act.roles))
    raise errors.NoRight(act_label=act.label, roles=roles)


def check_act(deed: Deed, *, situation: Situation, acting: Acting) -> None:
    """Refuse an act that the life cycle does not know from here, or this person may not do.

    :raises NotAllowedHere: the state does not allow it, or the clock has ended.
    :raises NoRight: no role of the act's row is held at a unit of this dossier.
    :raises NotTakenOver, NotYours: the act belongs to a step that this person has not in hand.
    """
    check_may(deed, acting=acting, units=units_for(deed, situation=situation))
    if not allowed_from(deed, situation=situation):
        raise errors.NotAllowedHere(
            code=situation.code, status_label=situation.label, act_label=ACTS[deed].label
        )
    if deed in _OF_THE_STEP:
        _check_hands(deed, situation=situation, acting=acting)


#: What belongs to the step in hand although it does not finish it: nobody stops the clock of a
#: dossier, or asks others about it, before he has given a receipt for it.
_OF_THE_STEP = frozenset({Deed.ASK_SUPPLEMENT, Deed.ASK_OBLIGATION, Deed.CONSULT})
#: Who does it while another officer has the step.
_ABOVE = frozenset({Role.UNIT_HEAD, Role.LEADER, Role.ONE_STOP_HEAD})


def _check_hands(deed: Deed, *, situation: Situation, acting: Acting) -> None:
    """Refuse what belongs to the step in hand to those who have it not; a head may after others.

    :raises NotTakenOver: nobody has given the receipt. :raises NotYours: another officer has.
    """
    hands = situation.hands
    if acting.everything or not hands:
        return
    taken = [hand for hand in hands if hand.taken]
    if not taken:
        raise errors.NotTakenOver(step=hands[0].step)
    if acting.roles_at(situation.units) & ACTS[deed].roles & _ABOVE:
        return
    mine = [hand for hand in taken if hand.officer in (None, acting.officer)]
    if not mine:
        raise errors.NotYours(step=taken[0].step, holder="công chức khác")
    # History brought over may hold steps without a role.
    named = [Role(hand.role) for hand in mine if hand.role]
    held = [may_do(Role(one.role), acting.roles_at([one.unit])) for one in mine if one.role]
    if named and not any(held):
        raise errors.NoRight(act_label=ACTS[deed].label, roles=named[0].label)


def has_in_hand(deed: Deed, *, situation: Situation, acting: Acting) -> bool:
    """Return whether the act needs no step in hand, or this person has the one it needs."""
    try:
        if deed in _OF_THE_STEP:
            _check_hands(deed, situation=situation, acting=acting)
    except errors.DossierError:
        return False
    return True


#: What the head of the settling unit alone decides.
_OF_THE_SETTLER = frozenset(
    {
        Deed.PAUSE,
        Deed.RESUME,
        Deed.EXTEND,
        Deed.APOLOGISE,
        Deed.STOP_SETTLING,
        Deed.CORRECT,
        Deed.MOVE,
        Deed.ASSIGN,
    }
)


def units_for(deed: Deed, *, situation: Situation) -> tuple[int, ...]:
    """Return the units whose officers may do this act: for the head's acts those that settle."""
    if deed in _OF_THE_SETTLER and situation.settlers:
        return situation.settlers
    return situation.units


def allowed_from(deed: Deed, *, situation: Situation) -> bool:
    """Return whether the life cycle knows this act from where the dossier stands."""
    act = ACTS[deed]
    if situation.status not in act.from_states:
        return False
    closed_eight = situation.status is Status.STOPPED and situation.ended
    if closed_eight and deed is not Deed.CORRECT:
        return False
    received = situation.received_at is not None
    if deed in _NEEDS_A_CLOCK and not situation.started:
        return False
    if deed is Deed.REFUSE_RECEIPT:
        return not received
    if situation.status in CLOCK_STOPPED and deed in _AFTER_RECEIPT:
        return received
    return True


#: What stops or moves a clock needs one that has started (boundary-free dossiers wait for it).
_NEEDS_A_CLOCK = frozenset(
    {
        Deed.ASK_SUPPLEMENT,
        Deed.ASK_OBLIGATION,
        Deed.PAUSE,
        Deed.EXTEND,
        Deed.RECALCULATE,
        Deed.ISSUE_RESULT,
    }
)
#: From a stopped state these acts need a dossier that was received.
_AFTER_RECEIPT = frozenset(
    {Deed.STOP_SETTLING, Deed.APOLOGISE, Deed.RECALCULATE, Deed.MOVE, Deed.RESUME,
     Deed.MEET_OBLIGATION}
)  # fmt: skip


def check_unsigned(deed: Deed, *, code: str, signed: bool) -> None:
    """Refuse what needs that no decision exists, once one is signed (one-stop.md 2.1 row 15).

    :raises NotAllowedHere: the decision of this dossier is signed and waits for its number.
    """
    if signed:
        raise errors.NotAllowedHere(code=code, status_label="Đã ký", act_label=ACTS[deed].label)


def check_words(**words: str) -> None:
    """Refuse an act whose ground, document or reason is blank; keys are Vietnamese labels."""
    for label, value in words.items():
        if not value.strip():
            raise errors.MissingGround(label.replace("_", " "))


def check_supplement(*, rounds: int, override_reason: str, by_head: bool, law: str) -> None:
    """Refuse a second request for additions but by the head, with a reason.

    law: what says so on the dossier's day (`Matter.ASKED_ONCE`); one-stop.md 11, rule 2.
    """
    if rounds and not (override_reason.strip() and by_head):
        raise errors.SupplementAgain(law)


def check_papers(*, components: Collection[int], items: Collection[str], legal_ground: str) -> None:
    """Refuse a request for additions that names nothing, or papers without a legal ground.

    No paper outside the published list may be asked for (Nghị định 61/2018/NĐ-CP, Điều 5;
    one-stop.md 11, rule 2).
    """
    if not components and not any(item.strip() for item in items):
        raise errors.MissingGround("giấy tờ cần bổ sung")
    if any(item.strip() for item in items) and not legal_ground.strip():
        raise errors.PapersWithoutGround


def check_all_came(*, asked: Sequence[str], came: Collection[str]) -> None:
    """Refuse to accept additions as full while something that was asked is missing."""
    missing = [item for item in asked if item not in came]
    if missing:
        raise errors.NotAllCame("; ".join(missing))


def check_extension(*, due_at: datetime | None, extended: bool, law: str) -> None:
    """Refuse an extension after the first, or where there is no due time to extend.

    At most once, by the law of the dossier's day (`Matter.EXTENSION`); how late it may come is
    asked of `worktime`.
    """
    if extended:
        raise errors.ExtensionTooLate("hồ sơ đã được hẹn lại một lần.", law)
    if due_at is None:
        raise errors.ExtensionTooLate("hồ sơ chưa có ngày hẹn trả.", law)


def check_apology(*, at: datetime, promised_at: datetime) -> None:
    """Refuse an apology that promises a time already past."""
    if promised_at <= at:
        raise errors.NewTimeOutOfRange("ngày hứa trả phải sau bây giờ.")


def restarts_from_zero(*, asked_at: datetime, due_at: datetime | None, by_minute: bool) -> bool:
    """Return whether the limit starts anew when a full dossier comes back after appraisal.

    It does (Nghị định 61/2018/NĐ-CP, Điều 19 khoản 4), unless the due time had already passed
    when the supplement was asked: lateness is never erased (one-stop.md 3.2, 7).
    """
    return not is_late(asked_at, due_at=due_at, by_minute=by_minute)


def check_not_before(*, code: str, at: datetime, last: datetime | None) -> None:
    """Refuse an act dated before the last line of the journal or entry of the clock book."""
    if last is not None and at < last:
        raise errors.TimeBefore(code=code, last=f"{last.astimezone(VIETNAM):%H:%M %d/%m/%Y}")


def check_order(facts: Sequence[Fact]) -> None:
    """Refuse corrected entries that would run backwards in time.

    :raises CannotCorrect: an entry would come before the one it follows.
    """
    for before, after in pairwise(facts):
        if after.at < before.at:
            raise errors.CannotCorrect(
                "thời điểm mới đứng trước việc xảy ra trước nó, hoặc sau việc xảy ra sau nó."
            )
