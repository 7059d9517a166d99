"""Vendors' parts in a browser: late, failing, by keyboard and without JavaScript."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext, Serve
from tests.support.crm_world import CrmWorld
from tests.support.states import BASE
from tests.support.vendors import WORKING


@pytest.fixture
def url(serve: Serve, htmx: str) -> str:
    """Where the test's world is served with vendors' add-ons, with either htmx."""
    return serve(htmx=htmx, vendors=WORKING)


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
    expect(page.locator("#solicense-said")).to_contain_text("This tab could not be shown.")
    page.get_by_role("link", name="Retry").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sl-add-on-trouble")).to_have_text("It goes again.")
    expect(page.get_by_role("heading", name="Trouble")).to_be_focused()
    expect(page).to_have_url(f"{page.url.partition(BASE)[0]}{BASE}/tabs/trouble")


def test_without_javascript_a_part_is_one_click_away_and_so_is_its_retry(
    open_context: OpenContext, world: CrmWorld, serve: Serve
) -> None:
    context = open_context(
        serve(vendors=WORKING), cookie=world.cookie("admin"), java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{BASE}/tabs/trouble")
    page.get_by_role("link", name="Show Trouble").click()
    expect(page.get_by_text("This tab could not be shown.")).to_be_visible()
    page.get_by_role("link", name="Retry").click()
    expect(page.locator("#sl-add-on-trouble")).to_have_text("It goes again.")


def test_whom_an_add_on_keeps_is_told_beside_the_name_on_every_page_of_the_list(page: Page) -> None:
    page.goto(f"{BASE}/tabs/superoffice")
    page.locator("#sl-activate-new").click()
    with page.expect_request("**/superfluous/keepers/acme?*") as asked:
        page.locator("#sl-reasons a").first.click()
    assert parse_qs(urlsplit(asked.value.url).query).keys() == {"who"}
    kept = page.locator("tr", has=page.locator(".sl-kept"))
    expect(kept.first).to_contain_text("Must keep it for now: has 3 documents")
    box = kept.first.get_by_role("checkbox")
    expect(box).to_have_accessible_description(re.compile("^Must keep it for now"))
    expect(page.locator("#sl-keeper-acme")).to_contain_text("on this page must keep it for now")
    name = kept.first.locator("[id^=sl-name-]").inner_text()
    page.locator("#sl-suggest").click()
    expect(page.locator("#sl-counts .sl-good")).to_be_visible()
    expect(kept.first).to_be_visible()
    expect(kept.get_by_role("checkbox", checked=True)).to_have_count(0)
    page.locator("#sl-choose-q").fill(name)
    page.locator("#sl-search").click()
    expect(page.locator("tbody tr .sl-kept")).to_have_count(1)


def test_without_javascript_a_button_asks_who_must_keep_it(
    open_context: OpenContext, world: CrmWorld, serve: Serve
) -> None:
    context = open_context(
        serve(vendors=WORKING), cookie=world.cookie("admin"), java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{BASE}/owners/SUPEROFFICE/licences/ten-sales/superfluous")
    page.locator("[name=chosen]").first.check()
    page.get_by_role("button", name="Ask add-ons who must keep it").click()
    expect(page.locator(".sl-kept").first).to_contain_text("Must keep it for now")
    expect(page.locator("[name=chosen]").first).to_be_checked()


def test_an_action_opens_the_add_ons_own_page_in_the_dialog_and_closing_returns_to_the_tab(
    page: Page,
) -> None:
    page.goto(f"{BASE}/tabs/signatures")
    page.get_by_role("link", name="All documents").click()
    dialog = page.get_by_role("dialog", name="All documents")
    expect(dialog.get_by_role("rowheader", name="New contract")).to_have_count(0)
    with page.expect_response("**/tabs/signatures/part"):
        dialog.get_by_role("button", name="Send a contract").click()
    expect(dialog.get_by_role("rowheader", name="New contract")).to_be_visible()
    dialog.locator(".sl-foot").get_by_role("link", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="All documents")).to_be_focused()
    expect(page).to_have_url(f"{page.url.partition(BASE)[0]}{BASE}/tabs/signatures")


def test_without_javascript_the_dialog_of_an_add_on_is_a_page_and_close_leads_to_the_tab(
    open_context: OpenContext, world: CrmWorld, serve: Serve
) -> None:
    context = open_context(
        serve(vendors=WORKING), cookie=world.cookie("admin"), java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{BASE}/tabs/signatures/part")
    page.get_by_role("link", name="All documents").click()
    expect(page).to_have_url(re.compile("/add-ons/acme/documents$"))
    page.get_by_role("button", name="Send a contract").click()
    expect(page.get_by_role("rowheader", name="New contract")).to_be_visible()
    page.locator(".sl-foot").get_by_role("link", name="Close").click()
    expect(page).to_have_url(re.compile("/tabs/signatures$"))
