"""Sentences of SuperOffice's help pages that nothing else shows: docs/help-pages.md names them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from solicense_plugin import demo
from solicense_plugin.demo import database
from solicense_plugin.domain.actor import SYSTEM
from solicense_plugin.services import activation
from tests.support.crm_world import CrmWorld
from tests.support.host import PREFIX
from tests.support.markup import parse
from tests.support.signing import COMPANY, NOW, SERIAL, Issuer, document, module, plan
from tests.support.visitor import Page, Visitor
from tests.support.world import OWNER, World

_TAB = f"{PREFIX}/tabs/superoffice"
_OWNER = f"{PREFIX}/owners/SUPEROFFICE"
_PURCHASE = "Purchase new licences (opens in a new window)"
_HELP = "https://support.example/licences"
_SUPPORT: dict[str, Any] = {"SupportText": "Nordlys Support", "SupportUrl": _HELP}


def names(page: Page) -> list[str]:
    """Return the names in a dialog's table, without the remarks below them."""
    cells = [row.all("th")[0] for row in page.root.all("tbody")[0].all("tr")]
    texts = [[text.strip() for text in cell.children if isinstance(text, str)] for cell in cells]
    return ["".join(text) for text in texts]


# --- the tab -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expiry", "beneath"),
    [
        pytest.param(NOW + timedelta(days=100), [("expiry date", "1 Mar 2027")], id="limited"),
        pytest.param(None, [], id="unlimited"),
    ],
)
def test_the_expiry_date_stands_beneath_the_serial_number_only_when_limited(
    world: World, site: Visitor, expiry: object, beneath: list[tuple[str, str]]
) -> None:
    world.own(ExpiryDate=str(expiry or ""), LicenseVersion="11.2")
    columns = site.open(_TAB).root.all("dl")[0].all("div")
    facts = [
        [(term.text, fact.text) for term, fact in zip(c.all("dt"), c.all("dd"), strict=True)]
        for c in columns
    ]
    assert facts[0] == [("company name", COMPANY), ("product version", "11.2")]
    assert facts[1] == [("serial number", SERIAL), *beneath]


def test_purchase_leads_to_the_owners_shop_in_a_new_window(world: World, site: Visitor) -> None:
    world.own(ShopUrl="https://shop.example/licences")
    link = site.open(_TAB).link(_PURCHASE)
    assert link["href"] == (
        "https://shop.example/licences?serial=1010000006&company=Nordlys+Design+AS"
    )
    assert (link["target"], link["rel"]) == ("_blank", "noopener noreferrer")


def test_an_address_of_a_shop_may_ask_something_already(world: World, site: Visitor) -> None:
    world.own(ShopUrl="https://shop.example/?lang=nb#top")
    assert site.open(_TAB).link(_PURCHASE)["href"] == (
        "https://shop.example/?lang=nb&serial=1010000006&company=Nordlys+Design+AS#top"
    )


def test_without_a_shop_the_owners_contact_is_what_is_left(world: World, site: Visitor) -> None:
    world.own(**_SUPPORT)
    page = site.open(_TAB)
    assert not page.has("a", _PURCHASE)
    assert page.link("Contact the licence owner")["href"] == _HELP


def test_the_tab_says_who_changes_the_amounts_and_where_holders_are(
    world: World, either: Visitor
) -> None:
    world.own(plan("ten-sales", 5), **_SUPPORT)
    page = either.open(_TAB)
    assert "raised or lowered by the licence owner, Nordlys Support" in page.text
    assert "then normally arrives by itself" in page.text
    page = page.follow("See who uses which licence")
    assert page.path == f"{PREFIX}/users"
    assert page.follow("Ten Sales").path.endswith("/licences/ten-sales")


def test_the_tab_says_what_to_do_when_nothing_arrives_and_in_a_demo_version(
    world: World, site: Visitor
) -> None:
    world.own()
    (note,) = site.open(_TAB).root.all("details")
    assert "ask the licence owner for a licence file" in note.text
    assert "load it here with “Load license from file”" in note.text
    assert "a new serial number and licence owner" in note.text
    assert "when you buy a licence" in note.text


# --- the licence list ----------------------------------------------------------------------------

