"""A connection to one address, which no server can make last longer or bring more."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from httpcore2 import NetworkStream, WriteError

from solicense_plugin.domain.addresses import Address
from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault
from solicense_plugin.domain.licence_hosts import LicenceHost
from solicense_plugin.fetching.deadline import Deadline

#: What every answer begins with.
_HTTP = b"HTTP/"
#: What may come in beside the content: headers, the marks of chunks, and what is read
#: ahead. Little, since a chunk of one byte costs six to send and a thousand to read.
_AROUND = 3 * 2**16


class Connection(NetworkStream):
    """What httpcore2 reads and writes by. Its timeouts are ours: the rest of the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline
        self._around = _AROUND
        self._beginning = b""
        self._ended = False

    @property
    def cut_short(self) -> bool:
        """Whether the other side hung up within what may have become an answer."""
        return self._ended and _HTTP.startswith(self._beginning)

    # httpcore2 names ``timeout`` when it calls; the deadline stands in its place.
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  not ours
        """Return what has come, at least one byte; none at the end.

        :raises FetchFailed: ``timeout``, ``broken-off`` or ``too-large``.
        """
        try:
            self._sock.settimeout(self._deadline.left())
            content = self._sock.recv(max_bytes)
        except TimeoutError:
            raise self._deadline.passed() from None
        except OSError as error:
            raise FetchFailed(FetchFault.BROKEN_OFF) from error
        self._ended = not content
        self._beginning = (self._beginning + content)[: len(_HTTP)]
        self._around -= len(content)
        if self._around < 0:
            raise FetchFailed(FetchFault.TOO_LARGE)
        return content

    def was_content(self, size: int) -> None:
        """Take back from the count of what came in beside the content what was content."""
        self._around += size

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  not ours
        """Send everything.

        :raises FetchFailed: ``timeout``.
        :raises WriteError: the other side does not listen; it may have answered all the same.
        """
        rest = memoryview(buffer)
        while rest:
            try:
                self._sock.settimeout(self._deadline.left())
                rest = rest[self._sock.send(rest) :]
            except TimeoutError:
                raise self._deadline.passed() from None
            except OSError as error:
                raise WriteError(str(error)) from error

    def close(self) -> None:
        """Hang up, without waiting for the other side to agree."""
        with suppress(OSError):
            self._sock.close()


@contextmanager
def _closed_on_failure(sock: socket.socket) -> Iterator[socket.socket]:
    try:
        yield sock
    except BaseException:
        sock.close()
        raise


def connect(host: LicenceHost, address: Address, deadline: Deadline) -> socket.socket:
    """Connect to exactly this address.

    :raises FetchFailed: ``timeout``, ``refused`` or ``unreachable``.
    """
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    with _closed_on_failure(socket.socket(family, socket.SOCK_STREAM)) as sock:
        sock.settimeout(deadline.left())
        try:
            sock.connect((str(address), host.port))
        except OSError as error:
            raise _not_connected(error, host, deadline) from error
        return sock


def _not_connected(error: OSError, host: LicenceHost, deadline: Deadline) -> FetchFailed:
    if isinstance(error, ConnectionRefusedError):
        return FetchFailed(FetchFault.REFUSED, host.netloc)
    if isinstance(error, TimeoutError):
        return deadline.passed()
    return FetchFailed(FetchFault.UNREACHABLE, host.netloc)


def secured(
    sock: socket.socket, host: LicenceHost, context: ssl.SSLContext, deadline: Deadline
) -> ssl.SSLSocket:
    """Speak TLS over a connection, and check that its certificate is the host's.

    :raises FetchFailed: ``timeout``, ``certificate`` or ``not-https``; the connection is
        closed then.
    """
    with _closed_on_failure(sock):
        sock.settimeout(deadline.left())
        try:
            return context.wrap_socket(sock, server_hostname=host.host)
        except OSError as error:
            raise _not_secured(error, host, deadline) from error


def _not_secured(error: OSError, host: LicenceHost, deadline: Deadline) -> FetchFailed:
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchFailed(FetchFault.CERTIFICATE, f"{host.host}: {error.verify_message}")
    if isinstance(error, TimeoutError):
        return deadline.passed()
    return FetchFailed(FetchFault.NOT_HTTPS, host.netloc)
