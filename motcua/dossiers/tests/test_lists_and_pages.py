"""Who may see a dossier's page, and what is late on an officer's list."""

from datetime import timedelta

import pytest

from motcua.accounts.vocabulary import Role
from motcua.dossiers import selectors, services
from motcua.dossiers.models import Dossier, Step, StepKind
from motcua.dossiers.rules import Acting
from motcua.dossiers.selectors import Queue
from motcua.dossiers.tests.office import START, an_office
from motcua.dossiers.vocabulary import ROLE_NUMBERS, role_number, role_text
from motcua.journal.rules import SYSTEM
from motcua.kernel.periods import day_of
from motcua.storage import sql

pytestmark = pytest.mark.django_db


def test_the_page_is_seen_by_whom_the_dossier_is_visible_to_in_one_round_trip() -> None:
    office = an_office()
    key, on = office.processing(), day_of(START)
    stranger = Acting(office.everyone.actor, None, frozenset({(Role.LEADER, office.other.pk)}))
    nobody = Acting(office.everyone.actor, None, frozenset())
    system = Acting(SYSTEM, None, frozenset(), everything=True)
    reader = office.acting(Role.CASE_OFFICER)

    for who in (office.everyone, reader, stranger, nobody, system):
        visible = selectors.visible_to(who, on=on).filter(pk=key).exists()
        page = selectors.page_seen(who, key, on=on)
        assert (page is not None) == visible
        assert selectors.page_seen(who, key + 1, on=on) is None
    assert selectors.page_seen(reader, key, on=on) is not None
    assert selectors.page_seen(stranger, key, on=on) is None

    with sql.observed() as sent:
        page = selectors.page_seen(reader, key, on=on)
    assert len(sent) <= 3
    plain = selectors.dossier_page(Dossier.objects.get(pk=key))
    assert (page.dossier, page.steps, page.clock) == (plain.dossier, plain.steps, plain.clock)
    assert page.dossier.procedure.name == plain.dossier.procedure.name
    assert page.dossier.answers == plain.dossier.answers


def test_a_limit_in_hours_is_overdue_on_the_list_from_the_minute() -> None:
    office = an_office()
    by_hours, by_days = office.processing(), office.processing()
    due_at = START + timedelta(hours=3)
    Dossier.objects.filter(pk=by_hours).update(due_by_minute=True)
    Dossier.objects.update(due_at=due_at)
    Step.objects.filter(state__in=[2, 3]).update(dossier_due_at=due_at)
    who = office.everyone

    def overdue(now):
        rows = selectors.inbox(who, now=now, queue=Queue.OVERDUE).rows
        assert selectors.counts(who, now=now).overdue == len(rows)
        return [row.id for row in rows]

    assert overdue(due_at) == []
    assert overdue(due_at + timedelta(minutes=1)) == [by_hours]
    assert overdue(due_at + timedelta(days=1)) == [by_hours, by_days]


def test_a_step_keeps_a_kind_and_the_number_of_its_role() -> None:
    assert set(ROLE_NUMBERS) == set(Role)
    assert len(set(ROLE_NUMBERS.values())) == len(Role)
    assert all(role_text(role_number(role)) == role for role in Role)
    assert role_text(role_number(None)) == ""

    office = an_office()
    first, second = office.processing(), office.processing()
    services.complete_step(dossier_id=first, by=office.everyone, at=START)

    assert StepKind.objects.count() == 3
    assert Step.objects.filter(dossier=second).count() == 2
    closed = Step.objects.get(dossier=first, number=2)
    assert (closed.done_at, closed.dossier_due_at) == (START, None)
