"""Check now, and the line that tells how asking the licence server stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from solicense_plugin import DatabaseFacts
from tests.support.host import PREFIX, Host, make_app
from tests.support.licence_server import LicenceServer
from tests.support.signing import NOW, plan
from tests.support.updating import asked
from tests.support.visitor import Page, Visitor
from tests.support.world import World

_TAB = f"{PREFIX}/tabs/superoffice"
DAY = timedelta(days=1)


@pytest.fixture
def server(serving: LicenceServer, world: World) -> LicenceServer:
    """A licence server; three plans were bought there, and the check is due tomorrow."""
    dates: dict[str, Any] = {"NextCheckDate": (NOW + DAY).isoformat()}
    world.own(plan("sales", 3), **serving.addresses, **dates)
    world.people(3)
    world.assign("sales", 1, 2)
    return serving


@pytest.fixture
def settings() -> dict[str, Any]:
    return {}


@pytest.fixture
def app(world: World, host: Host, server: LicenceServer, settings: dict[str, Any]) -> Flask:
    usual: dict[str, Any] = {
        "SOLICENSE_ROOT_KEYS": world.issuer.jwks,
        "SOLICENSE_LICENCE_HOSTS": server.url,
        "SOLICENSE_SCHEDULER": False,
    }
    engine = world.context.store.engine
    return make_app(host, engine=engine, clock=world.clock, **(usual | settings))


def offer(server: LicenceServer, quantity: int) -> None:
    dates: dict[str, Any] = {"NextCheckDate": (NOW + 30 * DAY).isoformat()}
    server.customer(plan("sales", quantity), IssueNumber=2, **dates)


def line(page: Page) -> str:
    return page.by_id("sl-checked").text


def test_before_the_first_check_the_tab_says_when_it_will_be(site: Visitor) -> None:
    words = line(site.open(_TAB))
    assert "The licence server has not been asked yet." in words
    assert "Next check: 22 Nov 2026, 13:00." in words


def test_what_comes_by_check_now_is_activated_and_said(
    either: Visitor, server: LicenceServer, world: World
) -> None:
    offer(server, 5)
    page = either.open(_TAB).press("Check now")
    assert page.by_id("solicense-status").text == "A new licence came and has been activated."
    assert "Last check: 21 Nov 2026, 13:00." in line(page)
    assert "Next check: 21 Dec 2026, 13:00." in line(page)
    assert page.has("button", "New licence activated")
    assert world.in_use() == {"sales": (2, 5)}


def test_what_stands_against_it_is_said_and_waits(either: Visitor, server: LicenceServer) -> None:
    offer(server, 1)
    page = either.open(_TAB).press("Check now")
    assert "A new licence came, but more licences are in use than it allows." in line(page)
    assert page.has("a", "Activate new licence")


def test_a_server_that_does_not_answer_is_said_with_what_to_do(
    either: Visitor, server: LicenceServer, world: World
) -> None:
    server.stop()
    try:
        page = either.open(_TAB).press("Check now")
    finally:
        server.start()
    assert f"The licence server 127.0.0.1:{server.port} does not answer." in line(page)
    assert "It is tried again by itself; or load a licence file" in line(page)
    assert page.has("a", "Load license from file")
    assert world.in_use() == {"sales": (2, 3)}


@pytest.mark.parametrize("settings", [{"SOLICENSE_LICENCE_HOSTS": ""}], ids=["no hosts"])
def test_where_no_server_may_be_asked_the_tab_says_what_to_set(site: Visitor) -> None:
    assert "sets SOLICENSE_LICENCE_HOSTS." in line(site.open(_TAB))


def test_where_nobody_asked_though_it_was_due_the_tab_says_what_to_set(
    site: Visitor, world: World
) -> None:
    world.clock.now = NOW + 3 * DAY
    assert "flask licences run-updates" in line(site.open(_TAB))


def test_an_overdue_check_is_begun_by_the_page_of_an_administrator(
    site: Visitor, world: World
) -> None:
    assert "hx-trigger" not in site.open(_TAB).by_id("sl-ask")
    world.clock.now = NOW + DAY
    form = site.open(_TAB).by_id("sl-ask")
    assert form["hx-trigger"] == "load"
    assert form["hx-post"] == f"{PREFIX}/owners/SUPEROFFICE/check?overdue=1"


def test_two_pages_that_find_a_check_overdue_begin_one(
    site: Visitor, server: LicenceServer, world: World
) -> None:
    world.clock.now = NOW + DAY
    pages, before = [site.open(_TAB), site.open(_TAB)], asked(server)
    assert [page.change("sl-check").status for page in pages] == [200, 200]
    assert asked(server) == before + 1


@pytest.mark.parametrize("days", [1, 3], ids=["due", "long overdue"])
def test_the_page_of_a_copied_database_begins_no_check_and_calls_for_none(
    site: Visitor, host: Host, world: World, days: int
) -> None:
    world.context = replace(world.context, database=DatabaseFacts(identity="north"))
    world.assign("sales", 3)
    host.database = DatabaseFacts(identity="south")
    world.clock.now = NOW + days * DAY
    page = site.open(_TAB)
    assert "hx-trigger" not in page.by_id("sl-ask")
    assert "SOLICENSE_SCHEDULER" not in line(page)


# --- an open tab follows -------------------------------------------------------------------------


def test_an_open_tab_is_sent_nothing_while_nothing_changes(site: Visitor) -> None:
    asking = site.open(_TAB).by_id("solicense-follow")
    assert site.send(asking["hx-get"]).status == 204


def test_an_open_tab_is_sent_what_has_changed_in_the_list_as_it_is_searched(
    site: Visitor, world: World
) -> None:
    asking = site.open(_TAB).by_id("solicense-follow")
    world.assign("sales", 3)
    page = site.send(f"{asking['hx-get']}&q=sales")
    assert page.root.by_id("sl-of-sales") is not None
    assert "hx-swap-oob" in page.by_id("solicense-follow")
    other = site.send(f"{asking['hx-get']}&q=zeppelin")
    assert other.root.by_id("sl-of-sales") is None


def test_who_is_signed_out_stays_on_his_page(site: Visitor, host: Host) -> None:
    asking = site.open(_TAB).by_id("solicense-follow")
    host.user = None
    answer = site.send(asking["hx-get"])
    assert (answer.status, answer.response.headers.get("HX-Redirect")) == (204, None)
