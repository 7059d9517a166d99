"""A copied database does not update itself until an administrator has decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from solicense_plugin.domain.copies import CopyDecision, Origin
from solicense_plugin.domain.errors import NotACopy
from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.notices import NoticeKind
from solicense_plugin.hooks.values import DatabaseFacts
from solicense_plugin.services import copies, notices, overview, updates
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.store import ledger
from tests.support.signing import NOW, plan
from tests.support.world import ADMIN, OWNER, World

#: Where no licence server listens.
NOBODY = "http://127.0.0.1:9"
HERE, THERE = DatabaseFacts(identity="north"), DatabaseFacts(identity="south", type="test")


@pytest.fixture
def copied(world: World) -> World:
    """Licences of north, found in south; their check is due."""
    move(world, HERE)
    due: dict[str, Any] = {"LicenseUrl": NOBODY, "NextCheckDate": NOW.isoformat()}
    world.own(plan("sales", 3), **due)
    world.clock.now = NOW + timedelta(days=2)
    world.context = replace(world.context, licence_hosts=(licence_host(NOBODY),))
    move(world, THERE)
    return world


def move(world: World, database: DatabaseFacts | None) -> None:
    world.context = replace(world.context, database=database)


def origin(world: World) -> Origin:
    seen = overview.overview(world.context, owner=OWNER, language="en", viewer="1")
    return seen.origin


def told(world: World) -> list[tuple[str, str]]:
    found = notices.current(world.context, language="en")
    return [(n.kept, n.here) for n in found if n.kind is NoticeKind.COPY]


def decide(world: World, decision: CopyDecision, token: str | None = None) -> None:
    copies.decide(world.context, decision=decision, actor=ADMIN, token=token)


def done(world: World) -> list[Action]:
    with world.context.reading() as reading:
        return [entry.action for entry in ledger.entries(reading)]


def test_the_first_change_keeps_the_name_of_the_database(copied: World) -> None:
    with copied.context.reading() as reading:
        assert reading.installation.home.kept == "north"
    copied.people(1)
    with copied.context.reading() as reading:
        assert reading.installation.home.kept == "north"


def test_licences_in_another_database_look_like_a_copy(copied: World) -> None:
    assert origin(copied) is Origin.SUSPECTED
    assert told(copied) == [("north", "south (test)")]


def test_a_copy_does_not_update_itself(copied: World) -> None:
    assert updates.run(copied.context) == []
    move(copied, HERE)
    assert len(updates.run(copied.context)) == 1


def test_a_copy_is_checked_when_somebody_wants_it(copied: World) -> None:
    updates.check(copied.context, owner=OWNER, actor=ADMIN)
    assert updates.state(copied.context, owner=OWNER).attempted == copied.clock.now


def test_a_host_that_does_not_name_its_database_has_no_copies(copied: World) -> None:
    move(copied, None)
    assert origin(copied) is Origin.ORIGINAL
    assert len(updates.run(copied.context)) == 1


def test_what_is_called_a_copy_stays_off_and_is_told_no_more(copied: World) -> None:
    decide(copied, CopyDecision.COPY)
    assert (origin(copied), told(copied)) == (Origin.COPY, [])
    assert updates.run(copied.context) == []
    assert done(copied)[-1] is Action.COPY_CONFIRMED


@pytest.mark.parametrize("first", [[], [CopyDecision.COPY]], ids=["at-once", "after-all"])
def test_what_is_adopted_updates_itself_again(copied: World, first: list[CopyDecision]) -> None:
    for decision in [*first, CopyDecision.ADOPT]:
        decide(copied, decision)
    assert (origin(copied), told(copied)) == (Origin.ORIGINAL, [])
    assert done(copied)[-1] is Action.DATABASE_ADOPTED
    assert len(updates.run(copied.context)) == 1


def test_the_original_looks_like_a_copy_once_the_other_one_was_adopted(copied: World) -> None:
    decide(copied, CopyDecision.ADOPT)
    move(copied, HERE)
    assert origin(copied) is Origin.SUSPECTED


@pytest.mark.parametrize("database", [HERE, None], ids=["original", "not-named"])
@pytest.mark.parametrize("decision", CopyDecision)
def test_what_is_no_copy_cannot_be_called_one(
    copied: World, database: DatabaseFacts | None, decision: CopyDecision
) -> None:
    move(copied, database)
    before = done(copied)
    with pytest.raises(NotACopy):
        decide(copied, decision)
    assert done(copied) == before


def test_a_decision_that_arrives_twice_counts_once(copied: World) -> None:
    decide(copied, CopyDecision.COPY, "twice")
    with pytest.raises(AlreadyDone):
        decide(copied, CopyDecision.COPY, "twice")
    assert done(copied).count(Action.COPY_CONFIRMED) == 1
