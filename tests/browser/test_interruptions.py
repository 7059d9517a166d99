"""No session, no server, no access: it is said, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from solicense_plugin.domain.ledger import Action
from tests.browser.conftest import OpenContext, Serve
from tests.support.crm_server import CrmServer
from tests.support.crm_world import CrmWorld
from tests.support.states import TAB

_SIGN_IN = re.compile(r"/login\?next=")


def _open_superfluous(page: Page) -> None:
    page.goto(TAB)
    page.locator("#sl-activate-new").click()
    page.locator("#sl-reasons a").click()
    expect(page.locator("#sl-ok")).to_be_visible()


def _sign_in(page: Page) -> None:
    page.locator("[name=username]").fill("admin")
    page.locator("[name=password]").fill("demo")
    page.keyboard.press("Enter")


def test_who_is_signed_out_meanwhile_signs_in_and_comes_back(page: Page) -> None:
    _open_superfluous(page)
    page.context.clear_cookies()
    page.locator("#sl-suggest").click()
    page.wait_for_url(_SIGN_IN)
    _sign_in(page)
    page.wait_for_url(lambda url: url.endswith(TAB))
    expect(page.locator("#sl-activate-new")).to_be_visible()


def test_without_javascript_too_the_sign_in_leads_back(
    world: CrmWorld, serve: Serve, open_context: OpenContext
) -> None:
    page = open_context(serve(), java_script_enabled=False).new_page()
    page.goto(f"{TAB}?hidden=1")
    page.wait_for_url(_SIGN_IN)
    _sign_in(page)
    page.wait_for_url(lambda url: url.endswith("?hidden=1"))
    expect(page.locator("#sl-of-chat-cal")).to_be_visible()


@pytest.fixture
def own_server() -> Iterator[CrmServer]:
    server = CrmServer()
    yield server
    server.kill()


def test_that_the_server_does_not_answer_is_said_in_the_dialog_and_nothing_is_lost(
    own_server: CrmServer, serve: Serve, world: CrmWorld, open_context: OpenContext, htmx: str
) -> None:
    url = own_server.serve(world.folder, htmx=htmx)
    page = open_context(url, cookie=world.cookie("admin")).new_page()
    _open_superfluous(page)
    page.locator("[name=chosen]").first.check()
    page.locator("[name=chosen]").nth(1).check()
    expect(page.locator("#sl-counts .sl-good")).to_be_visible()
    own_server.kill()
    page.locator("#sl-ok").click()
    expect(page.locator("#solicense-dialog-alert .sl-stop")).to_be_in_viewport()
    expect(page.locator("[name=chosen]:checked")).to_have_count(2)
    expect(page.locator("#sl-ok")).to_be_focused()
    assert serve(htmx=htmx, port=int(url.rpartition(":")[2])) == url
    page.locator("#sl-ok").click()
    expect(page.locator("#sl-activate")).to_be_enabled()
    expect(page.locator("#solicense-dialog-alert")).to_be_empty()
    assert world.count(Action.SUPERFLUOUS_REMOVED) == 1


def test_what_is_refused_while_a_dialog_is_open_is_said_in_the_dialog(page: Page) -> None:
    _open_superfluous(page)
    page.locator("[name=csrf_token]").evaluate_all("all => all.forEach((one) => one.value = 'x')")
    page.locator("#sl-suggest").click()
    expect(page.locator("#solicense-dialog-alert .sl-stop")).to_be_in_viewport()
    expect(page.locator("#sl-ok")).to_be_visible()


def test_an_ordinary_user_finds_no_way_in_and_is_told_why(
    world: CrmWorld, serve: Serve, open_context: OpenContext
) -> None:
    page = open_context(serve(), cookie=world.cookie("hugo")).new_page()
    page.goto("/")
    expect(page.locator("nav a[href*=licences]")).to_have_count(0)
    answer = page.goto(TAB)
    assert answer is not None
    assert answer.status == 403
    expect(page.locator(".sl-notice.sl-stop")).to_be_visible()
    expect(page.locator(".sl-table")).to_have_count(0)
