"""What add-ons say against taking somebody's licence, at the button."""

from __future__ import annotations

import pytest
from flask import Flask

from solicense_plugin.services import superfluous
from tests.services.test_removal_objections import Keeper
from tests.support.host import PREFIX
from tests.support.signing import plan
from tests.support.visitor import Page, Visitor
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


# --- beside the names -----------------------------------------------------------------------------

KEPT = "Must keep it for now: has <b>open</b> requests"


def load(page: Page) -> Page:
    """Ask the add-on as htmx does once the list is there."""
    place = page.by_id("sl-keeper-acme")
    assert place["hx-trigger"] == "load"
    return page.visitor.send(place["hx-get"], target=place["id"])


def test_whom_a_vendor_keeps_is_told_beside_the_name_before_the_click(
    keeper: Keeper, app: Flask
) -> None:
    page = Visitor(app, htmx=True).open(URL)
    assert keeper.asked == []  # the list itself asks nobody
    part = load(page)
    assert "1 person on this page must keep it for now, says acme." in part.text
    reason = part.by_id("sl-kept-acme-2")
    assert (reason.text, reason["hx-swap-oob"]) == (KEPT, "true")
    assert [part.by_id(f"sl-kept-acme-{n}").text for n in (1, 3)] == ["", ""]
    assert page.by_id("sl-chosen-2")["aria-describedby"].split() == ["sl-kept-acme-2"]
    assert page.by_id("sl-kept-acme-2").text == ""


def test_a_vendor_is_asked_about_those_on_the_page_alone(keeper: Keeper, app: Flask) -> None:
    page = Visitor(app, htmx=True).open(URL).press("Search", q="0003")
    load(page)
    ((licence, asked),) = keeper.asked
    assert (licence.name, [one.user_id for one in asked]) == ("sales", ["3"])


def test_without_javascript_a_button_asks_and_keeps_the_choice(
    keeper: Keeper, site: Visitor
) -> None:
    page = site.open(URL).press("Ask add-ons who must keep it", chosen=["1"])
    assert page.status == 200
    assert page.by_id("sl-kept-acme-2").text == KEPT
    assert "1 person on this page must keep it for now, says acme." in page.text
    assert "checked" in page.by_id("sl-chosen-1")
    assert not page.has("button", "Ask add-ons who must keep it")


def test_without_javascript_it_asks_about_what_was_searched_for(
    keeper: Keeper, site: Visitor
) -> None:
    page = site.open(URL).press("Search", q="0002")
    page = page.press("Ask add-ons who must keep it")
    assert page.by_id("sl-kept-acme-2").text == KEPT
    assert page.by_id("sl-choose-q")["value"] == "0002"
    assert [[one.user_id for one in asked] for _licence, asked in keeper.asked] == [["2"]]


def test_who_could_not_be_asked_is_said_once(keeper: Keeper, app: Flask, site: Visitor) -> None:
    keeper.is_well = False
    part = load(Visitor(app, htmx=True).open(URL))
    assert (part.status, part.text.count("could not be asked")) == (200, 1)
    page = site.open(URL).press("Ask add-ons who must keep it")
    assert page.text.count("acme could not be asked") == 1
    assert page.has("button", "OK")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        pytest.param("sales/superfluous/keepers/acme?who=2,x,,-1,99,2", 200, id="not all are ids"),
        pytest.param("sales/superfluous/keepers/acme", 200, id="nobody"),
        pytest.param("none/superfluous/keepers/acme?who=2", 404, id="no such licence"),
        pytest.param("sales/superfluous/keepers/other?who=2", 404, id="no such add-on"),
    ],
)
def test_what_nobody_offers_is_answered_too(
    keeper: Keeper, app: Flask, address: str, status: int
) -> None:
    visitor = Visitor(app, htmx=True)
    assert visitor.send(f"{PREFIX}/owners/{OWNER}/licences/{address}").status == status
    assert all({one.user_id for one in asked} <= {"2"} for _licence, asked in keeper.asked)


def test_where_no_add_on_asks_there_is_nothing_to_load(world: World, site: Visitor) -> None:
    world.own(plan("sales", 3))
    world.give("sales", world.people(3))
    world.load(plan("sales", 2), issue=2)
    page = site.open(URL)
    assert "aria-describedby" not in page.by_id("sl-chosen-2")
    assert not page.has("button", "Ask add-ons who must keep it")
