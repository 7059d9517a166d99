"""All bad add-ons at once, in a browser: our pages look, sound and work as without them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from solicense_plugin.testing.browser import axe
from tests.browser.conftest import Serve
from tests.support.crm_server import BESTIARY
from tests.support.states import BASE, TAB


@pytest.fixture
def htmx() -> str:
    """The plugin's own."""
    return "2"


@pytest.fixture
def url(serve: Serve) -> str:
    """Where the test's world is served with every beast let loose."""
    return serve(vendors=[BESTIARY])


def test_axe_and_the_policy_find_nothing_in_our_pages(page: Page) -> None:
    for path, shown in ((TAB, "#solicense-list"), (f"{BASE}/status", "#sl-limits-title")):
        page.goto(path)
        expect(page.locator(shown)).to_be_visible()
        assert axe(page) == []


def test_a_package_can_be_looked_at_beside_them(page: Page) -> None:
    page.goto(TAB)
    page.locator("#sl-activate-new").click()
    expect(page.locator("#sl-activate")).to_be_visible()
