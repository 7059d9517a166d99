"""Activation of exactly what was seen: neither what came later nor what was put in its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from solicense_plugin.domain.errors import (
    ActivationRefused,
    Fault,
    NothingWaiting,
    PackageRefused,
    StaleComparison,
)
from solicense_plugin.services import activation, overview, people
from tests.support.crowd import at_once
from tests.support.dumps import dump
from tests.support.signing import Issuer, document, module, plan
from tests.support.tampering import Hand, tamper, with_another_letter
from tests.support.world import ADMIN, OWNER, World

Step = Callable[[World], object]


def seen(world: World) -> str:
    """Look at what waits, as an administrator does."""
    return activation.propose(world.context, owner=OWNER).comparison.digest


def activate(world: World, digest: str) -> None:
    activation.activate(world.context, owner=OWNER, digest=digest, actor=ADMIN)


# --- what has happened since -------------------------------------------------------------------

OWNED = plan("sales", 4), plan("service", 4), module("basic", 4)
PROPOSED = plan("sales", 2), plan("service", 4), module("basic", 4)


def expire(world: World) -> None:
    world.clock.now += timedelta(days=200)


def swap_holders(world: World) -> None:
    world.unassign("sales", 1)
    world.assign("sales", 4)


STALE = [
    pytest.param(lambda w: w.load(plan("sales", 9), issue=3), id="a-newer-package-waits"),
    pytest.param(lambda w: w.assign("sales", 4), id="one-more-must-go"),
    pytest.param(lambda w: w.unassign("sales", 1), id="nobody-must-go-any-more"),
    pytest.param(expire, id="it-has-expired"),
]
SAME = [
    pytest.param(lambda w: w.assign("basic", 4), id="an-unrelated-assignment"),
    pytest.param(lambda w: w.unassign("basic", 1), id="an-unrelated-removal"),
    pytest.param(swap_holders, id="another-holder-for-the-same-seat"),
    pytest.param(lambda w: people.synchronise(w.context, users=[]), id="new-facts-of-people"),
    pytest.param(lambda w: w.load(*PROPOSED, issue=2), id="the-same-package-again"),
]


@pytest.fixture
def proposed(world: World) -> World:
    """Three of four seats are in use, and a package with two of them waits."""
    world.own(*OWNED)
    world.people(4)
    world.give("sales", [1, 2, 3])
    world.give("basic", [1])
    world.load(*PROPOSED, issue=2)
    return world


@pytest.mark.parametrize("meanwhile", STALE)
def test_what_changes_the_decision_makes_it_stale(proposed: World, meanwhile: Step) -> None:
    digest = seen(proposed)
    meanwhile(proposed)
    before = dump(proposed.context.store, proposed.context.installation_id)
    with pytest.raises(StaleComparison):
        activate(proposed, digest)
    assert dump(proposed.context.store, proposed.context.installation_id) == before


@pytest.mark.parametrize("meanwhile", SAME)
def test_what_does_not_change_the_decision_leaves_it_as_it_was(
    proposed: World, meanwhile: Step
) -> None:
    digest = seen(proposed)
    meanwhile(proposed)
    with pytest.raises(ActivationRefused):
        activate(proposed, digest)


def test_another_package_that_became_current_makes_it_stale(world: World) -> None:
    world.own(module("one"))
    world.load(module("one", 20), issue=3)
    digest = seen(world)
    world.activate()
    world.load(module("one", 30), issue=4)
    with pytest.raises(StaleComparison):
        activate(world, digest)


def test_of_many_who_activate_at_once_one_does_and_the_others_find_nothing(world: World) -> None:
    world.load(module("one"))
    digest = seen(world)
    outcomes = at_once(6, lambda _: activate(world, digest))
    assert outcomes.count(None) == 1
    assert [type(o) for o in outcomes if o is not None] == [NothingWaiting] * 5
    assert world.is_sound


# --- what was put in its place -----------------------------------------------------------------


def one_letter(world: World) -> bytes:
    return with_another_letter(world.issuer.sign(document(module("one", 20), issue=2)))


def unsigned(_world: World) -> bytes:
    return b'{"ModuleLicenses": []}'


def somebody_s(world: World) -> bytes:
    return Issuer(OWNER).sign(document(module("one", 999), issue=2))


def partner_s(world: World) -> bytes:
    partner = Issuer("ACME", root=world.issuer.root)
    return partner.sign(document(module("one", 999), issue=2, OwnerName="ACME"))


def another(world: World) -> bytes:
    """Return what the same owner signed on another day."""
    return world.issuer.sign(document(module("one", 999), issue=2))


@pytest.mark.parametrize(
    "content, fault",
    [
        pytest.param(one_letter, Fault.PACKAGE_SIGNATURE, id="one-letter-changed"),
        pytest.param(unsigned, Fault.UNSIGNED, id="unsigned"),
        pytest.param(lambda _: b"", Fault.EMPTY, id="emptied"),
        pytest.param(somebody_s, Fault.CERTIFICATE_SIGNATURE, id="of-another-root"),
        pytest.param(partner_s, Fault.PACKAGE_SIGNATURE, id="of-a-partner"),
        pytest.param(another, Fault.PACKAGE_SIGNATURE, id="of-the-owner-from-another-day"),
    ],
)
def test_what_was_put_in_the_place_of_a_package_is_not_activated(
    world: World, content: Callable[[World], bytes], fault: Fault
) -> None:
    world.own(module("one", 10))
    world.load(module("one", 20), issue=2)
    digest = seen(world)
    put(world, content=content(world))
    fresh = world.fresh()
    overseen = overview.overview(fresh.context, owner=OWNER, language="en", viewer="1")
    with pytest.raises(PackageRefused) as refused:
        activate(fresh, digest)
    assert refused.value.fault is fault
    assert overseen.distrusted is not None
    assert (overseen.distrusted.fault, overseen.waiting) == (fault, None)
    assert fresh.in_use() == {"one": (0, 10)}


def test_a_partner_s_package_is_not_activated_as_ours_with_its_own_hash_either(
    world: World,
) -> None:
    partner = World(world.context, Issuer("ACME", root=world.issuer.root), world.clock)
    world.own(module("one", 10))
    world.load(module("one", 20), issue=2)
    partner.load(module("one", 999), issue=2)
    tamper(world.context, put_partners_package)
    for each in (world, world.fresh()):
        with pytest.raises(PackageRefused) as refused:
            seen(each)
        assert refused.value.fault is Fault.OTHER_OWNER


def put_partners_package(hand: Hand) -> None:
    """Let our owner's row say that the partner's package is the one that waits."""
    (theirs,) = hand.rows(hand.tables.package, owner_name="ACME")
    hand.change(hand.tables.owner, {"name": OWNER}, waiting_package_id=theirs["id"])


def put(world: World, **values: object) -> None:
    def act(hand: Hand) -> None:
        hand.change(hand.tables.package, {"issue_number": 2}, **values)

    tamper(world.context, act)
