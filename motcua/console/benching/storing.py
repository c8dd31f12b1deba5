"""How much room a dossier takes, and how quick history comes in (P12, P15)."""

import time
from collections.abc import Iterator, Sequence
from datetime import timedelta

import psycopg
from django.db import connection
from psycopg import sql as psycopg_sql

from motcua.console.benching import databases
from motcua.console.benching.copies import Place, moved_rows
from motcua.console.benching.filling import bring, cases, templates
from motcua.console.benching.meter import middle
from motcua.console.benching.office import NOW, Office, office
from motcua.console.benching.run import Run
from motcua.console.benching.targets import Finding, finding
from motcua.dossiers import services
from motcua.storage import sql
from motcua.storage.sql import Statement
from motcua.tally.services import fold_all

_SIZES = Statement(
    "bench.sizes", "select relname, pg_total_relation_size(relid) from pg_stat_user_tables"
)
#: Lists of what waits to be done: emptied by the worker, no part of a dossier.
_WAITING = frozenset({"storage_event", "tally_tallypending"})
_JOURNAL = "journal_"
_GROUP = 100
_ACTS = 8


def room(run: Run) -> Iterator[Finding]:
    """Drive dossiers from receipt to result and weigh what they left behind (P12)."""
    there, large = run.office, databases.current()
    if run.template is not None:
        # Where nothing was undone and nothing deleted, so that what grows is what was written.
        databases.use(run.template)
        databases.use(databases.copied(run.template, 0)[0])
        there = office()
    groups = max(1, run.batch * 5 // _GROUP)
    size = min(_GROUP, run.batch)
    _drive(there, size)
    before = _sizes()
    for _ in range(groups):
        _drive(there, size)
    grown = {name: size - before.get(name, 0) for name, size in _sizes().items()}
    databases.use(large)
    count = groups * size * 1000
    journal = sum(size for name, size in grown.items() if name.startswith(_JOURNAL)) / count
    books = sum(size for name, size in grown.items()) / count - journal
    largest = sorted(grown.items(), key=lambda item: -item[1])[:6]
    note = f"{groups * size} hồ sơ, {_ACTS} việc, đã dọn dòng cũ (vacuum); lớn nhất: " + ", ".join(
        f"{name} {grown_by / count:.2f}" for name, grown_by in largest
    )
    yield finding("P12.tables", books, dossiers=run.dossiers, note=note)
    yield finding(
        "P12.journal", books + journal, dossiers=run.dossiers, note=f"nhật ký {journal:.2f} kB"
    )


def _drive(there: Office, count: int) -> None:
    by, at = there.everyone, there.at
    for number in range(count):
        key = there.in_hand(there.now[number % min(10, len(there.now))])
        services.complete_step(dossier_id=key, by=by, at=at)
        services.take_over(dossier_id=key, by=by, at=at)
        services.approve(dossier_id=key, by=by, at=at)
        services.take_over(dossier_id=key, by=by, at=at)
        paper = services.ResultPaper(
            number=f"{key}/QĐ-UBND", name="Giấy xác nhận", signer="Phó Chủ tịch"
        )
        services.issue_result(dossier_id=key, paper=paper, by=by, at=at)
    fold_all()
    # The reactions to the events are none here: what the worker would take away goes.
    with connection.cursor() as cursor:
        cursor.execute("vacuum")


def _sizes() -> dict[str, int]:
    return {name: size for name, size in sql.every(_SIZES) if name not in _WAITING}


def importing(run: Run) -> Iterator[Finding]:
    """Import cases, in turns with COPY of the same rows into the same tables (P15)."""
    there, count = run.office, run.imported
    mark = time.time_ns()
    first = NOW - timedelta(weeks=5)
    kinds = templates(
        there, first, ended=True, count=min(40, count), name=f"mau-{mark}", waiting=True
    )
    place = Place(there.now[0], timedelta())
    ratios, own, raw = [], [], []
    with psycopg.connect(databases.server_address(databases.current())) as bare:
        for number in range(run.rounds + 1):
            name = f"nhap-{mark}-{number}"
            wanted = cases(first, count=count, ended=True, name=name)
            began = time.perf_counter()
            bring(wanted, unit=there.slugs[0], name=name)
            product = time.perf_counter() - began
            rows = moved_rows([(kinds[n % len(kinds)], place) for n in range(count)])
            began = time.perf_counter()
            for table, (columns, values) in rows.items():
                _copy(bare, table, columns, values)
            bare.commit()
            reference = time.perf_counter() - began
            if number:
                own.append(count / product)
                raw.append(count / reference)
                ratios.append(100 * reference / product)
    note = f"{middle(own):.0f} so với {middle(raw):.0f} hồ sơ/giây, mỗi hồ sơ 3 việc"
    yield finding("P15", middle(ratios), worst=min(ratios), dossiers=run.dossiers, note=note)


def _copy(
    bare: psycopg.Connection[sql.Row], table: str, columns: Sequence[str], rows: list[sql.Row]
) -> None:
    names = psycopg_sql.SQL(",").join(map(psycopg_sql.Identifier, columns))
    text = psycopg_sql.SQL("copy {} ({}) from stdin").format(psycopg_sql.Identifier(table), names)
    with bare.cursor() as cursor, cursor.copy(text) as target:
        for row in rows:
            target.write_row(row)
