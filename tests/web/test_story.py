"""The whole story: a file is loaded, superfluous licences go, the licence is activated."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.host import PREFIX
from tests.support.signing import document, plan
from tests.support.visitor import Page, Visitor
from tests.support.world import World

REMOVE = "Remove excess use of licence before activating the new license"
_HOLDERS = 120


@pytest.fixture
def renewal(world: World) -> bytes:
    """A file with 20 Ten Sales fewer than 120 people have."""
    world.own(plan("ten-sales", _HOLDERS), plan("ten-service", 30))
    world.give("ten-sales", world.people(_HOLDERS))
    return world.issuer.sign(document(plan("ten-sales", 100), plan("ten-service", 30), issue=2))


def figures(page: Page) -> list[str]:
    """In use, available, must be removed."""
    return [figure.text for figure in page.by_id("sl-counts").all("dd")]


def listed(page: Page) -> list[str]:
    return [box["value"] for box in page.root.all("input") if box.get("name") == "shown"]


def ticked(page: Page) -> list[str]:
    boxes = [box for box in page.root.all("input") if box.get("name") == "chosen"]
    return [box["value"] for box in boxes if "checked" in box]


def target(page: Page, name: str) -> str:
    """The value of a licence that can be given instead."""
    options = page.by_id("sl-target-all").all("option")
    return next(option["value"] for option in options if option.text == f"Reassign: {name}")


def to_the_list(visitor: Visitor, renewal: bytes) -> Page:
    page = visitor.open(f"{PREFIX}/owners/SUPEROFFICE/package")
    return page.press("Check the file", file=renewal).follow(REMOVE)


def test_from_a_file_to_an_active_licence(either: Visitor, renewal: bytes) -> None:
    page = either.open(f"{PREFIX}/").follow("Load license from file")
    page = page.press("Check the file", file=renewal)
    assert "disabled" in page.button("Activate")
    assert "Ten Sales is used by 20 people more than the new licence allows." in page.text

    page = page.follow(REMOVE)
    assert figures(page) == ["120", "100 with the new licence", "20 0 chosen, 20 still to go"]
    page = page.press("Search", q="user119 pers")
    assert listed(page) == ["119"]
    page = page.press("Search", q="", chosen=["119"])
    assert len(listed(page)) == 50
    assert figures(page)[2] == "20 1 chosen, 19 still to go"

    second = page.press("Next page", chosen=["120", "119"])
    assert not {*listed(page)} & {*listed(second)}
    service = target(page, "Ten Service")
    page = second.press("Previous page", chosen=["70", "69"], target_70=service)
    assert ticked(page) == ["120", "119"]
    page = page.press("Suggest 16")
    assert figures(page)[2] == "20 20 chosen, 0 still to go"

    page = page.press("OK")
    page = page.press("Activate")
    assert "The new licence has been activated." in page.text
    page = either.open(f"{PREFIX}/tabs/superoffice")
    assert "101 of 130 in use" in page.text
    assert not page.has("a", "Activate new licence")


def test_suggestions_are_those_who_have_not_signed_in_for_longest(
    either: Visitor, renewal: bytes
) -> None:
    page = to_the_list(either, renewal).press("Suggest 20")
    assert ticked(page) == [str(n) for n in range(120, 100, -1)]
    again = page.press("Name", chosen=ticked(page)[1:]).press("Suggest 1")
    assert ticked(again.press("Last sign-in")) == ticked(page)


def test_how_the_list_is_sorted_stays_while_people_are_searched_and_suggested(
    either: Visitor, renewal: bytes
) -> None:
    page = to_the_list(either, renewal).press("Name").press("Name")
    for button in ("Search", "Apply", "Suggest 20", "Next page"):
        page = page.press(button)
        headings = [h for h in page.root.all("th") if "aria-sort" in h]
        assert [(h.text, h["aria-sort"]) for h in headings] == [("Name", "descending")]


def test_everybody_who_is_chosen_can_be_given_the_same_licence(
    either: Visitor, renewal: bytes
) -> None:
    page = to_the_list(either, renewal).press("Suggest 20")
    page = page.press("Apply", target_all=target(page, "Ten Service"))
    assert "Ten Service: 10 free" in page.by_id("sl-counts").text
    page.press("OK")
    page = either.open(f"{PREFIX}/owners/SUPEROFFICE/licences/ten-service")
    assert len(page.by_id("sl-holders").all("tbody")[0].all("tr")) == 20


def test_a_choice_is_counted_while_it_is_being_made(app: Flask, renewal: bytes) -> None:
    page = to_the_list(Visitor(app, htmx=True), renewal)
    counts = page.change("sl-chosen-120", chosen=["120", "119"])
    assert figures(counts)[2] == "20 2 chosen, 18 still to go"
    assert len(counts.root.all("dl")) == 1
    assert not counts.root.all("table")
