"""From a name to the one address that is connected to."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable
from ipaddress import ip_address

from solicense_plugin.domain.addresses import Address
from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault
from solicense_plugin.domain.licence_hosts import LicenceHost
from solicense_plugin.fetching.deadline import Deadline

#: Returns the address of a name, or raises ``OSError``. May take as long as it likes.
Resolver = Callable[[str, int], str]


def resolve(name: str, port: int) -> str:
    """Return the address that the system prefers for a name.

    :raises OSError: there is none.
    """
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return str(found[0][4][0])


def address_of(host: LicenceHost, resolver: Resolver, deadline: Deadline) -> Address:
    """Resolve a host once, and check that the operator permits where it leads.

    :raises FetchFailed: ``no-such-host``, ``not-public`` or ``timeout``.
    """
    try:
        address = ip_address(_in_time(host, resolver, deadline))
    except (OSError, ValueError) as error:  # ValueError: a name that cannot be written in DNS
        raise FetchFailed(FetchFault.NO_SUCH_HOST, host.host) from error
    if not host.permits(address):
        raise FetchFailed(FetchFault.NOT_PUBLIC, f"{host.host}: {address}")
    return address


def _in_time(host: LicenceHost, resolver: Resolver, deadline: Deadline) -> str:
    """Call the resolver in a thread of its own, since nothing else can leave it behind."""
    answers: queue.SimpleQueue[str | OSError | ValueError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(host.host, host.port))
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="solicense-resolver", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise deadline.passed() from None
    if isinstance(answer, Exception):
        raise answer
    return answer
