"""A licence owner that is removed while licences of it wait for their dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Self

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from solicense_plugin.domain.arrival import Arrival
from solicense_plugin.domain.errors import (
    ActivationRefused,
    Fault,
    NotFound,
    NothingWaiting,
    PackageRefused,
    StaleRemoval,
)
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.services import history, overview, removing, updates
from solicense_plugin.services.context import Context
from solicense_plugin.services.packages import Loaded
from solicense_plugin.store.session import Writing
from tests.conftest import rounds
from tests.support.dumps import dump
from tests.support.signing import NOW, Issuer, module
from tests.support.world import ADMIN, World

ACME = "ACME"
DAY = timedelta(days=1)
LATER = NOW + 30 * DAY


def load(world: World, issue: int, begins: datetime | None = None) -> Loaded:
    dated = {"IssuedAt": begins.isoformat()} if begins else {}
    return world.load(module("extra", issue), issue=issue, **dated)


def remove(world: World) -> None:
    loss = removing.propose(world.context, owner=ACME, language="en").loss
    removing.remove(world.context, owner=ACME, digest=loss.digest, reason="Sold.", actor=ADMIN)


def titles(world: World) -> list[str]:
    return [title.owner.name for title in overview.titles(world.context, language="en")]


def active(world: World) -> int:
    """Return the number that is active, 0 for none."""
    with suppress(NotFound):
        seen = overview.overview(world.context, owner=ACME, language="en", viewer="1")
        return seen.issue_number
    return 0


def later(world: World) -> list[int]:
    seen = overview.overview(world.context, owner=ACME, language="en", viewer="1")
    return [found.issue_number for found in seen.later]


def round_of(world: World) -> list[CheckResult]:
    return [done.checks.result for done in updates.run(world.context)]


@pytest.fixture
def acme(partner: World) -> World:
    """Number 7 is active, and number 8 waits for its date."""
    load(partner, 7)
    partner.activate(ACME)
    load(partner, 8, LATER)
    return partner


# --- what goes -----------------------------------------------------------------------------------


def test_what_waits_for_its_date_is_lost_too(acme: World) -> None:
    assert len(removing.propose(acme.context, owner=ACME, language="en").loss.later) == 1
    remove(acme)
    assert titles(acme) == []
    (entry,) = history.since(acme.context, owner=ACME, revision=0, language="en")[-1:]
    assert entry.facts["waiting"] is True


def test_whoever_did_not_see_that_it_waits_does_not_remove_it(acme: World) -> None:
    digest = removing.propose(acme.context, owner=ACME, language="en").loss.digest
    load(acme, 9, LATER + DAY)
    with pytest.raises(StaleRemoval):
        removing.remove(acme.context, owner=ACME, digest=digest, reason="Sold.", actor=ADMIN)


def test_it_is_not_activated_at_its_date(acme: World) -> None:
    remove(acme)
    acme.clock.now = LATER
    assert round_of(acme) == []
    with pytest.raises(NothingWaiting):
        acme.activate(ACME)
    assert (titles(acme), active(acme)) == ([], 0)
    assert acme.is_sound


def test_nor_when_its_date_had_come_before_the_removal(acme: World) -> None:
    acme.clock.now = LATER
    remove(acme)
    assert (round_of(acme), titles(acme)) == ([], [])


def test_an_owner_of_whom_only_something_waits_for_its_date_is_here_and_can_be_removed(
    partner: World,
) -> None:
    load(partner, 8, LATER)
    assert titles(partner) == [ACME]
    remove(partner)
    assert titles(partner) == []
    assert partner.is_sound


def test_it_takes_nothing_of_another_owner(world: World, acme: World) -> None:
    other = World(world.context, Issuer("OTHER", root=world.issuer.root), world.clock)
    other.load(module("more", 3), issue=8, IssuedAt=LATER.isoformat())
    remove(acme)
    acme.clock.now = LATER
    assert round_of(acme) == [CheckResult.ACTIVATED]
    assert other.in_use("OTHER") == {"more": (0, 3)}


# --- what comes back -----------------------------------------------------------------------------


def test_before_its_date_what_was_active_comes_back_alone(acme: World) -> None:
    remove(acme)
    assert load(acme, 7).arrival is Arrival.NEW
    acme.activate(ACME)
    assert (active(acme), later(acme)) == (7, [])
    acme.clock.now = LATER
    assert (round_of(acme), active(acme)) == ([], 7)


@pytest.mark.parametrize(
    ("issue", "begins", "now"),
    [
        pytest.param(6, None, NOW, id="older than what was active"),
        pytest.param(7, None, LATER, id="once the date of a newer one has come"),
        pytest.param(6, LATER, NOW, id="older, for its date"),
    ],
)
def test_nothing_older_comes_back(
    acme: World, issue: int, begins: datetime | None, now: datetime
) -> None:
    remove(acme)
    acme.clock.now = now
    with pytest.raises(PackageRefused) as refused:
        load(acme, issue, begins)
    assert refused.value.fault is Fault.LOWER_ISSUE_NUMBER
    assert titles(acme) == []


def test_another_one_with_its_number_is_refused(acme: World) -> None:
    remove(acme)
    with pytest.raises(PackageRefused) as refused:
        load(acme, 8, LATER + DAY)
    assert refused.value.fault is Fault.SAME_ISSUE_OTHER_CONTENT


def test_it_comes_back_and_waits_for_its_date_again(acme: World) -> None:
    remove(acme)
    load(acme, 7)
    acme.activate(ACME)
    assert load(acme, 8, LATER).begins == LATER
    assert (active(acme), later(acme)) == (7, [8])
    acme.clock.now = LATER
    assert (round_of(acme), active(acme)) == ([CheckResult.ACTIVATED], 8)
    assert acme.is_sound


def test_after_its_date_it_comes_back_and_can_be_activated(acme: World) -> None:
    remove(acme)
    acme.clock.now = LATER
    loaded = load(acme, 8, LATER)
    assert (loaded.arrival, loaded.begins) == (Arrival.NEW, None)
    acme.activate(ACME)
    assert active(acme) == 8
    assert load(acme, 8, LATER).arrival is Arrival.ALREADY_CURRENT


# --- at the same moment --------------------------------------------------------------------------


def test_an_owner_that_is_removed_right_after_its_date_leaves_nothing_behind(acme: World) -> None:
    acme.clock.now = LATER
    acme.context = _RemovedRightAfter.of(acme.context)
    assert round_of(acme) == []
    assert titles(acme) == []
    stored = dump(acme.context.store, acme.context.installation_id)
    assert stored[acme.context.store.tables.check.name] == []
    assert acme.is_sound


class _RemovedRightAfter(Context):
    """A colleague removes the owner as soon as the licence is active whose date has come."""

    @classmethod
    def of(cls, context: Context) -> Self:
        return cls(**{field.name: getattr(context, field.name) for field in fields(context)})

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        plain = Context(**{field.name: getattr(self, field.name) for field in fields(self)})
        world = World(plain, Issuer())
        if active(world) == 8:
            remove(world)
        with super().writing() as writing:
            yield writing


# --- in any order --------------------------------------------------------------------------------

#: A number that is loaded, or what else is done.
STEPS = st.lists(
    st.integers(1, 5) | st.sampled_from(["activate", "remove", "a day", "round"]), max_size=16
)


@pytest.mark.slow
def test_in_any_order_what_was_active_never_comes_back_older(
    new_world: Callable[[], World],
) -> None:
    @settings(
        max_examples=rounds(15, 300),
        deadline=None,
        derandomize=rounds(1, 0) == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @example([0, 0, 1, 0, 0], [2, "activate", 3, "remove", 2, "activate", "a day", "round", 3])
    @given(st.lists(st.integers(0, 3), min_size=5, max_size=5), STEPS)
    def holds(days: list[int], steps: list[int | str]) -> None:
        whole = new_world()
        world = World(whole.context, Issuer(ACME, root=whole.issuer.root), whole.clock)
        begin = [NOW + day * DAY for day in days]
        newest, accepted = 0, set[int]()
        for step in steps:
            if isinstance(step, int):
                come = {n for n in accepted if begin[n - 1] <= world.clock.now}
                with suppress(PackageRefused):
                    load(world, step, begin[step - 1])
                    accepted.add(step)
                    assert step >= max(come, default=0)
            else:
                with suppress(NotFound, NothingWaiting, ActivationRefused):
                    DEEDS[step](world)
            assert active(world) in {0, *range(newest, 6)}
            newest = max(newest, active(world))
        assert world.is_sound

    holds()


def _a_day(world: World) -> None:
    world.clock.now += DAY


DEEDS: dict[str, Callable[[World], object]] = {
    "activate": lambda world: world.activate(ACME),
    "remove": remove,
    "a day": _a_day,
    "round": round_of,
}
