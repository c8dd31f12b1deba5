"""What stood in a form when a session ended: kept encrypted for its owner, one day at most."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.fernet import InvalidToken
from django.db import transaction

from motcua.accounts.models import Draft, OpenSession
from motcua.accounts.services.books import seal, unseal

KEPT_FOR = timedelta(hours=24)
#: Of one account, and how long one may be.
_MOST, _LONGEST = 5, 200_000


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form as it stood: names and values in order, where it belongs, since when."""

    id: int
    path: str
    kept_at: datetime
    values: tuple[tuple[str, str], ...]


@transaction.atomic
def keep_draft(
    *, account_id: int, path: str, values: Sequence[tuple[str, str]], at: datetime
) -> bool:
    """Keep a form for an account in place of the one kept for that page; False if too long."""
    text = json.dumps([list(pair) for pair in values], ensure_ascii=False)
    if len(text) > _LONGEST or len(path) > 500:
        return False
    Draft.objects.update_or_create(
        account_id=account_id, path=path, defaults={"content": seal(text), "kept_at": at}
    )
    newest = Draft.objects.filter(account_id=account_id).order_by("-kept_at", "-pk")
    kept = list(newest.values_list("pk", flat=True)[:_MOST])
    Draft.objects.filter(account_id=account_id).exclude(pk__in=kept).delete()
    return True


def keep_draft_of_session(
    *, session_key: str, path: str, values: Sequence[tuple[str, str]], at: datetime
) -> bool:
    """Keep a form that came from a session which has ended of itself; False for any other."""
    session = OpenSession.objects.filter(session_key=session_key, seen_at__gt=at - KEPT_FOR).first()
    if session is None:
        return False
    return keep_draft(account_id=session.account_id, path=path, values=values, at=at)


def drafts_of(*, account_id: int, at: datetime) -> tuple[KeptForm, ...]:
    """Return what is kept for an account, the newest first; what is too old is swept away."""
    Draft.objects.filter(kept_at__lt=at - KEPT_FOR).delete()
    found = []
    for draft in Draft.objects.filter(account_id=account_id).order_by("-kept_at", "-pk"):
        try:
            pairs = json.loads(unseal(draft.content))
        except InvalidToken:
            continue  # Sealed with a key of before: nobody can read it any more.
        values = tuple((str(name), str(value)) for name, value in pairs)
        found.append(KeptForm(draft.pk, draft.path, draft.kept_at, values))
    return tuple(found)


def drop_draft(*, account_id: int, draft_id: int) -> None:
    """Throw a kept form of an account away."""
    Draft.objects.filter(account_id=account_id, pk=draft_id).delete()
