"""The frame of the command line: which commands there are, and how one is chosen and run."""

import argparse
import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from typing import Protocol, cast

from motcua import console
from motcua.console.usage import Parser

PROGRAM = "./run"


class Command(Protocol):
    """What a command module offers."""

    NAME: str
    HELP: str

    def configure(self, parser: argparse.ArgumentParser) -> None:
        """Add the arguments of the command."""

    def run(self, options: argparse.Namespace) -> int:
        """Do the command and return the exit status."""


def commands() -> Mapping[str, Command]:
    """Return every command of this room by its name: the modules that have a NAME."""
    names = (module.name for module in pkgutil.iter_modules(console.__path__))
    modules = (importlib.import_module(f"{console.__name__}.{name}") for name in sorted(names))
    found = (cast("Command", module) for module in modules if hasattr(module, "NAME"))
    return {command.NAME: command for command in found}


def parse(argv: Sequence[str], table: Mapping[str, Command]) -> argparse.Namespace:
    """Return the options of a command line; `command` is None for the plain start.

    Wrong usage prints one sentence and ends the process with status 2.
    """
    parser = Parser(
        prog=PROGRAM,
        description="Một Cửa: hệ thống thông tin một cửa. Không có lệnh: chuẩn bị dữ liệu, "
        "nạp dữ liệu mẫu và mở trang web trên máy này.",
    )
    parser.add_argument("--no-serve", action="store_true", help="Chỉ chuẩn bị, không mở trang web.")
    parser.add_argument("--no-sample", action="store_true", help="Không nạp dữ liệu mẫu.")
    parser.add_argument(
        "--no-organisation",
        action="store_true",
        help="Bắt đầu không có đơn vị nào: create-admin lập đơn vị đầu tiên.",
    )
    choices = parser.add_subparsers(
        dest="command", metavar="LỆNH", title="Lệnh", parser_class=Parser
    )
    for name, command in sorted(table.items()):
        sub = choices.add_parser(name, help=command.HELP, description=command.HELP)
        sub.add_argument(
            "--format",
            choices=("table", "json"),
            default="table",
            help="Cách in kết quả: bảng (mặc định) hoặc JSON.",
        )
        command.configure(sub)
    return parser.parse_args(argv)


def needs_database(options: argparse.Namespace, table: Mapping[str, Command]) -> bool:
    """Return whether the chosen command needs the database; the plain start does."""
    asked = getattr(table.get(options.command or ""), "needs_database", None)
    return asked is None or bool(asked(options))


def run(argv: Sequence[str]) -> int:
    """Run one command of this room in a prepared environment and return its exit status.

    :raises Refusal: what the command refuses, in one sentence.
    """
    table = commands()
    options = parse(argv, table)
    return table[options.command].run(options)
