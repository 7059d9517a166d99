"""What add-ons say against an activation, in the dialog and at the button."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.test_activation_objections import Objector, fail
from tests.support.host import PREFIX
from tests.support.signing import plan
from tests.support.visitor import Visitor
from tests.support.world import OWNER, World

URL = f"{PREFIX}/owners/{OWNER}/activation"


@pytest.fixture
def objector(world: World, app: Flask) -> Objector:
    """A package waits, and an add-on is asked about it."""
    world.own(plan("sales", 3))
    world.load(plan("sales", 5), issue=2)
    plugin = Objector()
    app.extensions["solicense"].add_ons.register("acme", plugin)
    return plugin


def test_an_objection_is_a_reason_beside_a_button_that_cannot_be_pressed(
    objector: Objector, either: Visitor
) -> None:
    objector.reasons = ("An <b>import</b> is running.",)
    page = either.open(URL)
    assert "acme: An <b>import</b> is running." in page.text
    assert page.by_id("sl-reasons").all("b") == []
    assert "disabled" in page.by_id("sl-activate")


def test_a_new_objection_at_the_button_is_shown_and_nothing_is_activated(
    objector: Objector, either: Visitor, world: World
) -> None:
    page = either.open(URL)
    objector.reasons = ("An import is running.",)
    again = page.press("Activate")
    assert again.status == 409
    assert "acme: An import is running." in again.text
    assert world.in_use() == {"sales": (0, 3)}


def test_who_could_not_be_asked_is_named_and_stops_nothing(
    objector: Objector, either: Visitor, world: World
) -> None:
    objector.before = fail
    page = either.open(URL)
    assert "acme could not be asked" in page.text
    page.press("Activate")
    assert world.in_use() == {"sales": (0, 5)}


def test_the_tab_asks_nobody(objector: Objector, site: Visitor) -> None:
    site.open(f"{PREFIX}/tabs/superoffice")
    assert objector.asked == []
