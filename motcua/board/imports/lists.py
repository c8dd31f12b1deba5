"""The lists that can be brought in from a spreadsheet: columns, check, act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from motcua.board.officers.passwords import new_password
from motcua.organisation import services
from motcua.organisation.parsers import (
    OFFICERS,
    UNITS,
    Column,
    Fault,
    OfficerLine,
    Texts,
    officer_lines,
    unit_lines,
)
from motcua.organisation.services import Checked, Importer

#: Passwords are hashed one by one, slowly on purpose: for longer lists they are given later.
MOST_PASSWORDS = 100


@dataclass(frozen=True, slots=True)
class Done:
    """What an import did: how many lines brought something; name, user name, password of each
    account that was opened with a password."""

    count: int
    opened: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetList:
    """One list: its words, its columns, how it is read, checked and written."""

    address: str
    title: str
    thing: str
    columns: Sequence[Column]
    read: Callable[[Sequence[Texts]], tuple[Sequence[Any], tuple[Fault, ...]]]
    check: Callable[[Sequence[Any], Importer], Checked]
    write: Callable[[Sequence[Any], Importer], Done]
    back: str


def _write_units(lines: Sequence[Any], who: Importer) -> Done:
    return Done(services.import_units(lines=lines, who=who))


def _write_officers(lines: Sequence[OfficerLine], who: Importer) -> Done:
    logins = {line.username: line.name for line in lines if line.username}
    few = len(logins) <= MOST_PASSWORDS
    passwords = {username: new_password() for username in logins} if few else {}
    before = services.known_usernames(logins)
    count = services.import_officers(lines=lines, passwords=passwords, who=who)
    opened = tuple(
        (logins[username], username, password)
        for username, password in passwords.items()
        if username not in before
    )
    return Done(count, opened)


LISTS = {
    one.address: one
    for one in (
        SheetList(
            "don-vi", "Nhập đơn vị từ bảng tính", "đơn vị", UNITS, unit_lines,
            lambda lines, who: services.check_units(lines=lines, who=who), _write_units,
            "board:units_list",
        ),
        SheetList(
            "can-bo", "Nhập cán bộ từ bảng tính", "cán bộ", OFFICERS, officer_lines,
            lambda lines, who: services.check_officers(lines=lines, who=who), _write_officers,
            "board:officers_list",
        ),
    )
}  # fmt: skip
