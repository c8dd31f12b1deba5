"""Codes of units, sample prefixes, and the plain shapes that acts take; no tables, no clock."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from motcua.accounts.vocabulary import Role
from motcua.kernel.periods import Period
from motcua.kernel.text import slugify
from motcua.organisation.errors import (
    CodeInvalid,
    DelegationInvalid,
    GrantRefused,
    PeriodInvalid,
    PlaceInvalid,
)
from motcua.organisation.vocabulary import LEVEL_OF_KIND, Level, OneStopKind, UnitKind

#: Identifier code by QĐ 20/2020/QĐ-TTg Điều 4, most general group first (one-stop.md 4.1).
NEW_CODE = r"^[A-Y][0-9]{2}(\.[A-Z0-9]+)*$"
#: Identifier code by QCVN 102:2016/BTTTT, most specific group first.
OLD_CODE = r"^[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}$"
#: A sample prefix can never be taken for an official code: three letters come first.
PREFIX = r"^MAU\.[A-Z0-9.]{1,8}$"
#: A delegation would go round the rule that a second person names administrators and auditors.
NEVER_DELEGATED = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
_LONGEST_NEW_CODE = 35
_RANK = {Level.COMMUNE: 0, Level.DISTRICT: 1, Level.PROVINCE: 2}
_LONGEST_PREFIX = 12
# From this day a statistical code may be one that another commune had before.
_CODES_GIVEN_ANEW = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role, and the unit for which it may be used."""

    role: Role
    unit_id: int


@dataclass(frozen=True, slots=True)
class NewUnit:
    """What is known of a unit that is to be set up."""

    slug: str
    kind: UnitKind
    level: Level
    name: str
    period: Period
    parent_id: int | None = None
    short_name: str = ""
    key: str = ""
    official_code: str = ""
    official_code_old: str = ""
    gso_code: str = ""
    dossier_prefix: str = ""


@dataclass(frozen=True, slots=True)
class NewOneStopUnit:
    """What is known of a one-stop point that is to be set up."""

    slug: str
    kind: OneStopKind
    unit_id: int
    name: str
    period: Period
    address: str = ""


@dataclass(frozen=True, slots=True)
class UnitCodes:
    """The official codes of a unit in the new and the old form; empty while not known."""

    official: str = ""
    official_old: str = ""


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """An officer who enters, with the first post; a user name opens an account as well.

    password: what the person logs in with for the first time; None: nobody can log in yet.
    """

    code: str
    name: str
    unit_id: int
    title: str
    period: Period
    username: str = ""
    password: str | None = None


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A role that is to be granted to an officer for a unit."""

    officer_id: int
    role: Role
    unit_id: int
    period: Period


@dataclass(frozen=True, slots=True)
class NewLeave:
    """Days on which an officer is away, and who stands in."""

    officer_id: int
    stand_in_id: int
    period: Period
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RosterPlace:
    """Where an officer works by the roster, and whether as a substitute."""

    one_stop_unit_id: int
    counter_id: int | None = None
    is_substitute: bool = False


def check_official_code(code: str) -> str:
    """Return an identifier code in the form of QĐ 20/2020/QĐ-TTg as given.

    :raises CodeInvalid: it has another form, or more than 35 characters.
    """
    if len(code) > _LONGEST_NEW_CODE or not re.fullmatch(NEW_CODE, code):
        raise CodeInvalid(code=code, example="H26 hoặc H26.1.2")
    return code


def check_official_code_old(code: str) -> str:
    """Return an identifier code in the form of QCVN 102:2016/BTTTT as given.

    :raises CodeInvalid: it has another form.
    """
    if not re.fullmatch(OLD_CODE, code):
        raise CodeInvalid(code=code, example="000.00.00.H26")
    return code


def check_period(period: Period) -> Period:
    """Return a period that holds at least one day as given.

    :raises PeriodInvalid: it ends before it starts.
    """
    if period.until is not None and period.until <= period.start:
        raise PeriodInvalid
    return period


def check_place(
    *, kind: UnitKind, level: Level, parent: str, parent_kind: UnitKind, parent_level: Level
) -> None:
    """Refuse a unit below a parent that it cannot belong to (docs/decisions/0016).

    A unit of government stands at the level of its kind, below one of a higher level: so nobody
    sets up a city below a commune. A division or an agency never stands above its parent.

    :raises PlaceInvalid: its level is not below; parent: the name that the sentence tells.
    """
    own, above = _RANK[level], _RANK[parent_level]
    if kind in LEVEL_OF_KIND:
        right = level is LEVEL_OF_KIND[kind] and parent_kind in LEVEL_OF_KIND and own < above
    else:
        right = own <= above
    if not right:
        raise PlaceInvalid(kind=kind.label, parent=parent)


def check_may_grant(*, giver_id: int, grant: NewGrant, reaches: bool) -> None:
    """Refuse a grant that its giver may not make (docs/decisions/0016).

    Nobody grants a role to themselves, and nobody grants one beyond the units they look after.
    So the administrator of a unit is always named by a second person: one of a unit above, or
    another administrator of the same unit.

    :raises GrantRefused: it is one of these.
    """
    if giver_id == grant.officer_id:
        raise GrantRefused(why="không ai tự phân quyền cho mình; hãy nhờ quản trị viên khác")
    if not reaches:
        raise GrantRefused(why="đơn vị này ngoài phạm vi quản trị của anh/chị")


def check_may_delegate(role: Role) -> None:
    """Refuse the delegation of a role that only a grant may give.

    :raises DelegationInvalid: it is the administrator's or the auditor's.
    """
    if role in NEVER_DELEGATED:
        raise DelegationInvalid(why=f"vai trò “{role.label}” chỉ được phân quyền, không ủy quyền")


def sample_prefix(*, level: Level, short_name: str, gso_code: str, valid_from: date) -> str:
    """Return the visible sample prefix of dossier codes while no official code is known.

    A province or district gives its name (MAU.BAVI); a commune its statistical code, which was
    given out anew in 2025 and then ends in .25 (MAU.09700, MAU.09700.25), or its name without one.
    """
    if level is not Level.COMMUNE or not gso_code:
        return "MAU." + (slugify(short_name).replace("-", "").upper()[:8] or "DONVI")
    return f"MAU.{gso_code}" + (".25" if valid_from >= _CODES_GIVEN_ANEW else "")


def prefix_of_its_own(wanted: str, taken: Collection[str]) -> str:
    """Return a sample prefix that no other unit has: as wanted, else with a number at its end."""
    made, number = wanted, 1
    while made in taken:
        number += 1
        made = f"{wanted[: _LONGEST_PREFIX - len(str(number))]}{number}"
    return made
