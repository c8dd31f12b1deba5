"""Who may open what: one line for every address of every door. A new address without one fails.

A line says which roles open it and where the role must be held, seen from the unit that the
address is about. The walk (test_rights.py) tries every role at every place against it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.accounts.vocabulary import Role
from motcua.board.tests import test_rights as board
from motcua.dossiers.selectors.rights import SEES_BELOW, SEES_OWN
from motcua.dossiers.vocabulary import ACTS, Deed
from motcua.pages.tests.house import House

R = Role
#: Where a role is held, seen from the unit that the address is about.
PLACES = ("own", "sister", "parent", "foreign")
_ANYWHERE, _ABOVE, _HERE = frozenset(PLACES), frozenset({"own", "parent"}), frozenset({"own"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who opens an address: anybody (public), or a role at some place."""

    at: dict[Role, frozenset[str]]
    public: bool = False

    def opens(self, role: Role, place: str) -> bool:
        """Return whether a person with this role at this place opens the address."""
        return self.public or place in self.at.get(role, frozenset())


def _rule(places: frozenset[str], *roles: Role) -> Rule:
    return Rule(dict.fromkeys(roles, places))


PUBLIC = Rule({}, public=True)
#: Every officer has one of these: the own inbox, the own account.
EVERY_OFFICER = _rule(_ANYWHERE, *Role)
ADMINISTERS = _rule(_ANYWHERE, R.ADMINISTRATOR)
ADMINISTERS_HERE = _rule(_ABOVE, R.ADMINISTRATOR)
READS = _rule(_ANYWHERE, R.ADMINISTRATOR, R.AUDITOR)
READS_HERE = _rule(_ABOVE, R.ADMINISTRATOR, R.AUDITOR)
_CALENDAR = (R.ADMINISTRATOR, R.AUDITOR, R.INSPECTOR)
READS_CALENDAR, READS_CALENDAR_HERE = _rule(_ANYWHERE, *_CALENDAR), _rule(_ABOVE, *_CALENDAR)
JOURNAL = _rule(_ANYWHERE, R.ADMINISTRATOR, R.AUDITOR, R.INSPECTOR)
READINGS = _rule(_ANYWHERE, R.AUDITOR, R.INSPECTOR)
CATALOGUE = _rule(_ANYWHERE, R.ADMINISTRATOR, R.PROCEDURE_CONTROL_OFFICER, R.AUDITOR)
READS_OWN_WORDS = _rule(_ABOVE, R.ADMINISTRATOR, R.PROCEDURE_CONTROL_OFFICER, R.AUDITOR)
WRITES_OWN_WORDS = _rule(_ABOVE, R.ADMINISTRATOR, R.PROCEDURE_CONTROL_OFFICER)
#: Only people of the city change the catalogue, and the house of the walk has no city.
CITY_ONLY = Rule({})
HANDS_ON = _rule(_ANYWHERE, R.ADMINISTRATOR, R.AUDITOR, R.UNIT_HEAD, R.LEADER)
_COUNTER = tuple(ACTS[Deed.RECEIVE].roles)
RECEIVES = _rule(_ANYWHERE, *_COUNTER)
RECEIVES_HERE = _rule(_HERE, *_COUNTER)
READS_DOSSIERS = _rule(
    _ANYWHERE,
    *(role for role in Role if role not in (R.ADMINISTRATOR, R.SUBMITTER, R.POSTAL_STAFF)),
)
#: Who sees a dossier that the own unit settles; no administrator does.
DOSSIER = Rule(dict.fromkeys(SEES_OWN, _HERE) | dict.fromkeys(SEES_BELOW, _ABOVE))

