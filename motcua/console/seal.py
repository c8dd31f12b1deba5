"""`./run seal`: close the day's journal with one hash over every chain that grew."""

import argparse
import json
from datetime import UTC, datetime

from motcua.journal.services import seal
from motcua.kernel.periods import day_of

NAME = "seal"
HELP = "Niêm phong nhật ký: một mã băm cho mọi chuỗi đã dài thêm từ lần trước."


def configure(parser: argparse.ArgumentParser) -> None:
    """The command takes no options of its own."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Seal what has grown; nothing to seal is no failure."""
    now = datetime.now(UTC)
    made = seal(on=day_of(now), at=now)
    chains = 0 if made is None else made.chains
    root = "" if made is None else bytes(made.root).hex()
    if options.format == "json":
        print(json.dumps({"chains": chains, "root": root}))
    elif made is None:
        print("Không có gì mới để niêm phong.")
    else:
        print(f"Đã niêm phong {chains} chuỗi nhật ký. Gốc: {root}")
    return 0
