"""The dialog Remove licence owner, and the tabs before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from solicense_plugin import LicenceTab, hookimpl
from solicense_plugin.domain.ledger import Action
from solicense_plugin.services import history, removing
from tests.support.host import ADMINISTRATOR, PREFIX, VIEWER, Host
from tests.support.signing import NOW, document, module, plan
from tests.support.vendors import install_late
from tests.support.visitor import Page, Visitor
from tests.support.world import ADMIN, World

REMOVE = "Remove licence owner"
TAB, DIALOG = f"{PREFIX}/tabs/acme", f"{PREFIX}/owners/ACME/removal"
GONE = "Acme Signatures has been removed: its licences are gone"


@pytest.fixture
def acme(world: World, partner: World) -> World:
    """Two owners; two people hold licences of the partner."""
    world.own(plan("ten-sales", 5))
    world.people(3)
    own(partner)
    partner.assign("signing", 1, 2, owner="ACME")
    return partner


def own(world: World, issue: int = 1) -> None:
    world.own(module("signing", 3), issue=issue, OwnerDescription="Acme Signatures")


def remove(world: World) -> None:
    loss = removing.propose(world.context, owner="ACME", language="en").loss
    removing.remove(world.context, owner="ACME", digest=loss.digest, reason="Sold", actor=ADMIN)


def removals(world: World) -> int:
    entries = history.since(world.context, owner="ACME", revision=0, language="en")
    return [entry.action for entry in entries].count(Action.OWNER_REMOVED)


def tabs(page: Page) -> list[str]:
    return [link.text for link in page.by_id("solicense-tabs").all("a")]


def test_the_dialog_says_what_will_be_lost(acme: World, either: Visitor) -> None:
    page = either.open(TAB).follow(REMOVE)
    assert page.status == 200
    assert "2 people have some of them, and lose them." in page.text
    (row,) = page.root.all("tbody")[0].all("tr")
    assert row.text.split() == ["Signing", "2", "3"]
    assert "that is waiting" not in page.text
    assert "add-on" not in page.text
    assert "The history stays." in page.text


def test_it_says_that_what_waits_goes_too(acme: World, either: Visitor) -> None:
    acme.load(module("signing", 9), issue=2)
    page = either.open(DIALOG)
    assert "The new licence that is waiting goes too." in page.text


def test_it_says_that_what_waits_for_its_date_goes_too(acme: World, either: Visitor) -> None:
    assert "waits for its date" not in either.open(DIALOG).text
    acme.load(module("signing", 9), issue=2, IssuedAt=(NOW + timedelta(days=30)).isoformat())
    page = either.open(DIALOG)
    assert "What waits for its date goes too, and is not activated." in page.text


def test_it_is_removed_and_the_first_tab_says_so(acme: World, either: Visitor) -> None:
    page = either.open(TAB).follow(REMOVE).press("Remove", reason="Not needed any more.")
    assert page.path == f"{PREFIX}/tabs/superoffice"
    assert GONE in page.by_id("solicense-status").text
    assert tabs(page) == ["SuperOffice", "Status", "History"]
    assert either.open(TAB).status == 404
    assert either.open(DIALOG).status == 404
    assert acme.is_sound


def test_the_message_is_said_of_nobody_who_is_here(acme: World, site: Visitor) -> None:
    for owner in ("ACME", "SUPEROFFICE", "NOBODY"):
        page = site.open(f"{PREFIX}/tabs/superoffice?removed={owner}")
        assert page.by_id("solicense-status").text == ""


def test_the_history_shows_what_was_and_that_it_was_removed(acme: World, site: Visitor) -> None:
    remove(acme)
    page = site.open(f"{PREFIX}/history")
    link = page.link("Acme Signatures, number 1")
    row = link.closest("tr")
    assert row is not None
    assert "licence owner removed" in row.text
    assert "Signing" in page.follow(link).text
    assert page.text.count("licence owner removed") == 1


def test_a_reason_is_asked_for(acme: World, either: Visitor) -> None:
    page = either.open(DIALOG).press("Remove", reason="  ")
    assert page.status == 422
    assert page.by_id("sl-reason-problem").text == "Fill in this field."
    assert page.by_id("sl-reason")["aria-describedby"] == "sl-reason-problem"
    assert acme.in_use("ACME") == {"signing": (2, 3)}
    assert GONE in page.press("Remove", reason="Sold").text


def test_cancel_leaves_all_as_it_is(acme: World, site: Visitor) -> None:
    page = site.open(DIALOG).follow("Cancel")
    assert page.path == TAB
    assert acme.in_use("ACME") == {"signing": (2, 3)}


def test_the_platform_has_no_such_action_and_is_refused(acme: World, either: Visitor) -> None:
    assert not either.open(f"{PREFIX}/tabs/superoffice").has("a", REMOVE)
    page = either.open(f"{PREFIX}/owners/SUPEROFFICE/removal")
    assert page.status == 409
    assert "SuperOffice's own licences cannot be removed" in page.text


def test_who_may_only_view_is_offered_nothing(acme: World, site: Visitor, host: Host) -> None:
    host.user = VIEWER
    assert not site.open(TAB).has("a", REMOVE)
    assert site.open(DIALOG).status == 403


def test_a_form_that_arrives_twice_removes_once(acme: World, either: Visitor) -> None:
    page = either.open(DIALOG)
    for _time in range(2):
        assert GONE in page.press("Remove", reason="Sold").text
    assert removals(acme) == 1


def test_what_a_colleague_did_meanwhile_is_shown_and_can_be_confirmed(
    acme: World, either: Visitor
) -> None:
    page = either.open(DIALOG)
    acme.assign("signing", 3, owner="ACME")
    page = page.press("Remove", reason="Sold")
    assert page.status == 409
    assert "Nothing has been removed" in page.text
    assert "Person 0001 gave somebody Signing." in page.text
    assert "3 people have some of them" in page.text
    assert page.by_id("sl-reason")["value"] == "Sold"
    assert GONE in page.press("Remove").text


def test_whoever_comes_second_is_told_who_removed_it(
    acme: World, either: Visitor, app: Flask, host: Host
) -> None:
    page = either.open(DIALOG)
    host.user = replace(ADMINISTRATOR, id="2", login="user2", name="Person 0002")
    Visitor(app).open(DIALOG).press("Remove", reason="Moved away.")
    host.user = ADMINISTRATOR
    page = page.press("Remove", reason="Sold")
    assert page.status == 409
    assert "This licence owner has been removed meanwhile." in page.text
    assert "Person 0002 removed the licence owner: Moved away." in page.text
    assert removals(acme) == 1


def test_of_an_owner_that_never_was_nothing_is_said(acme: World, site: Visitor) -> None:
    token = site.open(DIALOG).root.all("input")[0]["value"]
    data = {"csrf_token": token, "reason": "why"}
    page = site.open(f"{PREFIX}/owners/NOBODY/removal", method="POST", data=data)
    assert page.status == 404


def test_check_now_on_a_tab_that_a_colleague_removed_brings_nothing_back(
    world: World, partner: World, site: Visitor
) -> None:
    partner.own(module("signing", 3), LicenseUrl="https://licences.example")
    page = site.open(TAB)
    remove(partner)
    assert page.press("Check now").status == 404
    assert site.open(TAB).status == 404


# --- with an add-on ------------------------------------------------------------------------------


class AddOn:
    """A vendor's add-on, which brings the tab of its owner."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [LicenceTab("signatures", "Signatures", weight=50, owner_name="ACME")]


