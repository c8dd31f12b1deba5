"""Reading the journal."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from motcua.journal.models import (
    JournalActor,
    JournalEntry,
    JournalHead,
    Reading,
    Seal,
    SealedReading,
)
from motcua.journal.rules import Actor, Look, Sealing, Subject
from motcua.storage.sql import Call, Row, Statement


def entries_of(subject: Subject) -> QuerySet[JournalEntry]:
    """Return the entries of one subject with their actors, newest first."""
    return (
        JournalEntry.objects.filter(head__subject_kind=subject.kind, head__subject=subject.code)
        .select_related("by")
        .order_by("-number")
    )


_LINES = Statement(
    "journal.lines",
    "select e.number, e.at, e.recorded_at, a.name, a.title, e.act, e.payload"
    " from journal_journalhead h join journal_journalentry e on e.head_id = h.id"
    " join journal_journalactor a on a.id = e.by_id"
    " where h.subject_kind = %s and h.subject = %s order by e.number desc limit %s",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a page shows it: when, who with which title, what."""

    number: int
    at: datetime
    recorded_at: datetime
    who: str
    title: str
    act: str
    payload: Mapping[str, object]


_LAST = Statement(
    "journal.last",
    "select e.at, e.act from journal_journalhead h"
    " join journal_journalentry e on e.head_id = h.id and e.number = h.number"
    " where h.subject_kind = %s and h.subject = %s",
)


def last_call(subject: Subject) -> Call:
    """Return the statement that reads when and what a subject's last act was: at, act."""
    return Call(_LAST, (subject.kind, subject.code))


def lines_call(subject: Subject, *, limit: int) -> Call:
    """Return the statement that reads a subject's newest entries, for a page's own round trip."""
    return Call(_LINES, (subject.kind, subject.code, limit))


def lines(rows: Sequence[Row]) -> tuple[Line, ...]:
    """Return the entries that `lines_call` gave."""
    values = ([*row[:6], json.loads(row[6])] for row in rows)
    return tuple(Line(*read) for read in values)


def actor_of(row: JournalActor) -> Actor:
    """Return a stored actor as the rules see it."""
    return Actor(code=row.code, name=row.name, title=row.title, unit=row.unit)


def last_entry_at(subject: Subject) -> datetime | None:
    """Return when the last act on a subject was written down."""
    return entries_of(subject).values_list("recorded_at", flat=True).first()


def subjects(kind: str) -> set[str]:
    """Return the codes of all subjects of a kind that have a chain."""
    rows = JournalHead.objects.filter(subject_kind=kind).values_list("subject", flat=True)
    return set(rows.iterator(chunk_size=20_000))


@dataclass(frozen=True, slots=True)
class Said:
    """One entry of a chain as other books are proved against it; by: code and unit of who acted."""

    number: int
    act: str
    at: datetime
    recorded_at: datetime
    by: str
    payload: Mapping[str, object]


def said_of(kind: str, codes: Sequence[str]) -> Iterator[tuple[str, Said]]:
    """Yield all entries of these subjects with the subject's code, by number."""
    rows = (
        JournalEntry.objects.filter(head__subject_kind=kind, head__subject__in=codes)
        .order_by("head_id", "number")
        .values_list("head__subject", "number", "act", "at", "recorded_at", "by__code", "payload")
    )
    for subject, *values in rows.iterator(chunk_size=20_000):
        yield subject, Said(*values)


def subjects_in_parts(kind: str, *, size: int) -> Iterator[Sequence[str]]:
    """Yield the codes of all subjects of a kind that have a chain, so many at a time."""
    last = 0
    while True:
        rows = list(
            JournalHead.objects.filter(subject_kind=kind, pk__gt=last)
            .order_by("pk")
            .values_list("pk", "subject")[:size]
        )
        if not rows:
            return
        yield [subject for _, subject in rows]
        last = rows[-1][0]


def unsealed() -> int:
    """Return how many entries no seal covers yet."""
    left = Sum(F("number") - F("sealed_number"))
    found = JournalHead.objects.filter(number__gt=F("sealed_number")).aggregate(left=left)["left"]
    return int(found or 0)


def unsealed_readings() -> QuerySet[Reading]:
    """Return the readings that no seal covers yet, in order, with who looked."""
    sealed = SealedReading.objects.filter(reading=OuterRef("pk"))
    return Reading.objects.filter(~Exists(sealed)).select_related("by").order_by("pk")


def look_of(row: Reading) -> Look:
    """Return a stored reading as the rules see it."""
    subject = Subject(row.subject_kind, row.subject)
    return Look(actor_of(row.by), row.at, subject, row.what, row.purpose)


def sealing_of(row: Seal) -> Sealing:
    """Return a stored seal as the rules see it."""
    return Sealing(
        on=row.on, at=row.at, root=bytes(row.root), chains=row.chains, readings=row.readings,
        readings_root=None if row.readings_root is None else bytes(row.readings_root),
        previous=None if row.previous is None else bytes(row.previous),
    )  # fmt: skip
