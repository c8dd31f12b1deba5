"""Kills the product at random moments while people work, and counts what came of it.

Officers receive dossiers over the pages of the counter, each form sent again until it is answered.
Meanwhile web server, worker and database are killed (signal 9) and started anew. At the end every
acknowledged dossier must be there once, none twice, no event may be left, the books must prove
each other. Prints one line of JSON; exit status 1 when something is wrong.

    .venv/bin/python -m tests.kill_walk --kills 30
"""

import argparse
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from lxml import html

from motcua.config import local_database

ROOT = Path(__file__).resolve().parents[1]
DESKS = 3
KINDS = ("web", "web process", "worker", "database")
SET_UP = """
import json, django
django.setup()
from datetime import UTC, datetime, timedelta
from django.conf import settings
try:
    from motcua.pages.tests import house as houses
except ImportError:  # An older release, in tests.upgrade_walk.
    from motcua.desk.tests import house as houses
unit = houses.NewUnit
# The shipped units have these prefixes already.
def renamed(**given):
    return unit(**{**given, "dossier_prefix": f"MAU.T{given['slug'][:3].upper()}"})
houses.NewUnit = renamed
now = datetime.now(UTC)
house = houses.a_house(begin=now - timedelta(days=400), on=now.date())
name = settings.SESSION_COOKIE_NAME
cookies = [f"{name}={house.client('tiepnhan').cookies[name].value}" for _ in range(%d)]
print(json.dumps({"cookies": cookies, "procedure": house.procedure.slug}))
"""


@dataclass
class Tally:
    """What the people at the counter saw."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    answered: dict[str, datetime] = field(default_factory=dict)
    tried: set[str] = field(default_factory=set)
    repeated: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


class Product:
    """The product as processes of a home of its own."""

    def __init__(self, home: Path, port: int, root: Path = ROOT) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("MOTCUA_")}
        self.around = {
            **kept, "MOTCUA_HOME": str(home), "MOTCUA_PORT": str(port), "PYTHONPATH": str(root),
            "PYTHONSAFEPATH": "1",
            "DJANGO_SETTINGS_MODULE": "motcua.config.settings", "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        self.home, self.port = home, port
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "motcua.config", *words],
            env=self.around, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    def start(self) -> None:
        """Start what is not running, the database first."""
        if not self._database_answers():
            hold(self.home)
        for name, words in (("web", ["--no-sample"]), ("worker", ["worker"])):
            process = getattr(self, name)
            if process is None or process.poll() is not None:
                started = subprocess.Popen(
                    [sys.executable, "-m", "motcua.config", *words],
                    env=self.around, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
                setattr(self, name, started)
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            if self._answers():
                return
            time.sleep(0.2)
            if self.web is not None and self.web.poll() is not None:
                self.web = None
                self.start()
                return
        raise SystemExit("the product does not come back")

    def kill(self, kind: str) -> None:
        """Kill one part without a word."""
        number = None
        if kind == "web" and self.web is not None:
            number = self.web.pid
        elif kind == "worker" and self.worker is not None:
            number = self.worker.pid
        elif kind == "database":
            mark = self.home / "postgresql" / "postmaster.pid"
            number = int(mark.read_text().split()[0]) if mark.exists() else None
        elif self.web is not None:
            children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children")
            found = children.read_text().split() if children.exists() else []
            number = int(random.choice(found)) if found else None
        if number is not None:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        for process in (self.web, self.worker):
            if process is not None and process.pid == number:
                process.wait()

    def stop(self) -> None:
        for process in (self.web, self.worker):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait(timeout=60)

    def _answers(self) -> bool:
        try:
            return ask(self.port, "GET", "/dang-nhap", "")[0] == http.client.OK
        except (OSError, http.client.HTTPException):
            return False

    def _database_answers(self) -> bool:
        try:
            database(self.home).close()
        except psycopg.OperationalError:
            return False
        return True


def database(home: Path) -> psycopg.Connection[tuple[object, ...]]:
    where = f"host={home}/postgresql user=postgres dbname=motcua"
    return psycopg.connect(where, connect_timeout=5)


def hold(home: Path) -> None:
    """Start the database, held by this process until it ends."""
    local_database.start(home)


def ask(
    port: int, method: str, path: str, cookie: str, given: dict[str, str] | None = None
) -> tuple[int, str, str, str]:
    """Return status, location, text, and the token's cookie of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        heads = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(given) if given else None, heads)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        token = re.search(r"csrftoken=[^;]+", answer.headers.get("Set-Cookie") or "")
        return answer.status, answer.headers.get("Location") or "", text, token[0] if token else ""
    finally:
        connection.close()


def words_of(text: str) -> str:
    words = str(html.fromstring(text).xpath("string(//body)")) if text else ""
    return " ".join(words.split())[:300]


def form_of(text: str) -> dict[str, str]:
    return dict(html.fromstring(text).xpath("//main//form[@method='post']")[0].form_values())


def insist(
    port: int, method: str, path: str, cookie: str, seen: Tally, given: dict[str, str] | None = None
) -> tuple[int, str, str, str]:
    """Ask again and again until there is an answer that is no fault."""
    for attempt in range(400):
        try:
            answer = ask(port, method, path, cookie, given)
            if answer[0] < http.client.INTERNAL_SERVER_ERROR:
                seen.repeated += attempt
                return answer
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.25)
    raise TimeoutError(path)


