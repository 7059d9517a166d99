"""Packages that come before their dates: they wait for them, and are activated on time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from solicense_plugin.domain.arrival import Arrival
from solicense_plugin.domain.comparison import ObjectionCode
from solicense_plugin.domain.errors import (
    ActivationRefused,
    Fault,
    NothingWaiting,
    PackageRefused,
)
from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.hooks.values import DatabaseFacts
from solicense_plugin.packages.revocations import Revocations
from solicense_plugin.services import activation, history, overview, updates
from solicense_plugin.services.overview import OwnerOverview
from solicense_plugin.services.packages import Loaded
from tests.support.crowd import at_once
from tests.support.fetching import AMPLE
from tests.support.licence_server import LicenceServer
from tests.support.signing import NOW, plan
from tests.support.world import ADMIN, OWNER, World

OSLO = ZoneInfo("Europe/Oslo")
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
LATER = NOW + 30 * DAY


@pytest.fixture
def customer(world: World) -> World:
    """Three plans bought as issue 6, of which two are in use."""
    world.own(plan("sales", 3), issue=6)
    world.people(3)
    world.assign("sales", 1, 2)
    return world


def load(world: World, issue: int, quantity: int, begins: datetime | str | None = None) -> Loaded:
    dated = (
        {"IssuedAt": begins if isinstance(begins, str) else begins.isoformat()} if begins else {}
    )
    expires = (NOW + 200 * DAY).isoformat()
    return world.load(plan("sales", quantity), issue=issue, ExpiryDate=expires, **dated)


def seen(world: World) -> OwnerOverview:
    return overview.overview(world.context, owner=OWNER, language="en", viewer="1")


def waiting(world: World) -> tuple[int | None, list[int]]:
    """Return the issue that waits for somebody, and those that wait for their dates."""
    found = seen(world)
    current = found.waiting.new.issue_number if found.waiting else None
    return current, [later.issue_number for later in found.later]


def round_of(world: World) -> list[CheckResult]:
    return [done.checks.result for done in updates.run(world.context)]


# --- what waits beside what ----------------------------------------------------------------------


def test_a_package_with_a_later_date_is_accepted_and_waits_for_it(customer: World) -> None:
    loaded = load(customer, 8, 5, LATER)
    assert (loaded.arrival, loaded.begins) == (Arrival.NEW, LATER)
    assert waiting(customer) == (None, [8])
    assert [title.is_waiting for title in seen(customer).titles] == [False]
    assert load(customer, 8, 5, LATER).arrival is Arrival.ALREADY_WAITING


def test_it_displaces_nothing_that_can_be_activated_now(customer: World) -> None:
    load(customer, 7, 4)
    load(customer, 8, 5, LATER)
    assert waiting(customer) == (7, [8])
    assert customer.activate().issue_number == 7
    assert waiting(customer) == (None, [8])


def test_an_older_one_that_can_be_activated_now_still_comes(customer: World) -> None:
    load(customer, 8, 5, LATER)
    load(customer, 7, 4)
    assert waiting(customer) == (7, [8])


def test_a_newer_one_that_is_valid_now_supersedes_it(customer: World) -> None:
    load(customer, 7, 4)
    load(customer, 8, 5, LATER)
    load(customer, 9, 6)
    assert waiting(customer) == (9, [])
    with pytest.raises(PackageRefused) as refused:
        load(customer, 8, 5, LATER)
    assert refused.value.fault is Fault.LOWER_ISSUE_NUMBER


def test_several_wait_each_for_its_date(customer: World) -> None:
    load(customer, 8, 5, LATER)
    load(customer, 9, 6, LATER + DAY)
    assert waiting(customer) == (None, [8, 9])
    load(customer, 10, 7, LATER)
    assert waiting(customer) == (None, [10])


def test_when_its_date_has_come_it_takes_the_place_of_an_older_one(customer: World) -> None:
    load(customer, 7, 1)
    load(customer, 8, 5, LATER)
    load(customer, 9, 6, LATER + DAY)
    customer.clock.now = LATER
    assert waiting(customer) == (8, [9])
    assert [title.is_waiting for title in seen(customer).titles] == [True]
    assert customer.activate().issue_number == 8
    assert waiting(customer) == (None, [9])
    with pytest.raises(PackageRefused):
        load(customer, 7, 1)
    assert customer.is_sound


def test_before_its_date_nobody_activates_it(customer: World) -> None:
    load(customer, 8, 5, LATER)
    proposal = activation.propose(customer.context, owner=OWNER, issue=8)
    assert (proposal.comparison.begins, proposal.is_first) == (LATER, True)
    with pytest.raises(ActivationRefused) as refused:
        customer.activate()
    assert [o.code for o in refused.value.objections] == [ObjectionCode.NOT_YET_VALID]


def test_it_can_be_compared_while_another_one_waits(customer: World) -> None:
    load(customer, 7, 4)
    load(customer, 8, 5, LATER)
    proposal = activation.propose(customer.context, owner=OWNER, issue=8)
    assert (proposal.comparison.new.issue_number, proposal.is_first) == (8, False)
    with pytest.raises(NothingWaiting):
        activation.propose(customer.context, owner=OWNER, issue=9)


# --- its date ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zone, date, begins",
    [
        pytest.param(UTC, "2027-01-01", "2027-01-01T00:00:00Z", id="utc"),
        pytest.param(OSLO, "2027-01-01", "2026-12-31T23:00:00Z", id="oslo-winter"),
        pytest.param(OSLO, "2027-03-29", "2027-03-28T22:00:00Z", id="oslo-summer"),
    ],
)
def test_it_is_activated_on_the_second(
    customer: World, zone: tzinfo, date: str, begins: str
) -> None:
    customer.context = replace(customer.context, zone=zone)
    load(customer, 8, 5, date)
    there, came = datetime.fromisoformat(begins), []
    for moment in (there - SECOND, there, there + SECOND):
        customer.clock.now = moment
        came.append((round_of(customer), customer.in_use()["sales"]))
    assert came == [([], (2, 3)), ([CheckResult.ACTIVATED], (2, 5)), ([], (2, 5))]
    assert seen(customer).is_unseen
    assert customer.is_sound


def test_what_stands_against_it_at_its_date_leaves_it_waiting(customer: World) -> None:
    load(customer, 7, 1)
    load(customer, 8, 1, LATER)
    customer.clock.now = LATER
    assert round_of(customer) == [CheckResult.DECISION]
    checks = updates.state(customer.context, owner=OWNER)
    assert (checks.result, checks.reason.code) == (CheckResult.DECISION, "over-use")
    assert waiting(customer) == (8, [])
    assert round_of(customer) == []
    customer.unassign("sales", 2)
    assert customer.activate().issue_number == 8
    assert customer.is_sound


def test_where_activation_is_left_to_people_it_waits_from_its_date_on(customer: World) -> None:
    customer.context = replace(customer.context, auto_activate=False)
    load(customer, 8, 5, LATER)
    customer.clock.now = LATER
    assert [done.checks.reason.code for done in updates.run(customer.context)] == ["by-hand"]
    assert (waiting(customer), round_of(customer)) == ((8, []), [])
    assert customer.in_use() == {"sales": (2, 3)}


def test_a_copied_database_activates_nothing_by_itself(customer: World) -> None:
    customer.context = replace(customer.context, database=DatabaseFacts(identity="north"))
    load(customer, 8, 5, LATER)
    customer.clock.now = LATER
    customer.context = replace(customer.context, database=DatabaseFacts(identity="south"))
    assert round_of(customer) == []


def test_one_that_is_no_longer_trusted_is_not_activated(customer: World) -> None:
    load(customer, 8, 5, LATER)
    customer.clock.now = LATER
    revoked = Revocations(1, LATER, owner_keys=frozenset({customer.issuer.key.thumbprint()}))
    customer.context = replace(customer.context, revocations=revoked)
    (done,) = updates.run(customer.context)
    assert (done.checks.result, done.checks.reason.code) == (
        CheckResult.FAILED,
        "owner-key-revoked",
    )
    assert (customer.in_use(), round_of(customer)) == ({"sales": (2, 3)}, [])


@pytest.mark.slow
def test_twenty_workers_at_once_activate_it_once(customer: World) -> None:
    load(customer, 8, 5, LATER)
    customer.clock.now = LATER
    known = len(history.since(customer.context, owner=OWNER, revision=0, language="en"))
    done = at_once(20, lambda _: round_of(customer))
    assert done.count([CheckResult.ACTIVATED]) == 1
    assert done.count([]) == 19
    told = history.since(customer.context, owner=OWNER, revision=0, language="en")[known:]
    assert [entry.action.value for entry in told] == ["package:activated"]


# --- fetched -------------------------------------------------------------------------------------


def test_a_fetched_one_waits_for_its_date_and_is_then_activated(
    customer: World, serving: LicenceServer
) -> None:
    hosts = (licence_host(serving.url),)
    customer.context = replace(customer.context, licence_hosts=hosts, network=AMPLE)
    customer.own(plan("sales", 3), issue=7, **serving.addresses)
    serving.customer(plan("sales", 5), IssueNumber=8, IssuedAt=LATER.isoformat())
    check = updates.check(customer.context, owner=OWNER, actor=ADMIN).checks
    assert (check.result, len(waiting(customer)[1])) == (CheckResult.WAITING, 1)
    customer.clock.now = LATER
    assert round_of(customer) == [CheckResult.ACTIVATED]
    assert customer.in_use() == {"sales": (2, 5)}
