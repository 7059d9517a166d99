"""What vendors add to a licence's details."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup

from solicense_plugin import LicenceFacts, LicencePanel, hookimpl
from tests.support.host import PREFIX
from tests.support.signing import module, plan
from tests.support.vendors import API, Install, Tabs, always
from tests.support.world import World

_DETAILS = f"{PREFIX}/owners/SUPEROFFICE/licences/ten-sales"


class Panels:
    """An add-on with panels."""

    api = API

    def __init__(self, *panels: Any) -> None:
        self._panels = panels
        self.asked: list[LicenceFacts] = []

    @hookimpl
    def solicense_licence_panels(self, licence: LicenceFacts) -> tuple[Any, ...]:
        self.asked.append(licence)
        return self._panels


@pytest.fixture
def owned(world: World) -> World:
    world.own(plan("ten-sales", 5), module("mailings", 4, Unrestricted=True))
    world.give("ten-sales", world.people(2))
    return world


def test_panels_are_loaded_after_the_details_are_shown(owned: World, install: Install) -> None:
    acme = Panels(LicencePanel("late", "Later", always("second"), 20), signing())
    site = install(True, acme=acme)
    place = site.send(_DETAILS).by_id("sl-panels-of-acme")
    assert acme.asked == []
    page = site.send(place["hx-get"])
    assert page.by_id("sl-panels-of-acme").text == "Signing <i>first</i> Later second"


def signing() -> LicencePanel:
    return LicencePanel("signing", "Signing", always("<i>first</i>"), 10)


def test_a_vendor_is_told_which_licence_it_is(owned: World, install: Install) -> None:
    acme = Panels()
    site = install(acme=acme)
    for name in ("ten-sales", "mailings"):
        assert site.send(f"{PREFIX}/owners/SUPEROFFICE/licences/{name}/panels/acme").status == 200
    first, second = acme.asked
    assert (first.installation, first.owner_name, first.name) == (
        "default",
        "SUPEROFFICE",
        "ten-sales",
    )
    assert (first.kind, first.quantity, first.in_use, first.is_plan) == ("user", 5, 2, True)
    assert (second.quantity, second.is_plan) == (None, False)


def test_panels_of_one_vendor_that_fail_cost_no_other_ones(owned: World, install: Install) -> None:
    bad = Panels(LicencePanel("bad", "Bad", always(RuntimeError("away"))))
    site = install(bad=bad, good=Panels(signing()))
    assert "This part could not be shown." in site.send(f"{_DETAILS}/panels/bad").text
    assert "first" in site.send(f"{_DETAILS}/panels/good").text


def test_without_javascript_panels_are_a_page_of_their_own(owned: World, install: Install) -> None:
    site = install(acme=Panels(LicencePanel("signing", "Signing", always(Markup("<i>in</i>")))))
    page = site.open(_DETAILS).follow("Show acme")
    assert page.by_id("sl-panels-of-acme").text == "Signing in"
    assert page.by_id("solicense-tab-superoffice").get("aria-current") == "page"


@pytest.mark.parametrize(
    "path", ["ten-sales/panels/quiet", "ten-sales/panels/nobody", "no/panels/acme"]
)
def test_what_is_not_there_has_no_panels(owned: World, install: Install, path: str) -> None:
    site = install(acme=Panels(signing()), quiet=Tabs())
    assert site.open(f"{PREFIX}/owners/SUPEROFFICE/licences/{path}").status == 404
