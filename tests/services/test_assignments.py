"""Giving a licence and taking it: what is counted, what is told, and what goes along."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.services import history
from tests.support.recount import plans_of_people, recount
from tests.support.signing import NOW, module, plan
from tests.support.world import OWNER, World

Step = Callable[[World], object]


def held(world: World, associate: int) -> set[str]:
    return {
        name.removeprefix(f"{OWNER}/")
        for name, licence in recount(world).items()
        if associate in licence.direct
    }


# --- given and taken ---------------------------------------------------------------------------


def test_an_assignment_keeps_since_when_and_by_whom(office: World) -> None:
    office.clock.now += timedelta(hours=1)
    office.assign("parent", 2)
    row = office.context.store.tables.assignment
    with office.context.reading() as reading:
        mine = row.c.installation_id == office.context.installation_id
        (found,) = reading.connection.execute(row.select().where(mine)).all()
    assert (found.associate_id, found.given_by) == (2, "user:1")
    assert found.since == to_microseconds(NOW + timedelta(hours=1))


def test_giving_and_taking_are_told_with_the_licence(office: World) -> None:
    office.assign("Parent", 2)
    office.unassign("PARENT", 2)
    given, taken = history.since(office.context, owner=OWNER, revision=0, language="en")[-2:]
    assert (given.action, taken.action) == (Action.LICENCE_GIVEN, Action.LICENCE_TAKEN)
    assert given.facts == taken.facts == {"licence": "parent"}
    assert given.who == "Person 0001"


def test_what_was_taken_is_free_again(office: World) -> None:
    office.give("parent", [1, 2, 3])
    office.unassign("parent", 2)
    office.assign("parent", 4)
    assert office.holders("parent") == [1, 3, 4]
    assert office.is_sound


def test_an_unrestricted_licence_can_be_given_to_everybody(office: World) -> None:
    office.assign("any", 1, 2, 3, 4, 5)
    assert office.in_use()["any"] == (5, 1)


def test_holders_of_a_plan_use_what_it_implies(office: World) -> None:
    office.assign("sales", 1, 2)
    office.assign("service", 3)
    in_use = {name: count for name, (count, _) in office.in_use().items() if count}
    assert in_use == {"sales": 2, "service": 1, "web": 3, "core": 2}


def test_whoever_has_a_licence_itself_and_by_a_plan_counts_once(world: World) -> None:
    world.own(plan("sales", 5, "web"), module("web", 5))
    world.people(2)
    world.assign("web", 1)
    world.assign("sales", 1, 2)
    assert world.in_use() == {"sales": (2, 5), "web": (2, 5)}
    world.unassign("sales", 1)
    assert world.in_use() == {"sales": (1, 5), "web": (2, 5)}
    world.unassign("web", 1)
    assert world.in_use() == {"sales": (1, 5), "web": (1, 5)}
    assert world.is_sound


# --- one plan ----------------------------------------------------------------------------------


def test_a_plan_takes_the_place_of_the_plan_before(office: World) -> None:
    office.assign("sales", 1)
    office.assign("service", 1)
    assert plans_of_people(office) == {1: ["service"]}
    assert {n: c for n, (c, _) in office.in_use().items() if c} == {"service": 1, "web": 1}
    assert office.is_sound


def test_a_plan_can_be_swapped_when_what_both_imply_is_full(office: World) -> None:
    office.give("sales", [1, 2])
    office.give("service", [3, 4])
    office.assign("service", 1)
    assert office.in_use()["web"] == (4, 4)


def test_a_plan_of_another_owner_is_another_plan(office: World, partner: World) -> None:
    partner.own(plan("theirs", 3))
    office.assign("sales", 1)
    partner.assign("theirs", 1, owner="ACME")
    assert sorted(plans_of_people(office)[1]) == ["sales", "theirs"]


# --- what goes along ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step, left",
    [
        pytest.param(lambda w: w.unassign("parent", 1), {"sales", "extra"}, id="chain"),
        pytest.param(
            lambda w: w.unassign("child", 1), {"sales", "extra", "parent"}, id="end-of-a-chain"
        ),
        pytest.param(
            lambda w: w.unassign("sales", 1),
            {"parent", "child", "grandchild"},
            id="what-needs-something-implied",
        ),
        pytest.param(
            lambda w: w.assign("service", 1),
            {"service", "parent", "child", "grandchild"},
            id="what-the-next-plan-does-not-imply",
        ),
    ],
)
def test_what_cannot_stay_without_it_goes_along(office: World, step: Step, left: set[str]) -> None:
    for licence in ("sales", "extra", "parent", "child", "grandchild"):
        office.assign(licence, 1)
    step(office)
    assert held(office, 1) == left
    assert office.is_sound


@pytest.mark.parametrize("taken, left", [("web", {"sales", "more"}), ("sales", {"web", "more"})])
def test_what_is_still_there_by_another_way_keeps_what_needs_it(
    world: World, taken: str, left: set[str]
) -> None:
    """Web is held by its own assignment and by the plan: one of the two is enough."""
    needing = module("more", 5, PrerequisiteModuleName="web")
    world.own(plan("sales", 5, "web"), module("web", 5), needing)
    world.people(1)
    for licence in ("web", "sales", "more"):
        world.assign(licence, 1)
    world.unassign(taken, 1)
    assert held(world, 1) == left
    assert world.is_sound
