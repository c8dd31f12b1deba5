"""`import-catalogue`: updates of the catalogue from a file, as drafts for a second person."""

import argparse
import json
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from rich.console import Console
from rich.table import Table

from motcua.catalogue.parsers import read_updates
from motcua.catalogue.services import Origin, PlannedRow, import_updates, plan_import
from motcua.journal.rules import SYSTEM
from motcua.kernel.errors import Refusal

NAME = "import-catalogue"
HELP = "Nhập cập nhật danh mục thủ tục từ tệp XLSX, CSV hoặc YAML thành bản dự thảo."
_KINDS = {"new": "Mới", "changed": "Thay đổi", "unchanged": "Không đổi", "wrong": "Chưa đúng"}


class NoSuchFile(Refusal):
    """There is no such file, or it cannot be read."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("file", metavar="TỆP", type=Path, help="tệp XLSX, CSV hoặc YAML")
    parser.add_argument(
        "--source", metavar="NGUỒN", required=True, help="tệp lấy từ đâu, ghi vào nhật ký"
    )
    parser.add_argument(
        "--keep-good",
        action="store_true",
        help="bỏ riêng dòng chưa đúng và nhập các dòng còn lại; bình thường một dòng chưa đúng "
        "thì không nhập dòng nào",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="chỉ xem từng thay đổi, không ghi gì"
    )


def run(options: argparse.Namespace) -> int:
    """Show every row's differences, write the drafts, and return 0; 1 when a row was wrong.

    :raises Refusal: the file cannot be read, or a row is wrong and none is left out.
    """
    content = _content(options.file)
    rows = read_updates(content, name=options.file.name)
    planned = plan_import(rows=rows)
    wrong = [one for one in planned if one.kind == "wrong"]
    writes = not options.dry_run and (options.keep_good or not wrong)
    if writes:
        origin = Origin(options.source, options.file.name, sha256(content).hexdigest())
        import_updates(
            rows=rows, origin=origin, keep_good=options.keep_good, by=SYSTEM,
            at=datetime.now(tz=UTC),
        )  # fmt: skip
    if options.format == "json":
        print(json.dumps(_answer(planned, options.source, written=writes), ensure_ascii=False))
    else:
        _print(planned)
    if wrong:
        first = wrong[0]
        done = "các dòng khác đã nhập" if writes else "chưa nhập dòng nào"
        print(
            f"{len(wrong)} dòng chưa đúng, {done}; dòng {first.line}: {first.faults[0]}",
            file=sys.stderr,
        )
    return 1 if wrong else 0


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise NoSuchFile(f"Không mở được tệp {path}; hãy kiểm tra đường dẫn.") from wrong


def _answer(planned: tuple[PlannedRow, ...], source: str, *, written: bool) -> dict[str, object]:
    counts = {kind: sum(one.kind == kind for one in planned) for kind in _KINDS}
    rows = [
        {
            "line": one.line, "code": one.code, "name": one.name, "kind": one.kind,
            "differences": [difference.sentence for difference in one.differences],
            "faults": list(one.faults),
        }
        for one in planned
    ]  # fmt: skip
    return {"source": source, "written": written, "counts": counts, "rows": rows}


def _print(planned: tuple[PlannedRow, ...]) -> None:
    table = Table(title="Cập nhật danh mục thủ tục")
    for heading in ("Dòng", "Mã", "Kết quả", "Nội dung"):
        table.add_column(heading)
    for one in planned:
        told = one.faults or tuple(difference.sentence for difference in one.differences)
        table.add_row(str(one.line), one.code, _KINDS[one.kind], "\n".join(told))
    Console().print(table)
