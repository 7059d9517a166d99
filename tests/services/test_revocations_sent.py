"""Lists of revocations that a licence server sends: they hold at once, and never fall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from solicense_plugin.domain.errors import AssignmentFault, AssignmentRefused, Fault, PackageRefused
from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.notices import NoticeKind
from solicense_plugin.domain.updates import REVOCATIONS_REFUSED, CheckResult, Checks
from solicense_plugin.domain.validity import Validity
from solicense_plugin.issuer.revoking import revoke
from solicense_plugin.packages.revocations import Revocations, RevocationsRefused, read_revocations
from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.services import notices, overview, revocations, updates
from solicense_plugin.services.overview import OwnerOverview
from solicense_plugin.store import ledger
from tests.support.crowd import at_once
from tests.support.fetching import AMPLE
from tests.support.licence_server import LicenceServer
from tests.support.signing import NOW, Issuer, plan
from tests.support.world import ADMIN, OWNER, World

SOON: dict[str, Any] = {"NextCheckDate": (NOW + timedelta(days=30)).isoformat()}


@pytest.fixture
def server(serving: LicenceServer) -> Iterator[LicenceServer]:
    """The issuer's licence server; what a test did to it is undone."""
    yield serving
    serving.folder.rotate(serving.folder.issuer)
    (serving.folder.path / "revocations").unlink(missing_ok=True)


@pytest.fixture
def customer(world: World, server: LicenceServer) -> World:
    """Three plans bought, of which one is in use."""
    hosts = (licence_host(server.url),)
    world.context = replace(world.context, licence_hosts=hosts, network=AMPLE)
    world.own(plan("sales", 3), **server.addresses, **SOON)
    world.people(3)
    world.assign("sales", 1)
    return world


def listing(world: World, *, number: int = 1) -> bytes:
    """Revoke the key of the world's issuer, in a list of this number."""
    issuer, content, before = world.issuer, b"", None
    for _ in range(number):
        content = revoke(root=issuer.root, issued_at=NOW, owner_keys=[issuer.key], previous=before)
        before = read_revocations(content, roots=issuer.roots)
    return content


def learn(world: World, content: bytes) -> None:
    revocations.learn(world.context, content, owner=OWNER)


def check(world: World) -> Checks:
    return updates.check(world.context, owner=OWNER, actor=ADMIN).checks


def seen(world: World) -> OwnerOverview:
    return overview.overview(world.context, owner=OWNER, language="en", viewer="1")


def holds(world: World) -> Revocations:
    with world.context.reading() as reading:
        return world.context.taken_back(reading)


def taken_on(world: World) -> int:
    with world.context.reading() as reading:
        return sum(e.action is Action.REVOCATIONS_TAKEN_ON for e in ledger.entries(reading))


# --- how a list comes ----------------------------------------------------------------------------


def test_what_a_licence_server_lists_holds_at_once_in_every_process(
    customer: World, server: LicenceServer
) -> None:
    other = customer.fresh()
    assert seen(other).revoked is None
    server.folder.write("revocations", listing(customer))
    check(customer)
    for process in (customer, other, customer.fresh()):
        assert seen(process).revoked is Fault.OWNER_KEY_REVOKED
        assert seen(process).validity is Validity.LAPSED


def test_a_server_without_a_list_is_no_fault(customer: World) -> None:
    assert check(customer).result is not CheckResult.FAILED
    assert holds(customer).number == 0


def test_the_list_is_asked_for_before_the_package(customer: World, server: LicenceServer) -> None:
    server.customer(plan("sales", 9), IssueNumber=2, **SOON)
    server.folder.write("revocations", listing(customer))
    done = check(customer)
    assert (done.result, done.reason.code) == (CheckResult.FAILED, "owner-key-revoked")
    assert customer.in_use() == {"sales": (1, 3)}


@pytest.mark.parametrize("earlier", [True, False], ids=["before", "in the same round"])
def test_what_is_revoked_before_its_date_is_not_activated_then(
    customer: World, server: LicenceServer, *, earlier: bool
) -> None:
    date = NOW + timedelta(days=30)
    customer.load(plan("sales", 9), issue=2, IssuedAt=date.isoformat(), **server.addresses)
    server.folder.write("revocations", listing(customer))
    if earlier:
        check(customer)
    customer.clock.now = date
    done = updates.run(customer.context)[-1].checks
    assert (done.result, done.reason.code) == (CheckResult.FAILED, "owner-key-revoked")
    assert customer.in_use() == {"sales": (1, 3)}
    assert updates.run(customer.context) == []


@pytest.mark.parametrize("content", [b"a.b.c\n", b"never"], ids=["garbage", "no-list"])
def test_a_list_that_cannot_be_trusted_is_told_and_no_package_is_taken(
    customer: World, server: LicenceServer, content: bytes
) -> None:
    server.customer(plan("sales", 9), IssueNumber=2, **SOON)
    server.folder.write("revocations", content)
    done = check(customer)
    assert (done.result, done.reason.code) == (CheckResult.FAILED, REVOCATIONS_REFUSED)
    assert customer.in_use() == {"sales": (1, 3)}
    assert seen(customer).revoked is None


