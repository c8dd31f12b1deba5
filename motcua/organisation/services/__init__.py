"""Changes of the organisation: units, one-stop points, officers, what they hold."""

from motcua.organisation.services.entering import (
    correct_name,
    enter_officer,
    grant_by,
    open_account,
)
from motcua.organisation.services.importing import (
    Checked,
    Importer,
    check_officers,
    check_units,
    import_officers,
    import_units,
    known_usernames,
)
from motcua.organisation.services.leaving import (
    check_within,
    end_leave,
    leave_office,
    take_back,
    take_leave,
)
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
from motcua.organisation.services.reshaping import (
    choose_successor,
    give_codes,
    move_unit,
    rename_unit,
    take_effect,
)
from motcua.organisation.services.units import (
    add_counter,
    create_one_stop_unit,
    create_unit,
    end_unit,
    record_succession,
)

__all__ = [
    "Checked",
    "Importer",
    "add_counter",
    "add_officer",
    "appoint",
    "check_officers",
    "check_units",
    "check_within",
    "choose_successor",
    "correct_name",
    "create_one_stop_unit",
    "create_unit",
    "delegate",
    "end_appointment",
    "end_delegation",
    "end_leave",
    "end_role",
    "end_roster",
    "end_unit",
    "enter_officer",
    "enter_roster",
    "give_codes",
    "grant_by",
    "grant_role",
    "import_officers",
    "import_units",
    "known_usernames",
    "leave_office",
    "load_units",
    "move_unit",
    "open_account",
    "record_succession",
    "rename_unit",
    "take_back",
    "take_effect",
    "take_leave",
]
