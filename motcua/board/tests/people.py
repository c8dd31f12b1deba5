"""Administrators and an auditor around the house of the doors."""

from motcua.accounts.services import create_account
from motcua.accounts.vocabulary import Role
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import Period
from motcua.organisation import services as organisation
from motcua.pages.tests.house import BEGIN, House

#: user name → where, and which role there
OTHERS = {
    "quantrihuyen": ("parent", Role.ADMINISTRATOR),
    "quantriben": ("sister", Role.ADMINISTRATOR),
    "quantrila": ("foreign", Role.ADMINISTRATOR),
    "kiemtoan": ("own", Role.AUDITOR),
    "kiemsoat": ("own", Role.PROCEDURE_CONTROL_OFFICER),
}


def add_officer(house: House, name: str, where: str, *roles: Role) -> None:
    """Let one more officer with an account work in the house."""
    unit, period = house.units[where], Period(BEGIN.date().replace(month=1, day=1))
    given = {"by": SYSTEM, "at": BEGIN}
    account = create_account(username=name, password=None, **given)
    officer = organisation.add_officer(
        code=name, name=f"Trần Thị {name.title()}", account_id=account.pk, **given
    )
    organisation.appoint(
        officer_id=officer.pk, unit_id=unit.pk, title="Công chức", period=period, **given
    )
    for role in roles:
        organisation.grant_role(
            officer_id=officer.pk, role=role, unit_id=unit.pk, period=period, **given
        )


def add_others(house: House) -> None:
    """Add everybody who administers, audits or controls."""
    for name, (where, role) in OTHERS.items():
        add_officer(house, name, where, role)
