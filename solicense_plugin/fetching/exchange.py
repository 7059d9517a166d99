"""One question to a licence server, and its answer: HTTP/1.1 over a connection of its own.

No redirects, no proxies, no cookies, no signing in, nothing compressed, nothing kept
for the next exchange.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace

from httpcore2 import URL, HTTP11Connection, Origin, ProtocolError, Request, Response

from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault
from solicense_plugin.domain.licence_hosts import LicenceHost, LicenceServer
from solicense_plugin.fetching.connection import Connection, connect, secured
from solicense_plugin.fetching.deadline import Deadline
from solicense_plugin.fetching.resolving import Resolver, address_of, resolve

#: As large as a licence package may be (design.md 4).
MAX_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Network:
    """How the world is reached."""

    #: From a name to an address.
    resolver: Resolver = resolve
    #: Which certificates are trusted: those that the system trusts.
    context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    #: For the whole exchange, from the name to the last byte.
    seconds: float = 10.0
    #: Where several exchanges have one together.
    deadline: Deadline | None = None

    def begun(self) -> Network:
        """Return the same world for exchanges that have the time of one, from now on."""
        return replace(self, deadline=Deadline.after(self.seconds))


WORLD = Network()


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: any status but a redirect, and content within the limit."""

    status: int
    #: By name in lower case; of a name that comes twice the first.
    headers: Mapping[str, str]
    content: bytes

    @property
    def media_type(self) -> str:
        """The type of the content, in lower case and without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def get(
    server: LicenceServer,
    path: str,
    *,
    headers: Mapping[str, str],
    limit: int = MAX_BYTES,
    network: Network = WORLD,
) -> Answer:
    """Ask a licence server.

    :param path: below the server's own, beginning with a slash; with its query.
    :param limit: of the content, in bytes.
    :raises FetchFailed: any fault but ``bad-address`` and ``not-permitted``.
    """
    request = _request("GET", server, path, headers, None)
    return _exchange(server.host, request, limit, network)


def post(
    server: LicenceServer,
    path: str,
    value: Mapping[str, object],
    *,
    headers: Mapping[str, str],
    limit: int = MAX_BYTES,
    network: Network = WORLD,
) -> Answer:
    """Send JSON to a licence server; else like :func:`get`.

    :raises FetchFailed: any fault but ``bad-address`` and ``not-permitted``.
    """
    content = json.dumps(value).encode()
    described = {
        **headers,
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
    }
    request = _request("POST", server, path, described, content)
    return _exchange(server.host, request, limit, network)


def _request(
    method: str,
    server: LicenceServer,
    path: str,
    headers: Mapping[str, str],
    content: bytes | None,
) -> Request:
    host = server.host
    url = URL(scheme=host.scheme, host=host.host, port=host.port, target=server.path + path)
    every: dict[str | bytes, str | bytes] = {
        "Host": host.netloc,
        "User-Agent": "solicense",
        # Counted as it comes, so that nothing can grow when it is unpacked.
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    every.update(headers)
    return Request(method, url, headers=every, content=content)


def _exchange(host: LicenceHost, request: Request, limit: int, network: Network) -> Answer:
    deadline = network.deadline or Deadline.after(network.seconds)
    with closing(_connection(host, network, deadline)) as connection:
        origin = Origin(request.url.scheme, request.url.host, host.port)
        try:
            response = HTTP11Connection(origin, connection).handle_request(request)
            headers = _headers(response)
            _demand_direct(response.status, headers)
            _demand_announced(headers, limit)
            content = _content(response, connection, limit)
            return Answer(response.status, headers, content)
        # ValueError: a number that is too long to be one.
        except (ProtocolError, ValueError) as error:
            fault = FetchFault.BROKEN_OFF if connection.cut_short else FetchFault.NOT_HTTP
            raise FetchFailed(fault, host.netloc) from error


def _connection(host: LicenceHost, network: Network, deadline: Deadline) -> Connection:
    context = network.context() if host.scheme == "https" else None
    sock = connect(host, address_of(host, network.resolver, deadline), deadline)
    if context is not None:
        sock = secured(sock, host, context, deadline)
    return Connection(sock, deadline)


def _headers(response: Response) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in response.headers:
        found.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return found


def _demand_direct(status: int, headers: Mapping[str, str]) -> None:
    """Refuse an answer that is somewhere else, or packed."""
    if 300 <= status < 400 and status != 304:
        raise FetchFailed(FetchFault.REDIRECT, headers.get("location", ""))
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise FetchFailed(FetchFault.UNEXPECTED_ANSWER, "Content-Encoding")


def _demand_announced(headers: Mapping[str, str], limit: int) -> None:
    """Refuse content that is too large by its own word."""
    if int(headers.get("content-length", "0")) > limit:
        raise FetchFailed(FetchFault.TOO_LARGE)


def _content(response: Response, connection: Connection, limit: int) -> bytes:
    content = bytearray()
    for chunk in response.iter_stream():
        connection.was_content(len(chunk))
        content += chunk
        if len(content) > limit:
            raise FetchFailed(FetchFault.TOO_LARGE)
    return bytes(content)
