"""Whatever arrives, in any order and any number of times: the active issue number never falls."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import SYSTEM
from solicense_plugin.domain.errors import NotFound, NothingWaiting, PackageRefused
from solicense_plugin.domain.lists import ActivationRow
from solicense_plugin.services import activation, history, packages
from tests.conftest import rounds
from tests.support.signing import document, plan
from tests.support.world import ADMIN, OWNER, World

#: A package's number, the road by which it arrives, and whether it is activated at once.
ARRIVALS = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from(Source), st.booleans()), min_size=1, max_size=12
)
_QUANTITIES = (3, 9, 2, 7, 5, 8)

few = settings(
    max_examples=rounds(15, 300),
    derandomize=bool(rounds(1, 0)),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def arrive(world: World, issue: int, source: Source) -> bool:
    """Let a package arrive; tell whether it was accepted."""
    content = world.issuer.sign(document(plan("sales", _QUANTITIES[issue - 1]), issue=issue))
    try:
        packages.load(world.context, content=content, source=source, actor=SYSTEM)
    except PackageRefused:
        return False
    return True


def activate(world: World) -> None:
    with suppress(NothingWaiting):
        world.activate()


def active(world: World) -> int:
    """Return the issue number that is active, 0 for none, by what it grants."""
    with suppress(NotFound):
        for _in_use, quantity in world.in_use().values():
            return _QUANTITIES.index(quantity) + 1
    return 0


@pytest.mark.slow
def test_the_active_issue_number_never_falls_and_is_the_newest_that_was_accepted(
    new_world: Callable[[], World],
) -> None:
    @few
    @example([(5, Source.FILE, True), (3, Source.API, True), (5, Source.LICENCE_SERVER, True)])
    @given(ARRIVALS)
    def holds(arrivals: list[tuple[int, Source, bool]]) -> None:
        world, before, accepted = new_world(), 0, 0
        for issue, source, at_once in arrivals:
            if arrive(world, issue, source):
                accepted = max(accepted, issue)
            if at_once:
                activate(world)
                assert active(world) == accepted
            assert active(world) >= before
            before = active(world)
        activate(world)
        assert active(world) == accepted == max(issue for issue, _source, _ in arrivals)
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
                arrive(world, issue, Source.LICENCE_SERVER)
                activate(world)
                current = issue if issue > newest else current
                newest = max(newest, issue)
                were.add(current)
            assert active(world) == current
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
