"""What add-ons say against taking somebody's licence, at the button."""

from __future__ import annotations

from flask import Flask

from tests.services.test_removal_objections import Keeper
from tests.support.host import PREFIX
from tests.support.signing import plan
from tests.support.visitor import Visitor
from tests.support.world import OWNER, World


def test_whom_a_vendor_keeps_is_named_with_the_reason_and_stays_chosen(
    world: World, app: Flask, either: Visitor
) -> None:
    world.own(plan("sales", 3))
    world.people(3)
    world.give("sales", [1, 2, 3])
    world.load(plan("sales", 2), issue=2)
    keeper = Keeper(u2="has <b>open</b> requests")
    app.extensions["solicense"].add_ons.register("acme", keeper)
    page = either.open(f"{PREFIX}/owners/{OWNER}/licences/sales/superfluous")
    assert keeper.asked == []  # the list itself asks nobody
    again = page.press("OK", chosen=["2"])
    assert again.status == 409
    assert "Person 0002 (acme: has <b>open</b> requests)" in again.text
    assert "checked" in again.by_id("sl-chosen-2")
    assert world.holders("sales") == [1, 2, 3]
