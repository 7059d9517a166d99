"""The whole life of a licence, as an administrator sees it: from the demo to the renewal.

Two processes beside the browser, the CRM and the licence server, and one clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from solicense_plugin.domain.errors import AssignmentRefused
from tests.browser.conftest import OpenContext
from tests.support.crm_server import CrmServer
from tests.support.licence_server import licence_server
from tests.support.life import CustomerLife
from tests.support.signing import COMPANY, NOW, SERIAL
from tests.support.states import TAB

DAY = timedelta(days=1)
SPRING = NOW + 120 * DAY


@pytest.fixture
def life(tmp_path: Path) -> Iterator[CustomerLife]:
    with licence_server(tmp_path / "crm" / "licence-server") as server:
        life = CustomerLife.begin(server)
        yield life
        life.close()


@pytest.fixture
def url(life: CustomerLife, crm_server: CrmServer) -> Iterator[str]:
    url = crm_server.serve(life.folder, clock=str(life.server.clock.file))
    yield url
    crm_server.stop(url)


@pytest.fixture
def page(life: CustomerLife, open_context: OpenContext, url: str) -> Page:
    return open_context(url, cookie=life.cookie("admin")).new_page()


def sees_sales(page: Page, in_use: int, free: int, quantity: int) -> None:
    row = page.locator("tr:has(#sl-of-sales) .sl-num")
    expect(row).to_have_text([str(number) for number in (in_use, free, quantity)])


def sees_state(page: Page, text: str) -> None:
    """See the state on the tab, as it is opened anew."""
    page.goto(TAB)
    expect(page.locator(".sl-facts .sl-chip")).to_have_text(text)


def is_told(page: Page, text: str) -> None:
    """See a notice on the CRM's start page, which leads to the licences."""
    page.goto("/")
    expect(page.locator(".sl-slot .sl-notice")).to_contain_text(text)


def becomes_production(page: Page, life: CustomerLife) -> None:
    """The demo becomes production, by the serial number that came with the purchase."""
    life.issue(5, expires=SPRING, next_check=NOW + 10 * DAY)
    page.goto(TAB)
    sees_sales(page, 2, 1, 3)
    page.locator("#sl-leave-demo").click()
    page.locator("#sl-serial_number").fill(SERIAL)
    page.locator("#sl-company_name").fill(COMPANY)
    page.locator("#sl-identify").click()
    expect(page.locator("#solicense-status")).to_contain_text(SERIAL)
    expect(page.locator("#sl-leave-demo")).to_have_count(0)
    sees_sales(page, 2, 3, 5)


def grows(page: Page, life: CustomerLife) -> None:
    """Five more are bought and come by themselves, while the tab is open."""
    life.issue(10, expires=SPRING, next_check=NOW + 20 * DAY)
    life.days_go_by(NOW + 10 * DAY)
    sees_sales(page, 2, 8, 10)
    page.locator("#sl-activated").click()
    changed = page.locator("#solicense-dialog-body tr", has_text="Sales").locator(".sl-num")
    expect(changed).to_contain_text(["5", "10", "5 more"])
    page.locator("#solicense-dialog-body .sl-close").click()
    expect(page.locator("#sl-activated")).to_have_count(0)


def shrinks(page: Page, life: CustomerLife) -> None:
    """One alone is left: refused, and activated once the superfluous one is removed."""
    life.issue(1, expires=SPRING, next_check=SPRING + 20 * DAY)
    life.days_go_by(NOW + 20 * DAY)
    is_told(page, "more licences are in use than it allows")
    page.goto(TAB)
    sees_sales(page, 2, 8, 10)
    page.locator("#sl-activate-new").click()
    expect(page.locator("#sl-activate")).to_be_disabled()
    page.locator("#sl-reasons a").click()
    page.locator("#sl-suggest").click()
    expect(page.locator("#sl-counts .sl-good")).to_be_visible()
    page.locator("#sl-ok").click()
    expect(page.locator("#sl-activate")).to_be_enabled()
    page.locator("#sl-activate").click()
    expect(page.locator("#solicense-status .sl-good")).to_be_visible()
    sees_sales(page, 1, 0, 1)
    sees_state(page, "in order")


def lapses(page: Page, life: CustomerLife) -> None:
    """Nobody renews: warned, expired in grace, lapsed."""
    life.days_go_by(SPRING - 30 * DAY)
    is_told(page, "expire on")
    sees_state(page, "expires soon")
    life.days_go_by(SPRING)
    is_told(page, "Everything still works for a while")
    sees_state(page, "expired, still working")
    life.days_go_by(SPRING + 12 * DAY)
    is_told(page, "read-only")
    sees_state(page, "lapsed, read-only")
    sees_sales(page, 1, 0, 1)
    with pytest.raises(AssignmentRefused):
        life.give("sales", "erik.sorbo")


def is_renewed(page: Page, life: CustomerLife) -> None:
    """The renewal arrives as the screen is opened, and everything works again."""
    life.issue(4, expires=SPRING + 365 * DAY, next_check=SPRING + 200 * DAY)
    life.server.clock.set(SPRING + 20 * DAY)
    page.goto(TAB)
    sees_sales(page, 1, 3, 4)
    sees_state(page, "in order")
    life.give("sales", "erik.sorbo")
    page.reload()
    sees_sales(page, 2, 2, 4)
    page.goto("/")
    expect(page.locator("main")).to_be_visible()
    expect(page.locator(".sl-slot")).to_have_count(0)


def test_a_licence_lives_from_demo_to_renewal(page: Page, life: CustomerLife) -> None:
    becomes_production(page, life)
    grows(page, life)
    shrinks(page, life)
    lapses(page, life)
    is_renewed(page, life)
