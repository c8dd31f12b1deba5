"""`move-dossiers`: the open dossiers of a unit go to the unit that succeeds it."""

import argparse
import json
import sys
from datetime import UTC, datetime

from motcua.dossiers import services
from motcua.dossiers.errors import NotASuccessor
from motcua.dossiers.rules import THE_SYSTEM
from motcua.organisation.selectors import successions_of, unit_by_slug

NAME = "move-dossiers"
HELP = "Chuyển mọi hồ sơ đang giải quyết của một đơn vị sang đơn vị kế tục."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--from", dest="origin", metavar="SLUG", required=True, help="Đơn vị đang giải quyết."
    )
    parser.add_argument("--to", dest="heir", metavar="SLUG", required=True, help="Đơn vị nhận.")
    parser.add_argument(
        "--reason", metavar="LÝ DO", required=True, help="Số, ngày của quyết định sắp xếp đơn vị."
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="Chỉ đếm và kiểm tra, không chuyển hồ sơ nào."
    )
    parser.add_argument(
        "--not-a-successor", action="store_true",
        help="Chuyển đến đơn vị chưa ghi là đơn vị kế tục.",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Say how many dossiers move, move them one by one, and return 0; a second run goes on.

    :raises Refusal: a unit is not known, the target settles nothing on this day or is no recorded
        successor, or the reason is empty.
    """
    at = datetime.now(UTC)
    origin, heir = unit_by_slug(options.origin), unit_by_slug(options.heir)
    way = {"unit_id": origin.pk, "to_unit_id": heir.pk, "reason": options.reason, "at": at}
    services.check_succession(**way)
    known = {row.successor_id for row in successions_of(unit_id=origin.pk)}
    if heir.pk not in known and not options.not_a_successor:
        raise NotASuccessor(unit=heir.name, origin=origin.name)
    waiting = services.to_be_moved(origin.pk)
    print(
        f"{waiting} hồ sơ chưa xong của {origin.name} {'sẽ' if options.dry_run else 'đang'} "
        f"chuyển đến {heir.name}.",
        file=sys.stderr,
    )
    moved = 0
    if not options.dry_run:
        moved = services.move_all(**way, by=THE_SYSTEM)
    if options.format == "json":
        told = {"from": origin.slug, "to": heir.slug, "waiting": waiting, "moved": moved}
        print(json.dumps(told))
    elif options.dry_run:
        print("Chưa chuyển hồ sơ nào.")
    else:
        print(f"Đã chuyển {moved} hồ sơ từ {origin.name} đến {heir.name}.")
    return 0
