"""Backs up while people work, empties the machine, restores, and counts what came of it.

Officers receive dossiers over the pages of the counter while `backup` runs. Then every process is
killed and the whole home is deleted; an empty one is filled from the archive. Everything that was
acknowledged before the instant of the backup must be there, once, and the books must prove each
other. Prints one line of JSON; exit status 1 when something is wrong.

    .venv/bin/python -m tests.backup_walk --before 40
"""

import argparse
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from tests.kill_walk import Product, Tally, differences, hold, open_desks, received, set_up


def work_until(seen: Tally, wanted: int) -> None:
    """Wait until so many dossiers are acknowledged."""
    deadline = time.monotonic() + 600
    while len(seen.acknowledged) < wanted:
        if time.monotonic() > deadline:
            raise SystemExit(f"only {len(seen.acknowledged)} dossiers: {seen.faults[:5]}")
        time.sleep(0.2)


def emptied(product: Product) -> Product:
    """Kill everything, delete the home with its database, and return an empty one."""
    for process in (product.web, product.worker):
        if process is not None:
            process.kill()
            process.wait()
    server = int((product.home / "postgresql" / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    for _ in range(100):
        with suppress(OSError):
            shutil.rmtree(product.home)
        if not product.home.exists():
            break
        time.sleep(0.2)
    fresh = Path(tempfile.mkdtemp())
    fresh.chmod(0o755)
    return Product(fresh, product.port)


def timed(product: Product, *words: str) -> tuple[dict[str, object], float]:
    """Run a command that must succeed; return what it told and how many seconds it took."""
    began = time.monotonic()
    done = product.command(*words, "--format", "json")
    if done.returncode:
        raise SystemExit(f"{words}: {done.stdout}{done.stderr}")
    told: dict[str, object] = json.loads(done.stdout)
    return told, round(time.monotonic() - began, 1)


def walk(product: Product, copies: Path, before: int) -> dict[str, object]:
    """Do the whole walk and return its figures."""
    end, seen = threading.Event(), Tally()
    who = set_up(product)
    product.start()
    desks = open_desks(product, who, seen, end)
    archive, key = copies / "copy.tar", copies / "key"
    key.write_text("a key of the walk, and of nothing else at all")
    try:
        work_until(seen, before)
        made, backup_seconds = timed(product, "backup", str(archive), "--key", str(key))
        during = len(seen.acknowledged)
        work_until(seen, during + 5)
    finally:
        end.set()
        for desk in desks:
            desk.join(timeout=120)
    at = datetime.fromisoformat(str(made["at"]))
    owed = {name for name, answered in seen.answered.items() if answered <= at}
    fresh = emptied(product)
    try:
        hold(fresh.home)
        told, restore_seconds = timed(fresh, "restore", str(archive), "--key", str(key))
        counts = received(fresh.home)
        found = differences(fresh, seen)
        fresh.start()
    finally:
        fresh.stop()
        shutil.rmtree(fresh.home, ignore_errors=True)
    return {
        "acknowledged": len(seen.acknowledged),
        "acknowledged_before_the_backup": len(owed),
        "acknowledged_while_it_ran": during - len(owed),
        "restored": len(counts),
        "lost": sorted(owed - set(counts)),
        "doubled": sorted(name for name, count in counts.items() if count > 1),
        "differences": found,
        "differences_told_by_restore": told["differences"],
        "bytes": made["bytes"],
        "backup_seconds": backup_seconds,
        "restore_seconds": restore_seconds,
        "faults": seen.faults[:10],
    }


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--before", type=int, default=40, help="dossiers before the backup")
    given = options.parse_args()
    home, copies = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
    home.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        product = Product(home, free.getsockname()[1])
    try:
        found = walk(product, copies, given.before)
    finally:
        product.stop()
        shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(copies, ignore_errors=True)
    print(json.dumps(found, ensure_ascii=False))  # noqa: T201
    wrong = (found["lost"], found["doubled"], found["differences"], found["faults"])
    enough = found["acknowledged_before_the_backup"] and found["acknowledged_while_it_ran"]
    return 1 if any(wrong) or found["differences_told_by_restore"] or not enough else 0


if __name__ == "__main__":
    sys.exit(main())
