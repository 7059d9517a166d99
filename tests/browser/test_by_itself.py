"""New licence activated: what the system did by itself is shown once to every administrator."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext, Serve
from tests.support.crm_world import COLLEAGUE, CrmWorld
from tests.support.states import TAB


@pytest.fixture(autouse=True)
def _activated_by_itself(world: CrmWorld) -> None:
    world.make_room()
    world.activate()


def _sees_what_changed(page: Page) -> None:
    """See what the activation changed, and nothing to change it with."""
    expect(page.locator("#solicense-dialog-body .sl-table")).to_contain_text("Sales Premium")
    pressable = page.locator("#solicense-dialog-body :is(button, input, select)")
    expect(pressable).to_have_count(0)


def test_the_link_opens_what_changed_and_is_gone_afterwards(page: Page) -> None:
    page.goto(TAB)
    page.locator("#sl-activated").click()
    expect(page.locator("#solicense-dialog-title")).to_be_focused()
    _sees_what_changed(page)
    expect(page.locator("#sl-activated")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(":focus")).to_have_count(1)
    page.reload()
    expect(page.locator("#solicense-list")).to_be_visible()
    expect(page.locator("#sl-activated")).to_have_count(0)


def test_every_administrator_is_told(
    page: Page, world: CrmWorld, open_context: OpenContext, url: str
) -> None:
    page.goto(TAB)
    page.locator("#sl-activated").click()
    _sees_what_changed(page)
    world.promote()
    colleague = open_context(url, cookie=world.cookie(COLLEAGUE)).new_page()
    colleague.goto(TAB)
    expect(colleague.locator("#sl-activated")).to_be_visible()


def test_without_javascript_the_link_leads_to_a_page(
    world: CrmWorld, serve: Serve, open_context: OpenContext
) -> None:
    context = open_context(serve(), cookie=world.cookie("admin"), java_script_enabled=False)
    page = context.new_page()
    page.goto(TAB)
    page.locator("#sl-activated").click()
    _sees_what_changed(page)
    page.locator(".sl-close").click()
    expect(page.locator("#solicense-list")).to_be_visible()
    expect(page.locator("#sl-activated")).to_have_count(0)
