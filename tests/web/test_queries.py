"""How many statements a page needs, however many licences and people there are."""

from __future__ import annotations

import pytest

from tests.conftest import rounds
from tests.support.counting import statements
from tests.support.host import PREFIX
from tests.support.signing import module, plan
from tests.support.visitor import Visitor
from tests.support.world import World

_BEGINS = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


def own(world: World, size: int) -> None:
    """Own as many licences, with as many holders."""
    more = [module(f"extra-{n}", 3) for n in range(size)]
    world.own(plan("ten-sales", size), *more)
    world.give("ten-sales", world.people(size))


def wait(world: World, size: int) -> None:
    """Let a package with too few wait."""
    more = [module(f"extra-{n}", 2) for n in range(size)]
    world.load(plan("ten-sales", size - 1), *more, issue=2)


def count(site: Visitor, world: World, path: str) -> int:
    """Return how many statements a page needs, the first time after a change."""
    site.open(f"{PREFIX}/installation")  # which installation it is, is asked once
    with statements(world.context.store.engine) as found:
        assert site.open(path).status == 200
    return len([s for s in found if not s.lstrip().startswith(_BEGINS)])


_SIZES = pytest.mark.parametrize("size", [3, rounds(60, 1000)], ids=["few", "many"])


@_SIZES
@pytest.mark.parametrize(
    ("path", "most"),
    [
        pytest.param("/tabs/superoffice", 4, id="tab"),
        pytest.param("/owners/SUPEROFFICE/licences/ten-sales", 4, id="details"),
        pytest.param("/owners/SUPEROFFICE/activations/1", 6, id="what has changed"),
        pytest.param("/users", 3, id="user licences"),
        pytest.param("/history", 6, id="history"),
        pytest.param("/owners/SUPEROFFICE/package", 4, id="load"),
    ],
)
def test_a_page_needs_few_statements(
    site: Visitor, world: World, size: int, path: str, most: int
) -> None:
    own(world, size)
    assert count(site, world, PREFIX + path) <= most


@_SIZES
@pytest.mark.parametrize(
    ("path", "most"),
    [
        pytest.param("/tabs/superoffice", 7, id="tab"),
        pytest.param("/owners/SUPEROFFICE/activation", 8, id="activation"),
        pytest.param("/owners/SUPEROFFICE/licences/ten-sales/superfluous", 13, id="superfluous"),
    ],
)
def test_a_page_needs_few_statements_while_a_package_waits(
    site: Visitor, world: World, size: int, path: str, most: int
) -> None:
    own(world, size)
    wait(world, size)
    assert count(site, world, PREFIX + path) <= most


@_SIZES
@pytest.mark.parametrize(
    ("path", "most"),
    [
        pytest.param("/tabs/acme", 6, id="tab"),
        pytest.param("/owners/ACME/removal", 6, id="removal"),
    ],
)
def test_a_page_of_a_partner_needs_few_statements(
    site: Visitor, world: World, partner: World, size: int, path: str, most: int
) -> None:
    partner.own(*(module(f"signing-{n}", size) for n in range(size)))
    partner.give("signing-0", world.people(size), "ACME")
    assert count(site, world, PREFIX + path) <= most


def test_a_tab_that_nobody_has_changed_since_needs_fewer(site: Visitor, world: World) -> None:
    own(world, 60)
    first, again = (count(site, world, f"{PREFIX}/tabs/superoffice") for _ in range(2))
    assert again < first
