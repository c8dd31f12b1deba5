"""Filling a database with years of dossiers, from a few that the real import has written."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction

from motcua.console.benching.copies import Place, Template, copy_all, moved_rows
from motcua.console.benching.office import FIRST_DAY, NOW, Office, slugs, unit_of
from motcua.dossiers.services.history import Origin, import_cases
from motcua.dossiers.vocabulary.recorded import RecordedCase, RecordedEvent
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import VIETNAM
from motcua.storage import sql
from motcua.tally.services import rebuild_cells
from motcua.tally.vocabulary import Channel

SOURCE = "do-toc-do"
#: Of 20 dossiers one is open; of the settled ones every eighth was late.
_OPEN_OF = 20
_LATE_OF = 8
_KINDS = 40
_CHUNK = 4_000
_WEEK = timedelta(weeks=1)
Progress = Callable[[str, int], None]


def fill(there: Office, *, dossiers: int, progress: Progress) -> float:
    """Fill the present database with so many dossiers and return the seconds it took.

    They lie from January 2021 to the morning of the bench, very unevenly over the communes of
    their day; the open ones are of the last weeks.
    """
    began = time.perf_counter()
    first = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=VIETNAM)
    settled = _templates(there, first, ended=True)
    waiting = _templates(there, first, ended=False)
    weeks = (NOW - first) // _WEEK
    last_settled = dossiers - dossiers // _OPEN_OF

    def copy_of(number: int) -> tuple[Template, Place]:
        ended = number < last_settled
        week = number * (weeks - 5) // last_settled if ended else weeks - 4 + number % 4
        kinds = settled if ended else waiting
        on = FIRST_DAY + week * _WEEK
        unit = unit_of(there, number * 7919 + number // 9973, on=on)
        return kinds[number % len(kinds)], Place(unit, week * _WEEK)

    done = len(settled) + len(waiting)
    with _unchecked(progress):
        while done < dossiers:
            wanted = [copy_of(number) for number in range(done, min(done + _CHUNK, dossiers))]
            with transaction.atomic():
                copy_all(moved_rows(wanted))
            done += len(wanted)
            progress("Nạp hồ sơ", done)
    progress("Cộng sổ đếm vào ô", done)
    rebuild_cells()
    with connection.cursor() as cursor:
        cursor.execute("vacuum (analyze)")
        cursor.execute("checkpoint")
    return time.perf_counter() - began


@contextmanager
def _unchecked(progress: Progress) -> Iterator[None]:
    """Load without looking up keys: the rows come from rows that were checked."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("set session_replication_role = replica")
        except DatabaseError:
            progress("Không tắt được kiểm tra khóa ngoại, nạp sẽ chậm", 0)
    yield
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = origin")


def cases(first: datetime, *, count: int, ended: bool, name: str) -> list[RecordedCase]:
    """Return cases of one week from an instant on, with three events each."""
    made = []
    for number in range(count):
        received = first + timedelta(days=number % 5, hours=8, minutes=number * 7 % 400)
        late = number % _LATE_OF == 0
        settled = received + (timedelta(days=9) if late else timedelta(days=number % 5 + 2))
        words = ["Tiếp nhận, chuyển xử lý", "Thẩm tra hồ sơ", "Phê duyệt, cấp số"]
        ends = [received, received + timedelta(hours=20), settled]
        events: tuple[RecordedEvent, ...] = tuple(
            (at, activity, f"cb-{number % 9}", "") for at, activity in zip(ends, words, strict=True)
        )
        made.append(
            RecordedCase(
                case=f"{name}-{number}",
                line=number + 1,
                channel=list(Channel)[number % 3],
                received_at=received,
                due_at=(received + timedelta(days=7)).replace(hour=17, minute=0),
                settled_at=settled if ended else None,
                procedure=slugs()[number % 3],
                owner="Lê Thị Hòa",
                events=events if ended else events[:1],
            )
        )
    return made


def bring(wanted: Sequence[RecordedCase], *, unit: str, name: str) -> None:
    """Import cases at a unit through the product."""
    import_cases(
        batches=[(unit, wanted)], origin=Origin(SOURCE, f"{name}.csv", "0" * 64, {}),
        by=SYSTEM, at=NOW,
    )  # fmt: skip


def templates(
    there: Office, first: datetime, *, ended: bool, count: int, name: str, waiting: bool
) -> list[Template]:
    """Import dossiers one by one and return what the import wrote for each."""
    found = []
    for case in cases(first, count=count, ended=ended, name=name):
        with sql.recorded() as kept:
            bring([case], unit=there.slugs[0], name=case.case)
        books = [one for one in kept.copies if set(one.columns) & _OF_A_DOSSIER]
        found.append(Template(books, waiting=waiting))
    return found


#: Remarks of the import and rows about its run are no part of the dossier.
_OF_A_DOSSIER = {"source_code", "dossier_id", "dossier", "subject_kind", "head_id", "line_id"}


def _templates(there: Office, first: datetime, *, ended: bool) -> list[Template]:
    word = "xong" if ended else "cho"
    return templates(there, first, ended=ended, count=_KINDS, name=word, waiting=False)
