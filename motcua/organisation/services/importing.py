"""Units and officers from a spreadsheet: checked against what is there, then written whole."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from motcua.accounts.models import Account
from motcua.accounts.vocabulary import Role
from motcua.journal.rules import Actor
from motcua.kernel.periods import Period, day_of
from motcua.kernel.text import fold, slugify
from motcua.organisation import rules
from motcua.organisation.errors import CodeInvalid, NothingToImport, PlaceInvalid
from motcua.organisation.models import Appointment, Delegation, Officer, RoleGrant, Unit
from motcua.organisation.parsers import OFFICERS, UNITS, Fault, OfficerLine, UnitLine
from motcua.organisation.rules import NewGrant, NewOfficer, NewUnit
from motcua.organisation.services.entering import enter_officer, grant_by, open_account
from motcua.organisation.services.officers import appoint
from motcua.organisation.services.units import create_unit
from motcua.organisation.vocabulary import LEVEL_OF_KIND, Level, UnitKind

_U = {column.key: column.head for column in UNITS}
_O = {column.key: column.head for column in OFFICERS}
#: Name, kind and level of a unit that another is put below.
_Standing = tuple[str, UnitKind, Level]
_SEVERAL = "có nhiều đơn vị tên này; hãy ghi địa chỉ như xa-ba-vi"


@dataclass(frozen=True, slots=True)
class Checked:
    """What an import would do: lines that bring something, lines known already, faults."""

    new: int
    unchanged: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Importer:
    """Who imports: the officer, and the units looked after."""

    officer_id: int
    reach: frozenset[int]
    by: Actor
    at: datetime


@dataclass(slots=True)
class _Places:
    """The units that a file may name, by address and by name without tone marks."""

    by_slug: dict[str, int | str] = field(default_factory=dict)
    by_name: dict[str, list[int | str]] = field(default_factory=dict)

    def add(self, *, slug: str, names: Iterable[str], key: int | str) -> None:
        self.by_slug[slug] = key
        for name in {fold(name) for name in names}:
            self.by_name.setdefault(name, []).append(key)

    def find(self, text: str) -> tuple[int | str | None, str]:
        """Return the unit, or None with the sentence that says why not."""
        if text in self.by_slug:
            return self.by_slug[text], ""
        same = self.by_name.get(fold(text), [])
        if len(same) == 1:
            return same[0], ""
        missing = f"không có đơn vị “{text[:60]}” trong phạm vi của anh/chị"
        return None, _SEVERAL if same else missing


def _places(reach: Collection[int], at: datetime) -> _Places:
    places, today = _Places(), day_of(at)
    for unit in Unit.objects.filter(pk__in=reach).order_by("pk"):
        ended = unit.valid_until is not None and unit.valid_until <= today
        names = () if ended else (unit.name, unit.short_name)
        places.add(slug=unit.slug, names=names, key=unit.pk)
    return places


@dataclass(frozen=True, slots=True)
class _NewUnit:
    line: UnitLine
    slug: str
    parent: int | str


def check_units(*, lines: Sequence[UnitLine], who: Importer) -> Checked:
    """Return what importing these units would do; nothing is written."""
    plan, unchanged, faults = _plan_units(lines, who)
    return Checked(len(plan), unchanged, tuple(faults))


@transaction.atomic
def import_units(*, lines: Sequence[UnitLine], who: Importer) -> int:
    """Set up the units that are not there yet, all or none; return how many.

    :raises NothingToImport: something in the file is wrong; check it first.
    """
    plan, _, faults = _plan_units(lines, who)
    if faults:
        raise NothingToImport
    made: dict[str, int] = {}
    standing = _standing(who.reach)
    for one in plan:
        parent = made[one.parent] if isinstance(one.parent, str) else one.parent
        line = one.line
        level = _level(line, standing[one.parent])
        standing[one.slug] = line.name, line.kind, level
        unit = NewUnit(
            slug=one.slug, kind=line.kind, level=level,
            name=line.name, short_name=line.short_name, parent_id=parent, key=line.key,
            official_code=line.official, gso_code=line.gso_code, period=Period(line.start),
        )  # fmt: skip
        made[one.slug] = create_unit(unit=unit, by=who.by, at=who.at).pk
    return len(plan)


def _plan_units(
    lines: Sequence[UnitLine], who: Importer
) -> tuple[list[_NewUnit], int, list[Fault]]:
    places, there = _places(who.reach, who.at), _units_there(who.reach)
    rows = list(Unit.objects.values_list("slug", "official_code"))
    taken, codes = {slug for slug, _ in rows}, {code for _, code in rows}
    plan: dict[tuple[int | str | None, str, str], _NewUnit] = {}
    standing = _standing(who.reach)
    unchanged, faults = 0, []
    for line in lines:
        parent, why = places.find(line.parent)
        key = (parent, line.kind.value, fold(line.short_name))
        known, slug = there.get(key), line.slug or _free_slug(line, taken)
        wrong = (_U["parent"], why) if parent is None else None
        if wrong is None and known is not None:
            if line.slug in ("", known):
                unchanged += 1
                continue
            wrong = (_U["slug"], f"đơn vị này đã có địa chỉ {known}")
        if wrong is None:
            wrong = _unit_fault(line, slug, twice=key in plan, taken=taken, codes=codes)
        if wrong is None and parent is not None:
            wrong = _place_fault(line, standing[parent])
        if wrong is not None or parent is None:
            faults.append(Fault(line.line, *(wrong or (_U["parent"], why))))
            continue
        plan[key] = _NewUnit(line, slug, parent)
        standing[slug] = line.name, line.kind, _level(line, standing[parent])
        taken.add(slug)
        codes.add(line.official)
        places.add(slug=slug, names=(line.name, line.short_name), key=slug)
    return list(plan.values()), unchanged, faults


def _standing(reach: Collection[int]) -> dict[int | str, _Standing]:
    """Return name, kind and level of the units within the reach."""
    rows = Unit.objects.filter(pk__in=reach).values_list("pk", "name", "kind", "level")
    return {pk: (name, UnitKind(kind), Level(level)) for pk, name, kind, level in rows}


def _level(line: UnitLine, parent: _Standing) -> Level:
    """Return the level of a new unit: that of its kind, a division's that of its parent."""
    return LEVEL_OF_KIND.get(line.kind, parent[2])