@pytest.fixture
def with_add_on(acme: World, app: Flask) -> Visitor:
    install_late(app, acme=AddOn())
    return Visitor(app)


def test_a_tab_that_an_add_on_brings_stays_and_says_what_was_removed(
    with_add_on: Visitor,
) -> None:
    page = with_add_on.open(f"{PREFIX}/tabs/signatures").follow(REMOVE)
    assert "The tab comes from an add-on, which stays installed" in page.text
    page = page.press("Remove", reason="Sold")
    assert page.path == f"{PREFIX}/tabs/signatures"
    assert GONE in page.text
    assert "There are no licences yet." in page.text
    assert not page.has("a", REMOVE)


# --- and back again ------------------------------------------------------------------------------


def test_the_tab_is_there_at_once_when_its_file_is_loaded_again(
    acme: World, either: Visitor
) -> None:
    remove(acme)
    content = acme.issuer.sign(
        document(module("signing", 3), OwnerName="ACME", OwnerDescription="Acme Signatures")
    )
    page = either.open(f"{PREFIX}/owners/SUPEROFFICE/package").press("Check the file", file=content)
    page.press("Activate")
    page = either.open(f"{PREFIX}/tabs/superoffice")
    assert tabs(page) == ["SuperOffice", "Status", "Acme Signatures", "History"]
    assert "0 of 3 in use" in page.visitor.open(TAB).text
    assert "licence owner removed" not in either.open(f"{PREFIX}/history").text
