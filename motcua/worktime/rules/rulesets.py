"""Dated rules: which clock rules and which set of forms hold on a day."""

from dataclasses import dataclass
from datetime import date

from motcua.kernel.periods import Period
from motcua.worktime.vocabulary import RuleSet


@dataclass(frozen=True, slots=True)
class ClockRules:
    """The clock rules of one period.

    cutoff_minute: the minute of the day after which the next working day is meant (15:00).
    """

    key: RuleSet
    valid: Period
    source: str
    cutoff_minute: int = 15 * 60


@dataclass(frozen=True, slots=True)
class FormSet:
    """A set of statutory forms; it has its own dates, apart from the clock rules."""

    key: str
    valid: Period
    source: str
    verified: bool


#: The clock rules of now are those of 2021 as far as they were read (NĐ 309/2026 Điều 8); the
#: full text of NĐ 118/2025 was not, so they are marked unverified (`RuleSet.verified`).
CLOCK_RULES = (
    ClockRules(
        RuleSet.Y2021,
        Period(date(2018, 6, 21), date(2025, 7, 1)),
        "Nghị định 61/2018/NĐ-CP Điều 17 đến 20; Luật Hộ tịch Điều 5 khoản 3; "
        "Nghị định 23/2015/NĐ-CP Điều 7",
    ),
    ClockRules(RuleSet.NOW, Period(date(2025, 7, 1)), "Nghị định 118/2025/NĐ-CP"),
)
#: The day of effect of TT 03/2025 is not established: its date of signing stands here.
FORM_SETS = (
    FormSet(
        "tt-01-2018",
        Period(date(2019, 1, 6), date(2025, 9, 15)),
        "Thông tư 01/2018/TT-VPCP",
        verified=True,
    ),
    FormSet("tt-03-2025", Period(date(2025, 9, 15)), "Thông tư 03/2025/TT-VPCP", verified=False),
)


def rule_set_on(day: date) -> RuleSet:
    """Return the rule set of a dossier received on the day.

    A day before 21/06/2018 gets the rules of 2021: imported history knows no older ones.
    """
    return next((rules.key for rules in CLOCK_RULES if rules.valid.holds(day)), RuleSet.Y2021)


def form_set_on(day: date) -> FormSet:
    """Return the set of forms printed on the day; before 06/01/2019 that of TT 01/2018."""
    return next((forms for forms in FORM_SETS if forms.valid.holds(day)), FORM_SETS[0])


def cutoff_minute(rules: RuleSet) -> int:
    """Return the minute after which a dossier belongs to the next working day."""
    return next(entry.cutoff_minute for entry in CLOCK_RULES if entry.key is rules)
