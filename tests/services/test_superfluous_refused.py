"""OK on superfluous licences refused: all or nothing, and the choice is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from solicense_plugin.domain.errors import (
    AssignmentFault,
    AssignmentRefused,
    InvalidField,
    LicenceError,
    NothingWaiting,
    StaleChoice,
)
from solicense_plugin.services import superfluous
from tests.support.crowd import at_once
from tests.support.dumps import dump
from tests.support.signing import module, plan
from tests.support.world import ADMIN, OWNER, World

FORM = "form"
Modules = list[dict[str, object]]

OTHERS: Modules = [
    plan("service", 3),
    plan("full", 1),
    plan("outside", 9, AllowedUserType="ExternalAssociate"),
    plan("expert", 9, PrerequisiteModuleName="core"),
    plan("missing", 9, PrerequisiteModuleName="not-owned"),
    module("core", 9, IsHidden=True),
    module("extra", 9),
]


@pytest.fixture
def over(world: World) -> World:
    """Six hold sales, of which four will be left."""
    world.own(plan("sales", 8, "core"), *OTHERS)
    world.people(10)
    world.give("sales", range(1, 7))
    world.give("full", [9])
    world.give("extra", [1])
    world.load(plan("sales", 4, "core"), *OTHERS, issue=2)
    return world


def choose(world: World, chosen: Mapping[int, str | int | None]) -> None:
    targets = {
        n: world.licence_id(target) if isinstance(target, str) else target
        for n, target in chosen.items()
    }
    superfluous.choose(world.context, token=FORM, shown=frozenset(chosen), chosen=targets)


def apply(world: World, form: str = FORM) -> superfluous.Applied:
    return superfluous.apply(world.context, owner=OWNER, licence="sales", token=form, actor=ADMIN)


def refused(world: World, error: type[LicenceError]) -> Any:
    """Press OK, which must not change anything, and return what was said."""
    before = dump(world.context.store, world.context.installation_id)
    with pytest.raises(error) as said:
        apply(world)
    assert dump(world.context.store, world.context.installation_id) == before
    return said.value


def test_with_nobody_chosen_nothing_can_be_done(over: World) -> None:
    said = refused(over, InvalidField)
    assert (said.field, said.rule) == ("chosen", "none")


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("extra", id="no-plan"),
        pytest.param("core", id="hidden"),
        pytest.param("sales", id="the-same"),
        pytest.param(2_000_000, id="unknown"),
    ],
)
def test_what_cannot_be_given_instead_is_refused(over: World, target: str | int) -> None:
    choose(over, {1: None, 2: target})
    said = refused(over, InvalidField)
    assert (said.field, said.rule) == ("target", "unknown")


@pytest.mark.parametrize(
    "target, fault",
    [
        pytest.param("full", AssignmentFault.NONE_FREE, id="target-full"),
        pytest.param("outside", AssignmentFault.USER_TYPE, id="wrong-user-type"),
        pytest.param("expert", AssignmentFault.PREREQUISITE, id="needs-what-is-taken"),
        pytest.param("missing", AssignmentFault.PREREQUISITE, id="needs-what-is-not-owned"),
    ],
)
def test_a_target_that_somebody_may_not_have_stops_everything(
    over: World, target: str, fault: AssignmentFault
) -> None:
    choose(over, {1: None, 2: "service", 3: target})
    said: AssignmentRefused = refused(over, AssignmentRefused)
    assert (said.fault, said.licence) == (fault, target)


def test_one_seat_too_few_stops_everything(over: World) -> None:
    choose(over, dict.fromkeys([1, 2, 3, 4], "service"))
    said: AssignmentRefused = refused(over, AssignmentRefused)
    assert (said.fault, said.licence) == (AssignmentFault.NONE_FREE, "service")
    choose(over, {4: None})
    assert apply(over) == superfluous.Applied(removed=1, reassigned=3)


def test_somebody_who_has_lost_it_meanwhile_makes_the_choice_stale(over: World) -> None:
    choose(over, {1: None, 2: None, 3: "service"})
    over.unassign("sales", 3)
    over.assign("service", 1)
    assert refused(over, StaleChoice).associates == ("Person 0001", "Person 0003")
    superfluous.forget_gone(over.context, owner=OWNER, licence="sales", token=FORM)
    assert apply(over) == superfluous.Applied(removed=1, reassigned=0)
    assert over.holders("sales") == [4, 5, 6]


@pytest.mark.parametrize("stranger", [10, 2_000_000], ids=["no-holder", "nobody"])
def test_somebody_who_never_had_it_makes_the_choice_stale(over: World, stranger: int) -> None:
    choose(over, {1: None, stranger: None})
    refused(over, StaleChoice)


def test_only_people_of_the_page_are_chosen_on_it(over: World) -> None:
    superfluous.choose(over.context, token=FORM, shown=frozenset([1, 2]), chosen={1: None, 3: None})
    assert apply(over) == superfluous.Applied(removed=1, reassigned=0)
    assert over.holders("sales") == [2, 3, 4, 5, 6]


def test_once_the_package_is_active_nothing_is_superfluous_any_more(over: World) -> None:
    choose(over, {1: None})
    over.unassign("sales", 5, 6)
    over.activate()
    refused(over, NothingWaiting)


def test_colleagues_who_press_ok_at_once_take_each_person_once(over: World) -> None:
    """Both chose the same two: the second one's choice is stale by then."""

    def another(number: int) -> superfluous.Applied:
        return apply(over, f"form-{number}")

    for number in range(4):
        superfluous.choose(
            over.context,
            token=f"form-{number}",
            shown=frozenset([1, 2]),
            chosen={1: None, 2: over.licence_id("service")},
        )
    outcomes = at_once(4, another)
    assert outcomes.count(superfluous.Applied(1, 1)) == 1
    assert sum(isinstance(outcome, StaleChoice) for outcome in outcomes) == 3
    assert over.is_sound
