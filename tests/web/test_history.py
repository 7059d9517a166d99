"""The tab History: every activation, and what each of them changed."""

from __future__ import annotations

import pytest
from flask import Flask

from solicense_plugin.domain.actor import SYSTEM, Actor, ActorKind
from solicense_plugin.services import activation
from tests.support.host import PREFIX, VIEWER, Host
from tests.support.signing import Issuer, document, module, plan
from tests.support.visitor import Page, Visitor
from tests.support.world import OWNER, World

_HISTORY = f"{PREFIX}/history"
OPERATOR = Actor(ActorKind.OPERATOR, "ops")


def restore(world: World, issue: int, reason: str = "Ordered <b>fewer</b>.") -> None:
    activation.restore(
        world.context, owner=OWNER, issue_number=issue, reason=reason, actor=OPERATOR
    )


@pytest.fixture
def past(world: World, issuer: Issuer) -> World:
    """A person, the system and an operator activated something; a partner's is among it."""
    world.people(1)
    world.own(plan("sales", 5))
    partner = World(world.context, Issuer("ACME", issuer.root), world.clock)
    partner.own(module("signing", 3), OwnerDescription="Acme Signatures")
    world.load(plan("sales", 7), issue=2)
    digest = activation.propose(world.context, owner=OWNER).comparison.digest
    activation.activate(world.context, owner=OWNER, digest=digest, actor=SYSTEM)
    restore(world, 1)
    return world


def lines(page: Page) -> list[list[str]]:
    """Return what stands in the table, without when it was."""
    rows = page.by_id("sl-history").all("tbody")[0].all("tr")
    return [[row.all("th")[0].text, *(cell.text for cell in row.all("td")[1:])] for row in rows]


@pytest.mark.parametrize("path", ["/history", "/tabs/history"])
def test_every_activation_is_listed_newest_first(past: World, either: Visitor, path: str) -> None:
    page = either.send(PREFIX + path) if either.htmx else either.open(PREFIX + path)
    assert lines(page) == [
        [
            "SuperOffice, number 1 restored: Ordered <b>fewer</b>.",
            "An operator (ops)",
            "from a file",
        ],
        ["SuperOffice, number 2", "The system", "from a file"],
        ["Acme Signatures, number 1", "Person 0001", "from a file"],
        ["SuperOffice, number 1", "Person 0001", "from a file"],
    ]
    assert "21 Nov 2026, 13:00" in page.text


def test_it_is_a_tab_behind_the_owners(past: World, site: Visitor) -> None:
    page = site.open(f"{PREFIX}/").follow("History")
    tabs = page.by_id("solicense-tabs").all("a")
    assert [tab.text for tab in tabs] == ["SuperOffice", "Status", "Acme Signatures", "History"]
    assert [tab.get("aria-current") for tab in tabs] == ["", "", "", "page"]
    assert page.root.all("title")[0].text.strip() == "History"


def test_who_is_not_known_here_is_called_a_user(world: World, site: Visitor) -> None:
    world.own()
    assert lines(site.open(_HISTORY)) == [["SuperOffice, number 1", "A user", "from a file"]]


def test_a_line_leads_to_what_that_activation_changed(past: World, either: Visitor) -> None:
    page = either.open(_HISTORY)
    restored, *_others, first = page.by_id("sl-history").all("a")
    changed = page.follow(restored)
    assert "An older licence was restored: Ordered <b>fewer</b>." in changed.text
    assert numbers(changed) == [["Sales", "7", "5", "− 2 fewer"]]
    changed = page.follow(first)
    assert "An older licence was restored" not in changed.text
    assert numbers(changed)[0] == ["Sales", "–", "5", "+ 5 new"]
    assert changed.link("Close")["href"] == _HISTORY


def numbers(page: Page) -> list[list[str]]:
    """Return what stands in a dialog's table."""
    rows = page.root.all("tbody")[-1].all("tr")
    return [[cell.text for cell in [*row.all("th"), *row.all("td")]] for row in rows]


def test_an_activation_of_another_issue_is_not_found(past: World, site: Visitor) -> None:
    first = site.open(_HISTORY).by_id("sl-history").all("a")[-1]["href"]
    assert site.open(first).status == 200
    assert site.open(first.replace("/activations/1", "/activations/2")).status == 404


def test_without_the_history_the_newest_activation_of_an_issue_is_shown(
    past: World, site: Visitor
) -> None:
    page = site.open(f"{PREFIX}/owners/SUPEROFFICE/activations/1")
    assert "An older licence was restored" in page.text
    assert page.link("Close")["href"] == f"{PREFIX}/tabs/superoffice"


def test_the_pages_of_a_long_history_follow_one_another(world: World, either: Visitor) -> None:
    world.own(plan("sales", 5))
    world.own(plan("sales", 7), issue=2)
    for turn in range(51):
        restore(world, 1 + turn % 2)
    first = either.open(_HISTORY)
    assert len(lines(first)) == 50
    assert not first.has("a", "Previous page")
    second = first.follow("Next page")
    assert len(lines(second)) == 3
    assert not second.has("a", "Next page")
    assert lines(second.follow("Previous page")) == lines(first)
    if either.htmx:
        assert not second.has("h2", "History")


def test_places_that_are_none_are_the_first_page(past: World, site: Visitor) -> None:
    for place in ("x", "-1", "9" * 30, ""):
        assert len(lines(site.open(f"{_HISTORY}?after={place}"))) == 4


def test_where_nothing_was_activated_that_is_said(world: World, site: Visitor) -> None:
    assert "No licence has been activated yet." in site.open(_HISTORY).text


def test_who_may_only_look_sees_it(past: World, site: Visitor, host: Host, app: Flask) -> None:
    host.user = VIEWER
    assert len(lines(site.open(_HISTORY))) == 4


def test_what_was_restored_over_is_not_loaded_again_and_it_is_said_why(
    past: World, site: Visitor
) -> None:
    file = past.issuer.sign(document(plan("sales", 7), issue=2))
    page = site.open(f"{PREFIX}/owners/SUPEROFFICE/package").press("Check the file", file=file)
    assert page.status == 422
    assert "Licence number 2 was active here, and an older one was restored" in page.text
    assert past.in_use() == {"sales": (0, 5)}
