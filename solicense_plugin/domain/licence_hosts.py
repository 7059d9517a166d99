"""Which licence servers may be asked: the operator's list, and what an entry permits.

A licence URL comes out of a package, so that it is a stranger's word; where it may
lead is the operator's (design.md 6, ``SOLICENSE_LICENCE_HOSTS``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from solicense_plugin.domain.addresses import Address, is_public
from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault

_PORTS = {"http": 80, "https": 443}
_ORIGIN = re.compile(
    r"(?:(?P<scheme>https?)://)?(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9._-]+))"
    r"(?::(?P<port>[0-9]{1,5}))?"
)
_NAME = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
#: A last label by which a name is taken for an IPv4 address, in whatever notation.
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_URL = re.compile(
    r"(?P<origin>(?i:https?)://[^/?#\\@%]+)(?P<path>(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*)"
)
_LONGEST_URL = 2_000


@dataclass(frozen=True, slots=True)
class LicenceHost:
    """An origin that may be asked, and whether it may lie in a private network."""

    #: ``http`` or ``https``.
    scheme: str
    #: In lower case; an IPv6 address without brackets.
    host: str
    port: int
    #: Whether it may lie in a private network: the operator wrote the full origin.
    private: bool

    @property
    def netloc(self) -> str:
        """The host as a URL and the ``Host`` header write it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def permits(self, address: Address) -> bool:
        """Tell whether an address to which the host's name leads may be connected to."""
        return self.private or is_public(address)


@dataclass(frozen=True, slots=True)
class LicenceServer:
    """An owner's licence server that may be asked."""

    host: LicenceHost
    #: What every path begins with; empty, or beginning with a slash and ending without.
    path: str


def licence_host(entry: str) -> LicenceHost:
    """Read an entry of the operator's list.

    :param entry: ``host[:port]``, which means https and public addresses only, or a full
        origin ``scheme://host[:port]``, which permits exactly that.
    :raises ValueError: it is neither; says why.
    """
    found = _origin(entry, private="://" in entry)
    if found is None:
        raise ValueError("is neither host[:port] nor http(s)://host[:port]")
    literal = _literal(found.host)
    if literal is not None and not found.permits(literal):
        raise ValueError("is no public address; only a full origin (http…://…) permits that")
    return found


def licence_server(url: str, hosts: Iterable[LicenceHost]) -> LicenceServer:
    """Return where an owner's licence URL leads, if the operator permits it.

    :param url: without query, fragment, user and password.
    :raises FetchFailed: ``bad-address`` or ``not-permitted``.
    """
    parts = _URL.fullmatch(url) if len(url) <= _LONGEST_URL else None
    asked = _origin(parts["origin"], private=False) if parts else None
    if parts is None or asked is None:
        raise FetchFailed(FetchFault.BAD_ADDRESS, url)
    permitted = [host for host in hosts if _same_origin(host, asked)]
    if not permitted:
        raise FetchFailed(FetchFault.NOT_PERMITTED, f"{asked.scheme}://{asked.netloc}")
    # Both entries may stand in the list; the one that permits more is meant.
    best = max(permitted, key=lambda host: host.private)
    return LicenceServer(best, parts["path"].rstrip("/"))


def _same_origin(one: LicenceHost, other: LicenceHost) -> bool:
    return (one.scheme, one.host, one.port) == (other.scheme, other.host, other.port)


def _origin(text: str, *, private: bool) -> LicenceHost | None:
    """Read an origin; without a scheme it is https."""
    # Some letters beyond ASCII are one of ASCII in lower case.
    found = _ORIGIN.fullmatch(text.lower()) if text.isascii() else None
    if found is None:
        return None
    scheme = found["scheme"] or "https"
    host = _v6(found["v6"]) if found["v6"] else _name(found["name"])
    port = int(found["port"] or _PORTS[scheme])
    if host is None or not 0 < port < 2**16:
        return None
    return LicenceHost(scheme, host, port, private)


def _v6(text: str) -> str | None:
    try:
        return str(IPv6Address(text))
    except AddressValueError:
        return None


def _name(text: str) -> str | None:
    """Return a name or an IPv4 address as it is compared; ``None`` when it can be neither.

    Resolvers take ``127.1`` and ``0x7f000001`` for IPv4 addresses too; one notation is
    enough.
    """
    if _NUMBER.fullmatch(text):
        try:
            return str(IPv4Address(text))
        except AddressValueError:
            return None
    return text if len(text) <= 253 and _NAME.fullmatch(text) else None


def _literal(host: str) -> Address | None:
    """Return the address that stands in place of a name."""
    if ":" in host:
        return IPv6Address(host)
    return IPv4Address(host) if _NUMBER.fullmatch(host) else None
