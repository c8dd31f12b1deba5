"""Writing the journal: lock the head, chain, append. Hot acts take the statements apart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from motcua.journal.models import JournalHead, Reading, Seal, SealedHead, SealedReading
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
from motcua.journal.selectors import look_of, sealing_of, unsealed_readings
from motcua.kernel.periods import day_of
from motcua.storage import events, safe_copies, sql
from motcua.storage.sql import Call, Statement

HEAD_LOCK = Statement(
    "journal.head_lock",
    "select id, number, hash from journal_journalhead"
    " where subject_kind = %s and subject = %s for update",
)
HEAD_OPEN = Statement(
    "journal.head_open",
    "insert into journal_journalhead (subject_kind, subject, number, hash) values (%s, %s, 0, %s)"
    " on conflict (subject_kind, subject) do nothing",
)
HEAD_NEW = Statement(
    "journal.head_new",
    "insert into journal_journalhead (subject_kind, subject, number, hash)"
    " values (%s, %s, %s, %s) returning id",
)
HEAD_MOVE = Statement(
    "journal.head_move", "update journal_journalhead set number = %s, hash = %s where id = %s"
)
ENTRY_INSERT = Statement(
    "journal.entry_insert",
    "insert into journal_journalentry"
    " (head_id, number, at, recorded_at, act, by_id, payload, hash)"
    " values (%s, %s, %s, %s, %s, %s, %s::jsonb, %s)",
)
#: The first entry of a new subject: the head's key is not known before it is written.
FIRST_INSERT = Statement(
    "journal.first_insert",
    "with head as (insert into journal_journalhead (subject_kind, subject, number, hash)"
    " values (%s, %s, 1, %s) returning id)"
    " insert into journal_journalentry"
    " (head_id, number, at, recorded_at, act, by_id, payload, hash)"
    " select id, 1, %s, %s, %s, %s, %s::jsonb, %s from head",
)
ACTOR_FIND = Statement(
    "journal.actor_find",
    "select id from journal_journalactor"
    " where code = %s and name = %s and title = %s and unit = %s",
)
ACTOR_INSERT = Statement(
    "journal.actor_insert",
    "insert into journal_journalactor (code, name, title, unit) values (%s, %s, %s, %s)"
    " on conflict (code, name, title, unit) do nothing",
)

_actors: dict[Actor, int] = {}


@dataclass(frozen=True, slots=True)
class Head:
    """A locked chain end: key, number of its last entry, hash of its last entry."""

    id: int
    number: int
    hash: bytes


def lock_call(subject: Subject) -> Call:
    """Return the statement that locks a chain; send it before the one that appends."""
    return Call(HEAD_LOCK, (subject.kind, subject.code))


def head_of(rows: Sequence[sql.Row]) -> Head:
    """Return the head that `lock_call` gave."""
    return Head(rows[0][0], rows[0][1], bytes(rows[0][2]))


def entry_calls(*, head: Head, entry: Entry) -> list[Call]:
    """Return the statements that append an entry to a locked chain."""
    number = head.number + 1
    digest = entry_hash(entry, number=number, previous=head.hash)
    values = (
        head.id, number, entry.at, entry.recorded_at, entry.act, actor_id(entry.by),
        json.dumps(entry.payload, ensure_ascii=False), digest,
    )  # fmt: skip
    return [Call(ENTRY_INSERT, values), Call(HEAD_MOVE, (number, digest, head.id))]


def first_call(entry: Entry) -> Call:
    """Return the statement that opens a chain with its first entry; refused if it exists."""
    digest = entry_hash(entry, number=1, previous=NO_HASH)
    values = (
        entry.subject.kind, entry.subject.code, digest, entry.at, entry.recorded_at, entry.act,
        actor_id(entry.by), json.dumps(entry.payload, ensure_ascii=False), digest,
    )  # fmt: skip
    return Call(FIRST_INSERT, values)


def record(
    *,
    act: str,
    subject: Subject,
    by: Actor,
    at: datetime,
    payload: Mapping[str, object],
    recorded_at: datetime | None = None,
) -> None:
    """Write one act into the journal, in the caller's transaction.

    at: when it happened; recorded_at: when it is written down, by default the same.
    """
    entry = Entry(subject, act, by, at, recorded_at or at, payload)
    with transaction.atomic():
        sql.run([Call(HEAD_OPEN, (subject.kind, subject.code, NO_HASH))])
        head = head_of(sql.run([lock_call(subject)])[0])
        sql.run(entry_calls(head=head, entry=entry))


#: The columns of an entry, for a bulk load that chains its rows by itself.
ENTRY_COLUMNS = (
    "head_id", "number", "at", "recorded_at", "act", "by_id", "payload", "hash",
)  # fmt: skip


def actor_id(actor: Actor) -> int:
    """Return the key of an actor as on that day, written down at first sight."""
    known = _actors.get(actor)
    if known is not None:
        return known
    values = astuple(actor)
    sql.run([Call(ACTOR_INSERT, values)])
    found = sql.one(ACTOR_FIND, *values)
    if found is None:
        raise LookupError("the actor just written is not there")
    key: int = found[0]
    # Remembered only once it is sure to stay: a rolled-back act takes its actor with it.
    transaction.on_commit(lambda: _actors.__setitem__(actor, key))
    return key


def forget_actors() -> None:
    """Drop what this process remembers of actors (after a restore or a flush)."""
    _actors.clear()


#: A statement takes at most 65,535 values; a sealed head has four.
_SEALED_AT_ONCE = 10_000


#: Two seals at once would cover the same readings.
_SEAL_LOCK = Statement("journal.seal_lock", "select pg_advisory_xact_lock(7115003)")


@transaction.atomic
def seal(*, on: date, at: datetime) -> Seal | None:
    """Seal every chain that has grown past its sealed number, and the readings since.

    The seal covers late and imported entries too, whatever the day of the act, and the seal
    before it. None when there is nothing new.
    """
    sql.run([Call(_SEAL_LOCK, ())])
    heads = list(
        JournalHead.objects.select_for_update().filter(number__gt=F("sealed_number")).order_by("id")
    )
    readings = [(row.pk, look_hash(look_of(row))) for row in unsealed_readings()]
    if not heads and not readings:
        return None
    before = Seal.objects.order_by("id").last()
    made = Seal.objects.create(
        on=on, at=at, root=merkle_root([bytes(head.hash) for head in heads]), chains=len(heads),
        readings=len(readings), readings_root=merkle_root([digest for _, digest in readings]),
        previous=NO_HASH if before is None else seal_hash(sealing_of(before)),
    )  # fmt: skip
    SealedHead.objects.bulk_create(
        (SealedHead(seal=made, head=head, number=head.number, hash=head.hash) for head in heads),
        batch_size=_SEALED_AT_ONCE,
    )
    SealedReading.objects.bulk_create(
        (SealedReading(seal=made, reading=key, hash=digest) for key, digest in readings),
        batch_size=_SEALED_AT_ONCE,
    )
    sealed = SealedHead.objects.filter(seal=made).values("head")
    JournalHead.objects.filter(pk__in=sealed).update(sealed_number=F("number"))
    return made


def seal_once_a_day(at: datetime) -> int:
    """Seal if no seal was made yet on this day in Việt Nam; return how many chains it covers."""
    last = Seal.objects.order_by("-on").values_list("on", flat=True).first()
    if last is not None and last >= day_of(at):
        return 0
    made = seal(on=day_of(at), at=at)
    return 0 if made is None else max(1, made.chains)


def record_reading(*, by: Actor, subject: Subject, what: str, purpose: str, at: datetime) -> None:
    """Note that somebody looked at personal data, and why (Luật 91/2025/QH15)."""
    Reading.objects.create(
        at=at, by_id=actor_id(by), subject_kind=subject.kind, subject=subject.code,
        what=what, purpose=purpose,
    )  # fmt: skip


#: Acts on what works in the background stand in one chain.
BACKGROUND = Subject("installation", "viec-nen")


@transaction.atomic
def retry_parked(*, event_id: int, by: Actor, at: datetime) -> None:
    """Let a parked reaction be tried again.

    :raises NotParked: it does not wait for a person any more.
    """
    event = events.try_again(event_id=event_id, at=at)
    told = {"event": event.pk, "kind": event.kind, "subject": event.subject, "error": event.error}
    record(act="background.retry", subject=BACKGROUND, by=by, at=at, payload=told)


@transaction.atomic
def give_up_parked(*, event_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Drop a parked reaction for good, and say why.

    :raises NotParked: it does not wait for a person any more.
    """
    event = events.give_up(event_id=event_id)
    told = {
        "event": event.pk, "kind": event.kind, "subject": event.subject, "error": event.error,
        "reason": reason,
    }  # fmt: skip
    record(act="background.give_up", subject=BACKGROUND, by=by, at=at, payload=told)


@transaction.atomic
def set_limit(
    *, name: str, hours: int, valid_from: date, source: str, by: Actor, at: datetime
) -> None:
    """Set how old the last backup, or the last test of one, may be from a day on."""
    safe_copies.set_limit(name=name, hours=hours, valid_from=valid_from, source=source)
    told = {"name": name, "hours": hours, "from": valid_from.isoformat(), "source": source}
    record(
        act="safe_copy.limit", subject=Subject("installation", "sao-luu"), by=by, at=at,
        payload=told,
    )  # fmt: skip
