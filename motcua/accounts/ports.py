"""What the house asks of a system elsewhere that knows the officers (đăng nhập một lần)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and what to keep in its session until it comes back."""

    address: str
    kept: dict[str, str]


@dataclass(frozen=True, slots=True)
class ExternalPerson:
    """Who came back: the key that never changes (subject) at its issuer."""

    issuer: str
    subject: str


class SignOn(Protocol):
    """A provider of identities; its adapter checks everything it is told."""

    issuer: str

    def begin(self, *, callback: str) -> Departure:
        """Return where the person proves who he is.

        :raises SignOnFailed: the provider cannot be reached.
        """
        ...

    def finish(
        self, *, kept: Mapping[str, str], told: Mapping[str, str], callback: str
    ) -> ExternalPerson:
        """Return the person that the provider vouches for.

        :raises SignOnFailed: it does not, or its word does not hold.
        """
        ...
