"""A tab that is there before its owner's first package, and asks for that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from solicense_plugin import LicenceTab, hookimpl
from solicense_plugin.store.session import Store
from tests.services.test_first_package import OfPartner
from tests.support.host import PREFIX, Host, make_app
from tests.support.licence_server import LicenceServer, licence_server
from tests.support.signing import Issuer, plan
from tests.support.visitor import Visitor
from tests.support.world import Clock, World

pytestmark = pytest.mark.slow
TAB = f"{PREFIX}/tabs/acme"


class WithTab(OfPartner):
    """The same, with a tab of its own making."""

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [LicenceTab("acme", "Acme Signatures", 500, "ACME")]


@pytest.fixture
def server(issuer: Issuer, tmp_path: Path) -> Iterator[LicenceServer]:
    with licence_server(tmp_path / "acme", Issuer("ACME", issuer.root)) as server:
        server.customer(plan("sign", 7), IssueNumber=1)
        yield server


@pytest.fixture(params=[OfPartner, WithTab], ids=["an issuer alone", "with a tab"])
def add_on(request: pytest.FixtureRequest, server: LicenceServer) -> OfPartner:
    made: OfPartner = request.param(server.url)
    return made


@pytest.fixture(params=[False, True], ids=["plain", "htmx"])
def visitor(
    request: pytest.FixtureRequest,
    world: World,
    host: Host,
    store: Store,
    clock: Clock,
    add_on: OfPartner,
) -> Visitor:
    """An administrator where nothing is licensed yet."""
    settings: dict[str, Any] = {
        "SOLICENSE_ROOT_KEYS": world.issuer.jwks,
        "SOLICENSE_LICENCE_HOSTS": add_on.issuer.licence_url,
    }
    app = make_app(host, engine=store.engine, clock=clock, add_ons={"acme": add_on}, **settings)
    return Visitor(app, htmx=request.param)


def test_check_now_brings_the_first_licences_into_the_tab(visitor: Visitor) -> None:
    page = visitor.open(TAB)
    assert "The licence server has not been asked yet." in page.by_id("sl-checked").text
    after = page.press("Check now")
    assert "A new licence came and has been activated." in after.text
    assert "Sign 0 7 7" in visitor.open(TAB).by_id("solicense-rows").text
    assert visitor.open(TAB).path == TAB


def test_what_came_of_it_is_still_there_when_the_tab_is_opened_again(
    visitor: Visitor, server: LicenceServer
) -> None:
    server.stop()
    visitor.open(TAB).press("Check now")
    line = visitor.open(TAB).by_id("sl-checked").text
    assert "does not answer. Try again, or ask the licence owner for the license file." in line


def test_the_tab_is_in_the_bar_at_once(visitor: Visitor) -> None:
    bar = visitor.open(f"{PREFIX}/status").by_id("solicense-tab-acme")
    assert bar["href"] == TAB
