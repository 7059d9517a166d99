"""A licence owner is removed by keyboard alone, and by a double click only once."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from solicense_plugin.domain.ledger import Action
from tests.support.crm_world import CrmWorld
from tests.support.states import PARTNER


def test_an_owner_is_removed_by_keyboard_alone(page: Page, world: CrmWorld) -> None:
    page.goto(PARTNER)
    _tab_to(page, "#sl-remove")
    page.keyboard.press("Enter")
    expect(page.locator("#solicense-dialog-title")).to_be_focused()
    _tab_to(page, "#sl-reason")
    page.keyboard.type("The contract has ended.")
    page.keyboard.press("Enter")
    expect(page.locator("#solicense-status .sl-good")).to_contain_text("has been removed")
    expect(page.locator("#solicense-tab-acme")).to_have_count(0)
    assert world.count(Action.OWNER_REMOVED, "ACME") == 1


def test_escape_closes_the_dialog_and_the_focus_returns(page: Page, world: CrmWorld) -> None:
    page.goto(PARTNER)
    _tab_to(page, "#sl-remove")
    page.keyboard.press("Enter")
    expect(page.locator("#solicense-dialog-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sl-remove")).to_be_focused()
    assert world.count(Action.OWNER_REMOVED, "ACME") == 0


def test_a_double_click_on_remove_removes_once(page: Page, world: CrmWorld) -> None:
    page.goto(PARTNER)
    page.locator("#sl-remove").click()
    page.locator("#sl-reason").fill("The contract has ended.")
    page.locator("#sl-remove-owner").dblclick()
    expect(page.locator("#solicense-status .sl-good")).to_be_visible()
    assert world.count(Action.OWNER_REMOVED, "ACME") == 1


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _stop in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement?.matches(s)", selector):
            return
    message = f"Tab never stops at {selector}"
    raise AssertionError(message)
