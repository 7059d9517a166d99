"""What a root key has taken back is trusted no more, whenever it was accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.issuer.revoking import document_hash, revoke
from solicense_plugin.packages.revocations import read_revocations
from solicense_plugin.services import overview
from tests.support.signing import NOW, module
from tests.support.world import OWNER, World

Revoke = Callable[[World], bytes]


def by_key(world: World) -> bytes:
    issuer = world.issuer
    return revoke(root=issuer.root, issued_at=NOW, owner_keys=[issuer.key])


def by_package(world: World) -> bytes:
    """Revoke the package with number 2 alone, as the issuer signs it."""
    bad = world.issuer.sign(world.document(module("one", 20), issue=2))
    return revoke(root=world.issuer.root, issued_at=NOW, documents=[document_hash(bad)])


WAYS = [
    pytest.param(by_key, Fault.OWNER_KEY_REVOKED, id="key"),
    pytest.param(by_package, Fault.PACKAGE_REVOKED, id="package"),
]


def take_back(world: World, list_of: Revoke) -> None:
    found = read_revocations(list_of(world), roots=world.issuer.roots)
    world.context = replace(world.context, revocations=found)


@pytest.mark.parametrize("list_of, fault", WAYS)
def test_what_is_revoked_is_not_loaded(world: World, list_of: Revoke, fault: Fault) -> None:
    world.own(module("one", 10))
    take_back(world, list_of)
    with pytest.raises(PackageRefused) as refused:
        world.load(module("one", 20), issue=2)
    assert (refused.value.fault, refused.value.detail) == (fault, OWNER)


@pytest.mark.parametrize("list_of, fault", WAYS)
def test_what_waits_is_not_activated_once_it_is_revoked(
    world: World, list_of: Revoke, fault: Fault
) -> None:
    world.own(module("one", 10))
    world.load(module("one", 20), issue=2)
    take_back(world, list_of)
    with pytest.raises(PackageRefused) as refused:
        world.activate()
    seen = overview.overview(world.context, owner=OWNER, language="en", viewer="1")
    assert refused.value.fault is fault
    assert seen.distrusted is not None
    assert world.in_use() == {"one": (0, 10)}


def test_of_a_revoked_package_the_next_one_is_accepted(world: World) -> None:
    world.own(module("one", 10))
    take_back(world, by_package)
    world.own(module("one", 30), issue=3)
    assert world.in_use() == {"one": (0, 30)}
