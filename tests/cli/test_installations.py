"""Two installations in one database: a call that does not say which is an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cli.conftest import Operator
from tests.support.host import ADMINISTRATOR, Host
from tests.support.signing import COMPANY, module


@pytest.fixture
def two(operator: Operator) -> Operator:
    """An operator of two installations, north and south."""
    for key, serial in (("north", "1"), ("south", "2")):
        identity = ["--company", COMPANY, "--serial", serial]
        operator.must("init-db", "--installation", key, *identity)
    return operator


@pytest.mark.parametrize("name", ["status", "activate", "load"])
def test_a_call_that_does_not_say_which_names_the_keys(two: Operator, name: str) -> None:
    arguments = {"activate": ["SUPEROFFICE"], "load": [two.file()]}.get(name, [])
    done = two.run(name, *arguments)
    assert done.exit_code == 1
    assert done.stderr == "Say which installation: --installation north | south\n"


def test_a_call_that_says_which_is_about_that_one(two: Operator) -> None:
    file = two.file(module("ten-sales", 5), SerialNr="1")
    two.must("load", file, "--installation", "north")
    two.must("activate", "SUPEROFFICE", "--installation", "north")
    assert "ten-sales: 0 / 5" in two.must("status", "--installation", "north")
    assert two.must("status", "--installation", "south") == "No licences yet.\n"
    done = two.run("load", file, "--installation", "south")
    assert done.exit_code == 1
    assert "another serial number (1)" in done.stderr


def test_an_installation_that_is_not_there_is_refused(two: Operator) -> None:
    done = two.run("status", "--installation", "west")
    assert done.exit_code == 1
    assert "There is no such owner or installation" in done.stderr


def test_users_are_asked_of_the_host_by_installation(two: Operator, host: Host) -> None:
    two_people = [replace(ADMINISTRATOR, id=identifier) for identifier in ("2", "3")]
    host.people = {"north": [ADMINISTRATOR], "south": two_people}
    added = [two.json("sync-users", "--installation", key)["added"] for key in ("north", "south")]
    assert added == [1, 2]


def test_the_only_one_needs_no_key(operator: Operator) -> None:
    operator.must("init-db", "--installation", "north", "--company", COMPANY, "--serial", "1")
    assert operator.must("status") == "No licences yet.\n"