RULES: dict[str, Rule] = {
    **dict.fromkeys(
        ("alive", "ready", "metrics", "security_contact", "pages:preference", "pages:sheet",
         "desk:log_in", "desk:second_factor", "desk:sign_on", "desk:sign_on_back", "desk:log_out",
         "desk:session_left", "desk:session_extend", "desk:session_keep", "pages:specimen"),
        PUBLIC,
    ),
    **dict.fromkeys(
        ("desk:home", "desk:inbox", "desk:search", "desk:samples", "desk:drafts",
         "desk:draft_drop", "desk:draft_values", "board:sessions_mine", "board:sessions_password",
         "board:sessions_end", "board:sessions_end_others", "board:sessions_factors",
         "board:sessions_app", "board:sessions_passkey", "board:sessions_codes",
         "board:sessions_factor_remove", "board:sessions_unlink"),
        EVERY_OFFICER,
    ),
    "desk:units": READS_DOSSIERS,
    "desk:receive": RECEIVES,
    **dict.fromkeys(
            (
                "desk:receive_form", "desk:refuse_counter", "desk:receive_boundary_free",
                "desk:receive_interlinked",
            ),
            RECEIVES_HERE,
        ),
    **dict.fromkeys(
        ("desk:dossier", "desk:reveal", "desk:slip", "desk:act", "desk:table", "desk:table_file",
         "desk:behind", "desk:behind_file"),
        DOSSIER,
    ),
    **dict.fromkeys(
        ("board:home", "board:units_list", "board:units_file", "board:officers_list",
         "board:officers_file", "board:calendar_units", "board:wording_list", "board:health"),
        READS,
    ),
    **dict.fromkeys(
        ("board:units_unit", "board:officers_officer", "board:calendar_unit",
         "board:calendar_year", "board:calendar_result", "board:wording_template",
         "board:wording_paper", "board:wording_compare"),
        READS_HERE,
    ),
    **dict.fromkeys(
        ("board:officers_new", "board:imports_upload", "board:imports_template",
         "board:health_retry", "board:health_give_up", "board:health_limit"),
        ADMINISTERS,
    ),
    **dict.fromkeys(
        ("board:units_change", "board:officers_change", "board:officers_end",
         "board:calendar_change", "board:calendar_again", "board:wording_edit",
         "board:wording_publish", "board:wording_discard"),
        ADMINISTERS_HERE,
    ),
    **dict.fromkeys(
        ("board:procedures_list", "board:procedures_file", "board:procedures_page",
         "board:procedures_version", "board:procedures_try", "board:procedures_try_officer",
         "board:routes_list", "board:routes_page", "board:routes_bpmn", "board:routes_file"),
        CATALOGUE,
    ),
    **dict.fromkeys(
        ("board:procedures_add", "board:procedures_import", "board:procedures_import_blank",
         "board:procedures_start", "board:procedures_end", "board:procedures_edit",
         "board:procedures_rows", "board:procedures_publish", "board:procedures_withdraw",
         "board:procedures_local_act", "board:routes_start", "board:routes_edit",
         "board:routes_import", "board:routes_publish", "board:routes_withdraw"),
        CITY_ONLY,
    ),
    "board:procedures_local": READS_OWN_WORDS,
    "board:procedures_local_add": WRITES_OWN_WORDS,
    "board:sessions_policy": READS,
    "board:sessions_officer": READS_HERE,
    "board:sessions_change": ADMINISTERS_HERE,
    "board:sessions_unit": ADMINISTERS_HERE,
    "board:officers_handover": HANDS_ON,
    "board:calendar_units": READS_CALENDAR,
    **dict.fromkeys(
        ("board:calendar_unit", "board:calendar_year", "board:calendar_result"),
        READS_CALENDAR_HERE,
    ),
    "board:audit_acts": JOURNAL,
    "board:audit_file": JOURNAL,
    "board:audit_readings": READINGS,
}  # fmt: skip
#: Addresses about a thing that the walk has none of: 404 is what the right person gets, too.
NOTHING_THERE = frozenset(
    {
        "pages:specimen",
        "security_contact",
        "board:sessions_factor_remove",
        "board:health_retry",
        "board:health_give_up",
        "board:health_limit",
        "board:wording_compare",
        "desk:draft_drop",
        "desk:draft_values",
    }
)


def rule_of(name: str) -> Rule | None:
    """Return the rule of an address, None when nobody wrote one."""
    return RULES.get(name)


_TABLE = "?don_vi=own&tu=01/01/2021&den=30/06/2021&cot=received.total"
#: What an address needs beyond its name: arguments, and a question.
_DESK: dict[str, Callable[[House, int], tuple[Sequence[Any], str]]] = {
    "pages:sheet": lambda *_: (("mc", "1"), ""),
    "desk:draft_drop": lambda *_: ((1,), ""),
    "desk:draft_values": lambda *_: ((1,), ""),
    "desk:receive_form": lambda house, _: (("own", house.procedure.slug), ""),
    "desk:refuse_counter": lambda house, _: (("own", house.procedure.slug), ""),
    "desk:receive_boundary_free": lambda house, _: (("own", house.procedure.slug), ""),
    "desk:receive_interlinked": lambda house, _: (("own", house.procedure.slug), ""),
    "desk:dossier": lambda _, number: ((number,), ""),
    "desk:reveal": lambda _, number: ((number,), ""),
    "desk:slip": lambda _, number: ((number,), ""),
    "desk:act": lambda _, number: ((number, "rut-ho-so"), ""),
    "desk:table": lambda *_: ((), _TABLE),
    "desk:table_file": lambda *_: ((), _TABLE),
    "desk:behind": lambda *_: ((), _TABLE),
    "desk:behind_file": lambda *_: ((), _TABLE + "&dang=csv"),
    "board:health_retry": lambda *_: ((1,), ""),
    "board:health_give_up": lambda *_: ((1,), ""),
    "board:health_limit": lambda *_: (("khong-co",), ""),
}


def target(name: str, house: House, number: int) -> tuple[Sequence[Any], str]:
    """Return the arguments of an address that is about the own unit, and its question."""
    if name in _DESK:
        return _DESK[name](house, number)
    given = board.ADDRESS.get(name.removeprefix("board:")) if name.startswith("board:") else None
    return (() if given is None else given(house)), ""
