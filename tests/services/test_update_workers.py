"""Many processes that look for updates at once, and one that is killed in the middle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.services import updates
from tests.support.killing import COMMIT, is_killed
from tests.support.licence_server import LicenceServer
from tests.support.processes import Place, in_processes
from tests.support.signing import NOW
from tests.support.updating import DAY, asked, become_customer, offer, round_of, told
from tests.support.world import World

#: The longest time for which a claim keeps everybody else from asking: that of the first retry.
LONGEST_CLAIM = timedelta(minutes=2.5)
BY_ITSELF = Counter([("package:loaded", "system"), ("package:activated", "system")])

pytestmark = pytest.mark.slow


def by_itself(world: World) -> Counter[tuple[str, str]]:
    """Return what the system did, and how often."""
    return Counter(entry for entry in told(world) if entry[1] == "system")


def test_twenty_workers_at_once_ask_and_activate_once(
    customer: World, server: LicenceServer, database_url: str
) -> None:
    offer(server, 5)
    customer.clock.now = NOW + DAY
    before = asked(server)
    done = in_processes(20, updates.run, Place.of(customer, database_url))
    results = [checked.checks.result for worker in done for checked in worker]
    assert results == [CheckResult.ACTIVATED]
    assert asked(server) == before + 1
    assert by_itself(customer) == BY_ITSELF
    assert customer.in_use() == {"sales": (2, 5)}
    assert customer.is_sound


def test_a_worker_that_is_killed_leaves_nothing_half_done_and_the_next_one_finishes(
    new_world: Callable[[], World], server: LicenceServer, database_url: str
) -> None:
    """Killed before each of its commits: of the claim, the package, the activation, the end."""
    offer(server, 5)
    deaths, stood = 0, []
    while True:
        world = become_customer(new_world(), server)
        world.clock.now = NOW + DAY
        if not is_killed(Place.of(world, database_url), updates.run, COMMIT, deaths + 1):
            break
        deaths += 1
        stood.append(world.in_use()["sales"])
        assert world.is_sound
        round_of(world)
        world.clock.now += LONGEST_CLAIM
        round_of(world)
        assert world.in_use() == {"sales": (2, 5)}
        assert by_itself(world) == BY_ITSELF
        assert world.is_sound
    assert stood == [(2, 3)] * (deaths - 1) + [(2, 5)]
    assert deaths == 4


def test_nobody_asks_while_a_claim_stands_that_a_killed_worker_left_behind(
    customer: World, server: LicenceServer, database_url: str
) -> None:
    offer(server, 5)
    customer.clock.now = NOW + DAY
    assert is_killed(Place.of(customer, database_url), updates.run, COMMIT, 2)
    before = asked(server)
    assert round_of(customer) == []
    assert asked(server) == before
    customer.clock.now += LONGEST_CLAIM
    assert round_of(customer) == [CheckResult.ACTIVATED]
    assert asked(server) == before + 1
