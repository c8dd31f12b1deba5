"""Upgrades an older commit while people work, rolls back, upgrades again, and counts.

Officers receive dossiers over the pages of the older release; the tables are migrated under it
while it answers; then the new release takes over, the old one again (roll-back as the manual
tells it: the tables stay), and the new one for good. Nothing acknowledged may be missing or
doubled, and each release must find its books clean. With --stop the old release is stopped and
dumped before the migration, and the roll-back brings the dump back. Prints one line of JSON.

    .venv/bin/python -m tests.upgrade_walk
    .venv/bin/python -m tests.upgrade_walk --from d388cc3 --stop
"""

import argparse
import io
import json
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
from pathlib import Path

from motcua.config import server_account
from tests.backup_walk import work_until
from tests.kill_walk import (
    ROOT,
    Product,
    Tally,
    database,
    differences,
    open_desks,
    received,
    set_up,
)

#: The last commit before the administration: only additions came after it.
BEFORE = "cc2a4fe"
EACH = 8


def older(commit: str, folder: Path) -> Path:
    """Unpack a commit of this checkout."""
    packed = subprocess.run(
        ["git", "archive", "--format=tar", commit], cwd=ROOT, capture_output=True, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as tar:
        tar.extractall(folder, filter="data")
    return folder


def applied(home: Path) -> int:
    """Return how many migrations the database has."""
    with database(home) as asked:
        row = asked.execute("select count(*) from django_migrations").fetchone()
    return int(str(row[0])) if row else 0


class Releases:
    """Two releases over one home, one of them at work."""

    def __init__(self, home: Path, port: int, old: Path) -> None:
        self.old, self.new = Product(home, port, old), Product(home, port)
        self.seen, self.end = Tally(), threading.Event()
        self.told: dict[str, object] = {}

    def work(self, part: str) -> None:
        """Let people go on until some more dossiers are acknowledged; count them."""
        before, faults = len(self.seen.acknowledged), len(self.seen.faults)
        work_until(self.seen, before + EACH)
        self.told[f"acknowledged {part}"] = len(self.seen.acknowledged) - before
        self.told[f"faults {part}"] = len(self.seen.faults) - faults

    def turn(self, leaving: Product, coming: Product) -> None:
        """Stop one release and start the other."""
        leaving.stop()
        leaving.web = leaving.worker = None
        coming.start()

    def migrate(self) -> None:
        """Bring the tables up to the new release."""
        began, before = time.monotonic(), applied(self.new.home)
        done = self.new.command("--no-serve", "--no-sample")
        if done.returncode:
            raise SystemExit(done.stderr)
        self.told["migrations"] = applied(self.new.home) - before
        self.told["migration_seconds"] = round(time.monotonic() - began, 1)

    def beside(self) -> None:
        """Migrate under the old release, change over, roll back on the new tables, change again."""
        self.migrate()
        self.work("by the old release on the new tables")
        self.turn(self.old, self.new)
        self.work("by the new release")
        self.turn(self.new, self.old)
        self.work("by the old release, rolled back")
        self.turn(self.old, self.new)
        self.work("by the new release again")

    def stopped(self, dump: Path) -> set[str]:
        """Stop, dump, migrate, work; roll back by the dump. Return what went with it."""
        self.old.stop()
        self.old.web = self.old.worker = None
        kept = set(received(self.old.home))
        server(self.old.home, "pg_dump", "--format=custom", f"--file={dump}", "motcua")
        self.migrate()
        self.new.start()
        self.work("by the new release")
        if self.new.web is not None:
            self.new.web.terminate()
            self.new.web.wait(timeout=60)
        time.sleep(3)
        self.told["differences told by the new release"] = differences(self.new, self.seen)
        self.new.stop()
        self.new.web = self.new.worker = None
        gone = set(received(self.new.home)) - kept
        server(self.old.home, "dropdb", "--force", "motcua")
        server(self.old.home, "createdb", "--template=template0", "motcua")
        server(self.old.home, "pg_restore", "--exit-on-error", "--dbname=motcua", str(dump))
        self.old.start()
        self.work("by the old release, restored")
        return gone

    def walk(self, dump: Path, *, stop: bool) -> dict[str, object]:
        """Do the whole walk and return its figures."""
        who, gone = set_up(self.old), set[str]()
        self.old.start()
        desks = open_desks(self.old, who, self.seen, self.end)
        try:
            self.work("by the old release")
            if stop:
                gone = self.stopped(dump)
            else:
                self.beside()
        finally:
            self.end.set()
            for desk in desks:
                desk.join(timeout=120)
        time.sleep(3)
        counts = received(self.new.home)
        if not stop:
            self.told["differences told by the new release"] = differences(self.new, self.seen)
        self.told["differences told by the old release"] = differences(self.old, self.seen)
        self.told["lost"] = sorted(set(self.seen.acknowledged) - gone - set(counts))
        self.told["gone with the roll-back"] = len(gone)
        self.told["doubled"] = sorted(name for name, count in counts.items() if count > 1)
        self.told["sent_again"] = self.seen.repeated
        # A form opened in one release and sent to the other may be asked again, in a sentence.
        again = [fault for fault in self.seen.faults if ": 422 " in fault]
        self.told["forms asked again"] = len(again)
        self.told["faults"] = [fault for fault in self.seen.faults if fault not in again][:10]
        return self.told


def server(home: Path, program: str, *words: str) -> None:
    """Run a program of the private server as its account."""
    where = ["--host", str(home / "postgresql"), "--username", "postgres"]
    path = server_account.find(home).programs / program
    subprocess.run([path, *where, *words], check=True, cwd="/")


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--from", dest="commit", default=BEFORE, help="the older commit")
    options.add_argument("--stop", action="store_true", help="stop the old release first")
    given = options.parse_args()
    home, program = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    home.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    releases = Releases(home, port, older(given.commit, program))
    try:
        found = releases.walk(program / "before.dump", stop=given.stop)
    finally:
        releases.old.stop()
        releases.new.stop()
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(program, ignore_errors=True)
    print(json.dumps(found, ensure_ascii=False))  # noqa: T201
    wrong = [found["lost"], found["doubled"], found["faults"], not found["migrations"]]
    wrong += [value for name, value in found.items() if name.startswith("differences")]
    return 1 if any(wrong) else 0


if __name__ == "__main__":
    sys.exit(main())