def _place_fault(line: UnitLine, parent: _Standing) -> tuple[str, str] | None:
    name, kind, level = parent
    try:
        rules.check_place(
            kind=line.kind, level=_level(line, parent), parent=name,
            parent_kind=kind, parent_level=level,
        )  # fmt: skip
    except PlaceInvalid as wrong:
        return _U["parent"], str(wrong)
    return None


def _units_there(reach: Collection[int]) -> dict[tuple[int | str | None, str, str], str]:
    """Return the addresses of the units within the reach by parent, kind and bare name."""
    rows = Unit.objects.filter(pk__in=reach).values_list("parent_id", "kind", "short_name", "slug")
    return {(parent, kind, fold(name)): slug for parent, kind, name, slug in rows}


def _unit_fault(
    line: UnitLine, slug: str, *, twice: bool, taken: Collection[str], codes: Collection[str | None]
) -> tuple[str, str] | None:
    """Return the column and what is wrong in it, None when nothing is."""
    if twice:
        return _U["name"], "đơn vị này có hai dòng trong tệp"
    if slug in taken:
        return _U["slug"], f"địa chỉ {slug} đã có đơn vị khác dùng"
    if line.official and line.official in codes:
        return _U["official"], "mã này đã có đơn vị khác dùng"
    try:
        if line.official:
            rules.check_official_code(line.official)
    except CodeInvalid as wrong:
        return _U["official"], str(wrong)
    return None


def _free_slug(line: UnitLine, taken: Collection[str]) -> str:
    plain = slugify(line.name)
    return slugify(f"{line.name} {line.parent}")[:80] if plain in taken else plain[:80]


@dataclass(frozen=True, slots=True)
class _OfficerPlan:
    """What one line brings: unit, whether the officer, post, account are new, which roles are."""

    line: OfficerLine
    unit: int
    officer: int | None
    post: bool
    roles: tuple[Role, ...]
    account: bool

    @property
    def brings(self) -> bool:
        """Whether there is anything to write."""
        return self.officer is None or self.post or bool(self.roles) or self.account


