"""Activation refused: what stands against it, and that nothing is changed then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from solicense_plugin.domain.comparison import Objection, ObjectionCode
from solicense_plugin.domain.errors import (
    ActivationRefused,
    LicenceError,
    NotFound,
    NothingWaiting,
)
from solicense_plugin.services import activation
from tests.support.dumps import dump
from tests.support.signing import NOW, module, plan
from tests.support.world import ADMIN, OWNER, World


def objections(world: World) -> list[Objection]:
    """Activate what waits, and return what was said against it."""
    before = dump(world.context.store, world.context.installation_id)
    with pytest.raises(ActivationRefused) as refused:
        world.activate()
    assert dump(world.context.store, world.context.installation_id) == before
    return list(refused.value.objections)


def over_use(licence: str, count: int) -> Objection:
    return Objection(ObjectionCode.OVER_USE, licence, count)


# --- too few -----------------------------------------------------------------------------------


def test_every_licence_with_too_few_is_named(world: World) -> None:
    world.own(module("one", 5), module("two", 5), module("three", 5))
    everybody = world.people(5)
    world.give("one", everybody)
    world.give("two", everybody[:3])
    world.give("three", everybody[:3])
    world.load(module("one", 2), module("two", 1), module("three", 3), issue=2)
    assert objections(world) == [over_use("one", 3), over_use("two", 2)]


def test_over_use_of_a_hidden_licence_names_the_plans_that_imply_it(world: World) -> None:
    plans = plan("sales", 5, "web"), plan("service", 5, "web"), plan("basic", 5)
    world.own(*plans, module("web", 10, IsHidden=True))
    world.people(6)
    world.give("sales", [1, 2, 3])
    world.give("service", [4, 5])
    world.give("basic", [6])
    world.load(*plans, module("web", 3, IsHidden=True), issue=2)
    (line,) = activation.propose(world.context, owner=OWNER).comparison.over_used
    assert (line.licence.name, line.implied_by) == ("web", ("sales", "service"))
    assert objections(world) == [over_use("web", 2)]


def test_a_plan_that_vanishes_must_have_no_holders_left(world: World) -> None:
    world.own(plan("sales", 5, "web"), plan("basic", 5), module("web", 5, IsHidden=True))
    world.people(2)
    world.assign("sales", 1, 2)
    world.load(plan("basic", 5), module("web", 5, IsHidden=True), issue=2)
    assert objections(world) == [over_use("sales", 2)]
    world.unassign("sales", 1, 2)
    world.activate()
    assert world.in_use() == {"basic": (0, 5), "web": (0, 5)}


@pytest.mark.parametrize(
    "before, after",
    [
        pytest.param(plan("sales", 5), module("sales", 5), id="plan-becomes-none"),
        pytest.param(module("sales", 5), plan("sales", 5), id="becomes-a-plan"),
        pytest.param(
            module("sales", 5), module("sales", 5, LicenseType="SiteLicense"), id="becomes-a-site's"
        ),
    ],
)
def test_what_becomes_another_kind_of_licence_must_have_no_holders_left(
    world: World, before: dict[str, object], after: dict[str, object]
) -> None:
    world.own(before)
    world.people(2)
    world.assign("sales", 1, 2)
    world.load(after, issue=2)
    assert objections(world) == [over_use("sales", 2)]


def test_a_plan_that_implies_more_needs_seats_for_all_its_holders(world: World) -> None:
    world.own(plan("sales", 5), module("web", 1, IsHidden=True))
    world.people(3)
    world.assign("sales", 1, 2, 3)
    world.load(plan("sales", 5, "web"), module("web", 1, IsHidden=True), issue=2)
    assert objections(world) == [over_use("web", 2)]


# --- not for here, not for now -----------------------------------------------------------------


@pytest.mark.parametrize(
    "fields, code",
    [
        pytest.param(
            {"IssuedAt": (NOW + timedelta(hours=1)).isoformat()},
            ObjectionCode.NOT_YET_VALID,
            id="not-yet-valid",
        ),
        pytest.param(
            {"ExpiryDate": (NOW - timedelta(hours=1)).isoformat()},
            ObjectionCode.EXPIRED,
            id="expired",
        ),
    ],
)
def test_a_package_for_another_time_waits_and_cannot_be_activated(
    world: World, fields: dict[str, Any], code: ObjectionCode
) -> None:
    world.load(module("one"), **fields)
    assert [objection.code for objection in objections(world)] == [code]


def test_a_package_that_was_too_early_can_be_activated_when_its_time_has_come(
    world: World,
) -> None:
    world.load(module("one"), IssuedAt=(NOW + timedelta(hours=1)).isoformat())
    world.clock.now += timedelta(hours=1)
    world.activate()
    assert world.in_use() == {"one": (0, 10)}


# --- nothing there -----------------------------------------------------------------------------


@pytest.mark.parametrize("error", [NothingWaiting, NotFound], ids=["nothing-waits", "no-owner"])
def test_where_there_is_nothing_nothing_is_activated(
    world: World, error: type[LicenceError]
) -> None:
    if error is NothingWaiting:
        world.own()
    with pytest.raises(error):
        activation.propose(world.context, owner=OWNER)
    with pytest.raises(error):
        activation.activate(world.context, owner=OWNER, digest="any", actor=ADMIN)
