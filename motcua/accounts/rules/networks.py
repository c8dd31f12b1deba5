"""From which addresses one may log in."""

from collections.abc import Iterable, Sequence
from ipaddress import ip_address, ip_network

from motcua.accounts.errors import NetworkInvalid

_SIX = 6


def check_network(text: str) -> str:
    """Return a network as CIDR; one address is a network of itself.

    :raises NetworkInvalid: it is none.
    """
    try:
        return str(ip_network(text.strip(), strict=False))
    except ValueError as wrong:
        raise NetworkInvalid(text=text) from wrong


def narrowed(above: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Return what of these networks lies within those above; nothing stands for everywhere.

    Networks that have nothing in common with those above change nothing.
    """
    if not above or not own:
        return tuple(above or own)
    pairs = [(ip_network(high), ip_network(low)) for high in above for low in own]
    # Two networks that overlap lie one within the other.
    common = (
        str(max(high, low, key=lambda one: one.prefixlen))
        for high, low in pairs
        if high.version == low.version and high.overlaps(low)
    )
    return tuple(dict.fromkeys(common)) or tuple(above)


def counted_as(address: str) -> str:
    """Return what failures of an address are counted for: of IPv6 the /64 that one house gets."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network((found, 64), strict=False)) if found.version == _SIX else str(found)


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
