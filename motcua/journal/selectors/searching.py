"""Searching the journal and the readings, and how far the book goes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TypeVar

from django.db.models import Exists, Max, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from motcua.journal.models import JournalActor, JournalEntry, JournalHead, Reading, Seal, SealedHead
from motcua.journal.rules import NO_HASH, Actor, Entry, Subject, entry_hash, merkle_root
from motcua.journal.selectors.reading import actor_of
from motcua.kernel.text import fold

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the journal goes: its entries, its chains, one hash over all ends, its last seal."""

    entries: int
    chains: int
    ends: bytes
    last_recorded_at: datetime | None
    sealed_on: date | None
    seal: bytes


def extent() -> Extent:
    """Return how far the journal goes; a copy of it is whole when its extent is the same."""
    ends = sha256()
    chains = 0
    heads = JournalHead.objects.order_by("id").values_list("id", "number", "hash")
    for key, number, digest in heads.iterator(chunk_size=20_000):
        ends.update(b"%d %d " % (key, number) + bytes(digest))
        chains += 1
    last = JournalEntry.objects.aggregate(at=Max("recorded_at"))["at"]
    seal = Seal.objects.order_by("-id").first()
    return Extent(
        entries=JournalEntry.objects.count(),
        chains=chains,
        ends=ends.digest(),
        last_recorded_at=last,
        sealed_on=seal.on if seal else None,
        seal=bytes(seal.root) if seal else b"",
    )


def recorded_after(at: datetime) -> int:
    """Return how many acts were written down after an instant, without runs of the backup."""
    later = JournalEntry.objects.filter(recorded_at__gt=at)
    return later.exclude(head__subject_kind="installation").count()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the book of acts or of readings; None asks for everything.

    since, until: instants of writing down, half-open. actors: keys as `actors_named` gives them.
    subjects: only these. without: kinds of subject to leave out.
    """

    since: datetime | None = None
    until: datetime | None = None
    actors: tuple[int, ...] | None = None
    acts: tuple[str, ...] | None = None
    subjects: tuple[Subject, ...] | None = None
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActFound:
    """An act as a list of the journal shows it; id gives its place in the book."""

    id: int
    number: int
    at: datetime
    recorded_at: datetime
    by: Actor
    act: str
    subject: Subject
    payload: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ReadingFound:
    """A reading of personal data as a list shows it."""

    id: int
    at: datetime
    by: Actor
    subject: Subject
    what: str
    purpose: str


def actors_named(
    *, words: str = "", unit: str = "", codes: Collection[str] | None = None
) -> tuple[int, ...]:
    """Return the keys of everybody with this code or these words of a name, of these units.

    words, unit: with or without marks. codes: only these officers; None for everybody.
    """
    rows = JournalActor.objects.all()
    if codes is not None:
        rows = rows.filter(code__in=codes)
    name, place = fold(words), fold(unit)
    return tuple(
        row.pk
        for row in rows.iterator(chunk_size=5000)
        if (not name or name == row.code.lower() or name in fold(row.name))
        and place in fold(row.unit)
    )


def acts_found(asked: Asked, *, before: int | None = None, limit: int) -> list[ActFound]:
    """Return the acts that were asked for, the last written first; before: those older in it."""
    rows = _narrowed(JournalEntry.objects.all(), asked, "recorded_at", before)
    if asked.acts is not None:
        rows = rows.filter(act__in=asked.acts)
    if asked.subjects is not None or asked.without:
        heads = JournalHead.objects.exclude(subject_kind__in=asked.without)
        if asked.subjects is not None:
            heads = heads.filter(_of_subjects(asked.subjects))
        rows = rows.filter(head__in=heads)
    found = rows.select_related("head", "by").order_by("-pk")[:limit]
    return [
        ActFound(
            row.pk, row.number, row.at, row.recorded_at, actor_of(row.by), row.act,
            Subject(row.head.subject_kind, row.head.subject), row.payload,
        )
        for row in found
    ]  # fmt: skip


def readings_found(asked: Asked, *, before: int | None = None, limit: int) -> list[ReadingFound]:
    """Return the readings of personal data that were asked for, the last first."""
    rows = _narrowed(Reading.objects.exclude(subject_kind__in=asked.without), asked, "at", before)
    if asked.subjects is not None:
        rows = rows.filter(_of_subjects(asked.subjects))
    found = rows.select_related("by").order_by("-pk")[:limit]
    return [
        ReadingFound(
            row.pk, row.at, actor_of(row.by), Subject(row.subject_kind, row.subject), row.what,
            row.purpose,
        )
        for row in found
    ]  # fmt: skip


def _narrowed(
    rows: QuerySet[_Row], asked: Asked, column: str, before: int | None
) -> QuerySet[_Row]:
    if asked.since is not None:
        rows = rows.filter(**{f"{column}__gte": asked.since})
    if asked.until is not None:
        rows = rows.filter(**{f"{column}__lt": asked.until})
    if asked.actors is not None:
        rows = rows.filter(by__in=_set_of(asked.actors))
    return rows if before is None else rows.filter(pk__lt=before)


def _set_of(keys: tuple[int, ...]) -> tuple[int, ...] | RawSQL:
    """Return keys for a comparison; a whole city's people are sent as one value, not as many."""
    if len(keys) <= _FEW:
        return keys
    return RawSQL("select unnest(%s::bigint[])", [list(keys)])


