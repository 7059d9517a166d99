"""The whole life of a licence: the host here, its licence server in another process."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from solicense_plugin.domain.errors import AssignmentRefused
from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.domain.validity import Validity
from solicense_plugin.services import identity_change, overview, updates
from solicense_plugin.services.identity_change import Outcome
from tests.support.fetching import AMPLE
from tests.support.licence_server import LicenceServer
from tests.support.signing import COMPANY, NOW, plan
from tests.support.world import ADMIN, OWNER, World

DAY = timedelta(days=1)
BOUGHT = "2020000007"


class Life:
    """A customer, what he has bought, and the days that go by."""

    def __init__(self, world: World, server: LicenceServer) -> None:
        self.world, self.server = world, server
        hosts = (licence_host(server.url),)
        world.context = replace(world.context, licence_hosts=hosts, network=AMPLE)

    def issue(self, quantity: int, *, expires: datetime, next_check: datetime) -> None:
        """Let the issuer have a licence for the customer."""
        dates = {
            "AdminWarningDate": expires - 30 * DAY,
            "ExpiryDate": expires,
            "GraceDate": expires + 12 * DAY,
            "NextCheckDate": next_check,
        }
        said = {name: moment.isoformat() for name, moment in dates.items()}
        self.server.customer(plan("sales", quantity), SerialNr=BOUGHT, IssueNumber=2, **said)

    def at(self, moment: datetime) -> list[CheckResult]:
        """Let it be a moment, and look for checks that are due."""
        self.world.clock.now = moment
        return [done.checks.result for done in updates.run(self.world.context)]

    def state(self) -> Validity:
        seen = overview.overview(self.world.context, owner=OWNER, language="en", viewer="1")
        return seen.validity

    @property
    def sales(self) -> tuple[int, int]:
        return self.world.in_use()["sales"]


@pytest.fixture
def life(world: World, serving: LicenceServer) -> Life:
    """A demo version with three people, two of whom have the plan."""
    serving.folder.trial()
    world.own(plan("sales", 3), ProductType="Trial", **serving.addresses)
    world.people(3)
    world.assign("sales", 1, 2)
    return Life(world, serving)


def test_a_licence_lives_from_demo_to_renewal(life: Life) -> None:
    world, spring = life.world, NOW + 120 * DAY

    # The demo becomes production, by the serial number that came with the purchase.
    life.issue(5, expires=spring, next_check=NOW + 10 * DAY)
    became = identity_change.change(
        world.context, company_name=COMPANY, serial_number=BOUGHT, actor=ADMIN
    )
    assert became is Outcome.CHANGED
    assert (life.sales, life.state()) == ((2, 5), Validity.IN_ORDER)

    # Five more are bought, and come by themselves.
    life.issue(10, expires=spring, next_check=NOW + 20 * DAY)
    assert life.at(NOW + 10 * DAY) == [CheckResult.ACTIVATED]
    assert life.sales == (2, 10)

    # One alone is left: refused while two are in use, activated once one is taken off.
    life.issue(1, expires=spring, next_check=spring + 90 * DAY)
    assert life.at(NOW + 20 * DAY) == [CheckResult.DECISION]
    assert life.sales == (2, 10)
    world.unassign("sales", 2)
    assert life.at(NOW + 22 * DAY) == [CheckResult.ACTIVATED]
    assert life.sales == (1, 1)

    # Nobody renews: warned, expired in grace, lapsed.
    states = [(-31, Validity.IN_ORDER), (-30, Validity.WARNING), (0, Validity.EXPIRED)]
    for days, state in states:
        assert life.at(spring + days * DAY) == []
        assert life.state() is state
    world.unassign("sales", 1)
    world.assign("sales", 3)
    assert life.at(spring + 12 * DAY) == []
    assert life.state() is Validity.LAPSED
    world.unassign("sales", 3)
    with pytest.raises(AssignmentRefused):
        world.assign("sales", 1)

    # The renewal arrives, and everything works again.
    life.issue(4, expires=spring + 365 * DAY, next_check=spring + 200 * DAY)
    assert life.at(spring + 90 * DAY) == [CheckResult.ACTIVATED]
    assert life.state() is Validity.IN_ORDER
    world.assign("sales", 1)
    assert life.sales == (1, 4)
    assert world.is_sound
