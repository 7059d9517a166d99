"""The tab of a copied database: what it says, and the decision."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from solicense_plugin import DatabaseFacts, Licences
from tests.support.host import ADMINISTRATOR, PREFIX, VIEWER, Host
from tests.support.signing import plan
from tests.support.visitor import Visitor
from tests.support.world import World

TAB = f"{PREFIX}/tabs/superoffice"
SUSPECTED = "This database, south (test), looks like a copy of north."
COPY = "This is the copy: leave updates off"
ADOPT = "This is the real one from now on: adopt it"
NORTH, SOUTH = DatabaseFacts(identity="north"), DatabaseFacts(identity="south", type="test")


@pytest.fixture
def copied(either: Visitor, host: Host, world: World) -> Visitor:
    """Somebody who comes to licences of north in south."""
    world.context = replace(world.context, database=NORTH)
    world.own(plan("sales", 3))
    host.database = SOUTH
    return either


def told(app: Flask) -> str:
    licences: Licences = app.extensions["licences"]
    with app.test_request_context():
        return licences.notices(ADMINISTRATOR)


def test_a_copy_says_so_on_the_tab_and_on_every_page(copied: Visitor, app: Flask) -> None:
    assert SUSPECTED in copied.open(TAB).text
    assert SUSPECTED in told(app)


def test_what_is_called_a_copy_says_so_and_can_be_adopted_later(
    copied: Visitor, app: Flask
) -> None:
    page = copied.open(TAB).press(COPY)
    assert "is a copy of north." in page.text
    assert not page.has("button", COPY)
    assert told(app) == ""
    page = page.press(ADOPT)
    assert "copy of north" not in page.text


def test_what_is_adopted_says_nothing_any_more(copied: Visitor, app: Flask) -> None:
    page = copied.open(TAB).press(ADOPT)
    assert page.path == TAB
    assert "copy of north" not in page.text
    assert told(app) == ""


def test_a_colleague_who_decided_first_is_not_overruled(copied: Visitor, host: Host) -> None:
    page = copied.open(TAB)
    copied.open(TAB).press(ADOPT)
    late = page.press(COPY)
    assert late.status == 409
    assert "Nothing has been changed." in late.text


def test_a_form_that_arrives_twice_shows_what_holds(copied: Visitor) -> None:
    page = copied.open(TAB)
    page.press(ADOPT)
    assert page.press(ADOPT).status == 200


def test_whoever_may_only_look_sees_it_and_decides_nothing(copied: Visitor, host: Host) -> None:
    host.user = VIEWER
    page = copied.open(TAB)
    assert SUSPECTED in page.text
    assert not page.has("button", ADOPT)


def test_a_host_whose_hook_fails_has_no_copies(
    copied: Visitor, host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    del host.database
    assert "copy of north" not in copied.open(TAB).text
    assert "solicense_database_facts failed" in caplog.text
