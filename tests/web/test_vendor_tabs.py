"""Tabs of vendors in the bar: in their order, for whom they are, with a badge."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from solicense_plugin import LicenceTab, TabContext, translations_of
from tests.support.host import PREFIX, VIEWER, Host
from tests.support.signing import Issuer, module
from tests.support.vendors import Install, Tabs, always
from tests.support.visitor import Page, Visitor
from tests.support.world import World


def bar(page: Page) -> list[tuple[str, str]]:
    """Return titles and addresses of the tab bar."""
    return [(link.text, link["href"]) for link in page.by_id("solicense-tabs").all("a")]


@pytest.fixture
def acme(world: World, issuer: Issuer) -> World:
    """A partner whose licences are active."""
    world.own(module("ten-sales", 5))
    partner = World(world.context, Issuer("ACME", issuer.root), world.clock)
    partner.own(module("signing", 3), OwnerDescription="Acme Signatures")
    return partner


def test_an_owner_has_a_tab_without_any_code(acme: World, site: Visitor) -> None:
    assert bar(site.open(f"{PREFIX}/")) == [
        ("SuperOffice", f"{PREFIX}/tabs/superoffice"),
        ("Status", f"{PREFIX}/status"),
        ("Acme Signatures", f"{PREFIX}/tabs/acme"),
        ("History", f"{PREFIX}/tabs/history"),
    ]
    assert "Signing" in site.open(f"{PREFIX}/tabs/acme").text


def test_a_contributed_tab_replaces_that_of_its_owner(acme: World, install: Install) -> None:
    site = install(acme=Tabs(LicenceTab("signatures", "Signatures", 50, "ACME")))
    assert bar(site.open(f"{PREFIX}/"))[:2] == [
        ("Signatures", f"{PREFIX}/tabs/signatures"),
        ("SuperOffice", f"{PREFIX}/tabs/superoffice"),
    ]
    assert "Signing" in site.open(f"{PREFIX}/tabs/signatures").text
    assert site.open(f"{PREFIX}/tabs/acme").status == 404


def test_an_owner_whose_name_is_the_key_of_somebody_else_steps_aside(
    acme: World, install: Install
) -> None:
    site = install(acme=Tabs(LicenceTab("acme", "Somebody", render=always("drawn"))))
    tabs = dict(bar(site.open(f"{PREFIX}/")))
    assert tabs["Acme Signatures"] == f"{PREFIX}/tabs/owner-acme"
    assert "Signing" in site.open(tabs["Acme Signatures"]).text
    assert "drawn" in site.open(tabs["Somebody"]).follow("Show Somebody").text


def test_a_title_that_cannot_be_read_is_replaced_by_the_key(world: World, install: Install) -> None:
    title: Any = translations_of("acme").lazy_gettext("%(name)s", number=1)
    site = install(acme=Tabs(LicenceTab("acme", title, render=always(""))))
    assert "acme" in dict(bar(site.open(f"{PREFIX}/")))


# --- visible -------------------------------------------------------------------------------------


def shown(visible: Callable[[TabContext], bool]) -> Tabs:
    drawn = always("drawn")
    return Tabs(LicenceTab("acme", "Acme", render=drawn, badge=always("3"), visible=visible))


def is_shown(page: Page) -> bool:
    return "Acme" in dict(bar(page))


_ADDRESSES = ["/tabs/acme", "/tabs/acme/part", "/tabs/acme/badge"]


@pytest.mark.parametrize("path", _ADDRESSES)
def test_a_tab_that_is_not_for_somebody_is_not_at_its_address_either(
    world: World, install: Install, path: str
) -> None:
    site = install(acme=shown(lambda context: context.user == VIEWER))
    assert not is_shown(site.open(f"{PREFIX}/"))
    assert site.open(PREFIX + path).status == 404


@pytest.mark.parametrize("path", _ADDRESSES)
def test_a_tab_is_there_for_whom_it_is(
    world: World, install: Install, host: Host, path: str
) -> None:
    host.user = VIEWER
    site = install(acme=shown(lambda context: context.user == VIEWER))
    assert is_shown(site.open(f"{PREFIX}/"))
    assert site.open(PREFIX + path).status == 200


@pytest.mark.parametrize(
    "visible",
    [
        pytest.param(always(RuntimeError("away")), id="it raises"),
        pytest.param(always(SystemExit(1)), id="it wants to exit"),
        pytest.param(always(None), id="it answers neither yes nor no"),
    ],
)
def test_a_tab_is_shown_when_its_vendor_cannot_say_whether(
    world: World, install: Install, visible: Callable[[TabContext], bool]
) -> None:
    assert is_shown(install(acme=shown(visible)).open(f"{PREFIX}/"))


def test_a_page_does_not_wait_for_a_vendor_who_thinks_about_whether_his_tab_is_visible(
    world: World, install: Install
) -> None:
    answered = threading.Event()

    def think(_context: TabContext) -> bool:
        return not answered.wait(60)

    page = install(acme=shown(think)).open(f"{PREFIX}/")
    assert is_shown(page)
    assert not answered.is_set()
    answered.set()


def test_whether_a_tab_is_visible_is_asked_once_a_request(world: World, install: Install) -> None:
    asked: list[str] = []

    def visible(context: TabContext) -> bool:
        asked.append(context.installation)
        return True

    install(acme=shown(visible)).open(f"{PREFIX}/tabs/acme")
    assert asked == ["default"]


# --- badges --------------------------------------------------------------------------------------


def with_badge(badge: Callable[[TabContext], Any]) -> Tabs:
    return Tabs(LicenceTab("acme", "Acme", render=always("drawn"), badge=badge))


def test_a_badge_is_loaded_after_the_page(world: World, install: Install) -> None:
    site = install(acme=with_badge(always("3")))
    place = site.open(f"{PREFIX}/").by_id("sl-badge-of-acme")
    assert (place["hx-trigger"], place["hx-swap"], place.text) == ("load", "outerHTML", "")
    assert place["hx-target"] == "#sl-badge-of-acme"
    assert site.send(place["hx-get"]).by_id("sl-badge-of-acme").text == "3"


@pytest.mark.parametrize(
    "badge",
    [
        pytest.param(always(None), id="none"),
        pytest.param(always("  "), id="blank"),
        pytest.param(always(RuntimeError("away")), id="it raises"),
        pytest.param(always(SystemExit(1)), id="it wants to exit"),
        pytest.param(always(7), id="a number"),
        pytest.param(always("n" * 13), id="too long"),
    ],
)
def test_what_is_no_badge_is_not_shown(
    world: World, install: Install, badge: Callable[[TabContext], Any]
) -> None:
    page = install(acme=with_badge(badge)).send(f"{PREFIX}/tabs/acme/badge")
    assert (page.status, page.text) == (200, "")


def test_a_badge_is_a_text_and_no_markup(world: World, install: Install) -> None:
    page = install(acme=with_badge(always("<b>3</b>"))).send(f"{PREFIX}/tabs/acme/badge")
    assert page.text == "<b>3</b>"
    assert page.root.all("b") == []


@pytest.mark.parametrize("path", ["/tabs/superoffice/badge", "/tabs/superoffice/part"])
def test_what_nobody_contributes_has_no_address(world: World, site: Visitor, path: str) -> None:
    world.own(module("ten-sales", 5))
    assert site.open(PREFIX + path).status == 404
