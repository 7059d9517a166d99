"""From a demo to production: the dialog, with a real licence server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from solicense_plugin.demo import database, licence_server, world
from solicense_plugin.demo.app import State, create_app
from tests.support.host import PREFIX, VIEWER, Host, make_app
from tests.support.licence_server import LicenceServer
from tests.support.licence_server import licence_server as serving
from tests.support.signing import COMPANY, SERIAL, Issuer, document, plan
from tests.support.visitor import Page, Visitor
from tests.support.world import World

NEW_COMPANY, NEW_SERIAL = "Nordlys Group AS", "2020000001"
TAB = f"{PREFIX}/tabs/superoffice"


@pytest.fixture
def server(tmp_path: Path, issuer: Issuer) -> Iterator[LicenceServer]:
    with serving(tmp_path / "superoffice", issuer) as server:
        yield server


@pytest.fixture(params=[False, True], ids=["plain", "htmx"])
def demo(
    request: pytest.FixtureRequest, world: World, host: Host, server: LicenceServer
) -> Visitor:
    """An administrator of a demo version; the bought licence is ready at the issuer."""
    world.own(plan("sales", 3), ProductType="Trial", **server.addresses)
    server.customer(plan("sales", 5), SerialNr=NEW_SERIAL, CompanyName=NEW_COMPANY, IssueNumber=9)
    app = make_app(
        host,
        engine=world.context.store.engine,
        clock=world.clock,
        SOLICENSE_ROOT_KEYS=world.issuer.jwks,
        SOLICENSE_LICENCE_HOSTS=[server.url],
    )
    return Visitor(app, htmx=request.param)


def type_in(site: Visitor, company: str = NEW_COMPANY, file: bytes | None = None) -> Page:
    page = site.open(TAB).follow("Enter serial number and licence owner")
    filled = {"serial_number": NEW_SERIAL, "company_name": company}
    return page.press("OK", **filled) if file is None else page.press("OK", **filled, file=file)


def test_a_demo_says_so_and_becomes_production(demo: Visitor, server: LicenceServer) -> None:
    server.folder.trial()
    assert "This is a demo version." in demo.open(TAB).text
    page = type_in(demo)
    assert page.path == TAB
    assert f"installation of {NEW_COMPANY} now, with the serial number {NEW_SERIAL}" in page.text
    assert "0 of 5 in use" in page.text
    assert "This is a demo version." not in page.text
    assert page.has("button", "New licence activated")


def test_later_leaves_all_as_it_is(demo: Visitor) -> None:
    page = demo.open(TAB).follow("Enter serial number and licence owner").follow("Later")
    assert page.path == TAB
    assert SERIAL in page.text
    assert "This is a demo version." in page.text


def test_the_same_dialog_stands_under_change_serial_number(demo: Visitor) -> None:
    page = demo.open(TAB).follow("Change serial number")
    assert "new serial number" in page.text
    assert "new licence owner" in page.text
    assert f"Now {COMPANY}, {SERIAL}." in page.text


def test_who_may_only_view_is_told_and_not_asked(demo: Visitor, host: Host) -> None:
    host.user = VIEWER
    page = demo.open(TAB)
    assert "This is a demo version." in page.text
    assert not page.has("a", "Enter serial number and licence owner")
    assert not page.has("a", "Change serial number")


def test_what_is_not_authorised_says_what_to_do_and_keeps_what_was_typed(demo: Visitor) -> None:
    page = type_in(demo)
    assert page.status == 422
    assert "The licence server has not authorised this change." in page.by_id("sl-problem").text
    assert "Nothing has been changed." in page.text
    assert page.by_id("sl-serial_number")["value"] == NEW_SERIAL
    assert SERIAL in demo.open(TAB).text


def test_what_the_licence_owner_says_is_shown_with_its_link(
    demo: Visitor, server: LicenceServer
) -> None:
    server.folder.trial()
    url = "https://pay.example/4711"
    server.folder.say("UseCustomMessageAndUrl", serial=NEW_SERIAL, message="Pay first.", url=url)
    page = type_in(demo)
    assert page.status == 422
    assert "The licence owner says: Pay first." in page.text
    assert page.link(url)["rel"] == "noopener noreferrer"


def test_where_the_server_does_not_answer_the_file_authorises_the_change(
    demo: Visitor, server: LicenceServer, issuer: Issuer
) -> None:
    server.stop()
    page = type_in(demo)
    assert page.status == 422
    assert "does not answer. Try again, or ask the licence owner for the license file." in page.text
    names = {"SerialNr": NEW_SERIAL, "CompanyName": NEW_COMPANY}
    page = type_in(demo, file=issuer.sign(document(plan("sales", 5), issue=9, **names)))
    assert page.path == TAB
    assert NEW_SERIAL in page.text
    assert "0 of 5 in use" in page.follow("Activate new licence").press("Activate").text


def test_a_file_for_somebody_else_is_refused(demo: Visitor, issuer: Issuer) -> None:
    names = {"SerialNr": NEW_SERIAL, "CompanyName": "Acme"}
    page = type_in(demo, file=issuer.sign(document(issue=9, **names)))
    assert page.status == 422
    assert "The licence is for another company" in page.by_id("sl-problem").text


def test_owners_whose_licences_were_for_the_old_number_are_named(
    demo: Visitor, server: LicenceServer, world: World
) -> None:
    server.folder.trial()
    World(world.context, Issuer("ACME", world.issuer.root), world.clock).own(
        plan("signing", 3), OwnerDescription="Acme Signatures"
    )
    assert "Ask these owners for new ones: Acme Signatures." in type_in(demo).text


def test_a_new_identity_that_a_check_announces_is_filled_in(
    demo: Visitor, server: LicenceServer
) -> None:
    server.folder.authorise(new_serial=NEW_SERIAL, new_company=NEW_COMPANY)
    page = demo.open(TAB).press("Check now")
    assert "The licence owner has a new serial number for this installation." in page.text
    page = page.follow(page.by_id("sl-announced")).press("OK")
    assert "0 of 5 in use" in page.text
    assert "has a new serial number" not in page.text


def test_the_trial_of_the_demo_becomes_the_real_customer(tmp_path: Path) -> None:
    state = State(tmp_path / "world")
    world.make(state, trial=True)
    assert world.is_trial(state)
    app = create_app(state, settings={"SOLICENSE_SCHEDULER": False})
    admin = database.user_by_login(state.engine, "admin")
    assert admin is not None
    site = Visitor(app)
    with site.client.session_transaction() as session:
        session["user_id"] = admin.id
    with licence_server.serving(state):
        page = site.open(TAB).follow("Enter serial number and licence owner")
        page = page.press("OK", serial_number=world.SERIAL, company_name=world.COMPANY)
    assert f"installation of {world.COMPANY} now" in page.text
    assert "This is a demo version." not in page.text
    row = page.by_id("sl-of-ten-sales").closest("tr")
    assert row is not None
    assert "18" in row.text
    state.engine.dispose()
