"""Who could not be asked whether he objects is told to whoever activates at a terminal."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Operator
from tests.services.test_activation_objections import Objector, fail
from tests.support.signing import module


@pytest.fixture
def objector(operator: Operator) -> Objector:
    """One licence is active, another waits, and an add-on is asked about it."""
    operator.set_up()
    operator.must("load", operator.file(module("crm", 1)))
    operator.must("activate", "SUPEROFFICE")
    operator.must("load", operator.file(module("crm", 2), issue=2))
    plugin = Objector()
    operator.app.extensions["solicense"].add_ons.register("acme", plugin)
    return plugin


def test_who_could_not_be_asked_is_a_line_beside_the_result(
    operator: Operator, objector: Objector
) -> None:
    objector.before = fail
    done = operator.run("activate", "SUPEROFFICE")
    assert (done.exit_code, done.stdout) == (0, "SUPEROFFICE licence number 2 is active.\n")
    assert done.stderr.splitlines()[-1] == "acme could not be asked"


def test_who_could_not_be_asked_stands_in_the_json(operator: Operator, objector: Objector) -> None:
    objector.before = fail
    done = operator.run("activate", "SUPEROFFICE", "--json")
    assert json.loads(done.stdout) == {
        "owner": "SUPEROFFICE",
        "issue_number": 2,
        "not_asked": ["acme"],
    }


def test_a_restored_licence_tells_it_too(operator: Operator, objector: Objector) -> None:
    operator.must("activate", "SUPEROFFICE")
    objector.before = fail
    done = operator.run("restore", "SUPEROFFICE", "--issue", "1", "--reason", "Two are wrong.")
    assert done.exit_code == 0
    assert done.stderr.splitlines()[-1] == "acme could not be asked"


def test_where_everybody_was_asked_nothing_more_is_said(
    operator: Operator, objector: Objector
) -> None:
    done = operator.run("activate", "SUPEROFFICE")
    assert "could not be asked" not in done.stderr
    assert len(objector.asked) == 2
