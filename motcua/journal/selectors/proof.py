"""Proving the journal: every hash, every end of a chain, every seal, every sealed reading."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from motcua.journal.models import (
    JournalActor,
    JournalEntry,
    JournalHead,
    Reading,
    Seal,
    SealedHead,
    SealedReading,
)
from motcua.journal.rules import (
    NO_HASH,
    Actor,
    Entry,
    Subject,
    entry_hash,
    look_hash,
    merkle_root,
    seal_hash,
)
from motcua.journal.selectors.reading import actor_of, look_of, sealing_of

_CHUNK = 5_000


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


@dataclass(slots=True)
class _Walk:
    """A walk along the chains, one after the other; it remembers one chain at a time."""

    actors: dict[int, Actor]
    faults: list[Fault] = field(default_factory=list)
    entries: int = 0

    def chain(self, head: JournalHead, rows: list[tuple[object, ...]]) -> None:
        """Follow one chain from its first entry to the end that its head names."""
        subject = Subject(head.subject_kind, head.subject)
        name, expected, previous = str(head), 0, NO_HASH
        for row in rows:
            self.entries += 1
            expected += 1
            number, digest = int(str(row[0])), bytes(row[6])  # type: ignore[call-overload]  # a column of bytes
            why = self._fault(subject, row, number=expected, previous=previous)
            if why:
                self.faults.append(Fault(f"{name}, dòng {number}", why))
            expected, previous = number, digest
        if not rows and not head.number:
            self.faults.append(Fault(name, "chuỗi nhật ký trống"))
        elif (expected, previous) != (head.number, bytes(head.hash)):
            self.faults.append(Fault(name, "cuối chuỗi không khớp dòng cuối"))

    def _fault(
        self, subject: Subject, row: tuple[object, ...], *, number: int, previous: bytes
    ) -> str:
        stands, at, recorded_at, act, by, payload, digest = row
        if stands != number:
            return f"thiếu dòng {number}"
        assert isinstance(at, datetime)
        assert isinstance(recorded_at, datetime)
        assert isinstance(payload, dict)
        entry = Entry(subject, str(act), self.actors[int(str(by))], at, recorded_at, payload)
        try:
            whole = entry_hash(entry, number=number, previous=previous)
        except (TypeError, ValueError):
            return "nội dung đã bị sửa sau khi ghi"
        same = whole == bytes(digest)  # type: ignore[call-overload]  # a column of bytes
        return "" if same else "nội dung đã bị sửa sau khi ghi"


def prove() -> Proof:
    """Recompute every hash, every chain end and every seal, and name what differs."""
    walk = _Walk({row.pk: actor_of(row) for row in JournalActor.objects.all()})
    for heads, entries in _chains():
        for head in heads:
            walk.chain(head, entries.get(head.pk, []))
    return Proof(walk.entries, (*walk.faults, *_seal_faults(), *_reading_faults()))


def _chains() -> Iterator[tuple[list[JournalHead], dict[int, list[tuple[object, ...]]]]]:
    """Yield the chains, some thousands of heads with their entries at a time."""
    last = 0
    while True:
        heads = list(JournalHead.objects.filter(pk__gt=last).order_by("pk")[:_CHUNK])
        if not heads:
            return
        rows = (
            JournalEntry.objects.filter(head_id__gt=last, head_id__lte=heads[-1].pk)
            .order_by("head_id", "number")
            .values_list(
                "head_id", "number", "at", "recorded_at", "act", "by_id", "payload", "hash"
            )
        )
        entries: dict[int, list[tuple[object, ...]]] = defaultdict(list)
        for row in rows.iterator(chunk_size=_CHUNK):
            entries[row[0]].append(row[1:])
        yield heads, entries
        last = heads[-1].pk


def _seal_faults() -> Iterator[Fault]:
    before: Seal | None = None
    for seal in Seal.objects.order_by("id"):
        name = f"niêm phong {seal.on:%d/%m/%Y}"
        leaves = SealedHead.objects.filter(seal=seal).order_by("head_id")
        hashes = [bytes(leaf) for leaf in leaves.values_list("hash", flat=True).iterator()]
        if len(hashes) != seal.chains or merkle_root(hashes) != bytes(seal.root):
            yield Fault(name, "gốc cây băm không khớp")
        if seal.previous is None:
            # Only the seals of the first days know nothing of the one before.
            broken = before is not None and before.previous is not None
        else:
            known = NO_HASH if before is None else seal_hash(sealing_of(before))
            broken = bytes(seal.previous) != known
        if broken:
            yield Fault(name, "niêm phong trước đó đã bị sửa hoặc bị xóa")
        before = seal
    yield from _sealed_chain_faults()


def _sealed_chain_faults() -> Iterator[Fault]:
    broken = SealedHead.objects.raw(
        "select s.id, s.seal_id, s.head_id, s.number, s.hash from journal_sealedhead s"
        " left join journal_journalentry e on e.head_id = s.head_id and e.number = s.number"
        " where e.hash is distinct from s.hash order by s.id"
    )
    names = dict[int, str]()
    for row in broken:
        if row.head_id not in names:
            head = JournalHead.objects.filter(pk=row.head_id).first()
            names[row.head_id] = f"chuỗi {row.head_id}" if head is None else str(head)
        yield Fault(f"{names[row.head_id]}, dòng {row.number}", "đã đổi sau khi niêm phong")
    unlike = JournalHead.objects.raw(
        "select h.* from journal_journalhead h left join"
        " (select head_id, max(number) as number from journal_sealedhead group by head_id) s"
        " on s.head_id = h.id where coalesce(s.number, 0) <> h.sealed_number order by h.id"
    )
    for head in unlike:
        yield Fault(
            str(head), f"dòng niêm phong đến số {head.sealed_number} không khớp hoặc đã mất"
        )


def _reading_faults() -> Iterator[Fault]:
    leaves: dict[int, list[bytes]] = defaultdict(list)
    for part in _sealed_readings():
        rows = Reading.objects.filter(pk__in=[one.pk for one in part]).select_related("by")
        there = {row.pk: row for row in rows}
        for one in part:
            leaves[one.seal_id].append(bytes(one.hash))
            row = there.get(one.pk)
            if row is None:
                yield Fault(f"lượt xem số {one.pk}", "đã bị xóa sau khi niêm phong")
            elif look_hash(look_of(row)) != bytes(one.hash):
                yield Fault(f"lượt xem số {one.pk}", "đã bị sửa sau khi niêm phong")
    for seal in Seal.objects.exclude(readings_root=None).order_by("id"):
        found = leaves.get(seal.pk, [])
        if len(found) != seal.readings or merkle_root(found) != bytes(seal.readings_root or b""):
            why = f"gốc cây băm của {seal.readings} lượt xem không khớp"
            yield Fault(f"niêm phong {seal.on:%d/%m/%Y}", why)


def _sealed_readings() -> Iterator[list[SealedReading]]:
    last = 0
    while part := list(SealedReading.objects.filter(pk__gt=last).order_by("pk")[:_CHUNK]):
        yield part
        last = part[-1].pk