def test_a_list_that_a_stranger_signed_is_not_kept(customer: World) -> None:
    stranger = World(customer.context, Issuer())
    with pytest.raises(RevocationsRefused):
        learn(customer, listing(stranger))
    assert (holds(customer).number, taken_on(customer)) == (0, 0)


# --- which list holds ----------------------------------------------------------------------------


def test_the_number_of_the_list_never_falls(customer: World, server: LicenceServer) -> None:
    learn(customer, listing(customer, number=3))
    server.folder.write("revocations", listing(customer, number=2))
    assert check(customer).reason.code == "owner-key-revoked"
    assert holds(customer).number == 3


def test_the_same_list_again_writes_nothing(customer: World) -> None:
    for _ in range(2):
        learn(customer, listing(customer))
    assert taken_on(customer) == 1


@pytest.mark.parametrize("named, sent", [(2, 3), (3, 2), (2, 2)])
def test_of_the_operators_list_and_the_one_that_came_the_higher_number_holds(
    customer: World, named: int, sent: int
) -> None:
    learn(customer, listing(customer, number=sent))
    found = read_revocations(listing(customer, number=named), roots=customer.issuer.roots)
    customer.context = replace(customer.context, revocations=found)
    assert holds(customer).number == max(named, sent)


def test_a_list_below_the_operators_is_not_kept(customer: World) -> None:
    found = read_revocations(listing(customer, number=2), roots=customer.issuer.roots)
    customer.context = replace(customer.context, revocations=found)
    learn(customer, listing(customer, number=1))
    assert taken_on(customer) == 0


def test_a_list_whose_root_key_is_trusted_no_more_says_nothing(customer: World) -> None:
    learn(customer, listing(customer, number=9))
    other = customer.fresh()
    other.context = replace(other.context, roots=Issuer().roots)
    assert holds(other).number == 0
    assert seen(other).revoked is None


def test_without_root_keys_no_list_is_taken_on(customer: World) -> None:
    customer.context = replace(customer.context, roots=RootKeys({}))
    with pytest.raises(RevocationsRefused):
        learn(customer, listing(customer))


def test_workers_that_learn_of_it_at_once_keep_it_once(customer: World) -> None:
    content = listing(customer)
    at_once(8, lambda _: learn(customer.fresh(), content))
    assert taken_on(customer) == 1
    assert customer.is_sound


# --- what it means -------------------------------------------------------------------------------


def test_revoked_licences_may_be_taken_away_and_none_given_and_nothing_is_deleted(
    customer: World,
) -> None:
    learn(customer, listing(customer))
    with pytest.raises(AssignmentRefused) as refused:
        customer.assign("sales", 2)
    assert refused.value.fault is AssignmentFault.LAPSED
    assert customer.in_use() == {"sales": (1, 3)}
    customer.unassign("sales", 1)
    assert customer.in_use() == {"sales": (0, 3)}


def test_administrators_are_told_of_what_was_revoked_and_of_no_date(customer: World) -> None:
    customer.own(plan("sales", 3), issue=2, ExpiryDate=(NOW + timedelta(days=1)).isoformat())
    learn(customer, listing(customer))
    customer.clock.now = NOW + timedelta(days=2)
    (notice,) = notices.current(customer.context, language="en")
    assert (notice.kind, notice.revoked) == (NoticeKind.REVOKED, Fault.OWNER_KEY_REVOKED)


def test_what_waits_below_a_revoked_key_is_not_activated(customer: World) -> None:
    customer.load(plan("sales", 9), issue=2)
    learn(customer, listing(customer))
    with pytest.raises(PackageRefused) as refused:
        customer.activate()
    assert refused.value.fault is Fault.OWNER_KEY_REVOKED


def test_licences_of_another_owner_stay_as_they_are(customer: World, partner: World) -> None:
    partner.own(plan("signing", 3))
    learn(customer, listing(customer))
    found = overview.overview(customer.context, owner="ACME", language="en", viewer="1")
    assert (found.revoked, found.validity) == (None, Validity.IN_ORDER)


def test_a_package_signed_by_a_new_key_puts_it_right(customer: World) -> None:
    learn(customer, listing(customer))
    renewed = World(customer.context, Issuer(root=customer.issuer.root), customer.clock)
    renewed.own(plan("sales", 5), issue=2)
    assert (seen(customer).revoked, seen(customer).validity) == (None, Validity.IN_ORDER)
    customer.assign("sales", 2)
    assert notices.current(customer.context, language="en") == ()


def test_a_check_puts_it_right_once_the_issuer_has_a_new_key(
    customer: World, server: LicenceServer
) -> None:
    server.customer(plan("sales", 3), IssueNumber=2, **SOON)
    server.folder.rotate(Issuer(root=customer.issuer.root))
    server.folder.write("revocations", listing(customer))
    assert check(customer).result is CheckResult.ACTIVATED
    assert seen(customer).revoked is None
    assert customer.in_use() == {"sales": (1, 3)}


def test_licences_whose_file_has_become_unreadable_are_not_taken_for_revoked(
    customer: World,
) -> None:
    with customer.context.writing() as writing:
        writing.connection.execute(writing.tables.package.update().values(content=b"x"))
    learn(customer, listing(customer))
    assert seen(customer).revoked is None
