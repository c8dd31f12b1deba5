"""Words to the person at the terminal."""

import sys


def say(line: str) -> None:
    """Tell how far the work has come, on standard error."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - this speaks to the terminal


def answer(line: str) -> None:
    """Give the result, on standard output."""
    print(line, flush=True)  # noqa: T201 - this speaks to the terminal
