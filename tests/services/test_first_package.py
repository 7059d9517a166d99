"""A partner's first package, from the licence server that only its add-on names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from solicense_plugin import hookimpl
from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.hooks.contributions import Issuer as Named
from solicense_plugin.services import overview, removing, updates
from solicense_plugin.services.overview import OwnerOverview
from tests.support.licence_server import LicenceServer, licence_server
from tests.support.listening import install
from tests.support.signing import Issuer, plan
from tests.support.updating import ask_at
from tests.support.world import ADMIN, World

pytestmark = pytest.mark.slow


class OfPartner:
    """An add-on that says only where its licences come from."""

    api = "solicense-addon/1"

    def __init__(self, url: str) -> None:
        self.issuer = Named(owner_name="ACME", licence_url=url)

    @hookimpl
    def solicense_issuers(self) -> list[Named]:
        return [self.issuer]


@pytest.fixture(scope="session")
def acme_serving(
    issuer: Issuer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LicenceServer]:
    partner = Issuer("ACME", issuer.root)
    with licence_server(tmp_path_factory.mktemp("partner") / "acme", partner) as server:
        yield server


@pytest.fixture
def server(acme_serving: LicenceServer) -> Iterator[LicenceServer]:
    """The partner's licence server, with a customer's licence; what a test says is undone."""
    acme_serving.customer(plan("sign", 7), IssueNumber=1)
    yield acme_serving
    for message in (acme_serving.folder.path / "messages").iterdir():
        message.unlink()


@pytest.fixture
def fresh(world: World, server: LicenceServer) -> World:
    """Nothing of the partner is here but its add-on."""
    install(world, acme=OfPartner(server.url))
    ask_at(world, server)
    return world


def seen(world: World) -> OwnerOverview:
    return overview.overview(world.context, owner="ACME", language="en", viewer="1")


def check(world: World) -> CheckResult:
    done = updates.check(world.context, owner="ACME", actor=ADMIN, absent_too=True)
    return done.checks.result


def remove(world: World) -> None:
    loss = removing.propose(world.context, owner="ACME", language="en").loss
    removing.remove(
        world.context, owner="ACME", digest=loss.digest, reason="Not needed.", actor=ADMIN
    )


def test_before_it_the_owner_can_be_seen_and_asked_for(fresh: World, server: LicenceServer) -> None:
    found = seen(fresh)
    assert found.owner.licence_url == server.url
    assert (found.checks.result, found.checks.due) == (CheckResult.NEVER, None)
    assert found.titles == ()


def test_the_first_package_comes_and_is_active(fresh: World) -> None:
    assert check(fresh) is CheckResult.ACTIVATED
    assert fresh.in_use("ACME") == {"sign": (0, 7)}
    assert [title.owner.name for title in seen(fresh).titles] == ["ACME"]
    assert seen(fresh).checks.result is CheckResult.ACTIVATED
    assert fresh.is_sound


def test_what_the_server_says_instead_is_kept_and_nobody_asks_again_by_himself(
    fresh: World, server: LicenceServer
) -> None:
    server.folder.say("UseCustomMessage", message="The invoice is open.")
    assert check(fresh) is CheckResult.TOLD
    checks = seen(fresh).checks
    assert (checks.result, checks.reason.detail) == (CheckResult.TOLD, "The invoice is open.")
    assert checks.due is None
    assert updates.run(fresh.context) == []


def test_a_server_that_does_not_answer_can_be_asked_again(
    fresh: World, server: LicenceServer
) -> None:
    server.stop()
    assert check(fresh) is CheckResult.FAILED
    assert seen(fresh).checks.result is CheckResult.FAILED
    server.start()
    assert check(fresh) is CheckResult.ACTIVATED


def test_a_server_that_may_not_be_asked_is_not_offered(fresh: World) -> None:
    fresh.context = replace(fresh.context, licence_hosts=())
    with pytest.raises(NotFound):
        seen(fresh)
    with pytest.raises(NotFound):
        check(fresh)


def test_whoever_did_not_know_that_it_is_absent_does_not_ask(fresh: World) -> None:
    with pytest.raises(NotFound):
        updates.check(fresh.context, owner="ACME", actor=ADMIN)


def test_after_a_removal_it_can_be_asked_for_as_if_it_had_never_been(
    fresh: World, server: LicenceServer
) -> None:
    check(fresh)
    remove(fresh)
    assert (seen(fresh).owner.licence_url, seen(fresh).licences) == (server.url, ())
    assert seen(fresh).checks.result is CheckResult.NEVER
    assert check(fresh) is CheckResult.ACTIVATED
    assert fresh.in_use("ACME") == {"sign": (0, 7)}
