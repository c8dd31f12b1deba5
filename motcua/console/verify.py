"""`./run verify`: the books proved against each other."""

import argparse
import json
import sys

from rich.console import Console
from rich.table import Table

from motcua.dossiers.selectors import verify

NAME = "verify"
HELP = "Chứng minh nhật ký, sổ thời hạn, sổ đếm khớp nhau; nêu tên dòng sai."
SHOWN = 50


def configure(parser: argparse.ArgumentParser) -> None:
    """The command takes no options of its own."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Verify everything; exit status 1 when anything differs."""

    def progress(done: int) -> None:
        print(f"Đã kiểm tra {done} hồ sơ…", file=sys.stderr)

    found = verify(progress)
    answer: dict[str, object] = {
        "journal": {"entries": found.entries, "broken": found.count("journal")},
        "clock": {"dossiers": found.dossiers, "differences": found.count("clock")},
        "tally": {"lines": found.lines, "differences": found.count("tally")},
        "files": {"count": found.files, "broken": found.count("files")},
        "unsealed": found.unsealed,
        "rows": [{"book": row.book, "key": row.key, "why": row.why} for row in found.rows],
    }
    print(f"Chưa niêm phong: {found.unsealed} dòng nhật ký.", file=sys.stderr)
    if options.format == "json":
        print(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer)
    return 1 if found.rows else 0


def _print(answer: dict[str, object]) -> None:
    table = Table(title="Kiểm chứng sổ sách")
    for heading in ("Sổ", "Số dòng, hồ sơ", "Sai khác"):
        table.add_column(heading)
    names = {"journal": "Nhật ký", "clock": "Sổ thời hạn", "tally": "Sổ đếm", "files": "Tệp"}
    for book, label in names.items():
        counted = answer[book]
        if isinstance(counted, dict):
            table.add_row(label, *(str(value) for value in counted.values()))
    console = Console()
    console.print(table)
    rows = answer["rows"]
    if isinstance(rows, list):
        for row in rows[:SHOWN]:
            console.print(f"- {row['key']}: {row['why']}")
        if len(rows) > SHOWN:
            console.print(f"… và {len(rows) - SHOWN} dòng nữa; xem đủ bằng --format json.")
