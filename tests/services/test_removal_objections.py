"""Add-ons may object to somebody's losing a licence; who cannot be asked stops nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence

import pytest

from solicense_plugin import hookimpl
from solicense_plugin.domain.errors import ChoiceMoved, RemovalRefused
from solicense_plugin.domain.lists import Wanted
from solicense_plugin.hooks.contributions import RemovalObjection
from solicense_plugin.hooks.facts import LicenceFacts, Person
from solicense_plugin.services import superfluous
from solicense_plugin.store import ledger
from tests.support.listening import install
from tests.support.signing import plan
from tests.support.world import ADMIN, OWNER, World


class Keeper:
    """An add-on that wants some people to keep their licence."""

    api = "solicense-addon/1"

    def __init__(self, **kept: str) -> None:
        #: The host's id, with a letter before it → why.
        self.kept: Mapping[str, str] = {user[1:]: why for user, why in kept.items()}
        self.is_well = True
        self.before: Callable[[], object] = lambda: None
        self.asked: list[tuple[LicenceFacts, Sequence[Person]]] = []

    @hookimpl
    def solicense_object_to_removal(
        self, licence: LicenceFacts, associates: Sequence[Person]
    ) -> list[RemovalObjection]:
        self.asked.append((licence, associates))
        self.before()
        if not self.is_well:
            message = "the vendor's database is away"
            raise RuntimeError(message)
        return [RemovalObjection(user, why) for user, why in self.kept.items()]


@pytest.fixture
def over(world: World) -> World:
    """Four people have a plan of which two are bought from now on."""
    world.own(plan("Sales", 4))
    world.people(4)
    world.give("sales", [1, 2, 3, 4])
    world.load(plan("Sales", 2), issue=2)
    return world


def choose(world: World, *people: int) -> None:
    superfluous.choose(
        world.context,
        token="t",
        shown=frozenset({1, 2, 3, 4}),
        chosen=dict.fromkeys(people),
    )


def apply(world: World) -> superfluous.Applied:
    return superfluous.apply(world.context, owner=OWNER, licence="sales", token="t", actor=ADMIN)


def chosen(world: World) -> Collection[int]:
    return superfluous.superfluous(
        world.context, owner=OWNER, licence="sales", token="t", wanted=Wanted(), language="en"
    ).chosen.keys()


def test_a_vendor_is_asked_about_those_who_are_chosen(over: World) -> None:
    keeper = Keeper()
    install(over, acme=keeper)
    choose(over, 2, 3)
    apply(over)
    ((licence, people),) = keeper.asked
    assert (licence.owner_name, licence.name, licence.kind) == (OWNER, "Sales", "user")
    assert (licence.quantity, licence.in_use, licence.is_plan) == (4, 4, True)
    assert [(one.user_id, one.name) for one in people] == [
        ("2", "Person 0002"),
        ("3", "Person 0003"),
    ]


def test_nobody_loses_it_while_a_vendor_objects_and_the_choice_is_kept(over: World) -> None:
    install(over, acme=Keeper(u2="has open requests"))
    choose(over, 2, 3)
    with pytest.raises(RemovalRefused) as refused:
        apply(over)
    assert [(w.name, w.vendor, w.reason) for w in refused.value.withheld] == [
        ("Person 0002", "acme", "has open requests")
    ]
    assert over.holders("sales") == [1, 2, 3, 4]
    assert set(chosen(over)) == {2, 3}


@pytest.mark.parametrize(
    "now_chosen",
    [
        pytest.param([2, 3, 4], id="one more"),
        pytest.param([2, 4], id="another instead"),
        pytest.param([2], id="one fewer"),
    ],
)
def test_nobody_is_slipped_in_by_a_second_tab_while_vendors_are_asked(
    over: World, now_chosen: list[int]
) -> None:
    keeper = Keeper(u4="has open requests")
    keeper.before = lambda: choose(over, *now_chosen)
    install(over, acme=keeper)
    choose(over, 2, 3)
    with pytest.raises(ChoiceMoved):
        apply(over)
    assert over.holders("sales") == [1, 2, 3, 4]
    assert set(chosen(over)) == set(now_chosen)


def test_the_choice_of_another_form_is_its_own(over: World) -> None:
    keeper = Keeper()
    keeper.before = lambda: superfluous.choose(
        over.context, token="of a colleague", shown=frozenset({4}), chosen={4: None}
    )
    install(over, acme=keeper)
    choose(over, 2, 3)
    apply(over)
    assert over.holders("sales") == [1, 4]


def test_an_objection_about_somebody_who_is_not_chosen_stops_nothing(over: World) -> None:
    install(over, acme=Keeper(u1="has open requests"))
    choose(over, 2, 3)
    assert apply(over).removed == 2


def test_a_vendor_who_fails_stops_nothing_and_the_ledger_keeps_that(over: World) -> None:
    keeper = Keeper(u2="has open requests")
    keeper.is_well = False
    install(over, acme=keeper)
    choose(over, 2, 3)
    apply(over)
    with over.context.reading() as reading:
        *_, newest = ledger.entries(reading)
    assert json.loads(newest.text)["facts"]["not_asked"] == ["acme"]


def test_people_whom_a_vendor_wants_to_keep_it_are_not_suggested(over: World) -> None:
    install(over, acme=Keeper(u4="has open requests", u3="is on call"))
    added = superfluous.suggest(over.context, owner=OWNER, licence="sales", token="t")
    assert (added, set(chosen(over))) == (2, {1, 2})


def test_whom_somebody_has_chosen_himself_stays_chosen_when_others_are_suggested(
    over: World,
) -> None:
    install(over, acme=Keeper(u4="has open requests", u3="is on call"))
    choose(over, 4)
    superfluous.suggest(over.context, owner=OWNER, licence="sales", token="t")
    assert set(chosen(over)) == {2, 4}


def test_where_everybody_must_keep_it_nobody_is_suggested(over: World) -> None:
    install(over, acme=Keeper(u1="a", u2="b", u3="c", u4="d"))
    assert superfluous.suggest(over.context, owner=OWNER, licence="sales", token="t") == 0
    assert not chosen(over)


@pytest.mark.slow
def test_a_vendor_is_asked_about_at_most_a_thousand_at_once(world: World) -> None:
    world.own(plan("sales", 2500))
    everybody = range(1, 2346)
    world.people(len(everybody))
    world.give("sales", everybody)
    world.load(plan("sales", 1), issue=2)
    keeper = Keeper()
    install(world, acme=keeper)
    superfluous.suggest(world.context, owner=OWNER, licence="sales", token="t")
    assert [len(people) for _licence, people in keeper.asked] == [1000, 1000, 344]
