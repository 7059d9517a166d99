"""An office whose licences have every kind of rule, and a customer of a licence server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.licence_server import LicenceServer
from tests.support.signing import module, plan
from tests.support.updating import become_customer
from tests.support.world import World

#: Two plans, one hidden licence with few seats, and additional licences in a chain.
LICENCES = (
    plan("sales", 3, "web,core"),
    plan("service", 3, "web"),
    module("web", 4, IsHidden=True),
    module("core", 9, IsHidden=True),
    module("parent", 3),
    module("child", 3, PrerequisiteModuleName="parent"),
    module("grandchild", 3, PrerequisiteModuleName="child"),
    module("extra", 3, PrerequisiteModuleName="core"),
    module("any", 1, Unrestricted=True),
    module("server", 3, LicenseType="SiteLicense"),
    module("travel", 3, LicenseType="SatelliteLicense"),
    module("outside", 3, AllowedUserType="ExternalAssociate"),
)


@pytest.fixture
def office(world: World) -> World:
    """Five internal associates, and licences for them."""
    world.own(*LICENCES)
    world.people(5)
    return world


@pytest.fixture
def server(serving: LicenceServer) -> Iterator[LicenceServer]:
    """The issuer's licence server; what a test did to it is undone."""
    yield serving
    for message in (serving.folder.path / "messages").iterdir():
        message.unlink()


@pytest.fixture
def customer(world: World, server: LicenceServer) -> World:
    """Three plans bought, of which two are in use; the check is due tomorrow."""
    return become_customer(world, server)
