"""Add-ons are told after commit what has happened, at least once."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from solicense_plugin.domain.deliveries import KEPT
from solicense_plugin.hooks.facts import ActivationFacts, AssignmentChanges
from solicense_plugin.services import activation, add_ons, deliveries, superfluous
from solicense_plugin.services.deliveries import Delivered
from solicense_plugin.store.engine import READ_ONLY
from tests.support.counting import statements
from tests.support.crowd import at_once
from tests.support.listening import Listener, Told, anew, install, users
from tests.support.signing import NOW, module, plan
from tests.support.world import ADMIN, OWNER, World

DAY = timedelta(days=1)


@pytest.fixture
def listener(world: World) -> Listener:
    """An add-on that listens from now on, where two plans are owned and five people work."""
    world.own(plan("Sales", 5), plan("service", 5))
    world.people(5)
    plugin = Listener()
    install(world, acme=plugin)
    return plugin


def deliver(world: World, **limits: float) -> Delivered:
    return deliveries.deliver(anew(world.context), **limits)


def sequence(world: World) -> int:
    with world.context.reading() as reading:
        return reading.installation.revision


# --- what is told -------------------------------------------------------------------------------


def test_nothing_is_told_before_somebody_delivers_it(world: World, listener: Listener) -> None:
    world.assign("sales", 1)
    assert listener.told == []
    assert deliver(world) == Delivered(told=1)
    assert users(listener.changes) == [("1", "Sales", True)]


def test_an_assignment_is_told_with_who_what_and_when(world: World, listener: Listener) -> None:
    world.assign("sales", 1)
    number = sequence(world)
    deliver(world)
    (told,) = listener.told
    key = told.installation
    assert isinstance(told, AssignmentChanges)
    assert (told.owner_name, told.at) == (OWNER, NOW)
    assert told.event_id == f"{key}-{number}-1"


def test_a_plan_that_takes_the_place_of_another_is_told_as_both(
    world: World, listener: Listener
) -> None:
    world.assign("sales", 1)
    world.assign("service", 1)
    world.unassign("service", 1)
    deliver(world)
    assert users(listener.changes) == [
        ("1", "Sales", True),
        ("1", "Sales", False),
        ("1", "service", True),
        ("1", "service", False),
    ]


def test_superfluous_licences_that_were_taken_or_given_anew_are_told(
    world: World, listener: Listener
) -> None:
    world.give("sales", [1, 2, 3])
    world.load(plan("Sales", 1), plan("service", 5), issue=2)
    deliver(world)
    known = len(listener.changes)
    chosen = {1: None, 2: world.licence_id("service")}
    superfluous.choose(world.context, token="t", shown=frozenset([1, 2]), chosen=chosen)
    superfluous.apply(world.context, owner=OWNER, licence="sales", token="t", actor=ADMIN)
    deliver(world)
    assert sorted(users(listener.changes[known:])) == [
        ("1", "Sales", False),
        ("2", "Sales", False),
        ("2", "service", True),
    ]


def test_an_activation_is_told_with_what_it_changed(world: World, listener: Listener) -> None:
    world.own(plan("Sales", 7), plan("service", 5), issue=2)
    deliver(world)
    (told,) = listener.told
    assert isinstance(told, ActivationFacts)
    assert (told.owner_name, told.issue_number, told.user_id) == (OWNER, 2, ADMIN.id)
    assert [(c.name, c.change, c.before, c.after) for c in told.changes] == [
        ("Sales", "raised", 5, 7)
    ]


def test_an_activation_that_drops_hidden_assignments_is_told_as_both(
    world: World, listener: Listener
) -> None:
    kept = [plan("Sales", 5), plan("service", 5)]
    world.own(*kept, module("extra", 5), issue=2)
    world.give("extra", [1, 2])
    world.own(*kept, module("extra", 5, IsHidden=True), issue=3)
    deliver(world)
    known = len(listener.told)
    world.own(*kept, issue=4)
    deliver(world)
    activated, changed = listener.told[known:]
    assert isinstance(activated, ActivationFacts)
    assert isinstance(changed, AssignmentChanges)
    assert users(changed.changes) == [("1", "extra", False), ("2", "extra", False)]
    assert activated.event_id != changed.event_id


def test_a_package_that_comes_back_is_told_as_an_activation(
    world: World, listener: Listener
) -> None:
    world.own(plan("Sales", 7), plan("service", 5), issue=2)
    activation.restore(world.context, owner=OWNER, issue_number=1, reason="A mistake", actor=ADMIN)
    deliver(world)
    assert [t.issue_number for t in listener.told if isinstance(t, ActivationFacts)] == [2, 1]


def test_what_is_refused_is_not_told(world: World, listener: Listener) -> None:
    world.assign("sales", 1)
    deliver(world)
    with pytest.raises(Exception, match="already-held"):
        world.assign("sales", 1)
    assert deliver(world) == Delivered()


@pytest.mark.slow
def test_many_changes_come_in_parts_of_a_thousand_with_ids_that_stay(
    world: World, listener: Listener
) -> None:
    world.own(plan("Sales", 3000), plan("service", 5), issue=2)
    world.people(2345)
    world.give("sales", range(1, 2346))
    number = sequence(world)
    deliver(world)
    parts = [told for told in listener.told if isinstance(told, AssignmentChanges)]
    assert [len(part.changes) for part in parts] == [1000, 1000, 345]
    assert {change.user_id for change in listener.changes} == {str(n) for n in range(1, 2346)}
    assert [part.event_id.rsplit("-", 2)[1:] for part in parts] == [
        [str(number), "1"],
        [str(number), "2"],
        [str(number), "3"],
    ]


# --- who is told --------------------------------------------------------------------------------


def test_a_new_add_on_gets_no_old_events(world: World, listener: Listener) -> None:
    world.assign("sales", 1)
    newcomer = Listener()
    install(world, acme=listener, newcomer=newcomer)
    world.assign("sales", 2)
    assert deliver(world) == Delivered(told=3)
    assert users(newcomer.changes) == [("2", "Sales", True)]


def test_an_add_on_that_does_not_listen_gets_no_events(world: World, listener: Listener) -> None:
    class Deaf:
        api = "solicense-addon/1"

    install(world, deaf=Deaf())
    world.assign("sales", 1)
    assert deliveries.backlog(world.context) == []


def test_the_events_of_an_add_on_that_is_gone_expire_after_thirty_days(
    world: World, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    world.assign("sales", 1)
    install(world)
    world.clock.now += KEPT
    assert deliver(world) == Delivered()
    assert [waits.recipient for waits in deliveries.backlog(world.context)] == ["acme"]
    world.clock.now += timedelta(microseconds=1)
    with caplog.at_level(logging.ERROR, "solicense.deliveries"):
        assert deliver(world) == Delivered(expired=1)
    assert "acme was never told of 1 events" in caplog.text
    assert deliveries.backlog(world.context) == []


def test_an_event_costs_one_statement_however_many_people_and_add_ons(world: World) -> None:
    world.own(plan("sales", 50))
    world.people(50)
    alone = _statements(world, 1)
    install(world, one=Listener(), two=Listener(), three=Listener())
    assert _statements(world, 2) == alone + 1


def _statements(world: World, first: int) -> int:
    with statements(world.context.store.engine) as made:
        world.assign("sales", first)
    return len([one for one in made if not one.startswith("BEGIN")])


# --- what goes wrong ----------------------------------------------------------------------------


def fail(_told: Told) -> None:
    message = "the vendor's database is away"
    raise RuntimeError(message)


def leave(_told: Told) -> None:
    sys.exit("gone")


@pytest.mark.parametrize("react", [fail, leave], ids=["raises", "calls-sys.exit"])
def test_an_event_that_failed_waits_and_is_told_again_with_the_same_id(
    world: World, listener: Listener, react: Callable[[Told], None]
) -> None:
    listener.react = react
    world.assign("sales", 1)
    assert deliver(world) == Delivered(failed=1)
    assert deliver(world) == Delivered()  # not at once
    (waits,) = deliveries.backlog(world.context)
    assert (waits.waiting, waits.failing, waits.oldest) == (1, 1, NOW)
    assert waits.error.startswith(("RuntimeError", "SystemExit"))
    listener.react = lambda _told: None
    world.clock.now += timedelta(seconds=70)
    assert deliver(world) == Delivered(told=1)
    assert listener.ids[0] == listener.ids[1]
    assert deliveries.backlog(world.context) == []


def test_one_that_fails_is_told_nothing_more_in_the_round_and_others_are(
    world: World, listener: Listener
) -> None:
    other = Listener()
    install(world, acme=listener, other=other)
    listener.react = fail
    world.assign("sales", 1)
    world.assign("sales", 2)
    assert deliver(world) == Delivered(told=2, failed=1)
    assert len(listener.told) == 1


def test_one_that_is_paused_loses_nothing(world: World, listener: Listener) -> None:
    listener.react = fail
    world.assign("sales", 1)
    for _ in range(3):
        deliver(world)
        world.clock.now += DAY
    assert deliver(world) == Delivered()
    assert len(listener.told) == 3
    listener.react = lambda _told: None
    add_ons.resume(
        world.context, add_on="acme", contribution="solicense_assignments_changed", actor=ADMIN
    )
    assert deliver(world) == Delivered(told=1)


def test_one_that_sleeps_is_left_behind_and_told_again(world: World, listener: Listener) -> None:
    awake = threading.Event()
    listener.react = lambda _told: _wait(awake)
    world.assign("sales", 1)
    assert deliver(world, listens=0.02) == Delivered(failed=1)
    world.assign("sales", 2)  # nothing of ours is locked meanwhile
    awake.set()
    world.clock.now += timedelta(minutes=2)
    assert deliver(world) == Delivered(told=2)


def _wait(awake: threading.Event) -> None:
    awake.wait(30)


def test_nothing_of_ours_is_open_while_an_add_on_listens(world: World, listener: Listener) -> None:
    engine = world.context.store.engine
    out: list[int] = []
    listener.react = lambda _told: out.append(engine.pool.checkedout())  # type: ignore[attr-defined]  # QueuePool's
    world.assign("sales", 1)
    deliver(world)
    assert out == [0]


def test_one_that_leaks_a_transaction_stops_nobody(world: World, listener: Listener) -> None:
    leaked = []

    def leak(_told: Told) -> None:
        connection = world.context.store.engine.connect()
        connection.execution_options(**{READ_ONLY: True})
        connection.exec_driver_sql("SELECT 1")
        leaked.append(connection)

    listener.react = leak
    world.assign("sales", 1)
    world.assign("sales", 2)
    assert deliver(world) == Delivered(told=2)
    for connection in leaked:
        connection.close()


def test_the_round_ends_when_its_time_is_over_and_the_rest_comes_in_the_next(
    world: World, listener: Listener
) -> None:
    world.assign("sales", 1)
    assert deliver(world, budget=0) == Delivered()
    assert deliver(world) == Delivered(told=1)


def test_ten_workers_at_once_tell_each_event_once(world: World, listener: Listener) -> None:
    for person in range(1, 6):
        world.assign("sales", person)
    done = at_once(10, lambda _: deliver(world))
    told = [one.told for one in done if isinstance(one, Delivered)]
    assert len(told) == 10, done
    assert sum(told) == 5
    assert len(listener.ids) == len(set(listener.ids)) == 5
