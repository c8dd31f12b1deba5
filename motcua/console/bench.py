"""`./run bench`: speed and cost of the product beside the same rows by raw prepared SQL."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from motcua.console.benching import (
    acts,
    clients,
    databases,
    filling,
    office,
    reading,
    storing,
    tables,
)
from motcua.console.benching.run import Run
from motcua.console.benching.targets import TARGETS, Finding
from motcua.console.progress import Meter
from motcua.storage import sql
from motcua.storage.sql import Statement

NAME = "bench"
HELP = "Đo tốc độ và chi phí so với SQL thô trên máy chủ dữ liệu riêng; in từng chỉ tiêu."
#: The command works in a database of its own; the frame gives it one.
DATABASE = "bench"
SIZES = (10_000, 1_000_000, 10_000_000)
_WIDTH_OF_A_FILE = 150
#: Fewer have no middle worth telling.
_FEWEST_ROUNDS = 5
_SERVER = Statement("bench.server", "select current_setting('server_version'), version()")
_FSYNC = Statement(
    "bench.fsync", "select current_setting('fsync'), current_setting('synchronous_commit')"
)
#: In this order: what is read first finds the books as the fill left them.
MEASURES: tuple[Callable[[Run], Iterator[Finding]], ...] = (
    reading.inbox, reading.page, reading.late, tables.table, acts.reception, clients.throughput,
    acts.steps, acts.late_steps, acts.among_many, acts.counting, storing.importing, storing.room,
)  # fmt: skip
NOTES = """\
SQL thô: đúng các lệnh ghi, khóa, cấp số mà chương trình gửi, với giá trị ghi lại từ trước, qua \
kết nối trần, lệnh đã chuẩn bị, mỗi lệnh một lượt, mỗi việc một giao dịch.
Mỗi vòng đo chương trình rồi đo SQL thô; con số là trung vị của tỷ lệ từng vòng, kèm vòng xấu \
nhất. CPU gồm tiến trình của chương trình và tiến trình máy chủ dữ liệu phục vụ nó.
Dữ liệu nền được nhân từ các dòng mà lệnh nhập thật đã ghi: khóa, đơn vị, thời gian đổi, mã băm \
nhật ký giữ nguyên nên ./run verify không đúng với cơ sở dữ liệu này.
Chỉ tiêu đòi nhiều hồ sơ hơn lần đo này được ghi “không đo”, con số chỉ để tham khảo.\
""".splitlines()


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--dossiers", type=int, choices=SIZES, default=SIZES[0], metavar="SỐ",
        help="số hồ sơ: 10000, 1000000, 10000000",
    )  # fmt: skip
    parser.add_argument("--rounds", type=_rounds, default=5, metavar="SỐ", help="số vòng, từ 5")


def _rounds(text: str) -> int:
    if int(text) < _FEWEST_ROUNDS:
        raise argparse.ArgumentTypeError(text)
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Fill what is missing, measure, print every target with its verdict, and return 0.

    :raises Refusal: there is no unit to measure at, or the server makes no database.
    """
    template = databases.current()
    small = None
    office.add_procedures()
    if options.dossiers > SIZES[0]:
        small = _filled(template, SIZES[0])
    databases.use(_filled(template, options.dossiers))
    run = Run(
        office.office(), options.dossiers, options.rounds, tell=_say, template=template, small=small
    )
    findings = measure(run)
    answer = report(run, findings)
    if options.format == "json":
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print(findings, answer)
    return 0


def measure(run: Run) -> list[Finding]:
    """Measure everything in the present database; findings in the order of the targets."""
    findings = []
    for one in MEASURES:
        _say(f"Đo {one.__module__.rsplit('.', 1)[-1]}.{one.__name__}…")
        findings += list(one(run))
    order = list(TARGETS)
    return sorted(findings, key=lambda found: order.index(found.id))


def report(run: Run, findings: Sequence[Finding]) -> dict[str, object]:
    """Return the answer of the command for JSON."""
    version, build = sql.every(_SERVER)[0]
    fsync, commit = sql.every(_FSYNC)[0]
    return {
        "dossiers": run.dossiers,
        "rounds": run.rounds,
        "targets": [found.as_data() for found in findings],
        "environment": {
            "cores": os.cpu_count(),
            "machine": platform.machine(),
            "python": platform.python_version(),
            "postgresql": version,
            "build": build,
            "fsync": fsync,
            "synchronous_commit": commit,
        },
        "notes": NOTES,
    }


def _filled(template: str, size: int) -> str:
    """Return the database of a size, filled if it was not."""
    databases.use(template)
    name, ready = databases.copied(template, size)
    if ready:
        _say(f"Dùng lại {size} hồ sơ đã nạp.")
        return name
    databases.use(name)
    meter = Meter()
    seconds = filling.fill(office.office(), dossiers=size, progress=meter.tell)
    meter.end()
    databases.mark_filled(template, size)
    _say(f"Đã nạp {size} hồ sơ trong {seconds:.0f} giây.")
    return name


def _print(findings: Sequence[Finding], answer: dict[str, object]) -> None:
    width = None if sys.stdout.isatty() else _WIDTH_OF_A_FILE
    screen = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False)
    grid = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in ("Mã", "Chỉ tiêu", "Đo được", "Vòng xấu nhất", "Kết luận", "Ghi chú"):
        grid.add_column(heading, overflow="fold", justify="left")
    shown = partial(_number)
    for found in findings:
        grid.add_row(
            found.id, found.target, shown(found.figure), shown(found.worst), found.verdict,
            found.note,
        )  # fmt: skip
    screen.print(grid)
    environment = answer["environment"]
    if isinstance(environment, dict):
        screen.print(
            f"{answer['dossiers']} hồ sơ, {answer['rounds']} vòng, {environment['cores']} nhân, "
            f"PostgreSQL {environment['postgresql']}, fsync {environment['fsync']}."
        )
    for note in NOTES:
        screen.print(note)


def _number(figure: float | None) -> str:
    return "" if figure is None else f"{figure:,.2f}".translate(str.maketrans(",.", ".,"))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
