"""Choices: kept page by page under the form's token."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services import people
from solicense_plugin.store import choices
from tests.support.signing import module
from tests.support.world import World


def choose(
    world: World, shown: set[int], chosen: Mapping[int, int | None], form: str = "a"
) -> None:
    with world.context.writing() as writing:
        choices.replace_for(writing, form, shown, chosen)


def chosen(world: World, form: str = "a") -> dict[int, int | None]:
    with world.context.reading() as reading:
        return choices.of_people(reading, form, range(1, 100))


def counted(world: World, form: str = "a") -> tuple[int, Mapping[int | None, int]]:
    with world.context.reading() as reading:
        found = choices.counted(reading, form)
    return found.total, found.by_target


@pytest.fixture
def holders(world: World) -> World:
    """Ten holders of a licence; the lower the number, the later the last sign-in."""
    world.own(module("plain", 20))
    world.people(10)
    world.give("plain", range(1, 11))
    return world


def suggest(world: World, count: int) -> int:
    licence = world.licence_id("plain")
    with world.context.writing() as writing:
        return choices.suggest(writing, "a", [licence], count)


def test_nothing_is_chosen_at_first(world: World) -> None:
    assert (chosen(world), counted(world)) == ({}, (0, {}))


def test_a_page_replaces_what_was_chosen_on_it_and_leaves_the_others(world: World) -> None:
    choose(world, {1, 2, 3}, {1: None, 2: 7})
    choose(world, {4, 5}, {4: None, 5: None})
    choose(world, {1, 2, 3}, {2: 9, 3: None})
    assert chosen(world) == {2: 9, 3: None, 4: None, 5: None}
    assert counted(world) == (4, {9: 1, None: 3})


def test_a_page_without_a_tick_takes_its_people_out(world: World) -> None:
    choose(world, {1, 2}, {1: None, 2: None})
    choose(world, {1, 2}, {})
    assert chosen(world) == {}


def test_each_form_has_its_own_choice(world: World) -> None:
    choose(world, {1}, {1: None}, "a")
    choose(world, {1}, {1: 7}, "b")
    choose(world, {1}, {}, "a")
    assert (chosen(world, "a"), chosen(world, "b")) == ({}, {1: 7})


def test_everybody_who_is_chosen_can_be_aimed_at_one_licence(world: World) -> None:
    choose(world, {1, 2, 3}, {1: None, 2: 7})
    with world.context.writing() as writing:
        choices.aim(writing, "a", 9)
    assert chosen(world) == {1: 9, 2: 9}
    with world.context.writing() as writing:
        choices.aim(writing, "a", None)
    assert chosen(world) == {1: None, 2: None}


@pytest.mark.parametrize(
    "count, expected",
    [
        pytest.param(0, [], id="none"),
        pytest.param(1, [10], id="one"),
        pytest.param(3, [8, 9, 10], id="some"),
        pytest.param(10, list(range(1, 11)), id="all"),
        pytest.param(99, list(range(1, 11)), id="more-than-there-are"),
    ],
)
def test_those_longest_without_sign_in_are_suggested(
    holders: World, count: int, expected: list[int]
) -> None:
    assert suggest(holders, count) == len(expected)
    assert chosen(holders) == dict.fromkeys(expected)


def test_who_never_signed_in_is_suggested_first(holders: World) -> None:
    never = HostUser(id="11", login="never", name="Never")
    people.synchronise(holders.context, users=[never])
    holders.give("plain", [11])
    suggest(holders, 2)
    assert chosen(holders) == {11: None, 10: None}


def test_suggestions_come_beside_what_is_chosen_already(holders: World) -> None:
    choose(holders, {10, 2}, {10: 7, 2: None})
    suggest(holders, 2)
    assert chosen(holders) == {10: 7, 2: None, 9: None, 8: None}


def test_a_choice_can_be_forgotten(holders: World) -> None:
    choose(holders, {1, 2}, {1: None, 2: 7}, "a")
    choose(holders, {1}, {1: None}, "b")
    with holders.context.writing() as writing:
        choices.forget(writing, "a")
    assert (chosen(holders, "a"), chosen(holders, "b")) == ({}, {1: None})


def test_those_who_hold_the_licence_no_longer_can_be_forgotten_alone(holders: World) -> None:
    choose(holders, {1, 2, 3}, dict.fromkeys([1, 2, 3]))
    holders.unassign("plain", 2)
    licence = holders.licence_id("plain")
    with holders.context.writing() as writing:
        choices.forget(writing, "a", without=licence)
    assert chosen(holders) == {1: None, 3: None}
