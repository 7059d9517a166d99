"""A process killed at every statement of its work leaves the old state or the new one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from solicense_plugin import hookimpl
from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.hooks.contributions import ActivationObjection
from solicense_plugin.hooks.facts import ComparisonFacts
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.services import activation, identity_change, removing
from solicense_plugin.services.context import Context
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.support.dumps import Dump, dump
from tests.support.fetching import AMPLE
from tests.support.killing import AFTER, BEFORE, COMMIT, DONE, Act, is_killed
from tests.support.licence_server import LicenceServer, licence_server
from tests.support.processes import Place
from tests.support.signing import Issuer, document, module, plan
from tests.support.world import ADMIN, OWNER, World

BEFORE_IT = (
    plan("sales", 9, "web"),
    module("web", 20, IsHidden=True, ModuleDescriptions={"nb": "Nett"}),
    module("gone", 3),
    module("down", 5),
    module("dropped", 5, IsHidden=True),
)
AFTER_IT = (
    plan("sales", 12, "web"),
    plan("service", 4, "web"),
    module("web", 20, IsHidden=True, ModuleDescriptions={"de": "Netz"}, ModuleTooltips={"de": "N"}),
    module("down", 4),
)


#: How often each moment comes in each work, at least.
LEAST = {BEFORE: 20, AFTER: 20, COMMIT: 1, DONE: 1}
MOMENTS = pytest.mark.parametrize("moment", [BEFORE, AFTER, COMMIT, DONE])


def prepare(world: World) -> World:
    """Let a package wait whose activation makes every kind of statement."""
    world.people(6)
    visible = [fields | {"IsHidden": False} for fields in BEFORE_IT]
    world.own(*visible)
    world.give("sales", [1, 2, 3])
    world.give("down", [4, 5])
    world.give("dropped", [1, 6])
    world.own(*BEFORE_IT, issue=2)
    world.load(*AFTER_IT, issue=3, OwnerDescriptions={"nb": "Ny"})
    return world


def whole(url: str, world: World) -> Dump:
    """Read everything through an engine that knows nothing of what happened before."""
    engine = own_engine(url)
    found = dump(Store(lambda: engine, "solicense_"), world.context.installation_id)
    engine.dispose()
    return found


def killed_again_and_again(act: Act, url: str, world: World, twin: World, moment: str) -> None:
    """Kill it one statement further each time, so that no lock is left behind either.

    :param twin: the same world, to which it has not happened yet.
    """
    old = whole(url, world)
    assert whole(url, twin) == old
    act(twin.context)
    new = whole(url, twin)
    assert new != old
    place = Place.of(world, url)
    deaths = 0
    while is_killed(place, act, moment, deaths + 1):
        deaths += 1
        state = whole(url, world)
        if moment == DONE:
            break  # what it was to do is done, and the kill came after it
        assert state == old
    assert whole(url, world) == new
    assert deaths >= LEAST[moment]
    assert world.is_sound


@pytest.mark.slow
@MOMENTS
def test_an_activation_that_is_killed_is_done_whole_or_not_at_all(
    new_world: Callable[[], World], database_url: str, moment: str
) -> None:
    twin, world = prepare(new_world()), prepare(new_world())
    digest = activation.propose(world.context, owner=OWNER).comparison.digest
    act = partial(activation.activate, owner=OWNER, digest=digest, actor=ADMIN, token="form")
    killed_again_and_again(act, database_url, world, twin, moment)
    world.own(*AFTER_IT, issue=4)
    assert world.is_sound


@pytest.mark.slow
@MOMENTS
def test_a_removal_that_is_killed_is_done_whole_or_not_at_all(
    new_world: Callable[[], World], database_url: str, acme: Issuer, moment: str
) -> None:
    twin, world = (with_partner(new_world(), acme) for _ in range(2))
    loss = removing.propose(world.context, owner="ACME", language="en").loss
    act = partial(
        removing.remove,
        owner="ACME",
        digest=loss.digest,
        reason="Sold",
        actor=ADMIN,
        token="form",
    )
    killed_again_and_again(act, database_url, world, twin, moment)
    World(world.context, acme, world.clock).own(module("extra", 3), issue=4)
    assert world.is_sound


@pytest.fixture(scope="session")
def acme(issuer: Issuer) -> Issuer:
    return Issuer("ACME", issuer.root)


def with_partner(world: World, acme: Issuer) -> World:
    """Let a partner have licences that people hold, and one that waits."""
    prepare(world)
    partner = World(world.context, acme, world.clock)
    partner.own(plan("basic", 4, "net"), module("net", 9, IsHidden=True), module("extra", 3))
    partner.give("basic", [1, 2, 3], "ACME")
    partner.give("extra", [3, 4], "ACME")
    activation.acknowledge(world.context, owner="ACME", issue_number=1, viewer="1")
    partner.load(module("extra", 3), issue=2)
    return world


@pytest.mark.slow
@MOMENTS
def test_a_change_of_identity_that_is_killed_is_done_whole_or_not_at_all(
    new_world: Callable[[], World], database_url: str, issuer: Issuer, moment: str
) -> None:
    """It stores the identity, the package and two ledger entries, in one transaction."""
    twin, world = prepare(new_world()), prepare(new_world())
    company, serial = "Nordlys Group AS", "2020000001"
    content = issuer.sign(document(*AFTER_IT, issue=9, CompanyName=company, SerialNr=serial))
    act = partial(
        identity_change.change,
        company_name=company,
        serial_number=serial,
        actor=ADMIN,
        content=content,
        token="form",
    )
    killed_again_and_again(act, database_url, world, twin, moment)
    world.activate()
    assert world.is_sound


#: Whose installation it becomes by what a licence server sends.
GROUP = {"CompanyName": "Nordlys Group AS", "SerialNr": "2020000001"}


class Agreeable:
    """An add-on that is asked, and has nothing against it."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_object_to_activation(
        self, comparison: ComparisonFacts
    ) -> list[ActivationObjection]:
        return []


def change_with_an_add_on(context: Context) -> None:
    """Let the licence server authorise it, where an add-on is asked before."""
    add_ons = AddOns()
    add_ons.register("acme", Agreeable())
    identity_change.change(
        replace(context, add_ons=add_ons),
        company_name=GROUP["CompanyName"],
        serial_number=GROUP["SerialNr"],
        actor=ADMIN,
        token="form",
    )


@pytest.mark.slow
@MOMENTS
def test_a_change_with_its_activation_that_is_killed_is_done_whole_or_not_at_all(
    new_world: Callable[[], World], database_url: str, issuer: Issuer, tmp_path: Path, moment: str
) -> None:
    """It stores the identity and the package, and activates that, in one transaction."""
    with licence_server(tmp_path / "superoffice", issuer) as server:
        server.customer(*AFTER_IT, IssueNumber=9, **GROUP)
        server.folder.trial()
        twin, world = (customer_of(server, new_world()) for _ in range(2))
        killed_again_and_again(change_with_an_add_on, database_url, world, twin, moment)
    assert world.in_use()["sales"] == (3, 12)


def customer_of(server: LicenceServer, world: World) -> World:
    """Let a world have licences that a server may change."""
    world.people(6)
    world.own(*BEFORE_IT, **server.addresses)
    world.give("sales", [1, 2, 3])
    world.context = replace(world.context, licence_hosts=(licence_host(server.url),), network=AMPLE)
    return world
