"""`flask licences add-ons`: what is installed, and what a new version would stop."""

from __future__ import annotations

import pytest

from solicense_plugin.add_on_report import CONTRIBUTIONS
from solicense_plugin.hooks.add_on import SUPPORTED_APIS
from solicense_plugin.hooks.specs import AddOnHooks
from tests.cli.conftest import Operator
from tests.support.vendors import LISTED, VENDORS, install_late

TOMORROW = str(SUPPORTED_APIS[-1] + 1)


@pytest.fixture
def ready(operator: Operator) -> Operator:
    """An operator who has add-ons installed."""
    operator.set_up()
    install_late(operator.app, **{name: VENDORS[name]() for name in LISTED})
    return operator


def test_every_hook_has_words_for_what_it_contributes() -> None:
    hooks = {name for name in vars(AddOnHooks) if name.startswith("solicense_")}
    assert {*CONTRIBUTIONS, "solicense_licence_tabs"} == hooks


def test_without_add_ons_it_says_so(operator: Operator) -> None:
    operator.set_up()
    assert operator.must("add-ons") == "No add-on is installed.\n"
    assert operator.json("add-ons") == {"add_ons": [], "faults": []}


def test_add_ons_are_listed_with_why_they_are_disabled(ready: Operator) -> None:
    lines = ready.must("add-ons").splitlines()
    assert lines[:3] == ["signatures: enabled", "  tab Acme Signatures", "  restrictions"]
    assert '  Its tab "acme" is not shown: that key is taken.' in lines
    assert any(line.startswith("tomorrow: It was written for solicense-addon/2") for line in lines)


def test_the_same_for_programs(ready: Operator) -> None:
    found = ready.json("add-ons")
    assert [(one["name"], one["api"], one["is_enabled"]) for one in found["add_ons"]] == [
        ("signatures", 1, True),
        ("imitation", 1, True),
        ("tomorrow", 2, False),
        ("broken", 0, False),
    ]


def test_the_version_that_is_here_stops_nothing(ready: Operator) -> None:
    here = str(SUPPORTED_APIS[-1])
    assert ready.must("add-ons", "--check", here) == f"Every add-on works with version {here}.\n"
    assert ready.json("add-ons", "--check", here) == {"stopping": []}


def test_a_later_version_names_what_it_would_stop_and_refuses(ready: Operator) -> None:
    done = ready.run("add-ons", "--check", TOMORROW)
    assert done.exit_code == 1
    assert done.stdout == (
        f"These would stop working with version {TOMORROW}: signatures, imitation\n"
    )


def test_a_check_needs_no_tables(operator: Operator) -> None:
    assert operator.must("add-ons", "--check", TOMORROW).startswith("Every add-on works")


def test_no_version_is_a_wrong_call(operator: Operator) -> None:
    assert operator.run("add-ons", "--check", "two").exit_code == 2
