"""Where the officers' identity provider is, from the settings."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider's address (issuer), and what it calls us."""

    issuer: str
    client: str
    secret: str
    #: How long we wait for it.
    seconds: float = 10.0


def provider_of_settings() -> Provider:
    """Return the provider that this installation uses."""
    told = settings.OIDC
    return Provider(issuer=told.issuer, client=told.client, secret=told.secret)
