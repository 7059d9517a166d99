"""Whatever arrives, in any order and any number of times: the active issue number never falls."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import SYSTEM
from solicense_plugin.domain.errors import NotFound, NothingWaiting, PackageRefused
from solicense_plugin.domain.lists import ActivationRow
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.services import activation, history, overview, packages, updates
from tests.conftest import rounds
from tests.support.licence_server import LicenceServer
from tests.support.signing import SERIAL, document, plan
from tests.support.updating import ask_at
from tests.support.world import ADMIN, OWNER, World

#: A package's number, the road by which it arrives, and whether it is activated at once.
ARRIVALS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(Source), st.booleans()), min_size=1, max_size=12
)
_QUANTITIES = (3, 9, 2, 7, 5, 8)
#: A number, and how many plans it grants.
Package = tuple[int, int]
NOTHING: Package = (0, 0)

few = settings(
    max_examples=rounds(15, 300),
    derandomize=bool(rounds(1, 0)),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@dataclass
class Customer:
    """A world, its licence server, and the packages that may arrive from there and elsewhere."""

    world: World
    server: LicenceServer

    def __post_init__(self) -> None:
        ask_at(self.world, self.server)
        rmtree(self._issued, ignore_errors=True)

    @property
    def _issued(self) -> Path:
        return self.server.folder.path / "issued" / SERIAL

    def arrive(self, issue: int, source: Source, *, at_once: bool) -> tuple[Package, bool]:
        """Let a package arrive; return which it was, and whether it was accepted."""
        if source is not Source.LICENCE_SERVER:
            accepted = load(self.world, issue, source, **self.server.addresses)
            return (issue, _QUANTITIES[issue - 1]), accepted
        self.server.customer(plan("sales", _QUANTITIES[issue - 1]), IssueNumber=issue)
        context = replace(self.world.context, auto_activate=at_once)
        try:
            done = updates.check(context, owner=OWNER, actor=SYSTEM).checks
        except NotFound:  # nothing has arrived yet that says which server to ask
            return NOTHING, False
        number = max(int(file.name.partition("-")[0]) for file in self._issued.iterdir())
        return (number, _QUANTITIES[issue - 1]), done.result is not CheckResult.FAILED


def load(world: World, issue: int, source: Source, **fields: object) -> bool:
    """Let a licence file arrive; tell whether it was accepted."""
    modules = plan("sales", _QUANTITIES[issue - 1])
    content = world.issuer.sign(document(modules, issue=issue, **fields))
    try:
        packages.load(world.context, content=content, source=source, actor=SYSTEM)
    except PackageRefused:
        return False
    return True


def activate(world: World) -> None:
    with suppress(NothingWaiting, NotFound):
        world.activate()


def active(world: World) -> Package:
    """Return the number that is active, and what it grants."""
    with suppress(NotFound):
        seen = overview.overview(world.context, owner=OWNER, language="en", viewer="1")
        for row in seen.licences:
            return seen.issue_number or 0, row.quantity
    return NOTHING


@pytest.mark.slow
def test_the_active_issue_number_never_falls_and_is_the_newest_that_was_accepted(
    new_world: Callable[[], World], serving: LicenceServer
) -> None:
    @few
    @example([(5, Source.FILE, True), (3, Source.API, True), (5, Source.LICENCE_SERVER, True)])
    @example([(1, Source.FILE, True), (4, Source.LICENCE_SERVER, False), (3, Source.API, True)])
    @given(ARRIVALS)
    def holds(arrivals: list[tuple[int, Source, bool]]) -> None:
        customer = Customer(new_world(), serving)
        world, before, newest, highest = customer.world, NOTHING, NOTHING, 0
        for issue, source, at_once in arrivals:
            package, accepted = customer.arrive(issue, source, at_once=at_once)
            newest = max(newest, package) if accepted else newest
            highest = max(highest, package[0])
            if at_once:
                activate(world)
                assert active(world) == newest
            assert active(world)[0] >= before[0]
            before = active(world)
        activate(world)
        assert active(world) == newest
        assert newest[0] == highest
        assert world.is_sound

    holds()


@pytest.mark.slow
def test_nothing_that_arrives_undoes_what_was_restored_but_a_newer_issue(
    new_world: Callable[[], World],
) -> None:
    @few
    @example([(2, False), (4, False), (2, True), (4, False), (3, False), (5, False)])
    @given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=12))
    def holds(steps: list[tuple[int, bool]]) -> None:
        world, newest, current, were = new_world(), 0, 0, set[int]()
        for issue, restoring in steps:
            if restoring and issue in were - {current}:
                restore(world, issue)
                current = issue
            elif not restoring:
                load(world, issue, Source.LICENCE_SERVER)
                activate(world)
                current = issue if issue > newest else current
                newest = max(newest, issue)
                were.add(current)
            assert active(world)[0] == current
        assert world.is_sound
        told = [row.issue_number for row in rows(world)]
        assert told[:1] == ([current] if current else [])

    holds()


def restore(world: World, issue: int) -> None:
    activation.restore(
        world.context, owner=OWNER, issue_number=issue, reason="because", actor=ADMIN
    )


def rows(world: World) -> tuple[ActivationRow, ...]:
    return history.page(world.context, language="en").rows