def receive(port: int, procedure: str, cookie: str, name: str, seen: Tally) -> None:
    """Receive one dossier over the pages of the counter."""
    page = f"/tiep-nhan/own/{procedure}"
    status, where, text, token = insist(port, "GET", page, cookie, seen)
    if status != http.client.OK:
        seen.faults.append(f"{name}: GET {status} {where} {words_of(text)}")
        return
    cookie = f"{cookie}; {token}"
    number = f"0011{random.randrange(10**8):08d}"
    told = {"owner_name": name, "identity": number, "phone": "0912345678"}
    status, where, text, _ = insist(port, "POST", page, cookie, seen, {**form_of(text), **told})
    if where.startswith(f"{page}?"):
        page = where
        status, where, text, _ = insist(port, "GET", page, cookie, seen)
    if status != http.client.OK:
        seen.faults.append(f"{name}: preview {status} {where} {words_of(text)}")
        return
    sent = {**form_of(text), "buoc": "nhan"}
    seen.tried.add(name)
    status, where, text, _ = insist(port, "POST", page, cookie, seen, sent)
    if status == http.client.FOUND:
        seen.acknowledged[name], seen.answered[name] = where, datetime.now(UTC)
    else:
        seen.faults.append(f"{name}: {status} {where} {words_of(text)}")


def counter(port: int, who: dict[str, Any], seen: Tally, end: threading.Event, desk: int) -> None:
    number = 0
    while not end.is_set():
        number += 1
        try:
            name = f"Người Thử {desk} {number}"
            receive(port, who["procedure"], who["cookies"][desk], name, seen)
        except Exception as fault:
            seen.faults.append(f"desk {desk}: {type(fault).__name__} {fault}")


def set_up(product: Product) -> dict[str, Any]:
    """Fill the home: the shipped lists, the units of the tests, an officer logged in thrice."""
    hold(product.home)
    prepared = product.command("--no-serve", "--no-sample")
    if prepared.returncode:
        raise SystemExit(prepared.stderr)
    told = subprocess.run(
        [sys.executable, "-c", SET_UP % DESKS],
        env=product.around, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if told.returncode:
        raise SystemExit(told.stderr)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


def open_desks(
    product: Product, who: dict[str, Any], seen: Tally, end: threading.Event
) -> list[threading.Thread]:
    """Let people begin to receive dossiers, until `end` is set."""
    desks = [
        threading.Thread(target=counter, args=(product.port, who, seen, end, desk), daemon=True)
        for desk in range(DESKS)
    ]
    for desk in desks:
        desk.start()
    return desks


def received(home: Path) -> dict[str, int]:
    """Return how often each name of the walk stands in the books."""
    with database(home) as asked:
        rows = asked.execute(
            "select owner_name, count(*) from dossiers_dossier"
            " where owner_name like 'Người Thử %' group by owner_name"
        ).fetchall()  # fmt: skip
    return {str(name): int(str(count)) for name, count in rows}


def differences(product: Product, seen: Tally) -> int:
    """Have the books prove each other; -1 and the reason when they could not be asked."""
    verified = product.command("verify", "--format", "json")
    if verified.stdout:
        rows = json.loads(verified.stdout)["rows"]
        seen.faults += [f"verify: {row}" for row in rows]
        return len(rows)
    seen.faults.append(f"verify: {verified.returncode} {verified.stderr[-500:]}")
    return -1


def judge(product: Product, seen: Tally) -> dict[str, object]:
    """Look at what is in the books after everything has come to rest."""
    deadline = time.monotonic() + 120
    left = 1
    while left and time.monotonic() < deadline:
        time.sleep(1)
        with database(product.home) as asked:
            row = asked.execute("select count(*) from storage_event").fetchone()
            left = int(str(row[0])) if row else 0
    counts = received(product.home)
    found = differences(product, seen)
    return {
        "kills": dict(seen.kills),
        "acknowledged": len(seen.acknowledged),
        "sent_again": seen.repeated,
        "lost": sorted(name for name in seen.acknowledged if name not in counts),
        "doubled": sorted(name for name, count in counts.items() if count > 1),
        "events_left": left,
        "differences": found,
        "faults": seen.faults[:10],
    }


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=30)
    options.add_argument("--seed", type=int, default=None)
    given = options.parse_args()
    seed = given.seed if given.seed is not None else int(time.time())
    random.seed(seed)
    home = Path(tempfile.mkdtemp())
    home.chmod(0o755)
    with socket.create_server(("127.0.0.1", 0)) as free:
        product = Product(home, free.getsockname()[1])
    end, seen = threading.Event(), Tally()
    try:
        who = set_up(product)
        product.start()
        desks = open_desks(product, who, seen, end)
        for number in range(given.kills):
            time.sleep(random.uniform(0.5, 4.0))
            kind = KINDS[number % len(KINDS)]
            product.kill(kind)
            seen.kills[kind] += 1
            product.start()
        time.sleep(3)
        end.set()
        for desk in desks:
            desk.join(timeout=120)
        found = {"seed": seed, **judge(product, seen)}
    finally:
        end.set()
        product.stop()
        shutil.rmtree(home, ignore_errors=True)
    print(json.dumps(found, ensure_ascii=False))  # noqa: T201
    wrong = found["lost"] or found["doubled"] or found["events_left"] or found["differences"]
    return 1 if wrong or found["faults"] or not found["acknowledged"] else 0


if __name__ == "__main__":
    sys.exit(main())
