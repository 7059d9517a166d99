"""The tab of a copied database: what it says, and the decision."""

from __future__ import annotations

import pytest
from flask import Flask

from solicense_plugin import DatabaseFacts, Licences
from tests.support.host import ADMINISTRATOR, PREFIX, VIEWER, Host
from tests.support.signing import plan
from tests.support.visitor import Visitor
from tests.support.world import World

TAB = f"{PREFIX}/tabs/superoffice"
COPY = "This is the copy: leave updates off"
ADOPT = "This is the real one from now on: adopt it"


@pytest.fixture
def copied(site: Visitor, host: Host, world: World) -> Visitor:
    """Licences of north, found in south."""
    host.database = DatabaseFacts(identity="north")
    world.own(plan("sales", 3))
    identified = site.open(f"{PREFIX}/installation")
    identified.press("Save", company_name="Nordlys", serial_number="1")
    load = site.open(f"{PREFIX}/owners/SUPEROFFICE/check")
    assert load.status
    host.database = DatabaseFacts(identity="south", type="test")
    return site


def notices(app: Flask) -> str:
    licences: Licences = app.extensions["licences"]
    with app.test_request_context():
        return licences.notices(ADMINISTRATOR)
