"""Two administrators: what somebody saw no longer holds, and he is told who changed what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from tests.support.host import ADMINISTRATOR, PREFIX, Host
from tests.support.signing import document, plan
from tests.support.visitor import Page, Visitor
from tests.support.world import World

_OWNER = f"{PREFIX}/owners/SUPEROFFICE"
_COLLEAGUE = replace(ADMINISTRATOR, id="2", login="user2", name="Person 0002")


@pytest.fixture
def opened(world: World, either: Visitor) -> Page:
    """The activation dialog, as it is before anybody else does anything."""
    world.people(3)
    world.own(plan("ten-sales", 3))
    world.load(plan("ten-sales", 2), issue=2)
    return either.open(f"{_OWNER}/activation")


def load_newer(world: World) -> None:
    world.load(plan("ten-sales", 1), issue=3)


def give_to_everybody(world: World) -> None:
    world.assign("ten-sales", 1, 2, 3)


@pytest.mark.parametrize(
    ("meanwhile", "told", "shown"),
    [
        pytest.param(
            load_newer,
            "Person 0001 loaded licence number 3.",
            "− 2 fewer",
            id="a newer licence came",
        ),
        pytest.param(
            give_to_everybody,
            "Person 0001 gave somebody Ten Sales.",
            "Ten Sales is used by 1 person more than the new licence allows.",
            id="a colleague gave licences away",
        ),
    ],
)
def test_what_has_changed_meanwhile_is_shown_instead_of_being_activated(
    world: World, opened: Page, meanwhile: Callable[[World], None], told: str, shown: str
) -> None:
    meanwhile(world)
    page = opened.press("Activate")
    assert page.status == 409
    assert "Nothing has been activated" in page.text
    assert told in page.text
    assert shown in page.text
    assert world.in_use()["ten-sales"][1] == 3


def test_the_fresh_dialog_can_be_activated_at_once(world: World, opened: Page) -> None:
    load_newer(world)
    page = opened.press("Activate").press("Activate")
    assert page.status == 200
    assert world.in_use() == {"ten-sales": (0, 1)}


def test_what_a_colleague_has_activated_already_waits_no_more(world: World, opened: Page) -> None:
    world.activate()
    page = opened.press("Activate")
    assert page.status == 409
    assert "No new licence is waiting." in page.text


def test_an_assignment_that_changes_nothing_here_is_no_conflict(world: World, opened: Page) -> None:
    world.assign("ten-sales", 1)
    assert opened.press("Activate").status == 200
    assert world.in_use() == {"ten-sales": (1, 2)}


def test_of_a_colleague_the_name_is_said(
    world: World, opened: Page, app: Flask, host: Host
) -> None:
    content = world.issuer.sign(document(plan("ten-sales", 1), issue=3))
    host.user = _COLLEAGUE
    Visitor(app).open(f"{_OWNER}/package").press("Check the file", file=content)
    host.user = ADMINISTRATOR
    assert "Person 0002 loaded licence number 3." in opened.press("Activate").text


# --- superfluous licences ------------------------------------------------------------------------


@pytest.fixture
def choosing(world: World, either: Visitor) -> Page:
    """The dialog with two people chosen."""
    world.people(4)
    world.own(plan("ten-sales", 4), plan("ten-service", 1))
    world.give("ten-sales", [1, 2, 3, 4])
    world.load(plan("ten-sales", 2), plan("ten-service", 1), issue=2)
    page = either.open(f"{_OWNER}/licences/ten-sales/superfluous")
    return page.press("Suggest 2")


def test_who_has_lost_the_licence_meanwhile_is_named_and_no_longer_chosen(
    world: World, choosing: Page
) -> None:
    world.unassign("ten-sales", 4)
    page = choosing.press("OK")
    assert page.status == 409
    assert "somebody else has taken the licence from Person 0004." in page.text
    assert world.holders("ten-sales") == [1, 2, 3]
    assert page.press("OK").status == 200
    assert world.holders("ten-sales") == [1, 2]


def test_a_seat_that_has_been_taken_meanwhile_is_said_and_nothing_changes(
    world: World, choosing: Page
) -> None:
    (target,) = (o["value"] for o in choosing.by_id("sl-target-4").all("option") if o["value"])
    page = choosing.press("Search", target_4=target)
    world.people(5)
    world.assign("ten-service", 5)
    page = page.press("OK")
    assert page.status == 409
    assert "Ten Service has too few free licences" in page.text
    assert world.holders("ten-sales") == [1, 2, 3, 4]


def test_more_reassigned_than_there_are_seats_are_refused_whole(
    world: World, choosing: Page
) -> None:
    (target,) = (o["value"] for o in choosing.by_id("sl-target-4").all("option") if o["value"])
    page = choosing.press("Apply", target_all=target)
    assert "Ten Service: 1 too many" in page.by_id("sl-counts").text
    assert page.press("OK").status == 409
    assert world.holders("ten-sales") == [1, 2, 3, 4]


def test_whose_licence_was_activated_meanwhile_is_told_that_nothing_waits(
    world: World, choosing: Page
) -> None:
    world.unassign("ten-sales", 3, 4)
    world.activate()
    for button in ("Search", "Apply", "OK"):
        page = choosing.press(button)
        assert "No new licence is waiting." in page.text
    assert choosing.press("OK").status == 409
