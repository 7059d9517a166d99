"""What every add-on must stand in a real browser; a part of the conformance suite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from solicense_plugin import LicenceTab
from solicense_plugin.testing.browser import axe, out_of_reach, served
from solicense_plugin.testing.crm import Crm
from solicense_plugin.testing.host import PREFIX

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page


class ConformanceInBrowser:
    """Tests for which Playwright must be installed: without it they are skipped, and say so."""

    @pytest.fixture
    def complaints(self) -> list[str]:
        """What the policy forbade, and what of scripts failed."""
        return []

    @pytest.fixture
    def page(self, crm: Crm, licence_browser: Browser, complaints: list[str]) -> Iterator[Page]:
        """A page of somebody who has signed in as administrator."""
        with served(crm.app) as url:
            context = licence_browser.new_context(base_url=url, reduced_motion="reduce")
            page = context.new_page()

            def hear(message: ConsoleMessage) -> None:
                if "Content Security Policy" in message.text:
                    complaints.append(message.text)

            page.on("console", hear)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            yield page
            context.close()

    def test_axe_finds_nothing_in_its_tabs(
        self, page: Page, tabs: list[LicenceTab], complaints: list[str]
    ) -> None:
        """In light and in dark; and the browser has nothing to complain of."""
        for tab in tabs:
            self._show(page, tab)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                assert axe(page) == [], f"{tab.key}, {scheme}"
        assert complaints == []

    def test_whatever_can_be_used_is_reached_by_keyboard_and_seen(
        self, page: Page, tabs: list[LicenceTab]
    ) -> None:
        """Tab stops at each link, button and field of a tab, with a ring around it."""
        for tab in tabs:
            self._show(page, tab)
            assert out_of_reach(page) == [], tab.key

    def _show(self, page: Page, tab: LicenceTab) -> None:
        page.goto(f"{PREFIX}/tabs/{tab.key}")
        page.wait_for_load_state("networkidle")
        page.wait_for_selector(".sl-loading", state="detached")
