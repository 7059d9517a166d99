"""Whatever a server does, it is a fault of the closed set, in time and within the limit."""

from __future__ import annotations

import re
import socket
import struct
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault
from solicense_plugin.fetching.exchange import MAX_BYTES, Answer, Network, post
from tests.support.fetching import SHORT, ask, failure, permitted
from tests.support.hostile_server import (
    HOSTILE,
    HostileServer,
    Visit,
    answering,
    hostile,
    http,
    serving,
)

#: As much as the system keeps on the way between two sockets.
ON_THE_WAY = 32 * 2**20


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with serving(hostile) as server:
        yield server


LATE = [path for path in HOSTILE if path.startswith(("/hangs", "/drips")) and path != "/hangs-up"]
FAULTS = {
    "/hangs-up": FetchFault.BROKEN_OFF,
    "/claims-10-gb": FetchFault.TOO_LARGE,
    "/endless": FetchFault.TOO_LARGE,
    "/endless-chunks": FetchFault.TOO_LARGE,
    "/endless-small-chunks": FetchFault.TOO_LARGE,
    "/endless-headers": FetchFault.NOT_HTTP,
    "/endless-header": FetchFault.NOT_HTTP,
    "/endless-news": FetchFault.TOO_LARGE,
    "/broken-off-headers": FetchFault.BROKEN_OFF,
    "/broken-off-content": FetchFault.BROKEN_OFF,
    "/broken-off-chunk": FetchFault.BROKEN_OFF,
    "/rubbish": FetchFault.NOT_HTTP,
    "/rubbish-for-ever": FetchFault.NOT_HTTP,
    "/http-0.9": FetchFault.NOT_HTTP,
    "/ssh": FetchFault.NOT_HTTP,
    "/two-lengths": FetchFault.NOT_HTTP,
    "/length-of-5000-digits": FetchFault.NOT_HTTP,
    "/negative-length": FetchFault.NOT_HTTP,
    "/chunk-of-no-size": FetchFault.NOT_HTTP,
    "/status-99999": FetchFault.NOT_HTTP,
    "/switches-protocols": FetchFault.NOT_HTTP,
    "/redirects-to-itself": FetchFault.REDIRECT,
    "/gzip-bomb": FetchFault.UNEXPECTED_ANSWER,
}


def test_every_behaviour_is_tried() -> None:
    assert {*LATE, *FAULTS} == set(HOSTILE)


@pytest.mark.parametrize("path", LATE)
def test_a_server_that_takes_its_time_is_left_at_the_deadline(
    server: HostileServer, path: str
) -> None:
    failed = failure(lambda: ask(server.url, path, network=Network(seconds=SHORT)))
    assert failed.fault is FetchFault.TIMEOUT
    assert failed.detail == "0.5 s"
    assert server.asked().startswith(f"GET {path} ")


@pytest.mark.parametrize("path", FAULTS)
def test_a_server_that_misbehaves_is_a_fault(server: HostileServer, path: str) -> None:
    assert failure(lambda: ask(server.url, path)).fault is FAULTS[path]


@pytest.mark.parametrize("path", [path for path in FAULTS if "endless" in path or "10-gb" in path])
def test_no_more_than_the_limit_is_read(server: HostileServer, path: str) -> None:
    tracemalloc.start()
    try:
        failure(lambda: ask(server.url, path))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * MAX_BYTES
    assert server.sent < ON_THE_WAY


@pytest.mark.parametrize(
    "size, limit, refused",
    [
        pytest.param(1000, 1000, False, id="at-the-limit"),
        pytest.param(1001, 1000, True, id="a-byte-beyond"),
        pytest.param(MAX_BYTES, MAX_BYTES, False, id="the-largest-package"),
    ],
)
@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_the_limit_is_exact(size: int, limit: int, refused: bool, chunked: bool) -> None:
    content = b"x" * size
    if chunked:
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        written = head + b"%x\r\n%s\r\n0\r\n\r\n" % (size, content)
    else:
        written = http(content)
    with serving(answering(written)) as server:
        if refused:
            failed = failure(lambda: ask(server.url, limit=limit))
            assert failed.fault is FetchFault.TOO_LARGE
        else:
            assert ask(server.url, limit=limit).content == content


def test_a_redirect_is_not_followed_to_another_host() -> None:
    with serving(answering(http())) as other:
        there = http(status="307 Temporary Redirect", headers=f"Location: {other.url}/x")
        with serving(answering(there)) as server:
            failed = failure(lambda: ask(server.url))
        assert failed.fault is FetchFault.REDIRECT
        assert failed.detail == f"{other.url}/x"
        assert other.visits == []


def test_a_redirect_is_not_followed_to_itself(server: HostileServer) -> None:
    failure(lambda: ask(server.url, "/redirects-to-itself"))
    assert len(server.visits) == 1


