"""Over HTTPS the server has to prove that it is the host whose name was asked for."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from solicense_plugin.domain.fetch_faults import FetchFault
from solicense_plugin.fetching.exchange import Answer, Network
from tests.support.certificates import Authority
from tests.support.fetching import SHORT, ask, failure
from tests.support.hostile_server import HostileServer, Visit, answering, http, serving

NAME = "licences.example"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def ask_securely(
    server: HostileServer, trusted: Callable[[], ssl.SSLContext], seconds: float = 60
) -> Answer:
    network = Network(lambda *_: "127.0.0.1", trusted, seconds)
    return ask(f"https://{NAME}:{server.port}", network=network)


def test_a_host_that_proves_its_name_is_asked_for_that_name(authority: Authority) -> None:
    names: list[object] = []
    context = authority.serving(NAME)
    context.sni_callback = lambda *seen: names.append(seen[1])
    with serving(answering(http(b"here")), context=context) as server:
        assert ask_securely(server, authority.trusting).content == b"here"
    assert names == [NAME]


@pytest.mark.parametrize(
    "name, expired, stranger, detail",
    [
        pytest.param("other.example", False, False, "mismatch", id="another-name"),
        pytest.param(NAME, True, False, "expired", id="expired"),
        pytest.param(NAME, False, True, "", id="unknown-issuer"),
    ],
)
def test_a_certificate_that_does_not_hold_is_a_fault(
    authority: Authority, name: str, expired: bool, stranger: bool, detail: str
) -> None:
    issuer = Authority(authority.folder) if stranger else authority
    context = issuer.serving(name, expired=expired)
    with serving(answering(http(b"here")), context=context) as server:
        failed = failure(lambda: ask_securely(server, authority.trusting))
    assert failed.fault is FetchFault.CERTIFICATE
    assert failed.detail.startswith(f"{NAME}: ")
    assert detail in failed.detail
    assert [visit.request for visit in server.visits] in ([], [b""])


def test_by_default_only_certificates_that_the_system_trusts_hold(authority: Authority) -> None:
    with serving(answering(http()), context=authority.serving(NAME)) as server:
        failed = failure(lambda: ask_securely(server, Network().context))
    assert failed.fault is FetchFault.CERTIFICATE


def _shake_slowly(visit: Visit) -> None:
    visit.sock.recv(2**16)
    visit.drip(b"\x16\x03\x03\x40\x00" + bytes(2**14))


def _hang_up(visit: Visit) -> None:
    visit.sock.recv(2**16)


@pytest.mark.parametrize(
    "behaviour, fault",
    [
        pytest.param(_shake_slowly, FetchFault.TIMEOUT, id="slow-handshake"),
        pytest.param(Visit.hang, FetchFault.TIMEOUT, id="no-handshake"),
        pytest.param(_hang_up, FetchFault.NOT_HTTPS, id="hangs-up"),
    ],
)
def test_a_handshake_that_fails_is_a_fault(
    authority: Authority, behaviour: Callable[[Visit], None], fault: FetchFault
) -> None:
    with serving(behaviour) as server:
        failed = failure(lambda: ask_securely(server, authority.trusting, SHORT))
    assert failed.fault is fault


def test_a_server_without_tls_is_a_fault(authority: Authority) -> None:
    def plain(visit: Visit) -> None:
        visit.sock.recv(2**16)
        visit.send(http(b"Speak HTTP", status="400 Bad Request"))

    with serving(plain) as server:
        failed = failure(lambda: ask_securely(server, authority.trusting))
    assert failed.fault is FetchFault.NOT_HTTPS


def test_a_connection_that_drips_below_tls_is_left_at_the_deadline(authority: Authority) -> None:
    def drip(visit: Visit) -> None:
        visit.read_request()
        visit.drip(http(b"x" * 900))

    with serving(drip, context=authority.serving(NAME)) as server:
        failed = failure(lambda: ask_securely(server, authority.trusting, SHORT))
    assert failed.fault is FetchFault.TIMEOUT
