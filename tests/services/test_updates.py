"""Automatic updates: asked by the next check date, activated when nothing stands against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.updates import RETRIES, CheckResult, Checks
from solicense_plugin.services import history, updates
from solicense_plugin.services.context import AlreadyDone
from tests.services.test_activation_objections import Objector
from tests.support.crowd import at_once
from tests.support.fetching import AMPLE
from tests.support.licence_server import LicenceServer
from tests.support.listening import install
from tests.support.signing import NOW, Issuer, plan
from tests.support.world import ADMIN, OWNER, World

DAY = timedelta(days=1)


@pytest.fixture
def server(serving: LicenceServer) -> Iterator[LicenceServer]:
    """The issuer's licence server; what a test did to it is undone."""
    yield serving
    for message in (serving.folder.path / "messages").iterdir():
        message.unlink()


@pytest.fixture
def customer(world: World, server: LicenceServer) -> World:
    """Three plans bought, of which two are in use; the check is due tomorrow."""
    hosts = (licence_host(server.url),)
    world.context = replace(world.context, licence_hosts=hosts, network=AMPLE)
    world.own(plan("sales", 3), **server.addresses, **due(NOW + DAY))
    world.people(3)
    world.assign("sales", 1, 2)
    return world


def due(moment: datetime) -> dict[str, Any]:
    return {"NextCheckDate": moment.isoformat()}


def offer(server: LicenceServer, quantity: int) -> None:
    """Let the issuer have a package with so many."""
    server.customer(plan("sales", quantity), IssueNumber=2, **due(NOW + 30 * DAY))


def check(world: World) -> Checks:
    return updates.check(world.context, owner=OWNER, actor=ADMIN).checks


def round_of(world: World) -> list[CheckResult]:
    return [done.checks.result for done in updates.run(world.context)]


def told(world: World) -> list[tuple[str, str]]:
    """Return what was done, and by whom."""
    entries = history.since(world.context, owner=OWNER, revision=0, language="en")
    return [(entry.action.value, entry.actor.kind.value) for entry in entries]


def test_nobody_asks_before_it_is_due(customer: World, server: LicenceServer) -> None:
    offer(server, 5)
    assert round_of(customer) == []
    assert customer.in_use() == {"sales": (2, 3)}


def test_when_it_is_due_what_comes_is_activated_by_the_system(
    customer: World, server: LicenceServer
) -> None:
    offer(server, 5)
    known = len(told(customer))
    customer.clock.now = NOW + DAY
    assert round_of(customer) == [CheckResult.ACTIVATED]
    assert customer.in_use() == {"sales": (2, 5)}
    assert told(customer)[known:] == [("package:loaded", "system"), ("package:activated", "system")]
    assert updates.state(customer.context, owner=OWNER).due == NOW + 30 * DAY
    assert round_of(customer) == []


def test_what_stands_against_it_is_told_and_nothing_is_activated(
    customer: World, server: LicenceServer
) -> None:
    offer(server, 1)
    done = check(customer)
    assert (done.result, done.reason.code) == (CheckResult.DECISION, "over-use")
    assert customer.in_use() == {"sales": (2, 3)}


def test_what_waits_is_activated_by_the_next_check_once_nothing_stands_against_it(
    customer: World, server: LicenceServer
) -> None:
    offer(server, 1)
    check(customer)
    customer.unassign("sales", 2)
    assert check(customer).result is CheckResult.ACTIVATED
    assert customer.in_use() == {"sales": (1, 1)}


def test_where_activation_is_left_to_people_what_comes_waits(
    customer: World, server: LicenceServer
) -> None:
    customer.context = replace(customer.context, auto_activate=False)
    offer(server, 5)
    assert check(customer).reason.code == "by-hand"
    assert customer.in_use() == {"sales": (2, 3)}
    customer.activate()
    assert customer.in_use() == {"sales": (2, 5)}


def test_the_same_package_again_is_no_news(customer: World, server: LicenceServer) -> None:
    offer(server, 5)
    check(customer)
    known = told(customer)
    assert check(customer).result is CheckResult.UNCHANGED
    assert told(customer) == known


