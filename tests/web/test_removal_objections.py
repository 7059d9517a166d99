"""What add-ons say against taking somebody's licence, at the button."""

from __future__ import annotations

import pytest
from flask import Flask

from solicense_plugin.services import superfluous
from tests.services.test_removal_objections import Keeper
from tests.support.host import PREFIX
from tests.support.signing import plan
from tests.support.visitor import Visitor
from tests.support.world import OWNER, World

URL = f"{PREFIX}/owners/{OWNER}/licences/sales/superfluous"


@pytest.fixture
def keeper(world: World, app: Flask) -> Keeper:
    """Of three people one too many has a licence, and a vendor keeps the second."""
    world.own(plan("sales", 3))
    world.people(3)
    world.give("sales", [1, 2, 3])
    world.load(plan("sales", 2), issue=2)
    keeper = Keeper(u2="has <b>open</b> requests")
    app.extensions["solicense"].add_ons.register("acme", keeper)
    return keeper


def test_others_that_a_second_tab_chooses_meanwhile_are_a_conflict_to_look_at(
    world: World, keeper: Keeper, either: Visitor
) -> None:
    page = either.open(URL)
    token = next(f["value"] for f in page.root.all("input") if f.get("name") == "once")

    def choose_in_another_tab() -> None:
        one = {2: None}
        superfluous.choose(world.context, token=token, shown=frozenset({1, 2, 3}), chosen=one)

    keeper.before = choose_in_another_tab
    again = page.press("OK", chosen=["3"])
    assert again.status == 409
    assert "others were chosen in another window" in again.text
    assert [n for n in "123" if "checked" in again.by_id(f"sl-chosen-{n}")] == ["2"]
    assert world.holders("sales") == [1, 2, 3]


def test_whom_a_vendor_keeps_is_named_with_the_reason_and_stays_chosen(
    world: World, keeper: Keeper, either: Visitor
) -> None:
    page = either.open(URL)
    assert keeper.asked == []  # the list itself asks nobody
    again = page.press("OK", chosen=["2"])
    assert again.status == 409
    assert "Person 0002 (acme: has <b>open</b> requests)" in again.text
    assert "checked" in again.by_id("sl-chosen-2")
    assert world.holders("sales") == [1, 2, 3]
