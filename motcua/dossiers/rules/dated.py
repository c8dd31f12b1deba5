"""Which rule set is in force on a day (one-stop.md 0.2)."""

from datetime import date

from motcua.worktime.vocabulary import RuleSet

#: Nghị định 118/2025/NĐ-CP is in force from this day.
TWO_TIERS_FROM = date(2025, 7, 1)


def rules_on(day: date) -> RuleSet:
    """Return the rule set in force on a day; a dossier keeps that of its day of receipt."""
    return RuleSet.Y2021 if day < TWO_TIERS_FROM else RuleSet.NOW
