"""Speaks to the officers' identity provider; accounts ask through their port `SignOn`."""

import http.client
import logging
import urllib.error
import urllib.request
from collections.abc import Mapping

from motcua.accounts.errors import SignOnFailed
from motcua.accounts.ports import Departure, ExternalPerson
from motcua.integrations.identity import messages
from motcua.integrations.identity.config import Provider, provider_of_settings

_LOG = logging.getLogger(__name__)
_LONGEST_ANSWER = 200_000


class _NoDetour(urllib.request.HTTPRedirectHandler):
    """A provider that sends us elsewhere is not followed: the secret goes to its address only."""

    def redirect_request(self, *_told: object) -> None:
        """Follow nothing."""


_ASK = urllib.request.build_opener(_NoDetour)


class OpenIdProvider:
    """One provider of identities."""

    def __init__(self, provider: Provider) -> None:
        """Speak to this provider."""
        self._provider = provider
        self.issuer = provider.issuer

    def begin(self, *, callback: str) -> Departure:
        """Return where the person proves who he is.

        :raises SignOnFailed: the provider cannot be reached.
        """
        return messages.departure(self._provider, self._places(), callback=callback)

    def finish(
        self, *, kept: Mapping[str, str], told: Mapping[str, str], callback: str
    ) -> ExternalPerson:
        """Return the person that the provider vouches for.

        :raises SignOnFailed: it does not, or its word does not hold.
        """
        code = messages.code_of(told, kept, issuer=self.issuer)
        places = self._places()
        body, headers = messages.token_request(
            self._provider, places, code=code, verifier=kept["verifier"], callback=callback
        )
        token = messages.read_object(self._ask(places.token, body, headers)).get("id_token")
        keys = messages.read_object(self._ask(places.keys))
        if not isinstance(token, str):
            raise SignOnFailed
        return messages.person_of(token, keys, provider=self._provider, nonce=kept["nonce"])

    def _places(self) -> messages.Places:
        address = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
        return messages.read_places(self._ask(address), issuer=self.issuer)

    def _ask(
        self, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        # Every address was checked to be https, or to stay on this machine.
        request = urllib.request.Request(address, data=body, headers=dict(headers or {}))  # noqa: S310
        try:
            with _ASK.open(request, timeout=self._provider.seconds) as answer:
                told: bytes = answer.read(_LONGEST_ANSWER)
                return told
        except urllib.error.HTTPError as refusal:
            # Neither body nor query: they may hold a code or a token.
            _LOG.warning("identity provider answered %s", refusal.code)
            refusal.close()
            raise SignOnFailed from None
        except (OSError, http.client.HTTPException) as fault:
            _LOG.warning("identity provider not reached: %s", type(fault).__name__)
            raise SignOnFailed from fault


def from_settings() -> OpenIdProvider:
    """Return the provider of this installation."""
    return OpenIdProvider(provider_of_settings())
