"""Which network addresses are public: those that lead into nobody's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

#: Either version of the protocol.
Address = IPv4Address | IPv6Address

#: Set aside by IANA, though ``is_global`` says otherwise in some releases of Python.
_SPECIAL = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # relays of 6to4, given up
)
#: Where addresses of the public IPv6 network come from. Those that carry an IPv4 address
#: for a translator (mapped, NAT64) lie outside of it.
_UNICAST = IPv6Network("2000::/3")
_SPECIAL_UNICAST = (
    IPv6Network("2001::/23"),  # protocol assignments; Teredo carries an IPv4 address
    IPv6Network("2001:db8::/32"),  # documentation
    IPv6Network("2002::/16"),  # 6to4 carries an IPv4 address
    IPv6Network("3fff::/20"),  # documentation
)


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the public network.

    Loopback, private, link-local, shared, multicast, reserved and documentation
    addresses are not, nor are IPv6 addresses that carry an IPv4 address.
    """
    if isinstance(address, IPv6Address):
        return address in _UNICAST and not any(address in network for network in _SPECIAL_UNICAST)
    special = address.is_multicast or any(address in network for network in _SPECIAL)
    return address.is_global and not special
