"""Sealing the journal: every chain that has grown, however many there are."""

from datetime import UTC, date, datetime

import pytest

from motcua.journal.models import JournalHead, SealedHead
from motcua.journal.services import seal

pytestmark = pytest.mark.django_db
ON, AT = date(2021, 3, 9), datetime(2021, 3, 9, 10, 0, tzinfo=UTC)
#: More than one statement can name: it takes at most 65,535 values.
MANY = 20_000


def chains(count: int) -> None:
    JournalHead.objects.bulk_create(
        (
            JournalHead(subject_kind="thử", subject=str(n), number=1, hash=b"x")
            for n in range(count)
        ),
        batch_size=5_000,
    )


def test_as_many_chains_as_there_are_are_sealed_once() -> None:
    chains(MANY)
    made = seal(on=ON, at=AT)
    assert made is not None
    assert made.chains == SealedHead.objects.filter(seal=made).count() == MANY
    assert seal(on=ON, at=AT) is None


def test_a_chain_that_grew_since_is_sealed_again_and_alone() -> None:
    chains(3)
    seal(on=ON, at=AT)
    JournalHead.objects.filter(subject="1").update(number=2)
    again = seal(on=ON, at=AT)
    assert again is not None
    assert again.chains == 1
    assert JournalHead.objects.get(subject="1").sealed_number == 2
