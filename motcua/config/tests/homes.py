"""A home with a private server of its own, and the product as a command beside the tests."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from motcua.config import environment, local_database


@dataclass(frozen=True)
class Home:
    """The folder of an installation, and its commands."""

    path: Path

    def around(self, **more: str) -> dict[str, str]:
        """Return the environment of a command of this home."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("MOTCUA_")}
        return {**kept, "MOTCUA_HOME": str(self.path), "PYTHONPATH": str(environment.ROOT), **more}

    def start(self, *words: object, **more: str) -> subprocess.Popen[str]:
        """Start a command and return its process."""
        return subprocess.Popen(
            [sys.executable, "-m", "motcua.config", *map(str, words)],
            env=self.around(**more),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: object, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        process = self.start(*words, **more)
        out, err = process.communicate(timeout=200)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def done(self, *words: object, **more: str) -> Any:
        """Run a command that must succeed and return its JSON."""
        ended = self.run(*words, "--format", "json", **more)
        assert ended.returncode == 0, (ended.stdout[-3000:], ended.stderr[-3000:])
        return json.loads(ended.stdout)

    def sentence(self, *words: object, **more: str) -> str:
        """Run a command that must be refused and return its sentence, the last line."""
        ended = self.run(*words, **more)
        assert ended.returncode == 1, (ended.stdout, ended.stderr)
        return ended.stderr.strip().splitlines()[-1]

    def rows(self, query: str, database: str = "motcua") -> list[tuple[Any, ...]]:
        """Return rows of the private server, which must be running."""
        with psycopg.connect(local_database.address(self.path, database)) as asked:
            return asked.execute(query).fetchall()


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A prepared installation without a sample; its server runs as long as the tests do."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    made = Home(folder)
    hold = (
        "import sys; from pathlib import Path; from motcua.config import local_database;"
        "print(local_database.start(Path(sys.argv[1]), durable=False), flush=True);"
        "sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(folder)],
        env=made.around(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        prepared = made.run("--no-serve", "--no-sample")
        assert prepared.returncode == 0, prepared.stderr
        yield made
    finally:
        holder.communicate(timeout=60)
        shutil.rmtree(folder)
