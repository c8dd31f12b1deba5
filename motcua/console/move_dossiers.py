"""`move-dossiers`: the open dossiers of a unit go to the unit that succeeds it."""

import argparse
import json
import sys
from datetime import UTC, datetime

from motcua.dossiers import services
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


def run(options: argparse.Namespace) -> int:
    """Move the dossiers one by one, say how many, and return 0; a second run goes on.

    :raises Refusal: a unit is not known, or the reason is empty.
    """
    origin, heir = unit_by_slug(options.origin), unit_by_slug(options.heir)
    known = {row.successor_id for row in successions_of(unit_id=origin.pk)}
    if heir.pk not in known:
        print(
            f"Chưa ghi {heir.name} là đơn vị kế tục của {origin.name}; vẫn chuyển theo lý do đã "
            "nêu.",
            file=sys.stderr,
        )
    moved = services.move_all(
        unit_id=origin.pk, to_unit_id=heir.pk, reason=options.reason, by=THE_SYSTEM,
        at=datetime.now(UTC),
    )  # fmt: skip
    if options.format == "json":
        print(json.dumps({"from": origin.slug, "to": heir.slug, "moved": moved}))
    else:
        print(f"Đã chuyển {moved} hồ sơ từ {origin.name} đến {heir.name}.")
    return 0
