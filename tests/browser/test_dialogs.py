"""Dialogs behave as the ARIA Authoring Practices say, with either htmx."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from solicense_plugin.domain.ledger import Action
from tests.support.crm_world import CrmWorld
from tests.support.states import TAB

_OPENERS = ["#sl-activate-new", "#sl-load", "#sl-of-ten-sales"]

WaysOut = dict[str, Callable[[Page], None]]
WAYS_OUT: WaysOut = {
    "Escape": lambda page: page.keyboard.press("Escape"),
    "the cross": lambda page: page.locator("dialog .sl-close").click(),
    "Cancel or Close": lambda page: page.locator("dialog .sl-foot [data-sl-close]").click(),
}


def _open(page: Page, *selectors: str) -> None:
    """Open a dialog, and go on to others in it."""
    for selector in selectors:
        page.locator(selector).click()
        expect(page.locator("#solicense-dialog-title")).to_be_focused()


@pytest.mark.parametrize("opener", _OPENERS)
def test_focus_goes_to_the_heading_and_back_to_what_opened_the_dialog(
    page: Page, opener: str
) -> None:
    page.goto(TAB)
    for leave in WAYS_OUT.values():
        _open(page, opener)
        leave(page)
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(page.locator(opener)).to_be_focused()


def test_a_dialog_has_the_name_of_its_heading(page: Page) -> None:
    page.goto(TAB)
    _open(page, "#sl-load")
    heading = page.locator("#solicense-dialog-title").inner_text()
    expect(page.get_by_role("dialog", name=heading)).to_be_visible()


def test_escape_leaves_a_second_dialog_to_what_opened_the_first(page: Page) -> None:
    page.goto(TAB)
    _open(page, "#sl-activate-new")
    page.locator("#sl-reasons a").click()
    expect(page.locator("#sl-ok")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sl-activate-new")).to_be_focused()


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_tab_does_not_reach_the_page_behind_a_dialog(page: Page, key: str) -> None:
    page.goto(TAB)
    _open(page, "#sl-load")
    for _ in range(12):
        page.keyboard.press(key)
        behind = page.evaluate("document.activeElement.closest('.sl-tabs, .sl-owner, .crm-side')")
        assert behind is None


def test_enter_in_the_search_of_the_removal_dialog_searches_and_applies_nothing(
    page: Page, world: CrmWorld
) -> None:
    page.goto(TAB)
    _open(page, "#sl-activate-new")
    page.locator("#sl-reasons a").click()
    page.locator("[name=chosen]").first.check()
    page.locator("#sl-choose-q").fill("hugo")
    page.keyboard.press("Enter")
    expect(page.locator("[name=chosen]")).to_have_count(1)
    expect(page.locator("#sl-counts [data-sl-said]")).to_contain_text("1")
    expect(page.locator("#sl-choose-q")).to_be_focused()
    assert world.count(Action.SUPERFLUOUS_REMOVED) == 0


def test_whoever_says_what_shall_become_of_somebody_has_chosen_him(page: Page) -> None:
    page.goto(TAB)
    _open(page, "#sl-activate-new")
    page.locator("#sl-reasons a").click()
    row = page.locator("tr:has([name=chosen])").nth(3)
    row.locator("select").select_option(index=1)
    expect(row.locator("[name=chosen]")).to_be_checked()
    expect(page.locator("#solicense-dialog-said")).to_contain_text("1")


def test_everybody_who_is_chosen_can_be_given_the_same_licence_at_once(page: Page) -> None:
    page.goto(TAB)
    _open(page, "#sl-activate-new")
    page.locator("#sl-reasons a").click()
    page.locator("#sl-suggest").click()
    expect(page.locator("#sl-counts .sl-good")).to_be_visible()
    page.locator("#sl-target-all").select_option(index=1)
    page.locator("#sl-aim").click()
    wanted = page.locator("#sl-target-all option").nth(1).get_attribute("value") or ""
    chosen = page.locator("tr:has([name=chosen]:checked) select")
    expect(chosen).to_have_count(2)
    expect(chosen.first).to_have_value(wanted)
    expect(chosen.last).to_have_value(wanted)
