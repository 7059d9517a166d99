"""A licence that waits for its date: told on the tab, with what it will change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.host import PREFIX
from tests.support.signing import NOW, plan
from tests.support.visitor import Page, Visitor
from tests.support.world import World

_TAB = f"{PREFIX}/tabs/superoffice"
_ACTIVATION = f"{PREFIX}/owners/SUPEROFFICE/activation"


@pytest.fixture(autouse=True)
def future_dated(world: World) -> None:
    """Three plans, of which two are in use; from New Year's Day in Oslo on there is one."""
    world.own(plan("sales", 3), issue=7)
    world.people(3)
    world.assign("sales", 1, 2)
    world.load(plan("sales", 1), issue=8, IssuedAt="2026-12-31T23:00:00Z")


def has_button(page: Page) -> bool:
    return any(found.get("id") == "sl-activate" for found in page.root.walk())


def test_the_tab_says_from_when_it_is_valid_and_what_becomes_of_it(site: Visitor) -> None:
    case = site.open(_TAB).by_id("solicense-case").text
    assert "A licence with issue number 8 is valid from 1 Jan 2027." in case
    assert "It is activated then, unless something stands against it." in case
    assert "A new licence is waiting." not in case


def test_its_dialog_shows_what_it_will_change_and_no_button(site: Visitor) -> None:
    dialog = site.open(_TAB).by_id("sl-later-8")["href"]
    page = site.open(dialog)
    assert "valid from 1 Jan 2027. It cannot be activated before." in page.by_id("sl-begins").text
    assert "What would stand against it today" in page.by_id("sl-reasons").text
    assert "1 too many: remove or reassign" in page.root.text
    assert not has_button(page)


def test_while_another_one_can_be_activated_nobody_is_sent_to_remove_licences_for_it(
    site: Visitor, world: World
) -> None:
    removal = b"/superfluous"
    assert removal in site.open(f"{_ACTIVATION}?issue=8").response.data
    world.clock.now = NOW + timedelta(days=60)
    later = (NOW + timedelta(days=90)).isoformat()
    world.load(plan("sales", 1), issue=9, IssuedAt=later)
    assert removal not in site.open(f"{_ACTIVATION}?issue=9").response.data


def test_from_its_date_on_it_waits_as_any_other(site: Visitor, world: World) -> None:
    world.clock.now = NOW + timedelta(days=60)
    case = site.open(_TAB).by_id("solicense-case").text
    assert "A new licence is waiting." in case
    assert "issue number 8" not in case
    assert has_button(site.open(_ACTIVATION))


def test_a_number_that_does_not_wait_is_nothing_to_activate(site: Visitor) -> None:
    page = site.open(f"{_ACTIVATION}?issue=5")
    assert "No new licence is waiting." in page.root.text
