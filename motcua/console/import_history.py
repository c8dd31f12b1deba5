"""`import-history`: the history of another system into our books."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from motcua.console.progress import Meter
from motcua.dossiers.parsers import Mapping, MappingRefused, read_mapping
from motcua.dossiers.services.history import HistoryFile, Outcome, import_file
from motcua.journal.rules import SYSTEM
from motcua.kernel.errors import Refusal
from motcua.organisation.selectors import unit_by_slug

NAME = "import-history"
HELP = "Nhập lịch sử hồ sơ của hệ thống khác từ tệp CSV, XLSX hoặc XES."
_SHOWN = 5
#: A file of this size takes about a minute in one transaction.
LARGEST_MB = 150


class FileTooLarge(Refusal):
    """The file is larger than was allowed."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("file", metavar="TỆP", type=Path, help="tệp CSV, XLSX hoặc XES")
    parser.add_argument(
        "--mapping", metavar="M.yaml", type=Path, required=True, help="tệp ánh xạ các cột"
    )
    parser.add_argument("--unit", metavar="SLUG", required=True, help="đơn vị giải quyết")
    parser.add_argument(
        "--keep-good",
        action="store_true",
        help="bỏ riêng hồ sơ không đọc được và nhập các hồ sơ còn lại; bình thường một hồ sơ "
        "không đọc được thì không nhập hồ sơ nào",
    )
    parser.add_argument(
        "--max-mb",
        type=int,
        default=LARGEST_MB,
        metavar="MB",
        help=f"dung lượng tệp lớn nhất, mặc định {LARGEST_MB}",
    )


def run(options: argparse.Namespace) -> int:
    """Import, print what became of it, and return 0; 1 when a case was refused.

    :raises Refusal: the mapping, the file or the unit cannot be used; nothing is written.
    """
    _check_size(options.file, options.max_mb)
    meter = Meter()
    outcome = import_file(
        file=HistoryFile(
            path=options.file,
            mapping=_mapping(options.mapping),
            unit=unit_by_slug(options.unit),
            whole=not options.keep_good,
        ),
        by=SYSTEM,
        at=datetime.now(tz=UTC),
        progress=meter.tell,
    )
    meter.end()
    print(
        json.dumps(outcome.as_data(), ensure_ascii=False)
        if options.format == "json"
        else _words(outcome)
    )
    if not outcome.refusals:
        return 0
    reasons = "; ".join(f"{one.case}, {one.why}" for one in outcome.refusals[:_SHOWN])
    more = len(outcome.refusals) - _SHOWN
    rest = f"; và {more} hồ sơ nữa" if more > 0 else ""
    print(
        f"{len(outcome.refusals)} hồ sơ không nhập được: {reasons}{rest}. Hãy sửa rồi nhập lại; "
        "hồ sơ đã nhập giữ nguyên.",
        file=sys.stderr,
    )
    return 1


def _check_size(path: Path, most: int) -> None:
    """Refuse a file that would hold one transaction open for minutes, unless it is asked for."""
    size = path.stat().st_size // 1_000_000 if path.is_file() else 0
    if size > most:
        raise FileTooLarge(
            f"Tệp “{path.name}” nặng {size} MB, quá {most} MB. Hãy chia tệp theo năm, mỗi hồ sơ "
            f"nằm trọn trong một tệp, hoặc thêm --max-mb {size} nếu máy rảnh."
        )


def _mapping(path: Path) -> Mapping:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise MappingRefused(
            f"không đọc được tệp “{path.name}”; hãy kiểm tra đường dẫn."
        ) from fault
    return read_mapping(text, name=path.stem)


def _words(outcome: Outcome) -> str:
    lines = [
        f"Đã đọc {outcome.rows} dòng trong {outcome.seconds:.1f} giây.",
        f"Hồ sơ mới: {outcome.created}; đã có từ trước: {outcome.unchanged}.",
        f"Hồ sơ không nhập: {len(outcome.refusals)}.",
    ]
    lines += [f"  {kind.label}: {len(cases)} hồ sơ" for kind, cases in outcome.kinds.items()]
    return "\n".join(lines)
