"""Two installations in one database: whatever one does, the other neither sees nor changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from solicense_plugin.domain.errors import NotFound, PackageRefused
from solicense_plugin.domain.lists import Wanted
from solicense_plugin.services import (
    activation,
    history,
    holders,
    overview,
    people,
    superfluous,
    verification,
)
from tests.support.dumps import Dump, dump
from tests.support.signing import module, plan
from tests.support.world import ADMIN, OWNER, World

Step = Callable[[World], object]
LICENCES = plan("sales", 5, "web"), plan("service", 5, "web"), module("web", 9, IsHidden=True)


def whole(world: World) -> Dump:
    return dump(world.context.store, world.context.installation_id)


def own(world: World) -> None:
    world.people(4)
    world.own(*LICENCES, module("gone", 5), module("dropped", 5))


def give(world: World) -> None:
    world.give("sales", [1, 2, 3])
    world.give("dropped", [1, 4])
    world.assign("service", 4)
    world.unassign("service", 4)


def refuse(world: World) -> None:
    with pytest.raises(PackageRefused):
        world.load(module("one"), issue=2, SerialNr="2020000004")


def hide(world: World) -> None:
    world.own(*LICENCES, module("gone", 5), module("dropped", 5, IsHidden=True), issue=2)


def load(world: World) -> None:
    world.load(plan("sales", 1, "web"), *LICENCES[1:], issue=3)


def choose(world: World) -> None:
    superfluous.choose(world.context, token="form", shown=frozenset([1]), chosen={1: None})


def aim(world: World) -> None:
    target = world.licence_id("service")
    superfluous.aim(world.context, token="form", target_id=target)


def suggest(world: World) -> None:
    superfluous.suggest(world.context, owner=OWNER, licence="sales", token="form")


def forget_gone(world: World) -> None:
    world.unassign("sales", 1)
    superfluous.forget_gone(world.context, owner=OWNER, licence="sales", token="form")


def apply(world: World) -> None:
    superfluous.apply(world.context, owner=OWNER, licence="sales", token="form", actor=ADMIN)


def acknowledge(world: World) -> None:
    activation.acknowledge(world.context, owner=OWNER, issue_number=3, viewer="1")


def rename(world: World) -> None:
    world.people(3, primary_group="Other")


def another_day(world: World) -> None:
    """Forget the forms of yesterday with the first one of today."""
    world.clock.now += timedelta(hours=25)
    with world.context.once("another form"):
        pass


#: Every service, with names, ids and forms that the other installation has too.
STEPS: list[Step] = [
    own,
    give,
    refuse,
    hide,
    load,
    choose,
    aim,
    suggest,
    forget_gone,
    apply,
    World.activate,
    acknowledge,
    rename,
    another_day,
]


def live(world: World) -> None:
    for step in STEPS:
        step(world)


def test_no_step_of_one_installation_changes_anything_in_the_other(
    new_world: Callable[[], World],
) -> None:
    """Step by step, so that the other is just behind or just ahead with all the same rows."""
    one, other = new_world(), new_world()
    for step in STEPS:
        before = whole(other)
        step(one)
        assert whole(other) == before, step
        lived = whole(one)
        step(other)
        assert whole(one) == lived == whole(other), step
    assert one.is_sound
    assert other.is_sound


SEEN = [
    pytest.param(lambda w: overview.titles(w.context, language="en"), (), id="owners"),
    pytest.param(lambda w: overview.user_licences(w.context, language="en"), (), id="licences"),
    pytest.param(
        lambda w: history.since(w.context, owner=OWNER, revision=0, language="en"), [], id="history"
    ),
    pytest.param(lambda w: verification.verify(w.context).differences, (), id="verification"),
]


@pytest.mark.parametrize("look, nothing", SEEN)
def test_an_installation_sees_nothing_of_another(
    new_world: Callable[[], World], look: Callable[[World], object], nothing: object
) -> None:
    one, other = new_world(), new_world()
    live(one)
    assert look(other) == nothing


NOT_FOUND = [
    pytest.param(
        lambda w: overview.overview(w.context, owner=OWNER, language="en", viewer="1"), id="tab"
    ),
    pytest.param(
        lambda w: holders.details(
            w.context, owner=OWNER, licence="sales", language="en", wanted=Wanted()
        ),
        id="details",
    ),
    pytest.param(lambda w: activation.propose(w.context, owner=OWNER), id="proposal"),
    pytest.param(
        lambda w: activation.past(w.context, owner=OWNER, issue_number=1, language="en"),
        id="past-activation",
    ),
    pytest.param(lambda w: people.associate_id(w.context, host_id="1"), id="associate"),
    pytest.param(lambda w: w.assign("sales", 1), id="assignment"),
]


@pytest.mark.parametrize("look", NOT_FOUND)
def test_what_another_installation_has_is_not_found(
    new_world: Callable[[], World], look: Callable[[World], object]
) -> None:
    one, other = new_world(), new_world()
    live(one)
    with pytest.raises(NotFound):
        look(other)


def test_an_associate_of_another_installation_cannot_be_given_anything(
    new_world: Callable[[], World],
) -> None:
    one, other = new_world(), new_world()
    one.people(9)
    other.people(2)
    other.own(*LICENCES)
    with pytest.raises(NotFound):
        other.assign("sales", 9)
