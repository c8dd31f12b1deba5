"""The number under which a step keeps its role: short, the same for ever."""

from collections.abc import Mapping

from motcua.accounts.vocabulary import Role

#: A new role takes the next number; none is given twice. 0 is a step without a role.
ROLE_NUMBERS: Mapping[Role, int] = {
    Role.SUBMITTER: 1,
    Role.POSTAL_STAFF: 2,
    Role.RECEIVING_OFFICER: 3,
    Role.CASE_OFFICER: 4,
    Role.APPROVER: 5,
    Role.RECORDS_CLERK: 6,
    Role.UNIT_HEAD: 7,
    Role.ONE_STOP_HEAD: 8,
    Role.LEADER: 9,
    Role.REFORM_COORDINATOR: 10,
    Role.PROCEDURE_CONTROL_OFFICER: 11,
    Role.INSPECTOR: 12,
    Role.ADMINISTRATOR: 13,
    Role.AUDITOR: 14,
}
_ROLES = {number: role for role, number in ROLE_NUMBERS.items()}


def role_number(role: Role | None) -> int:
    """Return the number of a role, 0 for none."""
    return 0 if role is None else ROLE_NUMBERS[role]


def role_text(number: int) -> str:
    """Return the key of the role with this number, empty for 0.

    :raises KeyError: no role has it.
    """
    return str(_ROLES[number]) if number else ""
