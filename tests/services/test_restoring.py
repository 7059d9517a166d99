"""Restoring: an older issue becomes current again on purpose, and stays so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

from solicense_plugin import history_messages
from solicense_plugin.domain.activation import Activation, Source
from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.arrival import Arrival
from solicense_plugin.domain.errors import (
    ActivationRefused,
    InvalidField,
    LicenceError,
    NotFound,
    PackageRefused,
)
from solicense_plugin.services import activation, history, packages
from tests.support.crowd import at_once
from tests.support.dumps import dump
from tests.support.signing import NOW, Issuer, document, plan
from tests.support.tampering import Hand, tamper, with_another_letter
from tests.support.world import ADMIN, OWNER, World

OPERATOR = Actor(ActorKind.OPERATOR, "ops")
WHY = "Number 7 is not what was ordered."
FIVE, SEVEN = plan("sales", 5), plan("sales", 7)


@pytest.fixture
def customer(world: World) -> World:
    """Number 7 is active, and number 5 was before; two people use it."""
    world.own(FIVE, issue=5)
    world.own(SEVEN, issue=7)
    world.people(9)
    world.assign("sales", 1, 2)
    return world


def restore(world: World, issue: int = 5, reason: str = WHY) -> Activation:
    return activation.restore(
        world.context, owner=OWNER, issue_number=issue, reason=reason, actor=OPERATOR
    )


def arrives(world: World, issue: int, quantity: int | None = None) -> Arrival:
    """Let a package arrive as from the licence server."""
    content = world.issuer.sign(document(plan("sales", quantity or issue), issue=issue))
    source = Source.LICENCE_SERVER
    return packages.load(world.context, content=content, source=source, actor=ADMIN).arrival


def actions(world: World) -> list[str]:
    entries = history.since(world.context, owner=OWNER, revision=0, language="en")
    return [entry.action.value for entry in entries]


def test_an_older_issue_becomes_current_again(customer: World) -> None:
    restored = restore(customer)
    assert (restored.issue_number, restored.by, restored.reason) == (5, OPERATOR, WHY)
    assert (restored.source, restored.automatic) == (Source.FILE, False)
    assert customer.in_use() == {"sales": (2, 5)}
    assert customer.is_sound


def test_it_is_one_entry_of_its_own_action_with_the_reason(customer: World) -> None:
    before = actions(customer)
    restore(customer)
    assert actions(customer) == [*before, "package:restored"]
    entry = history.since(customer.context, owner=OWNER, revision=0, language="en")[-1]
    assert (entry.reason, entry.facts["issue"]) == (WHY, 5)
    assert history_messages.happened(entry) == f"ops restored licence number 5: {WHY}"


def test_the_issue_that_was_restored_over_does_not_come_back_by_itself(customer: World) -> None:
    restore(customer)
    before = actions(customer)
    assert arrives(customer, 7) is Arrival.SET_ASIDE
    assert actions(customer) == before
    assert customer.in_use() == {"sales": (2, 5)}


@pytest.mark.parametrize(
    "issue, quantity, fault",
    [
        pytest.param(6, 6, "lower-issue-number", id="between"),
        pytest.param(7, 9, "same-issue-other-content", id="the-same-number"),
    ],
)
def test_what_arrives_is_compared_with_the_newest_that_was_ever_active(
    customer: World, issue: int, quantity: int, fault: str
) -> None:
    restore(customer)
    with pytest.raises(PackageRefused) as refused:
        arrives(customer, issue, quantity)
    assert refused.value.fault == fault
    assert customer.in_use() == {"sales": (2, 5)}


def test_what_was_restored_is_current_when_it_arrives_again(customer: World) -> None:
    restore(customer)
    assert arrives(customer, 5) is Arrival.ALREADY_CURRENT


def test_a_newer_issue_comes(customer: World) -> None:
    restore(customer)
    assert arrives(customer, 8) is Arrival.NEW
    customer.activate()
    assert customer.in_use() == {"sales": (2, 8)}


def test_a_newer_issue_that_waits_goes_on_waiting(customer: World) -> None:
    arrives(customer, 8)
    restore(customer)
    assert customer.in_use() == {"sales": (2, 5)}
    assert arrives(customer, 8) is Arrival.ALREADY_WAITING
    assert customer.activate().issue_number == 8


def test_the_issue_that_was_restored_over_can_be_restored(customer: World) -> None:
    restore(customer)
    restore(customer, 7, "It was right after all.")
    assert customer.in_use() == {"sales": (2, 7)}
    assert arrives(customer, 7) is Arrival.ALREADY_CURRENT


def test_more_in_use_than_it_grants_is_refused_with_the_number_of_people(customer: World) -> None:
    customer.assign("sales", 3, 4, 5, 6)
    refused = unchanged(customer, lambda: restore(customer), ActivationRefused)
    (found,) = refused.objections
    assert (found.code, found.licence, found.count) == ("over-use", "sales", 1)


def test_an_issue_that_has_expired_meanwhile_is_refused(world: World) -> None:
    world.own(FIVE, issue=5, ExpiryDate=NOW.replace(year=2027).isoformat())
    world.own(SEVEN, issue=7, ExpiryDate=NOW.replace(year=2028).isoformat())
    world.clock.now = NOW.replace(year=2027)
    refused = unchanged(world, lambda: restore(world), ActivationRefused)
    assert [found.code for found in refused.objections] == ["expired"]


@pytest.mark.parametrize(
    "issue, reason, field, rule",
    [
        pytest.param(6, WHY, "issue", "never-active", id="never-here"),
        pytest.param(8, WHY, "issue", "never-active", id="waits"),
        pytest.param(7, WHY, "issue", "active", id="active"),
        pytest.param(5, "", "reason", "empty", id="no-reason"),
        pytest.param(5, " \t\n", "reason", "empty", id="blank-reason"),
        pytest.param(5, "x" * 255, "reason", "too-long", id="long-reason"),
    ],
)
def test_what_cannot_be_restored_is_named(
    customer: World, issue: int, reason: str, field: str, rule: str
) -> None:
    arrives(customer, 8)
    refused = unchanged(customer, lambda: restore(customer, issue, reason), InvalidField)
    assert (refused.field, refused.rule) == (field, rule)


def test_an_issue_of_another_owner_is_none_of_this_one(customer: World) -> None:
    partner = World(customer.context, Issuer("ACME", customer.issuer.root), customer.clock)
    partner.own(issue=3)
    assert unchanged(customer, lambda: restore(customer, 3), InvalidField).rule == "never-active"


def test_an_owner_that_is_not_there_cannot_be_restored(world: World) -> None:
    unchanged(world, lambda: restore(world), NotFound)


def test_a_stored_package_that_somebody_has_changed_is_not_restored(customer: World) -> None:
    def change(hand: Hand) -> None:
        (row,) = hand.rows(hand.tables.package, issue_number=5)
        content = with_another_letter(bytes(row["content"]))
        hand.change(hand.tables.package, {"issue_number": 5}, content=content)

    tamper(customer.context, change)
    other = customer.fresh()
    refused = unchanged(other, lambda: restore(other), PackageRefused)
    assert refused.fault == "package-signature"


def test_several_who_restore_at_once_restore_once(customer: World) -> None:
    def once(_number: int) -> str:
        try:
            restore(customer)
        except InvalidField as refused:
            return refused.rule
        return "restored"

    outcomes = at_once(4, once)
    assert (outcomes.count("restored"), outcomes.count("active")) == (1, 3)
    assert actions(customer).count("package:restored") == 1


Refusal = TypeVar("Refusal", bound=LicenceError)


def unchanged(world: World, act: Callable[[], object], kind: type[Refusal]) -> Refusal:
    """Do what is refused, and see that nothing has changed by it."""
    before = dump(world.context.store, world.context.installation_id)
    with pytest.raises(kind) as refused:
        act()
    assert dump(world.context.store, world.context.installation_id) == before
    return refused.value


# --- the history ---------------------------------------------------------------------------------


def listed(found: history.Activations) -> list[tuple[str, int, str | None]]:
    return [(row.owner, row.issue_number, row.reason) for row in found.rows]


def test_the_history_has_every_activation_of_every_owner_newest_first(customer: World) -> None:
    partner = World(customer.context, Issuer("ACME", customer.issuer.root), customer.clock)
    partner.own(issue=3)
    restore(customer)
    found = history.page(customer.context, language="en")
    assert listed(found) == [(OWNER, 5, WHY), ("ACME", 3, None), (OWNER, 7, None), (OWNER, 5, None)]
    assert found.names == {ADMIN: "Person 0001"}
    assert set(found.owners) == {OWNER, "ACME"}
    mine = history.of_owner(customer.context, owner=OWNER)
    assert listed(mine) == [(OWNER, 5, WHY), (OWNER, 7, None), (OWNER, 5, None)]


def test_the_history_of_nothing_is_empty(world: World) -> None:
    found = history.page(world.context, language="en")
    assert (found.rows, found.has_newer, found.has_older) == ((), False, False)
    with pytest.raises(NotFound):
        history.of_owner(world.context, owner=OWNER)


def test_the_history_is_paged_by_the_place_in_it(customer: World) -> None:
    for turn in range(59):
        restore(customer, 5 if turn % 2 == 0 else 7)
    everything = [row.id for row in history.of_owner(customer.context, owner=OWNER).rows]
    assert len(everything) == 61
    first = history.page(customer.context, language="en")
    assert [row.id for row in first.rows] == everything[:50]
    assert (first.has_newer, first.has_older) == (False, True)
    second = history.page(customer.context, language="en", after=everything[49])
    assert [row.id for row in second.rows] == everything[50:]
    assert (second.has_newer, second.has_older) == (True, False)
    back = history.page(customer.context, language="en", before=everything[50])
    assert [row.id for row in back.rows] == everything[:50]
    assert (back.has_newer, back.has_older) == (False, True)
    middle = history.page(customer.context, language="en", before=everything[55])
    assert [row.id for row in middle.rows] == everything[5:55]
    assert (middle.has_newer, middle.has_older) == (True, True)


def test_an_issue_that_was_activated_twice_has_two_activations(customer: World) -> None:
    restore(customer)
    *_others, first = history.of_owner(customer.context, owner=OWNER).rows

    def before(activation_id: int | None) -> object:
        past = activation.past(
            customer.context,
            owner=OWNER,
            issue_number=5,
            language="en",
            activation_id=activation_id,
        )
        lines = past.activation.changes["licences"]
        assert isinstance(lines, list)
        return lines[0]["before"], past.activation.reason

    assert before(None) == (7, WHY)
    assert before(first.id) == (0, None)
    with pytest.raises(NotFound):
        activation.past(
            customer.context, owner=OWNER, issue_number=7, language="en", activation_id=first.id
        )


def test_after_a_change_of_serial_number_an_older_issue_is_refused(customer: World) -> None:
    def change(hand: Hand) -> None:
        hand.change(hand.tables.installation, {}, serial_number="7")

    tamper(customer.context, change)
    refused = unchanged(customer, lambda: restore(customer), ActivationRefused)
    assert [found.code for found in refused.objections] == ["unknown-serial"]
