"""The issuer's shop in a real browser: bought by keyboard, without JavaScript, by anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from solicense_plugin.testing.browser import axe
from tests.support.chromium import Watch, open_context
from tests.support.licence_server import LicenceServer, licence_server
from tests.support.signing import COMPANY, SERIAL, module

SHOP = f"/shop?{urlencode({'serial': SERIAL, 'company': COMPANY})}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LicenceServer]:
    with licence_server(tmp_path_factory.mktemp("shop") / "issuer") as served:
        yield served


@pytest.fixture
def customer(server: LicenceServer) -> Path:
    """A customer who owns what he owns at the beginning of each test."""
    return server.customer(
        module("ten-sales", 21, ModuleDescription="Sales Premium"),
        module("system", 1, LicenseType="SiteLicense"),
    )


def page_of(browser: Browser, watch: Watch, server: LicenceServer, **options: Any) -> Page:
    return open_context(browser, watch, server.url, **options).new_page()


@pytest.mark.usefixtures("customer")
def test_five_are_bought_by_keyboard_without_javascript(
    chromium: Browser, server: LicenceServer
) -> None:
    watch = Watch()
    page = page_of(chromium, watch, server, java_script_enabled=False)
    page.goto(SHOP)
    page.get_by_role("spinbutton", name="How many more: Sales Premium").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("5 × Sales Premium")
    expect(page.get_by_role("row", name="Sales Premium")).to_contain_text("26")
    page.context.close()
    watch.saw_nothing()


@pytest.mark.usefixtures("customer")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    chromium: Browser, server: LicenceServer, scheme: str, width: int
) -> None:
    watch = Watch()
    size = {"width": width, "height": 800}
    page = page_of(chromium, watch, server, color_scheme=scheme, viewport=size)
    for address, clicks in (("/shop", 0), (SHOP, 0), (SHOP, 1)):
        page.goto(address)
        for _ in range(clicks):
            page.get_by_role("button", name="Buy").click()
            expect(page.get_by_role("alert")).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
    watch.saw_nothing()
