"""What the tests of the doors share: a house, and a day in February 2021."""

from collections.abc import Iterator

import pytest
import time_machine

from motcua.pages.tests.house import NOW, House, a_house


@pytest.fixture
def house(db: None) -> House:
    """A district, its communes, their people."""
    return a_house()


@pytest.fixture
def then() -> Iterator[object]:
    """The afternoon of 09/02/2021, two days before Tết; the clock stands until it is moved."""
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates
