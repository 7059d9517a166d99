"""Ids: int32, taken under the installation's lock, each once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.support.crowd import at_once
from tests.support.signing import Issuer, module
from tests.support.world import World

INT32 = range(1, 2**31)


def ids(world: World) -> list[int]:
    """Return the ids of everything that takes them from the installation's counter."""
    tables = world.context.store.tables
    with world.context.reading() as reading:
        return [
            identifier
            for table in (tables.owner, tables.licence, tables.package, tables.activation)
            for identifier in reading.connection.scalars(
                select(table.c.id).where(table.c.installation_id == reading.installation_id)
            )
        ]


def test_ids_of_an_installation_are_int32_and_each_given_once(world: World) -> None:
    world.own(module("one"), module("two"))
    world.own(module("one"), module("three"), issue=2)
    partner = Issuer("ACME", root=world.issuer.root)
    acme = World(world.context, partner, world.clock)
    acme.own(module("one"))
    found = ids(world)
    assert len(found) == len(set(found)) == 2 + 4 + 3 + 3
    assert all(identifier in INT32 for identifier in found)


def test_each_installation_counts_for_itself(world: World, new_world: Callable[[], World]) -> None:
    other = new_world()
    for each in (world, other):
        each.own(module("one"))
    assert ids(world) == ids(other)


def test_ids_taken_at_once_are_all_different(world: World) -> None:
    def take(_thread: int) -> list[int]:
        with world.context.writing() as writing:
            return list(writing.take_ids(5))

    taken = at_once(12, take)
    found = [identifier for some in taken if isinstance(some, list) for identifier in some]
    assert len(found) == len(set(found)) == 60


@pytest.mark.parametrize("count", [0, 1, 7])
def test_as_many_ids_are_taken_as_were_asked_for(world: World, count: int) -> None:
    with world.context.writing() as writing:
        first, second = writing.take_ids(count), writing.take_ids(1)
    assert (len(first), second[0] - first.start) == (count, count)