def test_a_port_where_nobody_listens_refuses() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    failed = failure(lambda: ask(f"http://127.0.0.1:{port}"))
    assert failed.fault is FetchFault.REFUSED
    assert failed.detail == f"127.0.0.1:{port}"


def test_a_server_that_does_not_take_the_connection_is_left_at_the_deadline() -> None:
    with ExitStack() as opened, socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        for _ in range(4):
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        failed = failure(lambda: ask(url, network=Network(seconds=SHORT)))
    assert failed.fault is FetchFault.TIMEOUT


def test_a_network_that_leads_nowhere_is_a_fault() -> None:
    # A broadcast address takes no connections; the system says so at once.
    failed = failure(lambda: ask("http://255.255.255.255:8001"))
    assert failed.fault is FetchFault.UNREACHABLE


#: More than the system takes on its way to somebody who does not read.
LARGE = {"serial": "1" * 2**24}


def send_large(server: HostileServer, seconds: float = 60) -> Answer:
    network = Network(seconds=seconds)
    return post(permitted(server.url), "/", LARGE, headers={}, network=network)


def test_a_server_that_hangs_up_without_reading_may_have_answered() -> None:
    def behave(visit: Visit) -> None:
        visit.send(http(b"busy", status="503 Busy"))

    with serving(behave) as server:
        answer = send_large(server)
    assert (answer.status, answer.content) == (503, b"busy")


def test_a_server_that_does_not_read_is_left_at_the_deadline() -> None:
    with serving(Visit.hang) as server:
        assert failure(lambda: send_large(server, SHORT)).fault is FetchFault.TIMEOUT


def test_a_connection_that_is_reset_is_a_fault() -> None:
    def behave(visit: Visit) -> None:
        visit.read_request()
        # Closing without a farewell resets the connection.
        visit.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with serving(behave) as server:
        assert failure(lambda: ask(server.url)).fault is FetchFault.BROKEN_OFF


def test_without_time_nobody_is_asked(server: HostileServer) -> None:
    failed = failure(lambda: ask(server.url, network=Network(seconds=0)))
    assert failed.fault is FetchFault.TIMEOUT
    assert server.visits == []


NOTHING_MORE = re.compile(
    r"GET /path\?a=b HTTP/1.1\r\nHost: 127.0.0.1:\d+\r\nUser-Agent: solicense\r\n"
    r"Accept-Encoding: identity\r\nConnection: close\r\n\r\n"
)


def test_exchanges_that_have_one_deadline_take_no_longer_than_one(server: HostileServer) -> None:
    together = Network(seconds=SHORT).begun()
    for path in ("/hangs", "/"):
        failed = failure(lambda path=path: ask(server.url, path, network=together))  # type: ignore[misc]  # its default is a text
        assert failed.fault is FetchFault.TIMEOUT
    assert [visit.path for visit in server.visits] == ["/hangs"]


def test_a_request_says_nothing_more_than_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(answering(http(headers="Set-Cookie: a=b"))) as server:
        for _ in range(2):
            ask(server.url, "/path?a=b")
    assert [bool(NOTHING_MORE.fullmatch(v.request.decode())) for v in server.visits] == [True] * 2


PIECES = st.sampled_from(
    [
        *[b"HTTP/1.1 ", b"HTTP/1.0 ", b"200 OK", b"304 x", b"204 x", b"302 x", b"500 x", b"101 x"],
        *[b"\r\n", b"\n", b"\r", b"\r\n\r\n", b": ", b" ", b"\t", b"\0", b"\xff", b"\xc3\xa6"],
        *[b"Content-Length: ", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: "],
        *[b"Content-Type: ", b"Location: ", b"0\r\n\r\n", b"5\r\nabcde\r\n", b"-1", b"9" * 30],
    ]
)
LIKE_HTTP = st.lists(PIECES, max_size=12).map(b"".join).map(lambda rest: b"HTTP/1.1 200 OK" + rest)


@pytest.fixture(scope="module")
def echo() -> Iterator[tuple[HostileServer, list[bytes]]]:
    """A server that answers with what the test has put down."""
    answers: list[bytes] = []

    def behave(visit: Visit) -> None:
        answering(answers[-1])(visit)

    with serving(behave) as server:
        yield server, answers


@given(content=st.binary(max_size=300) | st.lists(PIECES).map(b"".join) | LIKE_HTTP)
def test_whatever_bytes_come_it_is_an_answer_or_a_fault(
    echo: tuple[HostileServer, list[bytes]], content: bytes
) -> None:
    server, answers = echo
    answers.append(content)
    with suppress(FetchFailed):
        assert len(ask(server.url).content) <= len(content)