def check_officers(*, lines: Sequence[OfficerLine], who: Importer) -> Checked:
    """Return what importing these officers would do; nothing is written."""
    plans, faults = _plan_officers(lines, who)
    new = sum(plan.brings for plan in plans)
    return Checked(new, len(plans) - new, tuple(faults))


@transaction.atomic
def import_officers(
    *, lines: Sequence[OfficerLine], passwords: Mapping[str, str], who: Importer
) -> int:
    """Enter officers, posts, roles and accounts that are not there yet, all or none.

    passwords: user name → password for the first log-in; without one nobody can log in yet.
    Returns how many lines brought something.

    :raises NothingToImport: something in the file is wrong; check it first.
    """
    plans, faults = _plan_officers(lines, who)
    if faults:
        raise NothingToImport
    entered: dict[str, int] = {}
    for plan in plans:
        if plan.brings:
            _write(plan, entered, passwords, who)
    return sum(plan.brings for plan in plans)


def known_usernames(names: Collection[str]) -> frozenset[str]:
    """Return which of these user names somebody has."""
    rows = Account.objects.filter(username__in=names)
    return frozenset(rows.values_list("username", flat=True))


def _write(
    plan: _OfficerPlan, entered: dict[str, int], passwords: Mapping[str, str], who: Importer
) -> None:
    line, given = plan.line, {"by": who.by, "at": who.at}
    period = Period(line.start)
    officer_id = plan.officer or entered.get(line.code)
    login: dict[str, Any] = {"username": line.username, "password": passwords.get(line.username)}
    if officer_id is None:
        new = NewOfficer(
            line.code, line.name, plan.unit, line.title, period, **(login if plan.account else {})
        )
        officer_id = enter_officer(officer=new, by=who.by, at=who.at).pk
        entered[line.code] = officer_id
    else:
        if plan.post:
            appoint(
                officer_id=officer_id, unit_id=plan.unit, title=line.title, period=period,
                by=who.by, at=who.at,
            )  # fmt: skip
        if plan.account:
            open_account(officer_id=officer_id, reach=who.reach, by=who.by, at=who.at, **login)
    for role in plan.roles:
        grant_by(
            giver_id=who.officer_id, grant=NewGrant(officer_id, role, plan.unit, period),
            reach=who.reach, **given,  # type: ignore[arg-type]  # by and at, as named
        )  # fmt: skip


def _plan_officers(
    lines: Sequence[OfficerLine], who: Importer
) -> tuple[list[_OfficerPlan], list[Fault]]:
    places = _places(who.reach, who.at)
    known = _known_officers({line.code for line in lines}, day_of(who.at))
    taken = known_usernames({line.username for line in lines if line.username})
    seen = _Seen()
    plans: list[_OfficerPlan] = []
    faults: list[Fault] = []
    for line in lines:
        unit, why = places.find(line.unit)
        if not isinstance(unit, int):
            faults.append(Fault(line.line, _O["unit"], why))
            continue
        before = known.get(line.code)
        wrong = _officer_fault(line, before, taken, seen, who)
        if wrong is not None:
            faults.append(Fault(line.line, *wrong))
            continue
        plans.append(_plan(line, unit, before, seen))
    return plans, faults


