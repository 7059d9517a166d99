"""What was done about an owner since somebody looked."""

from __future__ import annotations

from datetime import timedelta

from solicense_plugin.domain.actor import SYSTEM, Actor, ActorKind
from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services import activation, assignments, history, people
from tests.support.signing import NOW, module
from tests.support.world import OWNER, World


def since(world: World, revision: int = 0, owner: str = OWNER) -> list[history.Happened]:
    return history.since(world.context, owner=owner, revision=revision, language="en")


def test_what_happened_since_a_proposal_is_told_oldest_first(world: World) -> None:
    world.own(module("one"))
    world.people(2)
    world.load(module("one", 20), issue=2)
    seen = activation.propose(world.context, owner=OWNER).revision
    assert since(world, seen) == []
    world.assign("one", 1)
    world.clock.now += timedelta(minutes=1)
    world.unassign("one", 1)
    told = [(entry.action, entry.at, entry.who) for entry in since(world, seen)]
    assert told == [
        ("licence:given", NOW, "Person 0001"),
        ("licence:taken", NOW + timedelta(minutes=1), "Person 0001"),
    ]


def test_another_owner_s_history_is_another_one(world: World, partner: World) -> None:
    world.own()
    partner.own()
    partner.load(issue=2)
    assert [entry.action for entry in since(world)] == ["package:loaded", "package:activated"]
    assert len(since(world, owner="ACME")) == 3


def test_people_are_named_and_everybody_else_is_called_by_his_id(world: World) -> None:
    world.own(module("one"))
    users = [HostUser(id=n, login=f"u{n}", name=f"Person {n}") for n in ("1", "2", "3", "4", "ops")]
    people.synchronise(world.context, users=users)
    actors = [
        Actor(ActorKind.USER, "ops"),
        Actor(ActorKind.OPERATOR, "ops"),
        Actor(ActorKind.USER, "99"),
        SYSTEM,
    ]
    for associate, actor in enumerate(actors, 1):
        assignments.assign(
            world.context, owner=OWNER, licence="one", associate_id=associate, actor=actor
        )
    told = since(world)[-4:]
    assert [entry.actor for entry in told] == actors
    assert [entry.who for entry in told] == ["Person ops", "ops", "99", ""]


def test_somebody_s_new_name_is_told_for_what_he_did_before(world: World) -> None:
    world.own(module("one"))
    people.synchronise(world.context, users=[HostUser(id="1", login="a", name="Now Berg")])
    assert {entry.who for entry in since(world)} == {"Now Berg"}
