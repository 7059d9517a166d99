"""The first time: whose installation it is, and the first licence."""

from __future__ import annotations

import pytest
from flask import Flask

from solicense_plugin.services import installations
from solicense_plugin.store.session import Store
from tests.support.host import PREFIX, Host, make_app
from tests.support.signing import COMPANY, SERIAL, Issuer, document, module
from tests.support.visitor import Visitor
from tests.support.world import World


@pytest.fixture
def fresh(store: Store, either: Visitor) -> Visitor:
    """Somebody who comes to an installation of which nothing is known."""
    installations.create(store, None)
    return either


def test_a_fresh_installation_leads_to_its_first_licence(fresh: Visitor, issuer: Issuer) -> None:
    page = fresh.open(f"{PREFIX}/")
    assert page.status == 200
    assert "Nobody has said yet whose installation this is." in page.text
    page = page.follow("Company and serial number")
    page = page.press("OK", company_name=f" {COMPANY} ", serial_number=SERIAL)
    page = page.press("Check the file", file=issuer.sign(document(module("ten-sales", 7))))
    page = page.press("Activate")
    facts = page.by_id("solicense-panel").text if not page.is_part else page.text
    assert COMPANY in facts
    assert SERIAL in facts
    assert "0 of 7 in use" in facts


def test_the_screen_can_be_seen_before_the_first_licence(site: Visitor, world: World) -> None:
    page = site.open(f"{PREFIX}/")
    assert page.status == 200
    assert "There are no licences yet." in page.text
    assert page.follow("Load license from file").button("Check the file").tag == "button"


@pytest.mark.parametrize(
    ("company", "serial", "wrong", "said"),
    [
        pytest.param("", SERIAL, "company_name", "Fill in this field.", id="no company"),
        pytest.param(COMPANY, "  ", "serial_number", "Fill in this field.", id="only spaces"),
        pytest.param("C" * 255, SERIAL, "company_name", "This is too long", id="too long"),
    ],
)
def test_a_field_that_is_wrong_says_so_and_keeps_what_was_typed(
    fresh: Visitor, company: str, serial: str, wrong: str, said: str
) -> None:
    page = fresh.open(f"{PREFIX}/installation")
    page = page.press("OK", company_name=company, serial_number=serial)
    assert page.status == 422
    field = page.by_id(f"sl-{wrong}")
    assert field["aria-invalid"] == "true"
    assert said in page.by_id(field["aria-describedby"]).text
    values = [page.by_id(f"sl-{name}")["value"] for name in ("company_name", "serial_number")]
    assert values == [company, serial]


def test_without_a_licence_server_only_a_file_makes_it_somebody_elses(
    site: Visitor, world: World
) -> None:
    page = site.open(f"{PREFIX}/installation")
    page = page.press("OK", company_name="Acme", serial_number="2")
    assert page.status == 422
    assert "No licence server is known here yet." in page.by_id("sl-file-problem").text


def test_the_same_again_is_no_mistake(site: Visitor, world: World) -> None:
    page = site.open(f"{PREFIX}/installation")
    page = page.press("OK", company_name=COMPANY, serial_number=SERIAL)
    assert page.path == f"{PREFIX}/tabs/superoffice"


def test_the_first_licence_says_whose_installation_it_is_and_is_confirmed(
    fresh: Visitor, issuer: Issuer
) -> None:
    page = fresh.open(f"{PREFIX}/owners/SUPEROFFICE/package")
    page = page.press("Check the file", file=issuer.sign(document(module("ten-sales", 7))))
    assert page.status == 409
    assert "The licence file says whose installation this is." in page.text
    values = [page.by_id(f"sl-{name}")["value"] for name in ("company_name", "serial_number")]
    assert values == [COMPANY, SERIAL]
    page = page.press("OK")
    assert page.path == f"{PREFIX}/tabs/superoffice"
    assert "A new licence is waiting." in page.text
    assert "0 of 7 in use" in page.follow("Activate new licence").press("Activate").text


def test_a_first_licence_that_is_not_confirmed_changes_nothing(
    fresh: Visitor, issuer: Issuer
) -> None:
    page = fresh.open(f"{PREFIX}/owners/SUPEROFFICE/package")
    page = page.press("Check the file", file=issuer.sign(document()))
    page = page.press("OK", serial_number="another")
    assert page.status == 422
    assert "The licence is for another serial number" in page.text
    assert "Nobody has said yet" in fresh.open(f"{PREFIX}/").text


def test_a_partners_file_that_comes_first_is_told_to_wait(fresh: Visitor, issuer: Issuer) -> None:
    acme = Issuer("ACME", issuer.root)
    page = fresh.open(f"{PREFIX}/owners/SUPEROFFICE/package")
    page = page.press("Check the file", file=acme.sign(document(OwnerName="ACME")))
    assert page.status == 409
    assert "Say first whose installation this is" in page.text


def test_with_two_installations_the_host_must_say_which(
    world: World, app: Flask, host: Host
) -> None:
    world.own(module("ten-sales", 5))
    installations.create(world.context.store, "south")
    site = Visitor(app)
    assert site.open(f"{PREFIX}/tabs/superoffice").status == 500
    host.installation = "south"
    assert "There are no licences yet." in site.open(f"{PREFIX}/tabs/superoffice").text
    host.installation = "nowhere"
    assert site.open(f"{PREFIX}/tabs/superoffice").status == 404


def test_two_installations_see_nothing_of_each_other(
    world: World, issuer: Issuer, host: Host
) -> None:
    world.own(module("ten-sales", 5))
    installations.create(world.context.store, "south")
    host.installation = "south"
    site = Visitor(
        make_app(host, engine=world.context.store.engine, SOLICENSE_ROOT_KEYS=issuer.jwks)
    )
    for path in ("owners/SUPEROFFICE/licences/ten-sales", "owners/SUPEROFFICE/activations/1"):
        assert site.open(f"{PREFIX}/{path}").status == 404
    assert "ten-sales" not in site.open(f"{PREFIX}/users").html