@dataclass(slots=True)
class _Seen:
    """What earlier lines of the file said: names, accounts, posts, roles."""

    names: dict[str, str] = field(default_factory=dict)
    logins: dict[str, str] = field(default_factory=dict)
    posts: set[tuple[str, int, str]] = field(default_factory=set)
    roles: set[tuple[str, int, Role]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Known:
    """An officer who is there: key, name, user name, open posts and roles."""

    id: int
    name: str
    left: bool
    username: str
    posts: frozenset[tuple[int, str]]
    roles: frozenset[tuple[int, str]]
    #: Where something is held today or later, and where the roles of others are.
    holds: frozenset[int]
    stands_in: frozenset[int]


def _known_officers(codes: Collection[str], on: date) -> dict[str, _Known]:
    rows = Officer.objects.filter(code__in=codes).select_related("account")
    posts: dict[int, set[tuple[int, str]]] = {}
    roles: dict[int, set[tuple[int, str]]] = {}
    held = Appointment.objects.filter(officer__code__in=codes)
    for officer, unit, title in held.values_list("officer_id", "post__unit_id", "post__title"):
        posts.setdefault(officer, set()).add((unit, title))
    grants = RoleGrant.objects.filter(officer__code__in=codes)
    for officer, unit, role in grants.values_list("officer_id", "unit_id", "role"):
        roles.setdefault(officer, set()).add((unit, role))
    holds: dict[int, set[int]] = {}
    later = Q(valid_until=None) | Q(valid_until__gt=on)
    for officer, unit in (
        *held.filter(later).values_list("officer_id", "post__unit_id"),
        *grants.filter(later).values_list("officer_id", "unit_id"),
    ):
        holds.setdefault(officer, set()).add(unit)
    stands: dict[int, set[int]] = {}
    lent = Delegation.objects.filter(later, to_officer__code__in=codes)
    for officer, unit in lent.values_list("to_officer_id", "unit_id"):
        stands.setdefault(officer, set()).add(unit)
    return {
        row.code: _Known(
            row.pk, row.name, row.left_on is not None,
            "" if row.account is None else row.account.username,
            frozenset(posts.get(row.pk, ())), frozenset(roles.get(row.pk, ())),
            frozenset(holds.get(row.pk, ())), frozenset(stands.get(row.pk, ())),
        )
        for row in rows
    }  # fmt: skip


def _officer_fault(
    line: OfficerLine, before: _Known | None, taken: Collection[str], seen: _Seen, who: Importer
) -> tuple[str, str] | None:
    """Return the column and what is wrong in it, None when nothing is."""
    name = before.name if before else seen.names.get(line.code, line.name)
    login = before.username if before and before.username else seen.logins.get(line.code, "")
    ever = {unit for unit, _ in before.posts | before.roles} if before else set()
    units = (before and before.holds) or ever
    if units and not units & who.reach:
        return _O["code"], "mã này đã có người ở đơn vị ngoài phạm vi của anh/chị dùng"
    if before is not None and before.left:
        return _O["code"], "người mang mã này đã thôi việc; hãy dùng mã khác"
    if fold(name) != fold(line.name):
        return _O["name"], f"mã {line.code} đã ghi cho {name}"
    if line.roles and before is not None and before.id == who.officer_id:
        held = {role for _, role in before.roles}
        if not {role.value for role in line.roles} <= held:
            return _O["roles"], "không ai tự phân quyền cho mình"
    if line.username and login and login != line.username:
        return _O["username"], f"{name} đã có tài khoản {login}; mỗi người một tài khoản"
    if line.username and not login and before and (before.holds | before.stands_in) - who.reach:
        return _O["username"], f"{name} còn giữ việc ở đơn vị ngoài phạm vi của anh/chị"
    others = {user for code, user in seen.logins.items() if code != line.code}
    if line.username and not login and (line.username in taken or line.username in others):
        return _O["username"], f"tên đăng nhập {line.username} đã có người dùng"
    return None


def _plan(line: OfficerLine, unit: int, before: _Known | None, seen: _Seen) -> _OfficerPlan:
    posts = {(u, t) for u, t in before.posts} if before else set()
    roles = {(u, r) for u, r in before.roles} if before else set()
    mine = (line.code, unit, line.title)
    post = (unit, line.title) not in posts and mine not in seen.posts
    fresh = tuple(
        role for role in dict.fromkeys(line.roles)
        if (unit, role.value) not in roles and (line.code, unit, role) not in seen.roles
    )  # fmt: skip
    has_login = bool(before and before.username) or line.code in seen.logins
    plan = _OfficerPlan(
        line, unit, before.id if before else None, post, fresh,
        bool(line.username) and not has_login,
    )  # fmt: skip
    seen.names.setdefault(line.code, line.name)
    seen.posts.add(mine)
    seen.roles |= {(line.code, unit, role) for role in fresh}
    if line.username:
        seen.logins.setdefault(line.code, line.username)
    return plan
