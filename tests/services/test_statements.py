"""How many statements a page and a change need: numbers that no machine changes.

They must not grow with licences, assignments or holders, so that one number holds for
the smallest case and the largest. A rise is a question to whoever caused it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from solicense_plugin.domain.lists import Order, Place, Wanted
from solicense_plugin.services import activation, history, holders, overview, superfluous
from tests.support.counting import statements
from tests.support.signing import module, plan
from tests.support.world import ADMIN, OWNER, World

Use = Callable[[World], object]

#: The most statements that each needs, whatever there is; the numbers of today.
MOST = {
    "overview": 7,
    "overview-again": 5,
    "details": 4,
    "holders": 3,
    "behind": 3,
    "search": 4,
    "proposal": 6,
    "superfluous": 11,
    "history": 5,
    "assignment": 15,
    "removal": 15,
    "suggestion": 10,
    "apply": 29,
    "first-activation": 24,
    "activation": 32,
}


def needed(world: World, use: Use) -> int:
    """Count what a use case executes, without the BEGIN that SQLite is told."""
    with statements(world.context.store.engine) as made:
        use(world)
    return len([statement for statement in made if not statement.startswith("BEGIN")])


def modules(count: int, web: int) -> list[dict[str, object]]:
    """Return a plan, a hidden licence that it implies, and more, in several languages."""
    spoken: dict[str, object] = {"ModuleDescriptions": {"nb": "X"}, "ModuleTooltips": {"de": "Y"}}
    return [
        plan("sales", 5000, "web"),
        plan("service", 5000),
        module("web", web, IsHidden=True),
        *(module(f"m{n}", 700) | spoken for n in range(count - 3)),
    ]


def make(world: World, licences: int, people: int) -> World:
    """Let everybody hold the plan, and a package wait that has seats for half of them."""
    world.own(*modules(licences, web=5000))
    world.people(people)
    if people:
        world.give("sales", range(1, people + 1))
    world.load(*modules(licences, web=max(1, people // 2)), issue=2)
    return world


@pytest.fixture(scope="module", params=[(5, 10), (60, 2000)], ids=["small", "large"])
def office(request: pytest.FixtureRequest, new_world: Callable[[], World]) -> World:
    return make(new_world(), *request.param)


# --- pages -------------------------------------------------------------------------------------


def look(world: World) -> object:
    return overview.overview(world.context, owner=OWNER, language="nb", viewer="1")


def details(world: World) -> object:
    return holders.details(
        world.context, owner=OWNER, licence="web", language="nb", wanted=Wanted()
    )


def page(wanted: Wanted) -> Use:
    return lambda world: holders.page(
        world.context, owner=OWNER, licence="web", language="nb", wanted=wanted
    )


def superfluous_page(world: World) -> object:
    return superfluous.superfluous(
        world.context, owner=OWNER, licence="sales", token="t", wanted=Wanted(), language="nb"
    )


PAGES: dict[str, Use] = {
    "overview": look,
    "overview-again": look,
    "details": details,
    "holders": page(Wanted(Order.LAST_LOGIN)),
    "behind": page(Wanted(after=Place("person 0002", 2))),
    "search": page(Wanted(search="person")),
    "proposal": lambda world: activation.propose(world.context, owner=OWNER),
    "superfluous": superfluous_page,
    "history": lambda world: history.since(world.context, owner=OWNER, revision=0, language="en"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_no_more_statements_for_many_than_for_few(office: World, name: str) -> None:
    world = office.fresh()
    if name.endswith("again"):
        needed(world, PAGES[name])
    check(name, needed(world, PAGES[name]))


def check(name: str, count: int) -> None:
    assert count <= MOST[name]


# --- changes -----------------------------------------------------------------------------------


def test_an_assignment_needs_no_more_statements_among_many_than_among_few(office: World) -> None:
    check("assignment", needed(office, lambda world: world.assign("m0", 1)))
    check("removal", needed(office, lambda world: world.unassign("m0", 1)))


def suggest(world: World) -> None:
    superfluous.suggest(world.context, owner=OWNER, licence="sales", token="t")


def apply(world: World) -> None:
    superfluous.apply(world.context, owner=OWNER, licence="sales", token="t", actor=ADMIN)


@pytest.mark.parametrize("licences, people", [(5, 10), (60, 2000)], ids=["small", "large"])
def test_superfluous_licences_go_in_as_many_statements_for_many_as_for_few(
    new_world: Callable[[], World], licences: int, people: int
) -> None:
    world = make(new_world(), licences, people)
    check("suggestion", needed(world, suggest))
    superfluous.choose(
        world.context,
        token="t",
        shown=frozenset([1, 2]),
        chosen=dict.fromkeys([1, 2], world.licence_id("service")),
    )
    check("apply", needed(world, apply))


@pytest.mark.parametrize("people", [0, 500], ids=["nobody", "500-people"])
@pytest.mark.parametrize("licences", [5, 300], ids=["5-licences", "300-licences"])
def test_an_activation_needs_no_more_statements_for_many_than_for_few(
    new_world: Callable[[], World], licences: int, people: int
) -> None:
    world = new_world()
    content = modules(licences, web=5000)
    gone = [module(f"gone{n}", 700) for n in range(licences)]
    new = [module(f"new{n}", 900) for n in range(licences)]
    world.load(*content, *gone, module("dropped", 700))
    count_activation("first-activation", world)
    world.people(people or 1)
    for licence in ("sales", "m0", "dropped") if people else ():
        world.give(licence, range(1, people + 1))
    world.own(*content, *gone, module("dropped", 700, IsHidden=True), issue=2)
    world.load(*modules(licences, web=4000), *new, issue=3)
    count_activation("activation", world)


def count_activation(name: str, world: World) -> None:
    seen = activation.propose(world.context, owner=OWNER).comparison

    def activate(_world: World) -> None:
        activation.activate(
            world.context,
            owner=OWNER,
            digest=seen.digest,
            actor=ADMIN,
            token=str(seen.new.issue_number),
        )

    check(name, needed(world, activate))