_SYSTEM = (
    "System, SuperOffice Server, Online Web Services, Sales Intelligence, Exchange Synchronizer, "
    "SuperOffice Expander Services, Customer Centre, Sales Quote Management"
)
_LICENCE_TYPES = {
    "System licences": {*_SYSTEM.split(", ")},
    "User licences": {
        f"{area} {level}"
        for area in ("Sales", "Service", "Marketing")
        for level in ("Essentials", "Premium")
    },
    "Site licenses": {"Satellite", "Reporter Studio", "Audience"},
}


def described(page: Page) -> dict[str, dict[str, str]]:
    """Return names and descriptions of the licences under each heading of the list."""
    found = {}
    for table in page.by_id("solicense-rows").all("table"):
        rows = table.all("tbody")[0].all("tr")
        cells = [row.all("th")[0] for row in rows]
        title = page.by_id(table["aria-labelledby"]).text
        found[title] = {cell.all("a")[0].text: cell.all("span")[-1].text for cell in cells}
    return found


def test_every_documented_licence_is_listed_under_its_kind_with_a_description(
    world: World, site: Visitor
) -> None:
    source = Path(demo.__path__[0], "sources", "superoffice.json").read_text(encoding="utf-8")
    world.own(*json.loads(source)["ModuleLicenses"])
    listed = described(site.open(_TAB))
    assert listed.keys() == _LICENCE_TYPES.keys()
    for kind, licences in _LICENCE_TYPES.items():
        assert licences <= listed[kind].keys()
        assert all(listed[kind].values())


def test_site_licences_have_a_heading_only_where_there_are_some(
    world: World, site: Visitor
) -> None:
    world.own(plan("ten-sales", 5), module("server", 1, LicenseType="SiteLicense"))
    assert [t.text for t in site.open(_TAB).root.all("h3")] == ["User licences", "System licences"]


@pytest.mark.parametrize(
    ("licence", "shown"),
    [
        pytest.param(
            "Ten Sales", ("All sellers", "in use 1", "available 4", "User plan"), id="plan"
        ),
        pytest.param("Server", ("For everybody", "quantity 1", "system licence"), id="system"),
    ],
)
def test_a_click_on_a_name_shows_the_licence_in_detail(
    world: World, either: Visitor, licence: str, shown: tuple[str, ...]
) -> None:
    server = module("server", 1, LicenseType="SiteLicense", ModuleTooltip="For everybody")
    world.own(plan("ten-sales", 5, ModuleTooltip="All sellers"), server)
    world.people(1)
    world.assign("ten-sales", 1)
    page = either.open(_TAB).follow(licence)
    assert page.by_id("solicense-dialog-title").text == licence
    assert [text for text in shown if text not in page.text] == []
    assert ("Person 0001" in page.text) == (licence == "Ten Sales")


# --- the link ------------------------------------------------------------------------------------


def activate_by_itself(world: World) -> None:
    digest = activation.propose(world.context, owner=OWNER).comparison.digest
    activation.activate(world.context, owner=OWNER, digest=digest, actor=SYSTEM)


@pytest.fixture
def renewed(world: World) -> World:
    """A new licence waits, in which one of three licences stays as it was."""
    world.own(module("alpha", 5), module("beta", 5), module("gamma", 5))
    world.load(module("alpha", 7), module("beta", 5), module("gamma", 2), issue=2)
    return world


@pytest.mark.parametrize(
    ("happens", "link"),
    [
        pytest.param(lambda _world: None, "Activate new licence", id="it waits"),
        pytest.param(activate_by_itself, "New licence activated", id="by itself"),
        pytest.param(lambda world: world.activate(), None, id="by hand"),
    ],
)
def test_one_link_tells_the_case_by_its_text(
    renewed: World, either: Visitor, happens: Callable[[World], object], link: str | None
) -> None:
    happens(renewed)
    case = either.open(_TAB).by_id("solicense-case")
    assert [pressed.text for pressed in case.all("a", "button")] == ([link] if link else [])


