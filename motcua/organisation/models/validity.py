"""Rows that hold from one day until another, the last day not counted."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from motcua.kernel.periods import Period


def valid_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a row, reached through prefix ("post__unit__"), holds that day."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gt": day})
    )


def overlapping(period: Period) -> Q:
    """Return the condition that a row shares at least one day with the period."""
    starts_before_the_end = Q() if period.until is None else Q(valid_from__lt=period.until)
    return starts_before_the_end & (Q(valid_until=None) | Q(valid_until__gt=period.start))


def never_twice_at_once(name: str, *keys: str) -> ExclusionConstraint:
    """Return the constraint that rows with the same keys share no day.

    A key is written as a range of one number: so PostgreSQL needs no extension for it.
    """
    days = Func(F("valid_from"), F("valid_until"), function="daterange")
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((Func(F(key), F(key), Value("[]"), function="int8range"), "&&") for key in keys),
            (days, "&&"),
        ],
    )


class Valid(models.Model):
    """What holds from a day until, but without, another; without the other it still holds."""

    valid_from = models.DateField("có hiệu lực từ ngày")
    valid_until = models.DateField("đến trước ngày", null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
            )
        ]

    @property
    def period(self) -> Period:
        """The days on which it holds."""
        return Period(self.valid_from, self.valid_until)
