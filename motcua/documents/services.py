"""Writing, publishing and discarding versions of templates; each is one act of the journal."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from motcua.documents import rules, selectors
from motcua.documents.errors import TemplateRefused
from motcua.documents.models import TemplateVersion
from motcua.journal import services as journal
from motcua.journal.rules import SYSTEM, Actor, Subject
from motcua.kernel.periods import day_of
from motcua.kernel.text import nfc
from motcua.storage import sql
from motcua.storage.sql import Call, Statement

JOURNAL_KIND = "template"
_LOCK = Statement("documents.lock", "select pg_advisory_xact_lock(hashtextextended(%s, 0))")
#: The program's own texts hold from before the first dossier of any import.
_ALWAYS = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class NewText:
    """A text that somebody wrote: of which template and unit (None: everybody), from when, why."""

    key: str
    unit: int | None
    body: str
    valid_from: date
    note: str = ""


@transaction.atomic
def load_templates(*, at: datetime) -> int:
    """Enter the texts that come with the program as version 1, and return how many were new.

    Doing it again changes nothing; a later release's other words do not replace what is held.
    """
    known = set(TemplateVersion.objects.filter(unit=None, number=1).values_list("key", flat=True))
    new = [one for one in selectors.shipped() if one.sheet.key not in known]
    TemplateVersion.objects.bulk_create(
        TemplateVersion(
            key=one.sheet.key, unit=None, number=1, body=one.body, valid_from=_ALWAYS,
            drafted_at=at, drafted_by=SYSTEM.code, drafted_by_name=SYSTEM.name,
            published_at=at, published_by=SYSTEM.code, published_by_name=SYSTEM.name,
        )
        for one in new
    )  # fmt: skip
    if new:
        journal.record(
            act="template.load", subject=Subject(JOURNAL_KIND, "bo-mau-di-kem"), by=SYSTEM, at=at,
            payload={"keys": [one.sheet.key for one in new]},
        )  # fmt: skip
    return len(new)


@transaction.atomic
def write_draft(*, text: NewText, by: Actor, at: datetime) -> TemplateVersion:
    """Write a new version that waits for a second person; it takes the place of no other draft.

    :raises TemplateRefused: another draft waits, the day lies in the past, nothing changed.
    :raises UnknownMergeField, BrokenMergeField: a field that the template does not have.
    """
    sheet = selectors.sheet(text.key)
    body = rules.stored(text.body)
    rules.check_body(sheet, body)
    if text.valid_from < day_of(at):
        raise TemplateRefused("Ngày hiệu lực không được trước hôm nay: giấy đã in giữ lời cũ.")
    _lock(text.key, text.unit)
    if selectors.draft(text.key, unit=text.unit) is not None:
        raise TemplateRefused("Đang có một bản soạn chờ công bố: công bố hoặc bỏ bản đó trước.")
    last = selectors.versions(text.key, unit=text.unit).first()
    standing = last.body if last is not None and last.discarded_at is None else ""
    if body == standing:
        raise TemplateRefused("Nội dung không khác bản đang dùng: chưa có gì để ghi.")
    number = 1 + (last.number if last is not None else int(text.unit is None))
    draft = TemplateVersion.objects.create(
        key=text.key, unit=text.unit, number=number, body=body, note=nfc(text.note)[:300],
        valid_from=text.valid_from, drafted_at=at, drafted_by=by.code, drafted_by_name=by.name,
    )  # fmt: skip
    _record("template.draft", draft, by=by, at=at)
    return draft


@transaction.atomic
def publish(*, version_id: int, by: Actor, at: datetime) -> TemplateVersion:
    """Publish a draft; whoever wrote it cannot.

    :raises TemplateRefused: the same person, it is no draft any more, or its day has passed.
    """
    draft = _waiting(version_id)
    rules.check_publication(drafted_by=draft.drafted_by, publishes=by.code)
    if draft.valid_from < day_of(at):
        raise TemplateRefused(
            f"Ngày hiệu lực {draft.valid_from:%d/%m/%Y} đã qua: bỏ bản soạn và ghi lại ngày mới."
        )
    draft.published_at, draft.published_by, draft.published_by_name = at, by.code, by.name
    draft.save(update_fields=["published_at", "published_by", "published_by_name"])
    _record("template.publish", draft, by=by, at=at)
    return draft


@transaction.atomic
def discard(*, version_id: int, by: Actor, at: datetime) -> TemplateVersion:
    """Drop a draft; its number is not used again.

    :raises TemplateRefused: it is no draft any more.
    """
    draft = _waiting(version_id)
    draft.discarded_at = at
    draft.save(update_fields=["discarded_at"])
    _record("template.discard", draft, by=by, at=at)
    return draft


def _waiting(version_id: int) -> TemplateVersion:
    found = (
        TemplateVersion.objects.select_for_update()
        .filter(pk=version_id, published_at=None, discarded_at=None)
        .first()
    )
    if found is None:
        raise TemplateRefused("Bản soạn này không còn chờ công bố: xem lại trang của mẫu.")
    return found


def _lock(key: str, unit: int | None) -> None:
    sql.run([Call(_LOCK, (f"template/{key}/{unit}",))])


def _record(act: str, version: TemplateVersion, *, by: Actor, at: datetime) -> None:
    told = {
        "number": version.number,
        "unit": version.unit,
        "valid_from": version.valid_from.isoformat(),
        "note": version.note,
    }
    subject = Subject(JOURNAL_KIND, f"{version.key}-{version.unit or 'chung'}")
    journal.record(act=act, subject=subject, by=by, at=at, payload=told)
