"""What the tests of this room share."""

import pytest

from motcua.dossiers.tests.office import Office, an_office


@pytest.fixture
def office(db: None) -> Office:
    """An office with calendar, catalogue and people of every role."""
    return an_office()
