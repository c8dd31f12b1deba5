"""The plain start and every command: parse, prepare the database, do it."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime

from motcua.config import (
    backup,
    check,
    environment,
    grants,
    own_database,
    restore,
    safety,
    sbom,
    worker,
)
from motcua.config.environment import Environment
from motcua.config.preparation import prepare, reach
from motcua.config.serve import serve, take_port
from motcua.console import main as console
from motcua.console.main import Command

SAMPLE = ("sample", "ba-vi-2021h1")


def table() -> Mapping[str, Command]:
    """Return all commands: those of the console, and those that look after the installation."""
    own: tuple[Command, ...] = (backup, check, grants, restore, sbom, worker)
    return {**console.commands(), **{command.NAME: command for command in own}}


def main(argv: Sequence[str]) -> int:
    """Do what the command line says and return the exit status.

    :raises Refusal: what is refused, in one sentence.
    """
    known = table()
    options = console.parse(argv, known)
    given = environment.read()
    if options.command is None:
        return _plain(options, given, known)
    own = getattr(known[options.command], "DATABASE", None)
    if own is not None:
        given = own_database.turn_to(given, own)
    if not getattr(known[options.command], "PREPARES", True):
        reach(given)
    elif console.needs_database(options, known):
        prepare(given, at=datetime.now(UTC))
    return known[options.command].run(options)


def _plain(options: argparse.Namespace, given: Environment, known: Mapping[str, Command]) -> int:
    if options.no_serve:
        _set_up(given, known, options)
        _say("Đã sẵn sàng.")
        return 0
    safety.at_start(given)
    with closing(take_port(given.port)) as taken:
        _set_up(given, known, options)
        _say(f"Trang web: http://127.0.0.1:{given.port} (dừng bằng Ctrl+C)")
        serve(taken)
    return 0


def _set_up(given: Environment, known: Mapping[str, Command], options: argparse.Namespace) -> None:
    prepare(given, at=datetime.now(UTC), organisation=not options.no_organisation)
    # The sample is about units of the shipped lists.
    if not options.no_sample and not options.no_organisation:
        known[SAMPLE[0]].run(console.parse(SAMPLE, known))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
