"""A clock that moves back lengthens nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from solicense_plugin.domain.comparison import ObjectionCode
from solicense_plugin.domain.errors import (
    AssignmentFault,
    AssignmentRefused,
    ClockNotAhead,
    Fault,
    InvalidField,
    PackageRefused,
)
from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.domain.notices import NoticeKind
from solicense_plugin.domain.validity import Validity
from solicense_plugin.services import activation, clock, history, notices, overview, updates
from solicense_plugin.store import ledger
from tests.support.signing import NOW, Issuer, document, plan
from tests.support.world import ADMIN, OWNER, World

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


# --- whatever is decided by a date ---------------------------------------------------------------

NOBODY: dict[str, Any] = {"LicenseUrl": "http://127.0.0.1:9"}


def checked(world: World, next_check: datetime) -> None:
    """Own licences of a server that nobody answers for, to be asked at a moment."""
    world.context = replace(world.context, licence_hosts=(licence_host(NOBODY["LicenseUrl"]),))
    world.own(plan("sales", 3), **NOBODY, NextCheckDate=next_check.isoformat())


def due(world: World) -> datetime | None:
    return updates.state(world.context, owner=OWNER).due


def test_a_check_that_was_due_stays_due_when_the_clock_goes_back(world: World) -> None:
    checked(world, NOW + DAY)
    world.clock.now = NOW + DAY
    world.people(1)
    world.clock.now = NOW
    seen = overview.overview(world.context, owner=OWNER, language="en", viewer="1")
    assert seen.now == NOW + DAY
    assert len(updates.run(world.context)) == 1


def test_the_next_try_is_planned_by_the_newest_time(world: World) -> None:
    checked(world, NOW)
    world.clock.now = NOW + 9 * DAY
    world.people(1)
    world.clock.now = NOW + DAY
    updates.run(world.context)
    planned = due(world)
    assert planned is not None
    assert planned > NOW + 9 * DAY


def test_after_an_activation_the_next_check_is_planned_by_the_newest_time(world: World) -> None:
    checked(world, NOW)
    updates.run(world.context)
    world.clock.now = NOW + 9 * DAY
    world.people(1)
    world.clock.now = NOW + DAY
    world.own(plan("sales", 3), issue=2, **NOBODY, NextCheckDate=(NOW + 2 * DAY).isoformat())
    assert due(world) == NOW + 10 * DAY


def test_a_key_that_has_expired_stays_expired_when_the_clock_goes_back(world: World) -> None:
    issuer = Issuer(root=world.issuer.root)
    issuer.certificate = issuer.approve(expires_at=NOW + DAY)
    content = issuer.sign(document(plan("sales", 3)))
    world.clock.now = NOW + DAY
    world.people(1)
    world.clock.now = NOW
    with pytest.raises(PackageRefused) as refused:
        world.context.read(content)
    assert refused.value.fault is Fault.OWNER_KEY_EXPIRED


# --- a clock that was ahead by mistake -----------------------------------------------------------


def reset(world: World, reason: str = "The battery was empty.") -> datetime:
    return clock.reset(world.context, reason=reason, actor=ADMIN)


def test_after_a_reset_the_clock_counts_again(lapsed: World) -> None:
    lapsed.clock.now = NOW
    assert reset(lapsed) == NOW + 4 * DAY
    assert state(lapsed) is Validity.IN_ORDER
    assert kinds(lapsed) == []
    lapsed.assign("sales", 1)


def test_a_reset_is_in_the_ledger_with_its_reason_and_both_times(lapsed: World) -> None:
    lapsed.clock.now = NOW
    reset(lapsed)
    with lapsed.context.reading() as reading:
        entry = list(ledger.entries(reading))[-1]
    assert (entry.action, entry.actor, entry.at) == (Action.CLOCK_RESET, ADMIN, NOW)
    assert '"reason":"The battery was empty."' in entry.text
    for moment in (NOW, NOW + 4 * DAY):
        assert str(to_microseconds(moment)) in entry.text
    assert lapsed.is_sound


@pytest.mark.parametrize("later", [timedelta(0), DAY], ids=["as-new", "newer"])
def test_a_newest_time_that_is_not_ahead_is_not_reset(lapsed: World, later: timedelta) -> None:
    lapsed.clock.now += later
    with pytest.raises(ClockNotAhead):
        reset(lapsed)
    assert state(lapsed) is Validity.LAPSED


def test_a_reset_without_a_reason_is_refused(lapsed: World) -> None:
    lapsed.clock.now = NOW
    with pytest.raises(InvalidField):
        reset(lapsed, " ")
    assert state(lapsed) is Validity.LAPSED


def test_a_check_that_was_planned_by_the_wrong_time_is_planned_anew(world: World) -> None:
    checked(world, NOW + 9 * DAY)
    world.clock.now = NOW + 400 * DAY
    updates.run(world.context)
    world.clock.now = NOW
    reset(world)
    assert due(world) == NOW + 9 * DAY
    assert updates.run(world.context) == []
