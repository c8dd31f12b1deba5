"""From where a request comes, when web servers of our own stand in between."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 (a word for "not known", nothing listens there)


def address_of(request: HttpRequest) -> str:
    """Return the address of the machine that asks.

    What X-Forwarded-For says counts only as far as web servers of our own wrote it: from the
    right, the first address that is none of theirs.
    """
    found = _plain(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return found or UNKNOWN
    told = [_plain(one) for one in request.headers.get("X-Forwarded-For", "").split(",")]
    # A server on the same machine that speaks through a socket has no address.
    while told and (not found or _is_ours(found)):
        nearer = told.pop()
        if not nearer:
            break
        found = nearer
    return found or UNKNOWN


def _plain(text: str) -> str:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return ""
    return str(getattr(found, "ipv4_mapped", None) or found)


def _is_ours(address: str) -> bool:
    return any(ip_address(address) in ip_network(one) for one in settings.PROXIES)
