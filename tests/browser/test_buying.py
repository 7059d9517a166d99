"""The shop's story in a real browser: buy, check now, and see what arrived by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from solicense_plugin.demo import licence_server
from solicense_plugin.demo.app import State
from tests.support.crm_world import CrmWorld
from tests.support.states import BASE, TAB


@pytest.fixture
def world(tmp_path: Path) -> Iterator[CrmWorld]:
    """A demo world of its own, whose licence servers are served too."""
    made = CrmWorld.make(tmp_path / "world")
    with licence_server.serving(State(made.folder)):
        yield made
    made.close()


def buy(page: Page, licence: str, quantity: int) -> None:
    """Go from the tab to the shop, which opens beside it, and buy."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Purchase new licences").click()
    shop = opened.value
    shop.get_by_role("spinbutton", name=f"How many more: {licence}").fill(str(quantity))
    shop.get_by_role("button", name="Buy").click()
    expect(shop.get_by_role("status")).to_contain_text(f"{quantity} × {licence}")
    shop.close()


def check_now(page: Page) -> None:
    page.locator("#sl-check").click()
    expect(page.locator("#solicense-status")).to_contain_text("has been activated")


@pytest.mark.parametrize(
    "tab, licence, name, before, after",
    [
        pytest.param(TAB, "Sales Premium", "ten-sales", 21, 23, id="SuperOffice"),
        pytest.param(f"{BASE}/tabs/acme", "Signature user", "signature", 30, 35, id="ACME"),
    ],
)
def test_what_is_bought_arrives_by_check_now_and_the_link_lists_what_changed(
    page: Page, tab: str, licence: str, name: str, before: int, after: int
) -> None:
    page.goto(tab)
    quantity = page.locator(f"tr:has(#sl-of-{name}) td.sl-num").last
    expect(quantity).to_have_text(str(before))
    buy(page, licence, 5)
    check_now(page)
    expect(quantity).to_have_text(str(after))
    page.locator("#sl-activated", has_text="New licence activated").click()
    changed = page.locator("#solicense-dialog-body .sl-table tr", has_text=licence)
    expect(changed).to_contain_text(str(before))
    expect(changed).to_contain_text(str(after))
    page.keyboard.press("Escape")
    expect(page.locator("#sl-activated")).to_have_count(0)
