"""Fifty receptions at once, and eight writers on one dossier."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from motcua.dossiers import services
from motcua.dossiers.errors import DossierError
from motcua.dossiers.models import Dossier
from motcua.dossiers.selectors import verify
from motcua.dossiers.tests.office import Office, an_office, at
from motcua.journal.models import JournalEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def open_office(transactional_db: None) -> Iterator[Office]:
    """An office whose rows other connections see."""
    yield an_office()
    services.forget_terms()


def together(work: list[Callable[[], object]], *, threads: int) -> list[object]:
    """Do all pieces of work at once, each thread on a connection of its own."""

    def done(piece: Callable[[], object]) -> object:
        try:
            return piece()
        except DossierError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(done, work))


def test_fifty_parallel_receptions_get_fifty_consecutive_codes(open_office: Office) -> None:
    now = at("2021-03-01 08:30")
    received = together([lambda: open_office.receive(now)] * 50, threads=16)

    codes = sorted(row.code for row in received)  # type: ignore[attr-defined]
    prefix = open_office.unit.code_prefix
    assert codes == [f"{prefix}-210301-{number:04d}" for number in range(1, 51)]
    assert verify().rows == []


def test_a_refused_reception_leaves_no_gap(open_office: Office) -> None:
    now = at("2021-03-01 08:30")
    open_office.receive(now)
    with pytest.raises(Exception, match="owner_name|too long"):
        open_office.receive(now, owner_name="x" * 500)
    assert open_office.receive(now).code.endswith("-0002")


def test_eight_writers_on_one_dossier_never_fork_its_journal(open_office: Office) -> None:
    key = open_office.processing(at("2021-03-01 08:30"))

    def consult(turn: int) -> Callable[[], object]:
        return lambda: services.consult(
            dossier_id=key, unit_id=open_office.other.pk, question=f"câu hỏi {turn}",
            answer_by=at("2021-03-20 17:00"), by=open_office.everyone,
            at=at("2021-03-02 08:30"),
        )  # fmt: skip

    together([consult(turn) for turn in range(48)], threads=8)

    numbers = list(
        JournalEntry.objects.filter(head__subject=str(key))
        .order_by("number")
        .values_list("number", flat=True)
    )
    assert numbers == list(range(1, 3 + 48 + 1))
    assert verify().rows == []


def test_of_two_who_issue_the_same_dossier_one_is_refused(open_office: Office) -> None:
    key = open_office.processing(at("2021-03-01 08:30"))

    def withdraw() -> None:
        services.withdraw(
            dossier_id=key, reason="đổi ý", by=open_office.everyone, at=at("2021-03-02 08:30")
        )

    answers = together([withdraw, withdraw, withdraw], threads=3)

    assert sum(isinstance(answer, DossierError) for answer in answers) == 2
    assert Dossier.objects.get(pk=key).ended_at == at("2021-03-02 08:30")
    connection.close()
