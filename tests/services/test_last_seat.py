"""The last seat: forty want it at once, one gets it, and the others are told that none is free."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.errors import AssignmentFault, AssignmentRefused
from solicense_plugin.services import superfluous
from tests.conftest import rounds
from tests.support.crowd import at_once
from tests.support.recount import recount
from tests.support.signing import module, plan
from tests.support.world import ADMIN, OWNER, World

pytestmark = pytest.mark.slow

SEATS, THREADS = 10, 40
#: Nine have a seat already; these want the tenth.
HAVE, WANT = range(1, SEATS), range(101, 101 + THREADS)


def fight(world: World, *licences: str) -> list[int]:
    """Let everybody who wants it be given one of the licences at once; return who got it."""

    def assign(number: int) -> None:
        world.assign(licences[number % len(licences)], WANT[number])

    outcomes = at_once(THREADS, assign)
    refused = [o for o in outcomes if isinstance(o, AssignmentRefused)]
    assert [o for o in outcomes if o is not None and o not in refused] == []
    assert {o.fault for o in refused} == {AssignmentFault.NONE_FREE}
    return [person for person, outcome in zip(WANT, outcomes, strict=True) if outcome is None]


def check(world: World, licence: str) -> None:
    """Check that the seats are all taken and none is sold twice."""
    found = recount(world)
    assert found[f"{OWNER}/{licence}"].in_use == SEATS
    assert all(one.is_right and not one.is_oversold for one in found.values())


def test_one_of_forty_gets_the_last_seat_of_a_licence(world: World) -> None:
    world.own(module("plain", SEATS))
    world.people(WANT[-1])
    world.give("plain", HAVE)
    for _ in range(rounds(2, 50)):
        (winner,) = fight(world, "plain")
        check(world, "plain")
        world.unassign("plain", winner)
    assert world.is_sound


def test_one_of_forty_gets_the_last_seat_of_a_hidden_licence_that_two_plans_imply(
    world: World,
) -> None:
    plans = plan("sales", 100, "web"), plan("service", 100, "web")
    world.own(*plans, module("web", SEATS, IsHidden=True))
    world.people(WANT[-1])
    world.give("sales", HAVE[:5])
    world.give("service", HAVE[5:])
    for _ in range(rounds(2, 50)):
        (winner,) = fight(world, "sales", "service")
        check(world, "web")
        world.unassign("sales" if winner in world.holders("sales") else "service", winner)
    assert world.is_sound


def test_the_last_seat_is_not_given_by_two_roads_at_once(world: World) -> None:
    """Some are given it directly, others instead of what they lose."""
    world.own(plan("sales", 30), plan("service", SEATS))
    world.people(WANT[-1])
    world.give("service", HAVE)
    world.give("sales", WANT[:20])
    world.load(plan("sales", 1), plan("service", SEATS), issue=2)
    service = world.licence_id("service")
    for number, person in enumerate(WANT[:20]):
        superfluous.choose(
            world.context,
            token=f"form-{number}",
            shown=frozenset([person]),
            chosen={person: service},
        )

    def take(number: int) -> None:
        if number < 20:
            superfluous.apply(
                world.context, owner=OWNER, licence="sales", token=f"form-{number}", actor=ADMIN
            )
        else:
            world.assign("service", WANT[number])

    outcomes = at_once(THREADS, take)
    refused = [o for o in outcomes if isinstance(o, AssignmentRefused)]
    assert {o.fault for o in refused} == {AssignmentFault.NONE_FREE}
    assert (len(refused), outcomes.count(None)) == (THREADS - 1, 1)
    check(world, "service")
    assert world.is_sound


@pytest.mark.parametrize("seats", [10, 40], ids=["ten-of-forty", "all-of-forty"])
def test_as_many_get_a_seat_as_there_are(world: World, seats: int) -> None:
    world.own(module("plain", seats))
    world.people(WANT[-1])
    outcomes = at_once(THREADS, lambda number: world.assign("plain", WANT[number]))
    assert outcomes.count(None) == seats
    assert world.in_use() == {"plain": (seats, seats)}
    assert world.is_sound
