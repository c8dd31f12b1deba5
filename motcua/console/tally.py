"""`tally fold` and `tally rebuild`: the cells of the counting book."""

import argparse
import json
import sys

from motcua.tally import selectors, services

NAME = "tally"
HELP = "Sổ đếm: fold cộng các dòng chờ vào ô; rebuild làm lại mọi ô từ các dòng."


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("work", metavar="VIỆC", choices=("fold", "rebuild"), help="fold, rebuild")


def run(options: argparse.Namespace) -> int:
    """Fold or rebuild, say what was touched, and return 0.

    A rebuild that changes a cell means that the cell was wrong; the lines are the book.
    """
    if options.work == "fold":
        answer, sentence = _fold()
    else:
        answer, sentence = _rebuild()
    print(json.dumps(answer) if options.format == "json" else sentence)
    return 0


def _fold() -> tuple[dict[str, int], str]:
    touched = 0
    while cells := services.fold():
        touched += cells
    return {"cells_touched": touched}, f"Đã cộng các dòng chờ vào {touched} ô."


def _rebuild() -> tuple[dict[str, int], str]:
    faulty = selectors.faulty_cells()
    services.rebuild_cells()
    for name in faulty:
        print(f"Đã sửa: {name}", file=sys.stderr)
    if not faulty:
        return {"cells_changed": 0}, "Đã làm lại mọi ô; không ô nào đổi."
    return {"cells_changed": len(faulty)}, f"Đã làm lại mọi ô; {len(faulty)} ô sai đã được sửa."
