"""A process killed at every statement of an activation leaves the old state or the new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from solicense_plugin.services import activation
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.support.dumps import Dump, dump
from tests.support.killing import AFTER, BEFORE, COMMIT, DONE, Act, is_killed
from tests.support.processes import Place
from tests.support.signing import module, plan
from tests.support.world import ADMIN, OWNER, World

BEFORE_IT = (
    plan("sales", 9, "web"),
    module("web", 20, IsHidden=True, ModuleDescriptions={"nb": "Nett"}),
    module("gone", 3),
    module("down", 5),
    module("dropped", 5, IsHidden=True),
)
AFTER_IT = (
    plan("sales", 12, "web"),
    plan("service", 4, "web"),
    module("web", 20, IsHidden=True, ModuleDescriptions={"de": "Netz"}, ModuleTooltips={"de": "N"}),
    module("down", 4),
)


#: How often each moment comes in an activation, at least.
LEAST = {BEFORE: 20, AFTER: 20, COMMIT: 1, DONE: 1}


def prepare(world: World) -> World:
    """Let a package wait whose activation makes every kind of statement."""
    world.people(6)
    visible = [fields | {"IsHidden": False} for fields in BEFORE_IT]
    world.own(*visible)
    world.give("sales", [1, 2, 3])
    world.give("down", [4, 5])
    world.give("dropped", [1, 6])
    world.own(*BEFORE_IT, issue=2)
    world.load(*AFTER_IT, issue=3, OwnerDescriptions={"nb": "Ny"})
    return world


def activating(world: World) -> Act:
    digest = activation.propose(world.context, owner=OWNER).comparison.digest
    return partial(activation.activate, owner=OWNER, digest=digest, actor=ADMIN, token="form")


def whole(url: str, world: World) -> Dump:
    """Read everything through an engine that knows nothing of what happened before."""
    engine = own_engine(url)
    found = dump(Store(lambda: engine, "solicense_"), world.context.installation_id)
    engine.dispose()
    return found


@pytest.mark.slow
@pytest.mark.parametrize("moment", [BEFORE, AFTER, COMMIT, DONE])
def test_an_activation_that_is_killed_is_done_whole_or_not_at_all(
    new_world: Callable[[], World], database_url: str, moment: str
) -> None:
    """Each next activation gets one statement further, so that no lock is left behind."""
    twin, world = prepare(new_world()), prepare(new_world())
    old = whole(database_url, world)
    assert whole(database_url, twin) == old
    activating(twin)(twin.context)
    new = whole(database_url, twin)
    assert new != old
    place, work = Place.of(world, database_url), activating(world)
    deaths = 0
    while is_killed(place, work, moment, deaths + 1):
        deaths += 1
        state = whole(database_url, world)
        if moment == DONE:
            break  # what it was to do is done, and the kill came after it
        assert state == old
    assert whole(database_url, world) == new
    assert deaths >= LEAST[moment]
    world.own(*AFTER_IT, issue=4)
    assert world.is_sound
