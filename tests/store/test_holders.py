"""Pages of holders: everybody exactly once, in order, forwards and backwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from solicense_plugin.domain.lists import HolderPage, HolderRow, Order, Place, Wanted
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services import people
from solicense_plugin.store import holders
from tests.support.signing import NOW, module, plan
from tests.support.world import World

EVERYBODY = range(1, 131)
#: Who holds what; ten people have a plan and the hidden licence that it implies.
PLAIN, SALES, SERVICE, DIRECT = EVERYBODY, range(1, 61), range(61, 101), range(91, 131)
ORDERS = [pytest.param(order, id=order.value) for order in Order]
WAYS = [pytest.param(False, id="rising"), pytest.param(True, id="falling")]
LICENCES = [pytest.param("plain", id="direct"), pytest.param("web", id="through-plans")]


def user(number: int) -> HostUser:
    """Return somebody with the name of one other and the group of many others."""
    signed_in = {0: None, 1: NOW}.get(number % 4, NOW - timedelta(minutes=number))
    return HostUser(
        id=str(number),
        login=f"user{number}",
        name=f"Person {number % 65:03}",
        primary_group=f"Group {number % 3}",
        last_login=signed_in,
    )


@pytest.fixture(scope="module")
def crowd(new_world: Callable[[], World]) -> World:
    """130 people with licences, direct and through plans."""
    world = new_world()
    people.synchronise(world.context, users=[user(n) for n in EVERYBODY])
    plans = [plan("sales", 100, "web"), plan("service", 100, "web")]
    world.own(*plans, module("web", 200), module("plain", 200))
    for licence, some in {
        "plain": PLAIN,
        "web": DIRECT,
        "sales": SALES,
        "service": SERVICE,
    }.items():
        for start in range(some.start, some.stop, 30):
            world.give(licence, range(start, min(start + 30, some.stop)))
            world.clock.now += timedelta(minutes=1)
    world.own(*plans, module("web", 200, IsHidden=True), module("plain", 200), issue=2)
    return world


def page(world: World, licence: str, wanted: Wanted) -> HolderPage:
    names = [licence] if licence == "plain" else [licence, "sales", "service"]
    ids = [world.licence_id(name) for name in names]
    with world.context.reading() as reading:
        return holders.page(reading, ids, wanted)


def place(row: HolderRow) -> Place:
    return Place(row.place, row.associate_id)


def forwards(world: World, licence: str, order: Order, descending: bool) -> Iterator[HolderPage]:
    after = None
    while True:
        found = page(world, licence, Wanted(order, descending, after=after))
        yield found
        if not found.has_next:
            return
        after = place(found.rows[-1])


def backwards(world: World, licence: str, last: HolderPage, wanted: Wanted) -> Iterator[HolderPage]:
    found = last
    while found.has_previous:
        before = place(found.rows[0])
        found = page(world, licence, Wanted(wanted.order, wanted.descending, before=before))
        yield found


def value(order: Order, row: HolderRow) -> str | int:
    """Return what a row is to be sorted by, from what it shows."""
    values: dict[Order, str | int] = {
        Order.NAME: row.name.lower(),
        Order.GROUP: row.primary_group.lower(),
        Order.LAST_LOGIN: row.last_login,
        Order.SINCE: row.since,
    }
    return values[order]


@pytest.mark.parametrize("licence", LICENCES)
@pytest.mark.parametrize("descending", WAYS)
@pytest.mark.parametrize("order", ORDERS)
def test_pages_forwards_show_everybody_once_in_order(
    crowd: World, order: Order, descending: bool, licence: str
) -> None:
    rows = [row for found in forwards(crowd, licence, order, descending) for row in found.rows]
    shown = [(value(order, row), row.associate_id) for row in rows]
    assert sorted(row.associate_id for row in rows) == list(EVERYBODY)
    assert shown == sorted(shown, reverse=descending)
    assert [row.place for row in rows] == [value(order, row) for row in rows]


@pytest.mark.parametrize("licence", LICENCES)
@pytest.mark.parametrize("descending", WAYS)
@pytest.mark.parametrize("order", ORDERS)
def test_pages_backwards_show_the_same_people(
    crowd: World, order: Order, descending: bool, licence: str
) -> None:
    there = list(forwards(crowd, licence, order, descending))
    back = list(backwards(crowd, licence, there[-1], Wanted(order, descending)))
    together = [row for found in reversed(back) for row in found.rows]
    assert together == [row for found in there[:-1] for row in found.rows]


def test_a_page_tells_whether_there_is_another_on_either_side(crowd: World) -> None:
    there = list(forwards(crowd, "plain", Order.NAME, False))
    back = list(backwards(crowd, "plain", there[-1], Wanted()))
    assert [len(found.rows) for found in there] == [50, 50, 30]
    assert [(f.has_previous, f.has_next) for f in there] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert [(f.has_previous, f.has_next) for f in back] == [(True, True), (False, True)]


def test_who_never_signed_in_comes_before_every_date(crowd: World) -> None:
    (first, *_rest) = forwards(crowd, "plain", Order.LAST_LOGIN, False)
    never = [n for n in EVERYBODY if n % 4 == 0]
    assert [row.associate_id for row in first.rows][: len(never)] == never
    assert {row.last_login for row in first.rows[: len(never)]} == {0}


def test_whoever_has_a_plan_and_the_licence_itself_is_shown_by_the_plan(crowd: World) -> None:
    rows = [row for found in forwards(crowd, "web", Order.NAME, False) for row in found.rows]
    through = {row.associate_id: row.licence_id for row in rows}
    assert {through[n] for n in SALES} == {crowd.licence_id("sales")}
    assert {through[n] for n in SERVICE} == {crowd.licence_id("service")}
    assert {through[n] for n in DIRECT if n not in SERVICE} == {crowd.licence_id("web")}


def test_a_row_shows_since_when_and_by_whom(crowd: World) -> None:
    (first, *_rest) = forwards(crowd, "plain", Order.SINCE, False)
    assert {(row.since, row.given_by) for row in first.rows[:30]} == {
        (to_microseconds(NOW), "user:1")
    }


def test_a_list_follows_what_the_host_says_of_its_people(world: World) -> None:
    world.own(module("plain"))
    world.people(3)
    world.give("plain", range(1, 4))
    renamed = [HostUser(id=str(n), login=f"u{n}", name=name) for n, name in enumerate("CAB", 1)]
    people.synchronise(world.context, users=renamed)
    rows = page(world, "plain", Wanted()).rows
    assert [(row.name, row.place) for row in rows] == [("A", "a"), ("B", "b"), ("C", "c")]
    assert {row.last_login for row in rows} == {0}
