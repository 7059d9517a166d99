"""Verification: counts again from the assignments, and finds what does not agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from solicense_plugin.services import verification
from solicense_plugin.services.verification import Difference
from tests.support.counting import statements
from tests.support.crowd import at_once
from tests.support.signing import module, plan
from tests.support.tampering import Hand, tamper
from tests.support.world import OWNER, World

Act = Callable[[Hand, dict[str, int]], None]


@pytest.fixture
def office(world: World) -> World:
    """Two hold sales, one of whom has web itself too; one has web only; one has basic."""
    plans = plan("sales", 5, "web,core"), plan("service", 5, "web")
    modules = *plans, module("web", 5), module("core", 5, IsHidden=True), module("basic", 5)
    world.own(*modules, module("gone", 5))
    world.own(*modules, issue=2)
    world.people(6)
    world.give("web", [1, 3])
    world.give("sales", [1, 2])
    world.give("basic", [4])
    return world


def found(world: World) -> list[Difference]:
    return list(verification.verify(world.context).differences)


def counter(licence: str, **values: int) -> Act:
    return lambda hand, _ids: hand.change(hand.tables.licence, {"name": licence}, **values)


def give(licence: str, associate: int) -> Act:
    def act(hand: Hand, ids: dict[str, int]) -> None:
        (some, *_others) = hand.rows(hand.tables.assignment)
        row = some | {"licence_id": ids[licence], "associate_id": associate}
        hand.add(hand.tables.assignment, **row)

    return act


def take(licence: str, associate: int) -> Act:
    def act(hand: Hand, ids: dict[str, int]) -> None:
        hand.remove(hand.tables.assignment, licence_id=ids[licence], associate_id=associate)

    return act


def move(licence: str, associate: int, other: str) -> Act:
    def act(hand: Hand, ids: dict[str, int]) -> None:
        where = {"licence_id": ids[licence], "associate_id": associate}
        hand.change(hand.tables.assignment, where, licence_id=ids[other])

    return act


def imply(plan_name: str, names: str) -> Act:
    return lambda hand, _ids: hand.change(
        hand.tables.licence, {"name": plan_name}, extra_info=f"set={names}"
    )


def difference(name: str, counted: tuple[int, int], recounted: tuple[int, int]) -> Difference:
    return Difference(OWNER, name, counted, recounted)


#: What is done, and what is found: assigned and in use, as counted and as recounted.
MANIPULATIONS = [
    pytest.param(counter("basic", assigned=2), [("basic", (2, 1), (1, 1))], id="assigned-raised"),
    pytest.param(counter("basic", assigned=0), [("basic", (0, 1), (1, 1))], id="assigned-lowered"),
    pytest.param(counter("basic", in_use=0), [("basic", (1, 0), (1, 1))], id="in-use-lowered"),
    pytest.param(counter("basic", in_use=9), [("basic", (1, 9), (1, 1))], id="in-use-raised"),
    pytest.param(
        counter("basic", assigned=0, in_use=0), [("basic", (0, 0), (1, 1))], id="both-lowered"
    ),
    pytest.param(counter("sales", in_use=1), [("sales", (2, 1), (2, 2))], id="of-a-plan"),
    pytest.param(counter("core", in_use=1), [("core", (0, 1), (0, 2))], id="of-a-hidden-one"),
    pytest.param(counter("web", in_use=4), [("web", (2, 4), (2, 3))], id="of-both-roads"),
    pytest.param(give("basic", 5), [("basic", (1, 1), (2, 2))], id="given-by-hand"),
    pytest.param(
        give("service", 5),
        [("service", (0, 0), (1, 1)), ("web", (2, 3), (2, 4))],
        id="plan-given-by-hand",
    ),
    pytest.param(take("basic", 4), [("basic", (1, 1), (0, 0))], id="taken-by-hand"),
    pytest.param(
        take("sales", 1),
        [("sales", (2, 2), (1, 1)), ("core", (0, 2), (0, 1))],
        id="plan-taken-by-hand",
    ),
    pytest.param(take("web", 1), [("web", (2, 3), (1, 3))], id="one-of-both-roads-taken"),
    pytest.param(
        move("basic", 4, "service"),
        [("service", (0, 0), (1, 1)), ("web", (2, 3), (2, 4)), ("basic", (1, 1), (0, 0))],
        id="moved-by-hand",
    ),
    pytest.param(imply("sales", "web"), [("core", (0, 2), (0, 0))], id="implies-less"),
    pytest.param(imply("sales", "web,core,basic"), [("basic", (1, 1), (1, 3))], id="implies-more"),
    pytest.param(give("gone", 5), [("gone", (0, 0), (1, 1))], id="given-though-not-owned"),
    pytest.param(counter("gone", in_use=3), [("gone", (0, 3), (0, 0))], id="of-one-not-owned"),
]


def test_what_nobody_has_touched_is_sound(office: World) -> None:
    assert verification.verify(office.context).is_sound


@pytest.mark.parametrize("act, expected", MANIPULATIONS)
def test_a_hand_on_counters_or_assignments_is_found(
    office: World, act: Act, expected: list[tuple[str, tuple[int, int], tuple[int, int]]]
) -> None:
    tables = office.context.store.tables
    ids: dict[str, int] = {}
    tamper(
        office.context,
        lambda hand: ids.update({row["name"]: row["id"] for row in hand.rows(tables.licence)}),
    )
    tamper(office.context, lambda hand: act(hand, ids))
    assert sorted(found(office), key=repr) == sorted(
        (difference(*one) for one in expected), key=repr
    )
    assert not verification.verify(office.context).is_sound


def test_every_owner_is_verified(office: World, partner: World) -> None:
    partner.own(module("theirs"))
    tamper(office.context, counter_of("theirs"))
    assert found(office) == [Difference("ACME", "theirs", (0, 7), (0, 0))]


def counter_of(licence: str) -> Callable[[Hand], None]:
    return lambda hand: hand.change(hand.tables.licence, {"name": licence}, in_use=7)


def test_a_broken_ledger_is_found_beside_sound_counters(office: World) -> None:
    (first, *_others) = ledger_of(office)
    tamper(office.context, lambda hand: hand.change(hand.tables.ledger, {"sequence": first}, at=0))
    result = verification.verify(office.context)
    assert (result.differences, result.broken_entry, result.is_sound) == ((), first, False)


def ledger_of(world: World) -> list[int]:
    found: list[int] = []
    tamper(
        world.context,
        lambda hand: found.extend(row["sequence"] for row in hand.rows(hand.tables.ledger)),
    )
    return found


def test_work_that_goes_on_meanwhile_is_no_difference(office: World) -> None:
    def work(number: int) -> bool:
        if number == 0:
            return all(verification.verify(office.context).is_sound for _ in range(20))
        for _ in range(5):
            office.assign("basic", number + 4)
            office.unassign("basic", number + 4)
        return True

    assert at_once(3, work) == [True] * 3


def test_statements_of_a_verification_do_not_grow_with_the_ledger(office: World) -> None:
    def needed() -> int:
        with statements(office.context.store.engine) as made:
            assert verification.verify(office.context).is_sound
        return len(made)

    before = needed()
    for _ in range(5):
        office.assign("basic", 5)
        office.unassign("basic", 5)
    assert needed() == before
