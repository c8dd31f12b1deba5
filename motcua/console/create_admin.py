"""`create-admin`: the first administrator of an installation, and its first unit if it has none."""

import argparse
import getpass
import json
import secrets
import sys
from datetime import UTC, date, datetime

from django.db import transaction

from motcua.accounts.vocabulary import Role
from motcua.console.errors import AdministratorThere, FirstUnitNeeded, PasswordsDiffer
from motcua.journal.rules import Actor
from motcua.kernel.periods import Period, day_of
from motcua.organisation import selectors as organisation
from motcua.organisation import services
from motcua.organisation.rules import NewOfficer, NewUnit
from motcua.organisation.vocabulary import LEVEL_OF_KIND, UnitKind

NAME = "create-admin"
HELP = "Lập quản trị viên đầu tiên của một đơn vị; chưa có đơn vị nào thì lập cả đơn vị đầu tiên."
#: Who stands at the machine is not known; the journal says that it was done from there.
INSTALLER = Actor("cai-dat", "Người cài đặt (dòng lệnh)", "", "")
_TITLE = "Quản trị hệ thống"
_LEVELS = [kind.value for kind in LEVEL_OF_KIND]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--username", required=True, metavar="TÊN", help="tên đăng nhập")
    parser.add_argument("--name", required=True, metavar="HỌ-TÊN", help="họ và tên")
    parser.add_argument(
        "--unit", required=True, metavar="ĐƠN-VỊ", help="địa chỉ đơn vị, như ha-noi hoặc ba-vi"
    )
    parser.add_argument(
        "--unit-name", metavar="TÊN-RIÊNG", help="tên riêng của đơn vị đầu tiên, như “Hà Nội”"
    )
    parser.add_argument(
        "--unit-kind", choices=_LEVELS, default="city", metavar="LOẠI",
        help=f"loại của đơn vị đầu tiên: {', '.join(_LEVELS)} (mặc định city)",
    )  # fmt: skip
    parser.add_argument(
        "--ask-password", action="store_true",
        help="hỏi mật khẩu; không có thì tự sinh và in một lần",
    )  # fmt: skip
    parser.add_argument(
        "--another", action="store_true",
        help="lập thêm khi đơn vị đã có quản trị viên (như khi mất mật khẩu)",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Make the administrator, print how to log in, and return 0.

    The password must be changed at the first log-in.

    :raises Refusal: the unit is not there, it has an administrator, the user name is taken.
    """
    at = datetime.now(tz=UTC)
    password = _asked() if options.ask_password else secrets.token_urlsafe(12)
    unit = _make(options, password, at)
    shown = {"username": options.username, "unit": unit, "must_change_password": True}
    if options.format == "json":
        secret = {} if options.ask_password else {"password": password}
        print(json.dumps({**shown, **secret}, ensure_ascii=False))
        return 0
    print(f"Đã lập quản trị viên {options.username} của {unit}.")
    if not options.ask_password:
        print(f"Mật khẩu tạm, chỉ in một lần: {password}")
    print("Đăng nhập lần đầu phải đổi mật khẩu.")
    return 0


@transaction.atomic
def _make(options: argparse.Namespace, password: str, at: datetime) -> str:
    today = day_of(at)
    unit_id, name = _unit(options, today, at)
    there = organisation.administrators_over(
        unit_ids=organisation.ancestor_ids(unit_id=unit_id), on=today
    ).first()
    if there is not None and not options.another:
        raise AdministratorThere(unit=name, officer=there.name)
    officer = services.enter_officer(
        officer=NewOfficer(
            code=f"qt-{options.username}"[:40], name=options.name, unit_id=unit_id, title=_TITLE,
            period=Period(today), username=options.username, password=password,
        ),
        by=INSTALLER, at=at,
    )  # fmt: skip
    services.grant_role(
        officer_id=officer.pk, role=Role.ADMINISTRATOR, unit_id=unit_id, period=Period(today),
        by=INSTALLER, at=at,
    )  # fmt: skip
    return name


def _unit(options: argparse.Namespace, today: date, at: datetime) -> tuple[int, str]:
    """Return the unit, set up now when there is none at all."""
    if organisation.any_unit():
        known = organisation.unit_by_slug(options.unit)
        return known.pk, known.name
    if not options.unit_name:
        raise FirstUnitNeeded
    kind = UnitKind(options.unit_kind)
    made = services.create_unit(
        unit=NewUnit(
            slug=options.unit, kind=kind, level=LEVEL_OF_KIND[kind],
            name=f"{kind.label} {options.unit_name}", short_name=options.unit_name,
            period=Period(date(today.year, 1, 1)),
        ),
        by=INSTALLER, at=at,
    )  # fmt: skip
    return made.pk, made.name


def _asked() -> str:
    print("Mật khẩu ít nhất 10 ký tự, nên là một câu.", file=sys.stderr)
    password = getpass.getpass("Mật khẩu: ")
    if getpass.getpass("Nhập lại mật khẩu: ") != password:
        raise PasswordsDiffer
    return password
