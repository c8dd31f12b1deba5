"""The parser of the command line, in Vietnamese."""

import argparse
import re
from typing import NoReturn

#: What argparse says of wrong usage → what we say.
_SENTENCES = (
    (r"the following arguments are required: (.+)", r"Còn thiếu: \1."),
    (r"unrecognized arguments: (.+)", r"Không hiểu: \1."),
    (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", r"\1: không có \2; chọn: \3."),
    (r"argument (.+?): invalid \S+ value: (.+)", r"\1: giá trị \2 không đúng dạng."),
    (r"argument (.+?): expected one argument", r"\1: cần đúng một giá trị."),
    (r"argument (.+?): expected at least one argument", r"\1: cần ít nhất một giá trị."),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 không đi cùng \2."),
    (r"one of the arguments (.+) is required", r"Cần một trong: \1."),
    (r"ambiguous option: (.+?) could match (.+)", r"\1 chưa rõ; có thể là \2."),
)
_HELP = "Hiện trợ giúp này."


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese; wrong usage ends with status 2."""

    def __init__(self, *, prog: str, description: str, **_: object) -> None:
        super().__init__(
            prog=prog,
            description=description,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Help,
        )
        self._positionals.title = "Tham số"
        self._optionals.title = "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help=_HELP)

    def error(self, message: str) -> NoReturn:
        """Print one sentence on what is wrong, and end with status 2."""
        for pattern, sentence in _SENTENCES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, sentence, message)
                break
        self.exit(2, f"{message.removesuffix('.')}. Xem {self.prog} --help.\n")


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: object,
        groups: object,
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)  # type: ignore[arg-type]  # handed on as they came
