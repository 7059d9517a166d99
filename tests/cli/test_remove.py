"""`flask licences remove`: what goes, what it says, and coming back."""

from __future__ import annotations

import pytest
from click.testing import Result

from tests.cli.conftest import Operator
from tests.support.signing import Issuer, document, module, plan

_REMOVE = ("remove", "ACME", "--reason", "Not needed any more.")


def file(operator: Operator, issue: int = 1) -> str:
    """Write a partner's licence file, and return its path."""
    acme = Issuer("ACME", operator.issuer.root)
    path = operator.folder / f"acme-{issue}.licence"
    path.write_bytes(
        acme.sign(document(module("signing", 3), module("web", 9), issue=issue, OwnerName="ACME"))
    )
    return str(path)


@pytest.fixture
def ready(operator: Operator) -> Operator:
    """An operator with licences of two owners."""
    operator.set_up()
    operator.must("load", operator.file(plan("ten-sales", 5)))
    operator.must("activate", "SUPEROFFICE")
    operator.must("load", file(operator, 2))
    operator.must("activate", "ACME")
    return operator


def answer(operator: Operator, text: str) -> Result:
    """Remove, and answer the question."""
    runner = operator.app.test_cli_runner(env={"LC_ALL": "C"})
    return runner.invoke(args=["licences", *_REMOVE], input=text)


def test_an_owner_is_removed(ready: Operator) -> None:
    done = ready.must(*_REMOVE, "--yes")
    assert done == "ACME is removed: 2 licences, 0 people have something of it.\n"
    assert ready.must("status") == "SUPEROFFICE: in-order\n  ten-sales: 0 / 5\n"
    assert ready.must("verify") == "Everything agrees.\n"
    assert "number 2" in ready.must("history", "ACME")


def test_the_same_for_programs(ready: Operator) -> None:
    assert ready.json(*_REMOVE, "--yes") == {"owner": "ACME", "licences": 2, "people": 0}


def test_without_yes_it_asks_and_says_what_will_be_lost(ready: Operator) -> None:
    done = answer(ready, "y\n")
    assert done.exit_code == 0
    assert "ACME: 2 licences, 0 people have something of it. Remove?" in done.stderr
    assert done.stdout == "ACME is removed: 2 licences, 0 people have something of it.\n"


@pytest.mark.parametrize("text", ["n\n", "\n", ""], ids=["no", "nothing", "nobody there"])
def test_without_a_yes_nothing_is_removed(ready: Operator, text: str) -> None:
    done = answer(ready, text)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "ACME: in-order" in ready.must("status")


@pytest.mark.parametrize(
    ("owner", "reason", "words"),
    [
        pytest.param("SUPEROFFICE", "why", "SuperOffice's own licences cannot be", id="platform"),
        pytest.param("NOBODY", "why", "There is no such owner", id="nobody"),
        pytest.param("ACME", " ", "reason: Fill in this field.", id="no reason"),
        pytest.param("ACME", "x" * 255, "reason: This is too long", id="too long a reason"),
    ],
)
def test_what_cannot_be_removed_is_said(
    ready: Operator, owner: str, reason: str, words: str
) -> None:
    done = ready.run("remove", owner, "--reason", reason, "--yes")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(words)
    assert "ACME: in-order" in ready.must("status")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["remove", "ACME", "--yes"], id="no reason"),
        pytest.param(["remove", "--reason", "why", "--yes"], id="no owner"),
    ],
)
def test_a_wrong_call_is_one(ready: Operator, arguments: list[str]) -> None:
    assert ready.run(*arguments).exit_code == 2


def test_what_was_removed_comes_back_by_its_file_and_an_older_one_does_not(
    ready: Operator,
) -> None:
    ready.must(*_REMOVE, "--yes")
    older = ready.run("load", file(ready, 1))
    assert older.exit_code == 1
    assert "number 1 is an older one" in older.stderr
    assert ready.must("load", file(ready, 2)) == "ACME licence number 2: new.\n"
    assert ready.must("activate", "ACME") == "ACME licence number 2 is active.\n"
    assert "ACME: in-order" in ready.must("status")
