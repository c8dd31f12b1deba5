"""Reading the journal, and proving it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from motcua.journal.models import JournalActor, JournalEntry, JournalHead, Seal, SealedHead
from motcua.journal.rules import NO_HASH, Actor, Entry, Subject, entry_hash, merkle_root
from motcua.storage.sql import Call, Row, Statement


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the journal does not prove itself: which subject, which number, why."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a walk through the whole journal found."""

    entries: int
    faults: tuple[Fault, ...]


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


def every_entry(subject_kind: str | None = None) -> Iterator[tuple[JournalHead, JournalEntry]]:
    """Yield all entries with their heads, subject by subject, in the order of their numbers."""
    rows = JournalEntry.objects.select_related("head", "by").order_by("head_id", "number")
    if subject_kind is not None:
        rows = rows.filter(head__subject_kind=subject_kind)
    for entry in rows.iterator(chunk_size=5000):
        yield entry.head, entry


def plain(head: JournalHead, entry: JournalEntry) -> Entry:
    """Return a stored entry as the rules see it."""
    return Entry(
        subject=Subject(head.subject_kind, head.subject),
        act=entry.act,
        by=actor_of(entry.by),
        at=entry.at,
        recorded_at=entry.recorded_at,
        payload=entry.payload,
    )


def actor_of(row: JournalActor) -> Actor:
    """Return a stored actor as the rules see it."""
    return Actor(code=row.code, name=row.name, title=row.title, unit=row.unit)


def prove() -> Proof:
    """Recompute every hash, every chain end and every seal, and name what differs."""
    faults: list[Fault] = []
    count = 0
    ends: dict[int, tuple[int, bytes]] = {}
    for head, entry in every_entry():
        count += 1
        number, previous = ends.get(head.pk, (0, NO_HASH))
        why = _entry_fault(head, entry, number=number + 1, previous=previous)
        if why:
            faults.append(Fault(f"{head.subject_kind} {head.subject}, dòng {entry.number}", why))
        ends[head.pk] = (entry.number, bytes(entry.hash))
    faults.extend(_head_faults(ends))
    faults.extend(_seal_faults())
    return Proof(count, tuple(faults))


def _entry_fault(head: JournalHead, entry: JournalEntry, *, number: int, previous: bytes) -> str:
    if entry.number != number:
        return f"thiếu dòng {number}"
    if entry_hash(plain(head, entry), number=number, previous=previous) != bytes(entry.hash):
        return "nội dung đã bị sửa sau khi ghi"
    return ""


def _head_faults(ends: dict[int, tuple[int, bytes]]) -> Iterator[Fault]:
    for head in JournalHead.objects.order_by("id").iterator():
        if ends.get(head.pk, (0, NO_HASH)) != (head.number, bytes(head.hash)):
            yield Fault(f"{head.subject_kind} {head.subject}", "cuối chuỗi không khớp dòng cuối")


def _seal_faults() -> Iterator[Fault]:
    for seal in Seal.objects.order_by("id"):
        heads = SealedHead.objects.filter(seal=seal).order_by("head_id")
        if merkle_root([bytes(row.hash) for row in heads]) != bytes(seal.root):
            yield Fault(f"niêm phong {seal.on:%d/%m/%Y}", "gốc cây băm không khớp")
    broken = SealedHead.objects.raw(
        "select s.id, s.seal_id, s.head_id, s.number, s.hash from journal_sealedhead s"
        " left join journal_journalentry e on e.head_id = s.head_id and e.number = s.number"
        " where e.hash is distinct from s.hash order by s.id"
    )
    for row in broken:
        yield Fault(f"niêm phong {row.seal_id}", f"chuỗi {row.head_id} đã đổi sau khi niêm phong")


def last_entry_at(subject: Subject) -> datetime | None:
    """Return when the last act on a subject was written down."""
    return entries_of(subject).values_list("recorded_at", flat=True).first()


def subjects(kind: str) -> set[str]:
    """Return the codes of all subjects of a kind that have a chain."""
    rows = JournalHead.objects.filter(subject_kind=kind).values_list("subject", flat=True)
    return set(rows.iterator(chunk_size=20_000))


def payloads_of(kind: str, codes: Sequence[str]) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Yield subject, act and payload of all entries of these subjects, by number."""
    rows = (
        JournalEntry.objects.filter(head__subject_kind=kind, head__subject__in=codes)
        .order_by("head_id", "number")
        .values_list("head__subject", "act", "payload")
    )
    yield from rows.iterator(chunk_size=20_000)
