"""Units, one-stop points, posts, officers, and what they hold from when until when."""

from motcua.organisation.models.officers import (
    Appointment,
    Delegation,
    Leave,
    Officer,
    Post,
    RoleGrant,
    RosterEntry,
)
from motcua.organisation.models.units import (
    Counter,
    OneStopUnit,
    Succession,
    Unit,
    UnitName,
    UnitPlace,
)

__all__ = [
    "Appointment",
    "Counter",
    "Delegation",
    "Leave",
    "Officer",
    "OneStopUnit",
    "Post",
    "RoleGrant",
    "RosterEntry",
    "Succession",
    "Unit",
    "UnitName",
    "UnitPlace",
]
