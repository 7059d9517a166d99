"""`flask licences history` and `restore`: going back to an older licence, and seeing that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cli.conftest import Operator
from tests.support.host import ADMINISTRATOR, Host
from tests.support.signing import plan

_RESTORE = ("restore", "SUPEROFFICE", "--issue", "1", "--reason", "Number 2 is wrong.")


@pytest.fixture
def ready(operator: Operator) -> Operator:
    """An operator whose licence number 2 is active, and number 1 was."""
    operator.set_up()
    for issue, quantity in ((1, 3), (2, 5)):
        operator.must("load", operator.file(plan("ten-sales", quantity), issue=issue))
        operator.must("activate", "SUPEROFFICE")
    return operator


def test_an_older_licence_is_restored(ready: Operator) -> None:
    assert ready.must(*_RESTORE) == "SUPEROFFICE licence number 1 is active again.\n"
    assert ready.must("status") == "SUPEROFFICE: in-order\n  ten-sales: 0 / 3\n"
    file = str(ready.folder / "2.licence")
    assert ready.must("load", file) == "SUPEROFFICE licence number 2: set-aside.\n"


def test_the_same_for_programs(ready: Operator) -> None:
    assert ready.json(*_RESTORE) == {
        "owner": "SUPEROFFICE",
        "issue_number": 1,
        "reason": "Number 2 is wrong.",
        "not_asked": [],
    }


def test_the_history_is_shown_newest_first(ready: Operator) -> None:
    ready.must(*_RESTORE)
    newest, *older = ready.must("history", "SUPEROFFICE").splitlines()
    assert newest.startswith("2026-11-21T12:00:00+00:00 number 1 by operator:")
    assert newest.endswith(" from file, restored: Number 2 is wrong.")
    assert [line.split()[2] for line in older] == ["2", "1"]


def test_the_history_for_programs(ready: Operator) -> None:
    ready.must(*_RESTORE)
    told = ready.json("history", "SUPEROFFICE")
    newest = told["activations"][0]
    assert newest.pop("by").startswith("operator:")
    assert newest == {
        "issue_number": 1,
        "at": "2026-11-21T12:00:00+00:00",
        "name": None,
        "source": "file",
        "restored": "Number 2 is wrong.",
    }
    assert [done["restored"] for done in told["activations"][1:]] == [None, None]


def test_nothing_activated_is_said(operator: Operator) -> None:
    operator.set_up()
    operator.must("load", operator.file())
    assert operator.must("history", "SUPEROFFICE") == "Nothing has been activated yet.\n"


def test_more_in_use_than_it_grants_is_refused_with_the_reason(ready: Operator, host: Host) -> None:
    people = [replace(ADMINISTRATOR, id=str(n), login=f"user{n}") for n in range(4)]
    host.people = {None: people}
    ready.must("sync-users")
    with ready.app.app_context():
        for person in people:
            ready.app.extensions["licences"].people.assign(person.id, "ten-sales")
    done = ready.run(*_RESTORE)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "ten-sales is used by 1 person more than the new licence allows.\n"
    assert ready.must("status").splitlines()[1] == "  ten-sales: 4 / 5"


@pytest.mark.parametrize(
    ("issue", "reason", "words"),
    [
        pytest.param("9", "why", "issue: This licence has never been active here.", id="never"),
        pytest.param("2", "why", "issue: This licence is active already.", id="active"),
        pytest.param("1", "  ", "reason: Fill in this field.", id="blank reason"),
    ],
)
def test_what_cannot_be_restored_is_said(
    ready: Operator, issue: str, reason: str, words: str
) -> None:
    done = ready.run("restore", "SUPEROFFICE", "--issue", issue, "--reason", reason)
    assert done.exit_code == 1
    assert done.stderr.startswith(words)


@pytest.mark.parametrize("issue", ["0", "-1", "two", "1" + "0" * 30])
def test_what_is_no_number_is_a_wrong_call(ready: Operator, issue: str) -> None:
    done = ready.run("restore", "SUPEROFFICE", "--issue", issue, "--reason", "why")
    assert done.exit_code == 2
    assert "--issue" in done.stderr


@pytest.mark.parametrize("left_out", ["--issue", "--reason"])
def test_number_and_reason_are_needed(ready: Operator, left_out: str) -> None:
    at = _RESTORE.index(left_out)
    done = ready.run(*_RESTORE[:at], *_RESTORE[at + 2 :])
    assert done.exit_code == 2
    assert left_out in done.stderr


@pytest.mark.parametrize("command", ["history", "restore"])
def test_an_owner_that_is_not_there_is_refused(ready: Operator, command: str) -> None:
    done = ready.run(command, "ACME", *(_RESTORE[2:] if command == "restore" else ()))
    assert done.exit_code == 1
    assert "There is no such owner" in done.stderr
