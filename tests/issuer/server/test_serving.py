"""The licence server as a process: real sockets, its command, its clock, its end."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from solicense_plugin.packages.reading import read_package
from tests.issuer.server.conftest import ME
from tests.support.issuer_desk import Desk
from tests.support.licence_folder import LicenceFolder
from tests.support.licence_server import ROOT, LicenceServer, licence_server
from tests.support.signing import NOW, SERIAL, Issuer, module


@dataclass(frozen=True)
class Answer:
    """What came back over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(url: str, path: str, **headers: str) -> Answer:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=20)
    with closing(connection):
        connection.request("GET", f"{path}?{urlencode(ME)}", headers=headers)
        answer = connection.getresponse()
        named = answer.getheaders()
        assert len({name.lower() for name, _ in named}) == len(named)
        return Answer(answer.status, dict(named), answer.read())


@pytest.fixture
def served(tmp_path: Path, issuer: Issuer) -> Iterator[LicenceServer]:
    with licence_server(tmp_path / "issuer", issuer) as server:
        server.customer(module("ten-sales", 21))
        yield server


def test_a_process_serves_signs_and_moves_with_its_clock(
    served: LicenceServer, issuer: Issuer
) -> None:
    first = ask(served.url, "/packages/SUPEROFFICE")
    assert first.status == 200
    served.clock.move(timedelta(days=30))
    served.customer(module("ten-sales", 26))
    second = ask(served.url, "/packages/SUPEROFFICE").body
    package = read_package(second, roots=issuer.roots, zone=UTC, now=served.clock()).package
    assert package.issue_number == 2
    assert timedelta(days=30) <= package.issued_at - NOW < timedelta(days=31)
    assert package.owner.licence_url == served.url
    assert package.owner.shop_url == f"{served.url}/shop"


def test_a_process_that_was_killed_goes_on_with_its_numbers(served: LicenceServer) -> None:
    before = ask(served.url, "/packages/SUPEROFFICE")
    url = served.url
    served.stop()
    with pytest.raises(ConnectionRefusedError):
        ask(url, "/packages/SUPEROFFICE")
    served.start()
    assert served.url == url
    again = ask(url, "/packages/SUPEROFFICE", **{"If-None-Match": before.headers["ETag"]})
    assert again.status == 304


def test_errors_over_the_wire_are_problem_documents(served: LicenceServer) -> None:
    for path in ("/nowhere", "/packages/ACME", "/revocations"):
        answer = ask(served.url, path)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.body)["status"] == answer.status == 404


def test_a_body_without_an_end_is_refused_before_it_ends(served: LicenceServer) -> None:
    head = (
        b"POST /changes/SUPEROFFICE HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 10000000000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
        connection.sendall(head + b" " * 1000)
        assert b"413" in connection.makefile("rb").readline()


@contextmanager
def serving(*arguments: str | Path, **environment: str) -> Iterator[list[str]]:
    """Run `solicense issuer serve`, and yield the lines that it says first."""
    call = "from solicense_plugin.console import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", call, "issuer", "serve", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1"} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        count = 2 if "--shop" in arguments else 1
        yield [process.stdout.readline().strip() for _ in range(count)]
    finally:
        process.kill()
        process.communicate()


def test_the_command_says_its_addresses_and_serves(served: LicenceServer) -> None:
    with serving(served.folder.path, "--shop") as (licences, shop):
        url = licences.removeprefix("LicenseUrl: ")
        assert ask(url, "/status/SUPEROFFICE").status == 200
        assert shop == f"ShopUrl: {url}/shop"
        assert ask(url, "/shop").status == 200


def test_the_command_takes_the_key_from_the_environment(served: LicenceServer) -> None:
    file = served.folder.path / "key"
    key = file.read_text()
    file.unlink()
    with serving(served.folder.path, "--key", "env:ISSUER_KEY", ISSUER_KEY=key) as (said,):
        url = said.removeprefix("LicenseUrl: ")
        assert ask(url, "/packages/SUPEROFFICE").status == 200
        assert ask(url, "/shop").status == 404


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("127.0.0.1", id="a-port-that-is-taken"),
        pytest.param("203.0.113.7", id="another-machines-address"),
        pytest.param("no.such.host.example", id="no-address"),
    ],
)
def test_where_nobody_can_listen_is_told(folder: LicenceFolder, host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = Desk(folder.path).run("serve", folder.path, "--host", host, "--port", port)
    assert (said.exit_code, isinstance(said.exception, SystemExit)) == (1, True)
    assert f"Nobody can listen at {host}:{port}" in said.output


@pytest.mark.parametrize(
    "change, said",
    [
        pytest.param(lambda at: (at / "certificate").unlink(), "certificate", id="certificate"),
        pytest.param(
            lambda at: (at / "certificate").write_bytes(b"x"), "is no certificate", id="x"
        ),
        pytest.param(lambda at: (at / "key").unlink(), "The key cannot be used", id="no-key"),
        pytest.param(lambda at: (at / "key").write_text("{}"), "holds no Ed25519", id="an-odd-key"),
        pytest.param(
            lambda at: (at / "key").write_text(json.dumps(Issuer().key.as_dict(private=True))),
            "approves another key",
            id="another-key",
        ),
    ],
)
def test_a_folder_that_cannot_work_is_told_at_the_start(
    folder: LicenceFolder, change: Callable[[Path], object], said: str
) -> None:
    change(folder.path)
    done = Desk(folder.path).run("serve", folder.path)
    assert (done.exit_code, isinstance(done.exception, SystemExit)) == (1, True)
    assert said in done.output


def test_two_processes_on_one_folder_give_one_number(served: LicenceServer) -> None:
    with serving(served.folder.path) as (said,):
        other = said.removeprefix("LicenseUrl: ")
        for quantity in range(22, 26):
            served.customer(module("ten-sales", quantity))
            bodies = {ask(url, "/packages/SUPEROFFICE").body for url in (served.url, other)}
            assert len(bodies) == 1
    assert len(list((served.folder.path / "issued" / SERIAL).iterdir())) == 4
