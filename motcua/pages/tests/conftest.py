"""These tests see only the shared addresses; developers' pages are open."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def shared_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "motcua.pages.tests.urls"
    settings.DEBUG = True
