"""`sample`: load a half year of sample data, and open the sample accounts."""

import argparse
import json
import secrets
import sys
from datetime import UTC, datetime

from django.conf import settings

from motcua.accounts.vocabulary import DEMONSTRATION_PASSWORD
from motcua.console.progress import Meter
from motcua.console.sampling import accounts, loading
from motcua.organisation.selectors import unit_by_slug

NAME = "sample"
HELP = "Nạp dữ liệu mẫu và mở tài khoản mẫu; --list liệt kê các bộ mẫu."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--list", action="store_true", help="liệt kê các bộ mẫu")
    choice.add_argument("name", metavar="BỘ-MẪU", nargs="?", help="như ba-vi-2021h1")


def run(options: argparse.Namespace) -> int:
    """List the samples, or load one, and return 0.

    :raises Refusal: there is no sample of that name, or another import is running.
    """
    if options.list:
        return _list(options)
    at = datetime.now(tz=UTC)
    meter = Meter()
    loaded = loading.load(options.name, at=at, progress=meter.tell)
    meter.end()
    logins = open_sample_accounts(at=at)
    if options.format == "json":
        dossiers = {"created": loaded.created, "unchanged": loaded.unchanged}
        print(json.dumps({"name": loaded.name, "dossiers": dossiers, "accounts": logins}))
        return 0
    print(f"{loaded.title}: {loaded.created} hồ sơ mới, {loaded.unchanged} hồ sơ đã có từ trước.")
    return 0


def open_sample_accounts(*, at: datetime) -> list[dict[str, object]]:
    """Open the sample accounts that are missing, and print how to log in with all of them.

    The demonstration password is for the private server of this machine only; on any other
    database the password is drawn by chance and shown once.
    """
    private = not settings.ENVIRONMENT.database_url
    password = DEMONSTRATION_PASSWORD if private else secrets.token_urlsafe(12)
    opened = {one.username for one in accounts.open_accounts(password=password, at=at)}
    shown: list[dict[str, object]] = [
        {"username": one.username, "roles": [role.value for role in one.roles],
         "title": one.title, "unit": one.unit}
        for one in accounts.ACCOUNTS
    ]  # fmt: skip
    if private or opened:
        print(f"Tài khoản mẫu, mật khẩu {password}:", file=sys.stderr)
        names = {unit: unit_by_slug(unit).name for unit in {one.unit for one in accounts.ACCOUNTS}}
        for one in accounts.ACCOUNTS:
            if private or one.username in opened:
                print(f"  {one.username:14} {one.title}, {names[one.unit]}", file=sys.stderr)
    return shown


def _list(options: argparse.Namespace) -> int:
    rows = []
    for name in loading.names():
        wanted = loading.plan(name)
        rows.append(
            {"name": name, "title": wanted.title, "loaded": loading.is_loaded(wanted),
             "readings": list(wanted.readings), "invented": list(wanted.invented)}
        )  # fmt: skip
    if options.format == "json":
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for row in rows:
        state = "đã nạp" if row["loaded"] else "chưa nạp"
        print(f"{row['name']}: {row['title']} ({state})")
    return 0
