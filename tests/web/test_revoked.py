"""Licences that were revoked: the tab, the slot on every page of the host, and `status`."""

from __future__ import annotations

import pytest
from flask import Flask

from solicense_plugin import Licences
from solicense_plugin.issuer.revoking import document_hash, revoke
from solicense_plugin.services import revocations
from tests.support.host import ADMINISTRATOR, PREFIX
from tests.support.signing import NOW, Issuer, plan
from tests.support.visitor import Visitor
from tests.support.world import OWNER, World

TAB = f"{PREFIX}/tabs/superoffice"
WHAT_TO_DO = "Check now for a new licence, or ask the licence owner for a licence file and load it."
KEY = "are not trusted any more: the key that signed them was revoked."
PACKAGE = "are not trusted any more: they were revoked."


@pytest.fixture
def active(world: World) -> bytes:
    """The licence file that is active."""
    world.own(plan("sales", 3))
    world.people(2)
    world.assign("sales", 1)
    return world.issuer.sign(world.document(plan("sales", 3)))


def take_back(world: World, active: bytes, words: str) -> None:
    issuer = world.issuer
    content = (
        revoke(root=issuer.root, issued_at=NOW, owner_keys=[issuer.key])
        if words == KEY
        else revoke(root=issuer.root, issued_at=NOW, documents=[document_hash(active)])
    )
    revocations.learn(world.context, content, owner=OWNER)


def told(app: Flask) -> str:
    licences: Licences = app.extensions["licences"]
    with app.test_request_context():
        return licences.notices(ADMINISTRATOR)


@pytest.mark.parametrize("words", [KEY, PACKAGE], ids=["key", "package"])
def test_what_was_revoked_is_said_on_the_tab_and_on_every_page_with_what_to_do(
    site: Visitor, app: Flask, world: World, active: bytes, words: str
) -> None:
    assert words not in site.open(TAB).text + told(app)
    take_back(world, active, words)
    page = site.open(TAB)
    for text in (page.text, told(app)):
        assert words in text
        assert WHAT_TO_DO in text
    assert page.has("a", "Load license from file")
    assert page.root.by_id("sl-of-sales") is not None


def test_a_licence_of_a_new_key_puts_the_tab_right(
    site: Visitor, app: Flask, world: World, active: bytes
) -> None:
    take_back(world, active, KEY)
    renewed = World(world.context, Issuer(root=world.issuer.root), world.clock)
    renewed.own(plan("sales", 3), issue=2)
    assert KEY not in site.open(TAB).text
    assert told(app) == ""


@pytest.mark.parametrize(
    "words, code",
    [
        pytest.param(KEY, "owner-key-revoked", id="key"),
        pytest.param(PACKAGE, "package-revoked", id="package"),
    ],
)
def test_the_command_status_says_it_too(
    app: Flask, world: World, active: bytes, words: str, code: str
) -> None:
    take_back(world, active, words)
    done = app.test_cli_runner(env={"LC_ALL": "C"}).invoke(args=["licences", "status"])
    assert f"SUPEROFFICE: lapsed ({code})" in done.stdout
    assert words in done.stdout
