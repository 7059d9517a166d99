"""Tabs of vendors on the screen: in their order, drawn by us or by them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from solicense_plugin import LicenceTab, TabContext, hookimpl
from tests.support.host import PREFIX, VIEWER, Host
from tests.support.signing import Issuer, module
from tests.support.visitor import Page, Visitor
from tests.support.world import World


class AddOn:
    """An add-on with some tabs."""

    def __init__(self, *tabs: LicenceTab) -> None:
        self._tabs = tabs

    @hookimpl
    def solicense_licence_tabs(self) -> tuple[LicenceTab, ...]:
        return self._tabs


def install(app: Flask, *tabs: LicenceTab) -> None:
    """Install an add-on, before the screen is shown for the first time."""
    app.extensions["solicense"].add_ons.register("acme", AddOn(*tabs))


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
        ("Acme Signatures", f"{PREFIX}/tabs/acme"),
        ("History", f"{PREFIX}/tabs/history"),
    ]
    assert "Signing" in site.open(f"{PREFIX}/tabs/acme").text


def test_a_contributed_tab_replaces_that_of_its_owner(
    acme: World, site: Visitor, app: Flask
) -> None:
    install(app, LicenceTab("signatures", "Signatures", 50, "ACME"))
    assert bar(site.open(f"{PREFIX}/")) == [
        ("Signatures", f"{PREFIX}/tabs/signatures"),
        ("SuperOffice", f"{PREFIX}/tabs/superoffice"),
        ("History", f"{PREFIX}/tabs/history"),
    ]
    assert "Signing" in site.open(f"{PREFIX}/tabs/signatures").text
    assert site.open(f"{PREFIX}/tabs/acme").status == 404


def test_an_owner_whose_name_is_the_key_of_somebody_else_steps_aside(
    acme: World, site: Visitor, app: Flask
) -> None:
    install(app, LicenceTab("acme", "Somebody", render=lambda _context: "drawn"))
    tabs = dict(bar(site.open(f"{PREFIX}/")))
    assert tabs["Acme Signatures"] == f"{PREFIX}/tabs/owner-acme"
    assert "Signing" in site.open(tabs["Acme Signatures"]).text
    assert "drawn" in site.open(tabs["Somebody"]).text


def drawn(app: Flask, visitor: Visitor, render: Callable[[TabContext], Markup | str]) -> Page:
    install(app, LicenceTab("acme", "Acme", render=render))
    if visitor.htmx:
        return visitor.send(f"{PREFIX}/tabs/acme")
    return visitor.open(f"{PREFIX}/tabs/acme")


def test_what_a_vendor_draws_as_a_plain_text_is_escaped(
    world: World, app: Flask, either: Visitor
) -> None:
    page = drawn(app, either, lambda _context: "<b>bold</b>")
    assert "<b>bold</b>" in page.text
    assert page.root.all("b") == []


def test_what_a_vendor_draws_as_markup_is_markup(world: World, app: Flask, either: Visitor) -> None:
    page = drawn(app, either, lambda _context: Markup("<b>bold</b>"))
    assert page.root.all("b")[0].text == "bold"
    assert page.by_id("solicense-tabs").all("a")[1].get("aria-current") == "page"


def test_a_vendor_knows_who_looks_and_in_which_language(
    world: World, app: Flask, host: Host
) -> None:
    seen: list[Any] = []

    def draw(context: TabContext) -> str:
        seen.append((context.user, context.locale))
        return ""

    host.user = VIEWER
    install(app, LicenceTab("acme", "Acme", render=draw))
    Visitor(app).open(f"{PREFIX}/tabs/acme", headers={"Accept-Language": "sv"})
    assert seen == [(VIEWER, "sv")]


def test_a_vendor_whose_panel_fails_costs_that_tab_alone(
    world: World, app: Flask, either: Visitor
) -> None:
    def fail(_context: TabContext) -> str:
        message = "the vendor's database is away"
        raise RuntimeError(message)

    world.own(module("ten-sales", 5))
    page = drawn(app, either, fail)
    assert page.status == 500
    assert "the vendor's database is away" not in page.html
    assert either.open(f"{PREFIX}/tabs/superoffice").status == 200
