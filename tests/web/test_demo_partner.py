"""The partner of the demo: a licence server, a shop and activations of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from solicense_plugin.demo import database, licence_server, world
from solicense_plugin.demo.app import State, create_app
from tests.support.visitor import Visitor

pytestmark = pytest.mark.slow
TAB = "/settings/licences/tabs/acme"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[State]:
    """The demo world as everybody finds it at first."""
    made = State(tmp_path_factory.mktemp("demo") / "world")
    world.make(made)
    yield made
    made.engine.dispose()


@pytest.fixture
def site(state: State) -> Visitor:
    """The administrator of the demo."""
    app = create_app(state, settings={"SOLICENSE_SCHEDULER": False})
    admin = database.user_by_login(state.engine, "admin")
    assert admin is not None
    site = Visitor(app)
    with site.client.session_transaction() as session:
        session["user_id"] = admin.id
    return site


def test_its_newer_licence_has_arrived_before_anybody_looks(site: Visitor) -> None:
    page = site.open(TAB)
    assert page.has("button", "New licence activated")
    assert "A new licence came and has been activated." in page.by_id("sl-checked").text
    assert "SuperOffice" not in page.by_id("sl-checked").text


def test_its_tab_leads_to_its_own_shop(site: Visitor, state: State) -> None:
    links = site.open(TAB).root.all("a")
    (shop,) = (link["href"] for link in links if link.text.startswith("Purchase new licences"))
    assert shop == f"{state.partner_url}/shop?serial={world.SERIAL}&company=Nordlys+Design+AS"


def test_check_now_asks_its_own_server(site: Visitor, state: State) -> None:
    log = state.partner_server / "access.log"
    before = log.read_text().count("/packages/ACME")
    with licence_server.serving(state):
        page = site.open(TAB).press("Check now")
    assert "There was no new licence." in page.by_id("sl-checked").text
    assert log.read_text().count("/packages/ACME") == before + 1
    assert "/packages/ACME" not in (state.licence_server / "access.log").read_text()


def test_a_trial_has_no_partner(tmp_path: Path) -> None:
    state = State(tmp_path / "world")
    world.make(state, trial=True)
    assert not state.partner_server.exists()
    with licence_server.serving(state):
        pass
    state.engine.dispose()
