"""An office whose licences have every kind of rule."""

from __future__ import annotations

import pytest

from tests.support.signing import module, plan
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
