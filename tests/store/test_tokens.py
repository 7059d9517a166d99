"""Once-only tokens: what a form did is remembered for a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from solicense_plugin.services.context import AlreadyDone
from tests.support.crowd import at_once
from tests.support.world import World


def send(world: World, token: str | None, result: str = "done") -> None:
    """Let a form arrive whose effect is nothing but its result."""
    with world.context.once(token) as effect:
        effect.result = result


def known(world: World) -> set[str]:
    row = world.context.store.tables.token
    with world.context.reading() as reading:
        mine = row.c.installation_id == world.context.installation_id
        return set(reading.connection.scalars(select(row.c.token).where(mine)))


def test_a_form_that_arrives_again_is_told_its_first_result(world: World) -> None:
    send(world, "form", "first")
    with pytest.raises(AlreadyDone) as done:
        send(world, "form", "second")
    assert done.value.result == "first"


def test_other_forms_are_not_concerned(world: World) -> None:
    send(world, "one")
    send(world, "ONE")
    send(world, "öne")
    assert known(world) == {"one", "ONE", "öne"}


def test_what_has_no_form_can_happen_again(world: World) -> None:
    send(world, None)
    send(world, None)
    assert known(world) == set()


def test_a_form_that_fails_can_be_sent_again(world: World) -> None:
    with pytest.raises(ZeroDivisionError), world.context.once("form"):
        _ = 1 // 0
    send(world, "form")
    assert known(world) == {"form"}


def test_a_form_without_a_result_is_remembered_too(world: World) -> None:
    send(world, "form", "")
    with pytest.raises(AlreadyDone):
        send(world, "form")


@pytest.mark.parametrize(
    "later, remembered",
    [
        pytest.param(timedelta(hours=24), {"old", "new"}, id="a-day"),
        pytest.param(timedelta(hours=24, microseconds=1), {"new"}, id="more-than-a-day"),
    ],
)
def test_a_form_is_remembered_for_24_hours(
    world: World, later: timedelta, remembered: set[str]
) -> None:
    send(world, "old")
    world.clock.now += later
    send(world, "new")
    assert known(world) == remembered


def test_a_form_sent_many_times_at_once_has_one_effect(world: World) -> None:
    outcomes = at_once(8, lambda number: send(world, "form", str(number)))
    done = [outcome for outcome in outcomes if isinstance(outcome, AlreadyDone)]
    assert outcomes.count(None) == 1
    assert len(done) == 7
    assert {error.result for error in done} == {str(outcomes.index(None))}


def test_the_same_token_in_another_installation_is_another_form(
    world: World, new_world: Callable[[], World]
) -> None:
    other = new_world()
    other.clock.now += timedelta(days=2)
    send(world, "form")
    send(other, "form")
    assert (known(world), known(other)) == ({"form"}, {"form"})
