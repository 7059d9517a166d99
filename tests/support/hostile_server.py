"""A licence server that does what it likes: raw sockets on 127.0.0.1, a thread a visit."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_TEN_GB = 10 * 2**30
_BLOCK = b"x" * 2**16


@dataclass
class Visit:
    """One connection, as the server sees it."""

    sock: socket.socket
    #: Set when the server is to stop.
    stopped: threading.Event
    request: bytes = b""
    #: Bytes that were sent; what is on the way counts.
    sent: int = 0

    @property
    def path(self) -> str:
        """The path that was asked for, without its query."""
        return self.request.split(b" ")[1].decode().partition("?")[0]

    def read_request(self) -> None:
        """Read the whole request, its content too."""
        while b"\r\n\r\n" not in self.request:
            self._more()
        head, _, content = self.request.partition(b"\r\n\r\n")
        sizes = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
        left = int(sizes[0].partition(b":")[2]) - len(content) if sizes else 0
        while left > 0:
            left -= self._more()

    def _more(self) -> int:
        content = self.sock.recv(2**16)
        if not content:
            raise ConnectionError
        self.request += content
        return len(content)

    def send(self, content: bytes) -> None:
        self.sock.sendall(content)
        self.sent += len(content)

    def flood(self, content: bytes) -> None:
        """Send for as long as somebody reads."""
        while not self.stopped.is_set():
            self.send(content)

    def drip(self, content: bytes) -> None:
        """Send a byte every now and then."""
        for byte in content:
            self.send(bytes([byte]))
            if self.stopped.wait(0.05):
                return

    def hang(self) -> None:
        """Keep the connection, and say nothing."""
        self.stopped.wait()


Behaviour = Callable[[Visit], None]


@dataclass
class HostileServer:
    """What runs on a port, and what it saw."""

    port: int
    visits: list[Visit] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sent(self) -> int:
        """Bytes sent to everybody."""
        return sum(visit.sent for visit in self.visits)

    def asked(self) -> str:
        """Return what the only visitor asked."""
        [visit] = self.visits
        return visit.request.decode()


@contextmanager
def serving(
    behaviour: Behaviour, *, context: ssl.SSLContext | None = None
) -> Iterator[HostileServer]:
    """Serve on a free port until the end of the block.

    :param behaviour: given each connection, nothing read yet.
    :param context: speaks TLS first.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=32) as listener:
        server = HostileServer(listener.getsockname()[1])
        stopped = threading.Event()

        def visit(sock: socket.socket) -> None:
            # A visitor that hangs up is what these servers are for.
            with suppress(OSError), sock:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                opened = context.wrap_socket(sock, server_side=True) if context else sock
                with opened:
                    visited = Visit(opened, stopped)
                    server.visits.append(visited)
                    behaviour(visited)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    sock, _ = listener.accept()
                    if stopped.is_set():
                        sock.close()
                        return
                    threads.append(threading.Thread(target=visit, args=(sock,)))
                    threads[-1].start()

        threads = [threading.Thread(target=accept)]
        threads[0].start()
        try:
            yield server
        finally:
            stopped.set()
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
            for thread in threads:
                thread.join(10)


def answering(content: bytes) -> Behaviour:
    """Answer whatever is asked with these bytes, and hang up."""

    def behave(visit: Visit) -> None:
        visit.read_request()
        visit.send(content)

    return behave


def http(
    content: bytes = b"", media_type: str = "", status: str = "200 OK", headers: str = ""
) -> bytes:
    """Write an answer as a good server would."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}"]
    lines += [f"Content-Type: {media_type}"] if media_type else []
    lines += [headers] if headers else []
    return "\r\n".join([*lines, "\r\n"]).encode("latin-1") + content


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.solicense.package\r\n"
_CHUNKED = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_BOMB = gzip.compress(bytes(2**24))


def _first(head: bytes, then: Behaviour) -> Behaviour:
    def behave(visit: Visit) -> None:
        visit.send(head)
        then(visit)

    return behave


def _hang_up(visit: Visit) -> None:
    visit.sock.shutdown(socket.SHUT_RDWR)


def _redirect(visit: Visit) -> None:
    here = f"http://127.0.0.1:{visit.sock.getsockname()[1]}/redirects-to-itself"
    visit.send(http(status="302 Found", headers=f"Location: {here}"))


#: What the server does by the path that it is asked for, the request being read.
HOSTILE: Mapping[str, Behaviour] = {
    "/hangs-up": _hang_up,
    "/hangs": Visit.hang,
    "/hangs-after-the-headers": _first(_HEAD + b"Content-Length: 9\r\n\r\n", Visit.hang),
    "/drips-headers": lambda visit: visit.drip(_HEAD * 100),
    "/drips-content": _first(
        _HEAD + b"Content-Length: 900\r\n\r\n", lambda visit: visit.drip(b"x" * 900)
    ),
    "/drips-chunks": _first(_CHUNKED, lambda visit: visit.drip(b"1\r\nx\r\n" * 900)),
    "/drips-news": lambda visit: visit.drip(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100),
    "/claims-10-gb": _first(
        _HEAD + b"Content-Length: %d\r\n\r\n" % _TEN_GB, lambda visit: visit.flood(_BLOCK)
    ),
    "/endless": _first(_HEAD + b"\r\n", lambda visit: visit.flood(_BLOCK)),
    "/endless-chunks": _first(
        _CHUNKED, lambda visit: visit.flood(b"%x\r\n%s\r\n" % (len(_BLOCK), _BLOCK))
    ),
    "/endless-small-chunks": _first(_CHUNKED, lambda visit: visit.flood(b"1\r\nx\r\n" * 10_000)),
    "/endless-headers": _first(_HEAD, lambda visit: visit.flood(b"X-Header: value\r\n" * 1000)),
    "/endless-header": _first(_HEAD + b"X-Header: ", lambda visit: visit.flood(_BLOCK)),
    "/endless-news": lambda visit: visit.flood(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000),
    "/broken-off-headers": lambda visit: visit.send(_HEAD),
    "/broken-off-content": lambda visit: visit.send(_HEAD + b"Content-Length: 9\r\n\r\n1234"),
    "/broken-off-chunk": lambda visit: visit.send(_CHUNKED + b"9\r\n1234"),
    "/rubbish": lambda visit: visit.send(bytes(range(256)) * 4),
    "/rubbish-for-ever": lambda visit: visit.flood(bytes(range(256)) * 64),
    "/http-0.9": lambda visit: visit.send(b"<html>Welcome</html>\n"),
    "/ssh": lambda visit: visit.send(b"SSH-2.0-OpenSSH_9.2\r\nInvalid identification\r\n"),
    "/two-lengths": lambda visit: visit.send(
        _HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n12"
    ),
    "/length-of-5000-digits": lambda visit: visit.send(
        _HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n12"
    ),
    "/negative-length": lambda visit: visit.send(_HEAD + b"Content-Length: -1\r\n\r\n12"),
    "/chunk-of-no-size": lambda visit: visit.send(_CHUNKED + b"zz\r\nx\r\n"),
    "/status-99999": lambda visit: visit.send(b"HTTP/1.1 99999 Huge\r\n\r\n"),
    "/redirects-to-itself": _redirect,
    "/gzip-bomb": lambda visit: visit.send(
        http(_BOMB, "application/vnd.solicense.package", headers="Content-Encoding: gzip")
    ),
    "/switches-protocols": lambda visit: visit.send(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
    ),
}


def hostile(visit: Visit) -> None:
    """Behave as the path says."""
    visit.read_request()
    HOSTILE[visit.path](visit)
