"""Giving a licence and taking it, refused: the rule is named and nothing is changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from solicense_plugin.domain.errors import AssignmentFault, AssignmentRefused, NotFound
from solicense_plugin.domain.licence import UserType
from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services import people
from tests.support.dumps import dump
from tests.support.signing import NOW, module, plan
from tests.support.world import World

Step = Callable[[World], object]


def refusal(world: World, step: Step) -> tuple[AssignmentFault, str, str]:
    """Return why a step was refused, which must not have changed anything."""
    before = dump(world.context.store, world.context.installation_id)
    with pytest.raises(AssignmentRefused) as refused:
        step(world)
    assert dump(world.context.store, world.context.installation_id) == before
    return refused.value.fault, refused.value.licence, refused.value.associate


def fill_web(world: World) -> None:
    world.give("sales", [1, 2])
    world.give("service", [3, 4])


REFUSED = [
    pytest.param(
        lambda w: w.give("parent", [1, 2, 3]),
        lambda w: w.assign("parent", 4),
        (AssignmentFault.NONE_FREE, "parent", ""),
        id="none-free",
    ),
    pytest.param(
        fill_web,
        lambda w: w.assign("service", 5),
        (AssignmentFault.NONE_FREE, "web", ""),
        id="none-free-of-what-it-implies",
    ),
    pytest.param(
        lambda w: w.assign("parent", 1),
        lambda w: w.assign("parent", 1),
        (AssignmentFault.ALREADY_HELD, "parent", "Person 0001"),
        id="already-held",
    ),
    pytest.param(
        lambda w: w.assign("sales", 1),
        lambda w: w.assign("SALES", 1),
        (AssignmentFault.ALREADY_HELD, "sales", "Person 0001"),
        id="plan-already-held",
    ),
    pytest.param(
        lambda _: None,
        lambda w: w.unassign("parent", 1),
        (AssignmentFault.NOT_HELD, "parent", "Person 0001"),
        id="not-held",
    ),
    pytest.param(
        lambda w: w.assign("sales", 1),
        lambda w: w.unassign("web", 1),
        (AssignmentFault.NOT_HELD, "web", "Person 0001"),
        id="not-held-but-by-a-plan",
    ),
    pytest.param(
        lambda _: None,
        lambda w: w.assign("web", 1),
        (AssignmentFault.NOT_ASSIGNABLE, "web", "Person 0001"),
        id="hidden",
    ),
    pytest.param(
        lambda _: None,
        lambda w: w.assign("server", 1),
        (AssignmentFault.NOT_ASSIGNABLE, "server", "Person 0001"),
        id="a-site-s",
    ),
    pytest.param(
        lambda _: None,
        lambda w: w.assign("travel", 1),
        (AssignmentFault.NOT_ASSIGNABLE, "travel", "Person 0001"),
        id="a-satellite-s",
    ),
    pytest.param(
        lambda _: None,
        lambda w: w.assign("outside", 1),
        (AssignmentFault.USER_TYPE, "outside", "Person 0001"),
        id="user-type",
    ),
    pytest.param(
        lambda _: None,
        lambda w: w.assign("child", 1),
        (AssignmentFault.PREREQUISITE, "child", "Person 0001"),
        id="prerequisite",
    ),
    pytest.param(
        lambda w: w.assign("service", 1),
        lambda w: w.assign("extra", 1),
        (AssignmentFault.PREREQUISITE, "extra", "Person 0001"),
        id="prerequisite-that-another-plan-implies",
    ),
]


@pytest.mark.parametrize("before, step, expected", REFUSED)
def test_a_rule_that_stands_against_it_is_named(
    office: World, before: Step, step: Step, expected: tuple[AssignmentFault, str, str]
) -> None:
    before(office)
    assert refusal(office, step) == expected


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(lambda w: w.assign("sales", 1, owner="ACME"), id="owner"),
        pytest.param(lambda w: w.assign("nothing", 1), id="licence"),
        pytest.param(lambda w: w.assign("sales", 99), id="associate"),
        pytest.param(lambda w: w.unassign("sales", 99), id="associate-to-take-from"),
        pytest.param(lambda w: w.unassign("nothing", 1), id="licence-to-take"),
    ],
)
def test_what_is_not_there_is_not_found(office: World, step: Step) -> None:
    with pytest.raises(NotFound):
        step(office)


def test_the_kind_of_user_that_a_licence_is_for_can_have_it(office: World) -> None:
    users = [HostUser(id="9", login="ext", name="Ext", user_type=UserType.EXTERNAL)]
    people.synchronise(office.context, users=users)
    office.assign("outside", 9)
    assert office.holders("outside") == [9]


def test_a_plan_that_needs_what_only_the_plan_before_brought_is_refused(world: World) -> None:
    needing = plan("expert", 5, PrerequisiteModuleName="core")
    world.own(plan("sales", 5, "core"), needing, module("core", 5, IsHidden=True))
    world.people(1)
    world.assign("sales", 1)
    fault, _, _ = refusal(world, lambda w: w.assign("expert", 1))
    assert fault is AssignmentFault.PREREQUISITE


# --- lapsed ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "days, fault",
    [
        pytest.param(99, None, id="in-order"),
        pytest.param(101, None, id="expired-in-grace"),
        pytest.param(120, AssignmentFault.LAPSED, id="lapsed"),
    ],
)
def test_lapsed_licences_can_be_taken_but_not_given(
    world: World, days: int, fault: AssignmentFault | None
) -> None:
    world.own(module("one"), GraceDate=(NOW + timedelta(days=120)).isoformat())
    world.people(2)
    world.assign("one", 1)
    world.clock.now += timedelta(days=days)
    world.unassign("one", 1)
    if fault is None:
        world.assign("one", 2)
    else:
        assert refusal(world, lambda w: w.assign("one", 2)) == (fault, "one", "Person 0002")
