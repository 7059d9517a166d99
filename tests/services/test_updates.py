"""Automatic updates: asked by the next check date, activated when nothing stands against it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.updates import RETRIES, CheckResult, Checks
from solicense_plugin.issuer.server.folder import Folder
from solicense_plugin.services import identity_change, updates
from solicense_plugin.services.context import AlreadyDone
from tests.services.test_activation_objections import Objector
from tests.support.hostile_server import Visit, http, serving
from tests.support.licence_server import LicenceServer
from tests.support.listening import install
from tests.support.signing import COMPANY, NOW, SERIAL, Issuer, plan
from tests.support.updating import DAY, asked, due, offer, round_of, told
from tests.support.waiting import until
from tests.support.world import ADMIN, OWNER, World


def check(world: World) -> Checks:
    return updates.check(world.context, owner=OWNER, actor=ADMIN).checks


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
    offer(server, 3)
    server.folder.say(code, message=message)
    done = check(customer)
    assert (done.result, done.reason.code, done.reason.detail) == (result, code, message)
    assert updates.state(customer.context, owner=OWNER) == done
    assert customer.in_use() == {"sales": (2, 3)}


def test_a_server_that_speaks_of_a_new_licence_and_does_not_send_it_is_asked_again(
    customer: World,
) -> None:
    said = b'{"code": "NewLicenseAvailable"}'
    announcement = http(said, "application/problem+json", "403 Forbidden")

    def announce(visit: Visit) -> None:
        visit.read_request()
        about_keys = visit.request.startswith(b"GET /revocations")
        visit.send(http(status="404 Not Found") if about_keys else announcement)

    with serving(announce) as nobody:
        customer.own(plan("sales", 3), issue=2, LicenseUrl=nobody.url)
        hosts = (licence_host(nobody.url),)
        customer.context = replace(customer.context, licence_hosts=hosts)
        done = check(customer)
    assert (done.result, done.reason.code) == (CheckResult.FAILED, "NewLicenseAvailable")


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


def test_what_a_check_left_to_somebody_is_done_with_once_the_licence_is_activated(
    customer: World, server: LicenceServer
) -> None:
    offer(server, 1)
    customer.clock.now = NOW + DAY
    left = check(customer)
    assert (left.result, left.reason.code) == (CheckResult.DECISION, "over-use")
    customer.unassign("sales", 2)
    customer.activate()
    done = updates.state(customer.context, owner=OWNER)
    assert done == Checks(NOW + 30 * DAY, 0, CheckResult.ACTIVATED, left.attempted)


def test_retries_end_once_a_licence_is_activated_from_a_file(customer: World) -> None:
    customer.context = replace(customer.context, licence_hosts=())
    customer.clock.now = NOW + DAY
    assert check(customer).failures == 1
    customer.own(plan("sales", 3), issue=2, **due(NOW + 9 * DAY))
    done = updates.state(customer.context, owner=OWNER)
    assert done == Checks(NOW + 9 * DAY, 0, CheckResult.ACTIVATED, NOW + DAY)


@pytest.mark.slow
def test_an_answer_that_comes_after_the_serial_number_was_changed_is_not_kept(
    customer: World, server: LicenceServer
) -> None:
    # A quantity that no other database's test asked for: what is issued already needs no lock.
    offer(server, 10 + len(customer.context.store.engine.dialect.name))
    new = customer.document(plan("sales", 3), issue=2, SerialNr="2020000007", **server.addresses)
    slow = Folder(server.folder.path, server.folder.path / "key").locked(SERIAL)
    with ThreadPoolExecutor(1) as elsewhere:
        with slow:
            asking = elsewhere.submit(check, customer)
            until(lambda: updates.state(customer.context, owner=OWNER).attempted is not None)
            identity_change.change(
                customer.context,
                company_name=COMPANY,
                serial_number="2020000007",
                content=customer.issuer.sign(new),
                actor=ADMIN,
            )
            holds = updates.state(customer.context, owner=OWNER)
        assert asking.result() == holds
    assert holds.result is CheckResult.NEVER
    assert updates.state(customer.context, owner=OWNER) == holds


def test_an_activation_is_no_check_where_nobody_has_asked_yet(customer: World) -> None:
    customer.own(plan("sales", 4), issue=2, **due(NOW + 9 * DAY))
    assert updates.state(customer.context, owner=OWNER) == Checks(NOW + 9 * DAY)


@pytest.mark.slow
def test_an_objection_of_an_add_on_is_left_to_people_in_its_own_words(
    customer: World, server: LicenceServer
) -> None:
    install(customer, acme=Objector("An import is running."))
    offer(server, 5)
    reason = check(customer).reason
    assert (reason.code, reason.detail) == ("veto", "acme: An import is running.")
    assert customer.in_use() == {"sales": (2, 3)}
