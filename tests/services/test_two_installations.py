"""Two installations in one database: whatever one does, the other neither sees nor changes."""

from __future__ import annotations

from collections.abc import Callable

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

LICENCES = plan("sales", 5, "web"), plan("service", 5, "web"), module("web", 9, IsHidden=True)


def whole(world: World) -> Dump:
    return dump(world.context.store, world.context.installation_id)


def live(world: World) -> None:
    """Use every service, with names, ids and forms that the other installation has too."""
    world.people(4)
    world.own(*LICENCES, module("gone", 5))
    world.give("sales", [1, 2, 3])
    world.assign("service", 4)
    world.unassign("service", 4)
    with pytest.raises(PackageRefused):
        world.load(module("one"), issue=2, SerialNr="2020000004")
    world.load(plan("sales", 1, "web"), *LICENCES[1:], issue=2)
    choose(world)
    superfluous.apply(world.context, owner=OWNER, licence="sales", token="form", actor=ADMIN)
    world.activate()
    activation.acknowledge(world.context, owner=OWNER, issue_number=2, viewer="1")
    people.synchronise(world.context, users=[])


def choose(world: World) -> None:
    form = {"token": "form"}
    superfluous.choose(world.context, shown=frozenset([1]), chosen={1: None}, **form)
    superfluous.aim(world.context, target_id=world.licence_id("service"), **form)
    superfluous.suggest(world.context, owner=OWNER, licence="sales", **form)
    superfluous.forget_gone(world.context, owner=OWNER, licence="sales", **form)


def test_what_one_installation_does_changes_nothing_in_the_other(
    new_world: Callable[[], World],
) -> None:
    one, other = new_world(), new_world()
    empty = whole(other)
    live(one)
    assert whole(other) == empty
    lived = whole(one)
    live(other)
    assert whole(one) == lived == whole(other)
    assert one.is_sound
    assert other.is_sound


def test_each_choice_and_form_belongs_to_its_installation(new_world: Callable[[], World]) -> None:
    """Before OK, with the same form open in both."""
    one, other = new_world(), new_world()
    for world in (one, other):
        world.people(4)
        world.own(*LICENCES)
        world.give("sales", [1, 2, 3])
        world.load(plan("sales", 1, "web"), *LICENCES[1:], issue=2)
    choose(one)
    before = whole(other)
    superfluous.apply(one.context, owner=OWNER, licence="sales", token="form", actor=ADMIN)
    assert whole(other) == before
    assert other.in_use()["sales"] == (3, 5)


SEEN = [
    pytest.param(lambda w: overview.titles(w.context, language="en"), (), id="owners"),
    pytest.param(lambda w: overview.user_licences(w.context, language="en"), (), id="licences"),
    pytest.param(lambda w: history.since(w.context, owner=OWNER, revision=0), [], id="history"),
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
