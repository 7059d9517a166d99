"""Issue numbers: they only rise, whoever asks, however many at once, whatever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.installation import Identity
from solicense_plugin.issuer.server import FolderFault, issuing
from solicense_plugin.issuer.server.desk import Desk
from solicense_plugin.issuer.server.folder import Folder
from tests.conftest import rounds
from tests.issuer.server.conftest import Server
from tests.support import properties
from tests.support.crowd import at_once
from tests.support.licence_folder import LicenceFolder
from tests.support.signing import COMPANY, NOW, SERIAL, Issuer, module
from tests.support.world import Clock

properties.load()


def test_the_first_package_is_number_one(server: Server) -> None:
    assert server.current().issue_number == 1


def test_the_first_package_has_the_number_of_its_source_if_it_has_one(server: Server) -> None:
    server.folder.customer(IssueNumber=7)
    assert server.current().issue_number == 7


def test_an_unchanged_source_keeps_its_number_and_bytes(server: Server) -> None:
    first = server.package().data
    server.clock.now = NOW.replace(month=12)
    assert server.package().data == first


def test_a_changed_source_gets_the_next_number(server: Server) -> None:
    server.package()
    server.folder.customer(module("ten-sales", 18))
    assert server.current().issue_number == 2
    assert server.current().licences[0].quantity == 18


def test_a_source_that_is_changed_back_gets_the_next_number_too(server: Server) -> None:
    for quantity in (18, 21, 18):
        server.folder.customer(module("ten-sales", quantity))
        server.package()
    assert server.current().issue_number == 3


def test_a_source_with_a_lower_number_than_was_issued_gets_the_next_one(server: Server) -> None:
    for number in (7, 3):
        server.folder.customer(IssueNumber=number)
        server.package()
    assert server.current().issue_number == 8


def test_a_number_outlives_a_restart(server: Server) -> None:
    before = server.package().data
    assert Server(server.folder, server.clock).package().data == before


def test_asking_for_the_status_issues_what_it_speaks_of(server: Server) -> None:
    number = server.status()["issueNumber"]
    assert server.current().issue_number == number == 1


def test_many_who_ask_at_once_get_the_same_bytes_and_one_number(server: Server) -> None:
    answers = at_once(16, lambda _number: server.package().data)
    assert len(set(answers)) == 1
    assert len(list((server.folder.path / "issued" / SERIAL).iterdir())) == 1


def test_whoever_waited_issues_the_source_as_it_is_by_then(server: Server) -> None:
    """And not as he had read it before he waited."""
    place = Folder.at(server.folder.path)
    early = Desk(place, server.clock).source(Identity(COMPANY, SERIAL))
    server.folder.customer(module("ten-sales", 18))
    late = server.package().data
    assert issuing.current(place, early, now=NOW).content() == late


def test_a_source_that_becomes_another_customers_is_not_issued_to_the_first(
    server: Server,
) -> None:
    place = Folder.at(server.folder.path)
    early = Desk(place, server.clock).source(Identity(COMPANY, SERIAL))
    server.folder.customer(CompanyName="Fjord Fisk AS")
    with pytest.raises(FolderFault):
        issuing.current(place, early, now=NOW)


@given(st.lists(st.sampled_from(["ask", "change", "restart"]), max_size=12))
def test_numbers_never_fall(
    tmp_path_factory: pytest.TempPathFactory, issuer: Issuer, acts: list[str]
) -> None:
    folder = LicenceFolder.make(tmp_path_factory.mktemp("numbers") / "issuer", issuer)
    server, quantity, seen = Server(folder, Clock()), 1, []
    folder.customer(module("ten-sales", quantity))
    for act in acts:
        if act == "restart":
            server = Server(folder, Clock())
        elif act == "change":
            quantity += 1
            folder.customer(module("ten-sales", quantity))
        else:
            package = server.current()
            assert package.licences[0].quantity == quantity
            seen.append(package.issue_number)
    assert seen == sorted(seen)


_DYING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from solicense_plugin.issuer.server import create_server

number, event = int(sys.argv[2]), sys.argv[3]
seen = 0

def die(name, arguments):
    global seen
    if name == event and any(part in str(arguments[0]) for part in ("issued", ".json.")):
        seen += 1
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

now = datetime.fromisoformat(sys.argv[1])
app = create_server(Path(sys.argv[4]), clock=lambda: now)
sys.addaudithook(die)
app.test_client().get("/packages/SUPEROFFICE", query_string=dict(
    serial="1010000006", company="Nordlys Design AS"))
"""


@pytest.mark.parametrize("event", ["open", "os.rename"])
def test_a_kill_while_issuing_leaves_the_old_package_or_the_new_one(
    server: Server, event: str
) -> None:
    old = server.package().data
    server.folder.customer(module("ten-sales", 18))
    died = [_dies(server.folder.path, event, number) for number in range(1, rounds(2, 6))]
    assert died[0]
    package = server.current()
    assert (package.issue_number, package.licences[0].quantity) == (2, 18)
    assert server.package().data != old


def _dies(folder: Path, event: str, number: int) -> bool:
    """Issue in a process that kills itself at the n-th event, and tell whether it did."""
    arguments = [NOW.isoformat(), str(number), event, str(folder)]
    done = subprocess.run(
        [sys.executable, "-c", _DYING, *arguments], check=False, env=dict(os.environ)
    )
    assert done.returncode in {0, -signal.SIGKILL}
    return done.returncode == -signal.SIGKILL