def _of_subjects(subjects: Collection[Subject]) -> Q:
    wanted = Q(pk__in=[])
    for kind in {subject.kind for subject in subjects}:
        codes = [subject.code for subject in subjects if subject.kind == kind]
        wanted |= Q(subject_kind=kind, subject__in=codes)
    return wanted


#: As many keys as a statement takes one by one.
_FEW = 2000
#: More lines of one seal than this are proved by `prove` only, not while a page is waited for.
PROVED_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Sealed:
    """The last seal: until when it covers the book, and whether what it covers still fits it.

    proved: every line written between the seal before and this one was computed anew; else
    only the ends of the chains were compared. after: how many acts were written down since.
    """

    at: datetime
    chains: int
    whole: bool
    proved: bool
    after: int


def last_seal() -> Sealed | None:
    """Return the last seal, held against the entries it covers; None when there is none.

    The whole book is proved by `prove`.
    """
    newest = Seal.objects.order_by("-pk")[:2]
    if not newest:
        return None
    seal, before = newest[0], newest[1] if len(newest) > 1 else None
    covered = list(seal.heads.order_by("head_id").values_list("head_id", "number", "hash"))
    ends = Exists(
        SealedHead.objects.filter(seal=seal, head=OuterRef("head"), number=OuterRef("number"))
    )
    standing = {
        (head, number): bytes(digest)
        for head, number, digest in JournalEntry.objects.filter(ends).values_list(
            "head_id", "number", "hash"
        )
    }
    fits = all(standing.get((head, number)) == bytes(digest) for head, number, digest in covered)
    root = merkle_root([bytes(digest) for _, _, digest in covered])
    lines = JournalEntry.objects.filter(recorded_at__lte=seal.at).select_related("head", "by")
    if before is not None:
        lines = lines.filter(recorded_at__gt=before.at)
    some = list(lines.order_by("head_id", "number")[: PROVED_AT_ONCE + 1])
    return Sealed(
        at=seal.at,
        chains=seal.chains,
        whole=fits and root == bytes(seal.root) and _chained(some),
        proved=len(some) <= PROVED_AT_ONCE,
        after=JournalEntry.objects.filter(recorded_at__gt=seal.at).count(),
    )


def _chained(lines: Sequence[JournalEntry]) -> bool:
    """Return whether each line, computed anew on the one before it, has the hash it is kept with.

    lines: by subject and number.
    """
    known = {(line.head_id, line.number): bytes(line.hash) for line in lines}
    before = {(line.head_id, line.number - 1) for line in lines if line.number > 1} - set(known)
    if before:
        rows = JournalEntry.objects.filter(
            head__in={head for head, _ in before}, number__in={number for _, number in before}
        )
        for head, number, digest in rows.values_list("head_id", "number", "hash"):
            known.setdefault((head, number), bytes(digest))
    for line in lines:
        previous = known.get((line.head_id, line.number - 1), NO_HASH)
        found = entry_hash(_plain(line.head, line), number=line.number, previous=previous)
        if found != bytes(line.hash):
            return False
    return True


def _plain(head: JournalHead, entry: JournalEntry) -> Entry:
    """Return a stored entry as the rules see it."""
    return Entry(
        subject=Subject(head.subject_kind, head.subject),
        act=entry.act,
        by=actor_of(entry.by),
        at=entry.at,
        recorded_at=entry.recorded_at,
        payload=entry.payload,
    )
