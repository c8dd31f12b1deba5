"""All questions of one table see the book as at one moment."""

import threading

import pytest
from django.db import connection

from motcua.reports.selectors import one_snapshot
from motcua.reports.tests.builders import a_district


def _beside(work) -> None:
    """Do something on a connection of its own, as another officer would."""

    def run() -> None:
        work()
        connection.close()

    other = threading.Thread(target=run)
    other.start()
    other.join()


def _units() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from organisation_unit where slug = 'ba-vi'")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_meanwhile_is_not_seen_in_the_middle_of_a_table():
    with one_snapshot():
        before = _units()
        _beside(a_district)
        within = _units()

    assert (before, within, _units()) == (0, 0, 1)
