"""Vendors' parts in a browser: late, failing, by keyboard and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext, Serve
from tests.support.crm_world import CrmWorld
from tests.support.states import BASE


@pytest.fixture
def url(serve: Serve, htmx: str) -> str:
    """Where the test's world is served with vendors' add-ons, with either htmx."""
    return serve(htmx=htmx, vendors=True)


def test_a_slow_add_on_arrives_late_while_everything_else_works(page: Page) -> None:
    page.goto(f"{BASE}/tabs/superoffice")
    page.locator("#solicense-tab-patience").click()
    expect(page.get_by_role("heading", name="Patience")).to_be_visible()
    expect(page.get_by_text("Patience is being loaded …")).to_be_visible()
    expect(page.locator("#sl-badge-of-signatures")).to_have_text("2")
    expect(page.locator("#sl-add-on-patience")).to_have_text("Good things take time.")
    expect(page).to_have_url(f"{page.url.partition(BASE)[0]}{BASE}/tabs/patience")


def test_a_slow_add_on_does_not_overwrite_the_tab_that_was_opened_meanwhile(page: Page) -> None:
    page.goto(f"{BASE}/tabs/patience")
    page.locator("#solicense-tab-signatures").click()
    expect(page.locator("#sl-add-on-signatures table")).to_be_visible()
    with page.expect_response("**/tabs/patience/part") as late:
        page.locator("#solicense-tab-patience").click()
    assert late.value.ok
    expect(page.locator("#sl-add-on-patience")).to_have_text("Good things take time.")


def test_retry_by_keyboard_shows_a_part_that_failed(page: Page) -> None:
    page.goto(f"{BASE}/tabs/trouble")
    expect(page.get_by_text("This tab could not be shown.")).to_be_visible()
    page.get_by_role("link", name="Retry").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sl-add-on-trouble")).to_have_text("It goes again.")
    expect(page).to_have_url(f"{page.url.partition(BASE)[0]}{BASE}/tabs/trouble")


def test_without_javascript_a_part_is_one_click_away_and_so_is_its_retry(
    open_context: OpenContext, world: CrmWorld, serve: Serve
) -> None:
    context = open_context(
        serve(vendors=True), cookie=world.cookie("admin"), java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{BASE}/tabs/trouble")
    page.get_by_role("link", name="Show Trouble").click()
    expect(page.get_by_text("This tab could not be shown.")).to_be_visible()
    page.get_by_role("link", name="Retry").click()
    expect(page.locator("#sl-add-on-trouble")).to_have_text("It goes again.")