def test_the_dialog_lists_changed_licences_only(renewed: World, either: Visitor) -> None:
    page = either.open(_TAB).follow("Activate new licence")
    assert page.by_id("solicense-dialog-title").text == "Activate new licence"
    assert names(page) == ["Alpha", "Gamma"]
    assert "5 7 + 2 more" in page.text
    assert "5 2 − 3 fewer" in page.text


def test_what_the_system_activated_is_shown_with_nothing_to_change(
    renewed: World, either: Visitor
) -> None:
    activate_by_itself(renewed)
    page = either.open(_TAB).press("New licence activated")
    assert names(page) == ["Alpha", "Gamma"]
    assert "activated 21 Nov 2026" in page.text
    assert "by the system, from a file" in page.text
    dialog = page.root if page.is_part else page.by_id("solicense-panel")
    assert dialog.all("tbody")[0].all("a", "button", "input", "select") == []
    assert not page.has("button", "Activate")


# --- activate new licence ------------------------------------------------------------------------


@pytest.fixture
def blocked(world: World) -> World:
    """A new licence waits that has two seats fewer than there are holders."""
    world.own(plan("ten-sales", 3), plan("ten-service", 3))
    world.give("ten-sales", world.people(3))
    world.load(plan("ten-sales", 1), plan("ten-service", 3), issue=2, **_SUPPORT)
    return world


def test_why_activate_is_disabled_and_a_name_is_red_is_said_and_the_name_leads_on(
    blocked: World, either: Visitor
) -> None:
    page = either.open(f"{_OWNER}/activation")
    assert "disabled" in page.button("Activate")
    reasons = page.by_id(page.button("Activate")["aria-describedby"]).text
    assert "Is the Activate button disabled? Is the license name shown in red?" in reasons
    assert "More licences are in use than the new licence allows." in reasons
    (red,) = [row for row in page.root.all("tr") if row.get("class") == "sl-over"]
    page = page.follow(red.all("a")[0])
    assert page.by_id("solicense-dialog-title").text == "Remove superfluous licences"


def test_a_caution_with_an_icon_and_the_owners_address_stands_before_the_buttons(
    blocked: World, either: Visitor
) -> None:
    page = either.open(f"{_OWNER}/activation")
    button = page.button("Activate")
    form = button.closest("form")
    assert form is not None
    (caution,) = [e for e in form.all("div") if e.get("class") == "sl-notice sl-warn"]
    assert [*form.walk()].index(caution) < [*form.walk()].index(button)
    assert caution.all("svg")
    assert "DO NOT activate until the information is correct." in caution.text
    assert "a number of licences is wrong, or if licences are for the wrong module" in caution.text
    assert "contact Nordlys Support" in caution.text
    assert caution.all("a")[0]["href"] == _HELP


def test_after_an_activation_the_state_is_there_to_be_checked(
    world: World, either: Visitor
) -> None:
    page = either.open(f"{_OWNER}/package")
    content = world.issuer.sign(document(plan("ten-sales", 5)))
    page = page.press("Check the file", file=content).press("Activate")
    assert "Check below that the state is what you expect." in page.text
    assert "state in order" in page.text
    assert "0 of 5 in use" in page.text


# --- the way there -------------------------------------------------------------------------------


@pytest.fixture
def crm(tmp_path: Path, issuer: Issuer) -> Iterator[CrmWorld]:
    """The demo CRM with its users and nothing else."""
    crm = CrmWorld(tmp_path)
    (tmp_path / "root.public.jwks").write_text(issuer.jwks)
    database.fill(crm._state.engine)
    yield crm
    crm.close()


@pytest.mark.parametrize(
    ("login", "menu"),
    [
        pytest.param("admin", ["Start", "Users", "Licences"], id="administrator"),
        pytest.param("hugo", ["Start", "Users"], id="ordinary user"),
    ],
)
def test_the_screen_stands_under_settings_and_maintenance_for_administrators_alone(
    crm: CrmWorld, login: str, menu: list[str]
) -> None:
    client = crm.app.test_client()
    client.set_cookie("session", crm.cookie(login))
    (shown,) = parse(client.get("/").text).all("nav")
    assert [link.text for link in shown.all("a")] == menu
    assert ("Settings and maintenance Licences" in shown.text) == ("Licences" in menu)
