"""A partner's tab after a change of identity: the note stays until there is a new licence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from solicense_plugin.services import identity_change
from tests.support.host import PREFIX, VIEWER, Host, make_app
from tests.support.signing import COMPANY, SERIAL, document, module, plan
from tests.support.visitor import Visitor
from tests.support.world import ADMIN, World

NEW = {"CompanyName": "Nordlys Group AS", "SerialNr": "2020000001"}
NOTE = f"These licences were issued for the serial number {SERIAL}, {COMPANY}."
TAB, OURS = f"{PREFIX}/tabs/acme", f"{PREFIX}/tabs/superoffice"


def change(world: World) -> None:
    identity_change.change(
        world.context,
        company_name=NEW["CompanyName"],
        serial_number=NEW["SerialNr"],
        actor=ADMIN,
        content=world.issuer.sign(document(plan("ten-sales", 5), issue=9, **NEW)),
    )


@pytest.fixture
def changed(world: World, partner: World) -> World:
    """The partner's licences are still those of the old serial number."""
    world.own(plan("ten-sales", 5))
    partner.own(
        module("signing", 3),
        OwnerDescription="Acme Signatures",
        SupportUrl="https://acme.example/help",
        LicenseUrl="https://licences.example",
    )
    change(world)
    return partner


def test_the_note_says_whom_to_ask_and_stays(changed: World, either: Visitor) -> None:
    for _time in range(2):
        page = either.open(TAB)
        note = page.by_id("sl-issued-for")
        assert NOTE in note.text
        assert "Ask Acme Signatures for a new licence" in note.text
        assert page.link("Contact the licence owner")["href"] == "https://acme.example/help"
    assert "sl-issued-for" not in either.open(OURS).html


def test_without_a_change_there_is_no_note(world: World, partner: World, site: Visitor) -> None:
    partner.own(module("signing", 3))
    assert "sl-issued-for" not in site.open(TAB).html
    partner.load(module("signing", 5), issue=2)
    assert "sl-issued-for" not in site.open(TAB).html


def test_the_licence_server_can_be_asked_from_the_note(changed: World, either: Visitor) -> None:
    page = either.open(TAB)
    page = page.press(page.by_id("sl-check-issued-for"))
    assert page.status == 200
    assert "Last check" in page.text
    assert NOTE in page.text


def test_where_there_is_no_licence_server_nothing_can_be_asked(
    world: World, partner: World, site: Visitor
) -> None:
    world.own(plan("ten-sales", 5))
    partner.own(module("signing", 3))
    change(world)
    page = site.open(TAB)
    assert NOTE in page.text
    assert not page.has("button", "Check now")


def test_who_may_only_view_is_told_and_asks_nobody(
    changed: World, site: Visitor, host: Host
) -> None:
    host.user = VIEWER
    page = site.open(TAB)
    assert NOTE in page.text
    assert not page.has("button", "Check now")


def _activate(world: World) -> None:
    world.own(module("signing", 4), issue=2, **NEW)


@pytest.mark.parametrize(
    ("do", "stays"),
    [
        pytest.param(
            lambda world: world.load(module("signing", 4), issue=2, **NEW), True, id="it waits"
        ),
        pytest.param(_activate, False, id="it is active"),
    ],
)
def test_the_note_goes_when_the_new_licence_is_active(
    changed: World, site: Visitor, do: Callable[[World], object], stays: bool
) -> None:
    do(changed)
    assert (NOTE in site.open(TAB).text) is stays


def test_without_root_keys_nobody_can_tell(changed: World, host: Host) -> None:
    app = make_app(host, engine=changed.context.store.engine, clock=changed.clock)
    page = Visitor(app).open(TAB)
    assert page.status == 200
    assert "sl-issued-for" not in page.html
