"""Two administrators at once: whoever comes second sees what the first has done."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.ledger import Action
from tests.browser.conftest import OpenContext
from tests.support.crm_world import COLLEAGUE, CrmWorld
from tests.support.states import TAB


@pytest.fixture
def colleague(open_context: OpenContext, world: CrmWorld, url: str) -> Page:
    """The page of a second administrator."""
    world.promote()
    return open_context(url, cookie=world.cookie(COLLEAGUE)).new_page()


def _press(page: Page, selector: str) -> int:
    """Press a button, and return the status of the answer."""
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        page.locator(selector).click()
    return answer.value.status


def _open_activation(page: Page) -> None:
    page.goto(TAB)
    page.locator("#sl-activate-new").click()
    expect(page.locator("#sl-activate")).to_be_visible()


def test_nothing_is_activated_that_the_administrator_has_not_seen(
    page: Page, colleague: Page, world: CrmWorld
) -> None:
    world.make_room()
    _open_activation(page)
    colleague.goto(TAB)
    colleague.locator("#sl-load").click()
    colleague.locator("#sl-file").set_input_files(world.newer_licence(quantities={"ten-sales": 19}))
    assert _press(colleague, "#sl-load-file") == 200
    assert _press(page, "#sl-activate") == 409
    expect(page.locator("dialog [role=alert] ul")).to_contain_text("Katrin Weiß")
    expect(page.locator("dialog [role=alert] ul")).to_contain_text("9")
    expect(page.locator("#sl-activate")).to_be_enabled()
    assert world.count(Action.PACKAGE_ACTIVATED) == 1
    assert _press(page, "#sl-activate") == 200
    expect(page.locator("tr:has(#sl-of-ten-sales) .sl-num")).to_have_text(["18", "1", "19"])


def test_who_activates_second_is_told_that_nothing_waits_any_more(
    page: Page, world: CrmWorld
) -> None:
    world.make_room()
    _open_activation(page)
    world.activate(Actor(ActorKind.USER, "2"))
    assert _press(page, "#sl-activate") == 409
    expect(page.locator("#solicense-dialog-title")).to_be_focused()
    page.locator("dialog .sl-main").click()
    expect(page.locator("#sl-activate-new")).to_have_count(0)
    assert world.count(Action.PACKAGE_ACTIVATED) == 2


def test_a_colleague_s_unrelated_assignment_is_no_conflict(page: Page, world: CrmWorld) -> None:
    world.make_room()
    _open_activation(page)
    world.give("pocket-crm", "ingrid.aas")
    assert _press(page, "#sl-activate") == 200


def test_whoever_has_lost_the_licence_meanwhile_is_named_and_no_longer_chosen(
    page: Page, world: CrmWorld
) -> None:
    _open_activation(page)
    page.locator("#sl-reasons a").click()
    page.locator("#sl-suggest").click()
    expect(page.locator("#sl-counts .sl-good")).to_be_visible()
    world.give("ess-sales", "tor.lunde")
    assert _press(page, "#sl-ok") == 409
    expect(page.locator("dialog [role=alert] p")).to_contain_text("Tor Lunde")
    expect(page.locator("[name=chosen]:checked")).to_have_count(1)
    assert _press(page, "#sl-ok") == 200
    expect(page.locator("#sl-activate")).to_be_enabled()


def test_an_open_tab_follows_within_ten_seconds_and_keeps_what_is_typed(
    page: Page, world: CrmWorld
) -> None:
    page.goto(TAB)
    page.locator("#sl-q").press_sequentially("sales pre")
    expect(page.locator("#sl-of-ess-sales")).to_have_count(0)
    row = page.locator("tr:has(#sl-of-ten-sales) .sl-num")
    expect(row).to_have_text(["20", "1", "21"])
    world.make_room()
    world.activate(Actor(ActorKind.USER, "2"))
    expect(row).to_have_text(["18", "0", "18"], timeout=10_000)
    expect(page.locator("#sl-activate-new")).to_have_count(0)
    expect(page.locator("#sl-q")).to_have_value("sales pre")
    expect(page.locator("#sl-q")).to_be_focused()
    expect(page.locator("#sl-of-ess-sales")).to_have_count(0)


def test_an_open_tab_follows_and_the_focus_stays_on_a_licence(page: Page, world: CrmWorld) -> None:
    page.goto(TAB)
    page.locator("#sl-of-ten-sales").focus()
    world.make_room()
    row = page.locator("tr:has(#sl-of-ten-sales) .sl-num")
    expect(row).to_have_text(["18", "3", "21"], timeout=10_000)
    expect(page.locator("#sl-of-ten-sales")).to_be_focused()
