"""Whoever clicks twice gets one effect, and only the one that he meant."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from solicense_plugin.domain.ledger import Action
from tests.browser.conftest import OpenContext, Serve
from tests.support.crm_world import CrmWorld
from tests.support.states import TAB


def _suggest(page: Page) -> None:
    page.goto(TAB)
    page.locator("#sl-activate-new").click()
    page.locator("#sl-reasons a").click()
    page.locator("#sl-suggest").click()
    expect(page.locator("#sl-counts .sl-good")).to_be_visible()


def test_a_double_click_on_activate_activates_once(page: Page, world: CrmWorld) -> None:
    world.make_room()
    page.goto(TAB)
    page.locator("#sl-activate-new").click()
    page.locator("#sl-activate").dblclick()
    expect(page.locator("#solicense-status .sl-good")).to_be_visible()
    assert world.count(Action.PACKAGE_ACTIVATED) == 2


def test_without_javascript_a_double_click_on_activate_activates_once(
    world: CrmWorld, serve: Serve, open_context: OpenContext
) -> None:
    world.make_room()
    context = open_context(serve(), cookie=world.cookie("admin"), java_script_enabled=False)
    page = context.new_page()
    page.goto(TAB)
    page.locator("#sl-activate-new").click()
    page.locator("#sl-activate").dblclick()
    expect(page.locator("#solicense-status .sl-good")).to_be_visible()
    assert world.count(Action.PACKAGE_ACTIVATED) == 2


def test_a_double_click_on_ok_removes_once(page: Page, world: CrmWorld) -> None:
    _suggest(page)
    page.locator("#sl-ok").dblclick()
    expect(page.locator("#sl-activate")).to_be_enabled()
    assert world.count(Action.SUPERFLUOUS_REMOVED) == 1


def test_the_second_click_of_a_double_click_does_not_press_what_has_come_meanwhile(
    page: Page, world: CrmWorld
) -> None:
    _suggest(page)
    page.locator("#sl-ok").click()
    expect(page.locator("#sl-activate")).to_be_enabled()
    page.locator("#sl-activate").hover()
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    page.locator("#solicense-dialog-body .sl-close").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#sl-activate-new")).to_be_visible()
    assert world.count(Action.PACKAGE_ACTIVATED) == 1
