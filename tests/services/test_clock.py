"""A clock that moves back lengthens nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from solicense_plugin.domain.comparison import ObjectionCode
from solicense_plugin.domain.errors import AssignmentFault, AssignmentRefused
from solicense_plugin.domain.notices import NoticeKind
from solicense_plugin.domain.validity import Validity
from solicense_plugin.services import activation, history, notices, overview
from tests.support.signing import NOW, plan
from tests.support.world import OWNER, World

DAY = timedelta(days=1)
DATES: dict[str, Any] = {
    "ExpiryDate": (NOW + DAY).isoformat(),
    "GraceDate": (NOW + 2 * DAY).isoformat(),
}


@pytest.fixture
def lapsed(world: World) -> World:
    """Licences that lapsed two days ago, when somebody was working."""
    world.own(plan("sales", 3), **DATES)
    world.clock.now = NOW + 4 * DAY
    world.people(2)
    return world


def state(world: World) -> Validity:
    seen = overview.overview(world.context, owner=OWNER, language="en", viewer="1")
    return seen.validity


def kinds(world: World) -> list[NoticeKind]:
    return [notice.kind for notice in notices.current(world.context, language="en")]


@pytest.mark.parametrize("back", [3 * DAY, 4 * DAY, 400 * DAY], ids=lambda back: f"{back.days}")
def test_lapsed_licences_stay_lapsed_when_the_clock_goes_back(
    world: World, lapsed: World, back: timedelta
) -> None:
    lapsed.clock.now -= back
    assert state(lapsed) is Validity.LAPSED
    with pytest.raises(AssignmentRefused) as refused:
        lapsed.assign("sales", 1)
    assert refused.value.fault is AssignmentFault.LAPSED
    assert kinds(lapsed) == [NoticeKind.LAPSED, NoticeKind.CLOCK]


def test_an_expired_licence_stays_expired_when_the_clock_goes_back(lapsed: World) -> None:
    lapsed.clock.now -= 4 * DAY
    lapsed.load(plan("sales", 3), issue=2, **DATES)
    found = activation.propose(lapsed.context, owner=OWNER).comparison.objections
    assert [objection.code for objection in found] == [ObjectionCode.EXPIRED]


def test_writing_with_a_clock_that_is_behind_does_not_take_time_back(lapsed: World) -> None:
    lapsed.clock.now -= 4 * DAY
    lapsed.people(1)
    with lapsed.context.reading() as reading:
        assert reading.installation.newest_seen == NOW + 4 * DAY
    assert state(lapsed) is Validity.LAPSED


def test_a_clock_that_catches_up_is_not_told_of_any_more(lapsed: World) -> None:
    lapsed.clock.now -= DAY
    assert NoticeKind.CLOCK in kinds(lapsed)
    lapsed.clock.now += DAY
    assert NoticeKind.CLOCK not in kinds(lapsed)


def test_a_little_back_is_not_told(lapsed: World) -> None:
    lapsed.clock.now -= timedelta(minutes=5)
    assert NoticeKind.CLOCK not in kinds(lapsed)


def test_the_ledger_keeps_what_the_clock_said(lapsed: World) -> None:
    lapsed.clock.now = NOW
    lapsed.load(plan("sales", 4), issue=2)
    entries = history.since(lapsed.context, owner=OWNER, revision=0, language="en")
    assert entries[-1].at == NOW
