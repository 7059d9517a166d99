"""The licence list and the tabs: searched, sorted and switched in their place."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.support.states import TAB

_NAMES = "#solicense-rows .sl-name a"


def _mark(page: Page) -> None:
    page.evaluate("window.marked = true")


def _is_marked(page: Page) -> bool:
    return page.evaluate("window.marked") is True


def test_searching_keeps_the_focus_and_what_is_typed_while_the_rows_change(page: Page) -> None:
    page.goto(TAB)
    _mark(page)
    page.locator("#sl-q").press_sequentially("premium", delay=20)
    expect(page.locator(_NAMES)).to_have_count(5)
    expect(page.locator("#sl-q")).to_be_focused()
    expect(page.locator("#sl-q")).to_have_value("premium")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    expect(page.locator("#sl-of-saint")).to_be_visible()
    assert _is_marked(page)


def test_enter_and_the_button_search_without_loading_the_page(page: Page) -> None:
    page.goto(TAB)
    _mark(page)
    page.locator("#sl-q").fill("signature")
    page.keyboard.press("Enter")
    expect(page.locator(_NAMES)).to_have_count(0)
    page.locator("#sl-q").fill("travel")
    page.locator("#sl-find button").click()
    expect(page.locator("#sl-of-remote-travel-addon")).to_be_visible()
    expect(page.locator(_NAMES)).to_have_count(1)
    assert _is_marked(page)


def test_that_nothing_is_found_is_read_out(page: Page) -> None:
    page.goto(TAB)
    page.locator("#sl-q").fill("zeppelin")
    expect(page.locator("#solicense-said")).to_contain_text(
        page.locator(".sl-none").first.inner_text()
    )


def test_a_sorted_list_stays_searched_and_keeps_the_focus_on_the_heading(page: Page) -> None:
    page.goto(TAB)
    page.locator("#sl-q").fill("premium")
    expect(page.locator(_NAMES)).to_have_count(5)
    page.locator("#sl-user-in-use").press("Enter")
    expect(page.locator("th[aria-sort=ascending] #sl-user-in-use")).to_be_focused()
    expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=descending] #sl-user-in-use")).to_be_focused()
    expect(page.locator(_NAMES).first).to_have_id("sl-of-ten-sales")
    expect(page.locator(_NAMES)).to_have_count(5)


def test_hidden_licences_are_shown_on_demand(page: Page) -> None:
    page.goto(TAB)
    expect(page.locator("#sl-of-chat-cal")).to_have_count(0)
    page.locator("#sl-hidden").check()
    expect(page.locator("#sl-of-chat-cal")).to_be_visible()
    expect(page.locator("#sl-hidden")).to_be_focused()


def test_another_tab_is_shown_in_its_place_and_the_focus_stays_on_it(page: Page) -> None:
    page.goto(TAB)
    _mark(page)
    page.locator("#solicense-tab-acme").press("Enter")
    expect(page.locator("#sl-of-signature")).to_be_visible()
    expect(page.locator("#solicense-tab-acme[aria-current=page]")).to_be_focused()
    expect(page).to_have_url(re.compile("/tabs/acme$"))
    assert _is_marked(page)


def test_back_shows_the_tab_before(page: Page) -> None:
    page.goto(TAB)
    page.locator("#solicense-tab-acme").click()
    expect(page.locator("#sl-of-signature")).to_be_visible()
    page.go_back()
    expect(page.locator("#sl-of-ten-sales")).to_be_visible()
    expect(page.locator("#solicense-tab-superoffice")).to_have_attribute("aria-current", "page")
    page.locator("#sl-of-ten-sales").click()
    expect(page.locator("#solicense-dialog-title")).to_be_focused()
