"""What is in force on a day: the rule set, and the law that an act stands on (one-stop.md 0)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.kernel.periods import Period
from motcua.worktime.vocabulary import RuleSet

#: Nghị định 118/2025/NĐ-CP is in force from this day.
TWO_TIERS_FROM = date(2025, 7, 1)


def rules_on(day: date) -> RuleSet:
    """Return the rule set in force on a day; a dossier keeps that of its day of receipt."""
    return RuleSet.Y2021 if day < TWO_TIERS_FROM else RuleSet.NOW


class Matter(StrEnum):
    """What an act needs a ground for."""

    #: A supplement after appraisal: the limit starts again.
    SUPPLEMENT = "supplement"
    #: Additions are asked for once.
    ASKED_ONCE = "asked_once"
    #: One extension with apology.
    EXTENSION = "extension"
    #: The transfer from the counter, the 15:00 rule.
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class LegalGround:
    """The law of a matter in one period. read: its article was read, not remembered."""

    matter: Matter
    valid: Period
    law: str
    read: bool

    @property
    def words(self) -> str:
        """The law as books and sentences name it."""
        return self.law if self.read else f"{self.law} (điều khoản chưa xác minh)"


_BEFORE = Period(date(2018, 6, 21), TWO_TIERS_FROM)
_SINCE = Period(TWO_TIERS_FROM)
_OLD, _NEW = "Nghị định 61/2018/NĐ-CP", "Nghị định 118/2025/NĐ-CP"
#: Of NĐ 118/2025 only the articles amended in 2026 were read (one-stop.md 0.1 and 10).
LEGAL_GROUNDS = (
    LegalGround(Matter.SUPPLEMENT, _BEFORE, f"{_OLD}, Điều 19 khoản 4", read=True),
    LegalGround(Matter.SUPPLEMENT, _SINCE, _NEW, read=False),
    LegalGround(Matter.ASKED_ONCE, _BEFORE, f"{_OLD}, Điều 11 khoản 2", read=True),
    LegalGround(Matter.ASKED_ONCE, _SINCE, _NEW, read=False),
    LegalGround(Matter.EXTENSION, _BEFORE, f"{_OLD}, Điều 19 khoản 9", read=True),
    LegalGround(Matter.EXTENSION, _SINCE, _NEW, read=False),
    LegalGround(Matter.TRANSFER, _BEFORE, f"{_OLD}, Điều 18", read=True),
    LegalGround(Matter.TRANSFER, _SINCE, f"{_NEW}, Điều 18", read=True),
)


def ground_on(matter: Matter, day: date) -> LegalGround:
    """Return the law of a matter on a day; before its first period, that of the first one."""
    listed = [ground for ground in LEGAL_GROUNDS if ground.matter is matter]
    return next((ground for ground in listed if ground.valid.holds(day)), listed[0])