@pytest.mark.parametrize(
    "code, message, result",
    [
        pytest.param("UseCustomMessage", "Call us.", CheckResult.TOLD, id="message"),
        pytest.param("ProblemWithLicense", "", CheckResult.DECISION, id="problem"),
        pytest.param("UnknownError", "", CheckResult.FAILED, id="error"),
    ],
)
def test_what_the_server_says_instead_is_kept(
    customer: World, server: LicenceServer, code: str, message: str, result: CheckResult
) -> None:
    server.folder.say(code, message=message)
    done = check(customer)
    assert (done.result, done.reason.code, done.reason.detail) == (result, code, message)
    assert updates.state(customer.context, owner=OWNER) == done
    assert customer.in_use() == {"sales": (2, 3)}


def test_a_server_that_may_not_be_asked_is_not_asked(customer: World) -> None:
    customer.context = replace(customer.context, licence_hosts=())
    done = check(customer)
    assert (done.result, done.reason.code) == (CheckResult.FAILED, "not-permitted")


def test_what_cannot_be_trusted_changes_nothing_and_the_reason_is_kept(
    customer: World, server: LicenceServer
) -> None:
    stranger = Issuer()
    server.folder.rotate(stranger)
    try:
        offer(server, 50)
        done = check(customer)
    finally:
        server.folder.rotate(customer.issuer)
    assert (done.result, done.reason.code) == (CheckResult.FAILED, "certificate-signature")
    assert customer.in_use() == {"sales": (2, 3)}
    assert told(customer)[-1] == ("package:refused", "user")


def test_a_server_that_is_gone_is_tried_again_for_seventeen_hours_and_then_told_of(
    customer: World,
) -> None:
    nobody = "http://127.0.0.1:9"
    customer.own(plan("sales", 3), issue=2, LicenseUrl=nobody, **due(NOW + DAY))
    customer.context = replace(customer.context, licence_hosts=(licence_host(nobody),))
    results = []
    for _ in range(RETRIES + 1):
        customer.clock.now = updates.state(customer.context, owner=OWNER).due or NOW
        results += round_of(customer)
    assert results == [CheckResult.FAILED] * RETRIES + [CheckResult.GIVEN_UP]
    assert timedelta(hours=12) < customer.clock.now - (NOW + DAY) < timedelta(hours=22)
    assert told(customer)[-1] == ("update:given-up", "system")
    assert updates.state(customer.context, owner=OWNER).reason.code == "refused"


def test_a_licence_from_a_file_plans_the_next_check_anew(customer: World) -> None:
    customer.own(plan("sales", 3), issue=2)
    check(customer)
    assert updates.state(customer.context, owner=OWNER).due is None
    customer.own(plan("sales", 3), issue=3, **due(NOW + 9 * DAY))
    assert updates.state(customer.context, owner=OWNER).due == NOW + 9 * DAY


def test_a_form_that_arrives_twice_asks_once(customer: World, server: LicenceServer) -> None:
    before = asked(server)
    updates.check(customer.context, owner=OWNER, actor=ADMIN, token="twice")
    with pytest.raises(AlreadyDone):
        updates.check(customer.context, owner=OWNER, actor=ADMIN, token="twice")
    assert asked(server) == before + 1


def test_twenty_workers_at_once_ask_and_activate_once(
    customer: World, server: LicenceServer
) -> None:
    offer(server, 5)
    customer.clock.now = NOW + DAY
    before = asked(server)
    known = len(told(customer))
    done = at_once(20, lambda _: round_of(customer))
    assert done.count([CheckResult.ACTIVATED]) == 1
    assert done.count([]) == 19
    assert asked(server) == before + 1
    assert len(told(customer)) == known + 2


def asked(server: LicenceServer) -> int:
    """Return how often the server was asked."""
    return len((server.folder.path / "access.log").read_text().splitlines())


def test_an_objection_of_an_add_on_is_left_to_people_in_its_own_words(
    customer: World, server: LicenceServer
) -> None:
    install(customer, acme=Objector("An import is running."))
    offer(server, 5)
    reason = check(customer).reason
    assert (reason.code, reason.detail) == ("veto", "acme: An import is running.")
    assert customer.in_use() == {"sales": (2, 3)}
