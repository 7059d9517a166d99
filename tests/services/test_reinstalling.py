"""A licence owner that was removed: what may come back, by which way, and how it is then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from typing import Any, Self

import pytest

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.arrival import Arrival
from solicense_plugin.domain.errors import Fault, NotFound, PackageRefused
from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.packages.reading import SignedPackage
from solicense_plugin.services import activation, overview, packages, removing, updates
from solicense_plugin.services.context import Context
from tests.support.dumps import dump
from tests.support.fetching import AMPLE
from tests.support.licence_server import LicenceServer, licence_server
from tests.support.signing import NOW, module
from tests.support.world import ADMIN, World

ACME = "ACME"


def remove(world: World) -> None:
    loss = removing.propose(world.context, owner=ACME, language="en").loss
    removing.remove(
        world.context, owner=ACME, digest=loss.digest, reason="Not needed.", actor=ADMIN
    )


def issue(world: World, number: int, **fields: Any) -> bytes:
    """Sign an issue; the same number is the same document."""
    return world.issuer.sign(world.document(module("extra", number), issue=number, **fields))


def load(world: World, content: bytes) -> Arrival:
    return packages.load(world.context, content=content, source=Source.FILE, actor=ADMIN).arrival


def own(world: World, number: int, **fields: Any) -> None:
    load(world, issue(world, number, **fields))
    world.activate(ACME)


def titles(world: World) -> list[str]:
    return [title.owner.name for title in overview.titles(world.context, language="en")]


@pytest.fixture
def removed(partner: World) -> World:
    """Number 2 was active when its owner was removed."""
    partner.people(3)
    own(partner, 2)
    partner.assign("extra", 1, 2, owner=ACME)
    remove(partner)
    return partner


@pytest.mark.parametrize("number", [2, 3], ids=["the same", "a newer one"])
def test_the_same_or_a_newer_one_comes_back_and_nobody_has_anything_yet(
    removed: World, number: int
) -> None:
    assert load(removed, issue(removed, number)) is Arrival.NEW
    assert titles(removed) == [ACME]
    removed.activate(ACME)
    assert removed.in_use(ACME) == {"extra": (0, number)}
    removed.assign("extra", 3, owner=ACME)
    assert removed.in_use(ACME) == {"extra": (1, number)}
    assert removed.is_sound


@pytest.mark.parametrize(
    ("number", "more", "fault"),
    [
        pytest.param(1, {}, Fault.LOWER_ISSUE_NUMBER, id="an older one"),
        pytest.param(
            2, {"OwnerDescription": "X"}, Fault.SAME_ISSUE_OTHER_CONTENT, id="the number again"
        ),
    ],
)
def test_an_older_one_does_not_come_back(
    removed: World, number: int, more: dict[str, Any], fault: Fault
) -> None:
    with pytest.raises(PackageRefused) as refused:
        load(removed, issue(removed, number, **more))
    assert refused.value.fault is fault
    assert titles(removed) == []


def test_the_number_that_waited_when_it_was_removed_does_not_fall_either(partner: World) -> None:
    own(partner, 2)
    load(partner, issue(partner, 4))
    remove(partner)
    with pytest.raises(PackageRefused):
        load(partner, issue(partner, 3))
    assert load(partner, issue(partner, 4)) is Arrival.NEW
    partner.activate(ACME)
    assert partner.in_use(ACME) == {"extra": (0, 4)}


def test_of_what_was_restored_over_the_newest_comes_back(partner: World) -> None:
    own(partner, 2)
    own(partner, 3)
    activation.restore(partner.context, owner=ACME, issue_number=2, reason="why", actor=ADMIN)
    remove(partner)
    with pytest.raises(PackageRefused):
        load(partner, issue(partner, 2))
    assert load(partner, issue(partner, 3)) is Arrival.NEW


def test_an_operator_can_restore_an_older_one_with_a_reason(partner: World) -> None:
    own(partner, 2)
    own(partner, 3)
    remove(partner)
    activation.restore(partner.context, owner=ACME, issue_number=2, reason="why", actor=ADMIN)
    assert partner.in_use(ACME) == {"extra": (0, 2)}


def test_what_has_come_back_and_is_replaced_while_it_waits_stays_in_the_history(
    removed: World,
) -> None:
    load(removed, issue(removed, 2))
    load(removed, issue(removed, 3))
    removed.activate(ACME)
    activation.restore(removed.context, owner=ACME, issue_number=2, reason="why", actor=ADMIN)
    assert removed.in_use(ACME) == {"extra": (0, 2)}


def test_what_comes_back_says_anew_what_its_owner_is(removed: World) -> None:
    load(removed, issue(removed, 3, OwnerDescription="Acme, new", LicenseUrl="https://a.example"))
    seen = overview.overview(removed.context, owner=ACME, language="en", viewer="1")
    assert (seen.owner.description.default, seen.owner.licence_url) == (
        "Acme, new",
        "https://a.example",
    )


def test_it_can_be_removed_and_come_back_again_and_again(removed: World) -> None:
    for _time in range(3):
        load(removed, issue(removed, 2))
        removed.activate(ACME)
        remove(removed)
    assert titles(removed) == []
    assert removed.is_sound


# --- the licence server --------------------------------------------------------------------------


@pytest.fixture
def serving(partner: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LicenceServer]:
    folder = tmp_path_factory.mktemp("partner") / "acme"
    with licence_server(folder, partner.issuer) as server:
        yield server


@pytest.fixture
def served(partner: World, serving: LicenceServer) -> World:
    """A partner whose licences come from its server."""
    hosts = (licence_host(serving.url),)
    partner.context = replace(partner.context, licence_hosts=hosts, network=AMPLE)
    own(partner, 2, **serving.addresses, NextCheckDate=NOW.isoformat())
    serving.customer(module("extra", 7), IssueNumber=7)
    return partner


def check(world: World, **options: Any) -> CheckResult:
    done = updates.check(world.context, owner=ACME, actor=ADMIN, **options)
    return done.checks.result


def test_it_comes_back_from_its_server_when_an_operator_asks_for_it(served: World) -> None:
    assert check(served) is CheckResult.ACTIVATED
    remove(served)
    assert check(served, absent_too=True) is CheckResult.ACTIVATED
    assert titles(served) == [ACME]
    assert served.in_use(ACME) == {"extra": (0, 7)}
    seen = overview.overview(served.context, owner=ACME, language="en", viewer="1")
    assert seen.is_unseen


def test_what_was_loaded_again_is_renewed_by_a_check(served: World, serving: LicenceServer) -> None:
    remove(served)
    load(served, issue(served, 2, **serving.addresses, NextCheckDate=NOW.isoformat()))
    assert check(served) is CheckResult.ACTIVATED
    assert served.in_use(ACME) == {"extra": (0, 7)}


def test_nothing_comes_back_by_itself(served: World, serving: LicenceServer) -> None:
    remove(served)
    assert updates.run(served.context) == []
    with pytest.raises(NotFound):
        check(served)
    assert titles(served) == []


def test_a_server_that_has_nothing_brings_nothing_back(
    served: World, serving: LicenceServer
) -> None:
    remove(served)
    serving.stop()
    assert check(served, absent_too=True) is CheckResult.FAILED
    assert titles(served) == []
    assert updates.run(served.context) == []


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(check, id="check now"),
        pytest.param(lambda world: updates.run(world.context), id="by itself"),
    ],
)
def test_an_answer_that_comes_after_the_removal_brings_nothing_back(
    served: World, ask: Callable[[World], object]
) -> None:
    served.context = _RemovedMeanwhile.of(served.context)
    with suppress(NotFound):
        assert ask(served) == []
    assert titles(served) == []
    stored = dump(served.context.store, served.context.installation_id)
    assert stored[served.context.store.tables.check.name] == []
    assert served.is_sound


class _RemovedMeanwhile(Context):
    """A colleague removes the owner between the server's answer and the loading of it."""

    @classmethod
    def of(cls, context: Context) -> Self:
        return cls(**{field.name: getattr(context, field.name) for field in fields(context)})

    def read(self, content: bytes) -> SignedPackage:
        loss = removing.propose(self, owner=ACME, language="en").loss
        removing.remove(self, owner=ACME, digest=loss.digest, reason="Why", actor=ADMIN)
        return super().read(content)
