"""Activation: whole or not at all, and only what the administrator saw."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.comparison import ObjectionCode
from solicense_plugin.domain.errors import ActivationRefused, StaleComparison
from solicense_plugin.services import activation, overview, verification
from solicense_plugin.services.context import AlreadyDone
from tests.support.signing import module, plan
from tests.support.world import ADMIN, World


def in_use(world: World, owner: str = "SUPEROFFICE") -> dict[str, tuple[int, int]]:
    seen = overview.overview(world.context, owner=owner, language="en", viewer="1")
    return {row.name: (row.in_use, row.quantity) for row in seen.licences}


def test_an_activated_package_becomes_what_the_company_owns(world: World) -> None:
    world.own(plan("ten-sales", 5, "web"), module("web", 50, IsHidden=True))
    assert in_use(world) == {"ten-sales": (0, 5), "web": (0, 50)}


def test_use_of_a_hidden_licence_is_the_holders_of_the_plans_that_imply_it(world: World) -> None:
    world.own(
        plan("ten-sales", 5, "web"), plan("ten-service", 5, "web"), module("web", 50, IsHidden=True)
    )
    one, two, three = world.people(3)
    world.assign("ten-sales", one, two)
    world.assign("ten-service", three)
    assert in_use(world)["web"] == (3, 50)
    assert verification.verify(world.context).is_sound


def test_a_package_with_too_few_is_refused_and_changes_nothing(world: World) -> None:
    world.own(plan("ten-sales", 3))
    world.assign("ten-sales", *world.people(3))
    world.load(plan("ten-sales", 2), issue=2)
    with pytest.raises(ActivationRefused) as refused:
        world.activate()
    assert [(o.code, o.licence, o.count) for o in refused.value.objections] == [
        (ObjectionCode.OVER_USE, "ten-sales", 1)
    ]
    assert in_use(world) == {"ten-sales": (3, 3)}


def test_what_was_not_seen_is_not_activated(world: World) -> None:
    world.own(plan("ten-sales", 3))
    world.load(plan("ten-sales", 4), issue=2)
    seen = activation.propose(world.context, owner="SUPEROFFICE").comparison.digest
    world.load(plan("ten-sales", 5), issue=3)
    with pytest.raises(StaleComparison):
        activation.activate(world.context, owner="SUPEROFFICE", digest=seen, actor=ADMIN)


def test_a_colleagues_unrelated_assignment_is_no_conflict(world: World) -> None:
    world.own(plan("ten-sales", 3), plan("ten-service", 3))
    (person,) = world.people(1)
    world.load(plan("ten-sales", 4), plan("ten-service", 3), issue=2)
    seen = activation.propose(world.context, owner="SUPEROFFICE").comparison.digest
    world.assign("ten-service", person)
    activation.activate(world.context, owner="SUPEROFFICE", digest=seen, actor=ADMIN)
    assert in_use(world) == {"ten-sales": (0, 4), "ten-service": (1, 3)}


def test_the_same_form_twice_activates_once(world: World) -> None:
    world.load(plan("ten-sales", 3))
    seen = activation.propose(world.context, owner="SUPEROFFICE").comparison.digest
    activation.activate(world.context, owner="SUPEROFFICE", digest=seen, actor=ADMIN, token="t")
    with pytest.raises(AlreadyDone) as done:
        activation.activate(world.context, owner="SUPEROFFICE", digest=seen, actor=ADMIN, token="t")
    assert done.value.result == "1"


def test_a_licence_that_vanishes_counts_as_none_and_keeps_its_id(world: World) -> None:
    world.own(module("pocket", 3), module("other"))
    world.assign("pocket", *world.people(1))
    world.load(module("other"), issue=2)
    with pytest.raises(ActivationRefused):
        world.activate()


def test_direct_assignments_of_a_hidden_licence_that_vanishes_are_removed(world: World) -> None:
    world.own(module("pocket", 3), module("other"))
    world.assign("pocket", *world.people(2))
    world.own(module("pocket", 3, IsHidden=True), module("other"), issue=2)
    done = world.own(module("other"), issue=3)
    assert done.changes["licences"] == [
        {
            "licence": "pocket",
            "change": "removed",
            "before": 3,
            "after": 0,
            "unrestricted": False,
            "in_use": 0,
            "dropped": 2,
        }
    ]
    assert verification.verify(world.context).is_sound
