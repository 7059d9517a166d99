"""A name is resolved once, and only the address that it led to is connected to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from ipaddress import ip_address

import pytest

from solicense_plugin.domain.fetch_faults import FetchFault
from solicense_plugin.domain.licence_hosts import licence_host, licence_server
from solicense_plugin.fetching.exchange import Answer, Network, get
from solicense_plugin.fetching.resolving import resolve
from tests.support.fetching import SHORT, ask, failure
from tests.support.hostile_server import HostileServer, answering, http, serving

NAME = "licences.example"


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with serving(answering(http(b"here"))) as server:
        yield server


class Names:
    """A name service that answers these in turn, the last one for ever."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, name: str, port: int) -> str:
        self.asked.append((name, port))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def asked_by_name(server: HostileServer, entry: str, names: Names) -> Answer:
    """Ask a server by a name of which the operator's list has this entry."""
    scheme = entry.partition("://")[0] if "://" in entry else "https"
    place = licence_server(f"{scheme}://{NAME}:{server.port}/x", [licence_host(entry)])
    return get(place, "/y", headers={}, network=Network(resolver=names, seconds=60))


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("::1", id="loopback-6"),
        pytest.param("::ffff:127.0.0.1", id="loopback-mapped"),
        pytest.param("10.0.0.1", id="private"),
        pytest.param("169.254.169.254", id="metadata-of-a-cloud"),
        pytest.param("fe80::1%lo", id="link-local-6"),
        pytest.param("0.0.0.0", id="this-host"),
    ],
)
def test_a_name_that_leads_into_a_private_network_is_not_connected_to(
    server: HostileServer, address: str
) -> None:
    names = Names(address)
    failed = failure(lambda: asked_by_name(server, f"{NAME}:{server.port}", names))
    assert failed.fault is FetchFault.NOT_PUBLIC
    assert failed.detail == f"{NAME}: {ip_address(address)}"
    assert server.visits == []


def test_a_full_origin_permits_a_private_address(server: HostileServer) -> None:
    names = Names("127.0.0.1")
    answer = asked_by_name(server, f"http://{NAME}:{server.port}", names)
    assert answer.content == b"here"
    assert f"\r\nHost: {NAME}:{server.port}\r\n" in server.asked()


def test_a_name_is_resolved_once_and_its_first_answer_holds(server: HostileServer) -> None:
    names = Names("127.0.0.1", "203.0.113.7")
    answer = asked_by_name(server, f"http://{NAME}:{server.port}", names)
    assert answer.content == b"here"
    assert names.asked == [(NAME, server.port)]


def test_a_name_that_turns_private_after_it_was_checked_is_not_asked_again(
    server: HostileServer,
) -> None:
    # The public address is one that nothing routes to; what counts is where it goes then.
    names = Names("255.255.255.255", "127.0.0.1")
    failed = failure(lambda: asked_by_name(server, f"http://{NAME}:{server.port}", names))
    assert failed.fault is FetchFault.UNREACHABLE
    assert server.visits == []


def test_a_name_that_is_not_resolved_in_time_is_left_at_the_deadline() -> None:
    ended = threading.Event()

    def never(name: str, port: int) -> str:
        ended.wait()
        return "127.0.0.1"

    network = Network(resolver=never, seconds=SHORT)
    try:
        failed = failure(lambda: ask(f"http://{NAME}", network=network))
    finally:
        ended.set()
    assert failed.fault is FetchFault.TIMEOUT


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(OSError("no such name"), id="unknown"),
        pytest.param(UnicodeError("label too long"), id="cannot-be-written"),
    ],
)
def test_a_name_that_nobody_knows_is_a_fault(error: Exception) -> None:
    def unknown(name: str, port: int) -> str:
        raise error

    failed = failure(lambda: ask(f"http://{NAME}", network=Network(resolver=unknown)))
    assert failed.fault is FetchFault.NO_SUCH_HOST
    assert failed.detail == NAME


def test_a_name_service_that_answers_rubbish_is_a_fault() -> None:
    network = Network(resolver=Names("rubbish"))
    assert failure(lambda: ask(f"http://{NAME}", network=network)).fault is FetchFault.NO_SUCH_HOST


def test_the_system_resolves_names() -> None:
    assert resolve("localhost", 80) in {"127.0.0.1", "::1"}
    with pytest.raises(socket.gaierror):
        resolve("licences.invalid", 80)
