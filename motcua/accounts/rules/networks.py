"""From which addresses one may log in."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from motcua.accounts.errors import NetworkInvalid


def check_network(text: str) -> str:
    """Return a network as CIDR; one address is a network of itself.

    :raises NetworkInvalid: it is none.
    """
    try:
        return str(ip_network(text.strip(), strict=False))
    except ValueError as wrong:
        raise NetworkInvalid(text=text) from wrong


def is_inside(address: str, networks: Iterable[str]) -> bool:
    """Return whether an address lies in one of the networks; everywhere when there is none."""
    listed = [ip_network(network) for network in networks]
    if not listed:
        return True
    try:
        found = ip_address(address)
    except ValueError:
        return False
    # A socket of both kinds writes an IPv4 address inside an IPv6 one.
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in listed)
