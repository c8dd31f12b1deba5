"""What one run of the bench is about."""

from collections.abc import Callable
from dataclasses import dataclass

from motcua.console.benching.office import Office


@dataclass(frozen=True, slots=True)
class Run:
    """How many dossiers there are, how often it is measured, and with how many acts each time.

    template: the prepared and empty database, None when nothing may be made beside this one.
    small: the database of 10.000 dossiers to compare with, None when there is none.
    """

    office: Office
    dossiers: int
    rounds: int
    tell: Callable[[str], None]
    template: str | None = None
    small: str | None = None
    batch: int = 100
    clients: int = 16
    old_steps: int = 50
    questions: int = 100
    imported: int = 4000
