"""Changes of the organisation: units, one-stop points, officers, what they hold."""

from motcua.organisation.services.loading import load_units
from motcua.organisation.services.officers import (
    add_officer,
    appoint,
    delegate,
    end_appointment,
    end_delegation,
    end_role,
    end_roster,
    enter_roster,
    grant_role,
)
from motcua.organisation.services.units import (
    add_counter,
    create_one_stop_unit,
    create_unit,
    end_unit,
    record_succession,
)

__all__ = [
    "add_counter",
    "add_officer",
    "appoint",
    "create_one_stop_unit",
    "create_unit",
    "delegate",
    "end_appointment",
    "end_delegation",
    "end_role",
    "end_roster",
    "end_unit",
    "enter_roster",
    "grant_role",
    "load_units",
    "record_succession",
]
